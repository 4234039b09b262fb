import { inWorkspace, type Query, type WorkspaceDatabase } from "./database.ts";

export type Field = string | number | boolean;

export interface Partner {
  id: string;
  name: string;
  segment: string | null;
  region: string | null;
  type: string | null;
  owner: string | null;
  tags: string[];
  /** Anything else that is known: a CRM number, revenue, spend. */
  fields: Record<string, Field>;
  createdAt: string;
  updatedAt: string;
}

interface PartnerRow {
  id: string;
  name: string;
  segment: string | null;
  region: string | null;
  type: string | null;
  owner: string | null;
  tags: string;
  fields: string;
  created_at: string;
  updated_at: string;
}

function toPartner(row: PartnerRow): Partner {
  return {
    id: row.id,
    name: row.name,
    segment: row.segment,
    region: row.region,
    type: row.type,
    owner: row.owner,
    tags: JSON.parse(row.tags) as string[],
    fields: JSON.parse(row.fields) as Partner["fields"],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** What is left out stays as it is, so does each field; null clears it. */
export type PartnerWrite = { id: string; name?: string; fields?: Record<string, Field | null> | null } & {
  [Name in "segment" | "region" | "type" | "owner" | "tags"]?: Partner[Name] | null;
};

const SAVE = inWorkspace(`
  INSERT INTO partners (workspace, id, name, segment, region, type, owner, tags, fields, created_at, updated_at)
  SELECT ?1, j.value ->> 'id', coalesce(j.value ->> 'name', p.name, j.value ->> 'id'),
    CASE WHEN json_type(j.value, '$.segment') IS NULL THEN p.segment ELSE j.value ->> 'segment' END,
    CASE WHEN json_type(j.value, '$.region') IS NULL THEN p.region ELSE j.value ->> 'region' END,
    CASE WHEN json_type(j.value, '$.type') IS NULL THEN p.type ELSE j.value ->> 'type' END,
    CASE WHEN json_type(j.value, '$.owner') IS NULL THEN p.owner ELSE j.value ->> 'owner' END,
    CASE coalesce(json_type(j.value, '$.tags'), '') WHEN '' THEN coalesce(p.tags, '[]') WHEN 'null' THEN '[]' ELSE j.value -> 'tags' END,
    CASE coalesce(json_type(j.value, '$.fields'), '') WHEN '' THEN coalesce(p.fields, '{}') WHEN 'null' THEN '{}'
      ELSE json_patch(coalesce(p.fields, '{}'), j.value -> 'fields') END,
    coalesce(p.created_at, ?3), ?3
  FROM json_each(?2) j LEFT JOIN partners p ON p.workspace = ?1 AND p.id = j.value ->> 'id' WHERE true
  ON CONFLICT (workspace, id) DO UPDATE SET
    name = excluded.name, segment = excluded.segment, region = excluded.region, type = excluded.type,
    owner = excluded.owner, tags = excluded.tags, fields = excluded.fields, updated_at = excluded.updated_at`);

export function savePartners(partners: readonly PartnerWrite[], now: string): Query {
  return { sql: SAVE, parameters: [JSON.stringify(partners), now] };
}

export interface PartnerFilter {
  segment?: string | undefined;
  region?: string | undefined;
  type?: string | undefined;
  owner?: string | undefined;
  tag?: string | undefined;
}

/** Read in the order of the key from where the last page ended; filters need no index for a few thousand rows. */
const LIST = inWorkspace(`
  SELECT id, name, segment, region, type, owner, tags, fields, created_at, updated_at FROM partners
  WHERE workspace = ?1 AND id > ?2
    AND (?4 IS NULL OR segment = ?4 COLLATE NOCASE) AND (?5 IS NULL OR region = ?5 COLLATE NOCASE)
    AND (?6 IS NULL OR type = ?6 COLLATE NOCASE) AND (?7 IS NULL OR owner = ?7 COLLATE NOCASE)
    AND (?8 IS NULL OR EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?8 COLLATE NOCASE))
  ORDER BY id LIMIT ?3`);

export async function listPartners(
  database: WorkspaceDatabase,
  filter: PartnerFilter,
  after: string,
  limit: number,
): Promise<Partner[]> {
  const { segment = null, region = null, type = null, owner = null, tag = null } = filter;
  const rows = await database.all<PartnerRow>({
    sql: LIST,
    parameters: [after, limit, segment, region, type, owner, tag],
  });
  return rows.map(toPartner);
}

/** Null standings for a partner that was saved but not assessed; null columns for one assessed but never saved. */
const FIND = inWorkspace(`
  SELECT p.*, (SELECT json_group_array(json_object('model', s.model, 'revision', s.revision, 'period', s.period,
      'source', s.source, 'level', s.level, 'pending', json(s.pending), 'answeredAt', s.answered_at, 'result', json(s.result)))
    FROM standings s WHERE s.workspace = ?1 AND s.partner = ?2 AND s.model IN (
      SELECT m.id FROM models m WHERE m.workspace = ?1
      UNION SELECT substr(d.key, 1, instr(d.key, '@') - 1) FROM documents d WHERE d.workspace = ?1 AND d.kind = 'revision')
  ) AS standings
  FROM (SELECT 1) LEFT JOIN partners p ON p.workspace = ?1 AND p.id = ?2`);

export interface PartnerStanding {
  model: string;
  revision: string;
  period: string;
  source: string;
  level: string | null;
  pending: unknown;
  answeredAt: string;
  result: Record<string, unknown>;
}

export async function findPartner(
  database: WorkspaceDatabase,
  id: string,
): Promise<{ partner: Partner | null; standings: PartnerStanding[] }> {
  const [row] = await database.all<(PartnerRow | { id: null }) & { standings: string }>({
    sql: FIND,
    parameters: [id],
  });
  return {
    partner: row === undefined || row.id === null ? null : toPartner(row),
    standings: row === undefined ? [] : (JSON.parse(row.standings) as PartnerStanding[]),
  };
}

/** The trigger partner_erased starts from this row, so one is made for a partner that was assessed but never saved. */
const ENSURE = inWorkspace(`
  INSERT INTO partners (workspace, id, name, tags, fields, created_at, updated_at)
  VALUES (?1, ?2, '', '[]', '{}', ?3, ?3) ON CONFLICT (workspace, id) DO NOTHING`);
const ERASE = inWorkspace("DELETE FROM partners WHERE workspace = ?1 AND id = ?2");

export function erasePartner(id: string, now: string): Query[] {
  return [
    { sql: ENSURE, parameters: [id, now] },
    { sql: ERASE, parameters: [id] },
  ];
}

/** D1 joins at most five SELECTs. */
const HOLDINGS = inWorkspace(`
  WITH used AS (
    SELECT m.id AS model FROM models m WHERE m.workspace = ?1
    UNION SELECT substr(d.key, 1, instr(d.key, '@') - 1) FROM documents d WHERE d.workspace = ?1 AND d.kind = 'revision')
  SELECT 'counts' AS kind, '' AS key, 0 AS number, json_array(
      (SELECT count(*) FROM partners p WHERE p.workspace = ?1 AND p.id = ?2),
      (SELECT count(*) FROM used u CROSS JOIN assessments a ON a.workspace = ?1 AND a.model = u.model AND a.partner = ?2),
      (SELECT count(*) FROM actions t WHERE t.workspace = ?1 AND t.partner = ?2)) AS body
  UNION ALL SELECT 'standing', s.model || '@' || s.revision, 0, s.data FROM used u CROSS JOIN standings s
    ON s.workspace = ?1 AND s.model = u.model AND s.partner = ?2
  UNION ALL SELECT 'cohort', c.key, c.version, c.body FROM used u CROSS JOIN standings s
    ON s.workspace = ?1 AND s.model = u.model AND s.partner = ?2
    CROSS JOIN documents c ON c.workspace = ?1 AND c.kind = 'cohort'
      AND c.key >= s.model || '@' || s.revision || '|' AND c.key < s.model || '@' || s.revision || '}'
  UNION ALL SELECT 'model', n.id || '@' || n.revision, 0, n.document FROM used u CROSS JOIN standings s
    ON s.workspace = ?1 AND s.model = u.model AND s.partner = ?2
    CROSS JOIN models n ON n.workspace = ?1 AND n.id = s.model AND n.revision = s.revision
  UNION ALL SELECT 'model', r.key, 0, r.body FROM used u CROSS JOIN standings s
    ON s.workspace = ?1 AND s.model = u.model AND s.partner = ?2
    CROSS JOIN documents r ON r.workspace = ?1 AND r.kind = 'revision' AND r.key = s.model || '@' || s.revision`);

export interface HoldingRow {
  kind: "counts" | "standing" | "cohort" | "model";
  key: string;
  body: string | null;
  number: number;
}

/** Everything that is known of a partner, with the cohorts it is counted in and what is needed to take it out. */
export function findHoldings(database: WorkspaceDatabase, id: string): Promise<HoldingRow[]> {
  return database.all({ sql: HOLDINGS, parameters: [id] });
}
