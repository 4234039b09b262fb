/**
 * How high scores can still get while answers are open. All ways of combining are monotone in the values that are
 * present, so the best value of each criterion gives the best score; only which unanswered criteria take part is
 * a choice of its own, because excluded ones change the denominators.
 */

import type { Combine } from "../../format.ts";
import { TOLERANCE } from "../answers.ts";
import type { Condition } from "../compile.ts";
import { nothingApplies } from "../conditions.ts";
import { combineChildren } from "../evaluate.ts";
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
    outlook.criterionPresence[position] = !Number.isNaN(value) ? ALWAYS : NEVER;
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
    if (Number.isNaN(value)) absent = true;
    else if (!(value <= best)) best = value;
  }
  outlook.criterion[position] = best;
  outlook.criterionPresence[position] = !Number.isNaN(best) ? (absent ? MAYBE : ALWAYS) : NEVER;
}

/** Fills dimensions and index from the criteria. */
export function lookUp(problem: Problem, outlook: Outlook): void {
  for (const position of problem.variant.order) lookAtDimension(problem, outlook, position);
  lookAtIndex(problem, outlook);
}

/** Fills again what one criterion belongs to. */
export function lookUpFrom(problem: Problem, outlook: Outlook, criterion: number): void {
  const { variant } = problem;
  for (let at = variant.criteria[criterion]?.dimension ?? -1; at >= 0; at = variant.dimensions[at]?.parent ?? -1) {
    lookAtDimension(problem, outlook, at);
  }
  lookAtIndex(problem, outlook);
}

function lookAtDimension({ variant }: Problem, outlook: Outlook, position: number): void {
  const dimension = variant.dimensions[position];
  if (dimension === undefined) return;
  children.length = 0;
  for (const criterion of dimension.criteria) {
    push(
      outlook.criterion[criterion] as number,
      variant.criteria[criterion]?.weight as number,
      outlook.criterionPresence[criterion] as number,
    );
  }
  for (const child of dimension.dimensions) {
    push(
      outlook.dimension[child] as number,
      variant.dimensions[child]?.weight as number,
      outlook.dimensionPresence[child] as number,
    );
  }
  outlook.dimension[position] = best(dimension.combine);
  outlook.dimensionPresence[position] = presence(dimension.combine);
}

function lookAtIndex({ variant }: Problem, outlook: Outlook): void {
  children.length = 0;
  for (const top of variant.tops) {
    push(
      outlook.dimension[top] as number,
      variant.dimensions[top]?.weight as number,
      outlook.dimensionPresence[top] as number,
    );
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
      return !Number.isNaN(score) ? score >= needed : nothingApplies(problem.variant, problem.start, dimension);
    });
  });
}

/** Sums in another order differ in their last bits. */
export const SLACK = 1e-12;

/** What a score must at least be so that the engine's tolerant comparison holds. */
export function leastNeeded(bound: "min" | "above", needed: number): number {
  return bound === "min" ? needed - TOLERANCE : needed + TOLERANCE;
}

/** The children of the score at hand, in arrays that are used again and again. */
const children = {
  values: new Float64Array(64),
  weights: new Float64Array(64),
  presences: new Uint8Array(64),
  length: 0,
};

function push(value: number, weight: number, presence: number): void {
  if (presence === NEVER) return;
  if (children.length === children.values.length) {
    const { values, weights, presences } = children;
    const size = 2 * children.length;
    children.values = new Float64Array(size);
    children.weights = new Float64Array(size);
    children.presences = new Uint8Array(size);
    children.values.set(values);
    children.weights.set(weights);
    children.presences.set(presences);
  }
  children.values[children.length] = value;
  children.weights[children.length] = weight;
  children.presences[children.length++] = presence;
}

function presence(combine: Combine): number {
  let found = NEVER;
  for (let child = 0; child < children.length; child++) {
    if (combine !== "mean" || (children.weights[child] as number) > 0)
      found = Math.max(found, children.presences[child] as number);
  }
  return found;
}

/** The best score over all choices of the children that may take part. */
function best(combine: Combine): number {
  let optional = 0;
  for (let child = 0; child < children.length; child++) if (children.presences[child] === MAYBE) optional++;
  if (optional === 0) return combineChildren(combine, children);
  if (combine === "stack") return bestStack();
  // Of the optional children, those of the highest values are worth taking: try each number of them.
  const all = Array.from({ length: children.length }, (_, child) => ({
    value: children.values[child] as number,
    weight: children.weights[child] as number,
    rank: children.presences[child] === ALWAYS ? 2 : (children.values[child] as number),
  })).sort((a, b) => b.rank - a.rank);
  const taken = { values: new Float64Array(all.length), weights: new Float64Array(all.length), length: 0 };
  let most = Number.NaN;
  for (const { value, weight } of all) {
    taken.values[taken.length] = value;
    taken.weights[taken.length++] = weight;
    if (taken.length < all.length - optional) continue;
    const score = combineChildren(combine, taken);
    if (!(score <= most)) most = !Number.isNaN(score) ? score : most;
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
  for (let child = 0; child < children.length; child++) {
    const value = children.values[child] as number;
    const isFull = value >= 1 - TOLERANCE;
    let after = 0;
    for (let later = child + 1; later < children.length; later++) if (children.presences[later] === ALWAYS) after++;
    const score = (full + (isFull ? 1 : value)) / (full + 1 + after);
    if (!(score <= most)) most = score;
    if (isFull) full++;
    else if (children.presences[child] === ALWAYS) break;
  }
  return most;
}
