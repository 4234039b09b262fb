/**
 * What came of money spent on partners, and what a point of the index cost. Sums first, then one division: an average
 * of the partners' own ratios would let those with hardly any spend decide. The median (simple-statistics; pure, ISC
 * licence) stands beside it as what a typical partner yields.
 */
import { median } from "simple-statistics";
import type { Variant } from "../compile.ts";
import { MINIMUM_COHORT } from "./cohort.ts";
import type { Standing } from "./standing.ts";

export interface Spending {
  /** Rank of the partner's level, -1 for none. */
  rank: number;
  /** Such as pipeline or won revenue, and the money spent, in one currency; null where unknown. */
  outcome: number | null;
  spend: number | null;
}

export interface Yield {
  /** Partners whose outcome and spend are both known. */
  count: number;
  outcome: number;
  spend: number;
  /** Sum of outcomes by sum of spend; null under 5 partners or where nothing was spent. */
  ratio: number | null;
  /** The median of the ratios of those with any spend; null under 5 of them. */
  median: number | null;
}

export interface LevelYield extends Yield {
  level: string;
}

/**
 * Outcome per unit of spend, over all and by level.
 *
 * The ratio of sums is the ratio estimator of W. G. Cochran, Sampling Techniques (1977), chapter 6.
 */
export function yieldOf(variant: Variant, entries: readonly Spending[]): { all: Yield; levels: LevelYield[] } {
  return {
    all: summarize(entries),
    levels: variant.levels.map(({ id, rank }) => ({
      level: id,
      ...summarize(entries.filter((entry) => entry.rank === rank)),
    })),
  };
}

function summarize(entries: readonly Spending[]): Yield {
  let count = 0;
  let outcome = 0;
  let spend = 0;
  const ratios: number[] = [];
  for (const entry of entries) {
    if (!isKnown(entry.outcome) || !isKnown(entry.spend) || entry.spend < 0) continue;
    count++;
    outcome += entry.outcome;
    spend += entry.spend;
    if (entry.spend > 0) ratios.push(entry.outcome / entry.spend);
  }
  return {
    count,
    outcome,
    spend,
    ratio: count >= MINIMUM_COHORT ? quotient(outcome, spend) : null,
    median: ratios.length >= MINIMUM_COHORT ? finite(median(ratios)) : null,
  };
}

export interface PointCost {
  /** Partners with an index in both periods and a known spend. */
  count: number;
  spend: number;
  /** Index points gained, losses taken off, in scale units. */
  points: number;
  /** Spend by points gained; null under 5 partners or where nothing was gained on the whole. */
  perPoint: number | null;
}

/**
 * What a point of the index cost between two periods: all spend by all points gained, including the spend on partners
 * that lost ground.
 *
 * @param spend by partner; partners without an entry are left out.
 */
export function pointCostOf(
  variant: Variant,
  earlier: readonly Standing[],
  later: readonly Standing[],
  spend: ReadonlyMap<string, number>,
): PointCost {
  const before = new Map(earlier.map(({ partner, index }) => [partner, index]));
  let count = 0;
  let spent = 0;
  let gained = 0;
  for (const { partner, index } of later) {
    const from = before.get(partner);
    const money = spend.get(partner);
    if (from == null || index === null || !isKnown(money) || money < 0) continue;
    count++;
    spent += money;
    gained += (index - from) * variant.scale.width;
  }
  const perPoint = count >= MINIMUM_COHORT && gained > 1e-9 ? quotient(spent, gained) : null;
  return { count, spend: spent, points: gained, perPoint };
}

function isKnown(value: number | null | undefined): value is number {
  return value != null && Number.isFinite(value);
}

function quotient(sum: number, by: number): number | null {
  return by > 0 ? finite(sum / by) : null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
