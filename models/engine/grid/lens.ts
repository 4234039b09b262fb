/**
 * What the cells of one criterion mean under one variant of the model. Texts and ticks are read once per distinct
 * answer; numbers, of which most are different, have an entry of their own for each row of the block. Either way the
 * rest of the grid looks up `array[codes[row]]`.
 */
import { ANSWERED, NOT_APPLICABLE, REFUSED, type Reading, type Step, TOLERANCE, UNANSWERED } from "../answers.ts";
import type { CompiledCriterion, Variant } from "../compile.ts";
import { bestStepFrom, LEAST_EFFORT } from "../gaps.ts";
import { takeBytes, takeFloats, takeIntegers } from "./memory.ts";
import { BLANK, type Column, FIRST_TEXT, NUMBER, valueOf } from "./table.ts";

/** Rows that are worked on at once: enough to spread the cost of a column, few enough for the processor's cache. */
export const BLOCK = 256;

export const IDENTITY = Int32Array.from({ length: BLOCK }, (_, row) => row);
const ZEROS = new Int32Array(BLOCK);

/** The answers that gaps lead to, by number. */
export class Steps {
  readonly positions: number[] = [];
  readonly steps: Step[] = [];
  /** The gap's text up to the points gained; 0 where not written yet. */
  readonly pieces: number[] = [];
  readonly #numbers: Map<number, number>[] = [];

  numberOf(position: number, step: Step): number {
    let numbers = this.#numbers[position];
    if (numbers === undefined) {
      numbers = new Map();
      this.#numbers[position] = numbers;
    }
    let number = numbers.get(step.measure);
    if (number === undefined) {
      number = this.steps.length;
      this.steps.push(step);
      this.positions.push(position);
      this.pieces.push(0);
      numbers.set(step.measure, number);
    }
    return number;
  }
}

export class Lens {
  readonly criterion: CompiledCriterion;
  /** False where every row of a block has a code of its own. */
  readonly isShared: boolean;
  /** By row of the block; all other arrays are by code. */
  codes: Int32Array = ZEROS;
  /** Codes in use are below this. */
  size = 0;
  status: Uint8Array;
  /** 1 for answers that cannot be read; they count as unanswered. */
  refused: Uint8Array;
  refuses = false;
  measure: Float64Array;
  /** 0 where unanswered. */
  attainment: Float64Array;
  /** Steps of effort from the worst answer; NaN where nobody asked. */
  effort: Float64Array;
  /** What it adds to its dimension under the model's rules for missing answers; NaN for nothing. */
  value: Float64Array;
  /** Number of the best answer, and the person-days to get there. */
  best: Int32Array;
  days: Float64Array;
  /**
   * What the best answer would add to the dimension's weighted sum, per person-day: negative where nothing,
   * infinite where it has to be worked out row by row.
   */
  pull: Float64Array;

  readonly #variant: Variant;
  readonly #column: Column | null;
  /** Null when no gaps are asked for. */
  readonly #steps: Steps | null;
  readonly #numbers = new Map<number, number>();
  readonly #readings: (Reading | undefined)[] = [];
  readonly #scratch: Int32Array;

  /** @param column null where the grid has none for the criterion. */
  constructor(variant: Variant, criterion: CompiledCriterion, column: Column | null, steps: Steps | null) {
    this.criterion = criterion;
    this.#variant = variant;
    this.#column = criterion.omitted ? null : column;
    this.#steps = steps;
    this.isShared = this.#column === null || criterion.answer.accepts === null;
    this.#scratch = this.isShared && this.#column === null ? ZEROS : takeIntegers(BLOCK);
    const capacity = this.#column === null ? 1 : this.isShared ? this.#column.size : BLOCK;
    this.status = takeBytes(capacity);
    this.refused = takeBytes(capacity);
    this.measure = takeFloats(capacity);
    this.attainment = takeFloats(capacity);
    this.effort = takeFloats(capacity);
    this.value = takeFloats(capacity);
    this.best = takeIntegers(capacity);
    this.days = takeFloats(capacity);
    this.pull = takeFloats(capacity);
    if (this.#column === null) this.#set(0, criterion.answer.read(null));
    else if (this.isShared) {
      const { size, hasBooleans } = this.#column;
      for (let code = 0; code < size; code++) {
        const occurs = code === BLANK || code >= FIRST_TEXT || (hasBooleans && code !== NUMBER);
        if (occurs) this.#set(code, criterion.answer.read(valueOf(this.#column, code, 0)));
      }
    } else {
      this.codes = IDENTITY;
      this.size = BLOCK;
    }
  }

  /** Steps of effort from the worst answer to the one with this code. */
  effortAt(code: number): number {
    const known = this.effort[code] as number;
    return known === known ? known : this.criterion.answer.effortAt(this.measure[code] as number);
  }

  /** Takes the rows of the next block. */
  turn(rows: Int32Array, count: number): void {
    if (this.#column === null) return;
    if (!this.isShared) this.#readNumbers(this.#column, rows, count);
    else if (this.#column.numbers.length > 0) this.#translate(this.#column, rows, count);
    else {
      const { codes } = this.#column;
      const first = rows[0] as number;
      if (rows[count - 1] === first + count - 1) this.codes = codes.subarray(first, first + count);
      else {
        this.codes = this.#scratch;
        for (let row = 0; row < count; row++) this.#scratch[row] = codes[rows[row] as number] as number;
      }
    }
  }

  /** A choice may be answered by a number that is an option's id: each different number gets a code. */
  #translate(column: Column, rows: Int32Array, count: number): void {
    this.codes = this.#scratch;
    for (let row = 0; row < count; row++) {
      const at = rows[row] as number;
      let code = column.codes[at] as number;
      if (code === NUMBER) {
        const number = column.numbers[at] as number;
        code = this.#numbers.get(number) ?? 0;
        if (code === 0) {
          code = this.size;
          this.#set(code, this.criterion.answer.read(number));
          this.#numbers.set(number, code);
        }
      }
      this.#scratch[row] = code;
    }
  }

  #readNumbers(column: Column, rows: Int32Array, count: number): void {
    const { answer, effort: daysPerStep, best, weight } = this.criterion;
    const { line, accepts } = answer;
    const { status, refused, measure, attainment, effort, value, days, pull } = this;
    const least = accepts?.min ?? 1;
    const most = accepts?.max ?? 0;
    const { codes, numbers } = column;
    const hasNumbers = numbers.length > 0;
    for (let row = 0; row < count; row++) {
      const at = rows[row] as number;
      const number = hasNumbers && codes[at] === NUMBER ? (numbers[at] as number) : Number.NaN;
      measure[row] = number >= least && number <= most ? number : Number.NaN;
    }
    line?.readAll(measure, attainment, effort, count);
    if (this.#steps !== null) this.best.fill(this.#steps.numberOf(this.criterion.position, best), 0, count);
    this.refuses = false;
    for (let row = 0; row < count; row++) {
      const number = measure[row] as number;
      if (number !== number) {
        const at = rows[row] as number;
        this.#set(row, this.#readingOf(column, codes[at] as number, at));
        continue;
      }
      const attained = attainment[row] as number;
      status[row] = ANSWERED;
      refused[row] = 0;
      value[row] = attained;
      if (best.attainment <= attained + TOLERANCE) pull[row] = -1;
      else {
        const cost = daysPerStep * Math.max(0, best.effort - (effort[row] as number));
        days[row] = cost;
        pull[row] = (weight * (best.attainment - attained)) / Math.max(cost, LEAST_EFFORT);
      }
    }
  }

  #readingOf(column: Column, code: number, row: number): Reading {
    if (code === NUMBER) return this.criterion.answer.read(column.numbers[row] as number);
    let reading = this.#readings[code];
    if (reading === undefined) {
      reading = this.criterion.answer.read(valueOf(column, code, row));
      this.#readings[code] = reading;
    }
    return reading;
  }

  #set(code: number, reading: Reading): void {
    if (code >= this.status.length) this.#grow(code * 2);
    this.size = Math.max(this.size, code + 1);
    const { criterion } = this;
    const isRefused = reading.status === REFUSED;
    const status = criterion.omitted ? NOT_APPLICABLE : isRefused ? UNANSWERED : reading.status;
    this.status[code] = status;
    this.refused[code] = isRefused ? 1 : 0;
    this.refuses ||= isRefused;
    this.measure[code] = status === ANSWERED ? reading.measure : Number.NaN;
    this.attainment[code] = status === ANSWERED ? reading.attainment : 0;
    this.effort[code] = status === ANSWERED ? reading.effort : 0;
    this.value[code] = valueFor(this.#variant, criterion, status, this.attainment[code] as number);
    this.pull[code] = -1;
    if (this.#steps === null || status === NOT_APPLICABLE) return;
    const best = bestStepFrom(criterion, this.measure[code] as number);
    this.best[code] = this.#steps.numberOf(criterion.position, best);
    const days = criterion.effort * Math.max(0, best.effort - (this.effort[code] as number));
    this.days[code] = days;
    if (best.attainment <= (this.attainment[code] as number) + TOLERANCE) return;
    const value = this.value[code] as number;
    this.pull[code] = !Number.isNaN(value)
      ? (criterion.weight * (best.attainment - value)) / Math.max(days, LEAST_EFFORT)
      : Number.POSITIVE_INFINITY;
  }

  #grow(capacity: number): void {
    const { status, refused, measure, attainment, effort, value, best, days, pull } = this;
    this.status = copied(status, takeBytes(capacity));
    this.refused = copied(refused, takeBytes(capacity));
    this.measure = copied(measure, takeFloats(capacity));
    this.attainment = copied(attainment, takeFloats(capacity));
    this.effort = copied(effort, takeFloats(capacity));
    this.value = copied(value, takeFloats(capacity));
    this.best = copied(best, takeIntegers(capacity));
    this.days = copied(days, takeFloats(capacity));
    this.pull = copied(pull, takeFloats(capacity));
  }
}

function copied<List extends Uint8Array | Int32Array | Float64Array>(from: List, to: List): List {
  to.set(from);
  return to;
}

/** What an answer adds to its dimension, as `evaluate` has it. */
function valueFor(variant: Variant, criterion: CompiledCriterion, status: number, attainment: number): number {
  if (status === ANSWERED) return attainment;
  if (status === UNANSWERED) return variant.unanswered === "zero" ? 0 : Number.NaN;
  if (criterion.omitted || variant.notApplicable === "exclude") return Number.NaN;
  return variant.notApplicable === "full" ? 1 : 0;
}
