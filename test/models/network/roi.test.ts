import { describe, expect, test } from "vitest";
import { compile } from "../../../models/engine/compile.ts";
import { pointCostOf, type Spending, yieldOf } from "../../../models/engine/network/roi.ts";
import { levelsOf, modelOf, percent } from "../../support/small-model.ts";
import { scored } from "./standings.ts";

const compiled = compile(modelOf({ criteria: [percent("only")], levels: levelsOf([{ of: "index", min: 50 }]) }));
const { plain } = compiled;

describe("yield", () => {
  const entries: Spending[] = [
    { rank: 0, outcome: 1_000, spend: 10 },
    { rank: 0, outcome: 0, spend: 1_000 },
    { rank: 0, outcome: 2_000, spend: 1_000 },
    { rank: 0, outcome: 3_000, spend: 1_000 },
    { rank: 0, outcome: 4_000, spend: 990 },
    { rank: 1, outcome: 500, spend: 100 },
  ];

  test("is a ratio of sums, not the average of ratios, with the median beside it", () => {
    const { all } = yieldOf(plain, entries);
    expect(all).toMatchObject({ count: 6, outcome: 10_500, spend: 4_100 });
    expect(all.ratio).toBeCloseTo(10_500 / 4_100, 12);
    // 0, 2, 3, 4.04, 5, 100: the average would be 19.
    expect(all.median).toBeCloseTo((3 + 4_000 / 990) / 2, 12);
  });

  test("is given by level, and withheld for fewer than 5 partners", () => {
    expect(yieldOf(plain, entries).levels).toEqual([
      { level: "l0", count: 5, outcome: 10_000, spend: 4_000, ratio: 2.5, median: 3 },
      { level: "l1", count: 1, outcome: 500, spend: 100, ratio: null, median: null },
    ]);
  });

  test("leaves out what is unknown or no spend, and never divides by nothing", () => {
    const unspent = Array.from({ length: 6 }, (): Spending => ({ rank: 0, outcome: 5, spend: 0 }));
    expect(yieldOf(plain, unspent).all).toEqual({ count: 6, outcome: 30, spend: 0, ratio: null, median: null });
    const unknown: Spending[] = [
      { rank: 0, outcome: null, spend: 5 },
      { rank: 0, outcome: 5, spend: Number.NaN },
      { rank: 0, outcome: 5, spend: -1 },
    ];
    expect(yieldOf(plain, unknown).all.count).toBe(0);
    expect(yieldOf(plain, []).all).toEqual({ count: 0, outcome: 0, spend: 0, ratio: null, median: null });
  });
});

describe("the cost of an index point", () => {
  const at = (indexes: readonly number[]) => indexes.map((only, place) => scored(compiled, `p${place}`, { only }));
  const spend = new Map(Array.from({ length: 6 }, (_, place): [string, number] => [`p${place}`, 100]));

  test("is all spend by all points gained, losses taken off", () => {
    const cost = pointCostOf(plain, at([10, 20, 30, 40, 50, 60]), at([20, 30, 40, 50, 60, 50]), spend);
    expect(cost.count).toBe(6);
    expect(cost.spend).toBe(600);
    expect(cost.points).toBeCloseTo(40, 9);
    expect(cost.perPoint).toBeCloseTo(15, 9);
  });

  test("is unknown where nothing was gained or fewer than 5 partners compare", () => {
    expect(pointCostOf(plain, at([50, 50, 50, 50, 50]), at([50, 50, 50, 50, 40]), spend).perPoint).toBeNull();
    expect(pointCostOf(plain, at([10, 20]), at([20, 30]), spend)).toMatchObject({ count: 2, perPoint: null });
    expect(pointCostOf(plain, [], at([20, 30]), spend)).toMatchObject({ count: 0, points: 0, perPoint: null });
  });
});
