-- Everything names its workspace first in its primary key, so that one workspace's rows lie together and no query can
-- reach another's. WITHOUT ROWID: a row with a text key counts once when it is written, not twice.

CREATE TABLE workspaces (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  -- SHA-256 of the setup code that made it: a code makes one workspace.
  setup TEXT,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Looked up by hash on every request, before the workspace is known.
CREATE TABLE keys (
  hash TEXT NOT NULL PRIMARY KEY,
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT,
  last_used_at TEXT,
  revoked_at TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX keys_by_workspace ON keys (workspace, id);

-- Own models; a revision never changes. The present one is the one published last.
CREATE TABLE models (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  revision TEXT NOT NULL,
  document TEXT NOT NULL,
  published_at TEXT NOT NULL,
  archived_at TEXT,
  PRIMARY KEY (workspace, id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE partners (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  segment TEXT,
  region TEXT,
  type TEXT,
  owner TEXT,
  tags TEXT NOT NULL,
  fields TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;

-- One row for all answers of a partner in a period. `starts` is the first day of the period, to put periods in order.
-- `attributes` are those it was scored with, so that it can be scored again exactly when the partner has changed.
-- `earlier` keeps what was replaced, newest last.
CREATE TABLE assessments (
  workspace TEXT NOT NULL,
  model TEXT NOT NULL,
  partner TEXT NOT NULL,
  period TEXT NOT NULL,
  source TEXT NOT NULL,
  starts TEXT NOT NULL,
  revision TEXT NOT NULL,
  answers TEXT NOT NULL,
  attributes TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  earlier TEXT NOT NULL,
  PRIMARY KEY (workspace, model, partner, period, source)
) STRICT, WITHOUT ROWID;

-- Where a partner stands: the result of its latest period, and the level after the model's promotion policy.
-- `before` is the standing before that period; `data` is what cohorts and insights need of the result.
CREATE TABLE standings (
  workspace TEXT NOT NULL,
  model TEXT NOT NULL,
  partner TEXT NOT NULL,
  revision TEXT NOT NULL,
  period TEXT NOT NULL,
  source TEXT NOT NULL,
  starts TEXT NOT NULL,
  answered_at TEXT NOT NULL,
  level TEXT,
  pending TEXT,
  before TEXT NOT NULL,
  result TEXT NOT NULL,
  data TEXT NOT NULL,
  -- As in documents: a write that expects another version fails.
  version INTEGER NOT NULL,
  PRIMARY KEY (workspace, model, partner)
) STRICT, WITHOUT ROWID;

CREATE TABLE actions (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  model TEXT NOT NULL,
  partner TEXT NOT NULL,
  criterion TEXT,
  text TEXT NOT NULL,
  owner TEXT,
  due TEXT,
  status TEXT NOT NULL,
  effort REAL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;

-- Small JSON rows. `version` is NOT NULL because a write that expects another version sets it to NULL and so fails,
-- which undoes the batch it belongs to. Kinds:
--   cohort    model@revision|cohort: the histograms of a benchmark
--   audit     who changed what, by an id in the order of time
--   answer    what a request with an Idempotency-Key was answered, by the hash of the key
--   import    open: an import has begun and not ended
--   revision  id@revision: a shipped model as it was when it was used, because the next release may ship another
CREATE TABLE documents (
  workspace TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (workspace, kind, key)
) STRICT, WITHOUT ROWID;

-- Every change is audited, so the audit row says that a key was used; once an hour is enough.
CREATE TRIGGER audit_uses_key AFTER INSERT ON documents WHEN NEW.kind = 'audit' BEGIN
  UPDATE keys SET last_used_at = json_extract(NEW.body, '$.at')
  WHERE workspace = NEW.workspace AND id = json_extract(NEW.body, '$.by')
    AND (last_used_at IS NULL OR unixepoch(json_extract(NEW.body, '$.at')) - unixepoch(last_used_at) >= 3600);
END;

-- A partner's rows lie below the models it was assessed with: own ones and shipped ones that were used.
CREATE TRIGGER partner_erased AFTER DELETE ON partners BEGIN
  DELETE FROM assessments WHERE workspace = OLD.workspace AND partner = OLD.id AND model IN (
    SELECT id FROM models WHERE workspace = OLD.workspace
    UNION SELECT substr(key, 1, instr(key, '@') - 1) FROM documents WHERE workspace = OLD.workspace AND kind = 'revision');
  DELETE FROM standings WHERE workspace = OLD.workspace AND partner = OLD.id AND model IN (
    SELECT id FROM models WHERE workspace = OLD.workspace
    UNION SELECT substr(key, 1, instr(key, '@') - 1) FROM documents WHERE workspace = OLD.workspace AND kind = 'revision');
  DELETE FROM actions WHERE workspace = OLD.workspace AND partner = OLD.id;
END;

CREATE TRIGGER workspace_erased AFTER DELETE ON workspaces BEGIN
  DELETE FROM keys WHERE workspace = OLD.id;
  DELETE FROM assessments WHERE workspace = OLD.id;
  DELETE FROM standings WHERE workspace = OLD.id;
  DELETE FROM actions WHERE workspace = OLD.id;
  DELETE FROM documents WHERE workspace = OLD.id;
  DELETE FROM models WHERE workspace = OLD.id;
  DELETE FROM partners WHERE workspace = OLD.id;
END;

-- What is imported comes as lines of an export, in one statement: INSERT INTO imported_lines. A line of the kind
-- workspace begins an import, a line of the kind end ends it.
CREATE VIEW imported_lines AS SELECT '' AS workspace, '' AS line WHERE false;
CREATE TRIGGER line_imported INSTEAD OF INSERT ON imported_lines BEGIN
  UPDATE workspaces SET name = NEW.line ->> 'name' WHERE id = NEW.workspace AND NEW.line ->> 'kind' = 'workspace';
  DELETE FROM documents WHERE workspace = NEW.workspace AND kind = 'audit' AND NEW.line ->> 'kind' = 'workspace';
  INSERT INTO documents (workspace, kind, key, version, body)
    SELECT NEW.workspace, 'import', 'open', 1, '{}' WHERE NEW.line ->> 'kind' = 'workspace';
  DELETE FROM documents WHERE workspace = NEW.workspace AND kind = 'import' AND NEW.line ->> 'kind' = 'end';
  INSERT INTO models (workspace, id, revision, document, published_at, archived_at)
    SELECT NEW.workspace, NEW.line ->> 'id', NEW.line ->> 'revision', NEW.line -> 'document', NEW.line ->> 'publishedAt',
      NEW.line ->> 'archivedAt' WHERE NEW.line ->> 'kind' = 'model';
  INSERT INTO partners (workspace, id, name, segment, region, type, owner, tags, fields, created_at, updated_at)
    SELECT NEW.workspace, NEW.line ->> 'id', NEW.line ->> 'name', NEW.line ->> 'segment', NEW.line ->> 'region', NEW.line ->> 'type',
      NEW.line ->> 'owner', NEW.line -> 'tags', NEW.line -> 'fields', NEW.line ->> 'createdAt', NEW.line ->> 'updatedAt'
    WHERE NEW.line ->> 'kind' = 'partner';
  INSERT INTO assessments (workspace, model, partner, period, source, starts, revision, answers, attributes, saved_at, saved_by, earlier)
    SELECT NEW.workspace, NEW.line ->> 'model', NEW.line ->> 'partner', NEW.line ->> 'period', NEW.line ->> 'source',
      NEW.line ->> 'starts', NEW.line ->> 'revision', NEW.line -> 'answers', NEW.line -> 'attributes', NEW.line ->> 'savedAt',
      NEW.line ->> 'savedBy', NEW.line -> 'earlier' WHERE NEW.line ->> 'kind' = 'assessment';
  INSERT INTO standings (workspace, model, partner, revision, period, source, starts, answered_at, level, pending, before, result, data, version)
    SELECT NEW.workspace, NEW.line ->> 'model', NEW.line ->> 'partner', NEW.line ->> 'revision', NEW.line ->> 'period',
      NEW.line ->> 'source', NEW.line ->> 'starts', NEW.line ->> 'answeredAt', NEW.line ->> 'level', nullif(NEW.line -> 'pending', 'null'),
      NEW.line -> 'before', NEW.line -> 'result', NEW.line -> 'data', NEW.line ->> 'version' WHERE NEW.line ->> 'kind' = 'standing';
  INSERT INTO actions (workspace, id, model, partner, criterion, text, owner, due, status, effort, version, created_at, updated_at)
    SELECT NEW.workspace, NEW.line ->> 'id', NEW.line ->> 'model', NEW.line ->> 'partner', NEW.line ->> 'criterion',
      NEW.line ->> 'text', NEW.line ->> 'owner', NEW.line ->> 'due', NEW.line ->> 'status', NEW.line ->> 'effort',
      NEW.line ->> 'version', NEW.line ->> 'createdAt', NEW.line ->> 'updatedAt' WHERE NEW.line ->> 'kind' = 'action';
  INSERT INTO documents (workspace, kind, key, version, body)
    SELECT NEW.workspace, NEW.line ->> 'of', NEW.line ->> 'key', NEW.line ->> 'version', NEW.line -> 'body'
    WHERE NEW.line ->> 'kind' = 'document';
END;
