/**
 * Pieces of JSON text in UTF-8, each made once and copied as often as it is shown: escaping and encoding a level's name
 * for every partner would cost more than scoring them.
 */
import { encodeUtf8 } from "./utf8.ts";

/** Text that a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A leading apostrophe makes a spreadsheet take the cell as text. */
export function inert(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The text as it stands between the quotation marks of a JSON string. */
export function escaped(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text).slice(1, -1) : text;
}

/**
 * Copying eight bytes at a time, and at least sixteen, reads and writes up to fifteen more than asked. They are copied as numbers, which keeps
 * them as they are: only those that are no number may be changed, and no eight bytes of UTF-8 are one of these.
 */
const SLACK = 16;

export class Texts {
  /** Numbers of pieces start at 1, so that 0 can stand for one not made yet. */
  #count = 0;
  /** Start and length of each. */
  spans = new Int32Array(512);
  view: DataView;
  #bytes = new Uint8Array(8_192);
  #used = 0;

  constructor() {
    this.view = new DataView(this.#bytes.buffer);
  }

  /** @param json what is to be written, already JSON. */
  add(json: string): number {
    const room = this.#used + json.length * 3 + SLACK;
    if (room > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(room, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    const piece = ++this.#count;
    if (piece * 2 === this.spans.length) this.spans = doubled(this.spans);
    const start = this.#used;
    this.#used = encodeUtf8(json, this.#bytes, start);
    this.spans[piece * 2] = start;
    this.spans[piece * 2 + 1] = this.#used - start;
    return piece;
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** How this processor keeps the bytes of a number, so that they are written in the order they were put there. */
const IS_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Bytes that grow at their end. */
export class Writer {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #at = 0;
  /** Where the slack begins. */
  #limit: number;

  constructor(capacity: number) {
    this.#limit = capacity;
    this.#bytes = new Uint8Array(capacity + SLACK);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#at;
  }

  written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#at);
  }

  byte(byte: number): void {
    if (this.#at >= this.#limit) this.reserve(1);
    this.#bytes[this.#at++] = byte;
  }

  piece(texts: Texts, piece: number): void {
    const start = texts.spans[piece * 2] as number;
    const length = texts.spans[piece * 2 + 1] as number;
    const at = this.#at;
    if (at + length > this.#limit) this.reserve(length);
    const from = texts.view;
    const to = this.#view;
    // Most have at most sixteen bytes, and these take the same way whatever their length.
    to.setFloat64(at, from.getFloat64(start, true), true);
    to.setFloat64(at + 8, from.getFloat64(start + 8, true), true);
    for (let byte = 16; byte < length; byte += 8) to.setFloat64(at + byte, from.getFloat64(start + byte, true), true);
    this.#at = at + length;
  }

  /** Writes the first bytes of eight. */
  short(word: number, length: number): void {
    const at = this.#at;
    if (at + length > this.#limit) this.reserve(length);
    this.#view.setFloat64(at, word, IS_LITTLE);
    this.#at = at + length;
  }

  /** @param json what is to be written, already JSON. */
  text(json: string): void {
    if (this.#at + json.length * 3 + SLACK > this.#bytes.length) this.reserve(json.length * 3);
    this.#at = encodeUtf8(json, this.#bytes, this.#at);
  }

  bytes(bytes: Uint8Array): void {
    if (this.#at + bytes.length + SLACK > this.#bytes.length) this.reserve(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Replaces a byte that is written already. */
  put(at: number, byte: number): void {
    this.#bytes[at] = byte;
  }

  /** Room for this many bytes more; doubles where less would do. */
  reserve(more: number): void {
    if (this.#at + more + SLACK <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#at + more + SLACK, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
    this.#limit = larger.length - SLACK;
    this.#view = new DataView(larger.buffer);
  }
}
