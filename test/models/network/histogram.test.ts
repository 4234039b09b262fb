import fc from "fast-check";
import { quantileSorted } from "simple-statistics";
import { describe, expect, test } from "vitest";
import {
  addToBin,
  binOf,
  binOrNone,
  compactHistogram,
  type Histogram,
  newHistogram,
  percentileRank,
  quantile,
  readHistogram,
  removeFromBin,
} from "../../../models/engine/network/histogram.ts";

const of = (values: readonly (number | null)[]): Histogram => {
  const histogram = newHistogram();
  for (const value of values) addToBin(histogram, binOrNone(value));
  return histogram;
};
const share = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const shares = fc.array(share, { maxLength: 60 });

describe("bins", () => {
  test("hold what rounds half up to a whole per cent, and values beyond the ends", () => {
    expect([0, 0.0049, 0.005, 0.285, 0.994, 0.995, 1, 1.5, -1, Number.NaN].map(binOf)).toEqual([
      0, 0, 1, 29, 99, 100, 100, 100, 0, 0,
    ]);
  });

  test("leave out null and NaN", () => {
    expect(of([null, 0.5, Number.NaN])).toEqual(of([0.5]));
  });
});

describe("percentile rank", () => {
  // Crocker and Algina's formula by hand: 3 below and 4 equal of 10 are 100 (3 + 2) / 10.
  test("counts those below and half of the equal ones", () => {
    const histogram = of([0.1, 0.2, 0.3, 0.5, 0.5, 0.5, 0.5, 0.6, 0.7, 0.8]);
    expect(percentileRank(histogram, 0.5)).toBe(50);
    expect(percentileRank(histogram, 0.8)).toBe(95);
    expect(percentileRank(histogram, 0.1)).toBe(5);
    expect(percentileRank(histogram, 0.9)).toBe(100);
    expect(percentileRank(histogram, 0)).toBe(0);
  });

  test("of an empty cohort or no value is null", () => {
    expect(percentileRank(newHistogram(), 0.5)).toBeNull();
    expect(percentileRank(of([0.5]), Number.NaN)).toBeNull();
  });

  test("never falls with the value, and averages 50 over the cohort", () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 60 }), (values) => {
        const histogram = of(values);
        const ranks = [...values].sort((a, b) => a - b).map((value) => percentileRank(histogram, value) as number);
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        expect(ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length).toBeCloseTo(50, 6);
      }),
    );
  });
});

describe("a quantile", () => {
  test("is at most one bin from that of the values themselves", () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 60 }), share, (values, wanted) => {
        const exact = quantileSorted(
          [...values].sort((a, b) => a - b),
          wanted,
        );
        expect(Math.abs((quantile(of(values), wanted) as number) - exact)).toBeLessThanOrEqual(0.01 + 1e-9);
      }),
    );
  });

  test("of one value is the middle of its bin, of none null", () => {
    expect(quantile(of([0.42]), 0.25)).toBeCloseTo(0.42, 12);
    expect(quantile(newHistogram(), 0.5)).toBeNull();
    expect(quantile(of([0.42]), Number.NaN)).toBeNull();
  });

  test("lies between the two middle values of an even number", () => {
    expect(quantile(of([0.2, 0.4, 0.6, 0.8]), 0.5)).toBeCloseTo(0.5, 12);
  });
});

describe("a histogram", () => {
  test("forgets what is removed", () => {
    fc.assert(
      fc.property(shares, shares, (kept, gone) => {
        const histogram = of([...kept, ...gone]);
        for (const value of gone) removeFromBin(histogram, binOrNone(value));
        expect(histogram).toEqual(of(kept));
      }),
    );
  });

  test("never counts below 0", () => {
    const histogram = of([0.5]);
    removeFromBin(histogram, binOrNone(0.7));
    removeFromBin(histogram, binOrNone(null));
    expect(histogram).toEqual(of([0.5]));
  });

  test("comes back whole from its compact form through JSON", () => {
    expect(compactHistogram(of([0, 0.37, 0.37, 1]))).toEqual([0, 1, 37, 2, 100, 1]);
    fc.assert(
      fc.property(shares, (values) => {
        expect(readHistogram(JSON.parse(JSON.stringify(compactHistogram(of(values)))))).toEqual(of(values));
      }),
    );
  });

  test.each([null, "0,1", [1], [101, 1], [-1, 1], [0, -1], [0, 0.5], [0, "1"], { 0: 1 }])(
    "is not read from %j",
    (stored) => {
      expect(readHistogram(stored)).toBeNull();
    },
  );
});
