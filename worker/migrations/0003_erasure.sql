-- The audit log names the partners that a person decided about; of one that is erased it forgets the name.
CREATE TRIGGER partner_erased_from_audit AFTER DELETE ON partners BEGIN
  UPDATE documents SET body = json_set(body, '$.what.partners', json((
      SELECT json_group_array(value) FROM json_each(documents.body, '$.what.partners') WHERE value <> OLD.id)))
    WHERE workspace = OLD.workspace AND kind = 'audit' AND json_type(body, '$.what.partners') = 'array'
      AND EXISTS (SELECT 1 FROM json_each(documents.body, '$.what.partners') WHERE value = OLD.id);
END;
