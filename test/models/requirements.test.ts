/** What a level may require, one kind at a time: a model of two levels, where the upper one requires just that. */
import { describe, expect, test } from "vitest";
import type { AnswerValue, Blocker } from "../../models/contract.ts";
import type { Model, Requirement } from "../../models/format.ts";
import { criterion, levelsOf, modelOf, percent, score, yesno } from "../support/small-model.ts";

const staff = criterion("staff", {
  kind: "number",
  unit: "people",
  min: 0,
  points: [
    [0, 0],
    [2, 0.4],
    [6, 1],
  ],
});
const plan = criterion("plan", {
  kind: "choice",
  options: [
    { id: "none", label: "None", value: 0 },
    { id: "year", label: "Year plan", value: 0.5 },
    { id: "signed", label: "Signed plan", value: 0.75 },
    { id: "live", label: "Reviewed plan", value: 1 },
  ],
});

function holds(
  requirement: Requirement,
  parts: Partial<Model> & Pick<Model, "criteria">,
  answers: Record<string, AnswerValue>,
): boolean {
  const { level } = score(modelOf({ ...parts, levels: levelsOf([requirement]) }), answers);
  return level === "l1";
}

describe("bounds", () => {
  test.each<[Requirement, number, boolean]>([
    [{ of: "index", min: 70 }, 70, true],
    [{ of: "index", min: 70 }, 69.99, false],
    [{ of: "index", above: 70 }, 70, false],
    [{ of: "index", above: 70 }, 70.01, true],
    [{ of: "index", max: 70 }, 70, true],
    [{ of: "index", max: 70 }, 70.01, false],
    [{ of: "index", below: 70 }, 70, false],
    [{ of: "index", below: 70 }, 69.99, true],
  ])("%j with an index of %d: %s", (requirement, answer, expected) => {
    expect(holds(requirement, { criteria: [percent("a")] }, { a: answer })).toBe(expected);
  });

  test("compare before rounding: 69.96 is reported as 70 and is less than 70", () => {
    const model = modelOf({ criteria: [percent("a")], levels: levelsOf([{ of: "index", min: 70 }]) });
    expect(score(model, { a: 69.96 })).toMatchObject({ index: 70, level: "l0" });
  });

  // In binary floating point 0.1 + 0.2 is a little more than 0.3, and 0.7 + 0.1 a little less than 0.8.
  test.each([
    [10, 20, 30],
    [70, 10, 80],
  ])("forgive the last bits of a sum: %d and %d is %d", (a, b, sum) => {
    const parts = {
      criteria: [percent("a"), percent("b")],
      dimensions: [{ id: "all", name: "All", combine: { points: 1 } }],
    };
    expect(holds({ of: "index", min: sum }, parts, { a, b })).toBe(true);
    expect(holds({ of: "index", max: sum }, parts, { a, b })).toBe(true);
    expect(holds({ of: "index", above: sum }, parts, { a, b })).toBe(false);
    expect(holds({ of: "index", below: sum }, parts, { a, b })).toBe(false);
  });

  test("forgive no more than 1e-9", () => {
    expect(holds({ of: "index", min: 70 }, { criteria: [percent("a")] }, { a: 70 - 1e-6 })).toBe(false);
    expect(holds({ of: "index", above: 70 }, { criteria: [percent("a")] }, { a: 70 + 1e-6 })).toBe(true);
  });

  test("are in scale units for scores", () => {
    const parts = { criteria: [percent("a")], scale: { min: 1, max: 5, decimals: 1 } };
    expect(holds({ of: "index", min: 3 }, parts, { a: 50 })).toBe(true);
    expect(holds({ of: "index", min: 3 }, parts, { a: 49 })).toBe(false);
    expect(holds({ of: "dimension", id: "all", below: 3 }, parts, { a: 49 })).toBe(true);
  });
});

describe("a dimension", () => {
  const parts = {
    dimensions: [
      { id: "sell", name: "Sell" },
      { id: "online", name: "Online", parent: "sell" },
      { id: "market", name: "Market" },
    ],
    criteria: [
      percent("deals", { dimension: "sell" }),
      percent("shop", { dimension: "online" }),
      percent("events", { dimension: "market" }),
    ],
  };

  test("may be required by id, at any depth", () => {
    const answers = { deals: 80, shop: 20, events: 0 };
    expect(holds({ of: "dimension", id: "sell", min: 50 }, parts, answers)).toBe(true);
    expect(holds({ of: "dimension", id: "sell", min: 51 }, parts, answers)).toBe(false);
    expect(holds({ of: "dimension", id: "online", min: 20 }, parts, answers)).toBe(true);
    expect(holds({ of: "dimension", id: "online", min: 21 }, parts, answers)).toBe(false);
  });

  test("of top level is meant by `dimensions`: each one, none nested", () => {
    expect(holds({ of: "dimensions", min: 40 }, parts, { deals: 80, shop: 0, events: 40 })).toBe(true);
    expect(holds({ of: "dimensions", min: 40 }, parts, { deals: 80, shop: 80, events: 39 })).toBe(false);
  });

  test("satisfies where nothing in it applies, and does not where it is merely unanswered", () => {
    const excluding = { ...parts, missing: { unanswered: "exclude" as const } };
    expect(holds({ of: "dimension", id: "market", min: 40 }, excluding, { deals: 50, shop: 50, events: "N/A" })).toBe(
      true,
    );
    expect(holds({ of: "dimensions", min: 40 }, excluding, { deals: 50, shop: 50, events: "N/A" })).toBe(true);
    expect(holds({ of: "dimension", id: "market", min: 40 }, excluding, { deals: 50, shop: 50, events: null })).toBe(
      false,
    );
    expect(holds({ of: "dimensions", min: 40 }, excluding, { deals: 50, shop: 50, events: null })).toBe(false);
  });
});

describe("a criterion", () => {
  test.each<[Requirement, AnswerValue, boolean]>([
    [{ of: "criterion", id: "staff", min: 4 }, 4, true],
    [{ of: "criterion", id: "staff", min: 4 }, 3, false],
    [{ of: "criterion", id: "staff", above: 4 }, 4, false],
    [{ of: "criterion", id: "staff", max: 4 }, 4, true],
    [{ of: "criterion", id: "staff", below: 4 }, 4, false],
    [{ of: "criterion", id: "staff", min: 8 }, 9, true],
  ])("that is a number is compared in its own unit: %j with %j people: %s", (requirement, answer, expected) => {
    expect(holds(requirement, { criteria: [staff] }, { staff: answer })).toBe(expected);
  });

  test.each<[Requirement, AnswerValue, boolean]>([
    [{ of: "criterion", id: "plan", min: 0.75 }, "signed", true],
    [{ of: "criterion", id: "plan", min: 0.75 }, "year", false],
    [{ of: "criterion", id: "plan", above: 0.75 }, "signed", false],
    [{ of: "criterion", id: "plan", is: ["signed", "live"] }, "signed", true],
    [{ of: "criterion", id: "plan", is: ["signed", "live"] }, "live", true],
    [{ of: "criterion", id: "plan", is: ["signed"] }, "live", false],
    [{ of: "criterion", id: "plan", is: ["none"] }, "none", true],
  ])("that is a choice is compared by attainment or option: %j with %j: %s", (requirement, answer, expected) => {
    expect(holds(requirement, { criteria: [plan] }, { plan: answer })).toBe(expected);
  });

  test("that is a checklist includes one of the options asked for", () => {
    const tools = criterion("tools", {
      kind: "checklist",
      options: ["crm", "mail", "web"].map((id) => ({ id, label: id.toUpperCase(), value: 0.4 })),
    });
    const requirement: Requirement = { of: "criterion", id: "tools", is: ["crm", "web"] };
    expect(holds(requirement, { criteria: [tools] }, { tools: ["mail", "web"] })).toBe(true);
    expect(holds(requirement, { criteria: [tools] }, { tools: ["mail"] })).toBe(false);
    expect(holds(requirement, { criteria: [tools] }, { tools: [] })).toBe(false);
    expect(holds({ of: "criterion", id: "tools", min: 0.8 }, { criteria: [tools] }, { tools: ["mail", "crm"] })).toBe(
      true,
    );
  });

  test("that is yes or no has the options yes and no", () => {
    const requirement: Requirement = { of: "criterion", id: "sponsor", is: ["yes"] };
    expect(holds(requirement, { criteria: [yesno("sponsor")] }, { sponsor: true })).toBe(true);
    expect(holds(requirement, { criteria: [yesno("sponsor")] }, { sponsor: false })).toBe(false);
    expect(
      holds({ of: "criterion", id: "sponsor", is: ["no"] }, { criteria: [yesno("sponsor")] }, { sponsor: "no" }),
    ).toBe(true);
  });

  test.each<[Requirement]>([
    [{ of: "criterion", id: "staff", min: 4 }],
    [{ of: "criterion", id: "staff", max: 4 }],
    [{ of: "criterion", id: "plan", min: 0 }],
    [{ of: "criterion", id: "plan", is: ["none"] }],
    [{ of: "criteria", max: 1 }],
    [{ of: "percentile", id: "staff", min: 50 }],
  ])("that does not apply satisfies %j", (requirement) => {
    expect(holds(requirement, { criteria: [staff, plan, yesno("x")] }, { staff: "N/A", plan: "N/A", x: "yes" })).toBe(
      true,
    );
  });

  test.each<[Requirement]>([
    [{ of: "criterion", id: "staff", min: 0 }],
    [{ of: "criterion", id: "staff", max: 4 }],
    [{ of: "criterion", id: "plan", min: 0 }],
    [{ of: "criterion", id: "plan", is: ["none"] }],
    [{ of: "criteria", max: 1 }],
  ])("that is unanswered does not satisfy %j, even where 0 would", (requirement) => {
    expect(holds(requirement, { criteria: [staff, plan, yesno("x")] }, { x: "yes" })).toBe(false);
  });

  test("is what it is, however the model counts N/A in its sums", () => {
    for (const notApplicable of ["exclude", "zero", "full"] as const) {
      const parts = { criteria: [staff, percent("a")], missing: { notApplicable } };
      expect(holds({ of: "criterion", id: "staff", min: 4 }, parts, { staff: "N/A", a: 50 })).toBe(true);
    }
  });
});

describe("criteria", () => {
  const parts = {
    dimensions: [
      { id: "sell", name: "Sell" },
      { id: "online", name: "Online", parent: "sell" },
      { id: "market", name: "Market" },
    ],
    criteria: [
      percent("deals", { dimension: "sell" }),
      percent("shop", { dimension: "online" }),
      percent("events", { dimension: "market" }),
    ],
  };

  test("all reach an attainment", () => {
    expect(holds({ of: "criteria", min: 0.2 }, parts, { deals: 20, shop: 90, events: 21 })).toBe(true);
    expect(holds({ of: "criteria", min: 0.2 }, parts, { deals: 19, shop: 90, events: 21 })).toBe(false);
    expect(holds({ of: "criteria", above: 0.2 }, parts, { deals: 20, shop: 90, events: 21 })).toBe(false);
  });

  test("are those of a dimension and its sub-dimensions where one is named", () => {
    const requirement: Requirement = { of: "criteria", min: 0.2, dimension: "sell" };
    expect(holds(requirement, parts, { deals: 20, shop: 20, events: 0 })).toBe(true);
    expect(holds(requirement, parts, { deals: 20, shop: 19, events: 90 })).toBe(false);
  });

  test("that are numbers are compared by attainment here, not in their unit", () => {
    expect(holds({ of: "criteria", min: 0.4 }, { criteria: [staff] }, { staff: 2 })).toBe(true);
    expect(holds({ of: "criteria", min: 0.41 }, { criteria: [staff] }, { staff: 2 })).toBe(false);
  });
});

describe("practices of a level", () => {
  const five = ["a", "b", "c", "d", "e"].map((id) => percent(id, { level: "l1" }));
  const parts = { criteria: [...five, percent("other", { level: "l0" }), percent("none")] };
  const partly = (full: number): Record<string, AnswerValue> =>
    Object.fromEntries(five.map(({ id }, place) => [id, place < full ? 67 : 66]));

  test.each<[string, Requirement, number, boolean]>([
    ["all", { of: "practices", level: "l1", min: 0.67 }, 5, true],
    ["all", { of: "practices", level: "l1", min: 0.67 }, 4, false],
    ["0.6 of 5, which is 3", { of: "practices", level: "l1", min: 0.67, share: 0.6 }, 3, true],
    ["0.6 of 5, which is 3", { of: "practices", level: "l1", min: 0.67, share: 0.6 }, 2, false],
    ["0.61 of 5, which takes 4", { of: "practices", level: "l1", min: 0.67, share: 0.61 }, 3, false],
    ["0.61 of 5, which takes 4", { of: "practices", level: "l1", min: 0.67, share: 0.61 }, 4, true],
    ["none of 5", { of: "practices", level: "l1", min: 0.67, share: 0 }, 0, true],
  ])("must be %s: %j with %d of them: %s", (_, requirement, reached, expected) => {
    expect(holds(requirement, parts, partly(reached))).toBe(expected);
  });

  test("count as reached where they do not apply, and as missed where unanswered", () => {
    const requirement: Requirement = { of: "practices", level: "l1", min: 0.67, share: 0.6 };
    expect(holds(requirement, parts, { ...partly(0), a: "N/A", b: "N/A", c: "N/A" })).toBe(true);
    expect(holds(requirement, parts, { ...partly(3), a: null })).toBe(false);
  });

  test("hold where the level has none", () => {
    expect(holds({ of: "practices", level: "l0", min: 1 }, { criteria: [percent("a")] }, { a: 0 })).toBe(true);
  });

  test("a share of 0.28 of 25 takes 7, though the product is a little more in binary", () => {
    const practices = Array.from({ length: 25 }, (_, place) => percent(`p${place}`, { level: "l1" }));
    const answersWith = (full: number) =>
      Object.fromEntries(practices.map(({ id }, place) => [id, place < full ? 100 : 0]));
    const requirement: Requirement = { of: "practices", level: "l1", min: 1, share: 0.28 };
    expect(holds(requirement, { criteria: practices }, answersWith(7))).toBe(true);
    expect(holds(requirement, { criteria: practices }, answersWith(6))).toBe(false);
  });
});

describe("routes", () => {
  // "Revenue 250k, or one specialisation and growth of 20 %": models-brief section 3, gold.
  const parts = {
    criteria: ["revenue", "specs", "growth"].map((id) =>
      criterion(id, {
        kind: "number",
        points: [
          [0, 0],
          [1_000_000, 1],
        ],
      }),
    ),
  };
  const gold: Requirement = {
    anyOf: [
      [{ of: "criterion", id: "revenue", min: 250_000 }],
      [
        { of: "criterion", id: "specs", min: 1 },
        { of: "criterion", id: "growth", min: 20 },
      ],
    ],
  };

  test.each([
    [{ revenue: 250_000, specs: 0, growth: 0 }, true],
    [{ revenue: 0, specs: 1, growth: 20 }, true],
    [{ revenue: 249_999, specs: 1, growth: 19 }, false],
    [{ revenue: 249_999, specs: 0, growth: 50 }, false],
    [{ revenue: "N/A", specs: 0, growth: 0 }, true],
  ])("of which one is enough: %j: %s", (answers, expected) => {
    expect(holds(gold, parts, answers)).toBe(expected);
  });
});

describe("a percentile", () => {
  const requirement: Requirement = { of: "percentile", min: 97 };
  const model = modelOf({ criteria: [percent("a")], levels: levelsOf([requirement]) });

  test("is undecided without a cohort, and said to be so", () => {
    const result = score(model, { a: 100 });
    expect(result.level).toBe("l0");
    expect(result.blockers).toMatchObject([{ of: "percentile", actual: null, needed: 97, undecided: true }]);
  });

  test("holds where the cohort says so, of the index or of a criterion's own measure", () => {
    const asked: [string | null, number][] = [];
    const cohort = {
      percentile: (id: string | null, value: number) => {
        asked.push([id, value]);
        return value >= 80 ? 98 : 60;
      },
    };
    expect(score(model, { a: 80 }, {}, { cohort }).level).toBe("l1");
    expect(score(model, { a: 79 }, {}, { cohort }).level).toBe("l0");
    const ofCriterion = modelOf({ criteria: [staff], levels: levelsOf([{ of: "percentile", id: "staff", min: 97 }]) });
    expect(score(ofCriterion, { staff: 90 }, {}, { cohort }).level).toBe("l1");
    expect(asked).toContainEqual([null, 80]);
    expect(asked).toContainEqual(["staff", 90]);
  });
});

describe("an unmet requirement is reported", () => {
  test.each<[Requirement, Record<string, AnswerValue>, Partial<Blocker>]>([
    [
      { of: "index", min: 70 },
      { staff: 2, plan: "year" },
      { of: "index", actual: 45, needed: 70, bound: "min" },
    ],
    [
      { of: "dimension", id: "all", above: 45 },
      { staff: 2, plan: "year" },
      { of: "dimension", id: "all", actual: 45, needed: 45, bound: "above" },
    ],
    [
      { of: "criterion", id: "staff", min: 6 },
      { staff: 5, plan: "live" },
      { of: "criterion", id: "staff", actual: 5, needed: 6, bound: "min" },
    ],
    [
      { of: "criterion", id: "staff", max: 4 },
      { staff: 5, plan: "live" },
      { of: "criterion", id: "staff", actual: 5, needed: 4, bound: "max" },
    ],
    [
      { of: "criterion", id: "staff", min: 6 },
      { plan: "live" },
      { of: "criterion", id: "staff", actual: null, needed: 6, bound: "min" },
    ],
    [
      { of: "criterion", id: "plan", is: ["live"] },
      { staff: 5, plan: "year" },
      { of: "criterion", id: "plan", actual: ["year"], needed: ["live"], bound: "is" },
    ],
    [
      { of: "criterion", id: "plan", min: 0.75 },
      { staff: 5, plan: "year" },
      { of: "criterion", id: "plan", actual: 0.5, needed: 0.75, bound: "min" },
    ],
  ])("%j with %j", (requirement, answers, expected) => {
    const { blockers } = score(modelOf({ criteria: [staff, plan], levels: levelsOf([requirement]) }), answers);
    expect(blockers).toHaveLength(1);
    expect(blockers[0]).toMatchObject(expected);
  });

  test("in one sentence that gives the reason before the number", () => {
    const model = modelOf({
      criteria: [{ ...staff, name: "Certified staff" }],
      levels: [
        { id: "silver", name: "Silver" },
        { id: "gold", name: "Gold", requires: [{ of: "criterion", id: "staff", min: 6 }] },
      ],
    });
    // DESIGN section 5.
    expect(score(model, { staff: 5 }).blockers.map((blocker) => blocker.sentence)).toEqual([
      "Held at Silver: certified staff 5 of 6",
    ]);
  });

  test("with the nearest of several routes", () => {
    const requirement: Requirement = {
      anyOf: [[{ of: "criterion", id: "staff", min: 6 }], [{ of: "criterion", id: "plan", is: ["live"] }]],
    };
    const { blockers } = score(modelOf({ criteria: [staff, plan], levels: levelsOf([requirement]) }), {
      staff: 5,
      plan: "none",
    });
    expect(blockers).toMatchObject([{ of: "anyOf", route: [{ of: "criterion", id: "staff", actual: 5, needed: 6 }] }]);
  });

  test("only where it is unmet, and nothing at the top", () => {
    const levels = levelsOf([
      { of: "index", min: 10 },
      { of: "criterion", id: "staff", min: 6 },
    ]);
    const model = modelOf({ criteria: [staff], levels });
    expect(score(model, { staff: 5 }).blockers.map((blocker) => blocker.of)).toEqual(["criterion"]);
    expect(score(model, { staff: 6 })).toMatchObject({ level: "l1", next: null, blockers: [] });
  });
});
