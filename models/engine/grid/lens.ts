/**
 * What the cells of one criterion mean under one variant of the model. Texts, ticks and small whole numbers are
 * understood once per distinct answer; other numbers, of which most are different, have a code of their own for each row
 * of the block. Either way the rest of the grid looks up `array[codes[row]]`.
 */
import { ANSWERED, NOT_APPLICABLE, REFUSED, type Reading, type Step, TOLERANCE, UNANSWERED } from "../answers.ts";
import type { CompiledCriterion, Variant } from "../compile.ts";
import { bestStepFrom, LEAST_EFFORT } from "../gaps.ts";
import { takeBytes, takeFloats, takeIntegers } from "./memory.ts";
import { BLANK, type Column, FALSE, FIRST_NUMBER, FIRST_TEXT, numberOf, SMALL, TRUE } from "./table.ts";
import { TextMemory } from "./text-memory.ts";

/** Rows that are worked on at once: enough to spread the cost of a column, few enough for the processor's cache. */
export const BLOCK = 1_024;

export const IDENTITY = Int32Array.from({ length: BLOCK }, (_, row) => row);
const otherCodes = new Int32Array(BLOCK);
const otherNumbers = new Float64Array(BLOCK);
const attainments = new Float64Array(BLOCK);
const efforts = new Float64Array(BLOCK);
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

const memories = new WeakMap<CompiledCriterion, TextMemory<Reading>>();

export class Lens {
  readonly criterion: CompiledCriterion;
  /** Whether rows may have a code of their own. */
  readonly hasOthers: boolean;
  /** Codes below this mean the same in every block. */
  readonly lasting: number;
  /** By row of the block; all other arrays are by code. */
  codes: Int32Array = ZEROS;
  status: Uint8Array;
  /** 1 for answers that cannot be read; they count as unanswered. */
  refused: Uint8Array;
  refuses = false;
  measure: Float64Array;
  /** 0 where unanswered. */
  attainment: Float64Array;
  /** Steps of effort from the worst answer. */
  effort: Float64Array;
  /** What it adds to its dimension under the model's rules for missing answers; NaN for nothing. */
  value: Float64Array;
  /** `value` times the criterion's weight; NaN unless it is answered. */
  weighted: Float64Array;
  /** Number of the best answer, and the person-days to get there. */
  best: Int32Array;
  days: Float64Array;
  /**
   * What the best answer would add to the dimension's weighted sum, per person-day: negative where nothing,
   * infinite where it has to be worked out row by row.
   */
  pull: Float64Array;
  /** No answer that was met has more pull. */
  mostPull = 0;

  readonly #variant: Variant;
  readonly #column: Column | null;
  /** Null when no gaps are asked for. */
  readonly #steps: Steps | null;
  readonly #scratch: Int32Array;

  /** @param column null where the grid has none for the criterion. */
  constructor(variant: Variant, criterion: CompiledCriterion, column: Column | null, steps: Steps | null) {
    this.criterion = criterion;
    this.#variant = variant;
    this.#column = criterion.omitted ? null : column;
    this.#steps = steps;
    const size = this.#column?.size ?? 1;
    this.hasOthers = this.#column?.hasOthers === true;
    this.lasting = size;
    this.#scratch = this.#column === null ? ZEROS : takeIntegers(BLOCK);
    const capacity = this.hasOthers ? size + BLOCK : size;
    this.status = takeBytes(capacity);
    this.refused = takeBytes(capacity);
    this.measure = takeFloats(capacity);
    this.attainment = takeFloats(capacity);
    this.effort = takeFloats(capacity);
    this.value = takeFloats(capacity);
    this.weighted = takeFloats(capacity);
    this.best = takeIntegers(capacity);
    this.days = takeFloats(capacity);
    this.pull = takeFloats(capacity);
    this.#set(BLANK, criterion.answer.read(null));
    if (this.#column !== null) this.#readAnswers(this.#column);
  }

  /** Takes the rows of the next block. */
  turn(rows: Int32Array, count: number): void {
    const column = this.#column;
    if (column === null) return;
    const first = rows[0] as number;
    if (this.hasOthers) this.#translate(column, rows, count);
    else if (rows[count - 1] === first + count - 1) this.codes = column.codes.subarray(first, first + count);
    else {
      this.codes = this.#scratch;
      for (let row = 0; row < count; row++) this.#scratch[row] = column.codes[rows[row] as number] as number;
    }
  }

  #readAnswers(column: Column): void {
    const { answer } = this.criterion;
    if (column.hasBooleans) {
      this.#set(TRUE, answer.read(true));
      this.#set(FALSE, answer.read(false));
    }
    for (let number = 0; number < SMALL; number++) {
      if (column.small[number] === 1) this.#set(FIRST_NUMBER + number, answer.read(number));
    }
    let memory = memories.get(this.criterion);
    if (memory === undefined) {
      memory = new TextMemory();
      memories.set(this.criterion, memory);
    }
    for (let code = FIRST_TEXT; code < column.size; code++) {
      this.#set(code, column.understand(code, memory, answer.read));
    }
  }

  /** Gives each row with a number that is not small a code of its own. */
  #translate({ codes, numbers }: Column, rows: Int32Array, count: number): void {
    const scratch = this.#scratch;
    const own = this.lasting;
    let others = 0;
    this.codes = scratch;
    for (let row = 0; row < count; row++) {
      const code = codes[rows[row] as number] as number;
      if (code >= 0) scratch[row] = code;
      else {
        scratch[row] = own + row;
        otherCodes[others] = own + row;
        otherNumbers[others++] = numberOf(numbers, code);
      }
    }
    if (others > 0) this.#readOthers(others);
  }

  /** Numbers that the criterion takes as they are go through its line all at once. */
  #readOthers(count: number): void {
    const { answer } = this.criterion;
    const { line, accepts } = answer;
    line?.readAll(otherNumbers, attainments, efforts, count);
    for (let place = 0; place < count; place++) {
      const code = otherCodes[place] as number;
      const number = otherNumbers[place] as number;
      if (accepts === null || !(number >= accepts.min && number <= accepts.max)) this.#set(code, answer.read(number));
      else this.#setMeasure(code, number, attainments[place] as number, efforts[place] as number);
    }
  }

  /** As `#set` does for an answer that is a number. */
  #setMeasure(code: number, measure: number, attained: number, along: number): void {
    const { best, weight, effort, position } = this.criterion;
    this.status[code] = ANSWERED;
    this.refused[code] = 0;
    this.measure[code] = measure;
    this.attainment[code] = attained;
    this.effort[code] = along;
    this.value[code] = attained;
    this.weighted[code] = weight * attained;
    this.pull[code] = -1;
    if (this.#steps === null || best.attainment <= attained + TOLERANCE) return;
    this.best[code] = this.#steps.numberOf(position, best);
    const days = effort * Math.max(0, best.effort - along);
    this.days[code] = days;
    const pull = (weight * (best.attainment - attained)) / Math.max(days, LEAST_EFFORT);
    this.pull[code] = pull;
    if (pull > this.mostPull) this.mostPull = pull;
  }

  #set(code: number, reading: Reading): void {
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
    this.weighted[code] = status === ANSWERED ? criterion.weight * reading.attainment : Number.NaN;
    this.pull[code] = -1;
    if (this.#steps === null || status === NOT_APPLICABLE) return;
    const best = bestStepFrom(criterion, this.measure[code] as number);
    this.best[code] = this.#steps.numberOf(criterion.position, best);
    const days = criterion.effort * Math.max(0, best.effort - (this.effort[code] as number));
    this.days[code] = days;
    if (best.attainment <= (this.attainment[code] as number) + TOLERANCE) return;
    const value = this.value[code] as number;
    const pull = !Number.isNaN(value)
      ? (criterion.weight * (best.attainment - value)) / Math.max(days, LEAST_EFFORT)
      : Number.POSITIVE_INFINITY;
    this.pull[code] = pull;
    if (pull > this.mostPull) this.mostPull = pull;
  }
}

/** What an answer adds to its dimension, as `evaluate` has it. */
function valueFor(variant: Variant, criterion: CompiledCriterion, status: number, attainment: number): number {
  if (status === ANSWERED) return attainment;
  if (status === UNANSWERED) return variant.unanswered === "zero" ? 0 : Number.NaN;
  if (criterion.omitted || variant.notApplicable === "exclude") return Number.NaN;
  return variant.notApplicable === "full" ? 1 : 0;
}
