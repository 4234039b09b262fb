/**
 * How values of 0..1 are spread over a cohort: 101 bins of one per cent, small enough to keep in one stored row and
 * to add to and take from without reading the cohort again. Bin 37 holds what rounds to 37 %.
 */

export const BINS = 101;

export interface Histogram {
  /** How many values there are. */
  count: number;
  /** How many of them by bin. */
  bins: number[];
}

/** As it is stored: bin, count, bin, count, ... for the bins that are not empty, ascending. */
export type CompactHistogram = number[];

export function newHistogram(): Histogram {
  return { count: 0, bins: new Array<number>(BINS).fill(0) };
}

/** The bin of a value; values outside 0..1 belong to the nearest end. */
export function binOf(value: number): number {
  return value > 0 ? Math.min(BINS - 1, Math.floor(value * 100 + 0.5 + 1e-9)) : 0;
}

/** The bin of what may be no value: null and NaN have none, -1. */
export function binOrNone(value: number | null | undefined): number {
  return value === null || value === undefined || Number.isNaN(value) ? -1 : binOf(value);
}

/** Adds a value to its bin; none for -1. */
export function addToBin(histogram: Histogram, bin: number): void {
  if (bin < 0) return;
  histogram.bins[bin] = (histogram.bins[bin] as number) + 1;
  histogram.count++;
}

/** Takes a value out that was added before. A value whose bin is empty was never in, and nothing changes. */
export function removeFromBin(histogram: Histogram, bin: number): void {
  const present = bin < 0 ? 0 : (histogram.bins[bin] as number);
  if (present === 0) return;
  histogram.bins[bin] = present - 1;
  histogram.count--;
}

/**
 * Percentile rank of a value, 0..100, by the mid-rank convention: the share below it plus half the share equal to it,
 * `100 * (below + equal / 2) / count`. Values of one bin count as equal. Null for an empty histogram.
 *
 * Source: L. Crocker and J. Algina, Introduction to Classical and Modern Test Theory (1986), chapter 19:
 * `PR = 100 * (cf + 0.5 * f) / N`.
 */
export function percentileRank(histogram: Histogram, value: number): number | null {
  if (histogram.count === 0 || Number.isNaN(value)) return null;
  const bin = binOf(value);
  let below = 0;
  for (let at = 0; at < bin; at++) below += histogram.bins[at] as number;
  return (100 * (below + (histogram.bins[bin] as number) / 2)) / histogram.count;
}

/**
 * The value below which a share of the cohort lies, 0..1: order statistic `1 + (count - 1) * share`, a bin's values
 * being spread evenly over its width. At most one bin width (0.01) from the exact quantile. Null when empty.
 *
 * Source: definition 7 of R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages, The American
 * Statistician 50 (1996), with linear interpolation inside the bin as for any grouped data.
 */
export function quantile(histogram: Histogram, share: number): number | null {
  const { count } = histogram;
  if (count === 0 || Number.isNaN(share)) return null;
  const wanted = (count - 1) * Math.min(1, Math.max(0, share));
  const [lower, upper] = orderStatistics(histogram, Math.floor(wanted));
  const value = lower + (upper - lower) * (wanted - Math.floor(wanted));
  return Math.min(1, Math.max(0, value));
}

/** The values with this many values before them and with one more. */
function orderStatistics(histogram: Histogram, before: number): [number, number] {
  let passed = 0;
  let lower = Number.NaN;
  for (let bin = 0; bin < BINS; bin++) {
    const present = histogram.bins[bin] as number;
    const at = (place: number): number => (bin - 0.5 + (place - passed + 0.5) / present) / 100;
    if (Number.isNaN(lower) && passed + present > before) lower = at(before);
    if (passed + present > before + 1) return [lower, at(before + 1)];
    passed += present;
  }
  return [lower, lower];
}

export function compactHistogram(histogram: Histogram): CompactHistogram {
  return histogram.bins.flatMap((present, bin) => (present > 0 ? [bin, present] : []));
}

/** Null for anything that `compactHistogram` did not write. */
export function readHistogram(compact: unknown): Histogram | null {
  if (!Array.isArray(compact) || compact.length % 2 !== 0) return null;
  const histogram = newHistogram();
  for (let at = 0; at < compact.length; at += 2) {
    const bin: unknown = compact[at];
    const present: unknown = compact[at + 1];
    if (!isCount(bin) || !isCount(present) || bin >= BINS) return null;
    histogram.bins[bin] = (histogram.bins[bin] as number) + present;
    histogram.count += present;
  }
  return histogram;
}

export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
