/**
 * Scores a block of rows of one variant, column after column: what has to be decided is decided once per column and
 * not once per cell. Every sum is added up in the order of `evaluate`, so that the results are the same to the last bit.
 */
import { ANSWERED, NOT_APPLICABLE, UNANSWERED } from "../answers.ts";
import type { Variant } from "../compile.ts";
import { evaluate } from "../evaluate.ts";
import type { Withheld } from "../level.ts";
import { newState, type State } from "../state.ts";
import type { Input } from "./header.ts";
import { HeldLevels } from "./held.ts";
import { BLOCK, IDENTITY, Lens, Steps } from "./lens.ts";
import { takeBytes, takeFloats, takeIntegers } from "./memory.ts";
import type { Table } from "./table.ts";

/** By number, as the desk keeps them. */
export const WITHHELD: readonly Withheld[] = [null, "coverage", "required", "empty"];

export class Desk {
  readonly variant: Variant;
  /** By position of the criterion. */
  readonly lenses: readonly Lens[];
  readonly steps = new Steps();
  /** The rows of the block, by their place in the table. */
  readonly rows = takeIntegers(BLOCK);
  count = 0;
  /** Whether a cell of the block may have an answer that cannot be read. */
  refuses = false;
  /** Scores 0..1 by row of the block, NaN for null; by dimension, and weights of what counts in it. */
  readonly dimension: readonly Float64Array[];
  readonly present: readonly Float64Array[];
  readonly index = takeFloats(BLOCK);
  readonly coverage = takeFloats(BLOCK);
  /** Places in `WITHHELD`. */
  readonly withheld = takeBytes(BLOCK);
  /** Rank of the level, -1 for none. */
  readonly rank = takeIntegers(BLOCK);
  readonly levels: HeldLevels;
  /** Whether every score is a weighted mean: only those are worked out by columns. */
  readonly isLinear: boolean;
  /** Sums of whole numbers are exact in any order. */
  readonly #hasWholeWeights: boolean;
  readonly #weight: number;
  readonly #state: State;
  #stateRow = -1;

  constructor(variant: Variant, input: Input, table: Table, wantsGaps: boolean) {
    this.variant = variant;
    this.isLinear = variant.combine === "mean" && variant.dimensions.every(({ combine }) => combine === "mean");
    const columns = new Map(input.criteria.map(({ position, column }) => [position, column]));
    const steps = wantsGaps ? this.steps : null;
    this.lenses = variant.criteria.map(
      (criterion) => new Lens(variant, criterion, table.columns[columns.get(criterion.position) ?? -1] ?? null, steps),
    );
    this.dimension = variant.dimensions.map(() => takeFloats(BLOCK));
    this.present = [...variant.dimensions, null].map(() => takeFloats(BLOCK));
    this.#hasWholeWeights = variant.criterionWeights.every((weight) => Number.isSafeInteger(weight));
    this.#weight = variant.criterionWeights.reduce((sum, weight) => sum + weight, 0);
    this.levels = new HeldLevels(this);
    this.#state = newState(variant);
  }

  /** Scores the rows in `rows`, `count` of them. */
  score(): void {
    const { count, rows, variant } = this;
    this.#stateRow = -1;
    for (const lens of this.lenses) lens.turn(rows, count);
    this.refuses = this.lenses.some((lens) => lens.refuses);
    if (this.isLinear) this.#evaluate();
    else this.#evaluateRows();
    this.#cover();
    this.#withhold();
    this.levels.hold();
    this.levels.rank(this.rank, variant.cumulative);
  }

  /** A row as the rest of the engine knows it, for what is not worked out by columns. Reused for the next row. */
  stateOf(row: number): State {
    if (this.#stateRow === row) return this.#state;
    this.#stateRow = row;
    for (let position = 0; position < this.lenses.length; position++) this.#fill(row, position);
    return this.#withScores(row);
  }

  /** The same with the answers to these criteria only. */
  partialState(row: number, criteria: readonly number[]): State {
    if (this.#stateRow === row) return this.#state;
    this.#stateRow = -1;
    for (const position of criteria) this.#fill(row, position);
    return this.#withScores(row);
  }

  #withScores(row: number): State {
    const state = this.#state;
    for (let place = 0; place < this.dimension.length; place++) {
      state.dimension[place] = (this.dimension[place] as Float64Array)[row] as number;
    }
    for (let place = 0; place < this.present.length; place++) {
      state.present[place] = (this.present[place] as Float64Array)[row] as number;
    }
    state.index = this.index[row] as number;
    return state;
  }

  #fill(row: number, position: number): void {
    const state = this.#state;
    const lens = this.lenses[position] as Lens;
    const code = lens.codes[row] as number;
    state.status[position] = lens.status[code] as number;
    state.measure[position] = lens.measure[code] as number;
    state.attainment[position] = lens.attainment[code] as number;
    state.effort[position] = lens.effort[code] as number;
    state.value[position] = lens.value[code] as number;
  }

  #evaluate(): void {
    const { variant, count, lenses, dimension, present } = this;
    const isWhole = this.#hasWholeWeights;
    if (isWhole) {
      this.coverage.fill(this.#weight, 0, count);
      applicable.fill(this.#weight, 0, count);
    }
    for (const position of variant.order) {
      const { criteria, dimensions } = variant.dimensions[position] as Variant["dimensions"][number];
      const sum = (dimension[position] as Float64Array).fill(0, 0, count);
      const weight = isWhole
        ? criteria.reduce((all, criterion) => all + (variant.criterionWeights[criterion] as number), 0)
        : 0;
      const total = (present[position] as Float64Array).fill(weight, 0, count);
      for (const criterion of criteria) {
        const lens = lenses[criterion] as Lens;
        if (isWhole) addWhole(lens, sum, total, this.coverage, count);
        else addWeighted(lens.codes, lens.value, lens.criterion.weight, sum, total, count);
      }
      for (const child of dimensions) {
        addWeighted(
          IDENTITY,
          dimension[child] as Float64Array,
          variant.dimensionWeights[child] as number,
          sum,
          total,
          count,
        );
      }
      divide(sum, total, count);
    }
    const sum = this.index.fill(0, 0, count);
    const total = (present[variant.dimensions.length] as Float64Array).fill(0, 0, count);
    for (const child of variant.tops) {
      addWeighted(
        IDENTITY,
        dimension[child] as Float64Array,
        variant.dimensionWeights[child] as number,
        sum,
        total,
        count,
      );
    }
    divide(sum, total, count);
  }

  /** Other ways of combining go row by row through the engine itself. */
  #evaluateRows(): void {
    const state = this.#state;
    for (let row = 0; row < this.count; row++) {
      for (let position = 0; position < this.lenses.length; position++) this.#fill(row, position);
      evaluate(this.variant, state);
      for (let place = 0; place < this.dimension.length; place++) {
        (this.dimension[place] as Float64Array)[row] = state.dimension[place] as number;
      }
      for (let place = 0; place < this.present.length; place++) {
        (this.present[place] as Float64Array)[row] = state.present[place] as number;
      }
      this.index[row] = state.index;
    }
  }

  #cover(): void {
    const { count, lenses, coverage } = this;
    if (!this.isLinear || !this.#hasWholeWeights) {
      coverage.fill(0, 0, count);
      applicable.fill(0, 0, count);
      for (const { codes, status, criterion } of lenses) addCovered(codes, status, criterion.weight, coverage, count);
    }
    for (let row = 0; row < count; row++) {
      coverage[row] =
        (applicable[row] as number) > 0
          ? (coverage[row] as number) / (applicable[row] as number)
          : this.#coveredByCount(row);
    }
  }

  /** Where all weights are 0, each criterion counts as one. */
  #coveredByCount(row: number): number {
    let count = 0;
    let answered = 0;
    for (const { codes, status } of this.lenses) {
      const own = status[codes[row] as number];
      if (own !== NOT_APPLICABLE) count++;
      if (own === ANSWERED) answered++;
    }
    return count > 0 ? answered / count : 1;
  }

  /** As `withheld` decides it. */
  #withhold(): void {
    const { variant, count, withheld, coverage, index } = this;
    const needed = variant.coverage - 1e-9;
    for (let row = 0; row < count; row++) {
      const score = index[row] as number;
      withheld[row] = (coverage[row] as number) < needed ? 1 : score === score ? 0 : 3;
    }
    if (variant.unanswered !== "block") return;
    for (const { codes, status, criterion } of this.lenses) {
      if (!criterion.required) continue;
      for (let row = 0; row < count; row++) {
        if (status[codes[row] as number] === UNANSWERED && withheld[row] !== 1) withheld[row] = 2;
      }
    }
  }
}

/** Weight of the criteria that are applicable, by row. */
const applicable = new Float64Array(BLOCK);

function addWeighted(
  codes: Int32Array,
  values: Float64Array,
  weight: number,
  sum: Float64Array,
  total: Float64Array,
  count: number,
): void {
  for (let row = 0; row < count; row++) {
    const value = values[codes[row] as number] as number;
    if (value === value) {
      sum[row] = (sum[row] as number) + weight * value;
      total[row] = (total[row] as number) + weight;
    }
  }
}

/**
 * The same, and the coverage with it, where weights are whole numbers: then sums are exact in any order, and only
 * answers that lack have to be taken off.
 */
function addWhole(
  { codes, status, value, weighted, criterion }: Lens,
  sum: Float64Array,
  total: Float64Array,
  answered: Float64Array,
  count: number,
): void {
  const { weight } = criterion;
  for (let row = 0; row < count; row++) {
    const code = codes[row] as number;
    const adds = weighted[code] as number;
    if (adds === adds) {
      sum[row] = (sum[row] as number) + adds;
      continue;
    }
    const own = value[code] as number;
    answered[row] = (answered[row] as number) - weight;
    if (status[code] === NOT_APPLICABLE) applicable[row] = (applicable[row] as number) - weight;
    if (own === own) sum[row] = (sum[row] as number) + weight * own;
    else total[row] = (total[row] as number) - weight;
  }
}

function divide(sum: Float64Array, total: Float64Array, count: number): void {
  for (let row = 0; row < count; row++) {
    sum[row] = (total[row] as number) > 0 ? (sum[row] as number) / (total[row] as number) : Number.NaN;
  }
}

function addCovered(
  codes: Int32Array,
  status: Uint8Array,
  weight: number,
  answered: Float64Array,
  count: number,
): void {
  for (let row = 0; row < count; row++) {
    const own = status[codes[row] as number];
    if (own === NOT_APPLICABLE) continue;
    applicable[row] = (applicable[row] as number) + weight;
    if (own === ANSWERED) answered[row] = (answered[row] as number) + weight;
  }
}
