import { describe, expect, it } from "vitest";
import type { Answer } from "../../../models/format.ts";
import {
  certified,
  check,
  clean,
  levelOf,
  levels,
  modelOf,
  only,
  plan,
  portal,
  said,
  tools,
  withAnswer,
  withCriterion,
  withGold,
} from "../../support/linted-model.ts";

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
