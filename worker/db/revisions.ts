import { inWorkspace, type WorkspaceDatabase } from "./database.ts";

const FIND = inWorkspace(`
  WITH wanted AS (SELECT value ->> 0 AS id, value ->> 1 AS revision FROM json_each(?2))
  SELECT w.id, w.revision, coalesce(
    (SELECT m.document FROM models m WHERE m.workspace = ?1 AND m.id = w.id AND m.revision = w.revision),
    (SELECT d.body FROM documents d WHERE d.workspace = ?1 AND d.kind = 'revision' AND d.key = w.id || '@' || w.revision)) AS document
  FROM wanted w`);

export interface RevisionRow {
  id: string;
  revision: string;
  document: string | null;
}

/** Several revisions in one statement. */
export function findRevisions(
  database: WorkspaceDatabase,
  wanted: readonly (readonly [id: string, revision: string])[],
): Promise<RevisionRow[]> {
  return database.all({ sql: FIND, parameters: [JSON.stringify(wanted)] });
}
