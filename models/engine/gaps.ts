/** What to work on: criteria below target, what they block, what they would add and what they cost. */
import type { Gap } from "../contract.ts";
import { NOT_APPLICABLE, type Step, TOLERANCE, UNANSWERED } from "./answers.ts";
import { bestOf, type CompiledCriterion, type Condition, type Variant } from "./compile.ts";
import { holds, measureHolds, memberHolds, routeReached, scoreHolds } from "./conditions.ts";
import { combineChildren } from "./evaluate.ts";
import { roundHalfUp } from "./numbers.ts";
import { type Cohort, effortAt, type State } from "./state.ts";

/** A gap by position, before texts are looked up. Points are index units 0..1 times the scale's width. */
export interface RawGap {
  position: number;
  step: Step;
  blocks: boolean;
  points: number;
  effort: number;
  /** Points per person-day. */
  worth: number;
}

/**
 * Gaps towards a level: criteria that a requirement of it names and that fall short come first, and those of a dimension
 * whose score falls short; then by index points per person-day. Criteria that are complete or not applicable, and those that would change nothing, are
 * left out.
 *
 * @param rank the level reached, -1 for none: levels up to it need no second look.
 * @param target rank of the level to reach; requirements of the levels below count too when the ladder is cumulative.
 * @param limit how many of them, from the first.
 */
export function rawGaps(
  variant: Variant,
  state: State,
  rank: number,
  target: number,
  cohort?: Cohort,
  limit = Number.POSITIVE_INFINITY,
): RawGap[] {
  const blocking = blockingConditions(variant, state, rank, target, cohort);
  const sensitivity = sensitivities(variant, state);
  const { width } = variant.scale;
  const gaps: RawGap[] = [];
  for (let position = 0; position < variant.criteria.length; position++) {
    if (state.status[position] === NOT_APPLICABLE) continue;
    const criterion = variant.criteria[position] as CompiledCriterion;
    const conditions = blocking.criteria.get(position);
    const named = conditions !== undefined;
    const blocks = named || isBelowAny(variant, criterion.dimension, blocking.dimensions);
    const step = conditions
      ? leastStep(variant, state, criterion, conditions)
      : bestStepFrom(criterion, state.measure[position] as number);
    if (!named && step.attainment <= (state.attainment[position] as number) + TOLERANCE) continue;
    // Where no index comes of it, as by a criterion of weight 0 alone, nothing is gained.
    const points = width * Math.max(0, gain(variant, state, sensitivity, criterion, step.attainment) || 0);
    if (!named && points < TOLERANCE) continue;
    const effort = effortOf(variant, criterion, state, step);
    const worth = points / Math.max(effort, LEAST_EFFORT);
    const last = gaps[limit - 1];
    if (last !== undefined && (last.blocks !== blocks ? last.blocks : last.worth > worth)) continue;
    keepBest(gaps, { position, step, blocks, points, effort, worth }, limit);
  }
  return gaps;
}

/** Person-days; something that costs nothing is not worth infinitely much. */
export const LEAST_EFFORT = 1e-6;

/** Keeps the list in order and no longer than the limit. */
function keepBest(gaps: RawGap[], gap: RawGap, limit: number): void {
  let place = gaps.length;
  while (place > 0 && compareGaps(gap, gaps[place - 1] as RawGap) < 0) place--;
  if (place >= limit) return;
  gaps.push(gap);
  for (let at = gaps.length - 1; at > place; at--) gaps[at] = gaps[at - 1] as RawGap;
  gaps[place] = gap;
  if (gaps.length > limit) gaps.pop();
}

function compareGaps(a: RawGap, b: RawGap): number {
  return Number(b.blocks) - Number(a.blocks) || b.worth - a.worth || b.points - a.points || a.position - b.position;
}

/** Person-days from the present answer, or from the worst one where unanswered. */
export function effortOf(variant: Variant, criterion: CompiledCriterion, state: State, step: Step): number {
  return criterion.effort * Math.max(0, step.effort - effortAt(variant, state, criterion.position));
}

export type CriteriaCondition = Extract<Condition, { kind: "criteria" }>;

/** What keeps from a level. */
interface Blocking {
  /** Criteria that an unmet condition names and that fall short themselves, with those conditions. */
  criteria: Map<number, CriteriaCondition[]>;
  /** Dimensions whose score an unmet condition asks for and that fall short. */
  dimensions: Set<number>;
}

/** Whether a dimension is one of these or lies below one. */
function isBelowAny(variant: Variant, dimension: number, dimensions: ReadonlySet<number>): boolean {
  if (dimensions.size === 0) return false;
  for (let at = dimension; at >= 0; at = variant.dimensions[at]?.parent ?? -1) if (dimensions.has(at)) return true;
  return false;
}

function blockingConditions(
  variant: Variant,
  state: State,
  rank: number,
  target: number,
  cohort: Cohort | undefined,
): Blocking {
  const found: Blocking = { criteria: new Map(), dimensions: new Set() };
  for (let at = variant.cumulative ? rank + 1 : target; at <= target; at++) {
    collectBlocking(variant, variant.levels[at]?.conditions ?? [], state, cohort, found);
  }
  return found;
}

function collectBlocking(
  variant: Variant,
  conditions: readonly Condition[],
  state: State,
  cohort: Cohort | undefined,
  found: Blocking,
): void {
  for (const condition of conditions) {
    if (holds(variant, condition, state, cohort)) continue;
    switch (condition.kind) {
      case "any":
        collectBlocking(variant, nearestRoute(variant, condition, state, cohort), state, cohort, found);
        break;
      case "scores":
        for (const dimension of condition.dimensions) {
          const { bound, needed } = condition;
          if (dimension >= 0 && !scoreHolds(variant, state, dimension, bound, needed)) found.dimensions.add(dimension);
        }
        break;
      case "criteria":
        for (const member of condition.members) {
          if (memberHolds(variant, condition, state, member)) continue;
          found.criteria.set(member, [...(found.criteria.get(member) ?? []), condition]);
        }
    }
  }
}

export function nearestRoute(
  variant: Variant,
  condition: Extract<Condition, { kind: "any" }>,
  state: State,
  cohort: Cohort | undefined,
): readonly Condition[] {
  let nearest: readonly Condition[] = [];
  let most = -1;
  for (const route of condition.routes) {
    const share = routeReached(variant, route, state, cohort);
    if (share > most) {
      most = share;
      nearest = route;
    }
  }
  return nearest;
}

function leastStep(
  variant: Variant,
  state: State,
  criterion: CompiledCriterion,
  conditions: readonly CriteriaCondition[],
): Step {
  const measure = state.measure[criterion.position] as number;
  return leastStepFrom(variant, criterion, measure, effortAt(variant, state, criterion.position), conditions);
}

/**
 * The cheapest answer that satisfies the conditions, else the one of highest attainment.
 *
 * @param measure of the present answer, NaN where unanswered.
 * @param effort steps of effort from the worst answer to the present one.
 */
export function leastStepFrom(
  variant: Variant,
  criterion: CompiledCriterion,
  measure: number,
  effort: number,
  conditions: readonly CriteriaCondition[],
): Step {
  const steps = satisfyingSteps(variant, criterion, measure, conditions);
  return cheapestStep(criterion, steps, effort) ?? bestStepFrom(criterion, measure);
}

/** The answers that satisfy the conditions; only of a checklist they depend on the present measure. */
export function satisfyingSteps(
  variant: Variant,
  criterion: CompiledCriterion,
  measure: number,
  conditions: readonly CriteriaCondition[],
): Step[] {
  return stepsFrom(criterion, measure).filter((step) =>
    conditions.every((condition) =>
      measureHolds(variant, condition, criterion.position, step.measure, step.attainment),
    ),
  );
}

/** The first of the steps that take least, null where there are none. */
export function cheapestStep(criterion: CompiledCriterion, steps: readonly Step[], effort: number): Step | null {
  let least: Step | null = null;
  let cost = Number.POSITIVE_INFINITY;
  for (const step of steps) {
    const own = criterion.effort * Math.max(0, step.effort - effort);
    if (least === null || own < cost) {
      least = step;
      cost = own;
    }
  }
  return least;
}

/** A checklist's steps depend on what is ticked. */
function stepsFrom(criterion: CompiledCriterion, measure: number): readonly Step[] {
  return criterion.answer.kind === "checklist"
    ? criterion.answer.steps(criterion.thresholds, measure)
    : criterion.steps;
}

const checklistCache = new WeakMap<CompiledCriterion, Map<number, Step>>();
const REMEMBERED_CHECKLISTS = 256;

/** The least laborious of the answers with the highest attainment, from the present measure on. */
export function bestStepFrom(criterion: CompiledCriterion, measure: number): Step {
  if (criterion.answer.kind !== "checklist") return criterion.best;
  let known = checklistCache.get(criterion);
  if (known === undefined) {
    known = new Map();
    checklistCache.set(criterion, known);
  }
  let best = known.get(measure);
  if (best === undefined) {
    best = bestOf(stepsFrom(criterion, measure));
    if (known.size < REMEMBERED_CHECKLISTS) known.set(measure, best);
  }
  return best;
}

/**
 * How much the index (0..1) moves per unit of each dimension's score while every dimension above it is a weighted
 * mean; NaN where one is not, or where nothing counts.
 */
function sensitivities(variant: Variant, state: State): Float64Array {
  const { dimensions, order, dimensionWeights } = variant;
  if (buffer.length < dimensions.length) buffer = new Float64Array(dimensions.length);
  for (let at = order.length - 1; at >= 0; at--) {
    const position = order[at] as number;
    const { parent } = dimensions[position] as Variant["dimensions"][number];
    const combine = parent < 0 ? variant.combine : dimensions[parent]?.combine;
    const above = parent < 0 ? 1 : (buffer[parent] as number);
    const total = state.present[parent < 0 ? dimensions.length : parent] as number;
    buffer[position] =
      combine === "mean" && total > 0 ? (above * (dimensionWeights[position] as number)) / total : Number.NaN;
  }
  return buffer;
}
let buffer = new Float64Array(64);

/** Index units (0..1) gained by giving one criterion another attainment. */
function gain(
  variant: Variant,
  state: State,
  sensitivity: Float64Array,
  criterion: CompiledCriterion,
  attainment: number,
): number {
  const { position, dimension } = criterion;
  const factor = sensitivity[dimension] as number;
  const total = state.present[dimension] as number;
  const before = state.value[position] as number;
  const score = state.dimension[dimension] as number;
  if (Number.isNaN(factor) || Number.isNaN(score) || variant.dimensions[dimension]?.combine !== "mean") {
    return indexWith(variant, state, position, attainment) - (!Number.isNaN(state.index) ? state.index : 0);
  }
  if (!Number.isNaN(before)) return (factor * criterion.weight * (attainment - before)) / total;
  return (factor * criterion.weight * (attainment - score)) / (total + criterion.weight);
}

/** The index (0..1) if one criterion had another attainment and everything else stayed. */
export function indexWith(variant: Variant, state: State, position: number, attainment: number): number {
  const criterion = variant.criteria[position] as CompiledCriterion;
  let changed: Change = { criterion: position, dimension: -1, value: attainment };
  for (let at = criterion.dimension; at >= 0; at = variant.dimensions[at]?.parent ?? -1) {
    const dimension = variant.dimensions[at] as Variant["dimensions"][number];
    const value = combineWith(variant, state, dimension.combine, dimension.criteria, dimension.dimensions, changed);
    changed = { criterion: -1, dimension: at, value };
  }
  return combineWith(variant, state, variant.combine, [], variant.tops, changed);
}

interface Change {
  criterion: number;
  dimension: number;
  value: number;
}

function combineWith(
  variant: Variant,
  state: State,
  combine: Variant["combine"],
  criteria: readonly number[],
  dimensions: readonly number[],
  changed: Change,
): number {
  const length = criteria.length + dimensions.length;
  const values = new Float64Array(length);
  const weights = new Float64Array(length);
  let place = 0;
  for (const criterion of criteria) {
    values[place] = criterion === changed.criterion ? changed.value : (state.value[criterion] as number);
    weights[place++] = variant.criteria[criterion]?.weight as number;
  }
  for (const dimension of dimensions) {
    values[place] = dimension === changed.dimension ? changed.value : (state.dimension[dimension] as number);
    weights[place++] = variant.dimensions[dimension]?.weight as number;
  }
  return combineChildren(combine, { values, weights, length });
}

/** Gaps with the model's texts, points rounded to the scale's decimals. */
export function describeGaps(variant: Variant, state: State, target: number, gaps: readonly RawGap[]): Gap[] {
  return gaps.map(({ position, step, blocks, points, effort }): Gap => {
    const criterion = variant.criteria[position] as CompiledCriterion;
    const text = variant.model.criteria[position];
    return {
      criterion: criterion.id,
      name: criterion.name,
      dimension: text?.dimension ?? "",
      attainment: state.status[position] === UNANSWERED ? null : (state.attainment[position] as number),
      target: step.attainment,
      answer: step.answer,
      blocks,
      points: roundHalfUp(points, variant.scale.decimals),
      effort: roundHalfUp(effort, 2),
      guidance: guidanceFor(variant, position, target),
      stages: text?.stages ?? [],
    };
  });
}

/** What to do to reach a level: its own guidance, else that of the nearest level above, else below. */
export function guidanceFor(variant: Variant, position: number, target: number): string | null {
  const guidance = variant.model.criteria[position]?.guidance;
  if (guidance === undefined) return null;
  const ranks = variant.levels.map((level) => level.rank);
  const order = [...ranks.filter((rank) => rank >= target), ...ranks.filter((rank) => rank < target).reverse()];
  for (const rank of order) {
    const id = variant.levels[rank]?.id ?? "";
    if (Object.hasOwn(guidance, id)) return guidance[id] ?? null;
  }
  return null;
}
