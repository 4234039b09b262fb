-- Answers to requests with an Idempotency-Key are kept for 30 days. Their keys are hashes, so the next few in the order
-- of keys are any few: each new answer looks at four of them and removes those that are older. None is looked for.
CREATE TRIGGER answer_forgotten AFTER INSERT ON documents WHEN NEW.kind = 'answer' BEGIN
  DELETE FROM documents WHERE workspace = NEW.workspace AND kind = 'answer' AND key IN (
    SELECT n.key FROM (
      SELECT d.key, d.body FROM documents d WHERE d.workspace = NEW.workspace AND d.kind = 'answer' AND d.key > NEW.key
      ORDER BY d.key LIMIT 4) n
    WHERE n.body ->> 'at' < strftime('%Y-%m-%dT%H:%M:%fZ', NEW.body ->> 'at', '-30 days'));
END;
