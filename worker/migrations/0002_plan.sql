-- The answer that an action aims at, as JSON: by it the index is known that all open actions would bring. Null for an
-- action that aims at none.
ALTER TABLE actions ADD COLUMN answer TEXT;

-- As before, with that answer.
DROP TRIGGER line_imported;
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
  INSERT INTO actions (workspace, id, model, partner, criterion, answer, text, owner, due, status, effort, version, created_at, updated_at)
    SELECT NEW.workspace, NEW.line ->> 'id', NEW.line ->> 'model', NEW.line ->> 'partner', NEW.line ->> 'criterion',
      nullif(NEW.line -> 'answer', 'null'),
      NEW.line ->> 'text', NEW.line ->> 'owner', NEW.line ->> 'due', NEW.line ->> 'status', NEW.line ->> 'effort',
      NEW.line ->> 'version', NEW.line ->> 'createdAt', NEW.line ->> 'updatedAt' WHERE NEW.line ->> 'kind' = 'action';
  INSERT INTO documents (workspace, kind, key, version, body)
    SELECT NEW.workspace, NEW.line ->> 'of', NEW.line ->> 'key', NEW.line ->> 'version', NEW.line -> 'body'
    WHERE NEW.line ->> 'kind' = 'document';
END;
