-- Workspaces on their way to another database. One that leaves is read as before and takes no changes; in the database
-- where it arrives it has no keys until all of it is there.
CREATE TABLE moves (
  workspace TEXT NOT NULL PRIMARY KEY,
  -- 'leaving' or 'arriving'
  state TEXT NOT NULL,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Every change notes itself in documents, but for what a partner answers before it is handed in.
CREATE TRIGGER document_of_leaving BEFORE INSERT ON documents
WHEN EXISTS (SELECT 1 FROM moves WHERE workspace = NEW.workspace AND state = 'leaving') BEGIN
  SELECT RAISE(ABORT, 'workspace is leaving');
END;
CREATE TRIGGER draft_of_leaving BEFORE INSERT ON drafts
WHEN EXISTS (SELECT 1 FROM moves WHERE workspace = NEW.workspace AND state = 'leaving') BEGIN
  SELECT RAISE(ABORT, 'workspace is leaving');
END;
CREATE TRIGGER draft_of_leaving_handed_in BEFORE UPDATE ON drafts
WHEN EXISTS (SELECT 1 FROM moves WHERE workspace = NEW.workspace AND state = 'leaving') BEGIN
  SELECT RAISE(ABORT, 'workspace is leaving');
END;
CREATE TRIGGER workspace_erased_with_move AFTER DELETE ON workspaces BEGIN
  DELETE FROM moves WHERE workspace = OLD.id;
END;
