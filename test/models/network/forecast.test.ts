import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../../models/engine/compile.ts";
import { type Forecast, forecastOf, type IndexAt, indexNeeded } from "../../../models/engine/network/forecast.ts";
import { predict, type Trend, timesOf, trendOf } from "../../../models/engine/network/trend.ts";
import { levelsOf, modelOf, percent } from "../../support/small-model.ts";
import { backtest } from "./backtest.ts";
import { compiledModel, sampleStandings } from "./standings.ts";

const quarters = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"];
const history = (...indexes: readonly (number | null)[]): IndexAt[] =>
  indexes.map((index, place) => ({ period: quarters[place] ?? "", index }));
const possible = (forecast: Forecast): Extract<Forecast, { possible: true }> => {
  if (!forecast.possible) throw new Error(forecast.reason);
  return forecast;
};

describe("a trend", () => {
  // M. Ezekiel, Methods of Correlation Analysis (1930); R's data set cars. lm(dist ~ speed) has intercept -17.5791,
  // slope 3.9324 and residual standard error 15.38; predict(..., interval = "prediction") at 12, 19 and 24.
  const speed = [
    4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 16, 16, 17, 17,
    17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25,
  ];
  const distance = [
    2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26, 54, 32, 40, 32,
    40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85,
  ];
  const cars = trendOf(speed.map((at, place) => [at, distance[place] ?? 0])) as Trend;

  test("is the published line", () => {
    expect(cars.slope).toBeCloseTo(3.9324, 4);
    expect(cars.level - cars.slope * cars.time).toBeCloseTo(-17.5791, 4);
    expect(Math.sqrt(cars.residual)).toBeCloseTo(15.38, 2);
  });

  test.each([
    [12, 29.6, -1.75, 61],
    [19, 57.1, 25.8, 88.5],
    [24, 76.8, 44.8, 108.8],
  ])("predicts at %i as published", (at, value, low, high) => {
    const prediction = predict(cars, at);
    expect(prediction.value).toBeCloseTo(value, 1);
    expect(prediction.low).toBeCloseTo(low, 1);
    expect(prediction.high).toBeCloseTo(high, 1);
  });

  test("reaches a value when the line and the ends of its interval do", () => {
    const { expected, earliest, latest } = timesOf(cars, 100, 25);
    expect(predict(cars, expected ?? 0).value).toBeCloseTo(100, 9);
    // At 25 the upper end is above 100 already.
    expect(earliest).toBe(25);
    expect(predict(cars, latest ?? 0).low).toBeCloseTo(100, 9);
    const early = timesOf(cars, 140, 25).earliest;
    expect(predict(cars, early ?? 0).high).toBeCloseTo(140, 9);
  });

  test("needs three observations at different times", () => {
    expect(
      trendOf([
        [1, 1],
        [2, 2],
      ]),
    ).toBeNull();
    expect(
      trendOf([
        [1, 1],
        [1, 2],
        [1, 3],
      ]),
    ).toBeNull();
  });
});

describe("a forecast", () => {
  test("follows a logistic curve exactly", () => {
    // The years 2021 to 2023 have 365 days each.
    const curve = (year: number) => 1 / (1 + Math.exp(1 - (2 * 365 * year) / 365.25));
    const years = [0, 1, 2].map((year) => ({ period: String(2020 + year), index: curve(year) }));
    const { points, slope } = possible(forecastOf([...years].reverse(), ["2023"]));
    expect(slope).toBeCloseTo(2, 9);
    expect(points[0]).toMatchObject({ period: "2023", date: "2023-12-31" });
    expect(points[0]?.index).toBeCloseTo(curve(3), 9);
    expect(points[0]?.low).toBeCloseTo(points[0]?.high ?? 0, 6);
  });

  test("says when the next level's index is reached, and how sure that is", () => {
    const { reach } = possible(forecastOf(history(0.3, 0.35, 0.39, 0.45), [], 0.6));
    expect(reach).toMatchObject({ needed: 0.6, status: "expected" });
    expect(reach?.date).toMatch(/^2026-/);
    expect((reach?.earliest ?? "") <= (reach?.date ?? "")).toBe(true);
    expect((reach?.latest ?? "") >= (reach?.date ?? "")).toBe(true);
  });

  test("says that it is reached, or not to be expected", () => {
    expect(possible(forecastOf(history(0.3, 0.4, 0.5), [], 0.5)).reach?.status).toBe("reached");
    const falling = possible(forecastOf(history(0.5, 0.4, 0.31), [], 0.6)).reach;
    expect(falling).toMatchObject({ status: "not expected", date: null });
    expect(possible(forecastOf(history(0.3, 0.3001, 0.3002), [], 0.9)).reach?.status).toBe("not expected");
    expect(possible(forecastOf(history(0.8, 0.9, 0.97), [], 1)).reach?.status).toBe("not expected");
  });

  test("is refused with fewer than 3 periods", () => {
    const refusal = (entries: readonly IndexAt[]) => forecastOf(entries, ["2026"], 0.5);
    expect(refusal([])).toEqual({ possible: false, reason: "fewer than 3 periods", periods: 0 });
    expect(refusal(history(0.1, 0.2))).toMatchObject({ possible: false, periods: 2 });
    expect(refusal(history(0.1, 0.2, null))).toMatchObject({ possible: false, periods: 2 });
    expect(refusal([...history(0.1, 0.2), { period: "someday", index: 0.3 }])).toMatchObject({ possible: false });
    // Different names for one day make no spread.
    expect(
      refusal([
        { period: "2026", index: 0.1 },
        { period: "2026-Q4", index: 0.2 },
        { period: "2026-H2", index: 0.3 },
        { period: "2026-12", index: 0.3 },
      ]),
    ).toMatchObject({ possible: false, periods: 1 });
  });

  test("is never NaN, leaves 0..1 or has its interval beside it", () => {
    const index = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(index, { minLength: 3, maxLength: 8 }), index, (indexes, needed) => {
        const { points, reach } = possible(forecastOf(history(...indexes), ["2027-Q1", "2036"], needed));
        for (const { index: expected, low, high } of points) {
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(expected);
          expect(high).toBeGreaterThanOrEqual(expected);
        }
        const { date, earliest, latest } = reach ?? { date: null, earliest: null, latest: null };
        if (date !== null) expect((earliest ?? "9999") <= date).toBe(true);
        if (date !== null && latest !== null) expect(latest >= date).toBe(true);
      }),
    );
  });
});

describe("the index needed", () => {
  const { plain } = compile(
    modelOf({
      scale: { min: 1, max: 5, decimals: 1 },
      criteria: [percent("only")],
      levels: levelsOf([{ of: "index", min: 3 }], [{ of: "criterion", id: "only", min: 50 }]),
    }),
  );

  test("is that of the next level, 0..1, where it requires one", () => {
    expect([-1, 0, 1, 2].map((rank) => indexNeeded(plain, rank))).toEqual([null, 0.5, null, null]);
  });
});

describe("the back-test", () => {
  test("compares one-step-ahead forecasts with no change", () => {
    const logistic = (step: number) => 1 / (1 + Math.exp(-step));
    // Year ends are 365 days apart until 2027.
    const steady = [0, 1, 2, 3].map((step) => ({ period: String(2024 + step), index: logistic(step * 0.2) }));
    const found = backtest([steady, history(0.1, 0.2, 0.3)]);
    expect(found).toMatchObject({ series: 1, forecasts: 1 });
    expect(found?.error).toBeCloseTo(0, 9);
    expect(found?.naiveError).toBeCloseTo(logistic(0.6) - logistic(0.4), 9);
  });

  test("is null where nothing can be forecast", () => {
    expect(backtest([])).toBeNull();
    expect(backtest([history(0.1, 0.2, 0.3)])).toBeNull();
  });

  // The README reports the figures: in November 2026 an error of 1.67 index points against 2.90 for no change.
  test("of the partner maturity sample is better than no change, and as sure as it says", () => {
    const model = compiledModel("partner-maturity");
    const periods = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"].map((period, place) => ({
      period,
      standings: sampleStandings(model, place === 3 ? "partner-maturity" : `partner-maturity.${period}`),
    }));
    const histories = (periods[0]?.standings ?? []).map(({ partner }) =>
      periods.map(
        ({ period, standings }): IndexAt => ({
          period,
          index: standings.find((standing) => standing.partner === partner)?.index ?? null,
        }),
      ),
    );
    const found = backtest(histories);
    expect(found).toMatchObject({ series: 60, forecasts: 60 });
    expect(found?.error).toBeLessThan(0.7 * (found?.naiveError ?? 0));
    expect(found?.covered).toBeGreaterThanOrEqual(0.9);
  });
});
