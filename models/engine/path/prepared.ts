/** What a path needs to know that depends on the model and the target level only, kept from partner to partner. */
import type { AnswerValue } from "../../contract.ts";
import { type Step, TOLERANCE } from "../answers.ts";
import type { CompiledCriterion, Condition, Variant } from "../compile.ts";
import { measureHolds, meets } from "../conditions.ts";
import type { Cohort } from "../state.ts";

export type CriteriaCondition = Extract<Condition, { kind: "criteria" }>;
export type PercentileCondition = Extract<Condition, { kind: "percentile" }>;
/** A condition that is settled criterion by criterion. */
export type Asked = CriteriaCondition | PercentileCondition;

/** One answer a criterion may have at the end of the path: the present one or one to move to. */
export interface Candidate {
  answer: AnswerValue;
  /** NaN while unanswered. */
  measure: number;
  attainment: number;
  /** Steps of effort from the worst answer. */
  steps: number;
  /** Which of what is asked of its criterion it satisfies, in the order of `Prepared.asked`. */
  holds: readonly boolean[];
}

export interface Prepared {
  /** All that must hold at the end: the target's conditions and, on a cumulative ladder, those of every level below. */
  conditions: readonly Condition[];
  /** By criterion: the conditions that look at its own answer. */
  asked: readonly (readonly Asked[])[];
  /** By criterion: whether a score above it is bounded from above, so that a better answer may be too good. */
  cappedAbove: readonly boolean[];
  /** The answers worth moving to; those of a checklist depend on what is ticked already. */
  movesFrom(position: number, measure: number): readonly Candidate[];
  candidate(position: number, answer: AnswerValue, measure: number, attainment: number, steps: number): Candidate;
}

interface Kept {
  cohort: Cohort | undefined;
  prepared: Prepared;
}
const kept = new WeakMap<Variant, Map<number, Kept>>();

/** The preparation for a target level; made once per variant, level and cohort. */
export function prepare(variant: Variant, target: number, cohort: Cohort | undefined): Prepared {
  const ofVariant = kept.get(variant) ?? new Map<number, Kept>();
  kept.set(variant, ofVariant);
  const found = ofVariant.get(target);
  if (found !== undefined && found.cohort === cohort) return found.prepared;
  const prepared = prepareAnew(variant, target, cohort);
  ofVariant.set(target, { cohort, prepared });
  return prepared;
}

function prepareAnew(variant: Variant, target: number, cohort: Cohort | undefined): Prepared {
  const lowest = variant.cumulative ? 0 : target;
  const conditions = variant.levels
    .slice(lowest, target + 1)
    .flatMap((level) => plannable(level.conditions, cohort, variant));

  const asked: Asked[][] = variant.criteria.map(() => []);
  const cappedAbove = variant.criteria.map(() => false);
  const cap = (dimension: number): void => {
    if (dimension < 0) cappedAbove.fill(true);
    for (const position of variant.dimensions[dimension]?.subtree ?? []) cappedAbove[position] = true;
  };
  const look = (condition: Condition): void => {
    switch (condition.kind) {
      case "criteria":
        for (const member of condition.members) asked[member]?.push(condition);
        return;
      case "percentile":
        if (condition.criterion >= 0) asked[condition.criterion]?.push(condition);
        else if (isUpper(condition)) cap(-1);
        return;
      case "scores":
        if (isUpper(condition)) condition.dimensions.forEach(cap);
        return;
      case "any":
        condition.routes.flat().forEach(look);
    }
  };
  for (const condition of conditions) look(condition);

  const candidate = (
    position: number,
    answer: AnswerValue,
    measure: number,
    attainment: number,
    steps: number,
  ): Candidate => ({
    answer,
    measure,
    attainment,
    steps,
    holds: (asked[position] ?? []).map((condition) =>
      answerHolds(variant, condition, position, measure, attainment, cohort),
    ),
  });

  const moves = new Map<number, Map<number, readonly Candidate[]>>();
  const movesFrom = (position: number, measure: number): readonly Candidate[] => {
    const criterion = variant.criteria[position];
    if (criterion === undefined) return [];
    const from = criterion.answer.kind === "checklist" && !Number.isNaN(measure) ? measure : -1;
    const ofCriterion = moves.get(position) ?? new Map<number, readonly Candidate[]>();
    moves.set(position, ofCriterion);
    const found = ofCriterion.get(from);
    if (found !== undefined) return found;
    const steps =
      criterion.answer.kind === "checklist"
        ? checklistSteps(criterion, asked[position] ?? [], from)
        : criterion.answer.steps(criterion.thresholds, null);
    const all = steps.map((step) => candidate(position, step.answer, step.measure, step.attainment, step.effort));
    const capped = cappedAbove[position] ?? false;
    const made: Candidate[] = [];
    for (const one of all.sort((a, b) => a.steps - b.steps || b.attainment - a.attainment)) {
      if (!made.some((other) => better(other, one, capped))) made.push(one);
    }
    if (ofCriterion.size >= 256) ofCriterion.clear();
    ofCriterion.set(from, made);
    return made;
  };
  return { conditions, asked, cappedAbove, movesFrom, candidate };
}

const isUpper = (condition: { bound: string }): boolean => condition.bound === "max" || condition.bound === "below";

/**
 * Whether a move makes another superfluous for every partner: no more steps, no less attained, and all satisfied
 * that the other satisfies.
 */
function better(one: Candidate, other: Candidate, capped: boolean): boolean {
  if (one.steps > other.steps) return false;
  if (capped ? one.attainment !== other.attainment : one.attainment < other.attainment) return false;
  for (let place = 0; place < other.holds.length; place++) if (other.holds[place] && !one.holds[place]) return false;
  return true;
}

/**
 * Percentiles that are undecided (no cohort, or one that is too small) cannot be planned for: they are taken as
 * satisfied, wherever they stand.
 */
function plannable(conditions: readonly Condition[], cohort: Cohort | undefined, variant: Variant): Condition[] {
  return conditions.flatMap((condition): Condition[] => {
    if (condition.kind === "any") {
      return [{ ...condition, routes: condition.routes.map((route) => plannable(route, cohort, variant)) }];
    }
    if (condition.kind !== "percentile") return [condition];
    const criterion = condition.criterion < 0 ? null : (variant.criteria[condition.criterion]?.id ?? null);
    if (cohort === undefined || cohort.percentile(criterion, 0) === null) return [];
    return criterion === null && !isUpper(condition)
      ? [condition, leastIndex(variant, condition, cohort)]
      : [condition];
  });
}

/** The index below which a rank is certainly missed, found by halving: it gives the search a score to aim at. */
function leastIndex(variant: Variant, condition: PercentileCondition, cohort: Cohort): Condition {
  let missed = 0;
  let met = 1;
  for (let halved = 0; halved < 30; halved++) {
    const middle = (missed + met) / 2;
    const rank = cohort.percentile(null, middle * variant.scale.width + variant.scale.min);
    if (rank !== null && meets(condition.bound, rank, condition.needed, TOLERANCE * 100)) met = middle;
    else missed = middle;
  }
  return { kind: "scores", dimensions: [-1], bound: "min", needed: missed, source: condition.source };
}

function answerHolds(
  variant: Variant,
  condition: Asked,
  position: number,
  measure: number,
  attainment: number,
  cohort: Cohort | undefined,
): boolean {
  if (Number.isNaN(measure)) return false;
  if (condition.kind === "criteria") return measureHolds(variant, condition, position, measure, attainment);
  const rank = cohort?.percentile(variant.criteria[position]?.id ?? null, measure) ?? null;
  return rank !== null && meets(condition.bound, rank, condition.needed, TOLERANCE * 100);
}

/**
 * The kind's own steps add the options of highest value first. An option that a requirement names need not be among
 * them, so each step is also offered together with named options, an exclusive one alone.
 */
function checklistSteps(criterion: CompiledCriterion, asked: readonly Asked[], from: number): Step[] {
  const { answer } = criterion;
  const named = new Set(
    asked.flatMap((condition) =>
      condition.kind === "criteria" && condition.on === "options" ? condition.positions : [],
    ),
  );
  const steps = answer.steps(criterion.thresholds, from < 0 ? null : from);
  const measures = new Set(steps.map((step) => step.measure));
  const open = [...named].filter((position) => answer.options[position]?.exclusive !== true);
  for (const { measure } of steps) {
    for (const subset of subsets(open)) {
      measures.add(
        subset.reduce((sum, position) => (answer.includes(sum, position) ? sum : sum + 2 ** position), measure),
      );
    }
  }
  for (const position of named) if (answer.options[position]?.exclusive) measures.add(2 ** position);
  return [...measures].map((measure) => ({
    answer: answer.write(measure),
    measure,
    attainment: answer.attain(measure),
    effort: answer.effortAt(measure),
  }));
}

/** All subsets of up to four options; of more, only each one and all of them together, to keep the choice small. */
function subsets(positions: readonly number[]): number[][] {
  if (positions.length > 4) return [...positions.map((position) => [position]), [...positions]];
  const found: number[][] = [[]];
  for (const position of positions) found.push(...found.map((subset) => [...subset, position]));
  return found;
}
