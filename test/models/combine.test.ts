/** How children make a dimension and dimensions make the index. Expected values are worked out by hand. */
import { describe, expect, test } from "vitest";
import type { Combine, Model } from "../../models/format.ts";
import { modelOf, percent, score } from "../support/small-model.ts";

const weights = { a: 1, b: 2, c: 3 };

/** Criteria a, b, c of weight 1, 2, 3 and d without a weight, answered in percent. */
function combinedOf(combine: Combine, answers: Record<string, number | string>): number | null {
  const criteria = Object.keys(answers).map((id) =>
    percent(id, id in weights ? { weight: weights[id as keyof typeof weights] } : {}),
  );
  return score(modelOf({ criteria, dimensions: [{ id: "all", name: "All", combine }] }), answers).index;
}

describe("criteria are combined", () => {
  test.each<[string, Combine, Record<string, number | string>, number]>([
    ["mean: weighted, (1 x 40 + 2 x 70 + 3 x 20) / 6", "mean", { a: 40, b: 70, c: 20 }, 40],
    ["mean: a weight left out is 1, (3 x 20 + 1 x 60) / 4", "mean", { c: 20, d: 60 }, 30],
    ["min: the least, whatever its weight", "min", { a: 40, b: 70, c: 50 }, 40],
    ["max: the most, whatever its weight", "max", { a: 70, b: 40, c: 50 }, 70],
    ["median: the middle one", "median", { a: 90, b: 10, c: 50 }, 50],
    ["median: between the two middle ones", "median", { a: 90, b: 10, c: 50, d: 20 }, 35],
    [
      "stack: every full one counts, the first that is not its fraction, (1 + 1 + 0.4 + 0) / 4",
      "stack",
      { a: 100, b: 100, c: 40, d: 90 },
      60,
    ],
    ["stack: nothing counts above a missing foundation", "stack", { a: 0, b: 100, c: 100 }, 0],
    ["stack: all full is full", "stack", { a: 100, b: 100 }, 100],
    [
      "points: the weighted sum over the cap, (1 x 50 + 2 x 100 + 3 x 50) / 5",
      { points: 5 },
      { a: 50, b: 100, c: 50 },
      80,
    ],
    ["points: at most full", { points: 4 }, { a: 100, b: 100, c: 100 }, 100],
  ])("by %s", (_, combine, answers, expected) => {
    expect(combinedOf(combine, answers)).toBe(expected);
  });

  test.each<[Combine, Record<string, number | string>, number]>([
    ["mean", { a: "N/A", b: 70, c: 20 }, 40],
    ["min", { a: "N/A", b: 70, c: 20 }, 20],
    ["max", { a: "N/A", b: 70, c: 20 }, 70],
    ["median", { a: "N/A", b: 70, c: 20 }, 45],
    ["stack", { a: 100, b: "N/A", c: 20 }, 60],
    [{ points: 5 }, { a: 100, b: "N/A", c: 50 }, 50],
  ])("by %j without the excluded ones", (combine, answers, expected) => {
    expect(combinedOf(combine, answers)).toBe(expected);
  });

  test.each<[Combine]>([["mean"], ["min"], ["max"], ["median"], ["stack"], [{ points: 3 }]])(
    "by %j to nothing, not to 0, when all are excluded",
    (combine) => {
      expect(combinedOf(combine, { a: "N/A", b: "N/A" })).toBeNull();
    },
  );

  test("to nothing by a mean of no weight at all", () => {
    const criteria = [percent("a", { weight: 0 }), percent("b", { weight: 0 })];
    expect(score(modelOf({ criteria }), { a: 100, b: 50 }).index).toBeNull();
  });

  test("by stack with a child that is full but for the last bits of a sum", () => {
    // Ten times 0.1 is 0.9999999999999999 in binary floating point.
    const tenths = Array.from({ length: 10 }, (_, place) => percent(`t${place}`, { dimension: "first", weight: 0.1 }));
    const model = modelOf({
      combine: "stack",
      dimensions: [
        { id: "first", name: "First", combine: { points: 1 } },
        { id: "second", name: "Second" },
      ],
      criteria: [...tenths, percent("b", { dimension: "second" })],
    });
    expect(score(model, { ...Object.fromEntries(tenths.map(({ id }) => [id, 100])), b: 50 }).index).toBe(75);
  });

  test("so that one of weight 0 counts for min, max, median and stack only", () => {
    const criteria = [percent("a", { weight: 0 }), percent("b")];
    const indexBy = (combine: Combine) =>
      score(modelOf({ criteria, dimensions: [{ id: "all", name: "All", combine }] }), { a: 20, b: 60 }).index;
    expect(indexBy("mean")).toBe(60);
    expect(indexBy({ points: 1 })).toBe(60);
    expect(indexBy("min")).toBe(20);
    expect(indexBy("median")).toBe(40);
    expect(indexBy("stack")).toBe(10);
  });
});

describe("dimensions are combined", () => {
  const nested: Model = modelOf({
    combine: "min",
    dimensions: [
      { id: "execution", name: "Execution" },
      { id: "campaigns", name: "Campaigns", parent: "execution", weight: 2 },
      { id: "technology", name: "Technology", parent: "execution", combine: "max" },
      { id: "strategy", name: "Strategy" },
    ],
    criteria: [
      percent("tools", { dimension: "technology" }),
      percent("budget", { dimension: "execution" }),
      percent("mix", { dimension: "campaigns" }),
      percent("data", { dimension: "technology" }),
      percent("plan", { dimension: "strategy" }),
    ],
  });

  test("with their criteria and among themselves, each in its own way", () => {
    const result = score(nested, { tools: 20, budget: 30, mix: 60, data: 50, plan: 90 });
    const scores = Object.fromEntries(result.dimensions.map((dimension) => [dimension.id, dimension.score]));
    // Execution: (1 x budget 30 + 2 x campaigns 60 + 1 x technology max(20, 50)) / 4.
    expect(scores).toEqual({ execution: 50, campaigns: 60, technology: 50, strategy: 90 });
    expect(result.index).toBe(50);
  });

  test("in document order, one's criteria before its sub-dimensions", () => {
    const stacked: Model = {
      ...nested,
      combine: "mean",
      dimensions: nested.dimensions.map((dimension) =>
        dimension.id === "execution" ? { ...dimension, combine: "stack" } : dimension,
      ),
    };
    // Budget is full, campaigns are half, so technology counts nothing: (1 + 0.5) / 3.
    const result = score(stacked, { tools: 100, budget: 100, mix: 50, data: 100, plan: 0 });
    expect(result.dimensions.find((dimension) => dimension.id === "execution")?.score).toBe(50);
  });

  test("without one that has nothing in it", () => {
    const result = score(nested, { tools: "N/A", budget: 40, mix: "N/A", data: "N/A", plan: "N/A" });
    const scores = Object.fromEntries(result.dimensions.map((dimension) => [dimension.id, dimension.score]));
    expect(scores).toEqual({ execution: 40, campaigns: null, technology: null, strategy: null });
    expect(result.index).toBe(40);
  });
});

describe("scores are reported", () => {
  test.each([
    [{ min: 0, max: 100, decimals: 1 }, 37.5],
    [{ min: 1, max: 5, decimals: 1 }, 2.5],
    [{ min: 0, max: 3, decimals: 3 }, 1.125],
    [{ min: -1, max: 1, decimals: 2 }, -0.25],
  ])("on the scale %j", (scale, expected) => {
    expect(score(modelOf({ scale, criteria: [percent("a")] }), { a: 37.5 }).index).toBe(expected);
  });

  test.each([
    [61.25, 1, 61.3],
    [61.249, 1, 61.2],
    [0.285, 2, 0.29],
    [1.005, 2, 1.01],
    [99.95, 1, 100],
    [69.5, 0, 70],
  ])("rounded half up, %d to %d decimals being %d", (given, decimals, expected) => {
    const scale = { min: 0, max: 100, decimals };
    expect(score(modelOf({ scale, criteria: [percent("a")] }), { a: given }).index).toBe(expected);
  });

  test("rounded half up below 0 too", () => {
    const scale = { min: -1, max: 1, decimals: 1 };
    expect(score(modelOf({ scale, criteria: [percent("a")] }), { a: 37.5 }).index).toBe(-0.2);
    expect(Object.is(score(modelOf({ scale, criteria: [percent("a")] }), { a: 49 }).index, 0)).toBe(true);
  });
});
