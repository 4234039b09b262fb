/** What the scanner fills: codes of cells, and the columns that others see of them. */
import { type Column, FIRST_TEXT, SMALL, WHOLE } from "./table.ts";
import type { TextMemory } from "./text-memory.ts";
import type { Tokens } from "./tokens.ts";

/** The cells of a grid, column after column. */
export class Cells {
  readonly width: number;
  capacity = 0;
  codes = new Int32Array(0);
  /** Numbers whose code does not say which, in the order they were met. */
  numbers = new Float64Array(256);
  #numberCount = 0;
  /** By column and number: 1 for the small ones that occur. */
  readonly small: Uint8Array;
  readonly hasOthers: Uint8Array;
  hasBooleans: Uint8Array;
  lengths = new Int32Array(0);
  overlong = new Uint8Array(0);

  constructor(width: number) {
    this.width = width;
    this.small = new Uint8Array(width * SMALL);
    this.hasOthers = new Uint8Array(width);
    this.hasBooleans = new Uint8Array(width);
  }

  /** The code of a number that is not small and whole, -0 among them. */
  codeOf(column: number, number: number): number {
    this.hasOthers[column] = 1;
    if (number >= SMALL && number < WHOLE && Number.isInteger(number)) return ~number;
    if (this.#numberCount === this.numbers.length) {
      const numbers = new Float64Array(this.#numberCount * 2);
      numbers.set(this.numbers);
      this.numbers = numbers;
    }
    this.numbers[this.#numberCount] = number;
    return ~(WHOLE + this.#numberCount++);
  }

  grow(capacity: number): void {
    const { width, capacity: before } = this;
    const codes = new Int32Array(width * capacity);
    const lengths = new Int32Array(capacity);
    const overlong = new Uint8Array(capacity);
    for (let column = 0; column < width; column++) {
      const from = column * before;
      codes.set(this.codes.subarray(from, from + before), column * capacity);
    }
    lengths.set(this.lengths);
    overlong.set(this.overlong);
    Object.assign(this, { capacity, codes, lengths, overlong });
  }
}

export class ScannedColumn implements Column {
  readonly codes: Int32Array;
  readonly numbers: Float64Array;
  readonly small: Uint8Array;
  readonly hasOthers: boolean;
  readonly hasBooleans: boolean;
  readonly #tokens: Tokens;
  readonly #column: number;

  constructor(cells: Cells, tokens: Tokens, column: number) {
    const from = column * cells.capacity;
    this.codes = cells.codes.subarray(from, from + cells.capacity);
    this.numbers = cells.numbers;
    this.small = cells.small.subarray(column * SMALL, (column + 1) * SMALL);
    this.hasOthers = cells.hasOthers[column] === 1;
    this.hasBooleans = cells.hasBooleans[column] === 1;
    this.#tokens = tokens;
    this.#column = column;
  }

  get size(): number {
    return this.#tokens.size(this.#column);
  }

  text(code: number): string {
    return this.#tokens.text(this.#column, code);
  }

  understand<Meaning>(code: number, memory: TextMemory<Meaning>, read: (text: unknown) => Meaning): Meaning {
    return this.#tokens.understand(this.#column, code, memory, read);
  }

  isBlank(code: number): boolean {
    return !this.#tokens.isPlain(this.#column, code) && this.text(code).trim() === "";
  }

  hasPlainTexts(): boolean {
    if (this.#tokens.plain[this.#column] === 1) return true;
    for (let code = FIRST_TEXT; code < this.size; code++) if (!this.#tokens.isPlain(this.#column, code)) return false;
    return !this.#tokens.hasEscapes(this.#column);
  }

  sameNames(): Int32Array | null {
    return this.#tokens.sameNames(this.#column);
  }
}
