import { inWorkspace, type Query, type WorkspaceDatabase } from "./database.ts";

const LIST = inWorkspace(`
  SELECT model, partner, revision, period, source, answered_at, level, result FROM standings
  WHERE workspace = ?1 AND (model, partner) > (?2, ?3) ORDER BY model, partner LIMIT ?4`);

export interface StandingRow {
  model: string;
  partner: string;
  revision: string;
  period: string;
  source: string;
  answered_at: string;
  level: string | null;
  /** JSON text: index, level reached, next level, position, coverage. */
  result: string;
}

export function listStandings(
  database: WorkspaceDatabase,
  after: readonly string[],
  limit: number,
): Promise<StandingRow[]> {
  const [model = "", partner = ""] = after;
  return database.all({ sql: LIST, parameters: [model, partner, limit] });
}

const NAMED = inWorkspace(`
  SELECT s.partner, coalesce(p.name, s.partner) AS name, s.period, s.source, s.answered_at, s.level, s.result
  FROM standings s LEFT JOIN partners p ON p.workspace = ?1 AND p.id = s.partner
  WHERE s.workspace = ?1 AND s.model = ?2 AND (?3 IS NULL OR s.partner = ?3) ORDER BY s.partner LIMIT ?4`);

/** Under one model, in the order of the partners. @param partner null for all. */
export function listNamedStandings(
  database: WorkspaceDatabase,
  model: string,
  partner: string | null,
  limit: number,
): Promise<(Omit<StandingRow, "model" | "revision"> & { name: string })[]> {
  return database.all({ sql: NAMED, parameters: [model, partner, limit] });
}

const PENDING = inWorkspace(`
  SELECT model, partner, revision, period, level, pending, before, version FROM standings
  WHERE workspace = ?1 AND pending IS NOT NULL AND (?2 IS NULL OR model = ?2) AND (model, partner) > (?3, ?4)
    AND (?6 OR json_extract(pending, '$.dismissed') IS NULL)
    AND (?7 IS NULL OR partner IN (SELECT value FROM json_each(?7)))
  ORDER BY model, partner LIMIT ?5`);

export interface PendingRow {
  model: string;
  partner: string;
  revision: string;
  period: string;
  level: string | null;
  pending: string;
  before: string;
  version: number;
}

export interface PendingFilter {
  model?: string | undefined;
  /** Those that a person has dismissed too. */
  dismissed: boolean;
  partners?: readonly string[] | undefined;
}

export function listPending(
  database: WorkspaceDatabase,
  { model, dismissed, partners }: PendingFilter,
  after: readonly string[],
  limit: number,
): Promise<PendingRow[]> {
  const [fromModel = "", fromPartner = ""] = after;
  const wanted = partners === undefined ? null : JSON.stringify(partners);
  return database.all({
    sql: PENDING,
    parameters: [model ?? null, fromModel, fromPartner, limit, dismissed ? 1 : 0, wanted],
  });
}

const DECIDE = inWorkspace(`
  UPDATE standings SET level = d.level, pending = nullif(d.pending, 'null'), before = d.before,
    version = CASE WHEN standings.version = d.version THEN standings.version + 1 END
  FROM (SELECT value ->> 0 AS partner, value ->> 1 AS level, value -> 2 AS pending, value -> 3 AS before, value ->> 4 AS version
    FROM json_each(?3)) d
  WHERE standings.workspace = ?1 AND standings.model = ?2 AND standings.partner = d.partner`);

export interface Decided {
  partner: string;
  level: string | null;
  pending: unknown;
  before: unknown;
  /** The version that was read. */
  version: number;
}

export function decideStandings(model: string, decided: readonly Decided[]): Query {
  const rows = decided.map(({ partner, level, pending, before, version }) => [
    partner,
    level,
    pending,
    before,
    version,
  ]);
  return { sql: DECIDE, parameters: [model, JSON.stringify(rows)] };
}
