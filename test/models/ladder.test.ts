/** From requirements to a level: both ladders, the way to the next level, and the levels of dimensions. */
import { describe, expect, test } from "vitest";
import type { Level, Model, PlainRequirement, Requirement } from "../../models/format.ts";
import { criterion, levelsOf, modelOf, percent, score, yesno } from "../support/small-model.ts";

const floor = (id: string, min: number): PlainRequirement => ({ of: "criterion", id, min });

describe("the ladder", () => {
  const criteria = [percent("a"), percent("b"), percent("c")];
  const levels = levelsOf([floor("a", 50)], [floor("b", 50)], [floor("c", 50)]);
  const climb = (ladder: Model["ladder"], answers: Record<string, number>) =>
    score(modelOf({ criteria, levels, ...(ladder === undefined ? {} : { ladder }) }), answers);

  test.each([
    [{ a: 0, b: 0, c: 0 }, "l0", "l1"],
    [{ a: 50, b: 0, c: 0 }, "l1", "l2"],
    [{ a: 50, b: 0, c: 50 }, "l1", "l2"],
    [{ a: 0, b: 50, c: 50 }, "l0", "l1"],
    [{ a: 50, b: 50, c: 50 }, "l3", null],
  ])("when cumulative, skips no level: %j is at %s, next %s", (answers, level, next) => {
    expect(climb("cumulative", answers)).toMatchObject({ level, next });
    expect(climb(undefined, answers)).toMatchObject({ level, next });
  });

  test.each([
    [{ a: 0, b: 0, c: 0 }, "l0", "l1"],
    [{ a: 50, b: 0, c: 50 }, "l3", null],
    [{ a: 0, b: 50, c: 0 }, "l2", "l3"],
  ])("when independent, stands at the highest level that holds: %j is at %s, next %s", (answers, level, next) => {
    expect(climb("independent", answers)).toMatchObject({ level, next });
  });

  test("whose lowest level requires something may give no level at all", () => {
    const demanding: Level[] = [
      { id: "entry", name: "Entry", requires: [floor("a", 50)] },
      { id: "upper", name: "Upper", requires: [floor("b", 50)] },
    ];
    const below = score(modelOf({ criteria, levels: demanding }), { a: 49, b: 50, c: 0 });
    expect(below).toMatchObject({ level: null, next: "entry", position: null });
    expect(below.blockers).toMatchObject([{ of: "criterion", id: "a" }]);
    expect(score(modelOf({ criteria, levels: demanding, ladder: "independent" }), { a: 49, b: 50, c: 0 }).level).toBe(
      "upper",
    );
  });
});

describe("the position", () => {
  const staff = criterion("staff", {
    kind: "number",
    points: [
      [0, 0],
      [8, 1],
    ],
  });
  const hours = criterion("hours", {
    kind: "number",
    points: [
      [0, 1],
      [100, 0],
    ],
  });
  const plan = criterion("plan", {
    kind: "choice",
    options: [
      { id: "none", label: "None", value: 0 },
      { id: "year", label: "Year", value: 0.5 },
      { id: "signed", label: "Signed", value: 0.8 },
      { id: "live", label: "Live", value: 1 },
    ],
  });
  const practices = ["p", "q", "r", "s"].map((id) => percent(id, { level: "l1", weight: 0 }));

  function positionWith(
    requires: Requirement[],
    answers: Record<string, number | string | null>,
    parts: Partial<Model> = {},
  ) {
    return score(
      modelOf({ criteria: [staff, hours, plan, ...practices], levels: levelsOf(requires), ...parts }),
      answers,
    ).position;
  }

  test.each<[string, Requirement[], Record<string, number | string | null>, number]>([
    ["a number in its unit: 2 of 4", [floor("staff", 4)], { staff: 2 }, 0.5],
    ["less is better: 25 asked, 100 taken", [{ of: "criterion", id: "hours", max: 25 }], { hours: 100 }, 0.25],
    [
      "a choice: 0.5 of 0.8, the least of the options asked for",
      [{ of: "criterion", id: "plan", is: ["live", "signed"] }],
      { plan: "year" },
      0.625,
    ],
    ["unanswered is none of it", [floor("staff", 4)], { staff: null }, 0],
    ["practices: 1 of 4", [{ of: "practices", level: "l1", min: 1 }], { p: 100, q: 99, r: 0, s: 0 }, 0.25],
    [
      "practices: 1 of the 2 that half of 4 takes",
      [{ of: "practices", level: "l1", min: 1, share: 0.5 }],
      { p: 100, q: 99, r: 0, s: 0 },
      0.5,
    ],
    [
      "two requirements, one held: their mean",
      [floor("staff", 4), { of: "criterion", id: "hours", max: 25 }],
      { staff: 2, hours: 10 },
      0.75,
    ],
    [
      "routes: the better one, (1 + 0.5) / 2",
      [{ anyOf: [[floor("staff", 8)], [floor("staff", 2), { of: "criterion", id: "plan", min: 1 }]] }],
      { staff: 2, plan: "year" },
      0.75,
    ],
    ["an undecided percentile is left out", [floor("staff", 4), { of: "percentile", min: 97 }], { staff: 2 }, 0.5],
    ["nothing but an undecided percentile", [{ of: "percentile", min: 97 }], { staff: 2 }, 0],
  ])("counts %s", (_, requires, answers, expected) => {
    expect(positionWith(requires, answers)).toBeCloseTo(expected, 6);
  });

  test("counts scores in scale units", () => {
    const parts = { scale: { min: 1, max: 5, decimals: 1 }, criteria: [staff] };
    // Index 1 + 4 x 0.5 = 3 of 4.
    expect(positionWith([{ of: "index", min: 4 }], { staff: 4 }, parts)).toBeCloseTo(0.75, 6);
  });

  test("counts of all dimensions the one furthest behind", () => {
    const parts: Partial<Model> = {
      dimensions: [
        { id: "all", name: "All" },
        { id: "other", name: "Other" },
      ],
      criteria: [percent("a"), percent("b", { dimension: "other" })],
    };
    expect(positionWith([{ of: "dimensions", min: 50 }], { a: 40, b: 10 }, parts)).toBeCloseTo(0.2, 6);
  });

  test("starts at the level's rank and ends at the top one's", () => {
    const levels = levelsOf([floor("staff", 2)], [floor("staff", 8)]);
    const model = modelOf({ criteria: [staff], levels });
    expect(score(model, { staff: 1 }).position).toBeCloseTo(0.5, 6);
    expect(score(model, { staff: 4 }).position).toBeCloseTo(1.5, 6);
    expect(score(model, { staff: 9 }).position).toBe(2);
  });
});

describe("a dimension has a level by the same ladder", () => {
  const model = modelOf({
    dimensions: [
      { id: "sell", name: "Sell" },
      { id: "online", name: "Online", parent: "sell" },
      { id: "market", name: "Market" },
    ],
    criteria: [
      percent("deals", { dimension: "sell", level: "l1" }),
      percent("shop", { dimension: "online", level: "l0" }),
      percent("events", { dimension: "market", level: "l1" }),
      yesno("plan", { dimension: "market", level: "l0" }),
    ],
  });
  const levelsWith = (
    requires: Requirement[],
    answers: Record<string, number | string | null>,
    parts: Partial<Model> = {},
  ) => {
    const { dimensions } = score({ ...model, levels: levelsOf(requires), ...parts }, answers);
    return Object.fromEntries(dimensions.map(({ id, level }) => [id, level]));
  };
  const answers = { deals: 80, shop: 60, events: 30, plan: "no" };

  test("with its own score in place of the index, and none for nested ones", () => {
    expect(levelsWith([{ of: "index", min: 50 }], answers)).toEqual({ sell: "l1", online: null, market: "l0" });
    expect(levelsWith([{ of: "dimensions", min: 50 }], answers)).toEqual({ sell: "l1", online: null, market: "l0" });
  });

  test("with its own practices and criteria only", () => {
    expect(levelsWith([{ of: "practices", level: "l1", min: 0.5 }], answers)).toMatchObject({
      sell: "l1",
      market: "l0",
    });
    expect(levelsWith([{ of: "criteria", min: 0.6 }], answers)).toMatchObject({ sell: "l1", market: "l0" });
  });

  test("without requirements that name another thing", () => {
    const elsewhere: PlainRequirement[] = [
      { of: "dimension", id: "online", min: 70 },
      { of: "criterion", id: "deals", min: 90 },
      { of: "criteria", min: 0.9, dimension: "sell" },
      { of: "percentile", min: 90 },
      { of: "percentile", id: "shop", min: 90 },
    ];
    for (const requirement of elsewhere) expect(levelsWith([requirement], answers).market).toBe("l1");
    for (const requirement of elsewhere.filter(({ of }) => of !== "percentile")) {
      expect(levelsWith([requirement], answers).sell).toBe("l0");
    }
    expect(levelsWith([{ of: "percentile", id: "shop", min: 90 }], answers).sell).toBe("l0");
    expect(levelsWith([{ of: "percentile", min: 90 }], answers).sell).toBe("l1");
  });

  test("without routes that name another thing, which leaves nothing to ask", () => {
    const routes: Requirement = { anyOf: [[{ of: "criterion", id: "deals", min: 90 }], [{ of: "index", min: 90 }]] };
    expect(levelsWith([routes], answers)).toMatchObject({ sell: "l0", market: "l1" });
  });

  test("where its own coverage and required answers allow", () => {
    const half: Partial<Model> = { missing: { unanswered: "exclude", coverage: 0.6 } };
    expect(levelsWith([], { deals: 80, shop: 60, events: 30 }, half)).toMatchObject({ sell: "l1", market: null });
    const block: Partial<Model> = { missing: { unanswered: "block" } };
    expect(levelsWith([], { deals: 80, shop: 60, events: 30 }, block)).toMatchObject({ sell: "l1", market: null });
  });

  test("but none where it has no score", () => {
    expect(levelsWith([], { ...answers, events: "N/A", plan: "N/A" })).toMatchObject({ sell: "l1", market: null });
  });
});
