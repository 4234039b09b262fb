/**
 * Where a partner's index is heading: a straight line through its logits over time, so that it never leaves 0..1 and
 * slows down near the ends. Says so when there is too little to go on.
 *
 * The logit-linear trend is the growth curve of logistic regression: D. R. Cox, Analysis of Binary Data (1970).
 */
import { logit } from "simple-statistics";
import { TOLERANCE } from "../answers.ts";
import type { Variant } from "../compile.ts";
import { DAYS_PER_YEAR, dateOf, periodEnd } from "./period.ts";
import { type Prediction, predict, type Trend, timesOf, trendOf } from "./trend.ts";

/** One assessment: its period (see `periodEnd`) and index, 0..1. */
export interface IndexAt {
  period: string;
  index: number | null;
}

/** 0..1, with the 95 % interval for a single further assessment. */
export interface ForecastPoint {
  period: string;
  /** The day the period ends, ISO 8601. */
  date: string;
  index: number;
  low: number;
  high: number;
}

export interface Reach {
  /** The index needed, 0..1. */
  needed: number;
  /** `reached` by the last assessment; `expected` within ten years of it; else `not expected`. */
  status: "reached" | "expected" | "not expected";
  /** When the trend reaches it, ISO 8601; null unless expected. */
  date: string | null;
  /** When the upper and the lower end of the interval reach it; null where not within ten years. */
  earliest: string | null;
  latest: string | null;
}

export type Forecast =
  | {
      possible: false;
      reason: "fewer than 3 periods";
      /** How many there are: assessments that end on different days and have an index. */
      periods: number;
    }
  | {
      possible: true;
      /** How many it rests on. */
      periods: number;
      /** Change of the logit per year; above 0 is upwards. */
      slope: number;
      points: ForecastPoint[];
      reach: Reach | null;
    };

export const MINIMUM_PERIODS = 3;

/** Logits grow beyond all bounds at 0 and 1. */
const LEAST = 0.005;
const MOST = 0.995;
const HORIZON_YEARS = 10;

/**
 * @param history in any order; entries without an index or with an unreadable period are left out.
 * @param horizon periods to forecast; unreadable ones are left out.
 * @param needed the index to reach, 0..1, such as `indexNeeded` gives; null for none.
 */
export function forecastOf(
  history: readonly IndexAt[],
  horizon: readonly string[],
  needed: number | null = null,
): Forecast {
  const observed = observationsOf(history);
  const periods = new Set(observed.map(({ day }) => day)).size;
  const trend = indexTrend(observed);
  if (trend === null) return { possible: false, reason: "fewer than 3 periods", periods };
  const last = observed[observed.length - 1] as Observed;
  return {
    possible: true,
    periods,
    slope: trend.slope,
    points: horizon.flatMap((period): ForecastPoint[] => {
      const day = periodEnd(period);
      return day === null ? [] : [{ period, date: dateOf(day), ...indexAt(trend, day) }];
    }),
    reach: needed === null || Number.isNaN(needed) ? null : reachOf(trend, last, needed),
  };
}

/** The index that the level after `rank` requires, 0..1; null where it requires none or there is no such level. */
export function indexNeeded(variant: Variant, rank: number): number | null {
  const needed = (variant.levels[rank + 1]?.conditions ?? []).flatMap((condition) =>
    condition.kind === "scores" &&
    condition.dimensions.includes(-1) &&
    (condition.bound === "min" || condition.bound === "above")
      ? [condition.needed]
      : [],
  );
  return needed.length === 0 ? null : Math.max(...needed);
}

export interface Observed {
  /** Since 1 January 1970. */
  day: number;
  index: number;
}

/** In the order of their days. */
export function observationsOf(history: readonly IndexAt[]): Observed[] {
  return history
    .flatMap(({ period, index }): Observed[] => {
      const day = periodEnd(period);
      return day === null || index === null || !Number.isFinite(index) ? [] : [{ day, index }];
    })
    .sort((a, b) => a.day - b.day);
}

/** Logits over years; null with fewer than 3 different days. */
export function indexTrend(observed: readonly Observed[]): Trend | null {
  if (new Set(observed.map(({ day }) => day)).size < MINIMUM_PERIODS) return null;
  return trendOf(observed.map(({ day, index }): [number, number] => [day / DAYS_PER_YEAR, logit(clamp(index))]));
}

export function indexAt(trend: Trend, day: number): { index: number; low: number; high: number } {
  const { value, low, high }: Prediction = predict(trend, day / DAYS_PER_YEAR);
  return { index: logistic(value), low: logistic(low), high: logistic(high) };
}

function reachOf(trend: Trend, last: Observed, needed: number): Reach {
  if (last.index >= needed - TOLERANCE) {
    return { needed, status: "reached", date: null, earliest: null, latest: null };
  }
  const from = last.day / DAYS_PER_YEAR;
  // Nobody reaches 0.995 or more on a curve that only closes in on 1.
  const times =
    needed > MOST ? { expected: null, earliest: null, latest: null } : timesOf(trend, logit(clamp(needed)), from);
  const report = (time: number | null): string | null =>
    time === null || time > from + HORIZON_YEARS ? null : dateOf(Math.ceil(time * DAYS_PER_YEAR - 1e-6));
  const date = report(times.expected);
  return {
    needed,
    status: date === null ? "not expected" : "expected",
    date,
    earliest: report(times.earliest),
    latest: report(times.latest),
  };
}

const clamp = (index: number): number => Math.min(MOST, Math.max(LEAST, index));
const logistic = (value: number): number => 1 / (1 + Math.exp(-value));
