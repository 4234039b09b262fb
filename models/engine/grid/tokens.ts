/**
 * The texts of a grid, told apart column by column by their bytes: a text is decoded once, and only when somebody asks
 * what it says. Everything lies in two flat arrays, because the scanner looks here for every cell.
 */
import { nameHash, sameNames } from "./same-names.ts";
import { FIRST_TEXT } from "./table.ts";
import type { TextMemory } from "./text-memory.ts";
import { decodeUtf8 } from "./utf8.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Up to here the texts of a column are found by their first four bytes; columns of names have more. */
const NARROW = 96;
/** A text whose place is taken this often is no accident: somebody made the hashes collide. */
const MOST_PROBES = 64;

/** The bytes are not what the scanner reads; `JSON.parse` has the last word on them. */
export class Unexpected extends Error {}

/** An entry is a place in `entries`, with these fields from there on; place 0 stands for none. */
export const NEXT = 0;
export const START = 1;
export const LENGTH = 2;
export const CODE = 3;
/** The four bytes after the opening quotation mark, and the four after them; nothing beyond the closing one. */
export const WORD = 4;
export const SECOND = 5;
const HASH = 6;
const ENTRY = 8;

/** A text nearer to the end of the body than this is not looked up by words, which could reach beyond it. */
export const REACH = 16;

/** Bits of a slot in `heads`. */
export const SLOT_BITS = 6;

export class Tokens {
  /** First entry by column and slot of its word; the others follow by `NEXT`. */
  readonly heads: Int32Array;
  entries: Int32Array;
  /** 1 for columns with so many texts that only a hash over all of their bytes tells them apart. */
  readonly wide: Uint8Array;
  /** 0 for columns with a text that begins or ends with something that may be a blank, or was escaped. */
  readonly plain: Uint8Array;
  #used = ENTRY;
  readonly #columns: TextsOfColumn[] = [];
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, view: DataView, columns: number) {
    this.#bytes = bytes;
    this.#view = view;
    this.entries = new Int32Array(ENTRY * (8 + columns * 16));
    this.heads = new Int32Array(columns << SLOT_BITS);
    this.wide = new Uint8Array(columns);
    this.plain = new Uint8Array(columns).fill(1);
    for (let column = 0; column < columns; column++) {
      this.#columns.push({ entries: [], decoded: [], escaped: null, slots: null });
    }
  }

  /** Codes of a column are below this. */
  size(column: number): number {
    return FIRST_TEXT + this.#of(column).entries.length;
  }

  text(column: number, code: number): string {
    const { entries, decoded } = this.#of(column);
    const known = decoded[code - FIRST_TEXT];
    if (known !== undefined) return known;
    const entry = entries[code - FIRST_TEXT] as number;
    const start = (this.entries[entry + START] as number) + 1;
    const text = decodeUtf8(this.#bytes, start, start + (this.entries[entry + LENGTH] as number) - 2);
    if (text === null) throw new Unexpected();
    decoded[code - FIRST_TEXT] = text;
    return text;
  }

  understand<Meaning>(
    column: number,
    code: number,
    memory: TextMemory<Meaning>,
    read: (text: string) => Meaning,
  ): Meaning {
    if (this.hasEscapes(column)) return read(this.text(column, code));
    const entry = this.#of(column).entries[code - FIRST_TEXT] as number;
    const hash = this.entries[entry + HASH] as number;
    const start = (this.entries[entry + START] as number) + 1;
    const end = start + (this.entries[entry + LENGTH] as number) - 2;
    let meaning = memory.find(hash, this.#bytes, start, end);
    if (meaning === undefined) {
      meaning = read(this.text(column, code));
      memory.keep(hash, this.#bytes, start, end, meaning);
    }
    return meaning;
  }

  /** With escapes, texts that differ in the body may say the same. */
  hasEscapes(column: number): boolean {
    return this.#of(column).escaped !== null;
  }

  /** Whether a text has no blank at its beginning and end, and something between. */
  isPlain(column: number, code: number): boolean {
    const texts = this.#of(column);
    const entry = texts.entries[code - FIRST_TEXT] as number;
    const start = this.entries[entry + START] as number;
    const length = this.entries[entry + LENGTH] as number;
    if (length > 2 && texts.escaped === null) {
      const isVisibleAt = (at: number) => isVisible(this.#bytes[at] as number);
      if (isVisibleAt(start + 1) && isVisibleAt(start + length - 2)) return true;
    }
    const text = this.text(column, code);
    return text !== "" && text === text.trim();
  }

  /** By code, the first code of the same name; null where all are different. */
  sameNames(column: number): Int32Array | null {
    const { entries } = this.#of(column);
    const hashes = new Int32Array(entries.length);
    for (let place = 0; place < entries.length; place++) {
      const entry = entries[place] as number;
      const from = (this.entries[entry + START] as number) + 1;
      hashes[place] = nameHash(this.#view, from, from + (this.entries[entry + LENGTH] as number) - 2);
    }
    return sameNames(hashes, (code) => this.text(column, code));
  }

  /** The entry of the text whose opening quotation mark is at a place: a new one, or one that only its hash finds. */
  enter(column: number, at: number): number {
    const bytes = this.#bytes;
    let end = at + 1;
    let hash = 0;
    let all = 0;
    // Four bytes at a time while they are plain ASCII.
    for (; end + 4 <= bytes.length; end += 4) {
      const word = this.#view.getInt32(end, true);
      if ((quoteIn(word) | notPlainIn(word)) !== 0) break;
      hash = Math.imul(hash ^ word, 0x01000193);
      hash ^= hash >>> 13;
    }
    for (; end < bytes.length; end++) {
      const byte = bytes[end] as number;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) return this.#enterEscaped(column, at);
      if (byte < 0x20) throw new Unexpected();
      all |= byte;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    if (end >= bytes.length) throw new Unexpected();
    hash ^= hash >>> 15;
    const known =
      this.wide[column] === 1 ? this.#probe(column, hash, at, end + 1 - at) : this.#atEnd(column, at, end + 1 - at);
    if (known !== 0) return known;
    const entry = this.#append(column, at, end + 1 - at);
    this.entries[entry + HASH] = hash;
    if (end - at < 2 || !isVisible(bytes[at + 1] as number) || !isVisible(bytes[end - 1] as number))
      this.plain[column] = 0;
    if (this.wide[column] === 1) this.#index(this.#of(column).slots as Int32Array, entry);
    else this.#chain(column, entry);
    // Decoding finds bytes that are no UTF-8.
    if (all >= 0x80) this.text(column, this.entries[entry + CODE] as number);
    return entry;
  }

  #atEnd(column: number, at: number, length: number): number {
    if (at + REACH < this.#bytes.length) return 0;
    const isSame = (entry: number) =>
      this.entries[entry + LENGTH] === length &&
      isEqual(this.#bytes, at, this.entries[entry + START] as number, length);
    return this.#of(column).entries.find(isSame) ?? 0;
  }

  #of(column: number): TextsOfColumn {
    return this.#columns[column] as TextsOfColumn;
  }

  #enterEscaped(column: number, at: number): number {
    const bytes = this.#bytes;
    let end = at + 1;
    while (end < bytes.length && bytes[end] !== QUOTE) end += bytes[end] === BACKSLASH ? 2 : 1;
    const raw = end < bytes.length ? decodeUtf8(bytes, at, end + 1) : null;
    if (raw === null) throw new Unexpected();
    const texts = this.#of(column);
    texts.escaped ??= { byText: new Map(), places: new Set() };
    const known = texts.escaped.byText.get(raw);
    if (known !== undefined) return known;
    const text = parseText(raw);
    this.plain[column] = 0;
    const entry = this.#append(column, at, end + 1 - at);
    texts.decoded[(this.entries[entry + CODE] as number) - FIRST_TEXT] = text;
    texts.escaped.byText.set(raw, entry);
    texts.escaped.places.add(entry + START);
    // A quotation mark among the first bytes would be taken for the end.
    const isFound = quoteIn(this.#wordAt(at + 1)) === 0 && quoteIn(this.#wordAt(at + 5)) === 0;
    if (isFound && this.wide[column] === 0) this.#chain(column, entry);
    return entry;
  }

  #append(column: number, start: number, length: number): number {
    const { entries } = this.#of(column);
    const entry = this.#used;
    this.#used += ENTRY;
    if (this.#used > this.entries.length) {
      const larger = new Int32Array(this.entries.length * 2);
      larger.set(this.entries);
      this.entries = larger;
    }
    this.entries[entry + START] = start;
    this.entries[entry + LENGTH] = length;
    this.entries[entry + CODE] = FIRST_TEXT + entries.length;
    entries.push(entry);
    if (entries.length === NARROW) this.#widen(column);
    return entry;
  }

  /** Makes a text known by its first bytes. */
  #chain(column: number, entry: number): void {
    const start = this.entries[entry + START] as number;
    const word = this.#wordAt(start + 1);
    const second = quoteIn(word) === 0 ? upToQuote(this.#wordAt(start + 5)) : 0;
    const slot = (column << SLOT_BITS) | slotOf(upToQuote(word), second);
    this.entries[entry + WORD] = upToQuote(word);
    this.entries[entry + SECOND] = second;
    this.entries[entry + NEXT] = this.heads[slot] as number;
    this.heads[slot] = entry;
  }

  #wordAt(at: number): number {
    return at + 4 <= this.#bytes.length ? this.#view.getInt32(at, true) : 0;
  }

  /** From here on the scanner finds nothing by words, and asks for each text. */
  #widen(column: number): void {
    this.wide[column] = 1;
    this.heads.fill(0, column << SLOT_BITS, (column + 1) << SLOT_BITS);
    this.#reindex(this.#of(column), 1_024);
  }

  #reindex(texts: TextsOfColumn, capacity: number): Int32Array {
    const slots = new Int32Array(capacity);
    texts.slots = slots;
    for (const entry of texts.entries) if (texts.escaped?.places.has(entry + START) !== true) this.#index(slots, entry);
    return slots;
  }

  #index(slots: Int32Array, entry: number): void {
    const mask = slots.length - 1;
    let slot = (this.entries[entry + HASH] as number) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = entry;
  }

  #probe(column: number, hash: number, at: number, length: number): number {
    const texts = this.#of(column);
    let slots = texts.slots as Int32Array;
    if (slots.length < texts.entries.length * 2) slots = this.#reindex(texts, slots.length * 4);
    const mask = slots.length - 1;
    for (let slot = hash & mask, probes = 0; ; slot = (slot + 1) & mask, probes++) {
      const entry = slots[slot] as number;
      if (entry === 0) return 0;
      if (this.entries[entry + HASH] === hash && this.entries[entry + LENGTH] === length) {
        if (isEqual(this.#bytes, at, this.entries[entry + START] as number, length)) return entry;
      }
      if (probes > MOST_PROBES) throw new Unexpected();
    }
  }
}

interface TextsOfColumn {
  /** By code less `FIRST_TEXT`. */
  entries: number[];
  decoded: (string | undefined)[];
  /** Texts written with escapes: entries by what stands in the body. */
  escaped: { byText: Map<string, number>; places: Set<number> } | null;
  /** The hash table of a wide column. */
  slots: Int32Array | null;
}

/** A bit in the first byte that is a quotation mark, 0 where none of the four is: the well-known test for a zero byte. */
export function quoteIn(word: number): number {
  const difference = word ^ 0x22222222;
  return (difference - 0x01010101) & ~difference & 0x80808080;
}

/** Not 0 where a byte is a backslash, a control character or not ASCII. */
function notPlainIn(word: number): number {
  const difference = word ^ 0x5c5c5c5c;
  const backslash = (difference - 0x01010101) & ~difference;
  const control = (word - 0x20202020) & ~word;
  return (backslash | control | word) & 0x80808080;
}

/** The word without what follows a quotation mark in it. */
export function upToQuote(word: number): number {
  const ends = quoteIn(word);
  return ends === 0 ? word : word & (ends ^ (ends - 1));
}

export function slotOf(word: number, second: number): number {
  return Math.imul(word ^ Math.imul(second, 0x85ebca6b), 0x9e3779b1) >>> (32 - SLOT_BITS);
}

/**
 * Whether the bytes of two texts are the same from the tenth on. Eight bytes are compared as one number: as such they
 * are equal only when they are the same, but for zeros, which no text contains. Words overlap, so that texts of up to
 * 33 bytes take the same way whatever their length.
 */
export function isSameTail(view: DataView, end: number, at: number, start: number, length: number): boolean {
  const last = length - 8;
  if (at + length > end || !isSameWord(view, at, start, last)) return false;
  if (!isSameWord(view, at, start, Math.min(9, last)) || !isSameWord(view, at, start, Math.min(17, last))) return false;
  for (let byte = 25; byte < last; byte += 8) if (!isSameWord(view, at, start, byte)) return false;
  return true;
}

function isSameWord(view: DataView, one: number, other: number, offset: number): boolean {
  return view.getFloat64(one + offset, true) === view.getFloat64(other + offset, true);
}

/** ASCII beside blanks and control characters; whether others are blanks, only their text can tell. */
const isVisible = (byte: number): boolean => byte > 0x20 && byte < 0x7f;

function isEqual(bytes: Uint8Array, at: number, start: number, length: number): boolean {
  for (let byte = 1; byte < length; byte++) if (bytes[at + byte] !== bytes[start + byte]) return false;
  return true;
}

function parseText(raw: string): string {
  try {
    return JSON.parse(raw) as string;
  } catch {
    throw new Unexpected();
  }
}
