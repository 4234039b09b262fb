/** The engine as a whole: what it hands back, that it never fails on what people send, and DESIGN's own example. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnswerValue, FullResult } from "../../models/contract.ts";
import { compile } from "../../models/engine/compile.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
import type { Model } from "../../models/format.ts";
import { randomAnswers, randomModel } from "../support/random-model.ts";
import { criterion, levelsOf, modelOf, percent, score, yesno } from "../support/small-model.ts";

const certified = criterion(
  "certified",
  {
    kind: "number",
    unit: "people",
    min: 0,
    points: [
      [0, 0],
      [2, 0.4],
      [6, 1],
    ],
  },
  { weight: 3, effort: 5, guidance: { l1: "Enrol two people.", l2: "Fund the exams." }, stages: ["enable"] },
);
const certifying: Model = modelOf({
  criteria: [certified, percent("csat", { effort: 10 })],
  levels: levelsOf(
    [{ of: "index", min: 30 }],
    [
      { of: "index", min: 55 },
      { of: "criterion", id: "certified", min: 4 },
    ],
  ),
});

describe("a result", () => {
  const compiled = compile(certifying);
  const acme = { partner: "acme", answers: { certified: 2, csat: 80 } };

  test("of detail `level` says where the partner stands and why", () => {
    const { result } = scoreAssessment(compiled, acme, { detail: "level" });
    expect(Object.keys(result).sort()).toEqual(
      ["blockers", "coverage", "index", "level", "next", "overlay", "partner", "position"].sort(),
    );
    // (3 x 40 + 80) / 4 = 50.
    expect(result).toMatchObject({ partner: "acme", index: 50, level: "l1", next: "l2", coverage: 1 });
    // Of 55 index points 50, of 4 people 2.
    expect(result.position).toBeCloseTo(1 + (50 / 55 + 2 / 4) / 2, 6);
  });

  test("of detail `gaps` adds dimensions and gaps", () => {
    const level = scoreAssessment(compiled, acme, { detail: "level" }).result;
    const gaps = scoreAssessment(compiled, acme, { detail: "gaps" }).result as FullResult;
    expect(gaps).toMatchObject(level);
    expect(gaps.dimensions).toEqual([{ id: "all", score: 50, level: "l1" }]);
    expect(gaps.gaps.map((gap) => gap.criterion)).toEqual(["certified", "csat"]);
    expect(gaps.gaps[0]).toMatchObject({
      attainment: 0.4,
      answer: 4,
      blocks: true,
      guidance: "Fund the exams.",
      stages: ["enable"],
      // Certified at 4 people is 0.7: 3 x 30 / 4 points, half a step of 5 person-days.
      points: 22.5,
      effort: 2.5,
    });
    expect(Object.keys(gaps)).not.toContain("path");
  });

  test("of detail `full` adds range, path and curve", () => {
    const gaps = scoreAssessment(compiled, acme, { detail: "gaps" }).result;
    const full = scoreAssessment(compiled, acme, { detail: "full" }).result as FullResult;
    expect(full).toMatchObject(gaps);
    expect(full.range).toEqual({ worst: { index: 50, level: "l1" }, best: { index: 50, level: "l1" }, ask: null });
    expect(full.path).toEqual({
      level: "l2",
      reachable: true,
      changes: [{ criterion: "certified", from: 2, to: 4, effort: 2.5 }],
      effort: 2.5,
      optimal: true,
      bound: 2.5,
    });
    expect(full.curve).toBeNull();
  });

  test("has no path at the top", () => {
    expect(score(certifying, { certified: 6, csat: 80 })).toMatchObject({ level: "l2", next: null, path: null });
  });

  test("aims at a named level further up", () => {
    const beginner = { certified: 0, csat: 0 };
    expect(score(certifying, beginner).path).toMatchObject({ level: "l1" });
    expect(score(certifying, beginner, {}, { target: "l2" }).path).toMatchObject({ level: "l2", reachable: true });
  });

  test("places the partner on a logistic curve where the model has one", () => {
    const curved: Model = { ...certifying, curve: { midpoint: 1.5, steepness: 2 } };
    const { curve, position } = score(curved, { certified: 2, csat: 80 });
    expect(curve).toMatchObject({ x: position, phase: "l1" });
    expect(curve?.y).toBeCloseTo(1 / (1 + Math.exp(-2 * ((position ?? 0) - 1.5))), 6);
  });
});

describe("nothing a partner sends makes the engine fail", () => {
  const hostile: AnswerValue[] = [
    "__proto__",
    "constructor",
    "\ud800",
    "=1+1",
    "x".repeat(100_000),
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    Number.MAX_VALUE,
    -0,
    [],
    ["__proto__"],
    Array.from({ length: 5_000 }, () => "a"),
  ];

  test.each<[string, Model["criteria"][number]]>([
    ["choice", criterion("c", { kind: "choice", options: [{ id: "a", label: "A", value: 1 }] })],
    ["checklist", criterion("c", { kind: "checklist", options: [{ id: "a", label: "A", value: 1 }] })],
    ["yesno", yesno("c")],
    ["number", percent("c")],
  ])("as a %s", (_, asked) => {
    const model = modelOf({ criteria: [asked], missing: { unanswered: "exclude" } });
    for (const answer of hostile) {
      const { index, problems } = score(model, { c: answer });
      expect(index === null || (index >= 0 && index <= 100)).toBe(true);
      for (const problem of problems) expect(problem.message.length).toBeLessThan(500);
    }
  });

  test("under names that objects have by nature", () => {
    const natural = ["constructor", "toString", "hasOwnProperty", "valueOf"];
    const model = modelOf({
      criteria: natural.map((id) => percent(id)),
      levels: levelsOf([{ of: "criterion", id: "constructor", min: 50 }]),
      overlays: [{ id: "constructor", when: { region: ["constructor"] }, criteria: { toString: { weight: 3 } } }],
    });
    expect(score(model, { constructor: 60 })).toMatchObject({ index: 15, level: "l1", coverage: 0.25, problems: [] });
    const answers = JSON.parse('{ "__proto__": 5, "constructor": 60 }') as Record<string, AnswerValue>;
    expect(score(model, answers).problems).toMatchObject([{ criterion: "__proto__" }]);
    expect(
      score(model, { toString: 60, constructor: 0, valueOf: 0, hasOwnProperty: 0 }, { region: "constructor" }).index,
    ).toBe(30);
  });

  test("whatever the model: all numbers are finite, shares lie between 0 and 1, the position within the ladder", () => {
    const anything = randomModel({ overlays: true }).chain((model) =>
      fc
        .dictionary(
          fc.constantFrom(...model.criteria.map(({ id }) => id), "unknown"),
          fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.array(fc.string(), { maxLength: 3 })),
        )
        .map((answers) => ({ model, answers })),
    );
    fc.assert(
      fc.property(anything, ({ model, answers }) => {
        const { result } = scoreAssessment(
          compile(model),
          { partner: "p", answers },
          { detail: "full", work: { left: 200 } },
        );
        expect(notFiniteIn(result)).toEqual([]);
        const full = result as FullResult;
        expect(full.coverage).toBeGreaterThanOrEqual(0);
        expect(full.coverage).toBeLessThanOrEqual(1);
        if (full.position !== null) {
          const rank = model.levels.findIndex((level) => level.id === full.level);
          expect(full.position).toBeGreaterThanOrEqual(rank);
          expect(full.position).toBeLessThanOrEqual(Math.min(rank + 1, model.levels.length - 1));
        }
        for (const gap of full.gaps) expect(gap.effort).toBeGreaterThanOrEqual(0);
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });

  test("twice gives the same twice, and leaves the answers as they were", () => {
    fc.assert(
      fc.property(
        randomModel({ overlays: true }).chain((model) => randomAnswers(model).map((answers) => ({ model, answers }))),
        ({ model, answers }) => {
          const before = JSON.stringify([model, answers]);
          const compiled = compile(model);
          const once = scoreAssessment(compiled, { partner: "p", answers }, { detail: "full" });
          expect(scoreAssessment(compiled, { partner: "p", answers }, { detail: "full" })).toEqual(once);
          expect(JSON.stringify([model, answers])).toBe(before);
        },
      ),
      { seed: 20_261_122, numRuns: 100 },
    );
  });
});

/** Places of NaN and infinities, which JSON would turn into null without a word. */
function notFiniteIn(value: unknown, place = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [place];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => notFiniteIn(part, `${place}.${key}`));
}

describe("a model that refers to nothing", () => {
  test.each<[string, Model]>([
    ["criterion", modelOf({ criteria: [percent("a")], levels: levelsOf([{ of: "criterion", id: "b", min: 1 }]) })],
    ["dimension", modelOf({ criteria: [percent("a", { dimension: "elsewhere" })] })],
    ["level", modelOf({ criteria: [percent("a", { level: "elsewhere" })] })],
  ])("of a %s is not compiled", (what, model) => {
    expect(() => compile(model)).toThrow(what);
  });

  test("of a dimension above, but runs in circles, is not compiled", () => {
    const dimensions = [
      { id: "all", name: "All", parent: "other" },
      { id: "other", name: "Other", parent: "all" },
    ];
    expect(() => compile(modelOf({ criteria: [percent("a")], dimensions }))).toThrow("cycle");
  });
});

describe("gaps", () => {
  const dimensions = [
    { id: "x", name: "X" },
    { id: "y", name: "Y" },
  ];
  const twoDimensions = modelOf({
    dimensions,
    criteria: [
      percent("a", { dimension: "x", effort: 10 }),
      percent("b", { dimension: "y", effort: 1 }),
      percent("c", { dimension: "x", effort: 20 }),
    ],
    levels: levelsOf([{ of: "dimension", id: "x", min: 70 }]),
  });

  test("in a dimension whose score falls short come before those that are worth more but help nothing", () => {
    const { gaps } = score(twoDimensions, { a: 50, b: 50, c: 50 });
    expect(gaps.map(({ criterion: id, blocks }) => [id, blocks])).toEqual([
      ["a", true],
      ["c", true],
      ["b", false],
    ]);
  });

  test("aim at what `practices` ask, and so does the path", () => {
    const practising = modelOf({
      criteria: [percent("a", { level: "l1", effort: 10 }), percent("b", { level: "l1", effort: 10 })],
      levels: levelsOf([{ of: "practices", level: "l1", min: 0.6 }]),
    });
    const { gaps, path } = score(practising, { a: 50, b: 50 });
    expect(gaps.map(({ answer, target }) => [answer, target])).toEqual([
      [60, 0.6],
      [60, 0.6],
    ]);
    expect(path).toMatchObject({ effort: 2, optimal: true, changes: [{ to: 60 }, { to: 60 }] });
  });
});
