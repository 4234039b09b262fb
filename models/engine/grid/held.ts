/** Which requirements hold, by row of a block, and the level that follows from them. */
import { ANSWERED, NOT_APPLICABLE, type Step, TOLERANCE } from "../answers.ts";
import type { Condition, Variant } from "../compile.ts";
import { measureHolds, meets } from "../conditions.ts";
import { bestStepFrom, type CriteriaCondition, cheapestStep, leastStepFrom, satisfyingSteps } from "../gaps.ts";
import { roundHalfUp } from "../numbers.ts";
import type { Desk } from "./desk.ts";
import { BLOCK, type Lens, type Steps } from "./lens.ts";
import { takeBytes, takeIntegers } from "./memory.ts";
import { type PhraseMemory, phrasesOf } from "./phrases.ts";

/** One condition, with 1 for each row where it holds. */
export interface Held {
  condition: Condition;
  held: Uint8Array;
  /** Of a condition on criteria: 1 for each code that satisfies, by place among the members. */
  met: MetCodes[];
  /** Of an `anyOf`. */
  routes: Held[][];
  /** Of an `anyOf`: the criteria that its routes look at. */
  criteria: readonly number[];
  /** What is said when it does not hold. */
  phrases: PhraseMemory;
  /** Of a condition on scores: what is asked, in scale units as it is shown. */
  asked: number;
}

/** Which codes of a criterion satisfy a condition; those that last are looked at once. */
export class MetCodes {
  /** 1 for those that do, 0 for those that do not. */
  readonly codes: Uint8Array;
  readonly lens: Lens;
  readonly #variant: Variant;
  readonly #condition: CriteriaCondition;
  readonly #least: number[] = [];
  #satisfying: Step[] | null = null;

  constructor(variant: Variant, condition: CriteriaCondition, lens: Lens) {
    this.lens = lens;
    this.#variant = variant;
    this.#condition = condition;
    this.codes = takeBytes(lens.status.length);
    for (let code = 0; code < lens.lasting; code++) this.#look(code);
  }

  /**
   * Number of the cheapest answer that satisfies, from the answer with this code on; remembered for codes that rows
   * share.
   */
  leastStep(code: number, steps: Steps): number {
    const { lens } = this;
    if (code >= lens.lasting) return this.#leastFromNumber(lens.effort[code] as number, steps);
    const known = this.#least[code] ?? 0;
    if (known > 0) return known - 1;
    const { criterion, measure, effort } = lens;
    const step = leastStepFrom(this.#variant, criterion, measure[code] as number, effort[code] as number, [
      this.#condition,
    ]);
    const number = steps.numberOf(criterion.position, step);
    this.#least[code] = number + 1;
    return number;
  }

  /** Numbers have the same answers ahead of them, which only differ in what they take. */
  #leastFromNumber(effort: number, steps: Steps): number {
    const { criterion } = this.lens;
    this.#satisfying ??= satisfyingSteps(this.#variant, criterion, Number.NaN, [this.#condition]);
    return steps.numberOf(
      criterion.position,
      cheapestStep(criterion, this.#satisfying, effort) ?? bestStepFrom(criterion, Number.NaN),
    );
  }

  /** Looks at what the block brings. */
  look(count: number): void {
    const { codes, lasting, hasOthers } = this.lens;
    if (!hasOthers) return;
    for (let row = 0; row < count; row++) {
      const code = codes[row] as number;
      if (code >= lasting) this.#look(code);
    }
  }

  #look(code: number): void {
    const { status, measure, attainment, criterion } = this.lens;
    const own = status[code];
    const holds =
      own === ANSWERED
        ? measureHolds(
            this.#variant,
            this.#condition,
            criterion.position,
            measure[code] as number,
            attainment[code] as number,
          )
        : own === NOT_APPLICABLE;
    this.codes[code] = holds ? 1 : 0;
  }
}

export class HeldLevels {
  /** The conditions by rank of their level. */
  readonly byRank: readonly Held[][];
  readonly #desk: Desk;
  /** 1 while a row holds all that is asked so far, of a level or of a route. */
  readonly #reached = takeBytes(BLOCK);
  readonly #missing = takeIntegers(BLOCK);

  constructor(desk: Desk) {
    this.#desk = desk;
    this.byRank = desk.variant.levels.map((level) => level.conditions.map((condition) => this.#open(condition)));
  }

  #open(condition: Condition): Held {
    const { variant, lenses } = this.#desk;
    return {
      condition,
      phrases: phrasesOf(variant).memoryOf(condition),
      asked:
        condition.kind === "scores" ? roundHalfUp(condition.needed * variant.scale.width + variant.scale.min, 6) : 0,
      held: takeBytes(BLOCK),
      met:
        condition.kind === "criteria"
          ? condition.members.map((member) => new MetCodes(variant, condition, lenses[member] as Lens))
          : [],
      criteria: criteriaOf(condition),
      routes: condition.kind === "any" ? condition.routes.map((route) => route.map((part) => this.#open(part))) : [],
    };
  }

  hold(): void {
    for (const conditions of this.byRank) for (const held of conditions) this.#hold(held);
  }

  /** As `rankOf` decides it, -1 where no level can be given. */
  rank(ranks: Int32Array, isCumulative: boolean): void {
    const { count, withheld } = this.#desk;
    const reached = this.#reached;
    ranks.fill(-1, 0, count);
    this.byRank.forEach((conditions, rank) => {
      if (rank === 0 || !isCumulative) for (let row = 0; row < count; row++) reached[row] = withheld[row] === 0 ? 1 : 0;
      for (const { held } of conditions) for (let row = 0; row < count; row++) if (held[row] === 0) reached[row] = 0;
      for (let row = 0; row < count; row++) if (reached[row] === 1) ranks[row] = rank;
    });
  }

  #hold(own: Held): void {
    const { condition } = own;
    switch (condition.kind) {
      case "criteria":
        this.#holdCriteria(own, condition);
        break;
      case "scores":
        this.#holdScores(own.held, condition);
        break;
      case "percentile":
        this.#holdPercentile(own.held, condition.criterion);
        break;
      case "any":
        this.#holdAny(own);
    }
  }

  #holdCriteria({ held, met }: Held, condition: CriteriaCondition): void {
    const { count } = this.#desk;
    for (const member of met) member.look(count);
    if (met.length === 1 && condition.count === 1) {
      const { codes, lens } = met[0] as MetCodes;
      for (let row = 0; row < count; row++) held[row] = codes[lens.codes[row] as number] as number;
      return;
    }
    const missing = this.#missing.fill(0, 0, count);
    for (const { codes, lens } of met) {
      for (let row = 0; row < count; row++) {
        missing[row] = (missing[row] as number) + 1 - (codes[lens.codes[row] as number] as number);
      }
    }
    const allowed = condition.members.length - condition.count;
    for (let row = 0; row < count; row++) held[row] = (missing[row] as number) <= allowed ? 1 : 0;
  }

  #holdScores(held: Uint8Array, { dimensions, bound, needed }: Extract<Condition, { kind: "scores" }>): void {
    const { count, index, dimension } = this.#desk;
    held.fill(1, 0, count);
    for (const position of dimensions) {
      const scores = position < 0 ? index : (dimension[position] as Float64Array);
      const least = bound === "min" ? needed - TOLERANCE : Number.POSITIVE_INFINITY;
      for (let row = 0; row < count; row++) {
        const score = scores[row] as number;
        // Nearly all requirements are of this kind.
        if (score >= least) continue;
        const holds = score === score ? meets(bound, score, needed, TOLERANCE) : this.#nothingApplies(position, row);
        if (!holds) held[row] = 0;
      }
    }
  }

  /** A score that is null because everything in it is not applicable satisfies. */
  #nothingApplies(dimension: number, row: number): boolean {
    const { variant, lenses } = this.#desk;
    const positions = dimension < 0 ? lenses.keys() : (variant.dimensions[dimension]?.subtree ?? []);
    for (const position of positions) {
      const { status, codes } = lenses[position] as Lens;
      if (status[codes[row] as number] !== NOT_APPLICABLE) return false;
    }
    return true;
  }

  /** There is no benchmark to rank in here: undecided, unless the criterion is not applicable. */
  #holdPercentile(held: Uint8Array, criterion: number): void {
    const { count, lenses } = this.#desk;
    held.fill(0, 0, count);
    const lens = lenses[criterion];
    if (lens === undefined) return;
    for (let row = 0; row < count; row++) if (lens.status[lens.codes[row] as number] === NOT_APPLICABLE) held[row] = 1;
  }

  #holdAny({ held, routes }: Held): void {
    const { count } = this.#desk;
    held.fill(0, 0, count);
    for (const route of routes) {
      for (const part of route) this.#hold(part);
      const reached = this.#reached.fill(1, 0, count);
      for (const part of route) for (let row = 0; row < count; row++) if (part.held[row] === 0) reached[row] = 0;
      for (let row = 0; row < count; row++) if (reached[row] === 1) held[row] = 1;
    }
  }
}

function criteriaOf(condition: Condition): number[] {
  if (condition.kind === "criteria") return [...condition.members];
  return condition.kind === "any" ? condition.routes.flat().flatMap(criteriaOf) : [];
}
