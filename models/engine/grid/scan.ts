/**
 * Reads the grid of a request straight from the bytes of its body.
 *
 * `JSON.parse` makes a string of every cell, which is half the cost of the whole request, although a column holds few
 * different answers. This reads only what a grid is made of: rows of texts, numbers, true, false and null. Everything
 * beside the grid goes through `JSON.parse`, and so does the whole body where anything here is not as expected; the
 * caller cannot see which way was taken. See .github/adr/0003-grid-bytes.md.
 */

import { Cells, ScannedColumn } from "./cells.ts";
import { FALSE, FIRST_NUMBER, isBlankCell, SMALL, type Table, TRUE } from "./table.ts";
import {
  CODE,
  isSameTail,
  LENGTH,
  NEXT,
  quoteIn,
  REACH,
  SECOND,
  SLOT_BITS,
  START,
  slotOf,
  Tokens,
  Unexpected,
  WORD,
} from "./tokens.ts";

export interface ScannedBody {
  table: Table;
  /** The body's bytes before and after the grid: what is left when `[]` is put between them is the envelope. */
  before: Uint8Array;
  after: Uint8Array;
}

/** @returns null where the body is not an object with one plain grid; it may be valid JSON all the same. */
export function scanGrid(bytes: Uint8Array): ScannedBody | null {
  try {
    return new Scanner(bytes).body();
  } catch (error) {
    if (error instanceof Unexpected) return null;
    throw error;
  }
}

/** The same for who wants to keep objects of each class in here. */
export function scanAndKeep(bytes: Uint8Array): { body: ScannedBody | null; objects: readonly object[] } {
  const scanner = new Scanner(bytes);
  return { body: scanner.body(), objects: [scanner, new Cells(1)] };
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const LETTER_E = 0x65;
/** The words as 32-bit numbers, the first letter lowest. */
const NULL = 0x6c6c756e;
const TRUE_WORD = 0x65757274;
const FALS = 0x736c6166;

const POWERS = Float64Array.from({ length: 16 }, (_, power) => 10 ** power);

class Scanner {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  /** Texts that belong to no column. */
  #loose: Tokens | null = null;
  /** The number read last. */
  #number = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  body(): ScannedBody | null {
    let found: ScannedBody | null = null;
    let next: number;
    this.#expect(OPEN_OBJECT);
    do {
      const isGrid = this.#key() === "grid";
      this.#expect(COLON);
      if (isGrid) {
        if (found !== null) throw new Unexpected();
        this.#skipBlanks();
        const start = this.#at;
        const table = this.#grid();
        found = { table, before: this.#bytes.subarray(0, start), after: this.#bytes.subarray(this.#at) };
      } else this.#skipValue();
      next = this.#next();
    } while (next === COMMA);
    if (next !== CLOSE_OBJECT) throw new Unexpected();
    return found;
  }

  #grid(): Table {
    this.#expect(OPEN_LIST);
    const header = this.#header();
    const start = this.#at;
    const cells = new Cells(header.length);
    const tokens = new Tokens(this.#bytes, this.#view, header.length);
    // As many rows as there would be if all were like the first.
    let guess = (this.#bytes.length - start) / Math.max(2, this.#bytes.indexOf(CLOSE_LIST, start) - start);
    let rows = 0;
    for (; this.#next() === COMMA; rows++) {
      if (rows === cells.capacity) {
        cells.grow(Math.ceil(guess * 1.1) + 16 + rows);
        guess = ((this.#bytes.length - start) / (this.#at - start)) * rows;
      }
      cells.lengths[rows] = this.#row(cells, tokens, rows);
    }
    if (this.#bytes[this.#at - 1] !== CLOSE_LIST) throw new Unexpected();
    const columns = header.map((_, column) => new ScannedColumn(cells, tokens, column));
    return { header, columns, rows, lengths: cells.lengths, overlong: cells.overlong };
  }

  #header(): unknown[] {
    const cells: unknown[] = [];
    this.#expect(OPEN_LIST);
    this.#skipBlanks();
    if (this.#bytes[this.#at] === CLOSE_LIST) {
      this.#at++;
      return cells;
    }
    do {
      this.#skipBlanks();
      cells.push(this.#scalar());
    } while (this.#next() === COMMA);
    if (this.#bytes[this.#at - 1] !== CLOSE_LIST) throw new Unexpected();
    return cells;
  }

  /** @returns the number of cells. */
  #row(cells: Cells, tokens: Tokens, row: number): number {
    const bytes = this.#bytes;
    const view = this.#view;
    const { codes, small, capacity, width } = cells;
    const { heads } = tokens;
    let { entries } = tokens;
    const safe = bytes.length - REACH;
    this.#expect(OPEN_LIST);
    this.#skipBlanks();
    let at = this.#at;
    if (bytes[at] === CLOSE_LIST) {
      this.#at = at + 1;
      return 0;
    }
    let first = bytes[at] as number;
    for (let cell = 0; ; cell++) {
      if (cell >= width) {
        this.#at = at;
        if (!isBlankCell(this.#scalar())) cells.overlong[row] = 1;
        at = this.#at;
      } else if (first === QUOTE) {
        // A text is looked for by its first eight bytes. When it is found, so is its end.
        let entry = 0;
        if (at < safe) {
          let word = view.getInt32(at + 1, true);
          let second = 0;
          let ends = quoteIn(word);
          if (ends !== 0) word &= ends ^ (ends - 1);
          else {
            second = view.getInt32(at + 5, true);
            ends = quoteIn(second);
            if (ends !== 0) second &= ends ^ (ends - 1);
          }
          entry = heads[(cell << SLOT_BITS) | slotOf(word, second)] as number;
          while (entry !== 0) {
            if (entries[entry + WORD] === word && entries[entry + SECOND] === second) {
              if (ends !== 0) break;
              if (
                isSameTail(view, bytes.length, at, entries[entry + START] as number, entries[entry + LENGTH] as number)
              )
                break;
            }
            entry = entries[entry + NEXT] as number;
          }
        }
        if (entry === 0) {
          entry = tokens.enter(cell, at);
          entries = tokens.entries;
        }
        codes[cell * capacity + row] = entries[entry + CODE] as number;
        at += entries[entry + LENGTH] as number;
      } else if (first >= ZERO && first <= ZERO + 9) {
        let end = at + 1;
        let number = first - ZERO;
        let digit = (bytes[end] as number) - ZERO;
        while (digit >= 0 && digit <= 9) {
          number = number * 10 + digit;
          digit = (bytes[++end] as number) - ZERO;
        }
        // Small whole numbers are most of them; others are read again.
        const next = digit + ZERO;
        const isWhole = (next === COMMA || next === CLOSE_LIST) && (first !== ZERO || end === at + 1);
        if (isWhole && number < SMALL) {
          small[cell * SMALL + number] = 1;
          codes[cell * capacity + row] = FIRST_NUMBER + number;
          at = end;
        } else {
          at = this.#readNumber(at);
          codes[cell * capacity + row] = cells.codeOf(cell, this.#number);
        }
      } else if (first === MINUS) {
        at = this.#readNumber(at);
        codes[cell * capacity + row] = cells.codeOf(cell, this.#number);
      } else {
        const value = this.#literal(at);
        at = this.#at;
        if (value !== null) {
          cells.hasBooleans[cell] = 1;
          codes[cell * capacity + row] = value ? TRUE : FALSE;
        }
      }
      let next = bytes[at] as number;
      if (next <= 0x20) {
        at = this.#afterBlanks(at);
        next = bytes[at] as number;
      }
      first = bytes[++at] as number;
      if (next === CLOSE_LIST) {
        this.#at = at;
        return cell + 1;
      }
      if (next !== COMMA) throw new Unexpected();
      if (first <= 0x20) {
        at = this.#afterBlanks(at);
        first = bytes[at] as number;
      }
    }
  }

  /** Any cell as a value, for the few that are not looked at in bulk. */
  #scalar(): unknown {
    const first = this.#bytes[this.#at] as number;
    if (first === QUOTE) {
      this.#loose ??= new Tokens(this.#bytes, this.#view, 1);
      const tokens = this.#loose;
      const entry = tokens.enter(0, this.#at);
      this.#at += tokens.entries[entry + LENGTH] as number;
      return tokens.text(0, tokens.entries[entry + CODE] as number);
    }
    if (first === MINUS || (first >= ZERO && first <= ZERO + 9)) {
      this.#at = this.#readNumber(this.#at);
      return this.#number;
    }
    return this.#literal(this.#at);
  }

  #literal(at: number): boolean | null {
    const word = at + 4 <= this.#bytes.length ? this.#view.getInt32(at, true) : 0;
    this.#at = at + 4;
    if (word === NULL) return null;
    if (word === TRUE_WORD) return true;
    if (word !== FALS || this.#bytes[at + 4] !== LETTER_E) throw new Unexpected();
    this.#at = at + 5;
    return false;
  }

  /**
   * Up to fifteen digits are exact as an integer, and dividing two exact numbers rounds once: the nearest double, which
   * is what `JSON.parse` gives. Others are left to `Number`.
   */
  #readNumber(start: number): number {
    const bytes = this.#bytes;
    const isNegative = bytes[start] === MINUS;
    let at = isNegative ? start + 1 : start;
    const first = at;
    let digits = 0;
    for (; isDigit(bytes[at]); at++) digits = digits * 10 + (bytes[at] as number) - ZERO;
    let count = at - first;
    if (count === 0 || (count > 1 && bytes[first] === ZERO)) throw new Unexpected();
    let decimals = 0;
    if (bytes[at] === POINT) {
      const point = at++;
      for (; isDigit(bytes[at]); at++) digits = digits * 10 + (bytes[at] as number) - ZERO;
      decimals = at - point - 1;
      if (decimals === 0) throw new Unexpected();
      count += decimals;
    }
    const isScientific = ((bytes[at] as number) | 0x20) === 0x65;
    if (isScientific) {
      at++;
      if (bytes[at] === MINUS || bytes[at] === 0x2b) at++;
      const exponent = at;
      while (isDigit(bytes[at])) at++;
      if (at === exponent) throw new Unexpected();
    }
    if (at - start > 100) throw new Unexpected();
    if (isScientific || count > 15) this.#number = Number(String.fromCharCode(...bytes.subarray(start, at)));
    else {
      const value = decimals === 0 ? digits : digits / (POWERS[decimals] as number);
      this.#number = isNegative ? -value : value;
    }
    return at;
  }

  /** The name of a top-level field. One with an escape might be “grid” in disguise. */
  #key(): string {
    this.#expect(QUOTE);
    const start = this.#at;
    const end = this.#bytes.indexOf(QUOTE, start);
    if (end < 0) throw new Unexpected();
    let key = "";
    for (let at = start; at < end; at++) {
      const byte = this.#bytes[at] as number;
      if (byte === BACKSLASH) throw new Unexpected();
      if (end - start < 8) key += String.fromCharCode(byte);
    }
    this.#at = end + 1;
    return key;
  }

  /** Skips a value that `JSON.parse` will read: only texts and nesting matter. */
  #skipValue(): void {
    const bytes = this.#bytes;
    for (let depth = 0; this.#at < bytes.length; this.#at++) {
      const byte = bytes[this.#at] as number;
      if (byte === QUOTE) this.#skipText();
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++;
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT || byte === COMMA) {
        if (depth === 0) return;
        if (byte !== COMMA) depth--;
      }
    }
  }

  /** From the opening quotation mark to the closing one. */
  #skipText(): void {
    const bytes = this.#bytes;
    for (this.#at++; this.#at < bytes.length; this.#at++) {
      const byte = bytes[this.#at];
      if (byte === QUOTE) return;
      if (byte === BACKSLASH) this.#at++;
    }
  }

  #expect(byte: number): void {
    if (this.#next() !== byte) throw new Unexpected();
  }

  /** The next byte that is not blank; the place is after it. NaN at the end. */
  #next(): number {
    this.#skipBlanks();
    return this.#bytes[this.#at++] ?? Number.NaN;
  }

  #skipBlanks(): void {
    this.#at = this.#afterBlanks(this.#at);
  }

  #afterBlanks(from: number): number {
    let at = from;
    for (;;) {
      const byte = this.#bytes[at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
      at++;
    }
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
