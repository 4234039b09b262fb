/** What the level would be with one other answer: only what lies above the criterion is worked out anew. */

import type { Combine } from "../../format.ts";
import { ANSWERED, UNANSWERED } from "../answers.ts";
import type { Variant } from "../compile.ts";
import { type Children, combineChildren } from "../evaluate.ts";
import type { Cohort, State } from "../state.ts";
import { reachedRank } from "./member.ts";

/**
 * The rank that would be reached if one criterion were answered with another measure, or were unanswered (NaN).
 * The state is put back; it must be evaluated. `present` is not kept up while it lasts.
 */
export function rankWith(variant: Variant, state: State, position: number, measure: number, cohort?: Cohort): number {
  const criterion = variant.criteria[position];
  if (criterion === undefined) return reachedRank(variant, state, cohort);
  const answered = !Number.isNaN(measure);
  const status = state.status[position] as number;
  const measureBefore = state.measure[position] as number;
  const attainment = state.attainment[position] as number;
  const value = state.value[position] as number;
  const { index } = state;
  let depth = 0;
  for (let at = criterion.dimension; at >= 0; at = variant.dimensions[at]?.parent ?? -1) {
    scoresBefore[depth++] = state.dimension[at] as number;
  }

  const reached = answered ? criterion.answer.attain(measure) : 0;
  state.status[position] = answered ? ANSWERED : UNANSWERED;
  state.measure[position] = measure;
  state.attainment[position] = reached;
  state.value[position] = answered ? reached : variant.unanswered === "zero" ? 0 : Number.NaN;
  for (let at = criterion.dimension; at >= 0; at = variant.dimensions[at]?.parent ?? -1) {
    const dimension = variant.dimensions[at] as Variant["dimensions"][number];
    state.dimension[at] = combineNow(variant, state, dimension.combine, dimension.criteria, dimension.dimensions);
  }
  state.index = combineNow(variant, state, variant.combine, [], variant.tops);
  const rank = reachedRank(variant, state, cohort);

  state.status[position] = status;
  state.measure[position] = measureBefore;
  state.attainment[position] = attainment;
  state.value[position] = value;
  state.index = index;
  depth = 0;
  for (let at = criterion.dimension; at >= 0; at = variant.dimensions[at]?.parent ?? -1) {
    state.dimension[at] = scoresBefore[depth++] as number;
  }
  return rank;
}

const scoresBefore: number[] = [];

function combineNow(
  variant: Variant,
  state: State,
  combine: Combine,
  criteria: readonly number[],
  dimensions: readonly number[],
): number {
  const size = criteria.length + dimensions.length;
  if (buffer.values.length < size) {
    buffer = { values: new Float64Array(size * 2), weights: new Float64Array(size * 2), length: 0 };
  }
  const { values, weights } = buffer;
  let length = 0;
  for (const criterion of criteria) {
    values[length] = state.value[criterion] as number;
    weights[length++] = variant.criterionWeights[criterion] as number;
  }
  for (const dimension of dimensions) {
    values[length] = state.dimension[dimension] as number;
    weights[length++] = variant.dimensionWeights[dimension] as number;
  }
  buffer.length = length;
  return combineChildren(combine, buffer);
}
let buffer: Children = { values: new Float64Array(64), weights: new Float64Array(64), length: 0 };
