/**
 * A grid column by column. Cells are codes: equal texts of a column share one, so that whatever follows from an
 * answer is worked out once per distinct answer and not once per cell.
 */

import { foldName } from "../partner-name.ts";
import type { TextMemory } from "./text-memory.ts";

/**
 * Codes with a fixed meaning. Whole numbers from 0 up to `SMALL` follow from `FIRST_NUMBER` on, texts and everything else
 * from `FIRST_TEXT` on. Other numbers have negative codes: `~code` is the number itself where it is whole and below
 * `WHOLE`, else `WHOLE` and a place in `numbers`.
 */
export const BLANK = 0;
export const TRUE = 1;
export const FALSE = 2;
export const FIRST_NUMBER = 3;
/** Percentages and most counts are below. */
export const SMALL = 128;
export const FIRST_TEXT = FIRST_NUMBER + SMALL;
export const WHOLE = 2 ** 20;

export interface Column {
  /** By row below the header. */
  codes: Int32Array;
  numbers: Float64Array;
  /** 1 for each small number that occurs. */
  small: Uint8Array;
  /** Whether there may be a number that is not small. */
  hasOthers: boolean;
  /** Whether there may be a cell that is true or false. */
  hasBooleans: boolean;
  /** Codes in use are below this. */
  size: number;
  /** The cell's value for a code from `FIRST_TEXT` on. */
  text(code: number): unknown;
  /** What the text of a code means: remembered, or read and remembered. */
  understand<Meaning>(code: number, memory: TextMemory<Meaning>, read: (text: unknown) => Meaning): Meaning;
  /** Whether the text of a code is blank. */
  isBlank(code: number): boolean;
  /** Whether no text is blank or begins or ends with one: then texts with different codes name different things. */
  hasPlainTexts(): boolean;
  /** Of plain texts: by code, the first code that names the same partner; null where all are different. */
  sameNames(): Int32Array | null;
}

export interface Table {
  header: readonly unknown[];
  columns: readonly Column[];
  /** Rows below the header. */
  rows: number;
  /** Cells by row. */
  lengths: Int32Array;
  /** 1 for rows with something in a cell that has no header. */
  overlong: Uint8Array;
}

export function cellOf(column: Column, row: number): unknown {
  const code = column.codes[row] as number;
  if (code === BLANK) return null;
  if (code < 0) return numberOf(column.numbers, code);
  if (code >= FIRST_TEXT) return column.text(code);
  return code >= FIRST_NUMBER ? code - FIRST_NUMBER : code === TRUE;
}

/** The number with a negative code. */
export function numberOf(numbers: Float64Array, code: number): number {
  return ~code < WHOLE ? ~code : (numbers[~code - WHOLE] as number);
}

/** Whether there is nothing in a cell but blanks. */
export function isBlankAt(column: Column, row: number): boolean {
  const code = column.codes[row] as number;
  return code === BLANK || (code >= FIRST_TEXT && column.isBlank(code));
}

export function isBlankCell(cell: unknown): boolean {
  return cell === null || cell === undefined || (typeof cell === "string" && cell.trim() === "");
}

/** What a cell says as text: names of partners and attributes may be numbers. */
export function cellText(cell: unknown): string {
  if (typeof cell === "string") return cell.trim();
  return typeof cell === "number" || typeof cell === "boolean" ? String(cell) : "";
}

class CellColumn implements Column {
  codes: Int32Array;
  numbers = new Float64Array(0);
  readonly small = new Uint8Array(SMALL);
  hasOthers = false;
  hasBooleans = false;
  #numberCount = 0;
  readonly #texts: unknown[] = [];
  readonly #known = new Map<unknown, number>();

  constructor(rows: number) {
    this.codes = new Int32Array(rows);
  }

  get size(): number {
    return FIRST_TEXT + this.#texts.length;
  }

  text(code: number): unknown {
    return this.#texts[code - FIRST_TEXT];
  }

  #codeOf(number: number): number {
    if (number >= 0 && number < SMALL && Number.isInteger(number)) {
      this.small[number] = 1;
      return FIRST_NUMBER + number;
    }
    if (this.numbers.length === 0) this.numbers = new Float64Array(this.codes.length);
    this.hasOthers = true;
    this.numbers[this.#numberCount] = number;
    return ~(WHOLE + this.#numberCount++);
  }

  understand<Meaning>(code: number, _memory: TextMemory<Meaning>, read: (text: unknown) => Meaning): Meaning {
    return read(this.text(code));
  }

  isBlank(code: number): boolean {
    return isBlankCell(this.text(code));
  }

  hasPlainTexts(): boolean {
    return this.#texts.every((text) => typeof text === "string" && text !== "" && text === text.trim());
  }

  sameNames(): Int32Array {
    const firsts = new Map<string, number>();
    const same = Int32Array.from({ length: this.size }, (_, code) => code);
    for (let code = FIRST_TEXT; code < this.size; code++) {
      const name = foldName(String(this.text(code)));
      const first = firsts.get(name);
      if (first === undefined) firsts.set(name, code);
      else same[code] = first;
    }
    return same;
  }

  set(row: number, cell: unknown): void {
    if (typeof cell === "number") {
      this.codes[row] = this.#codeOf(cell);
    } else if (cell === null || cell === undefined) this.codes[row] = BLANK;
    else if (typeof cell === "boolean") {
      this.hasBooleans = true;
      this.codes[row] = cell ? TRUE : FALSE;
    } else {
      let code = this.#known.get(cell);
      if (code === undefined) {
        code = this.size;
        this.#texts.push(cell);
        this.#known.set(cell, code);
      }
      this.codes[row] = code;
    }
  }
}

/** @param grid the header row, then one row per partner. */
export function tableOf(grid: readonly (readonly unknown[])[]): Table {
  const header = grid[0] ?? [];
  const rows = Math.max(0, grid.length - 1);
  const columns = header.map(() => new CellColumn(rows));
  const lengths = new Int32Array(rows);
  const overlong = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const cells = grid[row + 1] as readonly unknown[];
    lengths[row] = cells.length;
    const width = Math.min(cells.length, columns.length);
    for (let column = 0; column < width; column++) (columns[column] as CellColumn).set(row, cells[column]);
    for (let column = width; column < cells.length; column++) if (!isBlankCell(cells[column])) overlong[row] = 1;
  }
  return { header, columns, rows, lengths, overlong };
}
