/**
 * Which partners to lift with the days at hand: the 0/1 knapsack problem (Kellerer, Pferschy, Pisinger, Knapsack
 * Problems, 2004, chapter 2), each partner being taken to its next level or not at all.
 */
import type { Path } from "../../contract.ts";
import { cheapestPath, type Work } from "../path.ts";
import type { Cohort } from "../state.ts";
import { estimatedDays } from "./estimate.ts";
import type { Member } from "./member.ts";

export interface Lift {
  partner: string;
  /** Person-days. */
  effort: number;
  /** 1 for a level, or a weight such as revenue. */
  value: number;
}

export interface CapacityPlan<Chosen extends Lift> {
  /** In the order given. */
  chosen: Chosen[];
  /** Person-days, the sum over the chosen. */
  effort: number;
  value: number;
  /**
   * How it was found: everything fits; all values are equal, so the cheapest first are the most; dynamic programming
   * over tenths of days; or value per day where that would take too long.
   */
  method: "all" | "cheapest-first" | "dynamic-programming" | "greedy";
  /** True when no other choice is worth more. */
  optimal: boolean;
  /** No choice is worth more than this; equals `value` when optimal. */
  bound: number;
}

/** Cells of the table (partners times tenths of days) beyond which it would cost more than some 10 ms. */
export const TABLE_CELLS = 2_000_000;
const TENTHS = 10;
const TOLERANCE = 1e-9;

/**
 * The choice of partners of most value whose efforts fit into the days at hand.
 *
 * Dynamic programming counts in tenths of days, efforts rounded up, so its choice always fits; rounded down they give
 * the bound. Where efforts are whole tenths the two meet and the choice is proven best. The greedy choice is the
 * better of value per day and the single most valuable partner, which is worth at least half the best; its bound is
 * Dantzig's (Discrete-variable extremum problems, Operations Research 5, 1957): the last partner taken in part.
 *
 * Lifts without value, and efforts or values that are not finite numbers, are never chosen; an effort below 0 counts
 * as 0.
 *
 * @param days person-days at hand.
 */
export function planCapacity<Chosen extends Lift>(
  lifts: readonly Chosen[],
  days: number,
  cells = TABLE_CELLS,
): CapacityPlan<Chosen> {
  const capacity = days > 0 ? days : 0;
  const usable = lifts.flatMap((lift, place): Item[] => {
    const { effort, value } = lift;
    if (!Number.isFinite(effort) || !Number.isFinite(value) || value <= 0) return [];
    return effort <= capacity + TOLERANCE ? [{ place, effort: Math.max(0, effort), value }] : [];
  });
  const total = sumOf(usable);
  if (total.effort <= capacity + TOLERANCE) return planOf(lifts, usable, "all", total.value);
  const first = usable[0]?.value ?? 0;
  if (usable.every(({ value }) => value === first)) {
    const cheapest = fill(
      [...usable].sort((a, b) => a.effort - b.effort || a.place - b.place),
      capacity,
    );
    return planOf(lifts, cheapest, "cheapest-first", sumOf(cheapest).value);
  }
  const byRate = [...usable].sort((a, b) => b.value * a.effort - a.value * b.effort || a.place - b.place);
  const greedy = greedyChoice(byRate, capacity);
  const dantzig = dantzigBound(byRate, capacity);
  if (usable.length * (capacity * TENTHS + 1) > cells) return planOf(lifts, greedy, "greedy", dantzig);
  const up = (effort: number) => Math.ceil(effort * TENTHS - 1e-6);
  const down = (effort: number) => Math.floor(effort * TENTHS + 1e-6);
  const table = fillTable(usable, up, down(capacity));
  const whole = usable.every(({ effort }) => up(effort) === down(effort)) && up(capacity) === down(capacity);
  const chosen = readTable(usable, up, table);
  const most = whole ? sumOf(chosen).value : bestValue(fillTable(usable, down, up(capacity)));
  const best = sumOf(chosen).value >= sumOf(greedy).value ? chosen : greedy;
  return planOf(lifts, best, best === chosen ? "dynamic-programming" : "greedy", Math.min(most, dantzig));
}

interface Item {
  /** In the list given. */
  place: number;
  effort: number;
  value: number;
}

const sumOf = (items: readonly Item[]): { effort: number; value: number } =>
  items.reduce((sum, { effort, value }) => ({ effort: sum.effort + effort, value: sum.value + value }), {
    effort: 0,
    value: 0,
  });

function planOf<Chosen extends Lift>(
  lifts: readonly Chosen[],
  items: readonly Item[],
  method: CapacityPlan<Chosen>["method"],
  most: number,
): CapacityPlan<Chosen> {
  const { effort, value } = sumOf(items);
  const optimal = value >= most - TOLERANCE * Math.max(1, Math.abs(most));
  const chosen = items
    .map(({ place }) => place)
    .sort((a, b) => a - b)
    .flatMap((place) => lifts[place] ?? []);
  return { chosen, effort, value, method, optimal, bound: optimal ? value : most };
}

/** Takes whatever still fits, in the order given. */
function fill(items: readonly Item[], capacity: number): Item[] {
  let left = capacity;
  return items.filter(({ effort }) => {
    if (effort > left + TOLERANCE) return false;
    left -= effort;
    return true;
  });
}

function greedyChoice(byRate: readonly Item[], capacity: number): Item[] {
  const filled = fill(byRate, capacity);
  const single = byRate.reduce<Item | null>(
    (most, item) => (most === null || item.value > most.value ? item : most),
    null,
  );
  return single !== null && single.value > sumOf(filled).value ? [single] : filled;
}

function dantzigBound(byRate: readonly Item[], capacity: number): number {
  let left = capacity;
  let value = 0;
  for (const item of byRate) {
    if (item.effort > left) return value + (item.value * Math.max(0, left)) / item.effort;
    left -= item.effort;
    value += item.value;
  }
  return value;
}

interface Table {
  /** The best value within each number of tenths. */
  best: Float64Array;
  /** Whether item i is taken when t tenths are left, at `i * best.length + t`. */
  taken: Uint8Array;
}

function fillTable(items: readonly Item[], tenthsOf: (effort: number) => number, capacity: number): Table {
  const best = new Float64Array(capacity + 1);
  const taken = new Uint8Array(items.length * (capacity + 1));
  items.forEach(({ effort, value }, item) => {
    const tenths = tenthsOf(effort);
    const row = item * (capacity + 1);
    for (let left = capacity; left >= tenths; left--) {
      const candidate = (best[left - tenths] as number) + value;
      if (candidate > (best[left] as number)) {
        best[left] = candidate;
        taken[row + left] = 1;
      }
    }
  });
  return { best, taken };
}

const bestValue = ({ best }: Table): number => best[best.length - 1] ?? 0;

/** The items of the best choice; of several equally good ones, one of fewest tenths. */
function readTable(items: readonly Item[], tenthsOf: (effort: number) => number, { best, taken }: Table): Item[] {
  let left = best.findIndex((value) => value >= (best[best.length - 1] ?? 0));
  const chosen: Item[] = [];
  for (let item = items.length - 1; item >= 0; item--) {
    const found = items[item];
    if (found === undefined || taken[item * best.length + left] !== 1) continue;
    chosen.push(found);
    left -= tenthsOf(found.effort);
  }
  return chosen;
}

export interface PathLift extends Lift {
  path: Path;
}

/**
 * Each partner's cheapest way to its next level as something to plan with. Partners at the top level and those that
 * cannot get there by changing answers are left out, and so are those whose level is worth nothing.
 *
 * @param limit how many paths are searched: those that `estimatedDays` says are cheapest for what they are worth.
 * @param work search nodes left for all paths together, see `cheapestPath`.
 * @param worth value of a level more for a partner, 1 by default.
 */
export function liftsOf(
  members: readonly Member[],
  limit: number,
  work: Work,
  worth: (partner: string) => number = () => 1,
  cohort?: Cohort,
): PathLift[] {
  return members
    .filter(({ partner, variant, rank }) => rank + 1 < variant.levels.length && worth(partner) > 0)
    .map((member) => ({ member, daysPerWorth: estimatedDays(member, cohort) / worth(member.partner) }))
    .sort((a, b) => a.daysPerWorth - b.daysPerWorth)
    .slice(0, Math.max(0, limit))
    .flatMap(({ member: { partner, variant, state, rank } }): PathLift[] => {
      const path = cheapestPath(variant, state, rank + 1, work, cohort);
      if (!path.reachable || path.changes.length === 0) return [];
      return [{ partner, effort: path.effort, value: worth(partner), path }];
    });
}
