/**
 * The sentence of `whyOf`, put together from phrases that were written before: of a criterion they depend on the answer
 * only, of a list of criteria on how many are missing and which come first, of a score on the score as it is shown.
 */
import { UNANSWERED } from "../answers.ts";
import type { Condition } from "../compile.ts";
import { scoreHolds } from "../conditions.ts";
import { openingOf, REASONS_IN_A_CELL, reasonOf, whyOf } from "../explain.ts";
import { powerOfTen, roundedParts, roundHalfUp } from "../numbers.ts";
import type { Desk } from "./desk.ts";
import type { Held } from "./held.ts";
import { type Phrases, phrasesOf } from "./phrases.ts";
import { escaped, inert, type Writer } from "./texts.ts";

const QUOTE = 0x22;
/** Stands for the reasons, to find what a language puts before and after them. */
const HERE = "\u0000";

type ScoresCondition = Extract<Condition, { kind: "scores" }>;

export class Reasons {
  readonly #desk: Desk;
  readonly #phrases: Phrases;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#phrases = phrasesOf(desk.variant);
  }

  /** Writes the cell of a row. */
  write(writer: Writer, row: number): void {
    const { rank, withheld, variant } = this.#desk;
    const own = rank[row] as number;
    writer.byte(QUOTE);
    if (own < 0 && withheld[row] !== 0) this.#writeWithheld(writer, row);
    else if (own + 1 < variant.levels.length) this.#writeReasons(writer, row, own);
    else this.#phrases.write(writer, "top", own, () => inert(variant.words.top(variant.levels[own]?.name ?? "")));
    writer.byte(QUOTE);
  }

  #writeWithheld(writer: Writer, row: number): void {
    const desk = this.#desk;
    const why = () => inert(whyOf(desk.variant, desk.stateOf(row), -1));
    if (desk.withheld[row] === 1) {
      this.#phrases.write(writer, "coverage", Math.floor((desk.coverage[row] as number) * 100 + 1e-9), why);
    } else if (desk.withheld[row] === 2) this.#phrases.write(writer, "required", this.#missingRequired(row), why);
    else this.#phrases.write(writer, "empty", 0, why);
  }

  #missingRequired(row: number): number {
    missing.length = 0;
    for (const { codes, status, criterion } of this.#desk.lenses) {
      if (criterion.required && status[codes[row] as number] === UNANSWERED) missing.push(criterion.position);
    }
    return keyOfMissing();
  }

  #writeReasons(writer: Writer, row: number, rank: number): void {
    const phrases = this.#phrases;
    const { variant, levels } = this.#desk;
    const conditions = levels.byRank[rank + 1] as Held[];
    let count = 0;
    for (const { held } of conditions) if (held[row] === 0) count++;
    const others = count - REASONS_IN_A_CELL;
    const more = (place: number) => () => variant.words.more(HERE, others).split(HERE)[place] ?? "";

    phrases.write(writer, "opening", rank, () => inert(`${openingOf(variant, rank)}: `));
    if (others > 0) phrases.write(writer, "before more", others, more(0));
    let written = 0;
    for (const own of conditions) {
      if (own.held[row] === 1 || written === REASONS_IN_A_CELL) continue;
      if (written++ > 0) phrases.write(writer, "semicolon", 0, () => "; ");
      this.#writeReason(writer, row, own);
    }
    if (others > 0) phrases.write(writer, "after more", others, more(1));
  }

  #writeReason(writer: Writer, row: number, own: Held): void {
    const { condition } = own;
    switch (condition.kind) {
      case "scores":
        this.#writeScore(writer, row, condition);
        break;
      case "criteria":
        this.#phrases.write(writer, condition, this.#keyOfCriteria(row, own), () => this.#reason(row, condition));
        break;
      case "percentile": {
        const lens = this.#desk.lenses[condition.criterion];
        const status = lens === undefined ? -1 : (lens.status[lens.codes[row] as number] as number);
        this.#phrases.write(writer, condition, status, () => this.#reason(row, condition));
        break;
      }
      case "any":
        this.#writeRoutes(writer, row, own);
    }
  }

  #reason(row: number, condition: Condition): string {
    return reasonOf(this.#desk.variant, this.#desk.stateOf(row), condition);
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
    const { words } = this.#desk.variant;
    for (let place = 0; place < routes.length; place++) {
      if (place > 0) this.#phrases.write(writer, "or", 0, () => `, ${words.or} `);
      let written = 0;
      for (const part of routes[place] as Held[]) {
        if (part.held[row] === 1) continue;
        if (written++ > 0) this.#phrases.write(writer, "and", 0, () => ` ${words.and} `);
        this.#writeReason(writer, row, part);
      }
    }
  }

  /** Finds the dimension that is farthest from what is needed, as `reasonOf` does. */
  #writeScore(writer: Writer, row: number, condition: ScoresCondition): void {
    const { variant, index, dimension } = this.#desk;
    const { bound, needed, dimensions } = condition;
    const sign = bound === "min" || bound === "above" ? 1 : -1;
    let worst = -1;
    let least = Number.POSITIVE_INFINITY;
    let count = 0;
    if (dimensions.length > 1) {
      const state = this.#desk.stateOf(row);
      for (const position of dimensions) {
        if (scoreHolds(variant, state, position, bound, needed)) continue;
        count++;
        const own = sign * (state.dimension[position] || 0);
        if (own < least) {
          least = own;
          worst = position;
        }
      }
    } else worst = dimensions[0] ?? -1;
    const score = (worst < 0 ? index : (dimension[worst] as Float64Array))[row] as number;
    const { min, width, decimals } = variant.scale;
    const parts = roundedParts(score * width + min, decimals);
    const isShownAsNeeded = parts / powerOfTen(decimals) === roundHalfUp(needed * width + min, 6);
    // A score that would read like what is needed is shown with more decimals: it stands for itself.
    if (isShownAsNeeded || !(parts >= 0 && parts < PARTS)) writer.text(escaped(this.#reason(row, condition)));
    else
      this.#phrases.write(writer, condition, ((worst + 1) * 64 + count) * PARTS + parts, () =>
        this.#reason(row, condition),
      );
  }
}

/** Keys stay small integers with scores below this many parts, which is 819.1 with one decimal. */
const PARTS = 8_192;

const missing: number[] = [];

/** What a list of missing criteria says: how many, and the first two by name. */
function keyOfMissing(): number {
  return (missing.length * 1_000 + (missing[0] ?? 999)) * 1_000 + (missing[1] ?? 999);
}
