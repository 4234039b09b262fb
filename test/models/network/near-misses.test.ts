/** Who is one step from the next level. */
import { describe, expect, test } from "vitest";
import { nearMiss, nearMisses } from "../../../models/engine/network/near-misses.ts";
import { DEFAULT_WORK } from "../../../models/engine/path.ts";
import type { Requirement } from "../../../models/format.ts";
import { criterion, levelsOf, modelOf, percent, yesno } from "../../support/small-model.ts";
import { memberOf } from "./members.ts";

const staff = criterion(
  "staff",
  {
    kind: "number",
    points: [
      [0, 0],
      [10, 1],
    ],
  },
  { weight: 0, effort: 2 },
);
const criteria = [
  percent("a"),
  percent("b"),
  staff,
  yesno("plan", { weight: 0, level: "l1" }),
  yesno("sponsor", { weight: 0, level: "l1" }),
];
const under = (requires: Requirement[], answers: Record<string, string | number>) =>
  nearMiss(memberOf(modelOf({ criteria, levels: levelsOf(requires) }), answers));

describe("a near miss", () => {
  test("lacks one criterion, however far", () => {
    const requires: Requirement[] = [
      { of: "criterion", id: "staff", min: 8 },
      { of: "criterion", id: "plan", min: 1 },
    ];
    expect(under(requires, { staff: 0, plan: "yes" })).toEqual({ things: 1, scores: 0 });
    expect(under(requires, { staff: 8, plan: "no" })).toEqual({ things: 1, scores: 0 });
    expect(under(requires, { staff: 7, plan: "no" })).toBeNull();
  });

  test("counts a requirement that asks for several things once for each that lacks", () => {
    const all: Requirement[] = [{ of: "practices", level: "l1", min: 1 }];
    expect(under(all, { plan: "yes", sponsor: "no" })).toEqual({ things: 1, scores: 0 });
    expect(under(all, { plan: "no", sponsor: "no" })).toBeNull();
    const half: Requirement[] = [{ of: "practices", level: "l1", min: 1, share: 0.5 }];
    expect(under(half, { plan: "no", sponsor: "no" })).toEqual({ things: 1, scores: 0 });
  });

  test("has an index within 5 % of the scale", () => {
    const requires: Requirement[] = [{ of: "index", min: 50 }];
    expect(under(requires, { a: 45, b: 45 })?.scores).toBeCloseTo(0.05, 12);
    expect(under(requires, { a: 44, b: 45.9 })).toBeNull();
    expect(under(requires, { a: 50, b: 50 })).toBeNull();
  });

  test("may lack one criterion and a little index, but not two criteria", () => {
    const requires: Requirement[] = [
      { of: "index", min: 50 },
      { of: "criterion", id: "staff", min: 8 },
    ];
    expect(under(requires, { a: 48, b: 48, staff: 7 })).not.toBeNull();
    expect(under(requires, { a: 20, b: 20, staff: 7 })).toBeNull();
  });

  test("takes the nearest of several routes", () => {
    const requires: Requirement[] = [
      {
        anyOf: [
          [{ of: "criterion", id: "staff", min: 8 }],
          [
            { of: "criterion", id: "plan", min: 1 },
            { of: "criterion", id: "sponsor", min: 1 },
          ],
        ],
      },
    ];
    expect(under(requires, { staff: 0, plan: "no", sponsor: "no" })).toEqual({ things: 1, scores: 0 });
  });

  test("is none for lack of answers, without a benchmark, or at the top", () => {
    const levels = levelsOf([{ of: "criterion", id: "staff", min: 8 }]);
    const scarce = modelOf({ criteria, levels, missing: { coverage: 0.9 } });
    expect(nearMiss(memberOf(scarce, { staff: 7 }))).toBeNull();
    expect(under([{ of: "percentile", min: 50 }], { a: 50 })).toBeNull();
    expect(under([{ of: "criterion", id: "staff", min: 8 }], { staff: 9 })).toBeNull();
  });
});

describe("the list", () => {
  const model = modelOf({ criteria, levels: levelsOf([{ of: "criterion", id: "staff", min: 8 }]) });
  const members = [2, 7, 9, 5].map((people) => memberOf(model, { staff: people }, undefined, `with ${people}`));

  test("has the cheapest way first, with its days and the reason", () => {
    const { count, partners } = nearMisses(members, 10, { left: DEFAULT_WORK });
    expect(count).toBe(3);
    // 10 people are one step of 2 days.
    expect(partners.map(({ partner, path }) => [partner, Math.round(path.effort * 1e6) / 1e6])).toEqual([
      ["with 7", 0.2],
      ["with 5", 0.6],
      ["with 2", 1.2],
    ]);
    expect(partners[0]).toMatchObject({
      level: "l0",
      next: "l1",
      sentence: "Held at Level 0: staff 7 of 8",
      path: { optimal: true },
    });
  });

  test("searches paths for no more than are listed, the cheapest by an estimate", () => {
    const { count, partners } = nearMisses(members, 1, { left: DEFAULT_WORK });
    expect(count).toBe(3);
    expect(partners.map(({ partner }) => partner)).toEqual(["with 7"]);
    expect(nearMisses(members, 0, { left: 0 })).toMatchObject({ count: 3, partners: [] });
  });
});
