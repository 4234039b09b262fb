/** How good the forecasts would have been: each assessment is predicted from those before it. */
import {
  type IndexAt,
  indexAt,
  indexTrend,
  MINIMUM_PERIODS,
  observationsOf,
} from "../../../models/engine/network/forecast.ts";

export interface Backtest {
  /** Partners with at least one forecast. */
  series: number;
  forecasts: number;
  /** Mean absolute error of the forecasts, in units of the index 0..1. */
  error: number;
  /** The same for “no change”: the last index stays. */
  naiveError: number;
  /** Share of the assessments that fell into the 95 % interval, 0..1. */
  covered: number;
}

/**
 * One-step-ahead back-test by rolling origin: every assessment that has at least 3 periods before it.
 * Source: R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice (3rd edition, 2021), section 5.10.
 *
 * @param histories one per partner.
 * @returns null where nothing can be forecast.
 */
export function backtest(histories: readonly (readonly IndexAt[])[]): Backtest | null {
  let series = 0;
  let forecasts = 0;
  let error = 0;
  let naiveError = 0;
  let covered = 0;
  for (const history of histories) {
    const observed = observationsOf(history);
    const before = forecasts;
    for (let place = MINIMUM_PERIODS; place < observed.length; place++) {
      const past = observed.slice(0, place);
      const last = past[place - 1];
      const actual = observed[place];
      const trend = indexTrend(past);
      if (last === undefined || actual === undefined || trend === null) continue;
      const { index, low, high } = indexAt(trend, actual.day);
      forecasts++;
      error += Math.abs(index - actual.index);
      naiveError += Math.abs(last.index - actual.index);
      if (actual.index >= low && actual.index <= high) covered++;
    }
    if (forecasts > before) series++;
  }
  if (forecasts === 0) return null;
  return {
    series,
    forecasts,
    error: error / forecasts,
    naiveError: naiveError / forecasts,
    covered: covered / forecasts,
  };
}
