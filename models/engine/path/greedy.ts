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
  const { first, gain, cost, need } = core;
  const count = core.demands.length;
  const lack = need.slice();
  for (const place of chosen) for (let row = 0; row < count; row++) lack[row] = (lack[row] as number) - (gain[place * count + row] as number);
  const mostMoves = Math.min(4 * core.variables.length, Math.ceil(MOST_EFFORT / (core.gain.length + 1)));
  for (let moves = 0; moves < mostMoves; moves++) {
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
    if (bestVariable < 0) return false;
    move(core, lack, chosen, bestVariable, bestPlace);
  }
  for (let row = 0; row < count; row++) if ((lack[row] as number) > 0) return false;
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
    if (cheapest !== from) move(core, lack, chosen, variable, cheapest);
  }
  return true;
}

function move(core: Core, lack: Float64Array, chosen: Int32Array, variable: number, place: number): void {
  const count = core.demands.length;
  const from = chosen[variable] as number;
  for (let row = 0; row < count; row++) {
    lack[row] = (lack[row] as number) + (core.gain[from * count + row] as number) - (core.gain[place * count + row] as number);
  }
  chosen[variable] = place;
}
