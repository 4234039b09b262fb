/**
 * The Lagrangian relaxation of a multiple-choice knapsack with several demands: each demand is charged with a
 * multiplier, and every variable then takes the candidate of least reduced cost by itself. Its best value equals
 * that of the linear relaxation (Geoffrion, Lagrangean relaxation for integer programming, 1974). Multipliers by
 * subgradients with Polyak's step (Held, Wolfe, Crowder 1974).
 */
import type { Demand } from "./goal.ts";
import type { Problem } from "./problem.ts";

/** The variables and candidates that are still open, packed for the loops of bound and search. */
export interface Core {
  /** Variables with a choice left, and for all variables the candidate taken by default: the cheapest. */
  variables: number[];
  default: Int32Array;
  demands: readonly Demand[];
  /** By candidate of the core, grouped by variable: its number in the problem, its cost, and its gains (one per demand). */
  first: Int32Array;
  candidate: Int32Array;
  cost: Float64Array;
  gain: Float64Array;
  /** What the core must still gain by demand, scaled as the gains are. */
  need: Float64Array;
  /** Cost of the variables without a choice. */
  fixedCost: number;
}

/** Packs what is allowed. Demands are scaled so that one multiplier means about the same for each. */
export function coreOf(problem: Problem, allowed: Uint8Array, demands: readonly Demand[]): Core {
  const variables: number[] = [];
  const defaults = new Int32Array(problem.criteria.length);
  const first: number[] = [];
  const candidates: number[] = [];
  let fixedCost = 0;
  for (let variable = 0; variable < problem.criteria.length; variable++) {
    const begin = candidates.length;
    let cheapest = -1;
    for (let place = problem.first[variable] as number; place < (problem.first[variable + 1] as number); place++) {
      if (allowed[place] === 0) continue;
      candidates.push(place);
      if (cheapest < 0 || (problem.cost[place] as number) < (problem.cost[cheapest] as number)) cheapest = place;
    }
    defaults[variable] = cheapest;
    if (candidates.length - begin > 1) {
      variables.push(variable);
      first.push(begin);
    } else {
      candidates.length = begin;
      fixedCost += problem.cost[cheapest] as number;
    }
  }
  first.push(candidates.length);
  const count = demands.length;
  const gain = new Float64Array(candidates.length * count);
  const need = new Float64Array(count);
  const isOpen = new Uint8Array(problem.criteria.length);
  for (const variable of variables) isOpen[variable] = 1;
  demands.forEach((demand, row) => {
    let rest = demand.need;
    for (let variable = 0; variable < problem.criteria.length; variable++) {
      if (isOpen[variable] === 0) rest -= demand.gain[defaults[variable] as number] as number;
    }
    let largest = 0;
    for (let place = 0; place < candidates.length; place++) {
      largest = Math.max(largest, Math.abs(demand.gain[candidates[place] as number] as number));
    }
    const scale = largest > 0 ? 1 / largest : 1;
    need[row] = rest * scale;
    for (let place = 0; place < candidates.length; place++) {
      gain[place * count + row] = (demand.gain[candidates[place] as number] as number) * scale;
    }
  });
  return {
    variables,
    default: defaults,
    demands,
    first: Int32Array.from(first),
    candidate: Int32Array.from(candidates),
    cost: Float64Array.from(candidates, (place) => problem.cost[place] as number),
    gain,
    need,
    fixedCost,
  };
}

export interface Bound {
  /** No choice that meets the demands costs less. */
  value: number;
  multipliers: Float64Array;
}

/**
 * @param aim the cost of a known solution, or a guess; the ascent stops when the bound reaches `enough`.
 */
export function lagrangianBound(
  core: Core,
  start: Float64Array,
  aim: number,
  enough: number,
  iterations: number,
): Bound {
  let multipliers = start.slice();
  let best = { value: Number.NEGATIVE_INFINITY, multipliers };
  const lack = new Float64Array(core.demands.length);
  let pace = 1.2;
  let stalled = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const value = relaxedCost(core, multipliers, lack);
    if (value > best.value + 1e-12) {
      if (value > best.value + 1e-3 * (aim - best.value)) stalled = 0;
      best = { value, multipliers };
      if (value >= enough) return best;
    } else stalled++;
    if (stalled >= 4) {
      pace *= 0.6;
      stalled = 0;
      multipliers = best.multipliers;
      if (pace < 0.02) return best;
    }
    // A demand that is met and free of charge stays so.
    const square = lack.reduce(
      (sum, one, row) => (one > 0 || (multipliers[row] as number) > 0 ? sum + one * one : sum),
      0,
    );
    if (square < 1e-18) return best;
    const step = (pace * Math.max(aim - value, 1e-3 * Math.abs(aim) + 1e-9)) / square;
    multipliers = multipliers.map((multiplier, row) => Math.max(0, multiplier + step * (lack[row] as number)));
  }
  return best;
}

/** The least cost when lacks are charged instead of forbidden; fills in what the demands then lack. */
function relaxedCost(core: Core, multipliers: Float64Array, lack: Float64Array): number {
  const { first, gain, cost, need } = core;
  const count = lack.length;
  let value = core.fixedCost;
  for (let row = 0; row < count; row++) {
    lack[row] = need[row] as number;
    value += (multipliers[row] as number) * (need[row] as number);
  }
  for (let variable = 0; variable < core.variables.length; variable++) {
    let least = Number.POSITIVE_INFINITY;
    let chosen = 0;
    for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
      let reduced = cost[place] as number;
      for (let row = 0; row < count; row++)
        reduced -= (multipliers[row] as number) * (gain[place * count + row] as number);
      if (reduced < least) {
        least = reduced;
        chosen = place;
      }
    }
    value += least;
    for (let row = 0; row < count; row++) lack[row] = (lack[row] as number) - (gain[chosen * count + row] as number);
  }
  return value;
}

export function reducedCosts(core: Core, multipliers: Float64Array): Float64Array {
  const count = core.demands.length;
  const reduced = core.cost.slice();
  for (let place = 0; place < reduced.length; place++) {
    for (let row = 0; row < count; row++) {
      reduced[place] =
        (reduced[place] as number) - (multipliers[row] as number) * (core.gain[place * count + row] as number);
    }
  }
  return reduced;
}

/** By core variable, the place of the candidate of least reduced cost. */
export function leastReduced(core: Core, multipliers: Float64Array): Int32Array {
  const reduced = reducedCosts(core, multipliers);
  return Int32Array.from(core.variables, (_, variable) => {
    let least = core.first[variable] as number;
    for (let place = least + 1; place < (core.first[variable + 1] as number); place++) {
      if ((reduced[place] as number) < (reduced[least] as number)) least = place;
    }
    return least;
  });
}

export function defaultsOf(core: Core): Int32Array {
  return leastReduced(core, new Float64Array(core.demands.length));
}

/** Places in the core as candidates of the problem, one by variable. */
export function choiceOf(core: Core, chosen: Int32Array): Int32Array {
  const choice = core.default.slice();
  core.variables.forEach((variable, place) => {
    choice[variable] = core.candidate[chosen[place] as number] as number;
  });
  return choice;
}
