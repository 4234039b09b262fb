-- A bulk save is one statement: INSERT INTO saved_rows. Each row is of a kind, and the trigger of that kind knows its
-- table. `head` is a short JSON list that SQLite takes apart cheaply, `body` the long JSON text that is stored as it is:
--   assessment  [partner, attributes], answers
--   standing    [partner, level, pending, before, result, version that is replaced], data
--   document    [kind, key, version that is replaced, -1 for any], body
CREATE VIEW saved_rows AS SELECT '' AS workspace, '' AS kind, '' AS model, '' AS revision, '' AS period, '' AS source,
  '' AS starts, '' AS saved_at, '' AS saved_by, '' AS answered_at, '' AS head, '' AS body WHERE false;

-- What is replaced is kept in the row itself, the last 100 versions: one row written, whatever happens.
CREATE TRIGGER assessment_saved INSTEAD OF INSERT ON saved_rows WHEN NEW.kind = 'assessment' BEGIN
  INSERT INTO assessments (workspace, model, period, source, starts, revision, saved_at, saved_by, partner, answers, attributes, earlier)
  VALUES (NEW.workspace, NEW.model, NEW.period, NEW.source, NEW.starts, NEW.revision, NEW.saved_at, NEW.saved_by,
    NEW.head ->> 0, NEW.body, NEW.head -> 1, '[]')
  ON CONFLICT (workspace, model, partner, period, source) DO UPDATE SET
    earlier = CASE
      WHEN answers = excluded.answers AND attributes = excluded.attributes AND revision = excluded.revision THEN earlier
      ELSE json_insert(
        CASE WHEN json_array_length(earlier) >= 100 THEN json_remove(earlier, '$[0]') ELSE earlier END,
        '$[#]',
        json_object('revision', revision, 'answers', json(answers), 'attributes', json(attributes), 'savedAt', saved_at, 'savedBy', saved_by))
    END,
    revision = excluded.revision, answers = excluded.answers, attributes = excluded.attributes,
    saved_at = excluded.saved_at, saved_by = excluded.saved_by;
END;

CREATE TRIGGER standing_saved INSTEAD OF INSERT ON saved_rows WHEN NEW.kind = 'standing' BEGIN
  INSERT INTO standings (workspace, model, revision, period, source, starts, answered_at, partner, level, pending, before, result, data, version)
  VALUES (NEW.workspace, NEW.model, NEW.revision, NEW.period, NEW.source, NEW.starts, NEW.answered_at,
    NEW.head ->> 0, NEW.head ->> 1, nullif(NEW.head -> 2, 'null'), NEW.head -> 3, NEW.head -> 4, NEW.body, (NEW.head ->> 5) + 1)
  ON CONFLICT (workspace, model, partner) DO UPDATE SET
    revision = excluded.revision, period = excluded.period, source = excluded.source, starts = excluded.starts,
    answered_at = excluded.answered_at, level = excluded.level, pending = excluded.pending, before = excluded.before,
    result = excluded.result, data = excluded.data,
    version = CASE WHEN standings.version = excluded.version - 1 THEN excluded.version END;
END;

CREATE TRIGGER document_saved INSTEAD OF INSERT ON saved_rows WHEN NEW.kind = 'document' BEGIN
  INSERT INTO documents (workspace, kind, key, version, body)
  VALUES (NEW.workspace, NEW.head ->> 0, NEW.head ->> 1, (NEW.head ->> 2) + 1, NEW.body)
  ON CONFLICT (workspace, kind, key) DO UPDATE SET
    body = CASE WHEN excluded.version = 0 THEN documents.body ELSE excluded.body END,
    version = CASE
      WHEN excluded.version = 0 THEN documents.version
      WHEN documents.version = excluded.version - 1 THEN excluded.version
    END;
END;
