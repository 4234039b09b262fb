/**
 * How high scores can still get while answers are open. All ways of combining are monotone in the values that are
 * present, so the best value of each criterion gives the best score; only which unanswered criteria take part is
 * a choice of its own, because excluded ones change the denominators.
 */
import { TOLERANCE } from "../answers.ts";
import type { Combine } from "../../format.ts";
import type { Condition } from "../compile.ts";
import { combineChildren } from "../evaluate.ts";
import { nothingApplies } from "./prepared.ts";
import type { Problem } from "./problem.ts";

/** Whether a value takes part in its parent: never, as the path decides, or always. */
export const NEVER = 0;
export const MAYBE = 1;
export const ALWAYS = 2;

/** Best values (NaN where there is none) and presences of all criteria and dimensions, and of the index. */
export interface Outlook {
  criterion: Float64Array;
  criterionPresence: Uint8Array;
  dimension: Float64Array;
  dimensionPresence: Uint8Array;
  index: number;
  indexPresence: number;
}

export function newOutlook(problem: Problem): Outlook {
  const { criteria, dimensions } = problem.variant;
  const outlook: Outlook = {
    criterion: new Float64Array(criteria.length).fill(Number.NaN),
    criterionPresence: new Uint8Array(criteria.length),
    dimension: new Float64Array(dimensions.length),
    dimensionPresence: new Uint8Array(dimensions.length),
    index: Number.NaN,
    indexPresence: NEVER,
  };
  for (let position = 0; position < criteria.length; position++) {
    if (problem.variableAt[position] !== -1) continue;
    const value = valueOfNotApplicable(problem, position);
    outlook.criterion[position] = value;
    outlook.criterionPresence[position] = value === value ? ALWAYS : NEVER;
  }
  return outlook;
}

/** What a criterion that is not applicable adds; NaN where it is excluded. */
export function valueOfNotApplicable(problem: Problem, position: number): number {
  const { notApplicable, criteria } = problem.variant;
  if (notApplicable === "exclude" || criteria[position]?.omitted) return Number.NaN;
  return notApplicable === "full" ? 1 : 0;
}

/** Sets the outlook of one variable from the candidates that are still allowed. */
export function lookAt(problem: Problem, outlook: Outlook, allowed: Uint8Array, variable: number): void {
  const position = problem.criteria[variable] as number;
  let best = Number.NaN;
  let absent = false;
  for (let place = problem.first[variable] as number; place < (problem.first[variable + 1] as number); place++) {
    if (allowed[place] === 0) continue;
    const value = problem.value[place] as number;
    if (value !== value) absent = true;
    else if (!(value <= best)) best = value;
  }
  outlook.criterion[position] = best;
  outlook.criterionPresence[position] = best === best ? (absent ? MAYBE : ALWAYS) : NEVER;
}

/** Fills dimensions and index from the criteria. */
export function lookUp(problem: Problem, outlook: Outlook): void {
  const { variant } = problem;
  for (const position of variant.order) {
    const dimension = variant.dimensions[position];
    if (dimension === undefined) continue;
    children.length = 0;
    for (const criterion of dimension.criteria) {
      push(outlook.criterion[criterion] as number, variant.criteria[criterion]?.weight as number, outlook.criterionPresence[criterion] as number);
    }
    for (const child of dimension.dimensions) {
      push(outlook.dimension[child] as number, variant.dimensions[child]?.weight as number, outlook.dimensionPresence[child] as number);
    }
    outlook.dimension[position] = best(dimension.combine);
    outlook.dimensionPresence[position] = presence(dimension.combine);
  }
  children.length = 0;
  for (const top of variant.tops) {
    push(outlook.dimension[top] as number, variant.dimensions[top]?.weight as number, outlook.dimensionPresence[top] as number);
  }
  outlook.index = best(variant.combine);
  outlook.indexPresence = presence(variant.combine);
}

/** Whether conditions on scores can still hold; a condition on criteria is left to the demands of the search. */
export function canHold(problem: Problem, conditions: readonly Condition[], outlook: Outlook): boolean {
  return conditions.every((condition) => {
    if (condition.kind === "any") return condition.routes.some((route) => canHold(problem, route, outlook));
    if (condition.kind !== "scores" || condition.bound === "max" || condition.bound === "below") return true;
    const needed = leastNeeded(condition.bound, condition.needed) - SLACK;
    return condition.dimensions.every((dimension) => {
      const score = dimension < 0 ? outlook.index : (outlook.dimension[dimension] as number);
      return score === score ? score >= needed : nothingApplies(problem.variant, problem.start, dimension);
    });
  });
}

/** Sums in another order differ in their last bits. */
export const SLACK = 1e-12;

/** What a score must at least be so that the engine's tolerant comparison holds. */
export function leastNeeded(bound: "min" | "above", needed: number): number {
  return bound === "min" ? needed - TOLERANCE : needed + TOLERANCE;
}

const children: { value: number; weight: number; presence: number }[] = [];
const push = (value: number, weight: number, presence: number): void => {
  if (presence !== NEVER) children.push({ value, weight, presence });
};

function presence(combine: Combine): number {
  let found = NEVER;
  for (const child of children) if (combine !== "mean" || child.weight > 0) found = Math.max(found, child.presence);
  return found;
}

const buffer = { values: new Float64Array(512), weights: new Float64Array(512), length: 0 };

function combineOf(members: readonly { value: number; weight: number }[], combine: Combine): number {
  if (buffer.values.length < members.length) {
    buffer.values = new Float64Array(members.length * 2);
    buffer.weights = new Float64Array(members.length * 2);
  }
  buffer.length = members.length;
  members.forEach((member, place) => {
    buffer.values[place] = member.value;
    buffer.weights[place] = member.weight;
  });
  return combineChildren(combine, buffer);
}

/** The best score over all choices of the children that may take part. */
function best(combine: Combine): number {
  if (children.every((child) => child.presence === ALWAYS)) return combineOf(children, combine);
  if (combine === "stack") return bestStack();
  // Of the optional children, those of the highest values are worth taking: try each number of them.
  const members = children.filter((child) => child.presence === ALWAYS);
  const optional = children.filter((child) => child.presence === MAYBE).sort((a, b) => b.value - a.value);
  let most = combineOf(members, combine);
  for (const child of optional) {
    members.push(child);
    const score = combineOf(members, combine);
    if (!(score <= most)) most = score;
  }
  return most;
}

/**
 * In a stack, optional children that are full help in front of the first that is not; the stack may break off at
 * any optional child, or go on without it.
 */
function bestStack(): number {
  let most = Number.NaN;
  let full = 0;
  for (let place = 0; place < children.length; place++) {
    const child = children[place] as (typeof children)[number];
    const isFull = child.value >= 1 - TOLERANCE;
    const after = children.slice(place + 1).filter((later) => later.presence === ALWAYS).length;
    const score = (full + (isFull ? 1 : child.value)) / (full + 1 + after);
    if (!(score <= most)) most = score;
    if (isFull) full++;
    else if (child.presence === ALWAYS) break;
  }
  return most;
}
