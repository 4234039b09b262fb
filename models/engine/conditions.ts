/** Whether a condition holds, how much of it is reached, and what is actually there. */
import { ANSWERED, NOT_APPLICABLE, TOLERANCE, UNANSWERED } from "./answers.ts";
import type { Condition, Variant } from "./compile.ts";
import type { Cohort, State } from "./state.ts";
import type { Bound } from "./words.ts";

/** `tolerance` is in the unit of the two numbers. */
export function meets(bound: Bound, actual: number, needed: number, tolerance: number): boolean {
  switch (bound) {
    case "min":
      return actual >= needed - tolerance;
    case "above":
      return actual > needed + tolerance;
    case "max":
      return actual <= needed + tolerance;
    case "below":
      return actual < needed - tolerance;
  }
}

/** `min(1, actual / needed)`, turned round where less is better. */
function ratio(bound: Bound, actual: number, needed: number, held: boolean): number {
  if (held) return 1;
  const [part, whole] = bound === "min" || bound === "above" ? [actual, needed] : [needed, actual];
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}

const measureTolerance = (needed: number): number => TOLERANCE * Math.max(1, Math.abs(needed));

type CriteriaCondition = Extract<Condition, { kind: "criteria" }>;

/** A not-applicable criterion satisfies, an unanswered one does not. */
export function memberHolds(variant: Variant, condition: CriteriaCondition, state: State, position: number): boolean {
  const status = state.status[position];
  if (status !== ANSWERED) return status === NOT_APPLICABLE;
  return measureHolds(
    variant,
    condition,
    position,
    state.measure[position] as number,
    state.attainment[position] as number,
  );
}

/** Whether an answer with this measure and attainment satisfies the condition for one member. */
export function measureHolds(
  variant: Variant,
  condition: CriteriaCondition,
  position: number,
  measure: number,
  attainment: number,
): boolean {
  switch (condition.on) {
    case "options":
      return includesAny(variant, condition.positions, position, measure);
    case "measure":
      return meets(condition.bound, measure, condition.needed, measureTolerance(condition.needed));
    case "attainment":
      return meets(condition.bound, attainment, condition.needed, TOLERANCE);
  }
}

/** A function of its own: what the closure holds on to would be allocated for numbers too. */
function includesAny(variant: Variant, options: readonly number[], position: number, measure: number): boolean {
  const answer = variant.criteria[position]?.answer;
  return options.some((option) => answer?.includes(measure, option));
}

/** The score of a dimension, or of the index for -1; NaN where nothing counts. */
export function scoreOf(state: State, dimension: number): number {
  return dimension < 0 ? state.index : (state.dimension[dimension] as number);
}

/** A score that is null because everything in it is not applicable satisfies, as a criterion would. */
export function scoreHolds(variant: Variant, state: State, dimension: number, bound: Bound, needed: number): boolean {
  const score = scoreOf(state, dimension);
  return !Number.isNaN(score) ? meets(bound, score, needed, TOLERANCE) : nothingApplies(variant, state, dimension);
}

/** Whether every criterion that a score rests on is not applicable. */
export function nothingApplies(variant: Variant, state: State, dimension: number): boolean {
  if (dimension < 0) return state.status.every((status) => status === NOT_APPLICABLE);
  return (variant.dimensions[dimension]?.subtree ?? []).every((position) => state.status[position] === NOT_APPLICABLE);
}

/** Percentile rank of what the condition looks at; null where it is undecided. */
export function percentileOf(
  variant: Variant,
  condition: Extract<Condition, { kind: "percentile" }>,
  state: State,
  cohort: Cohort | undefined,
): number | null {
  const { criterion } = condition;
  const value =
    criterion < 0 ? state.index * variant.scale.width + variant.scale.min : (state.measure[criterion] as number);
  if (cohort === undefined || Number.isNaN(value)) return null;
  return cohort.percentile(criterion < 0 ? null : (variant.criteria[criterion]?.id ?? null), value);
}

export function holds(variant: Variant, condition: Condition, state: State, cohort?: Cohort): boolean {
  switch (condition.kind) {
    case "criteria": {
      let missing = condition.members.length - condition.count;
      for (const member of condition.members) {
        if (!memberHolds(variant, condition, state, member) && missing-- === 0) return false;
      }
      return true;
    }
    case "scores":
      for (const dimension of condition.dimensions) {
        if (!scoreHolds(variant, state, dimension, condition.bound, condition.needed)) return false;
      }
      return true;
    case "percentile": {
      if (condition.criterion >= 0 && state.status[condition.criterion] === NOT_APPLICABLE) return true;
      const rank = percentileOf(variant, condition, state, cohort);
      return rank !== null && meets(condition.bound, rank, condition.needed, TOLERANCE * 100);
    }
    case "any":
      return condition.routes.some((route) => route.every((part) => holds(variant, part, state, cohort)));
  }
}

export function allHold(variant: Variant, conditions: readonly Condition[], state: State, cohort?: Cohort): boolean {
  for (const condition of conditions) if (!holds(variant, condition, state, cohort)) return false;
  return true;
}

/** The share of a condition that is reached, 0..1; null where it is undecided. */
export function reached(variant: Variant, condition: Condition, state: State, cohort?: Cohort): number | null {
  switch (condition.kind) {
    case "criteria": {
      if (condition.count === 0) return 1;
      if (condition.members.length === 1)
        return memberReached(variant, condition, state, condition.members[0] as number);
      const met = condition.members.filter((member) => memberHolds(variant, condition, state, member)).length;
      return Math.min(1, met / condition.count);
    }
    case "scores": {
      let least = 1;
      for (const dimension of condition.dimensions) {
        const held = scoreHolds(variant, state, dimension, condition.bound, condition.needed);
        const score = scoreOf(state, dimension);
        const { min, width } = variant.scale;
        const inScale = (value: number) => value * width + min;
        least = Math.min(
          least,
          !Number.isNaN(score) ? ratio(condition.bound, inScale(score), inScale(condition.needed), held) : held ? 1 : 0,
        );
      }
      return least;
    }
    case "percentile": {
      if (holds(variant, condition, state, cohort)) return 1;
      const rank = percentileOf(variant, condition, state, cohort);
      return rank === null ? null : ratio(condition.bound, rank, condition.needed, false);
    }
    case "any": {
      let most = Number.NEGATIVE_INFINITY;
      for (const route of condition.routes) most = Math.max(most, routeReached(variant, route, state, cohort));
      return most;
    }
  }
}

/** The mean share over the conditions of a route that are decided; 1 for an empty route. */
export function routeReached(variant: Variant, route: readonly Condition[], state: State, cohort?: Cohort): number {
  let sum = 0;
  let decided = 0;
  for (const condition of route) {
    const share = reached(variant, condition, state, cohort);
    if (share === null) continue;
    sum += share;
    decided++;
  }
  if (decided === 0) return route.length === 0 ? 1 : 0;
  return sum / decided;
}

function memberReached(variant: Variant, condition: CriteriaCondition, state: State, position: number): number {
  if (memberHolds(variant, condition, state, position)) return 1;
  if (state.status[position] === UNANSWERED) return 0;
  const actual = (condition.on === "measure" ? state.measure : state.attainment)[position] as number;
  return ratio(condition.on === "options" ? "min" : condition.bound, actual, condition.needed, false);
}
