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

export class Phrases {
  readonly texts = new Texts();
  readonly unknown: number;
  readonly blank: number;
  /** Cells by rank, from -1: the level, or unknown. */
  readonly levels: readonly number[];
  readonly overlay: number;
  /** Scores in scale units, and shares. */
  readonly scores: NumberPieces;
  readonly shares: NumberPieces;
  /** "3.1 points, " and "10 days)" with the cell's end. */
  readonly points: NumberPieces;
  readonly days: NumberPieces;
  /** Everything else, by kind and key. */
  readonly #remembered = new Map<unknown, Map<number, number>>();

  constructor(variant: Variant) {
    const { words, language, scale, overlay } = variant;
    const { texts } = this;
    this.unknown = this.cell(UNKNOWN);
    this.blank = texts.add('""');
    this.levels = [-1, ...variant.levels.keys(), variant.levels.length].map((rank) => {
      const level = variant.levels[rank];
      return level === undefined ? this.unknown : this.cell(level.name);
    });
    this.overlay = overlay === null ? this.unknown : this.cell(overlay);
    this.scores = new NumberPieces(texts, scale.decimals, String);
    this.shares = new NumberPieces(texts, 4, String);
    this.points = new NumberPieces(texts, scale.decimals, (value) =>
      escaped(`${words.points(writeNumber(value, scale.decimals, language))}, `),
    );
    this.days = new NumberPieces(texts, 1, (value) => `${escaped(`${words.days(writeNumber(value, 1, language))})`)}"`);
  }

  /** A whole cell, safe to put into a sheet. */
  cell(text: string): number {
    return this.texts.add(`"${escaped(inert(text))}"`);
  }

  /** The cell of the level with this rank. */
  level(rank: number): number {
    return this.levels[rank + 1] ?? this.unknown;
  }

  /** Writes a phrase that depends on its kind and one number only; `make` is asked when it is not known. */
  write(writer: Writer, kind: unknown, key: number, make: () => string): void {
    const phrases = this.#phrasesOf(kind);
    const known = phrases.get(key);
    if (known !== undefined) writer.piece(this.texts, known);
    else if (phrases.size >= REMEMBERED_PHRASES) writer.text(escaped(make()));
    else writer.piece(this.texts, this.#remember(phrases, key, escaped(make())));
  }

  /** The same as a piece to keep for one request. @param make JSON text */
  remembered(kind: unknown, key: number, make: () => string): number {
    const phrases = this.#phrasesOf(kind);
    return phrases.get(key) ?? this.#remember(phrases, key, make());
  }

  #phrasesOf(kind: unknown): Map<number, number> {
    let phrases = this.#remembered.get(kind);
    if (phrases === undefined) {
      phrases = new Map();
      this.#remembered.set(kind, phrases);
    }
    return phrases;
  }

  #remember(phrases: Map<number, number>, key: number, json: string): number {
    const piece = this.texts.add(json);
    phrases.set(key, piece);
    return piece;
  }
}

/** Numbers rounded half up to a number of decimals. */
export class NumberPieces {
  readonly #texts: Texts;
  readonly #decimals: number;
  readonly #factor: number;
  readonly #write: (value: number) => string;
  #pieces = new Int32Array(128);

  /** @param write JSON text of a rounded value. */
  constructor(texts: Texts, decimals: number, write: (value: number) => string) {
    this.#texts = texts;
    this.#decimals = decimals;
    this.#factor = powerOfTen(decimals);
    this.#write = write;
  }

  write(writer: Writer, value: number): void {
    const parts = roundedParts(value, this.#decimals);
    if (parts >= 0 && parts < this.#pieces.length) {
      const piece = this.#pieces[parts] as number;
      if (piece !== 0) {
        writer.piece(this.#texts, piece);
        return;
      }
    }
    this.#writeNew(writer, parts);
  }

  /** @param parts the rounded value in units of its last decimal. */
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
