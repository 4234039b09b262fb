import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkModel, checkReferences } from "../../models/check.ts";
import { compile, type Variant } from "../../models/engine/compile.ts";
import { allHold, holds } from "../../models/engine/conditions.ts";
import { evaluate } from "../../models/engine/evaluate.ts";
import { rankOf } from "../../models/engine/level.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
import { newState, type State, setMeasure } from "../../models/engine/state.ts";
import {
  type Answer,
  type Criterion,
  type Finding,
  type Level,
  type Model,
  parseModel,
  type Requirement,
} from "../../models/format.ts";
import { randomModel } from "../support/random-model.ts";

const plan: Criterion = {
  id: "plan",
  name: "Sales plan",
  question: "Is there a plan?",
  dimension: "sell",
  answer: {
    kind: "choice",
    options: [
      { id: "none", label: "None", value: 0 },
      { id: "yearly", label: "Yearly", value: 0.5 },
      { id: "quarterly", label: "Quarterly", value: 1 },
    ],
  },
};
const certified: Criterion = {
  id: "certified",
  name: "Certified staff",
  question: "How many people hold a certificate?",
  dimension: "enable",
  answer: {
    kind: "number",
    unit: "people",
    min: 0,
    points: [
      [0, 0],
      [2, 0.4],
      [6, 1],
    ],
  },
};
const tools: Criterion = {
  id: "tools",
  name: "Tools in use",
  question: "Which tools are in use?",
  dimension: "enable",
  answer: {
    kind: "checklist",
    options: [
      { id: "portal", label: "Portal", value: 0.5 },
      { id: "library", label: "Asset library", value: 0.5 },
      { id: "nothing", label: "None of these", value: 0, exclusive: true },
    ],
  },
};
const portal: Criterion = {
  id: "contact",
  name: "Contact",
  question: "Is there a contact?",
  dimension: "sell",
  answer: { kind: "yesno" },
};

const levels: Level[] = [
  { id: "bronze", name: "Bronze" },
  { id: "silver", name: "Silver", requires: [{ of: "index", min: 30 }] },
  {
    id: "gold",
    name: "Gold",
    requires: [
      { of: "index", min: 60 },
      { of: "criterion", id: "certified", min: 4 },
    ],
  },
];

const clean: Model = {
  id: "clean",
  name: "Clean model",
  scale: { min: 0, max: 100, decimals: 1 },
  dimensions: [
    { id: "sell", name: "Sell" },
    { id: "enable", name: "Enable" },
  ],
  criteria: [plan, certified, tools, portal],
  levels,
};

const modelOf = (parts: Partial<Model>): Model => ({ ...clean, ...parts });
/** The clean model with one criterion changed. */
const withCriterion = (criterion: Criterion, fields: Partial<Criterion>, parts: Partial<Model> = {}): Model =>
  modelOf({ criteria: clean.criteria.map((one) => (one.id === criterion.id ? { ...one, ...fields } : one)), ...parts });
const withAnswer = (criterion: Criterion, answer: Answer, parts: Partial<Model> = {}): Model =>
  withCriterion(criterion, { answer }, parts);
const withGold = (...requires: Requirement[]): Model =>
  modelOf({ levels: levels.map((level) => (level.id === "gold" ? { ...level, requires } : level)) });

/** Checks a document that fits the schema: a rule about anything else would never run. */
function check(model: Model): Finding[] {
  expect(parseModel(model).findings).toEqual([]);
  return checkModel(model);
}
const said = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity, rule, place }) => `${severity} ${rule} ${place}`);
const only = (findings: readonly Finding[], rule: string): Finding => {
  const found = findings.filter((finding) => finding.rule === rule);
  expect(found, JSON.stringify(findings)).toHaveLength(1);
  return found[0] as Finding;
};

/** Where the example's answers lead. */
const levelOf = (model: Model, finding: Finding): string | null =>
  scoreAssessment(compile(model), { partner: "acme", answers: finding.example?.answers ?? {} }, { detail: "level" })
    .result.level;

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

describe("levels out of reach", () => {
  it("names a requirement that no answers satisfy, with the best answers and what they give", () => {
    const model = withGold(
      { of: "index", min: 60 },
      { of: "criterion", id: "certified", min: 4 },
      { of: "index", min: 120 },
    );
    const finding = only(check(model), "unreachable-level");
    expect(finding).toMatchObject({ severity: "error", place: "levels.gold.requires.2" });
    expect(finding.message).toBe(
      "Nobody can reach “Gold”: it asks for an index of at least 120. Even the best answers give only 100. Change the threshold or the answers.",
    );
    expect(finding.example).toEqual({
      answers: { plan: "quarterly", certified: 6, tools: ["portal", "library"], contact: "yes" },
      result: "The best answers give an index of 100 and Silver.",
    });
    expect(levelOf(model, finding)).toBe("silver");
  });

  it("says that higher levels fall with a lower one, once", () => {
    const model = modelOf({
      levels: [
        levels[0] as Level,
        { id: "silver", name: "Silver", requires: [{ of: "dimensions", above: 100 }] },
        levels[2] as Level,
      ],
    });
    const finding = only(check(model), "unreachable-level");
    expect(finding.place).toBe("levels.silver.requires.0");
    expect(finding.message).toContain(
      "Nobody can reach “Silver” and every level above it: it asks for more than 100 in every top-level dimension",
    );
  });

  it("explains a threshold in option numbers", () => {
    const finding = only(check(withGold({ of: "criterion", id: "plan", min: 3 })), "unreachable-level");
    expect(finding.place).toBe("levels.gold.requires.0");
    expect(finding.message).toContain("Attainment counts from 0 to 1");
  });

  it("reports a number beyond the answers that are accepted", () => {
    const answer: Answer = {
      kind: "number",
      unit: "people",
      min: 0,
      max: 10,
      points: [
        [0, 0],
        [6, 1],
      ],
    };
    const model = {
      ...withAnswer(certified, answer),
      levels: withGold({ of: "criterion", id: "certified", min: 12 }).levels,
    };
    expect(only(check(model), "unreachable-level").message).toContain("“Certified staff” of at least 12 people");
    expect(check(withGold({ of: "criterion", id: "certified", min: 12 }))).toEqual([]);
  });

  it("reports options that exclude what another requirement asks", () => {
    const model = withGold(
      { of: "criterion", id: "tools", min: 0.5 },
      { of: "criterion", id: "tools", is: ["nothing"] },
    );
    const finding = only(check(model), "unreachable-level");
    expect(finding).toMatchObject({ severity: "error", place: "levels.gold.requires.1" });
    expect(finding.message).toBe(
      "Nobody can reach “Gold”: no answer to “Tools in use” satisfies “Tools in use” answered with “None of these” and “Tools in use” of at least 0.5 at once. Change one of them.",
    );
  });

  it("reports a level that contradicts one below it", () => {
    const model = modelOf({
      levels: [
        levels[0] as Level,
        { id: "silver", name: "Silver", requires: [{ of: "criterion", id: "certified", max: 3 }] },
        { id: "gold", name: "Gold", requires: [{ of: "criterion", id: "certified", min: 4 }] },
      ],
    });
    expect(only(check(model), "unreachable-level").place).toBe("levels.gold.requires.0");
    expect(said(check({ ...model, ladder: "independent" })).filter((line) => line.includes("unreachable"))).toEqual([]);
  });

  it("reports a score that other requirements keep too low", () => {
    const model = withGold({ of: "criterion", id: "plan", is: ["none"] }, { of: "dimension", id: "sell", min: 70 });
    const finding = only(check(model), "unreachable-level");
    expect(finding.place).toBe("levels.gold.requires.1");
    expect(finding.message).toContain("the best answers that the other requirements allow give 50");
    expect(levelOf(model, finding)).toBe("silver");
  });

  it("takes any of several routes, and names a route nobody can take", () => {
    const model = withGold({
      anyOf: [[{ of: "criterion", id: "certified", min: 6 }], [{ of: "dimension", id: "sell", min: 101 }]],
    });
    expect(said(check(model))).toEqual(["warning requirement-never-holds levels.gold.requires.0.anyOf.1.0"]);
    expect(only(check(model), "requirement-never-holds").message).toContain("Nobody can take this route to “Gold”");
  });

  it("finds answers between the worst and the best where a score may not be too high", () => {
    const model = withGold(
      { of: "dimension", id: "sell", max: 60 },
      { of: "dimension", id: "sell", min: 40 },
      { of: "dimension", id: "enable", max: 70 },
    );
    expect(said(check(model)).filter((line) => line.includes("unreachable"))).toEqual([]);
  });

  it("takes percentiles to be favourable, unless nobody can have them", () => {
    expect(check(withGold({ of: "index", min: 60 }, { of: "percentile", min: 97 }))).toEqual([]);
    expect(said(check(withGold({ of: "index", min: 60 }, { of: "percentile", above: 100 })))).toEqual([
      "error unreachable-level levels.gold.requires.1",
    ]);
  });
});

describe("better answers that lose a level", () => {
  it("shows the answer before and after", () => {
    const model = withGold({ of: "index", min: 60 }, { of: "criterion", id: "certified", max: 5 });
    const finding = only(check(model), "better-answer-loses-level");
    expect(finding).toMatchObject({ severity: "warning", place: "levels.gold.requires.1" });
    expect(finding.message).toContain("changing “Certified staff” from 5 to 6 drops the level from Gold to Silver");
    expect(levelOf(model, finding)).toBe("gold");
    const after = { ...finding.example?.answers, certified: 6 };
    expect(scoreAssessment(compile(model), { partner: "acme", answers: after }, { detail: "level" }).result.level).toBe(
      "silver",
    );
  });

  it("finds a score that may not be too high", () => {
    const model = withGold({ of: "index", min: 60 }, { of: "index", max: 80 });
    const finding = only(check(model), "better-answer-loses-level");
    expect(finding.place).toBe("levels.gold.requires.1");
    expect(levelOf(model, finding)).toBe("gold");
  });

  it("finds a list of options without the best one", () => {
    const finding = only(check(withGold({ of: "criterion", id: "plan", is: ["yearly"] })), "better-answer-loses-level");
    expect(finding.message).toContain(
      "changing “Sales plan” from “Yearly” to “Quarterly” drops the level from Gold to Silver",
    );
  });

  it("finds a threshold on the far side of a hill", () => {
    const answer: Answer = {
      kind: "number",
      points: [
        [0, 0],
        [5, 1],
        [10, 0.5],
      ],
    };
    const model = {
      ...withAnswer(certified, answer),
      levels: withGold({ of: "criterion", id: "certified", min: 8 }).levels,
    };
    expect(only(check(model), "better-answer-loses-level").place).toBe("levels.gold.requires.0");
  });

  it("is silent where less is better, and where a band hands over to the next level", () => {
    const days: Answer = {
      kind: "number",
      unit: "days",
      min: 0,
      points: [
        [7, 1],
        [90, 0],
      ],
    };
    const falling = {
      ...withAnswer(certified, days),
      levels: withGold({ of: "criterion", id: "certified", max: 30 }).levels,
    };
    expect(check(falling)).toEqual([]);
    const bands = modelOf({
      ladder: "independent",
      levels: [
        { id: "bronze", name: "Bronze" },
        {
          id: "silver",
          name: "Silver",
          requires: [
            { of: "index", min: 30 },
            { of: "index", max: 60 },
          ],
        },
        { id: "gold", name: "Gold", requires: [{ of: "index", min: 60 }] },
      ],
    });
    expect(check(bands)).toEqual([]);
  });
});

describe("requirements and levels that decide nothing", () => {
  it.each<[Requirement, string]>([
    [{ of: "index", min: 0 }, "every score satisfies"],
    [{ of: "criterion", id: "certified", min: 0 }, "only a blank fails"],
    [{ of: "criterion", id: "plan", is: ["none", "yearly", "quarterly"] }, "only a blank fails"],
    [{ of: "practices", level: "silver", min: 1 }, "looks at no criterion"],
    [{ of: "percentile", min: 0 }, "every score satisfies"],
    [{ anyOf: [[{ of: "index", min: 99 }], [{ of: "dimensions", max: 100 }]] }, "one of its routes does"],
  ])("reports %j, which always holds", (requirement, reason) => {
    const finding = only(check(withGold({ of: "index", min: 60 }, requirement)), "requirement-always-holds");
    expect(finding).toMatchObject({ severity: "warning", place: "levels.gold.requires.1" });
    expect(finding.message).toContain(reason);
  });

  it("reports a level that asks for nothing new", () => {
    expect(said(check(withGold({ of: "index", min: 30 })))).toEqual([
      "warning level-adds-nothing levels.gold.requires",
    ]);
    expect(only(check(withGold()), "level-adds-nothing").message).toBe(
      "“Gold” asks for nothing, so nobody is ever at “Silver”. Let it require something more.",
    );
    expect(said(check(withGold({ of: "index", min: 30 }, { of: "criterion", id: "certified", min: 2 })))).toEqual([]);
  });

  it("reports a threshold that falls on the way up", () => {
    const finding = only(
      check(withGold({ of: "index", min: 20 }, { of: "criterion", id: "certified", min: 4 })),
      "threshold-falls",
    );
    expect(finding).toMatchObject({ severity: "warning", place: "levels.gold.requires.0" });
    expect(finding.message).toContain(
      "“Gold” asks for an index of at least 20, but the lower level “Silver” already asks for an index of at least 30",
    );
  });

  it("reports a higher level that is easier, where each stands alone", () => {
    const model: Model = { ...withGold({ of: "index", min: 20 }), ladder: "independent" };
    const finding = only(check(model), "higher-level-easier");
    expect(finding.place).toBe("levels.gold.requires");
    expect(finding.message).toContain("nobody is ever at “Silver”");
    expect(
      check({
        ...withGold({ of: "index", min: 20 }, { of: "criterion", id: "certified", min: 4 }),
        ladder: "independent",
      }),
    ).toEqual([]);
  });
});

describe("weights and values that never matter", () => {
  it("reports weights where nothing is weighed", () => {
    const model = modelOf({
      dimensions: [
        { id: "sell", name: "Sell", combine: "min" },
        { id: "enable", name: "Enable", weight: 2 },
      ],
      combine: "median",
      criteria: [{ ...plan, weight: 3 }, certified, tools, { ...portal, weight: 0 }],
    });
    expect(said(check(model))).toEqual([
      "warning weight-never-matters dimensions.enable.weight",
      "warning weight-never-matters criteria.plan.weight",
      "warning weight-never-matters criteria.contact.weight",
    ]);
    expect(check(model)[2]?.message).toContain("counts in full in spite of its weight of 0");
  });

  it("reports a criterion of weight 0 that no level asks for", () => {
    const finding = only(check(withCriterion(plan, { weight: 0 })), "criterion-never-matters");
    expect(finding).toMatchObject({
      severity: "warning",
      place: "criteria.plan.weight",
      example: { answers: { plan: "quarterly" }, result: "Index and level are the same as with “None”." },
    });
    expect(finding.message).toContain("“Sales plan” has a weight of 0");
    const asked = {
      ...withCriterion(plan, { weight: 0 }),
      levels: withGold({ of: "criterion", id: "plan", min: 0.5 }).levels,
    };
    expect(check(asked)).toEqual([]);
    const overlays = [{ id: "o", when: { region: ["x"] }, criteria: { plan: { weight: 2 } } }];
    expect(check(withCriterion(plan, { weight: 0 }, { overlays }))).toEqual([]);
  });

  it("reports a criterion whose answers all count the same", () => {
    const options = [
      { id: "none", label: "None", value: 0.5 },
      { id: "yearly", label: "Yearly", value: 0.5 },
    ];
    expect(said(check(withAnswer(plan, { kind: "choice", options })))).toEqual([
      "warning criterion-never-matters criteria.plan.answer.options",
    ]);
    expect(said(check(withAnswer(tools, { kind: "number", points: [[0, 1]] })))).toEqual([
      "warning criterion-never-matters criteria.tools.answer.points",
    ]);
    const gate = {
      ...withAnswer(plan, { kind: "choice", options }),
      levels: withGold({ of: "criterion", id: "plan", is: ["yearly"] }).levels,
    };
    expect(check(gate)).toEqual([]);
  });

  it("reports a dimension of weight 0 once, not each of its criteria", () => {
    const dimensions = [
      { id: "sell", name: "Sell", weight: 0 },
      { id: "enable", name: "Enable" },
    ];
    expect(said(check(modelOf({ dimensions })))).toEqual(["warning dimension-never-matters dimensions.sell.weight"]);
    expect(check({ ...withGold({ of: "dimensions", min: 40 }), dimensions })).toEqual([]);
  });

  it("reports a dimension without criteria", () => {
    const dimensions = [...clean.dimensions, { id: "market", name: "Market" }];
    expect(said(check(modelOf({ dimensions })))).toEqual(["warning empty-dimension dimensions.market"]);
  });

  it("reports weights that are all 0", () => {
    const finding = check(
      modelOf({
        dimensions: clean.dimensions.map((dimension) => ({ ...dimension, weight: 0 })),
        levels: levels.slice(0, 1),
      }),
    )[0];
    expect(finding).toMatchObject({ severity: "error", rule: "weights-all-zero", place: "combine" });
  });

  it("reports points that the weights cannot make up", () => {
    const dimensions = [
      { id: "sell", name: "Sell", combine: { points: 4 } },
      { id: "enable", name: "Enable" },
    ];
    const finding = only(check(modelOf({ dimensions })), "cap-out-of-reach");
    expect(finding.place).toBe("dimensions.sell.combine");
    expect(finding.message).toContain("add up to 2, less than its 4 points, so its score never exceeds 50");
  });
});

describe("answers that fall back", () => {
  it("reports a line that rises and falls", () => {
    const finding = only(
      check(
        withAnswer(tools, {
          kind: "number",
          points: [
            [0, 0],
            [20, 1],
            [10, 0.5],
            [30, 0.6],
          ],
        }),
      ),
      "steps-fall-back",
    );
    expect(finding).toMatchObject({
      place: "criteria.tools.answer.points",
      example: { answers: { tools: 30 }, result: "30 counts 60 %, less than 20 with 100 %." },
    });
  });

  it("reports options out of order, and leaves lists alone that begin with the best or end in “don't know”", () => {
    const options = (...values: number[]): Answer => ({
      kind: "choice",
      options: values.map((value, count) => ({ id: `o${count}`, label: `Option ${count}`, value })),
    });
    const finding = only(check(withAnswer(plan, options(0, 0.7, 0.3, 1))), "options-not-in-order");
    expect(finding.place).toBe("criteria.plan.answer.options.o2.value");
    expect(finding.message).toContain("“Option 2” (0.3) comes after “Option 1” (0.7)");
    expect(check(withAnswer(plan, options(0, 0.5, 1, 0)))).toEqual([]);
    expect(check(withAnswer(plan, options(1, 0.5, 0)))).toEqual([]);
  });

  it("reports a best value outside the range", () => {
    const answer: Answer = {
      kind: "number",
      min: 0,
      max: 5,
      points: [
        [0, 0],
        [6, 1],
      ],
    };
    expect(said(check(withAnswer(certified, answer)))).toEqual([
      "warning best-answer-out-of-range criteria.certified.answer.max",
    ]);
  });

  it("reports checklists that miss 1 by rounding, and labels that a typed list would cut", () => {
    const options = ["a", "b", "c"].map((id) => ({
      id,
      label: id === "c" ? "Plan; budget" : `Tool ${id}`,
      value: 0.33,
    }));
    expect(said(check(withAnswer(tools, { kind: "checklist", options })))).toEqual([
      "warning checklist-below-full criteria.tools.answer.options",
      "warning label-with-separator criteria.tools.answer.options.c.label",
    ]);
  });
});

describe("questions that can be passed by", () => {
  it("reports a gate that only the partner answers", () => {
    const finding = only(check(withCriterion(certified, { askedOf: "partner" })), "not-applicable-passes-gate");
    expect(finding).toMatchObject({
      severity: "warning",
      place: "criteria.certified.askedOf",
      example: { answers: { certified: "N/A" } },
    });
    expect(finding.message).toContain("“Gold” asks for “Certified staff”");
    expect(check(withCriterion(plan, { askedOf: "partner" }))).toEqual([]);
    expect(check(withCriterion(certified, { askedOf: "both" }))).toEqual([]);
  });

  it("reports a level that one answer gives", () => {
    const model = modelOf({ missing: { unanswered: "exclude" } });
    const finding = only(check(model), "one-answer-gives-level");
    expect(finding).toMatchObject({ severity: "warning", place: "missing.coverage" });
    expect(levelOf(model, finding)).toBe("gold");
    expect(finding.example?.answers).toEqual({ certified: 6 });
    expect(check(modelOf({ missing: { unanswered: "exclude", coverage: 0.6 } }))).toEqual([]);
  });
});

describe("names, guidance and overlays", () => {
  it("reports names that a header row could not tell apart", () => {
    expect(said(check(withCriterion(tools, { name: "sales plan" })))).toEqual([
      "warning same-name-twice criteria.tools.name",
    ]);
  });

  it("reports guidance that stops half way up, but not above the practice's own level", () => {
    const finding = only(check(withCriterion(plan, { guidance: { silver: "Write one" } })), "missing-guidance");
    expect(finding.place).toBe("criteria.plan.guidance");
    expect(finding.message).toBe("“Sales plan” says what to do for “Silver” but not for “Gold”. Add the next step.");
    expect(check(withCriterion(plan, { guidance: { silver: "Write one" }, level: "silver" }))).toEqual([]);
  });

  it("reports an overlay that earlier ones cover, also together", () => {
    const change = { criteria: { plan: { weight: 2 } } };
    const overlays = [
      { id: "latam", when: { region: ["LATAM"] }, ...change },
      { id: "apac", when: { region: ["apac"] }, ...change },
      { id: "growth", when: { region: ["latam ", "apac"], segment: ["smb"] }, ...change },
      { id: "emea", when: { region: ["emea"] }, ...change },
      { id: "smb", when: { segment: ["smb"] }, ...change },
    ];
    const finding = only(check(modelOf({ overlays })), "overlay-never-used");
    expect(finding.place).toBe("overlays.growth.when");
    expect(finding.message).toContain("“latam”, “apac” already match all of them");
  });

  it("reports an overlay that changes nothing", () => {
    expect(said(check(modelOf({ overlays: [{ id: "o", when: { region: ["x"] } }] })))).toEqual([
      "warning overlay-changes-nothing overlays.o",
    ]);
  });

  it("checks an overlay as a model of its own, and says nothing twice", () => {
    const overlays = [
      {
        id: "smb",
        when: { segment: ["smb"] },
        criteria: {
          certified: {
            answer: {
              max: 3,
              points: [
                [0, 0],
                [3, 1],
              ] as [number, number][],
            },
          },
        },
      },
    ];
    expect(said(check(modelOf({ overlays })))).toEqual(["error unreachable-level overlays.smb.levels.gold.requires.1"]);
    const both = {
      ...withGold({ of: "index", min: 120 }),
      overlays: [{ id: "smb", when: { segment: ["smb"] }, criteria: { plan: { weight: 2 } } }],
    };
    expect(said(check(both))).toEqual(["error unreachable-level levels.gold.requires.0"]);
  });

  it("accepts an overlay that leaves out what a level asks for", () => {
    const overlays = [{ id: "smb", when: { segment: ["smb"] }, criteria: { certified: { omit: true } } }];
    expect(check(modelOf({ overlays }))).toEqual([]);
  });
});

describe("translations", () => {
  const german = {
    name: "Sauberes Modell",
    "dimensions.sell.name": "Verkaufen",
    "dimensions.enable.name": "Befähigen",
    "levels.bronze.name": "Bronze",
    "levels.silver.name": "Silber",
    "levels.gold.name": "Gold",
    "criteria.plan.name": "Vertriebsplan",
    "criteria.plan.question": "Gibt es einen Plan?",
    "criteria.plan.options.none": "Keiner",
    "criteria.plan.options.yearly": "Jährlich",
    "criteria.plan.options.quarterly": "Je Quartal",
    "criteria.certified.name": "Zertifizierte",
    "criteria.certified.question": "Wie viele sind zertifiziert?",
    "criteria.certified.unit": "Personen",
    "criteria.tools.name": "Werkzeuge",
    "criteria.tools.question": "Welche Werkzeuge?",
    "criteria.tools.options.portal": "Portal",
    "criteria.tools.options.library": "Bibliothek",
    "criteria.tools.options.nothing": "Keines davon",
    "criteria.contact.name": "Ansprechpartner",
    "criteria.contact.question": "Gibt es einen Ansprechpartner?",
  };

  it("is content with a language that has every text", () => {
    expect(check(modelOf({ translations: { de: german } }))).toEqual([]);
  });

  it("reports what a language lacks and what belongs to nothing", () => {
    const { "criteria.plan.options.yearly": _yearly, ...others } = german;
    const model = modelOf({ translations: { de: { ...others, "criteria.plan.advice": "Rat" } } });
    expect(said(check(model))).toEqual([
      "warning missing-translation translations.de.criteria.plan.options.yearly",
      "warning unknown-translation translations.de.criteria.plan.advice",
    ]);
  });

  it("names ten missing texts and counts the rest", () => {
    const findings = check(modelOf({ translations: { fr: {} } }));
    expect(findings).toHaveLength(11);
    expect(findings[10]).toMatchObject({
      place: "translations.fr",
      message: "“fr” lacks 11 more texts (21 of 21 in all).",
    });
  });

  it("does not ask for texts that read the same everywhere", () => {
    const model = withAnswer(
      certified,
      {
        kind: "number",
        unit: "%",
        points: [
          [0, 0],
          [6, 1],
        ],
      },
      { translations: { de: german } },
    );
    const { "criteria.certified.unit": _unit, ...others } = german;
    expect(check({ ...model, translations: { de: others } })).toEqual([]);
  });

  it("reports translations into the model's own language", () => {
    expect(said(check(modelOf({ translations: { en: german } })))).toEqual(["warning own-language translations.en"]);
  });

  it("reports a translated label that stands for two options", () => {
    const model = modelOf({ translations: { de: { ...german, "criteria.plan.options.quarterly": "keiner" } } });
    expect(said(check(model))).toEqual(["error duplicate-label translations.de.criteria.plan.options.quarterly"]);
  });
});

describe("the model's own tests", () => {
  const answers = { plan: "quarterly", certified: 4, tools: "Portal", contact: "yes" };

  it("passes those that hold, rounded half up", () => {
    const expected = { index: 80, level: "gold", overlay: null, dimensions: { sell: 100, enable: 60 } };
    expect(check(modelOf({ tests: [{ name: "solid", answers, expect: expected }] }))).toEqual([]);
  });

  it("says what was expected and what came out", () => {
    const expected = { index: 81, level: "silver", overlay: null, dimensions: { enable: 61 } };
    const findings = check(modelOf({ tests: [{ name: "solid", answers, expect: expected }] }));
    expect(said(findings)).toEqual([
      "error failing-test tests.0.expect.index",
      "error failing-test tests.0.expect.level",
      "error failing-test tests.0.expect.dimensions.enable",
    ]);
    expect(findings[0]?.message).toBe(
      "Test “solid” expects an index of 81 and gets 80. Correct the test or the model.",
    );
    expect(findings[1]?.message).toContain("expects level “silver” and gets “gold”");
  });

  it("uses the overlay of the test's segment", () => {
    const overlays = [{ id: "smb", when: { segment: ["smb"] }, criteria: { certified: { omit: true } } }];
    const tests = [
      { name: "small", answers: { plan: "quarterly" }, segment: "SMB", expect: { overlay: "smb", index: 25 } },
    ];
    expect(check(modelOf({ overlays, tests }))).toEqual([]);
  });

  it("reports answers that the model refuses", () => {
    const finding = only(
      check(modelOf({ tests: [{ name: "typo", answers: { plan: "monthly" }, expect: {} }] })),
      "test-answer-refused",
    );
    expect(finding.place).toBe("tests.0.answers.plan");
    expect(finding.message).toContain("“monthly” is not an answer to “Sales plan”");
  });
});

describe("any model that fits the schema", () => {
  it("is checked without throwing, the same way every time", () => {
    fc.assert(
      fc.property(
        randomModel({
          overlays: true,
          requirementKinds: [
            "index",
            "dimension",
            "dimensions",
            "criterion",
            "criteria",
            "practices",
            "percentile",
            "anyOf",
          ],
        }),
        (model) => {
          expect(checkReferences(model)).toEqual([]);
          expect(checkModel(model)).toEqual(checkModel(structuredClone(model)));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("is checked without throwing when its ids lead nowhere", () => {
    const ids = fc.constantFrom("d0", "d1", "c0", "c1", "l0", "o0", "constructor", "partner");
    const replaced = randomModel({ overlays: true }).chain((model) =>
      fc
        .array(fc.tuple(fc.constantFrom("dimension", "parent", "id", "level", "options"), ids), { maxLength: 4 })
        .map((changes) =>
          changes.reduce((text, [field, id], count) => {
            const spots = [...text.matchAll(new RegExp(`"${field}":"[^"]*"`, "g"))];
            const spot = spots[(count * 7) % Math.max(1, spots.length)];
            return spot
              ? `${text.slice(0, spot.index)}"${field}":"${id}"${text.slice(spot.index + spot[0].length)}`
              : text;
          }, JSON.stringify(model)),
        ),
    );
    fc.assert(
      fc.property(replaced, (text) => {
        const { model } = parseModel(JSON.parse(text));
        if (model === null) return;
        const findings = checkReferences(model);
        checkModel(model);
        if (findings.length === 0) compile(model);
      }),
      { numRuns: 300 },
    );
  });
});

describe("findings about scores, against every combination of answers", () => {
  const small = randomModel({
    criteria: { min: 1, max: 4 },
    options: { min: 1, max: 3 },
    kinds: ["choice", "yesno"],
    unanswered: ["zero"],
    coverage: false,
  });

  /** Every complete set of answers, evaluated. */
  function everyState(variant: Variant): State[] {
    const states: State[] = [];
    const measures = variant.criteria.map(() => 0);
    const visit = (position: number): void => {
      const criterion = variant.criteria[position];
      if (criterion === undefined) {
        const state = newState(variant);
        measures.forEach((measure, at) => {
          setMeasure(variant, state, at, measure);
        });
        evaluate(variant, state);
        states.push(state);
        return;
      }
      criterion.answer.options.forEach((_, measure) => {
        measures[position] = measure;
        visit(position + 1);
      });
    };
    visit(0);
    return states;
  }

  /** The same answers but for one. */
  function raised(variant: Variant, from: State, position: number, measure: number): State {
    const state = newState(variant);
    from.measure.forEach((own, at) => {
      setMeasure(variant, state, at, at === position ? measure : own);
    });
    evaluate(variant, state);
    return state;
  }

  it("calls a level unreachable exactly when nothing reaches it", () => {
    fc.assert(
      fc.property(small, (model) => {
        const { plain } = compile(model);
        const states = everyState(plain);
        const findings = checkModel(model).filter((finding) => finding.rule === "unreachable-level");
        const reachable = plain.levels.map((level) => {
          const levelsBelow = plain.cumulative ? plain.levels.slice(0, level.rank + 1) : [level];
          return states.some((state) => levelsBelow.every((one) => allHold(plain, one.conditions, state)));
        });
        const first = reachable.indexOf(false);
        const named = (rank: number, severity?: string) =>
          findings.some(
            ({ place, severity: own }) => place.split(".")[1] === plain.levels[rank]?.id && (severity ?? own) === own,
          );
        for (const [rank, isReachable] of reachable.entries())
          if (isReachable) expect(named(rank, "error")).toBe(false);
        if (first >= 0) expect(named(first)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  /** Runs a specification for every finding of a rule, with the id and the last part of its place. */
  function everyFinding(
    rule: string,
    specify: (plain: Variant, states: State[], id: string, last: string) => void,
  ): void {
    fc.assert(
      fc.property(small, (model) => {
        const found = checkModel(model).filter((finding) => finding.rule === rule);
        if (found.length === 0) return;
        const { plain } = compile(model);
        const states = everyState(plain);
        for (const { place } of found) {
          const parts = place.split(".");
          specify(plain, states, parts[1] ?? "", parts.at(-1) ?? "");
        }
      }),
      { numRuns: 400 },
    );
  }

  it("calls a requirement idle only when everything satisfies it", () => {
    everyFinding("requirement-always-holds", (plain, states, id, last) => {
      const condition = plain.levels.find((level) => level.id === id)?.conditions[Number(last)];
      for (const state of states) expect(condition && holds(plain, condition, state)).toBe(true);
    });
  });

  it("says that a level adds nothing only when nobody stays at the one below", () => {
    everyFinding("level-adds-nothing", (plain, states, id) => {
      const rank = plain.levels.findIndex((level) => level.id === id);
      for (const state of states) expect(rankOf(plain, state)).not.toBe(rank - 1);
    });
  });

  it("says that a criterion never matters only when no answer to it changes index or level", () => {
    everyFinding("criterion-never-matters", (plain, states, id) => {
      const position = plain.criteria.findIndex((criterion) => criterion.id === id);
      for (const state of states) {
        const changed = raised(plain, state, position, 0);
        const difference = changed.index - state.index;
        expect(Number.isNaN(difference) ? Number.isNaN(state.index) : Math.abs(difference) < 1e-9).toBe(true);
        expect(rankOf(plain, changed)).toBe(rankOf(plain, state));
      }
    });
  });

  it("shows a real loss wherever it says that a better answer loses a level", () => {
    fc.assert(
      fc.property(small, (model) => {
        const compiled = compile(model);
        for (const finding of checkModel(model)) {
          if (finding.rule !== "better-answer-loses-level") continue;
          const { result } = scoreAssessment(
            compiled,
            { partner: "acme", answers: finding.example?.answers ?? {} },
            { detail: "level" },
          );
          const name = model.levels.find((level) => level.id === result.level)?.name;
          expect(finding.example?.result).toContain(`These answers give ${name};`);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("is silent only where no better answer loses a level, on cumulative ladders without upper bounds and alternatives", () => {
    const plain = randomModel({
      criteria: { min: 1, max: 3 },
      levels: { min: 2, max: 3 },
      options: { min: 2, max: 3 },
      kinds: ["choice"],
      bounds: ["min", "above"],
      requirementKinds: ["index", "dimension", "dimensions", "criterion", "criteria", "practices"],
      coverage: false,
      unanswered: ["zero"],
    });
    fc.assert(
      fc.property(plain, (drawn) => {
        const model: Model = { ...drawn, ladder: "cumulative" };
        const { plain } = compile(model);
        if (checkModel(model).some((finding) => finding.rule === "better-answer-loses-level")) return;
        for (const state of everyState(plain)) {
          if (Number.isNaN(state.index)) continue; // nothing counts, so no level is given
          for (const { position, answer } of plain.criteria) {
            answer.options.forEach((option, better) => {
              if (option.value <= (state.attainment[position] as number)) return;
              const after = raised(plain, state, position, better);
              expect(rankOf(plain, after)).toBeGreaterThanOrEqual(rankOf(plain, state));
            });
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
