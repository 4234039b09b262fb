import { describe, expect, it } from "vitest";
import { checkReferences } from "../../../models/check.ts";
import type { Answer, Criterion, Model, Requirement } from "../../../models/format.ts";
import {
  certified,
  check,
  clean,
  levels,
  modelOf,
  only,
  plan,
  said,
  withAnswer,
  withCriterion,
  withGold,
} from "../../support/linted-model.ts";

describe("a clean model", () => {
  it("has no findings", () => {
    expect(check(clean)).toEqual([]);
  });
});

describe("references", () => {
  it("reports ids given twice, also by case where columns and answers are matched without it", () => {
    const model = modelOf({
      dimensions: [...clean.dimensions, { id: "sell", name: "Again" }],
      criteria: [...clean.criteria, { ...plan, id: "Plan" }],
      levels: [...levels, { id: "gold", name: "Again" }],
      overlays: [
        { id: "emea", when: { region: ["emea"] } },
        { id: "emea", when: { region: ["dach"] } },
      ],
    });
    expect(said(check(model))).toEqual([
      "error duplicate-id dimensions.sell",
      "error duplicate-id criteria.Plan",
      "error duplicate-id levels.gold",
      "error duplicate-id overlays.emea",
    ]);
    expect(check(model)[1]?.message).toBe(
      "Two criteria have ids that differ only in case: “plan” and “Plan”. Give each its own id.",
    );
  });

  it("reports two options with one id, in a criterion and in an answer set", () => {
    const twice = [
      { id: "a", label: "One", value: 0 },
      { id: "a", label: "Two", value: 1 },
    ];
    const model = withAnswer(plan, { kind: "choice", options: twice }, { answerSets: { shared: twice } });
    expect(said(check(model))).toEqual([
      "error duplicate-id answerSets.shared.a",
      "error duplicate-id criteria.plan.answer.options.a",
    ]);
  });

  it.each<[string, Partial<Model>, string]>([
    ["a criterion's dimension", { criteria: [{ ...plan, dimension: "sel" }, certified] }, "criteria.plan.dimension"],
    [
      "a parent",
      { dimensions: [...clean.dimensions, { id: "deep", name: "Deep", parent: "sle" }] },
      "dimensions.deep.parent",
    ],
    [
      "a practice's level",
      { criteria: [...clean.criteria.slice(1), { ...plan, level: "golden" }] },
      "criteria.plan.level",
    ],
    [
      "an answer set",
      { criteria: [...clean.criteria.slice(1), { ...plan, answer: { kind: "choice", options: "npLf" } }] },
      "criteria.plan.answer.options",
    ],
    [
      "guidance for a level",
      { criteria: [...clean.criteria.slice(1), { ...plan, guidance: { goldd: "Do it" } }] },
      "criteria.plan.guidance.goldd",
    ],
    [
      "an overlay's dimension",
      { overlays: [{ id: "o", when: { region: ["x"] }, dimensions: { sale: { weight: 1 } } }] },
      "overlays.o.dimensions.sale",
    ],
    [
      "an overlay's criterion",
      { overlays: [{ id: "o", when: { region: ["x"] }, criteria: { constructor: { omit: true } } }] },
      "overlays.o.criteria.constructor",
    ],
    [
      "an overlay's level",
      { overlays: [{ id: "o", when: { region: ["x"] }, levels: { lead: { requires: [] } } }] },
      "overlays.o.levels.lead",
    ],
    [
      "an overlay's requirement",
      {
        overlays: [
          {
            id: "o",
            when: { region: ["x"] },
            levels: { gold: { requires: [{ of: "dimension", id: "market", min: 1 }] } },
          },
        ],
      },
      "overlays.o.levels.gold.requires.0.id",
    ],
    [
      "an overlay's answer set",
      { overlays: [{ id: "o", when: { region: ["x"] }, criteria: { plan: { answer: { options: "npLf" } } } }] },
      "overlays.o.criteria.plan.answer.options",
    ],
    ["a test's answer", { tests: [{ name: "t", answers: { plans: "none" }, expect: {} }] }, "tests.0.answers.plans"],
    ["a test's level", { tests: [{ name: "t", answers: {}, expect: { level: "glod" } }] }, "tests.0.expect.level"],
    ["a test's overlay", { tests: [{ name: "t", answers: {}, expect: { overlay: "o" } }] }, "tests.0.expect.overlay"],
    [
      "a test's dimension",
      { tests: [{ name: "t", answers: {}, expect: { dimensions: { market: 1 } } }] },
      "tests.0.expect.dimensions.market",
    ],
  ])("reports an unknown id of %s", (_what, parts, place) => {
    expect(said(check(modelOf(parts)))).toContain(`error unknown-id ${place}`);
  });

  it.each<[Requirement, string]>([
    [{ of: "dimension", id: "market", min: 1 }, "id"],
    [{ of: "criterion", id: "certifed", min: 1 }, "id"],
    [{ of: "criterion", id: "plan", is: ["monthly"] }, "is"],
    [{ of: "criteria", dimension: "market", min: 1 }, "dimension"],
    [{ of: "practices", level: "lead", min: 1 }, "level"],
    [{ of: "percentile", id: "revenue", min: 90 }, "id"],
  ])("reports an unknown id in the requirement %j, alone and inside a route", (requirement, field) => {
    expect(said(check(withGold(requirement)))).toEqual([`error unknown-id levels.gold.requires.0.${field}`]);
    const route = {
      anyOf: [[{ of: "index" as const, min: 10 }], [{ of: "index" as const, min: 20 }, requirement as never]],
    };
    expect(said(check(withGold(route)))).toEqual([`error unknown-id levels.gold.requires.0.anyOf.1.1.${field}`]);
  });

  it("suggests the nearest id and names what is missing", () => {
    expect(check(withGold({ of: "criterion", id: "certifed", min: 1 }))[0]?.message).toBe(
      "There is no criterion “certifed”. Did you mean “certified”?",
    );
    expect(check(withGold({ of: "criterion", id: "plan", is: ["monthly"] }))[0]?.message).toBe(
      "“Sales plan” has no option “monthly”. Its options are “none”, “yearly”, “quarterly”.",
    );
  });

  it("reports options that an overlay takes from under a requirement", () => {
    const options = [
      { id: "no", label: "No", value: 0 },
      { id: "yes", label: "Yes", value: 1 },
    ];
    const model = {
      ...withGold({ of: "criterion", id: "plan", is: ["quarterly"] }),
      overlays: [{ id: "o", when: { region: ["x"] }, criteria: { plan: { answer: { options } } } }],
    };
    expect(said(check(model))).toEqual(["error unknown-id overlays.o.levels.gold.requires.0.is"]);
  });

  it("reports options asked of a number", () => {
    expect(said(check(withGold({ of: "criterion", id: "certified", is: ["four"] })))).toEqual([
      "error is-on-number levels.gold.requires.0.is",
    ]);
  });

  it("reports dimensions that form a circle once, and not what hangs below it", () => {
    const dimensions = [
      ...clean.dimensions,
      { id: "a", name: "A", parent: "b" },
      { id: "b", name: "B", parent: "a" },
      { id: "leaf", name: "Leaf", parent: "a" },
    ];
    const finding = only(check(modelOf({ dimensions })), "cycle");
    expect(finding).toMatchObject({ severity: "error", place: "dimensions.a.parent" });
    expect(finding.message).toContain("a → b → a");
    expect(
      said(
        check(modelOf({ dimensions: [{ id: "sell", name: "Sell", parent: "sell" }, ...clean.dimensions.slice(1)] })),
      ),
    ).toEqual(["error cycle dimensions.sell.parent"]);
  });

  it("reports dimensions nested too deep", () => {
    const chain = Array.from({ length: 12 }, (_, depth) => ({
      id: `d${depth}`,
      name: `D${depth}`,
      parent: depth === 0 ? null : `d${depth - 1}`,
    }));
    expect(said(checkReferences(modelOf({ dimensions: [...clean.dimensions, ...chain] })))).toEqual([
      "error too-deep dimensions.d10.parent",
    ]);
  });

  it("keeps “partner” for the column that names the partner", () => {
    expect(
      said(check(modelOf({ criteria: [...clean.criteria, { ...plan, id: "partner", name: "A", question: "A?" }] }))),
    ).toEqual(["error reserved-name criteria.partner.id"]);
    expect(said(check(withCriterion(plan, { name: "Partner" })))).toEqual(["error reserved-name criteria.plan.name"]);
  });

  it("keeps segment, region and type for overlays, where there are any", () => {
    const model = withCriterion(plan, { name: "Region" });
    expect(check(model)).toEqual([]);
    const overlays = [{ id: "o", when: { region: ["x"] }, criteria: { plan: { weight: 3 } } }];
    expect(said(check({ ...model, overlays }))).toEqual(["warning reserved-name criteria.plan.name"]);
  });

  it.each<[string, string, string]>([
    ["N/A", "error reserved-label", "an answer that always means not applicable"],
    ["none ", "error duplicate-label", "another option's label, case and blanks ignored"],
    ["Yearly", "warning duplicate-label", "another option's id"],
  ])("reports an option labelled %j: %s, %s", (label, rule) => {
    const options = [
      { id: "zero", label: "None", value: 0 },
      { id: "yearly", label: "Every year", value: 0.5 },
      { id: "quarterly", label, value: 1 },
    ];
    expect(said(check(withAnswer(plan, { kind: "choice", options })))).toEqual([
      `${rule} criteria.plan.answer.options.quarterly.label`,
    ]);
  });

  it.each<[string, Partial<Extract<Answer, { kind: "number" }>>, string]>([
    ["min above max", { min: 9, max: 3 }, "min-above-max criteria.certified.answer.min"],
    [
      "two steps at one value",
      {
        step: true,
        points: [
          [0, 0],
          [2, 0.4],
          [2, 1],
        ],
      },
      "duplicate-point criteria.certified.answer.points",
    ],
    ["points that no answer can have", { min: 100 }, "points-out-of-range criteria.certified.answer.points"],
    [
      "a number too large to count on",
      {
        points: [
          [0, 0],
          [1e300, 1],
        ],
      },
      "number-too-large criteria.certified.answer.points",
    ],
  ])("reports %s", (_what, fields, expected) => {
    expect(said(check(withAnswer(certified, { ...certified.answer, ...fields } as Answer)))).toEqual([
      `error ${expected}`,
    ]);
  });

  it("allows a jump in a line that is not made of steps", () => {
    expect(
      check(
        withAnswer(certified, {
          kind: "number",
          points: [
            [0, 0],
            [2, 0.4],
            [2, 0.6],
            [6, 1],
          ],
        }),
      ),
    ).toEqual([]);
  });

  it("reports what an overlay makes of a number, at the overlay", () => {
    const overlays = [{ id: "o", when: { region: ["x"] }, criteria: { certified: { answer: { max: -1 } } } }];
    expect(said(check(modelOf({ overlays })))).toEqual([
      "error min-above-max overlays.o.criteria.certified.answer.min",
    ]);
  });

  it("reports what an overlay changes of an answer that has no such thing", () => {
    const overlays = [
      { id: "o", when: { region: ["x"] }, criteria: { plan: { answer: { points: [[0, 1] as [number, number]] } } } },
    ];
    expect(said(check(modelOf({ overlays })))).toEqual(["error overlay-answer overlays.o.criteria.plan.answer.points"]);
  });

  it("reports a model too large, a model too complex and a scale too wide", () => {
    const long = "x".repeat(4000);
    const many = Array.from(
      { length: 130 },
      (_, count): Criterion => ({ ...plan, id: `c${count}`, name: `C${count}`, question: `Q${count}`, help: long }),
    );
    expect(said(check(modelOf({ criteria: [...clean.criteria, ...many] })))).toEqual(["error too-large "]);
    const tops = Array.from({ length: 400 }, (_, count) => ({ id: `d${count}`, name: `D${count}` }));
    const requires = Array.from({ length: 50 }, (): Requirement => ({ of: "criteria", min: 0.1 }));
    const few = many.map(({ help: _help, ...criterion }) => criterion);
    const complex = modelOf({
      criteria: [...clean.criteria, ...few],
      dimensions: [...clean.dimensions, ...tops],
      levels: [
        { id: "gold", name: "Gold", requires },
        { id: "platinum", name: "Platinum", requires },
      ],
    });
    expect(said(checkReferences(complex))).toEqual(["error too-complex levels"]);
    const overlays = Array.from({ length: 50 }, (_, count) => ({ id: `o${count}`, when: { region: [`r${count}`] } }));
    const finding = only(
      checkReferences(
        modelOf({
          criteria: [...clean.criteria, ...few, ...few.map((one) => ({ ...one, id: `${one.id}-b` }))],
          overlays,
        }),
      ),
      "too-complex",
    );
    expect(finding).toMatchObject({
      place: "overlays",
      message:
        "50 overlays on 264 criteria are too many; a model of this size can have 29. Merge overlays that change the same things.",
    });
    expect(said(check(modelOf({ scale: { min: 0, max: 1e300 } })))).toEqual(["error number-too-large scale"]);
  });

  it("says nothing else while references are broken", () => {
    expect(said(check(withGold({ of: "index", min: 200 }, { of: "criterion", id: "nobody", min: 1 })))).toEqual([
      "error unknown-id levels.gold.requires.1.id",
    ]);
  });

  it("lists 25 findings of a rule and counts the rest", () => {
    const criteria = Array.from(
      { length: 40 },
      (_, count): Criterion => ({
        ...plan,
        id: `c${count}`,
        name: `C${count}`,
        question: `Q${count}`,
        dimension: "nowhere",
      }),
    );
    const findings = check(modelOf({ criteria, levels: levels.slice(0, 2) }));
    expect(findings).toHaveLength(26);
    expect(findings[25]?.message).toContain("There are 14 more findings of this kind.");
  });
});
