-- As before; and the audit log, which names the partners that a person decided about, forgets this one.
DROP TRIGGER partner_erased;
CREATE TRIGGER partner_erased AFTER DELETE ON partners BEGIN
  DELETE FROM assessments WHERE workspace = OLD.workspace AND partner = OLD.id AND model IN (
    SELECT id FROM models WHERE workspace = OLD.workspace
    UNION SELECT substr(key, 1, instr(key, '@') - 1) FROM documents WHERE workspace = OLD.workspace AND kind = 'revision');
  DELETE FROM standings WHERE workspace = OLD.workspace AND partner = OLD.id AND model IN (
    SELECT id FROM models WHERE workspace = OLD.workspace
    UNION SELECT substr(key, 1, instr(key, '@') - 1) FROM documents WHERE workspace = OLD.workspace AND kind = 'revision');
  DELETE FROM actions WHERE workspace = OLD.workspace AND partner = OLD.id;
  UPDATE documents SET body = json_set(body, '$.what.partners', json((
      SELECT json_group_array(value) FROM json_each(documents.body, '$.what.partners') WHERE value <> OLD.id)))
    WHERE workspace = OLD.workspace AND kind = 'audit' AND json_type(body, '$.what.partners') = 'array'
      AND EXISTS (SELECT 1 FROM json_each(documents.body, '$.what.partners') WHERE value = OLD.id);
END;
