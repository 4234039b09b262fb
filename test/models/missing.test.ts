/** Unanswered, not applicable, and how much must be answered for a level to be given. */
import { describe, expect, test } from "vitest";
import type { Model } from "../../models/format.ts";
import { levelsOf, modelOf, percent, score } from "../support/small-model.ts";

type Missing = NonNullable<Model["missing"]>;

function withMissing(missing: Missing | undefined, parts: Partial<Model> = {}): Model {
  return modelOf({
    criteria: [percent("a", { weight: 3 }), percent("b"), percent("c", { required: false })],
    ...(missing === undefined ? {} : { missing }),
    ...parts,
  });
}

describe("an unanswered question", () => {
  test.each<[Missing | undefined, number]>([
    [undefined, 48],
    [{ unanswered: "zero" }, 48],
    [{ unanswered: "exclude" }, 60],
    [{ unanswered: "block" }, 60],
  ])("under %j makes the index %d: (3 x 60 + 60 + c) / 5, or / 4 without c", (missing, index) => {
    expect(score(withMissing(missing), { a: 60, b: 60 }).index).toBe(index);
  });

  test("leaves no index under exclude when there is nothing else", () => {
    expect(score(withMissing({ unanswered: "exclude" }), {})).toMatchObject({
      index: null,
      level: null,
      next: "start",
      coverage: 0,
    });
    expect(score(withMissing({ unanswered: "zero" }), {})).toMatchObject({ index: 0, level: "start", coverage: 0 });
  });

  test("blocks the level only if it is required", () => {
    const blocking = withMissing({ unanswered: "block" });
    expect(score(blocking, { a: 60, b: 60 })).toMatchObject({ index: 60, level: "start" });
    expect(score(blocking, { a: 60, c: 60 })).toMatchObject({ index: 60, level: null, next: "start", position: null });
    expect(score(blocking, { a: 60, b: "N/A", c: 60 })).toMatchObject({ level: "start" });
  });

  test("is what a refused answer counts as", () => {
    expect(score(withMissing({ unanswered: "zero" }), { a: 60, b: 60, c: "sixty" }).index).toBe(48);
    expect(score(withMissing({ unanswered: "exclude" }), { a: 60, b: 60, c: "sixty" }).index).toBe(60);
    expect(score(withMissing({ unanswered: "block" }), { a: 60, b: "sixty" }).level).toBeNull();
  });
});

describe("a criterion that does not apply", () => {
  test.each<[Missing, number]>([
    [{}, 60],
    [{ notApplicable: "exclude" }, 60],
    [{ notApplicable: "zero" }, 48],
    [{ notApplicable: "full" }, 68],
  ])("under %j makes the index %d: (3 x 60 + 60 + c) / 5, or / 4 without c", (missing, index) => {
    expect(score(withMissing(missing), { a: 60, b: 60, c: "N/A" }).index).toBe(index);
  });

  test("leaves no index when none applies, unless the model counts it", () => {
    const nothing = { a: "N/A", b: "N/A", c: "N/A" };
    expect(score(withMissing({}), nothing)).toMatchObject({ index: null, level: null, coverage: 1 });
    expect(score(withMissing({ notApplicable: "zero" }), nothing)).toMatchObject({ index: 0, level: "start" });
    expect(score(withMissing({ notApplicable: "full" }), nothing)).toMatchObject({ index: 100, level: "start" });
  });
});

describe("coverage", () => {
  test.each([
    [{ a: 1, b: 1, c: 1 }, 1],
    [{ a: 1, b: 1 }, 0.8],
    [{ b: 1 }, 0.2],
    [{ b: 1, a: "N/A" }, 0.5],
    [{ a: "N/A", b: "N/A", c: "N/A" }, 1],
    [{ a: "N/A", b: "N/A" }, 0],
    [{}, 0],
  ])("of %j is %d: the answered share of the applicable weight of 5", (answers, coverage) => {
    expect(score(withMissing({}), answers).coverage).toBeCloseTo(coverage, 6);
  });

  test("goes by number where nothing has weight", () => {
    const criteria = ["a", "b", "c", "d"].map((id) => percent(id, { weight: 0 }));
    expect(score(modelOf({ criteria }), { a: 1 }).coverage).toBe(0.25);
  });

  test("does not count a criterion of weight 0 beside others", () => {
    const criteria = [percent("a"), percent("b", { weight: 0 })];
    expect(score(modelOf({ criteria }), { a: 1 }).coverage).toBe(1);
    expect(score(modelOf({ criteria }), { b: 1 }).coverage).toBe(0);
  });

  test("must reach what the model asks for, exactly being enough", () => {
    const demanding = withMissing({ unanswered: "exclude", coverage: 0.8 });
    expect(score(demanding, { a: 90, b: 90 })).toMatchObject({ index: 90, level: "start" });
    expect(score(demanding, { a: 90, c: "N/A" })).toMatchObject({
      index: 90,
      level: null,
      next: "start",
      position: null,
    });
  });

  test("of four weights of 0.3 out of five reaches 0.8, though the quotient is a little less in binary", () => {
    const criteria = Array.from({ length: 5 }, (_, place) => percent(`c${place}`, { weight: 0.3 }));
    const answersTo = (count: number) => Object.fromEntries(criteria.slice(0, count).map(({ id }) => [id, 50]));
    expect(score(modelOf({ criteria, missing: { coverage: 0.8 } }), answersTo(4)).level).toBe("start");
    expect(score(modelOf({ criteria, missing: { coverage: 0.8 } }), answersTo(3)).level).toBeNull();
  });

  test("that lacks is the reason given, in place of the level's requirements", () => {
    const model = withMissing(
      { unanswered: "exclude", coverage: 0.8 },
      { levels: levelsOf([{ of: "index", min: 95 }]) },
    );
    const { blockers } = score(model, { a: 90, c: "N/A" });
    expect(blockers).toMatchObject([{ of: "coverage", actual: 0.75, needed: 0.8, bound: "min" }]);
  });
});

describe("the range", () => {
  const asking = (parts: Partial<Model> = {}) =>
    withMissing(
      { unanswered: "exclude" },
      { levels: levelsOf([{ of: "index", min: 50 }], [{ of: "index", min: 90 }]), ...parts },
    );

  test("is what open questions could still make of it", () => {
    const { range } = score(asking(), { a: 60 });
    expect(range.worst).toEqual({ index: 36, level: "l0" });
    expect(range.best).toEqual({ index: 76, level: "l1" });
  });

  test("is a point when all is answered or does not apply", () => {
    const { range } = score(asking(), { a: 60, b: 80, c: "N/A" });
    expect(range.worst).toEqual({ index: 65, level: "l1" });
    expect(range.best).toEqual(range.worst);
    expect(range.ask).toBeNull();
  });

  test("names the question that would narrow it most", () => {
    expect(score(asking(), { c: 60 }).range.ask).toMatchObject({ criterion: "a", question: "a?" });
    expect(score(asking(), { a: 60, c: 60 }).range.ask).toMatchObject({ criterion: "b", points: 20 });
  });

  test("stays within the answers that can be given", () => {
    const capped = asking({
      criteria: [
        {
          ...percent("a"),
          answer: {
            kind: "number",
            min: 20,
            max: 50,
            points: [
              [0, 0],
              [100, 1],
            ],
          },
        },
        {
          ...percent("b"),
          answer: {
            kind: "number",
            max: 40,
            points: [
              [0, 1],
              [100, 0],
            ],
          },
        },
      ],
    });
    // a lies between 20 and 50 %, b between 60 and 100 %.
    expect(score(capped, {}).range).toMatchObject({ worst: { index: 40 }, best: { index: 75 } });
  });
});
