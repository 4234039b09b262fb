/** What insights read: cohort rows that are kept up to date by each save, and pages of the network. */
import type { Standing } from "../../models/engine/network/standing.ts";
import { inWorkspace, type WorkspaceDatabase } from "./database.ts";

const COHORTS = inWorkspace(`
  SELECT key, body FROM documents WHERE workspace = ?1 AND kind = 'cohort' AND key IN (SELECT value FROM json_each(?2))`);

/** One row for each key that there is. */
export async function findCohorts(database: WorkspaceDatabase, keys: readonly string[]): Promise<Map<string, unknown>> {
  const rows = await database.all<{ key: string; body: string }>({
    sql: COHORTS,
    parameters: [JSON.stringify(keys)],
  });
  return new Map(rows.map(({ key, body }) => [key, JSON.parse(body) as unknown]));
}

const SHORTFALLS = inWorkspace(`
  SELECT substr(key, length(?2) + 1) AS cohort, body ->> 'partners' AS partners, body -> 'shortfalls' AS shortfalls FROM documents
  WHERE workspace = ?1 AND kind = 'cohort' AND key >= ?2 AND key < ?3 AND (key = ?2 || ?4 OR (?5 AND body ->> 'partners' >= ?6))`);

export interface ShortfallsRow {
  /** `all`, `segment:msp` … */
  cohort: string;
  partners: number;
  /** JSON text. */
  shortfalls: string;
}

/**
 * The shortfall counts of one cohort, and with `cuts` those of every other one that has enough partners.
 *
 * @param prefix `model@revision|`.
 */
export function findShortfalls(
  database: WorkspaceDatabase,
  prefix: string,
  cohort: string,
  cuts: boolean,
  leastPartners: number,
): Promise<ShortfallsRow[]> {
  return database.all({
    sql: SHORTFALLS,
    parameters: [prefix, `${prefix.slice(0, -1)}}`, cohort, cuts ? 1 : 0, leastPartners],
  });
}

const STANDING = inWorkspace(
  "SELECT revision, data FROM standings WHERE workspace = ?1 AND model = ?2 AND partner = ?3",
);

export async function findStanding(
  database: WorkspaceDatabase,
  model: string,
  partner: string,
): Promise<{ revision: string; standing: Standing } | null> {
  const [row] = await database.all<{ revision: string; data: string }>({ sql: STANDING, parameters: [model, partner] });
  return row === undefined ? null : { revision: row.revision, standing: toStanding(partner, row.data) };
}

/** The partner stands in the key, not in the data. */
export const toStanding = (partner: string, data: string): Standing => ({ ...(JSON.parse(data) as Standing), partner });

const STANDINGS = inWorkspace(`
  SELECT partner, data FROM standings
  WHERE workspace = ?1 AND model = ?2 AND revision = ?3 AND partner > ?4 ORDER BY partner LIMIT ?5`);

/** Standings under one revision, in the order of the partners. */
export async function listStandingData(
  database: WorkspaceDatabase,
  model: string,
  revision: string,
  after: string,
  limit: number,
): Promise<Standing[]> {
  const rows = await database.all<{ partner: string; data: string }>({
    sql: STANDINGS,
    parameters: [model, revision, after, limit],
  });
  return rows.map(({ partner, data }) => toStanding(partner, data));
}

const OUTCOMES = inWorkspace(`
  SELECT s.partner, s.data,
    (SELECT f.value FROM partners p, json_each(p.fields) f WHERE p.workspace = ?1 AND p.id = s.partner AND f.key = ?4
      AND f.type IN ('integer', 'real')) AS outcome,
    (SELECT f.value FROM partners p, json_each(p.fields) f WHERE p.workspace = ?1 AND p.id = s.partner AND f.key = ?5
      AND f.type IN ('integer', 'real')) AS spend
  FROM standings s WHERE s.workspace = ?1 AND s.model = ?2 AND s.revision = ?3 ORDER BY s.partner LIMIT ?6`);

export interface OutcomeRow {
  standing: Standing;
  /** Null where the field is not there or is no number. */
  outcome: number | null;
  spend: number | null;
}

/** Standings under one revision with two of the partners' own fields, null for none. */
export async function listOutcomes(
  database: WorkspaceDatabase,
  model: string,
  revision: string,
  fields: { outcome: string | null; spend: string | null },
  limit: number,
): Promise<OutcomeRow[]> {
  const rows = await database.all<{ partner: string; data: string; outcome: number | null; spend: number | null }>({
    sql: OUTCOMES,
    parameters: [model, revision, fields.outcome, fields.spend, limit],
  });
  return rows.map(({ partner, data, outcome, spend }) => ({ standing: toStanding(partner, data), outcome, spend }));
}

const FIELDS = inWorkspace(`
  SELECT p.id AS partner, f.value AS number
  FROM json_each(?3) w JOIN partners p ON p.workspace = ?1 AND p.id = w.value JOIN json_each(p.fields) f
  WHERE f.key = ?2 AND f.type IN ('integer', 'real')`);

/** One of the partners' own fields, of those for whom it is a number. */
export async function findFields(
  database: WorkspaceDatabase,
  field: string,
  partners: readonly string[],
): Promise<Map<string, number>> {
  const parameters = [field, JSON.stringify(partners)];
  const rows = await database.all<{ partner: string; number: number }>({ sql: FIELDS, parameters });
  return new Map(rows.map(({ partner, number }) => [partner, number]));
}

const GAINS = inWorkspace(`
  WITH page AS (
    SELECT s.partner FROM standings s WHERE s.workspace = ?1 AND s.model = ?2 AND s.partner > ?6 ORDER BY s.partner LIMIT ?7)
  SELECT g.partner, a.period, a.source, a.answers, a.attributes,
    (SELECT f.value FROM partners p, json_each(p.fields) f WHERE p.workspace = ?1 AND p.id = g.partner AND f.key = ?5
      AND f.type IN ('integer', 'real')) AS spend
  FROM page g LEFT JOIN assessments a ON a.workspace = ?1 AND a.model = ?2 AND a.partner = g.partner AND a.period IN (?3, ?4)
  ORDER BY g.partner`);

export interface GainsRow {
  partner: string;
  /** These four are null for a partner with neither period. */
  period: string | null;
  source: string | null;
  answers: string | null;
  attributes: string | null;
  /** Null where the field is not there or is no number. */
  spend: number | null;
}

/** The assessments of two periods, of a page of the partners that stand under a model. */
export function listGains(
  database: WorkspaceDatabase,
  model: string,
  { from, to }: { from: string; to: string },
  field: string | null,
  after: string,
  limit: number,
): Promise<GainsRow[]> {
  return database.all({ sql: GAINS, parameters: [model, from, to, field, after, limit] });
}

const LATEST = inWorkspace(`
  SELECT s.partner, s.answered_at, a.revision, a.answers, a.attributes, a.saved_at, a.saved_by
  FROM standings s JOIN assessments a ON a.workspace = ?1 AND a.model = s.model AND a.partner = s.partner
    AND a.period = s.period AND a.source = s.source
  WHERE s.workspace = ?1 AND s.model = ?2 AND s.partner > ?3 AND (?5 IS NULL OR s.partner IN (SELECT value FROM json_each(?5)))
  ORDER BY s.partner LIMIT ?4`);

export interface LatestRow {
  partner: string;
  answered_at: string;
  revision: string;
  /** JSON text, as in an assessment. */
  answers: string;
  attributes: string;
  saved_at: string;
  saved_by: string;
}

/** The answers by which each partner stands where it does, in the order of the partners. */
export function listLatestAnswers(
  database: WorkspaceDatabase,
  model: string,
  after: string,
  limit: number,
  partners: readonly string[] | null = null,
): Promise<LatestRow[]> {
  const wanted = partners === null ? null : JSON.stringify(partners);
  return database.all({ sql: LATEST, parameters: [model, after, limit, wanted] });
}

const VIEWS = inWorkspace(`
  SELECT a.partner, a.answers AS vendor, a.attributes AS vendor_attributes, b.answers AS own, b.attributes AS own_attributes
  FROM assessments a JOIN assessments b ON b.workspace = ?1 AND b.model = a.model AND b.partner = a.partner
    AND b.period = a.period AND b.source = 'partner'
  WHERE a.workspace = ?1 AND a.model = ?2 AND a.partner > ?4 AND a.period = ?3 AND a.source = 'vendor'
  ORDER BY a.partner LIMIT ?5`);

export interface ViewsRow {
  partner: string;
  vendor: string;
  vendor_attributes: string;
  own: string;
  own_attributes: string;
}

/** Partners for which both sides have answered in a period. */
export function listTwoViews(
  database: WorkspaceDatabase,
  model: string,
  period: string,
  after: string,
  limit: number,
): Promise<ViewsRow[]> {
  return database.all({ sql: VIEWS, parameters: [model, period, after, limit] });
}
