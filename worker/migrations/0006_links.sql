-- Links open a page without a key. Only the SHA-256 of a token is stored; a link that came with an import has none and
-- opens nothing. Looked up by hash before the workspace is known.
CREATE TABLE links (
  workspace TEXT NOT NULL,
  -- In the order of time.
  id TEXT NOT NULL,
  hash TEXT,
  kind TEXT NOT NULL,
  partner TEXT,
  model TEXT NOT NULL,
  -- Null: whatever revision is the present one.
  revision TEXT,
  period TEXT,
  language TEXT,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  opened_at TEXT,
  -- From then on answers are shown and no longer taken.
  closed_at TEXT,
  revoked_at TEXT,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX links_by_hash ON links (hash);

-- What a partner answers about itself in a period, before and after it is submitted: shared by everyone who has a link
-- to it. `answers` is JSON by criterion; `submitted` is the version that was handed in.
CREATE TABLE drafts (
  workspace TEXT NOT NULL,
  model TEXT NOT NULL,
  partner TEXT NOT NULL,
  period TEXT NOT NULL,
  answered INTEGER NOT NULL,
  asked INTEGER NOT NULL,
  -- As in documents: a write that expects another version fails.
  version INTEGER NOT NULL,
  submitted INTEGER,
  submitted_at TEXT,
  updated_at TEXT NOT NULL,
  answers TEXT NOT NULL,
  PRIMARY KEY (workspace, model, partner, period)
) STRICT, WITHOUT ROWID;

-- A draft lies below the models that a link asked the partner about.
CREATE TRIGGER partner_erased_with_links AFTER DELETE ON partners BEGIN
  DELETE FROM drafts WHERE workspace = OLD.workspace AND partner = OLD.id
    AND model IN (SELECT model FROM links WHERE workspace = OLD.workspace AND partner = OLD.id);
  DELETE FROM links WHERE workspace = OLD.workspace AND partner = OLD.id;
END;

CREATE TRIGGER workspace_erased_with_links AFTER DELETE ON workspaces BEGIN
  DELETE FROM links WHERE workspace = OLD.id;
  DELETE FROM drafts WHERE workspace = OLD.id;
END;

CREATE TRIGGER link_imported INSTEAD OF INSERT ON imported_lines BEGIN
  INSERT INTO links (workspace, id, kind, partner, model, revision, period, language, created_at, created_by, expires_at,
      opened_at, closed_at, revoked_at)
    SELECT NEW.workspace, NEW.line ->> 'id', NEW.line ->> 'of', NEW.line ->> 'partner', NEW.line ->> 'model',
      NEW.line ->> 'revision', NEW.line ->> 'period', NEW.line ->> 'language', NEW.line ->> 'createdAt',
      NEW.line ->> 'createdBy', NEW.line ->> 'expiresAt', NEW.line ->> 'openedAt', NEW.line ->> 'closedAt',
      NEW.line ->> 'revokedAt' WHERE NEW.line ->> 'kind' = 'link';
  INSERT INTO drafts (workspace, model, partner, period, answered, asked, version, submitted, submitted_at, updated_at, answers)
    SELECT NEW.workspace, NEW.line ->> 'model', NEW.line ->> 'partner', NEW.line ->> 'period', NEW.line ->> 'answered',
      NEW.line ->> 'asked', NEW.line ->> 'version', NEW.line ->> 'submitted', NEW.line ->> 'submittedAt',
      NEW.line ->> 'updatedAt', NEW.line -> 'answers' WHERE NEW.line ->> 'kind' = 'draft';
END;
