/** A first solution of the demands. */
import type { Core } from "./relaxation.ts";

/** The most numbers to go through; only models with hundreds of criteria and of demands come near. */
const MOST_EFFORT = 10_000_000;

/**
 * Greedy: while a demand lacks something, the change that takes away most of what is lacking per person-day; then
 * back to a cheaper candidate wherever the demands allow it. `chosen` is a place in the core by core variable; it is
 * changed in place.
 *
 * @returns whether all demands are met.
 */
export function repair(core: Core, chosen: Int32Array): boolean {
  const count = core.demands.length;
  const lack = core.need.slice();
  for (const place of chosen)
    for (let row = 0; row < count; row++)
      lack[row] = (lack[row] as number) - (core.gain[place * count + row] as number);
  const mostMoves = Math.min(4 * core.variables.length, Math.ceil(MOST_EFFORT / (core.gain.length + 1)));
  for (let moves = 0; moves < mostMoves && lack.some((lacking) => lacking > 0); moves++) {
    const found = bestMove(core, lack, chosen);
    if (found === null) return false;
    move(core, lack, chosen, found.variable, found.place);
  }
  if (lack.some((lacking) => lacking > 0)) return false;
  giveBack(core, lack, chosen);
  return true;
}

function bestMove(core: Core, lack: Float64Array, chosen: Int32Array): { variable: number; place: number } | null {
  const { first, cost } = core;
  const lacking = lack.reduce((sum, one) => sum + Math.max(0, one), 0);
  let bestRatio = 0;
  let found = null;
  for (let variable = 0; variable < core.variables.length; variable++) {
    const from = chosen[variable] as number;
    for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
      const gained = lacking - lackingAfter(core, lack, from, place);
      const ratio = gained / Math.max((cost[place] as number) - (cost[from] as number), 1e-9);
      if (ratio > bestRatio) {
        bestRatio = ratio;
        found = { variable, place };
      }
    }
  }
  return found;
}

function lackingAfter(core: Core, lack: Float64Array, from: number, to: number): number {
  const count = lack.length;
  let after = 0;
  for (let row = 0; row < count; row++) {
    after += Math.max(
      0,
      (lack[row] as number) - (core.gain[to * count + row] as number) + (core.gain[from * count + row] as number),
    );
  }
  return after;
}

function giveBack(core: Core, lack: Float64Array, chosen: Int32Array): void {
  const { first, cost } = core;
  const dearest = core.variables
    .map((_, variable) => variable)
    .sort((a, b) => (cost[chosen[b] as number] as number) - (cost[chosen[a] as number] as number));
  for (const variable of dearest) {
    const from = chosen[variable] as number;
    let cheapest = from;
    for (let place = first[variable] as number; place < (first[variable + 1] as number); place++) {
      if ((cost[place] as number) < (cost[cheapest] as number) && lackingAfter(core, lack, from, place) === 0)
        cheapest = place;
    }
    if (cheapest !== from) move(core, lack, chosen, variable, cheapest);
  }
}

function move(core: Core, lack: Float64Array, chosen: Int32Array, variable: number, place: number): void {
  const count = lack.length;
  const from = chosen[variable] as number;
  for (let row = 0; row < count; row++) {
    lack[row] =
      (lack[row] as number) + (core.gain[from * count + row] as number) - (core.gain[place * count + row] as number);
  }
  chosen[variable] = place;
}
