/** Partners for whom the next level is one step away. */
import type { Path } from "../../contract.ts";
import { TOLERANCE } from "../answers.ts";
import type { Condition, Variant } from "../compile.ts";
import { holds, memberHolds, percentileOf, scoreHolds, scoreOf } from "../conditions.ts";
import { whyOf } from "../explain.ts";
import { withheld } from "../level.ts";
import { cheapestPath, type Work } from "../path.ts";
import type { Cohort, State } from "../state.ts";
import { estimatedDays } from "./estimate.ts";
import { type Member, reportedIndex } from "./member.ts";

/** The share of the scale within which a score counts as near: 5 points of 100. */
export const NEAR = 0.05;

/** How far the next level is. */
export interface Shortfall {
  /** Things lacking that are not scores: criteria, practices, ranks. */
  things: number;
  /** The score farthest from what is needed, as a share of the scale. */
  scores: number;
}

export interface NearMiss {
  partner: string;
  /** Level id, null for none. */
  level: string | null;
  next: string;
  /** In scale units, rounded half up. */
  index: number | null;
  /** "Held at Silver: certified staff 5 of 6" */
  sentence: string;
  path: Path;
}

/**
 * Whether the next level is a near miss: at most one thing is lacking that is not a score, and every score that falls
 * short does so by at most 5 % of the scale.
 *
 * A *thing* is one criterion or one rank, so a requirement that asks for several (all practices of a level) counts
 * once for each that lacks. A score farther off than 5 % is no near miss even when it is the only thing lacking: on a
 * ladder of index thresholds that would be everybody. Undecided percentiles, and partners that no level can be given
 * (too few answers), are no near misses either.
 *
 * @returns null when it is not, or when there is no next level.
 */
export function nearMiss({ variant, state, rank }: Member, cohort?: Cohort): Shortfall | null {
  const next = variant.levels[rank + 1];
  if (next === undefined || (rank < 0 && withheld(variant, state, state.index) !== null)) return null;
  const short = shortOfAll(variant, state, next.conditions, cohort);
  return isNear(short) ? short : null;
}

const isNear = ({ things, scores }: Shortfall): boolean =>
  things <= 1 && scores <= NEAR + TOLERANCE && (things > 0 || scores > 0);

function shortOfAll(
  variant: Variant,
  state: State,
  conditions: readonly Condition[],
  cohort: Cohort | undefined,
): Shortfall {
  let things = 0;
  let scores = 0;
  for (const condition of conditions) {
    const short = shortOf(variant, state, condition, cohort);
    things += short.things;
    scores = Math.max(scores, short.scores);
    if (things > 1 || scores > NEAR + TOLERANCE) break;
  }
  return { things, scores };
}

const nothing: Shortfall = { things: 0, scores: 0 };
const oneThing: Shortfall = { things: 1, scores: 0 };
const farOff: Shortfall = { things: Number.POSITIVE_INFINITY, scores: 0 };

function shortOf(variant: Variant, state: State, condition: Condition, cohort: Cohort | undefined): Shortfall {
  switch (condition.kind) {
    case "criteria": {
      let things = condition.count;
      for (const member of condition.members) {
        if (memberHolds(variant, condition, state, member) && --things <= 0) return nothing;
      }
      return things <= 0 ? nothing : things === 1 ? oneThing : farOff;
    }
    case "scores":
      return shortOfScores(variant, state, condition);
    case "percentile":
      if (holds(variant, condition, state, cohort)) return nothing;
      return percentileOf(variant, condition, state, cohort) === null ? farOff : oneThing;
    case "any": {
      let least = farOff;
      for (const route of condition.routes) {
        const short = shortOfAll(variant, state, route, cohort);
        const nearer =
          Number(isNear(least)) - Number(isNear(short)) || short.things - least.things || short.scores - least.scores;
        if (short.things === 0 && short.scores === 0) return nothing;
        if (nearer < 0) least = short;
      }
      return least;
    }
  }
}

function shortOfScores(variant: Variant, state: State, condition: Extract<Condition, { kind: "scores" }>): Shortfall {
  let scores = 0;
  for (const dimension of condition.dimensions) {
    if (scoreHolds(variant, state, dimension, condition.bound, condition.needed)) continue;
    const distance = Math.abs(scoreOf(state, dimension) - condition.needed);
    // A strict bound that is just met lacks something, however little.
    scores = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(scores, distance, Number.MIN_VALUE);
  }
  return scores === 0 ? nothing : { things: 0, scores };
}

/**
 * The near misses with the cheapest ways up, fewest person-days first.
 *
 * Paths are searched for `limit` of them only: those that `estimatedDays` says are cheapest. Those that cannot be reached by
 * changing answers are left out.
 *
 * @param work search nodes left for all paths together, see `cheapestPath`.
 * @returns `count` is the number of near misses before the limit.
 */
export function nearMisses(
  members: readonly Member[],
  limit: number,
  work: Work,
  cohort?: Cohort,
): { count: number; partners: NearMiss[] } {
  const found = members.filter((member) => nearMiss(member, cohort) !== null);
  const near = found.map((member) => ({ member, days: found.length > limit ? estimatedDays(member, cohort) : 0 }));
  near.sort((a, b) => a.days - b.days);
  const partners: NearMiss[] = [];
  for (const { member } of near) {
    if (partners.length >= limit) break;
    const { partner, variant, state, rank } = member;
    const path = cheapestPath(variant, state, rank + 1, work, cohort);
    if (!path.reachable || path.changes.length === 0) continue;
    partners.push({
      partner,
      level: variant.levels[rank]?.id ?? null,
      next: variant.levels[rank + 1]?.id ?? "",
      index: reportedIndex(variant, state),
      sentence: whyOf(variant, state, rank, cohort),
      path,
    });
  }
  partners.sort((a, b) => a.path.effort - b.path.effort);
  return { count: near.length, partners };
}
