import { describe, expect, it } from "vitest";
import { compile } from "../../../models/engine/compile.ts";
import { scoreAssessment } from "../../../models/engine/score.ts";
import type { Answer, Level, Model, Requirement } from "../../../models/format.ts";
import {
  certified,
  check,
  levelOf,
  levels,
  modelOf,
  only,
  said,
  withAnswer,
  withGold,
} from "../../support/linted-model.ts";

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
