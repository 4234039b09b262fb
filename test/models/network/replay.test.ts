/** The same answers under a changed model. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Assessment } from "../../../models/contract.ts";
import { compile } from "../../../models/engine/compile.ts";
import { replay } from "../../../models/engine/network/replay.ts";
import type { Model } from "../../../models/format.ts";
import { randomAnswers, randomModel } from "../../support/random-model.ts";
import { levelsOf, modelOf, percent } from "../../support/small-model.ts";
import { portfolioOf, shippedIds, shippedModel } from "./members.ts";

const before = modelOf({
  criteria: [percent("a"), percent("b")],
  levels: levelsOf([{ of: "index", min: 50 }], [{ of: "index", min: 80 }]),
});
const partners: Assessment[] = [
  { partner: "low", answers: { a: 10, b: 20 } },
  { partner: "middle", answers: { a: 60, b: 50 } },
  { partner: "lopsided", answers: { a: 100, b: 10 } },
  { partner: "high", answers: { a: 90, b: 90 } },
];
const under = (after: Partial<Model>, limit?: number) =>
  replay(compile(before), compile({ ...before, ...after }), partners, limit);

describe("a replay", () => {
  test("says who falls, from where to where, and what holds them now", () => {
    const result = under({
      levels: levelsOf(
        [
          { of: "index", min: 50 },
          { of: "criterion", id: "b", min: 40 },
        ],
        [{ of: "index", min: 95 }],
      ),
    });
    expect(result).toMatchObject({ moved: 2, unchanged: 2 });
    expect(result.moves).toEqual([
      {
        partner: "lopsided",
        from: "l1",
        to: "l0",
        direction: "down",
        indexBefore: 55,
        indexAfter: 55,
        why: "Held at Level 0: b 10 of 40",
      },
      {
        partner: "high",
        from: "l2",
        to: "l1",
        direction: "down",
        indexBefore: 90,
        indexAfter: 90,
        why: "Held at Level 1: index 90 of 95",
      },
    ]);
    expect(result.matrix).toEqual([
      { from: "l0", to: "l0", count: 1 },
      { from: "l1", to: "l0", count: 1 },
      { from: "l1", to: "l1", count: 1 },
      { from: "l2", to: "l1", count: 1 },
    ]);
  });

  test("says what is no longer in the way of those who rise", () => {
    const result = under({ criteria: [percent("a", { weight: 4 }), percent("b")] });
    expect(result.moves).toEqual([
      {
        partner: "lopsided",
        from: "l1",
        to: "l2",
        direction: "up",
        indexBefore: 55,
        indexAfter: 82,
        why: "No longer in the way: index 55 of 80",
      },
    ]);
  });

  test("lists what only one of the models has", () => {
    const { criteria, levels, moves, matrix } = under({
      criteria: [percent("a"), percent("c")],
      levels: [...before.levels.slice(0, 1), { id: "other", name: "Other", requires: [{ of: "index", min: 1 }] }],
    });
    expect(criteria).toEqual({ onlyBefore: ["b"], onlyAfter: ["c"] });
    expect(levels).toEqual({ onlyBefore: ["l1", "l2"], onlyAfter: ["other"] });
    expect(moves.map(({ from, to, direction }) => [from, to, direction])).toEqual([
      ["l0", "other", "up"],
      ["l1", "other", null],
      ["l1", "other", null],
      ["l2", "other", null],
    ]);
    expect(matrix.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  });

  test("takes the order of the model before where the changed one has lost a level", () => {
    const { moves } = under({ levels: before.levels.slice(0, 2) });
    expect(moves.map(({ partner, from, to, direction }) => [partner, from, to, direction])).toEqual([
      ["high", "l2", "l1", "down"],
    ]);
  });

  test("knows partners that lose every level", () => {
    const result = under({ criteria: [...before.criteria, percent("c", { weight: 9 })], missing: { coverage: 0.5 } });
    expect(result.moves[0]).toMatchObject({
      partner: "low",
      from: "l0",
      to: null,
      direction: "down",
      why: "No level yet: 18% answered, 50% needed",
    });
    expect(result.moved).toBe(4);
  });

  test("describes no more moves than asked for, and counts them all", () => {
    const result = under({ levels: levelsOf([{ of: "index", min: 99 }]) }, 1);
    expect(result.moves).toHaveLength(1);
    expect(result.moved).toBe(3);
  });
});

describe("an identical model", () => {
  test.each(shippedIds)("moves nobody of %s", (id) => {
    const compiled = compile(shippedModel(id));
    const portfolio = portfolioOf(id);
    const result = replay(compiled, compile(structuredClone(shippedModel(id))), portfolio);
    expect(result).toMatchObject({
      moves: [],
      moved: 0,
      unchanged: portfolio.length,
      criteria: { onlyBefore: [], onlyAfter: [] },
    });
    expect(result.matrix.every(({ from, to }) => from === to)).toBe(true);
  });

  test("moves nobody, whatever the model", () => {
    const network = randomModel({ overlays: true }).chain((model) =>
      fc.tuple(fc.constant(model), fc.array(randomAnswers(model), { minLength: 1, maxLength: 4 })),
    );
    fc.assert(
      fc.property(network, ([model, answers]) => {
        const assessments = answers.map((one, place) => ({ partner: `p${place}`, answers: one }));
        expect(replay(compile(model), compile(model), assessments)).toMatchObject({
          moves: [],
          moved: 0,
          unchanged: answers.length,
        });
      }),
      { numRuns: 200 },
    );
  });

  test("and any other pair of models account for every partner once, with a reason for each move", () => {
    const network = fc
      .tuple(randomModel(), randomModel())
      .chain(([one, other]) =>
        fc.tuple(fc.constant(one), fc.constant(other), fc.array(randomAnswers(one), { minLength: 1, maxLength: 4 })),
      );
    fc.assert(
      fc.property(network, ([one, other, answers]) => {
        const assessments = answers.map((given, place) => ({ partner: `p${place}`, answers: given }));
        const result = replay(compile(one), compile(other), assessments);
        expect(result.moved + result.unchanged).toBe(answers.length);
        expect(result.matrix.reduce((sum, { count }) => sum + count, 0)).toBe(answers.length);
        for (const move of result.moves) expect(move.why).not.toMatch(/^$|undefined|NaN/);
      }),
      { numRuns: 300 },
    );
  });
});
