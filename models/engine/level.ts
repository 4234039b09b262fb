/** Which level the answers reach, and how far the next one is. */
import { UNANSWERED } from "./answers.ts";
import type { Condition, Variant } from "./compile.ts";
import { allHold, routeReached } from "./conditions.ts";
import { coverage } from "./evaluate.ts";
import type { Cohort, State } from "./state.ts";

/** Why no level can be given, whatever the requirements say. */
export type Withheld = "coverage" | "required" | "empty" | null;

/** `members` are the criteria of one dimension when its own level is asked. */
export function withheld(variant: Variant, state: State, score: number, members?: readonly number[]): Withheld {
  if (coverage(variant, state, members) < variant.coverage - 1e-9) return "coverage";
  if (variant.unanswered === "block") {
    const positions = members ?? variant.criteria.map((criterion) => criterion.position);
    for (const position of positions) {
      if (state.status[position] === UNANSWERED && variant.criteria[position]?.required) return "required";
    }
  }
  return !Number.isNaN(score) ? null : "empty";
}

/**
 * Rank of the level reached, -1 when not even the lowest holds. Cumulative: the highest level whose own
 * requirements and those of all levels below hold; independent: the highest whose own hold.
 */
export function rankOf(
  variant: Variant,
  state: State,
  cohort?: Cohort,
  conditionsAt: (rank: number) => readonly Condition[] = (rank) => variant.levels[rank]?.conditions ?? [],
): number {
  if (variant.cumulative) {
    let rank = -1;
    while (rank + 1 < variant.levels.length && allHold(variant, conditionsAt(rank + 1), state, cohort)) rank++;
    return rank;
  }
  for (let rank = variant.levels.length - 1; rank >= 0; rank--) {
    if (allHold(variant, conditionsAt(rank), state, cohort)) return rank;
  }
  return -1;
}

/** Rank of a top-level dimension by the same ladder, -1 when no level can be given; `place` counts in `tops`. */
export function dimensionRank(variant: Variant, state: State, place: number, cohort?: Cohort): number {
  const dimension = variant.dimensions[variant.tops[place] ?? -1];
  if (dimension === undefined) return -1;
  const score = state.dimension[dimension.position] as number;
  if (withheld(variant, state, score, dimension.subtree) !== null) return -1;
  return rankOf(variant, state, cohort, (rank) => variant.levels[rank]?.byTop[place] ?? []);
}

/** Rank plus the share of the next level's requirements that is reached; the top rank at the top level. */
export function positionOf(variant: Variant, state: State, rank: number, cohort?: Cohort): number {
  const next = variant.levels[rank + 1];
  if (next === undefined) return rank;
  return Math.max(rank, 0) + (rank < 0 ? 0 : routeReached(variant, next.conditions, state, cohort));
}
