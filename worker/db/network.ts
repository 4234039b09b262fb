/**
 * The network at large, counted by the database: of two thousand partners the Worker would read for longer than a
 * request may take. Levels are those that partners stand at, after the model's promotion policy.
 */
import type { Standing } from "../../models/engine/network/standing.ts";
import { inWorkspace, type WorkspaceDatabase } from "./database.ts";
import { type LatestRow, toStanding } from "./insights.ts";

/** Partners of some segments, regions or types, as they are written in the standings; `by` null for all. */
export interface Cut {
  by: "segment" | "region" | "type" | null;
  names: readonly string[];
}

/** Standings `s` of the cut that ?3 and ?4 name. */
const IN_CUT = "(?3 IS NULL OR (s.data ->> ?3) IN (SELECT value FROM json_each(?4)))";
const cutParameters = ({ by, names }: Cut) => [by, JSON.stringify(names)] as const;

const GROUPS = inWorkspace(`
  WITH each AS MATERIALIZED (
    SELECT s.data ->> 'segment' AS segment, s.data ->> 'region' AS region, s.data ->> 'type' AS type, s.revision, count(*) AS partners
    FROM standings s WHERE s.workspace = ?1 AND s.model = ?2 GROUP BY 1, 2, 3, 4)
  SELECT * FROM (
    SELECT 'segment' AS of, segment AS name, sum(partners) AS partners FROM each WHERE trim(segment) <> '' GROUP BY 2
    UNION ALL SELECT 'region', region, sum(partners) FROM each WHERE trim(region) <> '' GROUP BY 2
    UNION ALL SELECT 'type', type, sum(partners) FROM each WHERE trim(type) <> '' GROUP BY 2
    UNION ALL SELECT 'revision', revision, sum(partners) FROM each GROUP BY 2)
  ORDER BY of <> 'revision', partners DESC, name LIMIT ?3`);

export interface GroupRow {
  of: "segment" | "region" | "type" | "revision";
  name: string;
  partners: number;
}

/** Revisions, then names of segments, regions and types, each with its partners, the largest first. */
export function listGroups(database: WorkspaceDatabase, model: string, limit: number): Promise<GroupRow[]> {
  return database.all({ sql: GROUPS, parameters: [model, limit] });
}

// D1 takes five terms in a compound SELECT.
const SPREAD = inWorkspace(`
  WITH each AS MATERIALIZED (
    SELECT s.data ->> 'segment' AS segment, s.data ->> 'region' AS region, s.level, s.before ->> 'level' AS former,
      s.period, s.starts, s.pending IS NOT NULL AS pending, count(*) AS partners
    FROM standings s WHERE s.workspace = ?1 AND s.model = ?2 AND ${IN_CUT} GROUP BY 1, 2, 3, 4, 5, 6, 7)
  SELECT * FROM (
    SELECT 'former' AS of, former AS name, level, sum(partners) AS partners FROM each GROUP BY 2, 3
    UNION ALL SELECT 'segment', segment, level, sum(partners) FROM each WHERE trim(segment) <> '' GROUP BY 2, 3
    UNION ALL SELECT 'region', region, level, sum(partners) FROM each WHERE trim(region) <> '' GROUP BY 2, 3
    UNION ALL SELECT 'pending', NULL, NULL, sum(partners) FROM each WHERE pending
    UNION ALL SELECT * FROM (SELECT 'period', period, NULL, sum(partners) FROM each GROUP BY 2, starts ORDER BY starts DESC LIMIT 1))
  WHERE partners > 0 ORDER BY of IN ('segment', 'region'), partners DESC, name LIMIT ?5`);

export interface SpreadRow {
  /** `former`: every partner once, the name is the level before its latest period; `period`: the latest there is. */
  of: "former" | "segment" | "region" | "pending" | "period";
  name: string | null;
  /** Level id; null for none. */
  level: string | null;
  partners: number;
}

export function readSpread(database: WorkspaceDatabase, model: string, cut: Cut, limit: number): Promise<SpreadRow[]> {
  return database.all({ sql: SPREAD, parameters: [model, ...cutParameters(cut), limit] });
}

const MOVED = inWorkspace(`
  WITH moved AS (
    SELECT s.partner, s.level, s.before ->> 'level' AS former, s.period, s.starts,
      (?5 ->> s.level) - (?5 ->> (s.before ->> 'level')) AS steps
    FROM standings s WHERE s.workspace = ?1 AND s.model = ?2 AND ${IN_CUT} AND s.level <> s.before ->> 'level'),
  listed AS (
    SELECT m.*, row_number() OVER (PARTITION BY steps > 0 ORDER BY starts DESC, abs(steps) DESC, partner) AS place FROM moved m
    WHERE steps <> 0)
  SELECT l.partner, coalesce(p.name, l.partner) AS name, l.level, l.former, l.period, l.steps,
    (SELECT a.period FROM assessments a WHERE a.workspace = ?1 AND a.model = ?2 AND a.partner = l.partner AND a.starts < l.starts
      ORDER BY a.starts DESC LIMIT 1) AS since
  FROM listed l LEFT JOIN partners p ON p.workspace = ?1 AND p.id = l.partner
  WHERE l.place <= ?6 ORDER BY l.place, l.partner`);

export interface MovedRow {
  partner: string;
  name: string;
  level: string;
  former: string;
  /** The period that moved it, and the one before; null where that one is gone. */
  period: string;
  since: string | null;
  /** Levels up, below 0 down. */
  steps: number;
}

/**
 * Partners that stand at another level than before their latest period: the latest and largest moves of each direction.
 *
 * @param ranks of the levels, by id.
 * @param limit of each direction.
 */
export function listMoved(
  database: WorkspaceDatabase,
  model: string,
  cut: Cut,
  ranks: Readonly<Record<string, number>>,
  limit: number,
): Promise<MovedRow[]> {
  return database.all({ sql: MOVED, parameters: [model, ...cutParameters(cut), JSON.stringify(ranks), limit] });
}

const CLOSEST = inWorkspace(`
  WITH kept AS (
    SELECT s.partner, s.period, s.source, s.answered_at, s.result ->> 'level' AS reached,
      CAST(s.result ->> 'index' AS REAL) AS own_index, CAST(s.result ->> 'position' AS REAL) AS position
    FROM standings s WHERE s.workspace = ?1 AND s.model = ?2 AND ${IN_CUT}),
  placed AS (
    SELECT k.*, row_number() OVER (ORDER BY position - CAST(position AS INTEGER) DESC, partner) AS up,
      CASE WHEN reached IS NULL OR reached = ?5 THEN NULL
        ELSE row_number() OVER (PARTITION BY reached ORDER BY own_index, partner) END AS down
    FROM kept k),
  closest AS (SELECT * FROM placed ORDER BY min(up, coalesce(down * ?6, up)), partner LIMIT ?7)
  SELECT c.partner, coalesce(p.name, c.partner) AS name, c.answered_at, a.revision, a.answers, a.attributes, a.saved_at, a.saved_by
  FROM closest c JOIN assessments a ON a.workspace = ?1 AND a.model = ?2 AND a.partner = c.partner AND a.period = c.period
    AND a.source = c.source
  LEFT JOIN partners p ON p.workspace = ?1 AND p.id = c.partner ORDER BY c.partner`);

/**
 * The latest answers of the partners that are most likely about to move: those that have most of what the next level
 * asks, and of each level above the lowest those with the lowest index, in about equal numbers. All of them where they
 * are not more than the limit.
 *
 * @param levels ids, the lowest first.
 */
export function listClosest(
  database: WorkspaceDatabase,
  model: string,
  cut: Cut,
  levels: readonly string[],
  limit: number,
): Promise<(LatestRow & { name: string })[]> {
  const parameters = [model, ...cutParameters(cut), levels[0] ?? "", Math.max(levels.length - 1, 1), limit];
  return database.all({ sql: CLOSEST, parameters });
}

const OVERDUE = inWorkspace(`
  SELECT t.partner, coalesce(p.name, t.partner) AS name, t.text, t.owner, t.due, count(*) OVER () AS found
  FROM actions t LEFT JOIN standings s ON s.workspace = ?1 AND s.model = t.model AND s.partner = t.partner
  LEFT JOIN partners p ON p.workspace = ?1 AND p.id = t.partner
  WHERE t.workspace = ?1 AND t.model = ?2 AND t.status IN ('open', 'doing') AND t.due < ?5 AND ${IN_CUT}
  ORDER BY t.due, t.id LIMIT ?6`);

export interface OverdueRow {
  partner: string;
  name: string;
  text: string;
  owner: string | null;
  /** ISO 8601 date. */
  due: string;
  /** How many there are in all. */
  found: number;
}

/** The longest overdue first. */
export function listOverdue(
  database: WorkspaceDatabase,
  model: string,
  cut: Cut,
  today: string,
  limit: number,
): Promise<OverdueRow[]> {
  return database.all({ sql: OVERDUE, parameters: [model, ...cutParameters(cut), today, limit] });
}

const FIELDS = inWorkspace(`
  SELECT f.key AS name, count(*) AS partners
  FROM (SELECT p.fields FROM partners p WHERE p.workspace = ?1 ORDER BY p.id LIMIT 200) w, json_each(w.fields) f
  WHERE f.type IN ('integer', 'real') GROUP BY f.key ORDER BY 2 DESC, 1 LIMIT ?2`);

/** Fields of the first 200 partners that hold numbers, the most common first. */
export async function listNumberFields(database: WorkspaceDatabase, limit: number): Promise<string[]> {
  const rows = await database.all<{ name: string }>({ sql: FIELDS, parameters: [limit] });
  return rows.map(({ name }) => name);
}

const SAMPLE = inWorkspace(`
  WITH kept AS (
    SELECT s.partner, s.data, row_number() OVER (ORDER BY s.partner) AS place, count(*) OVER () AS partners
    FROM standings s WHERE s.workspace = ?1 AND s.model = ?2 AND ${IN_CUT} AND s.revision = ?5)
  SELECT k.partner, k.data, k.partners, (SELECT f.value FROM partners p, json_each(p.fields) f WHERE p.workspace = ?1 AND p.id = k.partner
    AND f.key = ?6 AND f.type IN ('integer', 'real')) AS outcome
  FROM kept k WHERE k.partners <= ?7
    OR (k.place * CAST(?7 AS INTEGER)) / k.partners > ((k.place - 1) * CAST(?7 AS INTEGER)) / k.partners ORDER BY k.place`);

/**
 * Standings under one revision, evenly spaced over the partners' ids: all of them, or exactly `size`.
 *
 * @param field one of the partners' own; null for none.
 * @returns each with the field, null where it is not there or is no number, and how many standings there are.
 */
export async function sampleStandings(
  database: WorkspaceDatabase,
  model: string,
  revision: string,
  cut: Cut,
  field: string | null,
  size: number,
): Promise<{ rows: { standing: Standing; outcome: number | null }[]; partners: number }> {
  const parameters = [model, ...cutParameters(cut), revision, field, size];
  const found = await database.all<{ partner: string; data: string; partners: number; outcome: number | null }>({
    sql: SAMPLE,
    parameters,
  });
  const rows = found.map(({ partner, data, outcome }) => ({ standing: toStanding(partner, data), outcome }));
  return { rows, partners: found[0]?.partners ?? 0 };
}
