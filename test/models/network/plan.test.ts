/** From gaps and paths to actions, what they would bring, and which are late. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GapsResult } from "../../../models/contract.ts";
import { compile } from "../../../models/engine/compile.ts";
import { readMember, reportedIndex } from "../../../models/engine/network/member.ts";
import { actionsFrom, overdue, projected } from "../../../models/engine/network/plan.ts";
import { cheapestPath } from "../../../models/engine/path.ts";
import { scoreAssessment } from "../../../models/engine/score.ts";
import { randomAnswers, randomModel } from "../../support/random-model.ts";
import { criterion, levelsOf, modelOf, percent } from "../../support/small-model.ts";
import { memberOf, portfolioOf, shippedIds, shippedModel } from "./members.ts";

const staff = criterion(
  "staff",
  {
    kind: "number",
    points: [
      [0, 0],
      [2, 0.4],
      [6, 1],
    ],
  },
  {
    name: "Certified staff",
    effort: 5,
    owner: "partner manager",
    guidance: { l1: "Enrol two people", l2: "Certify two more" },
  },
);
const model = modelOf({
  criteria: [staff, percent("plan", { name: "Joint plan", effort: 1 })],
  levels: levelsOf(
    [{ of: "criterion", id: "staff", min: 2 }],
    [
      { of: "criterion", id: "staff", min: 6 },
      { of: "index", min: 100 },
    ],
  ),
  review: { every: "P3M" },
});

describe("actions", () => {
  test("come from a path, with the guidance of its level, the owner, the days and a due day", () => {
    const { variant, state } = memberOf(model, { staff: 2, plan: 0 });
    const path = cheapestPath(variant, state, 2, { left: 10_000 });
    expect(actionsFrom(variant, path, "2026-11-30")).toEqual([
      { criterion: "staff", to: 6, text: "Certify two more", owner: "partner manager", effort: 5, due: "2027-02-28" },
      { criterion: "plan", to: 100, text: "Joint plan", owner: null, effort: 1, due: "2027-02-28" },
    ]);
  });

  test("come from gaps in their order", () => {
    const compiled = compile(model);
    const { result } = scoreAssessment(
      compiled,
      { partner: "acme", answers: { staff: 0, plan: 50 } },
      { detail: "gaps" },
    );
    const actions = actionsFrom(compiled.plain, (result as GapsResult).gaps, "2026-10-01T08:00:00Z");
    expect(actions).toEqual([
      { criterion: "staff", to: 2, text: "Enrol two people", owner: "partner manager", effort: 5, due: "2027-01-01" },
      { criterion: "plan", to: 100, text: "Joint plan", owner: null, effort: 0.5, due: "2027-01-01" },
    ]);
  });

  test("have no due day where the model names no interval or the start cannot be read", () => {
    const path = {
      level: "l1",
      reachable: true,
      changes: [{ criterion: "gone", from: 0, to: 1, effort: 1 }],
      effort: 1,
      optimal: true,
      bound: 1,
    };
    expect(actionsFrom(compile(model).plain, path, "soon")).toEqual([
      { criterion: "gone", to: 1, text: "gone", owner: null, effort: 1, due: null },
    ]);
    expect(actionsFrom(compile({ ...model, review: {} }).plain, path, "2026-10-01")[0]?.due).toBeNull();
  });
});

describe("a projection", () => {
  test("is index and level with all changes made", () => {
    const { variant, state } = memberOf(model, { staff: 2, plan: 0 });
    expect(projected(variant, state, [])).toEqual({ index: 20, level: "l1", applied: 0, refused: [] });
    expect(projected(variant, state, [{ criterion: "staff", to: 6 }])).toEqual({
      index: 50,
      level: "l1",
      applied: 1,
      refused: [],
    });
    expect(
      projected(variant, state, [
        { criterion: "staff", to: 6 },
        { criterion: "plan", to: 100 },
      ]),
    ).toMatchObject({ index: 100, level: "l2" });
    expect(
      projected(variant, state, [
        { criterion: "staff", to: 6 },
        { criterion: "staff", to: 0 },
      ]),
    ).toMatchObject({ index: 0, level: "l0" });
  });

  test("leaves out what cannot be read", () => {
    const { variant, state } = memberOf(model, { staff: 2, plan: 0 });
    expect(
      projected(variant, state, [
        { criterion: "staff", to: "many" },
        { criterion: "gone", to: 1 },
      ]),
    ).toEqual({
      index: 20,
      level: "l1",
      applied: 0,
      refused: ["staff", "gone"],
    });
  });

  test.each(shippedIds)("of a partner's path in %s reaches the next level", (id) => {
    const compiled = compile(shippedModel(id));
    const work = { left: 20_000 };
    for (const assessment of portfolioOf(id).slice(0, 15)) {
      const { variant, state, rank } = readMember(compiled, assessment);
      if (rank + 1 >= variant.levels.length) continue;
      const path = cheapestPath(variant, state, rank + 1, work);
      const { level, refused } = projected(variant, state, actionsFrom(variant, path, "2026-10-01"));
      expect(refused).toEqual([]);
      expect(variant.levels.findIndex((one) => one.id === level)).toBeGreaterThan(rank);
    }
  });

  test("without changes is what was scored, and never throws or gives NaN", () => {
    const partner = randomModel().chain((one) => fc.tuple(fc.constant(one), randomAnswers(one), randomAnswers(one)));
    fc.assert(
      fc.property(partner, ([one, answers, others]) => {
        const { variant, state, rank } = readMember(compile(one), { partner: "acme", answers });
        expect(projected(variant, state, [])).toMatchObject({
          index: reportedIndex(variant, state),
          level: variant.levels[rank]?.id ?? null,
        });
        const changes = Object.entries(others).map(([id, to]) => ({ criterion: id, to }));
        const after = readMember(compile(one), { partner: "acme", answers: { ...answers, ...others } });
        expect(projected(variant, state, changes)).toMatchObject({
          index: reportedIndex(after.variant, after.state),
          level: after.variant.levels[after.rank]?.id ?? null,
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe("overdue actions", () => {
  const action = (id: string, due: string | null, status?: string) => ({
    id,
    due,
    ...(status === undefined ? {} : { status }),
  });

  test("are open ones whose day has passed, the latest first", () => {
    const actions = [
      action("today", "2026-10-15", "open"),
      action("yesterday", "2026-10-14", "open"),
      action("last year", "2025-10-15"),
      action("done", "2026-01-01", "done"),
      action("dropped", "2026-01-01", "dropped"),
      action("never", null),
      action("unclear", "soon"),
    ];
    expect(overdue(actions, "2026-10-15").map(({ action: { id }, daysLate }) => [id, daysLate])).toEqual([
      ["last year", 365],
      ["yesterday", 1],
    ]);
    expect(overdue(actions, "2026-10-15", ["open", "done"]).map(({ action: { id } }) => id)).toEqual([
      "last year",
      "dropped",
    ]);
    expect(overdue(actions, "today")).toEqual([]);
  });
});
