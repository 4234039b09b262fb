/** Branch and bound over routes, then over answers. */

import { Descent } from "./descent.ts";
import { type Demand, forbiddenBy, type Goal, GoalMaker } from "./goal.ts";
import { repair } from "./greedy.ts";
import { ALWAYS, canHold, lookAt, lookUp, newOutlook, type Outlook } from "./optimistic.ts";
import type { Problem } from "./problem.ts";
import { type Bound, type Core, choiceOf, coreOf, defaultsOf, lagrangianBound, leastReduced } from "./relaxation.ts";

/** Work allowed for a whole request, in search nodes. The search takes from it. */
export interface Work {
  left: number;
}

export interface Found {
  /** A candidate by variable; null when none is known. */
  choice: Int32Array | null;
  /** Person-days, with `tie` added for each change. */
  cost: number;
  /** Least proven cost of anything that was not searched to the end; infinite when all was. */
  open: number;
}

/** Work is counted in nodes of about a microsecond; building a branch takes this much besides its bound. */
const BRANCH_WORK = 40;
/** Numbers that the bounding of a branch goes through in the time of one node. */
const ENTRIES_PER_NODE = 800;
/** Steps of the ascent to the Lagrangian bound. */
const ITERATIONS = 80;
/** How far work may be overdrawn while no way to the level is known. */
const OVERDRAFT = 2_000;
/** The most work spent on fewer changes once the effort is proven least. */
const TIE_WORK = 500;

/** What is left to choose after some routes have been taken. */
interface Branch {
  allowed: Uint8Array;
  demands: Demand[];
  choices: Goal[][];
  core: Core;
  bound: Bound;
}

export function search(problem: Problem, work: Work): Found {
  return new Search(problem, work).run();
}

class Search {
  readonly #problem: Problem;
  #work: Work;
  readonly #outlook: Outlook;
  #exact = true;
  /** Whether solutions of equal effort with fewer changes are of interest. */
  #ties = false;
  #best: Found = { choice: null, cost: Number.POSITIVE_INFINITY, open: Number.POSITIVE_INFINITY };

  constructor(problem: Problem, work: Work) {
    this.#problem = problem;
    this.#work = work;
    this.#outlook = newOutlook(problem);
  }

  run(): Found {
    const problem = this.#problem;
    const allowed = new Uint8Array(problem.candidates.length).fill(1);
    for (const candidate of forbiddenBy(problem, problem.prepared.conditions)) allowed[candidate] = 0;
    this.#lookAtAll(allowed);
    if (!canHold(problem, problem.prepared.conditions, this.#outlook)) return this.#best;
    const maker = new GoalMaker(problem, this.#outlook);
    const goal = maker.all(problem.prepared.conditions);
    maker.coverage(goal);
    this.#exact = maker.exact && this.#outlook.indexPresence === ALWAYS;
    const root = this.#branch({ allowed, demands: [], choices: [] }, goal, new Map());
    if (root === null) return this.#best;
    this.#explore(root);
    if (this.#best.open < this.#best.cost) this.#improve(root.allowed);
    else this.#fewestChanges(root);
    if (this.#best.choice !== null) this.#trim(this.#best.choice);
    return this.#best;
  }

  /** Searches again among the solutions of least effort, as far as a small share of the work goes. */
  #fewestChanges(root: Branch): void {
    if (this.#best.choice === null || this.#problem.unit === 0) return;
    const work = this.#work;
    const granted = Math.min(TIE_WORK, work.left);
    this.#work = { left: granted };
    this.#ties = true;
    this.#explore(root);
    work.left -= granted - this.#work.left;
    this.#best.open = Number.POSITIVE_INFINITY;
  }

  #lookAtAll(allowed: Uint8Array): void {
    for (let variable = 0; variable < this.#problem.criteria.length; variable++)
      lookAt(this.#problem, this.#outlook, allowed, variable);
    lookUp(this.#problem, this.#outlook);
  }

  /**
   * A known solution of cost c leaves only better ones of interest; where all efforts are multiples of a unit, the
   * next better one is a whole unit less.
   */
  #enough(): number {
    const { unit, tie } = this.#problem;
    return this.#best.cost - (this.#ties || unit === 0 ? tie / 2 : unit * (1 - 2e-3));
  }

  /** Adds a goal to a branch; null when that cannot be met or cannot be better than what is known. */
  #branch(
    from: { allowed: Uint8Array; demands: readonly Demand[]; choices: readonly Goal[][] },
    goal: Goal,
    warm: ReadonlyMap<Demand, number>,
  ): Branch | null {
    const allowed = from.allowed.slice();
    let demands = [...from.demands];
    let choices = [...from.choices];
    // A choice of which one route is left is no choice: it is added in turn.
    for (let added: Goal | undefined = goal; added !== undefined; ) {
      const { forbidden, demands: more, choices: further }: Goal = added;
      for (const candidate of forbidden) allowed[candidate] = 0;
      const kept = this.#propagate(allowed, [...demands, ...more]);
      if (kept === null) return null;
      demands = kept;
      const open = [...choices, ...further]
        .map((choice) => choice.filter((route) => this.#possible(route, allowed)))
        .filter((routes) => !routes.some((route) => this.#entailed(route, allowed)));
      if (open.some((routes) => routes.length === 0)) return null;
      const single = open.find((routes) => routes.length === 1);
      choices = open.filter((routes) => routes !== single);
      added = single?.[0];
    }
    const core = coreOf(this.#problem, allowed, demands);
    const start = Float64Array.from(demands, (demand) => warm.get(demand) ?? 0);
    this.#round(core, defaultsOf(core));
    const aim = Number.isFinite(this.#best.cost)
      ? this.#best.cost
      : 2 * costOf(this.#problem, core.default) + 10 * (this.#problem.unit || 1);
    const entries = core.gain.length + core.candidate.length;
    const affordable = Math.floor((Math.max(0, this.#work.left) * ENTRIES_PER_NODE) / (entries + 1));
    const iterations = Math.max(1, Math.min(affordable, choices.length > 0 ? ITERATIONS / 2 : ITERATIONS));
    const bound = lagrangianBound(core, start, aim, this.#enough(), iterations);
    this.#work.left -= BRANCH_WORK + Math.ceil((iterations * entries) / ENTRIES_PER_NODE);
    return bound.value > this.#enough() ? null : { allowed, demands, choices, core, bound };
  }

  /** Whether a route can be met by what is allowed, looked at demand by demand. */
  #possible(route: Goal, allowed: Uint8Array): boolean {
    return route.demands.every((demand) => extreme(this.#problem, demand, allowed, Math.max) >= demand.need);
  }

  #entailed(route: Goal, allowed: Uint8Array): boolean {
    return (
      route.choices.length === 0 &&
      route.forbidden.every((candidate) => allowed[candidate] === 0) &&
      route.demands.every((demand) => extreme(this.#problem, demand, allowed, Math.min) >= demand.need)
    );
  }

  /** Removes candidates that leave a demand unmet even with the best of all others; null when nothing remains. */
  #propagate(allowed: Uint8Array, demands: readonly Demand[]): Demand[] | null {
    for (let round = 0, changed = true; changed && round < 4; round++) {
      changed = false;
      for (const demand of demands) {
        const removed = removeHopeless(this.#problem, allowed, demand);
        if (removed === null) return null;
        changed ||= removed > 0;
      }
    }
    const { first, criteria } = this.#problem;
    for (let variable = 0; variable < criteria.length; variable++) {
      if (!allowed.subarray(first[variable], first[variable + 1]).includes(1)) return null;
    }
    return demands.filter((demand) => extreme(this.#problem, demand, allowed, Math.min) < demand.need);
  }

  #explore(branch: Branch): void {
    if (branch.bound.value > this.#enough()) return;
    const [choice, ...choices] = branch.choices;
    if (choice === undefined) {
      this.#descend(branch);
      return;
    }
    const warm = new Map(branch.demands.map((demand, row) => [demand, branch.bound.multipliers[row] as number]));
    const routes: Branch[] = [];
    for (const route of choice) {
      if (this.#work.left <= (this.#best.choice === null ? -OVERDRAFT : 0)) {
        // Everything behind an unexplored route costs at least what this branch does.
        this.#leaveOpen(branch.bound.value);
        break;
      }
      const made = this.#branch({ ...branch, choices }, route, warm);
      if (made !== null) routes.push(made);
    }
    routes.sort((a, b) => a.bound.value - b.bound.value);
    for (const route of routes) this.#explore(route);
  }

  #leaveOpen(bound: number): void {
    this.#best.open = Math.min(this.#best.open, bound);
  }

  /**
   * Takes a choice as the best known one if it is cheaper and really reaches the level.
   *
   * @returns false when it would be cheaper but does not reach the level.
   */
  #offer(choice: Int32Array): boolean {
    const cost = costOf(this.#problem, choice);
    if (cost >= this.#best.cost - this.#problem.tie / 2) return true;
    if (!this.#problem.reaches(choice)) return false;
    this.#best = { ...this.#best, choice: choice.slice(), cost };
    return true;
  }

  /**
   * Where the search did not come to its end: the best answers everywhere, by value or by how much asks for them,
   * as cheap as the level allows.
   */
  #improve(allowed: Uint8Array): void {
    const { value, candidates } = this.#problem;
    const byValue = (place: number, other: number): number => {
      const [one, two] = [value[place] as number, value[other] as number];
      return !Number.isNaN(one) && !Number.isNaN(two)
        ? one - two
        : Number(!Number.isNaN(one)) - Number(!Number.isNaN(two));
    };
    // Any answer is worth more than none: it counts for coverage.
    const held = (place: number): number => {
      const { holds, measure } = candidates[place] ?? { holds: [], measure: Number.NaN };
      return holds.filter(Boolean).length + (!Number.isNaN(measure) ? 0.5 : 0);
    };
    const byHeld = (place: number, other: number): number => held(place) - held(other);
    this.#trim(this.#bestBy(allowed, (place, other) => byValue(place, other) || byHeld(place, other)));
    if (this.#best.choice === null)
      this.#trim(this.#bestBy(allowed, (place, other) => byHeld(place, other) || byValue(place, other)));
  }

  #bestBy(allowed: Uint8Array, compare: (place: number, other: number) => number): Int32Array {
    const { first, criteria } = this.#problem;
    return Int32Array.from(criteria, (_, variable) => {
      let best = -1;
      for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
        if (allowed[place] === 1 && (best < 0 || compare(place, best) > 0)) best = place;
      }
      return Math.max(best, first[variable] as number);
    });
  }

  /** Offers a choice after taking cheaper answers wherever it still reaches the level, the dearest answer first. */
  #trim(start: Int32Array): void {
    const { first, criteria, cost } = this.#problem;
    if (!this.#problem.reaches(start)) return;
    const choice = start.slice();
    const order = criteria
      .map((_, variable) => variable)
      .sort((a, b) => (cost[choice[b] as number] as number) - (cost[choice[a] as number] as number));
    // Giving back one answer may make room for another, where unanswered questions change the weights.
    for (let round = 0, changed = true; changed && round < 5; round++) {
      changed = false;
      for (const variable of order) {
        const from = choice[variable] as number;
        const cheaper: number[] = [];
        for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
          if ((cost[place] as number) < (cost[from] as number)) cheaper.push(place);
        }
        cheaper.sort((a, b) => (cost[a] as number) - (cost[b] as number));
        const found = cheaper.find((place) => this.#reachesWith(choice, variable, place));
        changed ||= found !== undefined;
        choice[variable] = found ?? from;
      }
    }
    this.#offer(choice);
  }

  #reachesWith(choice: Int32Array, variable: number, place: number): boolean {
    const changed = choice.slice();
    changed[variable] = place;
    return this.#problem.reaches(changed);
  }

  /** All routes are taken: bound block by block, round, and search what is left. */
  #descend(branch: Branch): void {
    const { core, bound } = branch;
    this.#round(core, leastReduced(core, bound.multipliers));
    if (bound.value > this.#enough()) return;
    const offer = (choice: Int32Array): boolean => this.#offer(choice);
    const descent = new Descent(this.#problem, core, bound, this.#exact ? null : this.#outlook, this.#work, offer, () =>
      this.#enough(),
    );
    const least = Math.max(bound.value, descent.boundBlocks());
    if (least > this.#enough()) return;
    this.#round(core, descent.chosenInBlocks());
    if (least <= this.#enough() && !descent.run()) this.#leaveOpen(least);
  }

  /** A greedy solution from a first guess, given by core variable as places in the core. */
  #round(core: Core, guess: Int32Array): void {
    if (repair(core, guess)) this.#offer(choiceOf(core, guess));
  }
}

function costOf(problem: Problem, choice: Int32Array): number {
  let cost = 0;
  for (const candidate of choice) cost += problem.cost[candidate] as number;
  return cost;
}

/** @returns how many candidates were removed; null when the demand cannot be met at all. */
function removeHopeless({ first, criteria }: Problem, allowed: Uint8Array, { gain, need }: Demand): number | null {
  const most = new Float64Array(criteria.length).fill(Number.NEGATIVE_INFINITY);
  let spare = -need;
  for (let variable = 0; variable < criteria.length; variable++) {
    for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
      if (allowed[place] === 1 && (gain[place] as number) > (most[variable] as number))
        most[variable] = gain[place] as number;
    }
    spare += most[variable] as number;
  }
  if (!(spare >= 0)) return null;
  let removed = 0;
  for (let variable = 0; variable < criteria.length; variable++) {
    for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
      if (allowed[place] === 0 || (most[variable] as number) - (gain[place] as number) <= spare + 1e-12) continue;
      allowed[place] = 0;
      removed++;
    }
  }
  return removed;
}

/** The least or the most that the allowed candidates can add up to. */
function extreme(
  problem: Problem,
  demand: Demand,
  allowed: Uint8Array,
  pick: (a: number, b: number) => number,
): number {
  let total = 0;
  for (let variable = 0; variable < problem.criteria.length; variable++) {
    let found = Number.NaN;
    for (let place = problem.first[variable] as number; place < (problem.first[variable + 1] as number); place++) {
      if (allowed[place] === 0) continue;
      const gain = demand.gain[place] as number;
      found = !Number.isNaN(found) ? pick(found, gain) : gain;
    }
    total += found;
  }
  return total;
}
