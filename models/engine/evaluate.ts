/** From answers to dimension scores and the index, 0..1. */

import type { Combine } from "../format.ts";
import { ANSWERED, NOT_APPLICABLE, TOLERANCE } from "./answers.ts";
import type { Variant } from "./compile.ts";
import type { State } from "./state.ts";

/** Children's values (NaN where excluded) and weights, filled up to `length`. */
export interface Children {
  values: Float64Array;
  weights: Float64Array;
  length: number;
}

type Combiner = (children: Children) => number;

/** Each way of combining; NaN when every child is excluded. Weights count in `mean` and `points` only. */
const combiners: Record<Extract<Combine, string>, Combiner> = {
  mean({ values, weights, length }) {
    let sum = 0;
    let total = 0;
    for (let child = 0; child < length; child++) {
      const value = values[child] as number;
      if (!Number.isNaN(value)) {
        sum += (weights[child] as number) * value;
        total += weights[child] as number;
      }
    }
    return total > 0 ? sum / total : Number.NaN;
  },
  min({ values, length }) {
    let least = Number.NaN;
    for (let child = 0; child < length; child++) {
      const value = values[child] as number;
      if (!(value >= least)) least = !Number.isNaN(value) ? value : least;
    }
    return least;
  },
  max({ values, length }) {
    let most = Number.NaN;
    for (let child = 0; child < length; child++) {
      const value = values[child] as number;
      if (!(value <= most)) most = !Number.isNaN(value) ? value : most;
    }
    return most;
  },
  median({ values, length }) {
    const present = Array.from(values.subarray(0, length))
      .filter((value) => !Number.isNaN(value))
      .sort((a, b) => a - b);
    const middle = present.length / 2;
    if (present.length === 0) return Number.NaN;
    if (present.length % 2 === 1) return present[Math.floor(middle)] as number;
    return ((present[middle - 1] as number) + (present[middle] as number)) / 2;
  },
  stack({ values, length }) {
    let present = 0;
    let full = 0;
    let fraction = -1;
    for (let child = 0; child < length; child++) {
      const value = values[child] as number;
      if (Number.isNaN(value)) continue;
      present++;
      if (fraction >= 0) continue;
      if (value >= 1 - TOLERANCE) full++;
      else fraction = value;
    }
    return present === 0 ? Number.NaN : (full + Math.max(fraction, 0)) / present;
  },
};

function points(children: Children, cap: number): number {
  let sum = 0;
  let present = false;
  for (let child = 0; child < children.length; child++) {
    const value = children.values[child] as number;
    if (!Number.isNaN(value)) {
      sum += (children.weights[child] as number) * value;
      present = true;
    }
  }
  return present ? Math.min(1, sum / cap) : Number.NaN;
}

export function combineChildren(combine: Combine, children: Children): number {
  return typeof combine === "string" ? combiners[combine](children) : points(children, combine.points);
}

/** Fills `value`, `dimension` and `index` of a state whose answers are set. */
export function evaluate(variant: Variant, state: State): void {
  const { criteria, dimensions } = variant;
  const unanswered = variant.unanswered === "zero" ? 0 : Number.NaN;
  const notApplicable = variant.notApplicable === "exclude" ? Number.NaN : variant.notApplicable === "full" ? 1 : 0;
  for (let position = 0; position < criteria.length; position++) {
    const status = state.status[position];
    state.value[position] =
      status === ANSWERED
        ? (state.attainment[position] as number)
        : status === NOT_APPLICABLE
          ? criteria[position]?.omitted
            ? Number.NaN
            : notApplicable
          : unanswered;
  }
  for (const position of variant.order) {
    const dimension = dimensions[position] as Variant["dimensions"][number];
    state.dimension[position] = combineAt(
      variant,
      state,
      dimension.combine,
      dimension.criteria,
      dimension.dimensions,
      position,
    );
  }
  state.index = combineAt(variant, state, variant.combine, [], variant.tops, dimensions.length);
}

/** The score of a dimension from its children; `place` is where its present weight is kept. */
function combineAt(
  variant: Variant,
  state: State,
  combine: Combine,
  criteria: readonly number[],
  dimensions: readonly number[],
  place: number,
): number {
  if (combine === "mean") return meanAt(variant, state, criteria, dimensions, place);
  const children = scratch(criteria.length + dimensions.length);
  let length = 0;
  for (const criterion of criteria) {
    children.values[length] = state.value[criterion] as number;
    children.weights[length++] = variant.criterionWeights[criterion] as number;
  }
  for (const child of dimensions) {
    children.values[length] = state.dimension[child] as number;
    children.weights[length++] = variant.dimensionWeights[child] as number;
  }
  children.length = length;
  return combineChildren(combine, children);
}

/** The common way of combining, without gathering the children first. */
function meanAt(
  variant: Variant,
  state: State,
  criteria: readonly number[],
  dimensions: readonly number[],
  place: number,
): number {
  const { criterionWeights, dimensionWeights } = variant;
  const { value, dimension } = state;
  let sum = 0;
  let total = 0;
  for (let at = 0; at < criteria.length; at++) {
    const criterion = criteria[at] as number;
    const own = value[criterion] as number;
    if (!Number.isNaN(own)) {
      const weight = criterionWeights[criterion] as number;
      sum += weight * own;
      total += weight;
    }
  }
  for (let at = 0; at < dimensions.length; at++) {
    const child = dimensions[at] as number;
    const own = dimension[child] as number;
    if (!Number.isNaN(own)) {
      const weight = dimensionWeights[child] as number;
      sum += weight * own;
      total += weight;
    }
  }
  state.present[place] = total;
  return total > 0 ? sum / total : Number.NaN;
}

let buffer: Children = { values: new Float64Array(64), weights: new Float64Array(64), length: 0 };
function scratch(size: number): Children {
  if (buffer.values.length < size)
    buffer = { values: new Float64Array(size), weights: new Float64Array(size), length: 0 };
  buffer.length = 0;
  return buffer;
}

/**
 * Share of the applicable criteria's weight that is answered, 0..1. Criteria of weight 0 do not count, unless all
 * are of weight 0; 1 when nothing is applicable.
 */
export function coverage(variant: Variant, state: State, members?: readonly number[]): number {
  const { criterionWeights } = variant;
  const statuses = state.status;
  let applicable = 0;
  let answered = 0;
  let count = 0;
  let answeredCount = 0;
  const length = members?.length ?? statuses.length;
  for (let place = 0; place < length; place++) {
    const position = members ? (members[place] as number) : place;
    const status = statuses[position];
    if (status === NOT_APPLICABLE) continue;
    const weight = criterionWeights[position] as number;
    applicable += weight;
    count++;
    if (status === ANSWERED) {
      answered += weight;
      answeredCount++;
    }
  }
  if (applicable > 0) return answered / applicable;
  return count > 0 ? answeredCount / count : 1;
}
