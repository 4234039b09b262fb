/**
 * Rank correlation with its interval, plain and averaged over strata. `sampleRankCorrelation` of simple-statistics
 * gives the same figures (the tests compare them) at several times the cost, which a Worker's 10 ms do not have for
 * 2,000 partners and 40 criteria. Its error function serves the normal distribution here; pure, ISC licence.
 */
import { errorFunction } from "simple-statistics";
import { type Interval, NORMAL_975 } from "./proportion.ts";
import { studentTails } from "./student.ts";

/** Two values each of the same partners, all of them known. */
export interface Pairs {
  first: Float64Array;
  second: Float64Array;
}

export interface Correlation extends Interval {
  /** -1..1, with its 95 % interval. */
  correlation: number;
  /** How many pairs it rests on. */
  count: number;
  /** The chance of a correlation at least as strong if there were none, 0..1. */
  chance: number;
}

/**
 * Spearman's rank correlation: Pearson's of the ranks, tied values sharing the mean of their ranks.
 * Source: C. Spearman, The proof and measurement of association between two things, American Journal of Psychology
 * 15 (1904); ties as in M. G. Kendall, Rank Correlation Methods (1948).
 *
 * @returns -1..1; null where one side does not vary.
 */
export function rankCorrelation({ first, second }: Pairs): number | null {
  const firstRanks = midranks(first);
  const secondRanks = midranks(second);
  // Mean ranks leave the mean of all ranks as it is.
  const mean = (first.length - 1) / 2;
  let product = 0;
  let firstSquare = 0;
  let secondSquare = 0;
  for (let at = 0; at < first.length; at++) {
    const one = (firstRanks[at] as number) - mean;
    const other = (secondRanks[at] as number) - mean;
    product += one * other;
    firstSquare += one * one;
    secondSquare += other * other;
  }
  if (firstSquare === 0 || secondSquare === 0) return null;
  return Math.min(1, Math.max(-1, product / Math.sqrt(firstSquare * secondSquare)));
}

/** Ranks from 0 in ascending order; equal values share the mean of theirs. Fastest when the values are sorted. */
export function midranks(values: Float64Array): Float64Array {
  const inOrder = isAscending(values);
  const sorted = inOrder ? values : values.slice().sort();
  const ranks = new Float64Array(sorted.length);
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to + 1 < sorted.length && sorted[to + 1] === sorted[from]) to++;
    ranks.fill((from + to) / 2, from, to + 1);
    from = to + 1;
  }
  return inOrder ? ranks : values.map((value) => ranks[placeIn(sorted, value)] as number);
}

function isAscending(values: Float64Array): boolean {
  for (let at = 1; at < values.length; at++) {
    if ((values[at - 1] as number) > (values[at] as number)) return false;
  }
  return true;
}

/** Place of the first of the values that is not less, by halving. */
function placeIn(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Spearman's correlation with its 95 % interval by Fisher's transformation, `tanh(atanh(r) ± 1.96 √v)`, with
 * `v = (1 + r² / 2) / (n - 3)`. Source: D. G. Bonett and T. A. Wright, Sample size requirements for estimating
 * Pearson, Kendall and Spearman correlations, Psychometrika 65 (2000).
 * The chance is that of `t = r √((n - 2) / (1 - r²))` with n - 2 degrees of freedom. Source: Kendall (1948).
 *
 * @returns null with fewer than 4 pairs or where one side does not vary.
 */
export function correlate(pairs: Pairs): Correlation | null {
  const count = pairs.first.length;
  const correlation = count < 4 ? null : rankCorrelation(pairs);
  if (correlation === null) return null;
  const reach = NORMAL_975 * Math.sqrt(variance(correlation, count));
  const place = transform(correlation);
  const t = correlation * Math.sqrt((count - 2) / Math.max(1 - correlation ** 2, Number.MIN_VALUE));
  return {
    correlation,
    low: Math.tanh(place - reach),
    high: Math.tanh(place + reach),
    count,
    chance: studentTails(t, count - 2),
  };
}

/**
 * The common correlation within strata, such as levels, so that what differs between them does not count: Fisher's
 * transforms averaged with weights n - 3. Strata of fewer than 4 pairs or without variation are left out. The chance
 * is that of the average in units of its standard error under the normal distribution.
 * Source: L. V. Hedges and I. Olkin, Statistical Methods for Meta-Analysis (1985), chapter 11; the variance of each
 * transform as in `correlate`.
 */
export function correlateWithin(strata: readonly Pairs[]): Correlation | null {
  let count = 0;
  let weights = 0;
  let sum = 0;
  let spread = 0;
  for (const pairs of strata) {
    const size = pairs.first.length;
    const correlation = size < 4 ? null : rankCorrelation(pairs);
    if (correlation === null) continue;
    const weight = size - 3;
    count += size;
    weights += weight;
    sum += weight * transform(correlation);
    spread += weight ** 2 * variance(correlation, size);
  }
  if (weights === 0) return null;
  const place = sum / weights;
  const error = Math.sqrt(spread) / weights;
  return {
    correlation: Math.tanh(place),
    low: Math.tanh(place - NORMAL_975 * error),
    high: Math.tanh(place + NORMAL_975 * error),
    count,
    chance: Math.min(1, Math.max(0, 1 - errorFunction(Math.abs(place) / error / Math.SQRT2))),
  };
}

const variance = (correlation: number, count: number): number => (1 + correlation ** 2 / 2) / (count - 3);

/** Fisher's transformation; a perfect correlation would lie at infinity. */
const transform = (correlation: number): number => Math.atanh(Math.min(1 - 1e-12, Math.max(-1 + 1e-12, correlation)));
