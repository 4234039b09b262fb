/** What to work on: criteria below target, what they block, what they would add and what they cost. */
import type { Gap } from "../contract.ts";
import { ANSWERED, NOT_APPLICABLE, type Step, TOLERANCE, UNANSWERED } from "./answers.ts";
import { holds, measureHolds, memberHolds, routeReached } from "./conditions.ts";
import type { CompiledCriterion, Condition, Variant } from "./compile.ts";
import { combineChildren } from "./evaluate.ts";
import { roundHalfUp } from "./numbers.ts";
import type { Cohort, State } from "./state.ts";

/** A gap by position, before texts are looked up. Points are index units 0..1 times the scale's width. */
export interface RawGap {
  position: number;
  step: Step;
  blocks: boolean;
  points: number;
  effort: number;
}

/**
 * Gaps towards a level: criteria that a requirement of it names and that fall short come first, then by index
 * points per person-day. Criteria that are complete or not applicable, and those that would change nothing, are
 * left out.
 *
 * @param target rank of the level to reach; requirements of the levels below count too when the ladder is cumulative.
 */
export function rawGaps(variant: Variant, state: State, target: number, cohort?: Cohort): RawGap[] {
  const wanted = blockingConditions(variant, state, target, cohort);
  const gaps: RawGap[] = [];
  for (const criterion of variant.criteria) {
    const { position } = criterion;
    if (state.status[position] === NOT_APPLICABLE) continue;
    const blocking = wanted.get(position);
    const step = blocking ? leastStep(variant, state, criterion, blocking) : bestStep(variant, criterion, state);
    if (step === null) continue;
    const short = step.attainment > (state.attainment[position] as number) + TOLERANCE;
    if (blocking === undefined && !short) continue;
    const points = Math.max(0, indexWith(variant, state, position, step.attainment) - indexOrZero(state)) * variant.scale.width;
    if (blocking === undefined && points < TOLERANCE) continue;
    gaps.push({ position, step, blocks: blocking !== undefined, points, effort: effortOf(criterion, state, step) });
  }
  return gaps.sort(
    (a, b) => Number(b.blocks) - Number(a.blocks) || worth(b) - worth(a) || b.points - a.points || a.position - b.position,
  );
}

const indexOrZero = (state: State): number => (state.index === state.index ? state.index : 0);
const worth = (gap: RawGap): number => gap.points / Math.max(gap.effort, 1e-6);

/** Person-days from the present answer, or from the worst one where unanswered. */
export function effortOf(criterion: CompiledCriterion, state: State, step: Step): number {
  const from =
    state.status[criterion.position] === ANSWERED
      ? criterion.answer.effortAt(state.measure[criterion.position] as number)
      : 0;
  return criterion.effort * Math.max(0, step.effort - from);
}

/** Criteria that an unmet condition of the target names and that fall short themselves, with those conditions. */
function blockingConditions(
  variant: Variant,
  state: State,
  target: number,
  cohort: Cohort | undefined,
): Map<number, Extract<Condition, { kind: "criteria" }>[]> {
  const found = new Map<number, Extract<Condition, { kind: "criteria" }>[]>();
  const collect = (conditions: readonly Condition[]): void => {
    for (const condition of conditions) {
      if (holds(variant, condition, state, cohort)) continue;
      if (condition.kind === "any") {
        const shares = condition.routes.map((route) => routeReached(variant, route, state, cohort));
        collect(condition.routes[shares.indexOf(Math.max(...shares))] ?? []);
      } else if (condition.kind === "criteria") {
        for (const member of condition.members) {
          if (memberHolds(variant, condition, state, member)) continue;
          const conditionsOfMember = found.get(member);
          if (conditionsOfMember) conditionsOfMember.push(condition);
          else found.set(member, [condition]);
        }
      }
    }
  };
  for (let rank = variant.cumulative ? 0 : target; rank <= target; rank++) collect(variant.levels[rank]?.conditions ?? []);
  return found;
}

/** The cheapest answer that satisfies the conditions, else the one of highest attainment. */
function leastStep(
  variant: Variant,
  state: State,
  criterion: CompiledCriterion,
  conditions: readonly Extract<Condition, { kind: "criteria" }>[],
): Step | null {
  let least: Step | null = null;
  for (const step of stepsFor(criterion, state)) {
    const satisfies = conditions.every((condition) =>
      measureHolds(variant, condition, criterion.position, step.measure, step.attainment),
    );
    if (satisfies && (least === null || effortOf(criterion, state, step) < effortOf(criterion, state, least))) least = step;
  }
  return least ?? bestStep(variant, criterion, state);
}

function stepsFor(criterion: CompiledCriterion, state: State): readonly Step[] {
  if (criterion.answer.kind !== "checklist") return fixedSteps(criterion);
  return criterion.answer.steps(criterion.thresholds, state.measure[criterion.position] as number);
}

const stepsCache = new WeakMap<CompiledCriterion, Step[]>();
function fixedSteps(criterion: CompiledCriterion): Step[] {
  const cached = stepsCache.get(criterion);
  if (cached) return cached;
  const steps = criterion.answer.steps(criterion.thresholds, null);
  stepsCache.set(criterion, steps);
  return steps;
}

const bestCache = new WeakMap<CompiledCriterion, Step | null>();
/** The least laborious of the answers with the highest attainment. */
function bestStep(_variant: Variant, criterion: CompiledCriterion, state: State): Step | null {
  const fixed = criterion.answer.kind !== "checklist";
  const cached = fixed ? bestCache.get(criterion) : undefined;
  if (cached !== undefined) return cached;
  let best: Step | null = null;
  for (const step of stepsFor(criterion, state)) {
    if (
      best === null ||
      step.attainment > best.attainment + TOLERANCE ||
      (step.attainment > best.attainment - TOLERANCE && step.effort < best.effort)
    ) {
      best = step;
    }
  }
  if (fixed) bestCache.set(criterion, best);
  return best;
}

/** The index (0..1) if one criterion had another attainment and everything else stayed. */
export function indexWith(variant: Variant, state: State, position: number, attainment: number): number {
  const criterion = variant.criteria[position] as CompiledCriterion;
  let changed = { criterion: position, dimension: -1, value: attainment };
  for (let at = criterion.dimension; at >= 0; at = variant.dimensions[at]?.parent ?? -1) {
    const dimension = variant.dimensions[at] as Variant["dimensions"][number];
    const value =
      dimension.combine === "mean"
        ? meanWith(variant, state, at, changed)
        : combineWith(variant, state, dimension.combine, dimension.criteria, dimension.dimensions, changed);
    changed = { criterion: -1, dimension: at, value };
  }
  return combineWith(variant, state, variant.combine, [], variant.tops, changed);
}

interface Change {
  criterion: number;
  dimension: number;
  value: number;
}

/** The weighted mean after one child changed, without summing the others again. */
function meanWith(variant: Variant, state: State, at: number, changed: Change): number {
  const weight =
    changed.criterion >= 0
      ? (variant.criteria[changed.criterion]?.weight ?? 0)
      : (variant.dimensions[changed.dimension]?.weight ?? 0);
  const before = (changed.criterion >= 0 ? state.value[changed.criterion] : state.dimension[changed.dimension]) as number;
  const total = presentWeight(variant, state, at);
  const score = state.dimension[at] as number;
  if (before === before) return total > 0 ? score + (weight * (changed.value - before)) / total : score;
  const sum = (score === score ? score * total : 0) + weight * changed.value;
  return total + weight > 0 ? sum / (total + weight) : Number.NaN;
}

function presentWeight(variant: Variant, state: State, at: number): number {
  const dimension = variant.dimensions[at] as Variant["dimensions"][number];
  let total = 0;
  for (const criterion of dimension.criteria) {
    const value = state.value[criterion] as number;
    if (value === value) total += variant.criteria[criterion]?.weight as number;
  }
  for (const child of dimension.dimensions) {
    const value = state.dimension[child] as number;
    if (value === value) total += variant.dimensions[child]?.weight as number;
  }
  return total;
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
