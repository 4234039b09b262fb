/**
 * The first gaps of every row of a block, in the order of `rawGaps`. A gap that cannot be among them is recognised by
 * one multiplication; only the others are worked out.
 */
import { type Step, TOLERANCE } from "../answers.ts";
import type { Condition, Variant } from "../compile.ts";
import { meets } from "../conditions.ts";
import { LEAST_EFFORT, nearestRoute, rawGaps } from "../gaps.ts";
import type { Desk } from "./desk.ts";
import type { Held, MetCodes } from "./held.ts";
import { BLOCK, type Lens } from "./lens.ts";
import { takeBytes, takeFloats, takeIntegers } from "./memory.ts";

/** The bound that discards a gap is rounded differently than the gap itself. */
const MARGIN = 1 + 1e-9;

/** A criterion that may have gaps, with what a look at it needs. */
interface Candidate {
  lens: Lens;
  codes: Int32Array;
  pull: Float64Array;
  perUnit: Float64Array;
  /** Its first place in `#named`, and its dimension's in `#short`. */
  first: number;
  home: number;
}

export class TopGaps {
  /** How many are kept per row; the arrays below have that many places for each row. */
  readonly limit: number;
  readonly counts = takeBytes(BLOCK);
  /** Number of the answer it leads to, in the desk's `steps`. */
  readonly step: Int32Array;
  readonly points: Float64Array;
  readonly days: Float64Array;
  readonly #worth: Float64Array;
  readonly #blocks: Uint8Array;
  readonly #desk: Desk;
  /** 1 where the list is complete already. */
  readonly #done = takeBytes(BLOCK);
  /** By criterion and row: 1 where a requirement names it. */
  readonly #named: Uint8Array;
  /** By dimension and row: 1 where its score, or that of one above it, falls short of what a requirement asks. */
  readonly #short: Uint8Array;
  /** 1 for rows with such a dimension. */
  readonly #hasShort = takeBytes(BLOCK);
  /** By dimension: itself and those below it. */
  readonly #family: readonly (readonly number[])[];
  readonly #mostPerUnit: Float64Array;
  /** The criteria that may have gaps, and what the worth of each can be at most. */
  readonly #candidates: Candidate[];
  /** Rows whose list may still change, and what a gap must be worth to get into it. */
  readonly #open = takeIntegers(BLOCK);
  readonly #least = takeFloats(BLOCK);
  readonly #bounds: Float64Array;
  readonly #namedCodes: MetCodes[] = [];
  #namedCount = 0;
  /** By dimension: how much the index moves per unit of its score, and index points per unit of its weighted sum. */
  readonly #factor: readonly Float64Array[];
  readonly #perUnit: readonly Float64Array[];

  constructor(desk: Desk, limit: number) {
    this.limit = limit;
    this.#desk = desk;
    this.step = takeIntegers(BLOCK * limit);
    this.points = takeFloats(BLOCK * limit);
    this.days = takeFloats(BLOCK * limit);
    this.#worth = takeFloats(BLOCK * limit);
    this.#blocks = takeBytes(BLOCK * limit);
    this.#named = takeBytes(BLOCK * desk.lenses.length);
    this.#short = takeBytes(BLOCK * desk.dimension.length);
    this.#family = familiesOf(desk.variant);
    this.#mostPerUnit = takeFloats(desk.dimension.length);
    this.#bounds = takeFloats(desk.lenses.length);
    this.#factor = desk.dimension.map(() => takeFloats(BLOCK));
    this.#perUnit = desk.dimension.map(() => takeFloats(BLOCK));
    this.#candidates = desk.lenses.flatMap((lens): Candidate[] => {
      const { position, dimension, omitted } = lens.criterion;
      const perUnit = this.#perUnit[dimension] as Float64Array;
      return omitted
        ? []
        : [{ lens, codes: lens.codes, pull: lens.pull, perUnit, first: position * BLOCK, home: dimension * BLOCK }];
    });
  }

  find(): void {
    const { count, isLinear } = this.#desk;
    this.counts.fill(0, 0, count);
    this.#done.fill(0, 0, count);
    this.#hasShort.fill(0, 0, count);
    if (!isLinear) {
      for (let row = 0; row < count; row++) this.#findByEngine(row);
      return;
    }
    this.#named.fill(0, 0, BLOCK * this.#desk.lenses.length);
    this.#short.fill(0, 0, BLOCK * this.#desk.dimension.length);
    this.#weigh();
    for (let row = 0; row < count; row++) this.#findNamed(row);
    this.#putInOrder();
    this.#findBest();
  }

  /** The level that is aimed at. */
  #targetOf(row: number): number {
    return Math.min((this.#desk.rank[row] as number) + 1, this.#desk.variant.levels.length - 1);
  }

  /** For rows where something is not as usual: another way of combining, a dimension without a score. */
  #findByEngine(row: number): void {
    const desk = this.#desk;
    const rank = desk.rank[row] as number;
    const gaps = rawGaps(desk.variant, desk.stateOf(row), rank, this.#targetOf(row), undefined, this.limit);
    gaps.forEach((gap, place) => {
      const at = row * this.limit + place;
      this.step[at] = desk.steps.numberOf(gap.position, gap.step);
      this.points[at] = gap.points;
      this.days[at] = gap.effort;
    });
    this.counts[row] = gaps.length;
    this.#done[row] = 1;
  }

  /** Sensitivities, as `rawGaps` has them. */
  #weigh(): void {
    const { variant, count, present, index, dimension } = this.#desk;
    const { order, dimensions, dimensionWeights, scale } = variant;
    for (let at = order.length - 1; at >= 0; at--) {
      const position = order[at] as number;
      const { parent } = dimensions[position] as Variant["dimensions"][number];
      const factors = this.#factor[position] as Float64Array;
      const above = parent < 0 ? null : (this.#factor[parent] as Float64Array);
      const total = present[parent < 0 ? dimensions.length : parent] as Float64Array;
      const own = present[position] as Float64Array;
      const perUnit = this.#perUnit[position] as Float64Array;
      const scores = dimension[position] as Float64Array;
      const weight = dimensionWeights[position] as number;
      let most = 0;
      for (let row = 0; row < count; row++) {
        const factor = ((above === null ? 1 : (above[row] as number)) * weight) / (total[row] as number);
        factors[row] = factor;
        const unit = ((scale.width * factor) / (own[row] as number)) * MARGIN;
        perUnit[row] = unit;
        if (unit > most) most = unit;
        if (scores[row] !== scores[row]) this.#done[row] = 1;
      }
      this.#mostPerUnit[position] = most;
    }
    for (let row = 0; row < count; row++) {
      if (this.#done[row] === 1 || index[row] !== index[row]) this.#findByEngine(row);
    }
  }

  /** Gaps that a requirement of the target names come first. */
  #findNamed(row: number): void {
    const { rank, levels } = this.#desk;
    const target = this.#targetOf(row);
    if (this.#done[row] === 1 || rank[row] === target) return;
    this.#namedCount = 0;
    this.#collect(levels.byRank[target] as Held[], row);
    if (this.#done[row] === 1) return;
    for (let place = 0; place < this.#namedCount; place++) this.#addNamed(row, this.#namedCodes[place] as MetCodes);
  }

  #collect(conditions: readonly Held[], row: number): void {
    for (const { condition, held, met, routes, criteria } of conditions) {
      if (held[row] === 1) continue;
      if (condition.kind === "scores") this.#markShort(condition, row);
      if (condition.kind === "any") {
        const { variant } = this.#desk;
        const nearest = nearestRoute(variant, condition, this.#desk.partialState(row, criteria), undefined);
        const route = condition.routes.indexOf(nearest);
        if (route >= 0) this.#collect(routes[route] as Held[], row);
      } else if (condition.kind === "criteria") {
        for (const member of met) {
          const { lens, codes } = member;
          if (codes[lens.codes[row] as number] === 1) continue;
          const at = lens.criterion.position * BLOCK + row;
          if (this.#named[at] === 1) {
            // Two requirements on one answer are weighed together by the engine.
            if (this.#done[row] === 0) this.#findByEngine(row);
            return;
          }
          this.#named[at] = 1;
          this.#namedCodes[this.#namedCount++] = member;
        }
      }
    }
  }

  #markShort({ dimensions, bound, needed }: Extract<Condition, { kind: "scores" }>, row: number): void {
    for (const position of dimensions) {
      if (position < 0) continue;
      const score = this.#desk.dimension[position]?.[row] as number;
      if (meets(bound, score, needed, TOLERANCE)) continue;
      this.#hasShort[row] = 1;
      for (const below of this.#family[position] ?? []) this.#short[below * BLOCK + row] = 1;
    }
  }

  #addNamed(row: number, member: MetCodes): void {
    const { steps } = this.#desk;
    const { lens } = member;
    const { criterion } = lens;
    const code = lens.codes[row] as number;
    const number = member.leastStep(code, steps);
    const { effort, attainment } = steps.steps[number] as Step;
    const days = criterion.effort * Math.max(0, effort - (lens.effort[code] as number));
    this.#insert(row, 1, number, this.#pointsOf(row, lens, code, attainment), days);
  }

  #pointsOf(row: number, { criterion, value }: Lens, code: number, attainment: number): number {
    const { variant, present, dimension } = this.#desk;
    const { weight, dimension: home } = criterion;
    const factor = (this.#factor[home] as Float64Array)[row] as number;
    const total = (present[home] as Float64Array)[row] as number;
    const before = value[code] as number;
    const score = (dimension[home] as Float64Array)[row] as number;
    const gain =
      before === before
        ? (factor * weight * (attainment - before)) / total
        : (factor * weight * (attainment - score)) / (total + weight);
    return variant.scale.width * Math.max(0, gain || 0);
  }

  /** The criteria with most to gain first, each with a bound on the worth of its gaps. */
  #putInOrder(): void {
    const boundOf = ({ mostPull, criterion }: Lens): number => {
      const perUnit = this.#mostPerUnit[criterion.dimension] as number;
      return perUnit > 0 && mostPull > 0 ? perUnit * mostPull : 0;
    };
    this.#candidates.sort((a, b) => boundOf(b.lens) - boundOf(a.lens) || 0);
    this.#candidates.forEach((candidate, place) => {
      candidate.codes = candidate.lens.codes;
      this.#bounds[place] = boundOf(candidate.lens);
    });
  }

  /** Of the rows with a dimension that falls short, the gaps in it block; then come the others, where there is room. */
  #findBest(): void {
    const { count } = this.#desk;
    let open = 0;
    for (let row = 0; row < count; row++)
      if (this.#hasShort[row] === 1 && this.#done[row] === 0) this.#open[open++] = row;
    this.#pick(open, 1);
    open = 0;
    for (let row = 0; row < count; row++) {
      const last = row * this.limit + this.limit - 1;
      const isFull = this.counts[row] === this.limit && this.#blocks[last] === 1;
      if (!isFull && this.#done[row] === 0) this.#open[open++] = row;
    }
    this.#pick(open, 0);
  }

  /**
   * Looks at one criterion after the other, for the rows that are still open: those whose list has room for a gap as
   * good as the criterion's best, since the criteria after it have less.
   */
  #pick(rows: number, blocks: number): void {
    const { steps } = this.#desk;
    const { limit, counts } = this;
    const open = this.#open;
    const least = this.#least;
    const named = this.#named;
    const short = this.#short;
    const worths = this.#worth;
    for (let at = 0; at < rows; at++) {
      const row = open[at] as number;
      least[row] = counts[row] === limit ? (worths[row * limit + limit - 1] as number) : 0;
    }
    let left = rows;
    for (let place = 0; place < this.#candidates.length && left > 0; place++) {
      const bound = this.#bounds[place] as number;
      const { lens, codes, pull, perUnit, first, home } = this.#candidates[place] as Candidate;
      let kept = 0;
      for (let at = 0; at < left; at++) {
        const row = open[at] as number;
        const own = least[row] as number;
        if (own >= bound) continue;
        open[kept++] = row;
        const code = codes[row] as number;
        if (!((perUnit[row] as number) * (pull[code] as number) > own)) continue;
        if (named[first + row] === 1 || short[home + row] !== blocks) continue;
        const step = lens.best[code] as number;
        const points = this.#pointsOf(row, lens, code, (steps.steps[step] as Step).attainment);
        if (points < TOLERANCE) continue;
        this.#insert(row, blocks, step, points, lens.days[code] as number);
        if (counts[row] === limit) least[row] = worths[row * limit + limit - 1] as number;
      }
      left = kept;
    }
  }

  /** Keeps the list in order and no longer than the limit. */
  #insert(row: number, blocks: number, step: number, points: number, days: number): void {
    const { limit } = this;
    const first = row * limit;
    const count = this.counts[row] as number;
    const worth = points / Math.max(days, LEAST_EFFORT);
    let at = first + count;
    while (at > first && this.#isBefore(at - 1, blocks, worth, points, step)) at--;
    if (at === first + limit) return;
    for (let to = first + Math.min(count, limit - 1); to > at; to--) {
      this.step[to] = this.step[to - 1] as number;
      this.points[to] = this.points[to - 1] as number;
      this.days[to] = this.days[to - 1] as number;
      this.#worth[to] = this.#worth[to - 1] as number;
      this.#blocks[to] = this.#blocks[to - 1] as number;
    }
    this.step[at] = step;
    this.points[at] = points;
    this.days[at] = days;
    this.#worth[at] = worth;
    this.#blocks[at] = blocks;
    if (count < limit) this.counts[row] = count + 1;
  }

  /** Whether a gap belongs before the one at a place. */
  #isBefore(at: number, blocks: number, worth: number, points: number, step: number): boolean {
    if (blocks !== this.#blocks[at]) return blocks > (this.#blocks[at] as number);
    if (worth !== this.#worth[at]) return worth > (this.#worth[at] as number);
    if (points !== this.points[at]) return points > (this.points[at] as number);
    const { positions } = this.#desk.steps;
    return (positions[step] as number) < (positions[this.step[at] as number] as number);
  }
}

function familiesOf({ dimensions }: Variant): number[][] {
  return dimensions.map((_, ancestor) =>
    dimensions.flatMap(({ position }) => {
      let at = position;
      while (at >= 0 && at !== ancestor) at = dimensions[at]?.parent ?? -1;
      return at === ancestor ? [position] : [];
    }),
  );
}
