/**
 * Depth-first branch and bound over the candidates of a core. The bound of a node is the Lagrangian one with the
 * multipliers of the root, which costs one addition per node; but blocks of variables that share demands with
 * nobody else (a dimension with a floor of its own, say) are first solved by themselves, and what a block costs at
 * least then stands for it in the bound: Lagrangian decomposition (Guignard, Kim 1987) in the order of a Russian
 * doll search (Verfaillie, Lemaitre, Schiex 1996).
 */
import { blocksOf } from "./blocks.ts";
import { canHold, lookAt, lookUp, lookUpFrom, type Outlook } from "./optimistic.ts";
import type { Problem } from "./problem.ts";
import { type Bound, type Core, choiceOf, reducedCosts } from "./relaxation.ts";
import type { Work } from "./search.ts";

/** The most nodes that one block may take before its Lagrangian bound has to do. */
const BLOCK_WORK = 1_000;

interface Block {
  /** The first depth of the block and the first after it. */
  from: number;
  to: number;
  /** Demands that look at this block only. */
  rows: number[];
  /** The multipliers' charge for the needs of these demands. */
  constant: number;
  /** The least reduced cost, with coupling demands only, that meets the demands of the block. */
  least: number;
}

export class Descent {
  readonly #problem: Problem;
  readonly #core: Core;
  readonly #outlook: Outlook | null;
  readonly #work: Work;
  readonly #offer: (choice: Int32Array) => boolean;
  readonly #enough: () => number;
  readonly #count: number;
  readonly #blocks: Block[] = [];
  /** Core variables by depth, block after block, within a block the clearest decision first. */
  readonly #order: number[] = [];
  readonly #blockAt: Block[] = [];
  /** By depth: places of the core by rising reduced cost. */
  readonly #places: Int32Array[] = [];
  /** By place: reduced costs with all demands, and with coupling demands only. */
  readonly #full: Float64Array;
  readonly #coupled: Float64Array;
  /** By depth: the least of the variables from there to the end of the block. */
  readonly #leastFull: Float64Array;
  readonly #leastCoupled: Float64Array;
  /** By depth: the least of all blocks after this one. */
  readonly #later: Float64Array;
  /** By depth and demand: the most, and what the cheapest candidates gain, from there to the end. */
  readonly #mostGain: Float64Array;
  readonly #defaultGain: Float64Array;
  /** By core variable: the place of the cheapest candidate, of the present choice, and of the best choice of its block. */
  readonly #defaults: Int32Array;
  readonly #chosen: Int32Array;
  readonly #inBlocks: Int32Array;
  /** By depth and demand: what has been gained before. */
  readonly #gained: Float64Array;
  readonly #base: number;
  /** What a node takes from the work: more demands and the outlook make it slower. */
  readonly #nodeWork: number;
  /** By candidate of the problem, for the outlook. */
  readonly #open: Uint8Array;

  constructor(
    problem: Problem,
    core: Core,
    bound: Bound,
    outlook: Outlook | null,
    work: Work,
    offer: (choice: Int32Array) => boolean,
    enough: () => number,
  ) {
    this.#problem = problem;
    this.#core = core;
    this.#outlook = outlook;
    this.#work = work;
    this.#offer = offer;
    this.#enough = enough;
    const count = core.demands.length;
    const size = core.variables.length;
    this.#count = count;
    this.#nodeWork = 1 + Math.floor(count / 16) + (outlook === null ? 0 : 3 + Math.floor(problem.criteria.length / 32));
    const { groups, coupling } = blocksOf(core);
    const { multipliers } = bound;
    this.#full = reducedCosts(core, multipliers);
    this.#coupled = reducedCosts(
      core,
      multipliers.map((multiplier, row) => (coupling[row] ? multiplier : 0)),
    );
    this.#base = core.fixedCost;
    for (let row = 0; row < count; row++) {
      if (coupling[row]) this.#base += (multipliers[row] as number) * (core.need[row] as number);
    }

    const ranked = core.variables.map((_, variable) => this.#rank(variable));
    for (const { variables, rows } of groups) {
      const constant = rows.reduce((sum, row) => sum + (multipliers[row] as number) * (core.need[row] as number), 0);
      const block: Block = {
        from: this.#order.length,
        to: this.#order.length + variables.length,
        rows,
        constant,
        least: 0,
      };
      this.#blocks.push(block);
      const clear = (variable: number): number => ranked[variable]?.clear ?? 0;
      for (const variable of [...variables].sort((a, b) => clear(b) - clear(a))) {
        this.#order.push(variable);
        this.#blockAt.push(block);
        this.#places.push(ranked[variable]?.places ?? new Int32Array(0));
      }
    }

    this.#leastFull = new Float64Array(size + 1);
    this.#leastCoupled = new Float64Array(size + 1);
    this.#later = new Float64Array(size + 1);
    this.#mostGain = new Float64Array((size + 1) * count);
    this.#defaultGain = new Float64Array((size + 1) * count);
    this.#gained = new Float64Array((size + 1) * count);
    this.#defaults = new Int32Array(size);
    this.#open = new Uint8Array(problem.candidates.length);
    for (let depth = size - 1; depth >= 0; depth--) this.#sumUp(depth);
    this.#chosen = this.#defaults.slice();
    this.#inBlocks = this.#defaults.slice();
    for (const candidate of core.candidate) this.#open[candidate] = 1;
    for (const candidate of core.default) this.#open[candidate] = 1;
    for (const block of this.#blocks) {
      block.least = block.constant + (this.#leastFull[block.from] as number);
    }
    this.#sumLater();
  }

  /** Places of a variable by reduced cost, and how clear the decision for the first of them is. */
  #rank(variable: number): { places: Int32Array; clear: number } {
    const { first } = this.#core;
    const cost = (place: number): number => this.#full[place] as number;
    const places = Int32Array.from(
      { length: (first[variable + 1] as number) - (first[variable] as number) },
      (_, place) => (first[variable] as number) + place,
    ).sort((a, b) => cost(a) - cost(b));
    return { places, clear: cost(places[1] as number) - cost(places[0] as number) };
  }

  /** Fills what depends on all deeper levels, for one depth. */
  #sumUp(depth: number): void {
    const { cost, gain } = this.#core;
    const count = this.#count;
    const places = this.#places[depth] as Int32Array;
    const ends = this.#blockAt[depth]?.to === depth + 1;
    let leastCoupled = Number.POSITIVE_INFINITY;
    let usual = places[0] as number;
    for (const place of places) {
      leastCoupled = Math.min(leastCoupled, this.#coupled[place] as number);
      if ((cost[place] as number) < (cost[usual] as number)) usual = place;
    }
    this.#defaults[this.#order[depth] as number] = usual;
    this.#leastFull[depth] =
      (ends ? 0 : (this.#leastFull[depth + 1] as number)) + (this.#full[places[0] as number] as number);
    this.#leastCoupled[depth] = (ends ? 0 : (this.#leastCoupled[depth + 1] as number)) + leastCoupled;
    for (let row = 0; row < count; row++) {
      let most = Number.NEGATIVE_INFINITY;
      for (const place of places) most = Math.max(most, gain[place * count + row] as number);
      this.#mostGain[depth * count + row] = (this.#mostGain[(depth + 1) * count + row] as number) + most;
      this.#defaultGain[depth * count + row] =
        (this.#defaultGain[(depth + 1) * count + row] as number) + (gain[usual * count + row] as number);
    }
  }

  #sumLater(): void {
    let later = 0;
    for (const block of [...this.#blocks].reverse()) {
      this.#later.fill(later, block.from, block.to);
      later += block.least;
    }
  }

  /** Solves the blocks by themselves. @returns what everything costs at least. */
  boundBlocks(): number {
    if (this.#blocks.length > 1) {
      for (const block of this.#blocks) this.#solveBlock(block);
      this.#sumLater();
    }
    return this.#blocks.reduce((sum, block) => sum + block.least, this.#base);
  }

  /** The best choice of each block, by core variable. */
  chosenInBlocks(): Int32Array {
    return this.#inBlocks.slice();
  }

  #solveBlock(block: Block): void {
    const { gain, need } = this.#core;
    const count = this.#count;
    const { rows, from, to } = block;
    const margin = this.#problem.tie / 2;
    const granted = Math.max(0, Math.min(BLOCK_WORK, this.#work.left));
    let left = granted;
    let best = Number.POSITIVE_INFINITY;
    const trial = new Int32Array(to - from);
    const bestTrial = new Int32Array(to - from);
    /** The demands of a block gain nothing beyond its end. */
    const mostUpTo = (depth: number, row: number): number => this.#mostGain[depth * count + row] as number;
    const visit = (depth: number, full: number, coupled: number): void => {
      if (left-- <= 0) return;
      const offset = depth * count;
      if (
        rows.some(
          (row) => (this.#gained[offset + row] as number) + mostUpTo(depth, row) < (need[row] as number) - 1e-12,
        )
      )
        return;
      if (depth === to) {
        if (coupled >= best) return;
        best = coupled;
        bestTrial.set(trial);
        return;
      }
      const rest = depth + 1 === to ? 0 : (this.#leastFull[depth + 1] as number);
      const restCoupled = depth + 1 === to ? 0 : (this.#leastCoupled[depth + 1] as number);
      for (const place of this.#places[depth] as Int32Array) {
        const nextFull = full + (this.#full[place] as number);
        if (nextFull + rest > best - margin) break;
        const nextCoupled = coupled + (this.#coupled[place] as number);
        if (nextCoupled + restCoupled > best - margin) continue;
        trial[depth - from] = place;
        for (const row of rows)
          this.#gained[offset + count + row] =
            (this.#gained[offset + row] as number) + (gain[place * count + row] as number);
        visit(depth + 1, nextFull, nextCoupled);
      }
    };
    for (const row of rows) this.#gained[from * count + row] = 0;
    visit(from, block.constant, 0);
    this.#work.left -= granted - Math.max(0, left);
    if (left >= 0) block.least = Math.max(block.least, best - margin);
    if (best === Number.POSITIVE_INFINITY) return;
    for (let depth = from; depth < to; depth++)
      this.#inBlocks[this.#order[depth] as number] = bestTrial[depth - from] as number;
  }

  /** @returns whether the search came to its end. */
  run(): boolean {
    if (this.#outlook !== null) {
      for (let variable = 0; variable < this.#problem.criteria.length; variable++)
        lookAt(this.#problem, this.#outlook, this.#open, variable);
      lookUp(this.#problem, this.#outlook);
      if (!canHold(this.#problem, this.#problem.prepared.conditions, this.#outlook)) return true;
    }
    this.#gained.fill(0);
    return this.#visit(0, this.#base, this.#blocks[0]?.constant ?? 0, 0);
  }

  /** `done` is the cost of finished blocks; `full` and `coupled` are the reduced costs in the present one. */
  #visit(depth: number, done: number, full: number, coupled: number): boolean {
    if (this.#work.left <= 0) return false;
    this.#work.left -= this.#nodeWork;
    const { need, gain } = this.#core;
    const count = this.#count;
    const offset = depth * count;
    let met = true;
    for (let row = 0; row < count; row++) {
      const gained = this.#gained[offset + row] as number;
      const needed = (need[row] as number) - 1e-12;
      if (gained + (this.#mostGain[offset + row] as number) < needed) return true;
      if (gained + (this.#defaultGain[offset + row] as number) < needed) met = false;
    }
    if (met) {
      // The rest at its cheapest: nothing below this node costs less, if it really reaches the level.
      for (let at = depth; at < this.#order.length; at++) {
        const variable = this.#order[at] as number;
        this.#chosen[variable] = this.#defaults[variable] as number;
      }
      if (this.#offer(choiceOf(this.#core, this.#chosen))) return true;
    }
    if (depth === this.#order.length) return true;
    const block = this.#blockAt[depth] as Block;
    const ends = depth + 1 === block.to;
    const next = this.#blockAt[depth + 1];
    const rest = ends ? 0 : (this.#leastFull[depth + 1] as number);
    const restCoupled = ends ? 0 : (this.#leastCoupled[depth + 1] as number);
    const outside = done + (this.#later[depth] as number);
    const variable = this.#order[depth] as number;
    let complete = true;
    for (const place of this.#places[depth] as Int32Array) {
      const nextFull = full + (this.#full[place] as number);
      const enough = this.#enough();
      if (outside + nextFull + rest > enough) break;
      const nextCoupled = coupled + (this.#coupled[place] as number);
      if (outside + nextCoupled + restCoupled > enough) continue;
      this.#chosen[variable] = place;
      for (let row = 0; row < count; row++) {
        this.#gained[offset + count + row] =
          (this.#gained[offset + row] as number) + (gain[place * count + row] as number);
      }
      if (!this.#settle(variable, place)) continue;
      const finished = ends
        ? this.#visit(depth + 1, done + nextCoupled, next?.constant ?? 0, 0)
        : this.#visit(depth + 1, done, nextFull, nextCoupled);
      complete = finished && complete;
      if (this.#work.left <= 0) break;
    }
    this.#release(variable);
    return complete && this.#work.left > 0;
  }

  /** Tells the outlook that a variable has one candidate only. @returns whether the level can still be reached. */
  #settle(variable: number, place: number): boolean {
    if (this.#outlook === null) return true;
    for (const other of this.#range(variable)) this.#open[other] = 0;
    this.#open[this.#core.candidate[place] as number] = 1;
    this.#lookAgain(variable, this.#outlook);
    return canHold(this.#problem, this.#problem.prepared.conditions, this.#outlook);
  }

  #release(variable: number): void {
    if (this.#outlook === null) return;
    for (const other of this.#range(variable)) this.#open[other] = 1;
    this.#lookAgain(variable, this.#outlook);
  }

  #lookAgain(variable: number, outlook: Outlook): void {
    const position = this.#problem.criteria[this.#core.variables[variable] as number] as number;
    const value = outlook.criterion[position] as number;
    const presence = outlook.criterionPresence[position];
    lookAt(this.#problem, outlook, this.#open, this.#core.variables[variable] as number);
    if (outlook.criterion[position] === value && outlook.criterionPresence[position] === presence) return;
    lookUpFrom(this.#problem, outlook, position);
  }

  #range(variable: number): Int32Array {
    return this.#core.candidate.subarray(this.#core.first[variable], this.#core.first[variable + 1]);
  }
}
