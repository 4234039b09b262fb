/** What person-days would bring, by points per day, over all stages and by stage. */
import { describe, expect, test } from "vitest";
import { compile } from "../../../models/engine/compile.ts";
import { whereDaysPay } from "../../../models/engine/network/where-days-pay.ts";
import { levelsOf, modelOf, percent } from "../../support/small-model.ts";
import { memberOf, membersOf, portfolioOf, shippedIds, shippedModel } from "./members.ts";

const model = modelOf({
  criteria: [
    percent("train", { effort: 2, stages: ["enable"], weight: 1 }),
    percent("sell", { effort: 10, stages: ["sell"], weight: 2 }),
    percent("both", { effort: 5, stages: ["enable", "sell"], weight: 1 }),
  ],
  levels: levelsOf([{ of: "index", min: 50 }]),
});
const member = (partner: string, train: number, sell: number, both: number) =>
  memberOf(model, { train, sell, both }, undefined, partner);

describe("days", () => {
  const members = [member("a", 0, 0, 0), member("b", 50, 40, 50)];

  test("go to the gaps of most points per day", () => {
    // Per day: train 12.5 points (a: 25 in 2 days, b: 12.5 in 1), both 5 and sell 5.
    const [all] = whereDaysPay(members, 3);
    expect(all).toEqual({ stage: null, days: 3, actions: 2, points: 37.5, levels: 1, partners: 1 });
  });

  test("are counted for each stage as if they all went there", () => {
    const rows = whereDaysPay(members, 8);
    const stage = (name: string) => rows.find((row) => row.stage === name);
    expect(stage("enable")).toEqual({ stage: "enable", days: 8, actions: 3, points: 62.5, levels: 2, partners: 2 });
    expect(stage("sell")).toMatchObject({ days: 5 + 2.5, actions: 2 });
    expect(rows[0]?.stage).toBeNull();
  });

  test("that are none bring nothing", () => {
    for (const days of [0, -5, Number.NaN]) {
      expect(whereDaysPay(members, days)[0]).toEqual({
        stage: null,
        days: 0,
        actions: 0,
        points: 0,
        levels: 0,
        partners: 0,
      });
    }
    expect(whereDaysPay([], 100)).toHaveLength(1);
  });

  test.each(shippedIds)("are never overspent in %s, and more of them never bring fewer points", (id) => {
    const portfolio = membersOf(compile(shippedModel(id)), portfolioOf(id));
    const rows = [20, 100, 500].map((days) => {
      const found = whereDaysPay(portfolio, days);
      for (const row of found) {
        expect(row.days).toBeLessThanOrEqual(days + 1e-6);
        expect(row.levels).toBeGreaterThanOrEqual(row.partners);
      }
      return found[0]?.points ?? 0;
    });
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
  });
});
