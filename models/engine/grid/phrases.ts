/**
 * Numbers and phrases of one variant as pieces of text. They live as long as the variant does, so that the next request
 * finds them made; what could grow without end is capped and then written anew each time.
 */
import type { AnswerValue } from "../../contract.ts";
import type { Variant } from "../compile.ts";
import { powerOfTen, roundedParts, writeNumber } from "../numbers.ts";
import { escaped, inert, Texts, type Writer } from "./texts.ts";

/** Numbers with more parts than this are written as they come: 10,000 is a percentage with two decimals. */
const REMEMBERED_NUMBERS = 10_001;
/** Phrases remembered of one kind. */
const REMEMBERED_PHRASES = 1_024;

/** An unknown value is an en dash, never 0. */
const UNKNOWN = "–";

/** All cells begin with the comma before them; the first one of a row gives it up for the bracket. */
export class Phrases {
  readonly texts = new Texts();
  readonly unknown: number;
  readonly blank: number;
  /** Cells by rank, from -1: the level, or unknown. */
  readonly levels: readonly number[];
  readonly overlay: number;
  /** Scores in scale units, and shares. */
  readonly scores: ShortNumbers;
  readonly shares: ShortNumbers;
  /** Not cells but what stands in a gap: "3.1 points, " and "10 days)" with the quotation mark. */
  readonly points: NumberPieces;
  readonly days: NumberPieces;
  readonly #memories = new Map<unknown, PhraseMemory>();

  constructor(variant: Variant) {
    const { words, language, scale, overlay } = variant;
    const { texts } = this;
    this.unknown = this.cell(UNKNOWN);
    this.blank = this.cell("");
    this.levels = [-1, ...variant.levels.keys(), variant.levels.length].map((rank) => {
      const level = variant.levels[rank];
      return level === undefined ? this.unknown : this.cell(level.name);
    });
    this.overlay = overlay === null ? this.unknown : this.cell(overlay);
    this.scores = new ShortNumbers(scale.decimals, scale.width, scale.min);
    this.shares = new ShortNumbers(4);
    this.points = new NumberPieces(texts, scale.decimals, (value) =>
      escaped(`${words.points(writeNumber(value, scale.decimals, language))}, `),
    );
    this.days = new NumberPieces(texts, 1, (value) => `${escaped(`${words.days(writeNumber(value, 1, language))})`)}"`);
  }

  /** A cell of text, safe to put into a sheet. */
  cell(text: string): number {
    return this.texts.add(`,"${escaped(inert(text))}"`);
  }

  /** The cell of the level with this rank. */
  level(rank: number): number {
    return this.levels[rank + 1] ?? this.unknown;
  }

  /** What is remembered of one kind of phrase. */
  memoryOf(kind: unknown): PhraseMemory {
    let memory = this.#memories.get(kind);
    if (memory === undefined) {
      memory = new PhraseMemory(this.texts);
      this.#memories.set(kind, memory);
    }
    return memory;
  }
}

/** Phrases of one kind, each of which depends on one number only. */
export class PhraseMemory {
  readonly #texts: Texts;
  /** By number where it is small and whole, which most are. */
  #small = new Int32Array(16);
  readonly #others = new Map<number, number>();

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  /** Writes the phrase if it is known, and says whether it was. */
  write(writer: Writer, key: number): boolean {
    // A fraction as an index would be looked up as a name.
    const small = key | 0;
    const isSmallKey = small === key && small >= 0 && small < this.#small.length;
    const known = isSmallKey ? (this.#small[small] as number) : (this.#others.get(key) ?? 0);
    if (known === 0) return false;
    writer.piece(this.#texts, known);
    return true;
  }

  /** Writes a phrase that was not known, and remembers it while there is room. */
  writeNew(writer: Writer, key: number, json: string): void {
    if (this.#others.size >= REMEMBERED_PHRASES) writer.text(json);
    else writer.piece(this.#texts, this.#remember(key, json));
  }

  /** The phrase as a piece. */
  pieceOf(key: number, make: () => string): number {
    return this.#find(key) ?? this.#remember(key, make());
  }

  #find(key: number): number | undefined {
    return isSmall(key) && key < this.#small.length && this.#small[key] !== 0
      ? this.#small[key]
      : this.#others.get(key);
  }

  #remember(key: number, json: string): number {
    const piece = this.#texts.add(json);
    if (isSmall(key)) {
      if (key >= this.#small.length) {
        const larger = new Int32Array(Math.min(REMEMBERED_PHRASES, key * 2));
        larger.set(this.#small);
        this.#small = larger;
      }
      this.#small[key] = piece;
    } else this.#others.set(key, piece);
    return piece;
  }
}

const isSmall = (key: number): boolean => key >= 0 && key < REMEMBERED_PHRASES && Number.isInteger(key);

/** Cells of numbers rounded half up. Most have at most eight bytes with their comma, which are written as one. */
export class ShortNumbers {
  readonly #decimals: number;
  readonly #factor: number;
  readonly #width: number;
  readonly #min: number;
  /** By parts, which is the rounded value in units of its last decimal: the bytes, and how many; 0 for none yet. */
  #words = new Float64Array(128);
  #lengths = new Uint8Array(128);

  /** @param width what is written for 1 less what is written for 0, which is `min`. */
  constructor(decimals: number, width = 1, min = 0) {
    this.#decimals = decimals;
    this.#factor = powerOfTen(decimals);
    this.#width = width;
    this.#min = min;
  }

  /** Writes the share 0..1 at a place of a list: a number handed over by itself would be allocated. */
  write(writer: Writer, shares: Float64Array, at: number): void {
    const value = (shares[at] as number) * this.#width + this.#min;
    // As `roundedParts`, whose factor is known here: from 0 on, cutting off is rounding down.
    const scaled = value * this.#factor;
    const parts = scaled + 0.5 + 1e-9 + 4 * Number.EPSILON * scaled;
    const place = parts | 0;
    const length = scaled >= 0 && parts < this.#lengths.length ? (this.#lengths[place] as number) : 0;
    if (length !== 0) writer.short(this.#words[place] as number, length);
    else this.#writeNew(writer, roundedParts(value, this.#decimals));
  }

  #writeNew(writer: Writer, parts: number): void {
    const text = `,${parts / this.#factor + 0}`;
    writer.text(text);
    if (!(parts >= 0 && parts < REMEMBERED_NUMBERS) || text.length > 8) return;
    if (parts >= this.#lengths.length) {
      const capacity = Math.min(REMEMBERED_NUMBERS, parts * 2);
      const [words, lengths] = [new Float64Array(capacity), new Uint8Array(capacity)];
      words.set(this.#words);
      lengths.set(this.#lengths);
      this.#words = words;
      this.#lengths = lengths;
    }
    const bytes = new DataView(this.#words.buffer, parts * 8, 8);
    for (let at = 0; at < text.length; at++) bytes.setUint8(at, text.charCodeAt(at));
    this.#lengths[parts] = text.length;
  }
}

/** Numbers rounded half up to a number of decimals, as pieces of text. */
export class NumberPieces {
  readonly #texts: Texts;
  readonly #decimals: number;
  readonly #factor: number;
  readonly #write: (value: number) => string;
  /** By parts, which is the rounded value in units of its last decimal; 0 where there is none yet. */
  #pieces = new Int32Array(128);

  /** @param write JSON text of a rounded value. */
  constructor(texts: Texts, decimals: number, write: (value: number) => string) {
    this.#texts = texts;
    this.#decimals = decimals;
    this.#factor = powerOfTen(decimals);
    this.#write = write;
  }

  /** Writes the number at a place of a list: one handed over by itself would be allocated. */
  write(writer: Writer, values: Float64Array, at: number): void {
    const value = values[at] as number;
    // As `roundedParts`, whose factor is known here: from 0 on, cutting off is rounding down.
    const scaled = value * this.#factor;
    const parts = scaled + 0.5 + 1e-9 + 4 * Number.EPSILON * scaled;
    const piece = scaled >= 0 && parts < this.#pieces.length ? (this.#pieces[parts | 0] as number) : 0;
    if (piece !== 0) writer.piece(this.#texts, piece);
    else this.#writeNew(writer, roundedParts(value, this.#decimals));
  }

  #writeNew(writer: Writer, parts: number): void {
    const text = this.#write(parts / this.#factor + 0);
    if (!(parts >= 0 && parts < REMEMBERED_NUMBERS)) {
      writer.text(text);
      return;
    }
    if (parts >= this.#pieces.length) {
      const larger = new Int32Array(Math.min(REMEMBERED_NUMBERS, parts * 2));
      larger.set(this.#pieces);
      this.#pieces = larger;
    }
    const piece = this.#texts.add(text);
    this.#pieces[parts] = piece;
    writer.piece(this.#texts, piece);
  }
}

const known = new WeakMap<Variant, Phrases>();

export function phrasesOf(variant: Variant): Phrases {
  let phrases = known.get(variant);
  if (phrases === undefined) {
    phrases = new Phrases(variant);
    known.set(variant, phrases);
  }
  return phrases;
}

/** An answer in words: option labels, or the number with its unit where that is a percentage. */
export function answerText(variant: Variant, position: number, value: AnswerValue): string {
  const answer = variant.criteria[position]?.answer;
  if (answer === undefined || value === null) return UNKNOWN;
  if (typeof value === "number") {
    const text = writeNumber(value, 2, variant.language);
    return answer.unit === "%" ? variant.words.percent(text) : text;
  }
  const ids = Array.isArray(value) ? value : [String(value)];
  return ids.map((id) => answer.options.find((option) => option.id === id)?.label ?? id).join(", ");
}
