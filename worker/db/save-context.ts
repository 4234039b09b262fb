/** Everything that a bulk save has to know, in one statement. */
import { inWorkspace, type WorkspaceDatabase } from "./database.ts";

/**
 * Revisions are the one asked for (or the present one of an own model) and those that partners stand at now, because
 * leaving a cohort needs the model it was entered with. Revisions that the caller knows come without their document.
 * CROSS JOIN keeps SQLite from reading every standing of the model once for each partner.
 */
const READ = inWorkspace(`
  WITH wanted AS (SELECT value AS partner FROM json_each(?4)),
  touched AS MATERIALIZED (
    SELECT s.partner, s.revision, s.source, s.starts, s.level, s.pending, s.before, s.data, s.version
    FROM wanted w CROSS JOIN standings s ON s.workspace = ?1 AND s.model = ?2 AND s.partner = w.partner),
  revisions AS (
    SELECT coalesce(?3, (SELECT m.revision FROM models m WHERE m.workspace = ?1 AND m.id = ?2 ORDER BY m.published_at DESC LIMIT 1)) AS revision
    UNION SELECT revision FROM touched)
  SELECT 'standing' AS kind, partner AS key, data AS body, version, revision, source, starts, level, pending, before,
    NULL AS published_at, NULL AS archived_at FROM touched
  UNION ALL SELECT 'partner', p.id, json_array(p.segment, p.region, p.type), 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM wanted w CROSS JOIN partners p ON p.workspace = ?1 AND p.id = w.partner
  UNION ALL SELECT 'cohort', c.key, c.body, c.version, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM revisions r CROSS JOIN documents c
    ON c.workspace = ?1 AND c.kind = 'cohort' AND c.key >= ?2 || '@' || r.revision || '|' AND c.key < ?2 || '@' || r.revision || '}'
  UNION ALL SELECT 'model', n.revision, CASE WHEN n.revision IN (SELECT value FROM json_each(?5)) THEN NULL ELSE n.document END, 0,
    NULL, NULL, NULL, NULL, NULL, NULL, n.published_at, n.archived_at
    FROM revisions r CROSS JOIN models n ON n.workspace = ?1 AND n.id = ?2 AND n.revision = r.revision
  UNION ALL SELECT 'shipped', r.revision, CASE WHEN r.revision IN (SELECT value FROM json_each(?5)) THEN NULL ELSE d.body END, 0,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM revisions r CROSS JOIN documents d ON d.workspace = ?1 AND d.kind = 'revision' AND d.key = ?2 || '@' || r.revision`);

interface Row {
  key: string;
  body: string | null;
  version: number;
}

/** Where a partner stands before the save. */
export interface StandingRow extends Row {
  kind: "standing";
  revision: string;
  source: string;
  starts: string;
  level: string | null;
  /** JSON text. */
  pending: string | null;
  before: string;
}

interface ModelRow extends Row {
  kind: "model" | "shipped";
  published_at: string | null;
  archived_at: string | null;
}

export type SaveContextRow = StandingRow | ModelRow | (Row & { kind: "partner" | "cohort" });

/**
 * @param revision null for the present one of an own model.
 * @param known revisions whose documents are at hand.
 */
export function readSaveContext(
  database: WorkspaceDatabase,
  model: string,
  revision: string | null,
  partners: readonly string[],
  known: readonly string[],
): Promise<SaveContextRow[]> {
  return database.all({
    sql: READ,
    parameters: [model, revision, JSON.stringify(partners), JSON.stringify(known)],
  });
}
