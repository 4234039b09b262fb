import { inWorkspace, type WorkspaceDatabase } from "./database.ts";

export interface AssessmentRow {
  model: string;
  partner: string;
  period: string;
  source: string;
  starts: string;
  revision: string;
  /** JSON text: a value by criterion, or `{ value, note, evidence }`. */
  answers: string;
  /** JSON text: `[segment, region, type]` it was scored with. */
  attributes: string;
  saved_at: string;
  saved_by: string;
  /** JSON text: what was replaced, oldest first. */
  earlier: string;
}

export interface AssessmentFilter {
  model?: string | undefined;
  partner?: string | undefined;
  period?: string | undefined;
  source?: string | undefined;
  /** Each partner's latest period that had begun on this day. */
  asOf?: string | undefined;
}

const LIST = inWorkspace(`
  SELECT model, partner, period, source, starts, revision, answers, attributes, saved_at, saved_by, earlier FROM assessments a
  WHERE a.workspace = ?1 AND (model, partner, period, source) > (?2, ?3, ?4, ?5)
    AND (?7 IS NULL OR model = ?7) AND (?8 IS NULL OR partner = ?8) AND (?9 IS NULL OR period = ?9) AND (?10 IS NULL OR source = ?10)
    AND (?11 IS NULL OR (starts <= ?11 AND NOT EXISTS (
      SELECT 1 FROM assessments b WHERE b.workspace = ?1 AND b.model = a.model AND b.partner = a.partner
        AND b.starts <= ?11 AND b.starts > a.starts AND (?10 IS NULL OR b.source = ?10))))
  ORDER BY model, partner, period, source LIMIT ?6`);

export function listAssessments(
  database: WorkspaceDatabase,
  filter: AssessmentFilter,
  after: readonly string[],
  limit: number,
): Promise<AssessmentRow[]> {
  const { model = null, partner = null, period = null, source = null, asOf = null } = filter;
  // A model or partner asked for is where reading begins, or rows before it would be read in vain.
  const [fromModel = "", fromPartner = "", fromPeriod = "", fromSource = ""] =
    after[0] === "" && model !== null ? [model, partner ?? "", "", ""] : after;
  return database.all({
    sql: LIST,
    parameters: [fromModel, fromPartner, fromPeriod, fromSource, limit, model, partner, period, source, asOf],
  });
}

const HISTORY = inWorkspace(`
  SELECT model, partner, period, source, starts, revision, answers, attributes, saved_at, saved_by, earlier FROM assessments
  WHERE workspace = ?1 AND model = ?2 AND partner = ?3 ORDER BY starts DESC, period, source LIMIT 200`);

/** Newest period first, 200 at most. */
export function findHistory(database: WorkspaceDatabase, model: string, partner: string): Promise<AssessmentRow[]> {
  return database.all({ sql: HISTORY, parameters: [model, partner] });
}
