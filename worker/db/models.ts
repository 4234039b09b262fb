import type { ModelSummary } from "../../models/contract.ts";
import { inWorkspace, type Query, type WorkspaceDatabase } from "./database.ts";

export interface StoredModel {
  revision: string;
  /** JSON text. */
  document: string;
  archivedAt: string | null;
}

/** A shipped model that was used and has changed since is found by its revision, like an own one. */
const FIND = inWorkspace(`
  SELECT * FROM (
    SELECT revision, document, archived_at, published_at FROM models
    WHERE workspace = ?1 AND id = ?2 AND (?3 IS NULL OR revision = ?3)
    ORDER BY published_at DESC LIMIT 1)
  UNION ALL
  SELECT ?3, body, NULL, NULL FROM documents WHERE workspace = ?1 AND kind = 'revision' AND key = ?2 || '@' || ?3`);

/** @param revision null for the one published last. */
export async function findStoredModel(
  database: WorkspaceDatabase,
  id: string,
  revision: string | null,
): Promise<StoredModel | null> {
  const [row] = await database.all<{ revision: string; document: string; archived_at: string | null }>({
    sql: FIND,
    parameters: [id, revision],
  });
  return row === undefined ? null : { revision: row.revision, document: row.document, archivedAt: row.archived_at };
}

/** With max() SQLite takes the other columns from the row that has it. */
const LIST = inWorkspace(`
  SELECT id, revision, archived_at, max(published_at) AS published_at,
    document ->> 'name' AS name, document ->> 'summary' AS summary,
    coalesce(document ->> 'language', 'en') AS language,
    json_array_length(document, '$.criteria') AS criteria,
    (SELECT json_group_array(key) FROM json_each(document, '$.translations')) AS translations,
    (SELECT json_group_array(json_object('id', value ->> 'id', 'name', value ->> 'name')) FROM json_each(document, '$.levels')) AS levels
  FROM models WHERE workspace = ?1 GROUP BY id ORDER BY id`);

interface SummaryRow {
  id: string;
  revision: string;
  archived_at: string | null;
  name: string;
  summary: string | null;
  language: string;
  criteria: number;
  translations: string;
  levels: string;
}

export type StoredSummary = ModelSummary & { archivedAt: string | null };

export async function listStoredModels(database: WorkspaceDatabase): Promise<StoredSummary[]> {
  const rows = await database.all<SummaryRow>({ sql: LIST, parameters: [] });
  return rows.map((row) => ({
    id: row.id,
    revision: row.revision,
    name: row.name,
    summary: row.summary,
    language: row.language,
    languages: [row.language, ...(JSON.parse(row.translations) as string[])],
    criteria: row.criteria,
    levels: JSON.parse(row.levels) as ModelSummary["levels"],
    archivedAt: row.archived_at,
  }));
}

const REVISIONS = inWorkspace(`
  SELECT id, revision, document ->> 'name' AS name, published_at, archived_at, document FROM models
  WHERE workspace = ?1 AND (id, revision) > (?2, ?3) ORDER BY id, revision LIMIT ?4`);

export interface ModelRevisionRow {
  id: string;
  revision: string;
  name: string;
  published_at: string;
  archived_at: string | null;
  /** JSON text. */
  document: string;
}

/** Every revision of the own models, archived ones too. */
export function listRevisions(
  database: WorkspaceDatabase,
  [id, revision]: readonly [id: string, revision: string],
  limit: number,
): Promise<ModelRevisionRow[]> {
  return database.all({ sql: REVISIONS, parameters: [id, revision, limit] });
}

/** A revision never changes: publishing it again makes it the present one. */
const PUBLISH = inWorkspace(`
  INSERT INTO models (workspace, id, revision, document, published_at) VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (workspace, id, revision) DO UPDATE SET published_at = excluded.published_at, archived_at = NULL`);

export function publishModel(id: string, revision: string, document: string, now: string): Query {
  return { sql: PUBLISH, parameters: [id, revision, document, now] };
}

const USE = inWorkspace(`
  SELECT (SELECT count(*) FROM models WHERE workspace = ?1 AND id = ?2) AS revisions,
    EXISTS (SELECT 1 FROM assessments WHERE workspace = ?1 AND model = ?2)
      OR EXISTS (SELECT 1 FROM actions WHERE workspace = ?1 AND model = ?2) AS used`);

export async function findModelUse(
  database: WorkspaceDatabase,
  id: string,
): Promise<{ revisions: number; used: boolean }> {
  const [row] = await database.all<{ revisions: number; used: number }>({ sql: USE, parameters: [id] });
  return { revisions: row?.revisions ?? 0, used: row?.used === 1 };
}

const ARCHIVE = inWorkspace(`
  UPDATE models SET archived_at = coalesce(archived_at, ?3) WHERE workspace = ?1 AND id = ?2`);

export function archiveModel(id: string, now: string): Query {
  return { sql: ARCHIVE, parameters: [id, now] };
}

/** Between reading and deleting somebody may have begun to use it; then nothing is deleted. */
const DELETE = inWorkspace(`
  DELETE FROM models WHERE workspace = ?1 AND id = ?2
    AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.workspace = ?1 AND a.model = ?2)`);

export function deleteModel(id: string): Query {
  return { sql: DELETE, parameters: [id] };
}
