/** One partner's answers and scores in flat arrays, reused from partner to partner. */
import { ANSWERED, NOT_APPLICABLE, type Reading, UNANSWERED } from "./answers.ts";
import type { Variant } from "./compile.ts";

/** Scores and attainments are 0..1; NaN is null: excluded, or with nothing in it. */
export interface State {
  /** `UNANSWERED`, `ANSWERED` or `NOT_APPLICABLE` by criterion. */
  status: Uint8Array;
  measure: Float64Array;
  /** 0 where unanswered. */
  attainment: Float64Array;
  /** Steps of effort from the worst answer; NaN where it was not worked out yet. */
  effort: Float64Array;
  /** What the criterion adds to its dimension under the model's rules for missing answers. */
  value: Float64Array;
  dimension: Float64Array;
  /** Weight of the children that count, by dimension combined by `mean`; the last entry is the index's. */
  present: Float64Array;
  index: number;
}

/** Steps of effort from the worst answer to the present one; 0 where unanswered. */
export function effortAt(variant: Variant, state: State, position: number): number {
  const known = state.effort[position] as number;
  if (!Number.isNaN(known)) return known;
  const effort = variant.criteria[position]?.answer.effortAt(state.measure[position] as number) ?? 0;
  state.effort[position] = effort;
  return effort;
}

/** Rank of a partner within the benchmark cohort; null where no cohort is at hand. */
export interface Cohort {
  /** Percentile rank 0..100 of an index (`null`) or of a criterion's measure. */
  percentile(criterion: string | null, value: number): number | null;
}

export function newState(variant: Variant): State {
  const criteria = variant.criteria.length;
  return {
    status: new Uint8Array(criteria),
    measure: new Float64Array(criteria).fill(Number.NaN),
    attainment: new Float64Array(criteria),
    effort: new Float64Array(criteria),
    value: new Float64Array(criteria),
    dimension: new Float64Array(variant.dimensions.length),
    present: new Float64Array(variant.dimensions.length + 1),
    index: Number.NaN,
  };
}

export function copyState(state: State): State {
  return {
    status: state.status.slice(),
    measure: state.measure.slice(),
    attainment: state.attainment.slice(),
    effort: state.effort.slice(),
    value: state.value.slice(),
    dimension: state.dimension.slice(),
    present: state.present.slice(),
    index: state.index,
  };
}

/** Sets one answer; a refused one counts as unanswered. */
export function setAnswer(variant: Variant, state: State, position: number, reading: Reading): void {
  const criterion = variant.criteria[position];
  if (criterion === undefined) return;
  const status = criterion.omitted
    ? NOT_APPLICABLE
    : reading.status === ANSWERED || reading.status === NOT_APPLICABLE
      ? reading.status
      : UNANSWERED;
  state.status[position] = status;
  state.measure[position] = status === ANSWERED ? reading.measure : Number.NaN;
  state.attainment[position] = status === ANSWERED ? reading.attainment : 0;
  state.effort[position] = status === ANSWERED ? reading.effort : 0;
}

export function setMeasure(variant: Variant, state: State, position: number, measure: number): void {
  state.status[position] = ANSWERED;
  state.measure[position] = measure;
  state.attainment[position] = variant.criteria[position]?.answer.attain(measure) ?? 0;
  state.effort[position] = Number.NaN;
}
