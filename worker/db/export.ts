/** The whole workspace as lines of JSON, and back. Idempotency answers and keys stay where they are. */
import { inWorkspace, type Query, type WorkspaceDatabase } from "./database.ts";

export interface ExportRow {
  /** Place of the table in the order of the export. */
  place: number;
  first: string;
  second: string;
  third: string;
  fourth: string;
  line: string;
}

/** Where a page begins: a table, and the key of the last row of it that was read. */
export interface ExportPlace {
  place: number;
  keys: readonly [string, string, string, string];
}

/** D1 joins at most five SELECTs; assessments, the largest table, come by themselves. */
const SMALL_TABLES = inWorkspace(`
  SELECT * FROM (SELECT 1 AS place, id AS first, revision AS second, '' AS third, '' AS fourth,
      json_object('kind', 'model', 'id', id, 'revision', revision, 'document', json(document), 'publishedAt', published_at,
        'archivedAt', archived_at) AS line
    FROM models WHERE workspace = ?1 AND (?2 < 1 OR (?2 = 1 AND (id, revision) > (?3, ?4))) ORDER BY id, revision)
  UNION ALL SELECT * FROM (SELECT 2, id, '', '', '',
      json_object('kind', 'partner', 'id', id, 'name', name, 'segment', segment, 'region', region, 'type', type, 'owner', owner,
        'tags', json(tags), 'fields', json(fields), 'createdAt', created_at, 'updatedAt', updated_at)
    FROM partners WHERE workspace = ?1 AND (?2 < 2 OR (?2 = 2 AND id > ?3)) ORDER BY id)
  UNION ALL SELECT * FROM (SELECT 3, model, partner, '', '',
      json_object('kind', 'standing', 'model', model, 'partner', partner, 'revision', revision, 'period', period, 'source', source,
        'starts', starts, 'answeredAt', answered_at, 'level', level, 'pending', json(pending), 'before', json(before),
        'result', json(result), 'data', json(data), 'version', version)
    FROM standings WHERE workspace = ?1 AND (?2 < 3 OR (?2 = 3 AND (model, partner) > (?3, ?4))) ORDER BY model, partner)
  UNION ALL SELECT * FROM (SELECT 4, id, '', '', '',
      json_object('kind', 'action', 'id', id, 'model', model, 'partner', partner, 'criterion', criterion, 'answer', json(answer), 'text', text,
        'owner', owner, 'due', due, 'status', status, 'effort', effort, 'version', version, 'createdAt', created_at,
        'updatedAt', updated_at)
    FROM actions WHERE workspace = ?1 AND (?2 < 4 OR (?2 = 4 AND id > ?3)) ORDER BY id)
  UNION ALL SELECT * FROM (SELECT 5, kind, key, '', '',
      json_object('kind', 'document', 'of', kind, 'key', key, 'version', version, 'body', json(body))
    FROM documents WHERE workspace = ?1 AND kind IN ('audit', 'cohort', 'revision')
      AND (?2 < 5 OR (?2 = 5 AND (kind, key) > (?3, ?4))) ORDER BY kind, key)
  LIMIT ?5`);

const ASSESSMENTS = inWorkspace(`
  SELECT 6 AS place, model AS first, partner AS second, period AS third, source AS fourth,
    json_object('kind', 'assessment', 'model', model, 'partner', partner, 'period', period, 'source', source, 'starts', starts,
      'revision', revision, 'answers', json(answers), 'attributes', json(attributes), 'savedAt', saved_at, 'savedBy', saved_by,
      'earlier', json(earlier)) AS line
  FROM assessments WHERE workspace = ?1 AND (?2 < 6 OR (?2 = 6 AND (model, partner, period, source) > (?3, ?4, ?5, ?6)))
  ORDER BY model, partner, period, source LIMIT ?7`);

/**
 * Without the hash of its token and without its secret: a link that is brought elsewhere opens nothing there, and a
 * webhook sends nothing.
 */
const LINKS = inWorkspace(`
  SELECT * FROM (SELECT 7 AS place, id AS first, '' AS second, '' AS third, '' AS fourth,
      json_object('kind', 'link', 'id', id, 'of', kind, 'partner', partner, 'model', model, 'revision', revision, 'period', period,
        'language', language, 'createdAt', created_at, 'createdBy', created_by, 'expiresAt', expires_at, 'openedAt', opened_at,
        'closedAt', closed_at, 'revokedAt', revoked_at) AS line
    FROM links WHERE workspace = ?1 AND (?2 < 7 OR (?2 = 7 AND id > ?3)) ORDER BY id)
  UNION ALL SELECT * FROM (SELECT 8, model, partner, period, '',
      json_object('kind', 'draft', 'model', model, 'partner', partner, 'period', period, 'answered', answered, 'asked', asked,
        'version', version, 'submitted', submitted, 'submittedAt', submitted_at, 'updatedAt', updated_at, 'answers', json(answers))
    FROM drafts WHERE workspace = ?1 AND (?2 < 8 OR (?2 = 8 AND (model, partner, period) > (?3, ?4, ?5))) ORDER BY model, partner, period)
  UNION ALL SELECT * FROM (SELECT 9, id, '', '', '',
      json_object('kind', 'webhook', 'id', id, 'url', url, 'events', json(events), 'description', description,
        'disabledAt', disabled_at, 'disabledReason', disabled_reason, 'createdAt', created_at, 'createdBy', created_by)
    FROM webhooks WHERE workspace = ?1 AND (?2 < 9 OR (?2 = 9 AND id > ?3)) ORDER BY id)
  LIMIT ?6`);

/** Rows from a place on, `limit` at most, in the order of the export. */
export async function readExport(
  database: WorkspaceDatabase,
  { place, keys }: ExportPlace,
  limit: number,
): Promise<ExportRow[]> {
  const [first, second, third, fourth] = keys;
  const small =
    place > 5 ? [] : await database.all<ExportRow>({ sql: SMALL_TABLES, parameters: [place, first, second, limit] });
  if (small.length >= limit) return small;
  const assessed =
    place > 6
      ? []
      : await database.all<ExportRow>({
          sql: ASSESSMENTS,
          parameters: [place, first, second, third, fourth, limit - small.length],
        });
  const left = limit - small.length - assessed.length;
  if (left <= 0) return [...small, ...assessed];
  const links = await database.all<ExportRow>({ sql: LINKS, parameters: [place, first, second, third, left] });
  return [...small, ...assessed, ...links];
}

const STATE = inWorkspace(`
  SELECT EXISTS (SELECT 1 FROM documents WHERE workspace = ?1 AND kind = 'import') AS open,
    EXISTS (SELECT 1 FROM models WHERE workspace = ?1) OR EXISTS (SELECT 1 FROM partners WHERE workspace = ?1)
      OR EXISTS (SELECT 1 FROM assessments WHERE workspace = ?1) OR EXISTS (SELECT 1 FROM actions WHERE workspace = ?1)
      OR EXISTS (SELECT 1 FROM links WHERE workspace = ?1) AS filled`);

/** Whether an import is under way, and whether there is anything an import would mix with. */
export async function findImportState(database: WorkspaceDatabase): Promise<{ open: boolean; filled: boolean }> {
  const [row] = await database.all<{ open: number; filled: number }>({ sql: STATE, parameters: [] });
  return { open: row?.open === 1, filled: row?.filled === 1 };
}

const IMPORT = inWorkspace("INSERT INTO imported_lines (workspace, line) SELECT ?1, value FROM json_each(?2)");

/** @param lines JSON text: a list of lines. */
export function importLines(lines: string): Query {
  return { sql: IMPORT, parameters: [lines] };
}
