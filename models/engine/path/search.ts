/** Branch and bound over routes, then over answers. */
import { type Demand, type Goal, GoalMaker, forbiddenBy } from "./goal.ts";
import { canHold, lookAt, lookUp, newOutlook, type Outlook } from "./optimistic.ts";
import type { Problem } from "./problem.ts";
import { type Bound, type Core, coreOf, lagrangianBound } from "./relaxation.ts";

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

/** Nodes that bounding one combination of routes is worth. */
const ROUTE_WORK = 20;
const ITERATIONS = 80;

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
  readonly #work: Work;
  readonly #outlook: Outlook;
  #exact = true;
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
    this.#exact = maker.exact && this.#outlook.indexPresence === 2;
    const root = this.#branch({ allowed, demands: [], choices: [] }, goal, new Map());
    if (root === null) return this.#best;
    this.#explore(root);
    if (this.#best.choice === null) this.#bestAnswers(root.allowed);
    return this.#best;
  }

  #lookAtAll(allowed: Uint8Array): void {
    for (let variable = 0; variable < this.#problem.criteria.length; variable++) lookAt(this.#problem, this.#outlook, allowed, variable);
    lookUp(this.#problem, this.#outlook);
  }

  /**
   * A known solution of cost c leaves only better ones of interest; where all efforts are multiples of a unit, the
   * next better one is a whole unit less.
   */
  #enough(ties = false): number {
    const { unit, tie } = this.#problem;
    return this.#best.cost - (ties || unit === 0 ? tie / 2 : unit * (1 - 2e-3));
  }

  /** Adds a goal to a branch; null when that cannot be met or cannot be better than what is known. */
  #branch(
    from: { allowed: Uint8Array; demands: readonly Demand[]; choices: readonly Goal[][] },
    goal: Goal,
    warm: ReadonlyMap<Demand, number>,
  ): Branch | null {
    const allowed = from.allowed.slice();
    for (const candidate of goal.forbidden) allowed[candidate] = 0;
    const demands = this.#propagate(allowed, [...from.demands, ...goal.demands]);
    if (demands === null) return null;
    const choices: Goal[][] = [];
    for (const choice of [...from.choices, ...goal.choices]) {
      const routes = choice.filter((route) => this.#possible(route, allowed));
      if (routes.length === 0) return null;
      if (!routes.some((route) => this.#entailed(route, allowed))) choices.push(routes);
    }
    const core = coreOf(this.#problem, allowed, demands);
    const start = Float64Array.from(demands, (demand) => warm.get(demand) ?? 0);
    this.#repair(core, defaultsOf(core));
    const aim = Number.isFinite(this.#best.cost) ? this.#best.cost : 2 * costOf(this.#problem, core.default) + 10 * (this.#problem.unit || 1);
    const bound = lagrangianBound(core, start, aim, this.#enough(), choices.length > 0 ? ITERATIONS / 2 : ITERATIONS);
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
  #propagate(allowed: Uint8Array, demands: Demand[]): Demand[] | null {
    const { first, criteria } = this.#problem;
    const most = new Float64Array(criteria.length);
    for (let round = 0, changed = true; changed && round < 4; round++) {
      changed = false;
      for (const { gain, need } of demands) {
        let total = 0;
        for (let variable = 0; variable < criteria.length; variable++) {
          let largest = Number.NEGATIVE_INFINITY;
          for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
            if (allowed[place] === 1 && (gain[place] as number) > largest) largest = gain[place] as number;
          }
          most[variable] = largest;
          total += largest;
        }
        if (!(total >= need)) return null;
        const spare = total - need;
        for (let variable = 0; variable < criteria.length; variable++) {
          for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
            if (allowed[place] === 1 && (most[variable] as number) - (gain[place] as number) > spare + 1e-12) {
              allowed[place] = 0;
              changed = true;
            }
          }
        }
      }
    }
    for (let variable = 0; variable < criteria.length; variable++) {
      let open = false;
      for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) open ||= allowed[place] === 1;
      if (!open) return null;
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
      if (this.#work.left <= 0) {
        // Everything behind an unexplored route costs at least what this branch does.
        this.#leaveOpen(branch.bound.value);
        break;
      }
      this.#work.left -= ROUTE_WORK;
      const made = this.#branch({ ...branch, choices }, route, warm);
      if (made !== null) routes.push(made);
    }
    routes.sort((a, b) => a.bound.value - b.bound.value);
    for (const route of routes) this.#explore(route);
  }

  #leaveOpen(bound: number): void {
    this.#best.open = Math.min(this.#best.open, bound);
  }

  /** Takes a choice as the best known one if it is cheaper and really reaches the level. */
  #offer(choice: Int32Array): boolean {
    const cost = costOf(this.#problem, choice);
    if (cost >= this.#best.cost - this.#problem.tie / 2) return false;
    if (!this.#problem.reaches(choice)) return false;
    this.#best = { ...this.#best, choice: choice.slice(), cost };
    return true;
  }

  /**
   * Greedy: while a demand lacks something, the change that takes away most of what is lacking per person-day; then
   * back to a cheaper candidate wherever the demands allow it. `chosen` is a place in the core by core variable.
   */
  #repair(core: Core, chosen: Int32Array): void {
    const { first, gain, cost, need } = core;
    const count = core.demands.length;
    const lack = need.slice();
    for (const place of chosen) for (let row = 0; row < count; row++) lack[row] = (lack[row] as number) - (gain[place * count + row] as number);
    for (let moves = 0; moves < 4 * core.variables.length; moves++) {
      let lacking = 0;
      for (let row = 0; row < count; row++) lacking += Math.max(0, lack[row] as number);
      if (lacking <= 0) break;
      let bestRatio = 0;
      let bestVariable = -1;
      let bestPlace = -1;
      for (let variable = 0; variable < core.variables.length; variable++) {
        const from = chosen[variable] as number;
        for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
          if (place === from) continue;
          let after = 0;
          for (let row = 0; row < count; row++) {
            after += Math.max(0, (lack[row] as number) - (gain[place * count + row] as number) + (gain[from * count + row] as number));
          }
          if (after >= lacking) continue;
          const ratio = (lacking - after) / Math.max((cost[place] as number) - (cost[from] as number), 1e-9);
          if (ratio > bestRatio) {
            bestRatio = ratio;
            bestVariable = variable;
            bestPlace = place;
          }
        }
      }
      if (bestVariable < 0) return;
      this.#move(core, lack, chosen, bestVariable, bestPlace);
    }
    for (let row = 0; row < count; row++) if ((lack[row] as number) > 0) return;
    const dearest = core.variables
      .map((_, variable) => variable)
      .sort((a, b) => (cost[chosen[b] as number] as number) - (cost[chosen[a] as number] as number));
    for (const variable of dearest) {
      const from = chosen[variable] as number;
      let cheapest = from;
      for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
        if ((cost[place] as number) >= (cost[cheapest] as number)) continue;
        let fits = true;
        for (let row = 0; fits && row < count; row++) {
          fits = (lack[row] as number) - (gain[place * count + row] as number) + (gain[from * count + row] as number) <= 0;
        }
        if (fits) cheapest = place;
      }
      if (cheapest !== from) this.#move(core, lack, chosen, variable, cheapest);
    }
    this.#offer(choiceOf(core, chosen));
  }

  #move(core: Core, lack: Float64Array, chosen: Int32Array, variable: number, place: number): void {
    const count = core.demands.length;
    const from = chosen[variable] as number;
    for (let row = 0; row < count; row++) {
      lack[row] = (lack[row] as number) + (core.gain[from * count + row] as number) - (core.gain[place * count + row] as number);
    }
    chosen[variable] = place;
  }

  /**
   * Where the demands did not lead to an answer set that reaches the level: the best answers everywhere, then each
   * as cheap as the level allows.
   */
  #bestAnswers(allowed: Uint8Array): void {
    const { first, criteria, cost, value, candidates } = this.#problem;
    const choice = new Int32Array(criteria.length);
    for (let variable = 0; variable < criteria.length; variable++) {
      let best = -1;
      for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
        if (allowed[place] === 0) continue;
        if (best < 0 || !((value[place] as number) < (value[best] as number)) && candidates[place]?.measure === candidates[place]?.measure) best = place;
      }
      choice[variable] = Math.max(best, first[variable] as number);
    }
    if (!this.#problem.reaches(choice)) return;
    const order = criteria.map((_, variable) => variable).sort((a, b) => (cost[choice[b] as number] as number) - (cost[choice[a] as number] as number));
    for (const variable of order) {
      const from = choice[variable] as number;
      const cheaper: number[] = [];
      for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
        if ((cost[place] as number) < (cost[from] as number)) cheaper.push(place);
      }
      cheaper.sort((a, b) => (cost[a] as number) - (cost[b] as number));
      choice[variable] = cheaper.find((place) => this.#reachesWith(choice, variable, place)) ?? from;
    }
    this.#offer(choice);
  }

  #reachesWith(choice: Int32Array, variable: number, place: number): boolean {
    const changed = choice.slice();
    changed[variable] = place;
    return this.#problem.reaches(changed);
  }

  /** All routes are taken: bound, round, and search what is left, first for less effort, then for fewer changes. */
  #descend(branch: Branch): void {
    const { core, bound } = branch;
    this.#repair(core, leastReduced(core, bound.multipliers));
    if (bound.value > this.#enough()) return;
    const descent = new Descent(this.#problem, core, bound, this.#exact ? null : this.#outlook);
    const hooks = {
      work: this.#work,
      offer: (choice: Int32Array) => this.#offer(choice),
    };
    if (!descent.run(hooks, () => this.#enough())) this.#leaveOpen(bound.value);
  }
}

interface Hooks {
  work: Work;
  offer(choice: Int32Array): boolean;
}

/** Depth-first search over the candidates of a core, with the reduced costs of fixed multipliers as bound. */
class Descent {
  readonly #problem: Problem;
  readonly #core: Core;
  readonly #outlook: Outlook | null;
  /** Core variables in the order they are decided: the clearest decision first. */
  readonly #order: number[] = [];
  /** By depth: places of the core by rising reduced cost, and these costs. */
  readonly #places: number[][] = [];
  readonly #reduced: number[][] = [];
  /** By depth: what the variables from there on have at least or at most. */
  readonly #leastReduced: Float64Array;
  readonly #leastCost: Float64Array;
  readonly #mostGain: Float64Array;
  readonly #defaultGain: Float64Array;
  readonly #defaults: Int32Array;
  readonly #gained: Float64Array;
  readonly #chosen: Int32Array;
  readonly #base: number;
  readonly #open: Uint8Array;
  #hooks: Hooks | null = null;
  #enough: () => number = () => Number.POSITIVE_INFINITY;

  constructor(problem: Problem, core: Core, bound: Bound, outlook: Outlook | null) {
    this.#problem = problem;
    this.#core = core;
    this.#outlook = outlook;
    const count = core.demands.length;
    const reduced = reducedCosts(core, bound.multipliers);
    const ranked = core.variables.map((_, variable) => {
      const places: number[] = [];
      for (let place = core.first[variable] as number; place < (core.first[variable + 1] as number); place++) places.push(place);
      places.sort((a, b) => (reduced[a] as number) - (reduced[b] as number));
      return { variable, places, clear: (reduced[places[1] as number] as number) - (reduced[places[0] as number] as number) };
    });
    ranked.sort((a, b) => b.clear - a.clear);
    const depth = ranked.length;
    this.#leastReduced = new Float64Array(depth + 1);
    this.#leastCost = new Float64Array(depth + 1);
    this.#mostGain = new Float64Array((depth + 1) * count);
    this.#defaultGain = new Float64Array((depth + 1) * count);
    this.#gained = new Float64Array((depth + 1) * count);
    this.#defaults = defaultsOf(core);
    this.#chosen = this.#defaults.slice();
    this.#open = new Uint8Array(problem.candidates.length);
    for (const candidate of core.candidate) this.#open[candidate] = 1;
    for (const candidate of core.default) this.#open[candidate] = 1;
    for (const { variable, places } of ranked) {
      this.#order.push(variable);
      this.#places.push(places);
      this.#reduced.push(places.map((place) => reduced[place] as number));
    }
    for (let at = depth - 1; at >= 0; at--) {
      const variable = this.#order[at] as number;
      const usual = this.#defaults[variable] as number;
      this.#leastReduced[at] = (this.#leastReduced[at + 1] as number) + (this.#reduced[at]?.[0] ?? 0);
      this.#leastCost[at] = (this.#leastCost[at + 1] as number) + (core.cost[usual] as number);
      for (let row = 0; row < count; row++) {
        let most = Number.NEGATIVE_INFINITY;
        for (const place of this.#places[at] ?? []) most = Math.max(most, core.gain[place * count + row] as number);
        this.#mostGain[at * count + row] = (this.#mostGain[(at + 1) * count + row] as number) + most;
        this.#defaultGain[at * count + row] = (this.#defaultGain[(at + 1) * count + row] as number) + (core.gain[usual * count + row] as number);
      }
    }
    let base = core.fixedCost;
    for (let row = 0; row < count; row++) base += (bound.multipliers[row] as number) * (core.need[row] as number);
    this.#base = base;
  }

  /** @returns whether the search came to its end. */
  run(hooks: Hooks, enough: () => number): boolean {
    this.#hooks = hooks;
    this.#enough = enough;
    if (this.#outlook !== null) {
      for (let variable = 0; variable < this.#problem.criteria.length; variable++) lookAt(this.#problem, this.#outlook, this.#open, variable);
    }
    return this.#visit(0, this.#base);
  }

  /** `reduced` is the reduced cost so far, constant part included. */
  #visit(depth: number, reduced: number): boolean {
    const hooks = this.#hooks;
    if (hooks === null) return true;
    if (hooks.work.left <= 0) return false;
    hooks.work.left--;
    const { need, demands, gain } = this.#core;
    const count = demands.length;
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
      const choice = choiceOf(this.#core, this.#chosen);
      if (hooks.offer(choice) || this.#outlook === null || this.#problem.reaches(choice)) return true;
    }
    if (depth === this.#order.length) return true;
    if (this.#outlook !== null) {
      lookUp(this.#problem, this.#outlook);
      if (!canHold(this.#problem, this.#problem.prepared.conditions, this.#outlook)) return true;
    }
    const variable = this.#order[depth] as number;
    const places = this.#places[depth] as number[];
    const costs = this.#reduced[depth] as number[];
    let complete = true;
    for (let turn = 0; turn < places.length; turn++) {
      const place = places[turn] as number;
      const cost = reduced + (costs[turn] as number);
      if (cost + (this.#leastReduced[depth + 1] as number) > this.#enough()) break;
      this.#chosen[variable] = place;
      for (let row = 0; row < count; row++) {
        this.#gained[offset + count + row] = (this.#gained[offset + row] as number) + (gain[place * count + row] as number);
      }
      this.#settle(variable, place);
      complete = this.#visit(depth + 1, cost) && complete;
      if (hooks.work.left <= 0) break;
    }
    this.#release(variable);
    return complete && hooks.work.left > 0;
  }

  /** Tells the outlook that a variable has one candidate only. */
  #settle(variable: number, place: number): void {
    if (this.#outlook === null) return;
    for (const other of this.#range(variable)) this.#open[other] = 0;
    this.#open[this.#core.candidate[place] as number] = 1;
    lookAt(this.#problem, this.#outlook, this.#open, this.#core.variables[variable] as number);
  }

  #release(variable: number): void {
    if (this.#outlook === null) return;
    for (const other of this.#range(variable)) this.#open[other] = 1;
    lookAt(this.#problem, this.#outlook, this.#open, this.#core.variables[variable] as number);
  }

  #range(variable: number): Int32Array {
    return this.#core.candidate.subarray(this.#core.first[variable], this.#core.first[variable + 1]);
  }
}

function reducedCosts(core: Core, multipliers: Float64Array): Float64Array {
  const count = core.demands.length;
  const reduced = core.cost.slice();
  for (let place = 0; place < reduced.length; place++) {
    for (let row = 0; row < count; row++) {
      reduced[place] = (reduced[place] as number) - (multipliers[row] as number) * (core.gain[place * count + row] as number);
    }
  }
  return reduced;
}

/** By core variable, the place of the candidate of least reduced cost. */
function leastReduced(core: Core, multipliers: Float64Array): Int32Array {
  const reduced = reducedCosts(core, multipliers);
  return Int32Array.from(core.variables, (_, variable) => {
    let least = core.first[variable] as number;
    for (let place = least + 1; place < (core.first[variable + 1] as number); place++) {
      if ((reduced[place] as number) < (reduced[least] as number)) least = place;
    }
    return least;
  });
}

function defaultsOf(core: Core): Int32Array {
  return leastReduced(core, new Float64Array(core.demands.length));
}

/** Places in the core as candidates of the problem, one by variable. */
function choiceOf(core: Core, chosen: Int32Array): Int32Array {
  const choice = core.default.slice();
  core.variables.forEach((variable, place) => {
    choice[variable] = core.candidate[chosen[place] as number] as number;
  });
  return choice;
}

function costOf(problem: Problem, choice: Int32Array): number {
  let cost = 0;
  for (const candidate of choice) cost += problem.cost[candidate] as number;
  return cost;
}

/** The least or the most that the allowed candidates can add up to. */
function extreme(problem: Problem, demand: Demand, allowed: Uint8Array, pick: (a: number, b: number) => number): number {
  let total = 0;
  for (let variable = 0; variable < problem.criteria.length; variable++) {
    let found = Number.NaN;
    for (let place = problem.first[variable] as number; place < (problem.first[variable + 1] as number); place++) {
      if (allowed[place] === 0) continue;
      const gain = demand.gain[place] as number;
      found = found === found ? pick(found, gain) : gain;
    }
    total += found;
  }
  return total;
}
