/**
 * A straight line through observations, and the interval in which a further one is to be expected. The line itself is
 * simple-statistics' `linearRegression` (pure, ISC licence).
 */
import { linearRegression } from "simple-statistics";
import type { Interval } from "./proportion.ts";
import { student975 } from "./student.ts";

export interface Trend {
  count: number;
  slope: number;
  /** Means of the observations, through which the line runs. */
  time: number;
  level: number;
  /** Sum of squared distances of the times from their mean. */
  spread: number;
  /** Variance of the residuals, with count - 2 degrees of freedom. */
  residual: number;
}

/** @returns null with fewer than 3 observations or where all are of one time. */
export function trendOf(observations: readonly (readonly [time: number, value: number])[]): Trend | null {
  const count = observations.length;
  if (count < 3) return null;
  const time = observations.reduce((sum, [at]) => sum + at, 0) / count;
  const level = observations.reduce((sum, [, value]) => sum + value, 0) / count;
  const centred = observations.map(([at, value]) => [at - time, value - level]);
  const spread = centred.reduce((sum, [at = 0]) => sum + at * at, 0);
  if (!(spread > 0) || !Number.isFinite(level)) return null;
  const { m: slope } = linearRegression(centred);
  const residual = centred.reduce((sum, [at = 0, value = 0]) => sum + (value - slope * at) ** 2, 0) / (count - 2);
  return { count, slope, time, level, spread, residual };
}

export interface Prediction extends Interval {
  value: number;
}

/**
 * The value to be expected at a time, with the 95 % interval for a single observation:
 * `y ± t √(s² (1 + 1/n + (x - mean)² / Sxx))`, t with n - 2 degrees of freedom.
 * Source: N. R. Draper and H. Smith, Applied Regression Analysis (3rd edition, 1998), section 3.1.
 */
export function predict(trend: Trend, time: number): Prediction {
  const distance = time - trend.time;
  const value = trend.level + trend.slope * distance;
  const reach =
    student975(trend.count - 2) * Math.sqrt(trend.residual * (1 + 1 / trend.count + distance ** 2 / trend.spread));
  return { value, low: value - reach, high: value + reach };
}

/**
 * The first times from `from` on at which the line and the two ends of its prediction interval reach a value; null for
 * never. The ends are the roots of `(slope u - d)² = t² s² (1 + 1/n + u² / Sxx)`.
 * Source: inverse regression, Draper and Smith (1998), section 3.2.
 */
export function timesOf(
  trend: Trend,
  wanted: number,
  from: number,
): { expected: number | null; earliest: number | null; latest: number | null } {
  const { slope } = trend;
  const start = from - trend.time;
  const distance = wanted - trend.level;
  const now = predict(trend, from);
  const first = (times: readonly number[]): number | null => {
    const later = times.filter((time) => time > start && Number.isFinite(time));
    return later.length === 0 ? null : Math.min(...later) + trend.time;
  };

  const scale = student975(trend.count - 2) ** 2 * trend.residual;
  const a = slope ** 2 - scale / trend.spread;
  const b = -2 * slope * distance;
  const c = distance ** 2 - scale * (1 + 1 / trend.count);
  const crossings = roots(a, b, c);
  // A crossing belongs to the upper end where the line itself is still below the value, else to the lower one.
  const touch = 1e-9 * Math.max(1, Math.abs(distance));
  const upper = crossings.filter((time) => slope * time <= distance + touch);
  const lower = crossings.filter((time) => slope * time >= distance - touch);
  return {
    expected: now.value >= wanted ? from : slope > 0 ? first([distance / slope]) : null,
    earliest: now.high >= wanted ? from : first(upper),
    latest: now.low >= wanted ? from : first(lower),
  };
}

/** Real roots of `a x² + b x + c`, without loss of digits where b is large. */
function roots(a: number, b: number, c: number): number[] {
  if (a === 0) return b === 0 ? [] : [-c / b];
  const discriminant = b * b - 4 * a * c;
  // A line without any residual touches both ends at once.
  if (discriminant < -1e-12 * b * b) return [];
  const half = -(b + (b < 0 ? -1 : 1) * Math.sqrt(Math.max(0, discriminant))) / 2;
  return half === 0 ? [0] : [half / a, c / half];
}
