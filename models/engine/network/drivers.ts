/**
 * What moves with an outcome: the rank correlation of each criterion and dimension with a figure such as revenue.
 * Association only. What moves with revenue need not bring it about: both may follow from a third thing, or the
 * criterion from the revenue.
 */
import type { Variant } from "../compile.ts";
import { adjustChances } from "./false-discovery.ts";
import { type Correlation, correlate, correlateWithin, type Pairs } from "./rank-correlation.ts";
import type { Standing } from "./standing.ts";

/** With fewer partners even a strong correlation is easily chance. */
export const MINIMUM_PAIRS = 10;

export type DriverVerdict = "moves with" | "moves against" | "no clear link" | "too few";

export interface Driver {
  of: "criterion" | "dimension";
  id: string;
  name: string;
  /** Partners with both the attainment (or score) and the outcome. */
  count: number;
  /** Spearman's, -1..1, with its 95 % interval; null where there are too few or one side does not vary. */
  correlation: number | null;
  low: number | null;
  high: number | null;
  /** The chance of at least as strong a correlation if there were no link, 0..1. */
  chance: number | null;
  /** The same, adjusted for the number of comparisons. */
  adjusted: number | null;
  /** A link is claimed where the adjusted chance is at most 0.05; “too few” under 10 partners. */
  verdict: DriverVerdict;
}

export interface DriverOptions {
  /** Compares only partners of one level with each other, so that their size or general maturity does not explain it. */
  withinLevel?: boolean | undefined;
  /** Id of the criterion the outcome comes from: it and the dimensions that hold it would correlate with themselves. */
  outcome?: string | undefined;
}

/**
 * Criteria in the model's order, then dimensions.
 *
 * @param outcome a figure per standing, in the same order; null where unknown.
 */
export function driversOf(
  variant: Variant,
  standings: readonly Standing[],
  outcome: readonly (number | null | undefined)[],
  options: DriverOptions = {},
): Driver[] {
  const own = variant.criteria.findIndex((criterion) => criterion.id === options.outcome);
  const factors = [
    ...variant.criteria
      .filter(({ position }) => position !== own)
      .map(({ id, name, position }) => ({
        of: "criterion" as const,
        id,
        name,
        value: (standing: Standing) => standing.attainments[position],
      })),
    ...variant.dimensions
      .filter(({ subtree }) => !subtree.includes(own))
      .map(({ id, name, position }) => ({
        of: "dimension" as const,
        id,
        name,
        value: (standing: Standing) => standing.dimensions[position],
      })),
  ];
  const strata = strataOf(standings, outcome, options.withinLevel ?? false);
  const found = factors.map(({ value }) => {
    const pairs = strata.map((stratum) => pairsOf(stratum, value));
    const count = pairs.reduce((sum, { first }) => sum + first.length, 0);
    const enough = count >= MINIMUM_PAIRS;
    const correlation = !enough ? null : options.withinLevel ? correlateWithin(pairs) : correlate(pairs[0] ?? none);
    return { count: correlation?.count ?? count, enough, correlation };
  });
  const adjusted = adjustChances(found.map(({ correlation }) => correlation?.chance ?? null));
  return factors.map(({ of, id, name }, place): Driver => {
    const { count, enough, correlation } = found[place] as (typeof found)[number];
    const chance = adjusted[place] ?? null;
    return {
      of,
      id,
      name,
      count,
      correlation: correlation?.correlation ?? null,
      low: correlation?.low ?? null,
      high: correlation?.high ?? null,
      chance: correlation?.chance ?? null,
      adjusted: chance,
      verdict: enough ? verdictOf(correlation, chance) : "too few",
    };
  });
}

function verdictOf(correlation: Correlation | null, adjusted: number | null): DriverVerdict {
  if (correlation === null || adjusted === null || adjusted > 0.05) return "no clear link";
  return correlation.correlation > 0 ? "moves with" : "moves against";
}

/** The answered numbers of one criterion as an outcome; all unknown where it is no number criterion of the model. */
export function outcomeOf(variant: Variant, standings: readonly Standing[], criterion: string): (number | null)[] {
  const position = variant.criteria.findIndex((candidate) => candidate.id === criterion);
  return standings.map((standing) => standing.measures[position] ?? null);
}

interface Observed {
  standing: Standing;
  outcome: number;
}
const none: Pairs = { first: new Float64Array(0), second: new Float64Array(0) };

/** Those with a known outcome, in the order of it, by level where asked. */
function strataOf(
  standings: readonly Standing[],
  outcome: readonly (number | null | undefined)[],
  byLevel: boolean,
): Observed[][] {
  const strata = new Map<number, Observed[]>();
  standings.forEach((standing, place) => {
    const figure = outcome[place];
    if (figure == null || !Number.isFinite(figure)) return;
    const key = byLevel ? standing.rank : 0;
    const known = strata.get(key);
    if (known) known.push({ standing, outcome: figure });
    else strata.set(key, [{ standing, outcome: figure }]);
  });
  return [...strata.values()].map((stratum) => stratum.sort((a, b) => a.outcome - b.outcome));
}

function pairsOf(stratum: readonly Observed[], value: (standing: Standing) => number | null | undefined): Pairs {
  const first = new Float64Array(stratum.length);
  const second = new Float64Array(stratum.length);
  let length = 0;
  for (const { standing, outcome } of stratum) {
    const attainment = value(standing);
    if (attainment == null) continue;
    first[length] = attainment;
    second[length++] = outcome;
  }
  return { first: first.subarray(0, length), second: second.subarray(0, length) };
}
