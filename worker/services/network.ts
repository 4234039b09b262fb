/** The network as insights see it: a model, a page of partners, and the cohorts that are kept. */
import type { CompiledModel } from "../../models/engine/compile.ts";
import { COHORT_KINDS, type CohortKind, cohortKey } from "../../models/engine/network/benchmark.ts";
import { type CohortSummary, percentilesIn, readCohort } from "../../models/engine/network/cohort.ts";
import { type Member, reachedRank } from "../../models/engine/network/member.ts";
import type { Cohort } from "../../models/engine/state.ts";
import { findCohorts, type LatestRow, listLatestAnswers } from "../db/insights.ts";
import { InvalidRequest } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { cohortDocumentKey } from "./cohorts.ts";
import { fromCursor, pageOf } from "./paging.ts";
import { rankedBy } from "./ranks.ts";
import { evaluateVersion, type Version } from "./recall.ts";
import type { ResolvedModel } from "./resolve-model.ts";

/** Partners that one request looks at: when not told otherwise, and at most. See `readMovers` for what they cost. */
export const NETWORK_PAGE = 100;
export const MAX_NETWORK_PAGE = 2_000;

export interface NetworkPage {
  /** How many partners one request looks at. */
  partners?: number | undefined;
  cursor?: string | undefined;
}

/** The latest answers of a page of partners, in the order of their ids. */
export async function readLatest(
  caller: Caller,
  model: string,
  { partners = NETWORK_PAGE, cursor }: NetworkPage,
  only: readonly string[] | null = null,
): Promise<{ rows: LatestRow[]; cursor: string | null }> {
  const [after = ""] = fromCursor(cursor, 1);
  const found = await listLatestAnswers(caller.database, model, after, partners + 1, only);
  const page = pageOf(found, partners, ({ partner }) => [partner]);
  return { rows: page.items, cursor: page.cursor };
}

/**
 * A page of partners with their latest answers, scored with the model at hand whatever revision they were saved under.
 *
 * @param only these partners; null for all.
 */
export async function readMembers(
  caller: Caller,
  resolved: ResolvedModel,
  page: NetworkPage,
  only: readonly string[] | null = null,
): Promise<{ members: Member[]; cohort: Cohort | undefined; cursor: string | null }> {
  const cohort = await readPercentiles(caller, resolved);
  const { rows, cursor } = await readLatest(caller, resolved.reference.id, page, only);
  const members = rows.map((row): Member => {
    const { variant, state } = evaluateVersion(resolved.compiled, row.partner, versionOf(row));
    const rank = reachedRank(variant, state, cohort);
    return { partner: row.partner, variant, state, rank, answeredAt: row.answered_at };
  });
  return { members, cohort, cursor };
}

export const versionOf = (row: LatestRow): Version => ({
  revision: row.revision,
  answers: JSON.parse(row.answers) as Version["answers"],
  attributes: JSON.parse(row.attributes) as Version["attributes"],
  savedAt: row.saved_at,
  savedBy: row.saved_by,
});

/** Where percentile requirements rank a partner; reads nothing for a model that has none. */
export async function readPercentiles(caller: Caller, resolved: ResolvedModel): Promise<Cohort | undefined> {
  if (rankedBy(resolved.compiled).length === 0) return undefined;
  const summary = (await readCohorts(caller, resolved, ["all"])).get("all");
  return summary === undefined ? undefined : percentilesIn(resolved.compiled.plain, summary);
}

/** Cohorts by name, those that there are: one row each. */
export async function readCohorts(
  caller: Caller,
  { compiled, reference }: ResolvedModel,
  names: readonly string[],
): Promise<Map<string, CohortSummary>> {
  const prefix = cohortDocumentKey(reference.id, reference.revision, "");
  const found = await findCohorts(
    caller.database,
    names.map((name) => prefix + name),
  );
  return new Map(
    [...found].flatMap(([key, body]) => {
      const summary = readCohort(compiled, body);
      return summary === null ? [] : [[key.slice(prefix.length), summary] as const];
    }),
  );
}

/**
 * A cohort as it is asked for: `all`, or `segment:`, `region:`, `type:` or `level:` with a name.
 *
 * @throws InvalidRequest.
 */
export function readCohortName({ plain }: CompiledModel, text: string): { kind: CohortKind; key: string } {
  const colon = text.indexOf(":");
  const asked = (colon < 0 ? text : text.slice(0, colon)).trim().toLowerCase();
  const kind = COHORT_KINDS.find((candidate) => candidate === asked && (candidate === "all") === colon < 0);
  const key = kind === undefined ? null : cohortKey(kind, text.slice(colon + 1));
  if (kind === undefined || key === null) {
    throw new InvalidRequest([
      {
        location: "query.cohort",
        message: "must be “all”, or “segment:”, “region:”, “type:” or “level:” with a name, such as “region:EMEA”",
      },
    ]);
  }
  if (kind === "level" && !plain.levels.some(({ id }) => cohortKey("level", id) === key)) {
    const names = plain.levels.map(({ id }) => `“${id}”`).join(", ");
    throw new InvalidRequest([{ location: "query.cohort", message: `must name one of the model's levels: ${names}` }]);
  }
  return { kind, key };
}
