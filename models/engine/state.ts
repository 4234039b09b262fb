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
  /** What the criterion adds to its dimension under the model's rules for missing answers. */
  value: Float64Array;
  dimension: Float64Array;
  index: number;
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
    value: new Float64Array(criteria),
    dimension: new Float64Array(variant.dimensions.length),
    index: Number.NaN,
  };
}

export function copyState(state: State): State {
  return {
    status: state.status.slice(),
    measure: state.measure.slice(),
    attainment: state.attainment.slice(),
    value: state.value.slice(),
    dimension: state.dimension.slice(),
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
}

export function setMeasure(variant: Variant, state: State, position: number, measure: number): void {
  state.status[position] = ANSWERED;
  state.measure[position] = measure;
  state.attainment[position] = variant.criteria[position]?.answer.attain(measure) ?? 0;
}
