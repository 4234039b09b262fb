/**
 * The sentence of `whyOf`, put together from phrases that were written before: of a criterion they depend on the answer
 * only, of a list of criteria on how many are missing and which come first, of a score on the score as it is shown.
 */
import { TOLERANCE, UNANSWERED } from "../answers.ts";
import type { Condition } from "../compile.ts";
import { meets, scoreHolds } from "../conditions.ts";
import { openingOf, REASONS_IN_A_CELL, reasonOf, whyOf } from "../explain.ts";
import { powerOfTen, roundedParts } from "../numbers.ts";
import { type Desk, WITHHELD } from "./desk.ts";
import type { Held } from "./held.ts";
import { type PhraseMemory, phrasesOf } from "./phrases.ts";
import { escaped, inert, type Texts, type Writer } from "./texts.ts";

const QUOTE = 0x22;
/** Stands for the reasons, to find what a language puts before and after them. */
const HERE = "\u0000";

type ScoresCondition = Extract<Condition, { kind: "scores" }>;

export class Reasons {
  readonly #desk: Desk;
  readonly #top: PhraseMemory;
  readonly #opening: PhraseMemory;
  readonly #withheld: readonly PhraseMemory[];
  readonly #before: PhraseMemory;
  readonly #after: PhraseMemory;
  /** What stands between reasons and routes. */
  readonly #texts: Texts;
  readonly #semicolon: number;
  readonly #and: number;
  readonly #or: number;

  constructor(desk: Desk) {
    this.#desk = desk;
    const phrases = phrasesOf(desk.variant);
    const { words } = desk.variant;
    this.#top = phrases.memoryOf("top");
    this.#opening = phrases.memoryOf("opening");
    this.#withheld = WITHHELD.map((why) => phrases.memoryOf(why));
    this.#before = phrases.memoryOf("before more");
    this.#after = phrases.memoryOf("after more");
    const between = phrases.memoryOf("between");
    this.#texts = phrases.texts;
    this.#semicolon = between.pieceOf(0, () => escaped(words.semicolon));
    this.#and = between.pieceOf(1, () => escaped(` ${words.and} `));
    this.#or = between.pieceOf(2, () => escaped(`, ${words.or} `));
  }

  /** Writes the cell of a row. */
  write(writer: Writer, row: number): void {
    const { rank, withheld, variant } = this.#desk;
    const own = rank[row] as number;
    if (own < 0 && withheld[row] !== 0) this.#writeWithheld(writer, row);
    else if (own + 1 < variant.levels.length) this.#writeReasons(writer, row, own);
    else if (!this.#top.write(writer, own))
      this.#top.writeNew(writer, own, beginning(variant.words.top(variant.levels[own]?.name ?? "")));
    writer.byte(QUOTE);
  }

  #writeWithheld(writer: Writer, row: number): void {
    const desk = this.#desk;
    const why = desk.withheld[row] as number;
    const key =
      why === 1 ? Math.floor((desk.coverage[row] as number) * 100 + 1e-9) : why === 2 ? this.#missingRequired(row) : 0;
    const phrases = this.#withheld[why] as PhraseMemory;
    if (!phrases.write(writer, key))
      phrases.writeNew(writer, key, beginning(whyOf(desk.variant, desk.stateOf(row), -1)));
  }

  #missingRequired(row: number): number {
    missing.length = 0;
    for (const { codes, status, criterion } of this.#desk.lenses) {
      if (criterion.required && status[codes[row] as number] === UNANSWERED) missing.push(criterion.position);
    }
    return keyOfMissing();
  }

  #writeReasons(writer: Writer, row: number, rank: number): void {
    const conditions = this.#desk.levels.byRank[rank + 1] as Held[];
    let count = 0;
    for (const { held } of conditions) if (held[row] === 0) count++;
    const others = count - REASONS_IN_A_CELL;

    if (!this.#opening.write(writer, rank + 1)) this.#writeOpening(writer, rank);
    if (others > 0) this.#writeMore(writer, this.#before, others, 0);
    let written = 0;
    for (const own of conditions) {
      if (own.held[row] === 1 || written === REASONS_IN_A_CELL) continue;
      if (written++ > 0) writer.piece(this.#texts, this.#semicolon);
      this.#writeReason(writer, row, own);
    }
    if (others > 0) this.#writeMore(writer, this.#after, others, 1);
  }

  #writeOpening(writer: Writer, rank: number): void {
    const { variant } = this.#desk;
    this.#opening.writeNew(writer, rank + 1, beginning(`${openingOf(variant, rank)}${variant.words.colon}`));
  }

  /** What a language puts before (0) or after (1) the reasons where there are more. */
  #writeMore(writer: Writer, phrases: PhraseMemory, others: number, place: number): void {
    if (phrases.write(writer, others)) return;
    phrases.writeNew(writer, others, escaped(this.#desk.variant.words.more(HERE, others).split(HERE)[place] ?? ""));
  }

  #writeReason(writer: Writer, row: number, own: Held): void {
    switch (own.condition.kind) {
      case "scores":
        this.#writeScore(writer, row, own, own.condition);
        break;
      case "criteria":
        this.#writePhrase(writer, row, own, this.#keyOfCriteria(row, own));
        break;
      case "percentile": {
        const lens = this.#desk.lenses[own.condition.criterion];
        const status = lens === undefined ? -1 : (lens.status[lens.codes[row] as number] as number);
        this.#writePhrase(writer, row, own, status);
        break;
      }
      case "any":
        this.#writeRoutes(writer, row, own);
    }
  }

  #writePhrase(writer: Writer, row: number, { condition, phrases }: Held, key: number): void {
    if (!phrases.write(writer, key)) phrases.writeNew(writer, key, this.#reason(row, condition));
  }

  #reason(row: number, condition: Condition): string {
    return escaped(reasonOf(this.#desk.variant, this.#desk.stateOf(row), condition));
  }

  /** What the phrase depends on: the answer of a criterion, or which members fall short. */
  #keyOfCriteria(row: number, { condition, met }: Held): number {
    const single = met[0]?.lens;
    if (single !== undefined && condition.kind === "criteria" && condition.source.of === "criterion") {
      return single.measure[single.codes[row] as number] as number;
    }
    missing.length = 0;
    for (const { lens, codes } of met)
      if (codes[lens.codes[row] as number] === 0) missing.push(lens.criterion.position);
    return keyOfMissing();
  }

  #writeRoutes(writer: Writer, row: number, { routes }: Held): void {
    for (let place = 0; place < routes.length; place++) {
      if (place > 0) writer.piece(this.#texts, this.#or);
      let written = 0;
      for (const part of routes[place] as Held[]) {
        if (part.held[row] === 1) continue;
        if (written++ > 0) writer.piece(this.#texts, this.#and);
        this.#writeReason(writer, row, part);
      }
    }
  }

  /** Finds the dimension that is farthest from what is needed, as `reasonOf` does. */
  #writeScore(writer: Writer, row: number, own: Held, { bound, needed, dimensions }: ScoresCondition): void {
    const { variant, index, dimension } = this.#desk;
    const sign = bound === "min" || bound === "above" ? 1 : -1;
    let worst = dimensions[0] ?? -1;
    let least = Number.POSITIVE_INFINITY;
    let count = 0;
    if (dimensions.length > 1) {
      for (const position of dimensions) {
        const score = (dimension[position] as Float64Array)[row] as number;
        const holds =
          score === score
            ? meets(bound, score, needed, TOLERANCE)
            : scoreHolds(variant, this.#desk.stateOf(row), position, bound, needed);
        if (holds) continue;
        count++;
        if (sign * (score || 0) >= least) continue;
        least = sign * (score || 0);
        worst = position;
      }
    }
    const score = (worst < 0 ? index : (dimension[worst] as Float64Array))[row] as number;
    const { min, width, decimals } = variant.scale;
    const parts = roundedParts(score * width + min, decimals);
    // A score that would read like what is needed is shown with more decimals: it stands for itself.
    const isShownAsNeeded = parts / powerOfTen(decimals) === own.asked;
    if (isShownAsNeeded || !(parts >= 0 && parts < PARTS)) writer.text(this.#reason(row, own.condition));
    else this.#writePhrase(writer, row, own, count === 0 ? parts : ((worst + 1) * 64 + count) * PARTS + parts);
  }
}

/** The cell up to the closing quotation mark. */
const beginning = (text: string): string => `,"${escaped(inert(text))}`;

/** Keys stay small integers with scores below this many parts, which is 819.1 with one decimal. */
const PARTS = 8_192;

const missing: number[] = [];

/** What a list of missing criteria says: how many, and the first two by name. */
function keyOfMissing(): number {
  return (missing.length * 1_000 + (missing[0] ?? 999)) * 1_000 + (missing[1] ?? 999);
}
