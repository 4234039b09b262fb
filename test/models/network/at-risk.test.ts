/** Who would fall by one answer. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANSWERED } from "../../../models/engine/answers.ts";
import { compile } from "../../../models/engine/compile.ts";
import { evaluate } from "../../../models/engine/evaluate.ts";
import { describeRisk, slipRisks, staleRisk } from "../../../models/engine/network/at-risk.ts";
import { type Member, reachedRank, readMember } from "../../../models/engine/network/member.ts";
import { slipsOf } from "../../../models/engine/network/slip.ts";
import { rankWith } from "../../../models/engine/network/trial.ts";
import { copyState, setMeasure } from "../../../models/engine/state.ts";
import type { Requirement } from "../../../models/format.ts";
import { randomAnswers, randomModel } from "../../support/random-model.ts";
import { criterion, levelsOf, modelOf, percent, yesno } from "../../support/small-model.ts";
import { memberOf, membersOf, portfolioOf, shippedIds, shippedModel } from "./members.ts";

const staff = criterion(
  "staff",
  {
    kind: "number",
    points: [
      [0, 0],
      [8, 1],
    ],
  },
  { name: "Certified staff", weight: 0 },
);
const spend = criterion(
  "spend",
  {
    kind: "number",
    points: [
      [0, 0],
      [2.5, 1],
    ],
  },
  { weight: 0 },
);
const days = criterion(
  "days",
  {
    kind: "number",
    min: 0,
    points: [
      [0, 1],
      [100, 0],
    ],
  },
  { weight: 0 },
);
const support = criterion(
  "support",
  {
    kind: "choice",
    options: [
      { id: "none", label: "None", value: 0 },
      { id: "some", label: "Some", value: 0.5 },
      { id: "full", label: "Round the clock", value: 1 },
    ],
  },
  { weight: 0 },
);
const legal = criterion(
  "legal",
  {
    kind: "checklist",
    options: [
      { id: "privacy", label: "Privacy terms", value: 0.5 },
      { id: "credit", label: "Credit check", value: 0.5 },
      { id: "nothing", label: "Nothing", value: 0, exclusive: true },
    ],
  },
  { weight: 0 },
);

const risksAt = (member: Member) => slipRisks(member).map((risk) => describeRisk(member, risk));
const under = (
  requires: Requirement[],
  answers: Record<string, string | number>,
  criteria = [
    percent("a"),
    percent("b"),
    staff,
    spend,
    days,
    support,
    legal,
    yesno("plan", { weight: 0, level: "l1" }),
    yesno("sponsor", { weight: 0, level: "l1" }),
  ],
) => risksAt(memberOf(modelOf({ criteria, levels: levelsOf(requires) }), answers));

describe("a slip", () => {
  test.each([
    [
      "people by one",
      { of: "criterion", id: "staff", min: 6 },
      { staff: 6 },
      { staff: 7 },
      "with certified staff at 5 instead of 6: certified staff 5 of 6",
    ],
    [
      "fractions by 5 % of their range",
      { of: "criterion", id: "spend", min: 1 },
      { spend: 1.12 },
      { spend: 1.13 },
      "with spend at 1 instead of 1.12: spend 0.995 of 1",
    ],
    [
      "upwards where less is better",
      { of: "criterion", id: "days", max: 30 },
      { days: 26 },
      { days: 25 },
      "with days at 31 instead of 26: days 31, at most 30 allowed",
    ],
    [
      "to the next lower option",
      { of: "criterion", id: "support", is: ["some", "full"] },
      { support: "some" },
      { support: "full" },
      "with support at “None” instead of “Some”",
    ],
    [
      "by one tick",
      { of: "criterion", id: "legal", min: 1 },
      { legal: "privacy; credit" },
      null,
      "without “Privacy terms” in legal: legal 50 of 100%",
    ],
  ] as const)("goes %s", (_, requirement, edge, safe, sentence) => {
    const [risk, ...others] = under([requirement as unknown as Requirement], edge);
    expect(risk).toMatchObject({
      cause: "slip",
      criterion: requirement.id,
      to: "l0",
      sentence: `Falls to Level 0 ${sentence}`,
    });
    expect(others).toEqual([]);
    if (safe !== null) expect(under([requirement as unknown as Requirement], safe)).toEqual([]);
  });

  test("may cost the level through the index alone", () => {
    const [first, second] = under([{ of: "index", min: 50 }], { a: 52, b: 50 });
    expect(first?.sentence).toBe("Falls to Level 0 with a at 47 instead of 52: index 48.5 of 50");
    expect(second?.criterion).toBe("b");
    expect(under([{ of: "index", min: 50 }], { a: 53, b: 52 })).toEqual([]);
  });

  test("costs nothing where a requirement has one to spare, or another route holds", () => {
    const half: Requirement = { of: "practices", level: "l1", min: 1, share: 0.5 };
    expect(under([half], { plan: "yes", sponsor: "yes" })).toEqual([]);
    expect(under([half], { plan: "yes", sponsor: "no" })).toHaveLength(1);
    const either: Requirement = {
      anyOf: [[{ of: "criterion", id: "staff", min: 6 }], [{ of: "criterion", id: "plan", min: 1 }]],
    };
    expect(under([either], { staff: 6, plan: "yes" })).toEqual([]);
    expect(under([either], { staff: 6, plan: "no" })).toHaveLength(1);
  });

  test("may fall more than one level", () => {
    const levels = levelsOf([{ of: "criterion", id: "plan", min: 1 }], [{ of: "criterion", id: "staff", min: 6 }]);
    const risks = risksAt(memberOf(modelOf({ criteria: [staff, yesno("plan")], levels }), { staff: 6, plan: "yes" }));
    expect(risks.map(({ criterion: id, to }) => [id, to])).toEqual([
      ["staff", "l1"],
      ["plan", "l0"],
    ]);
  });

  test("may bring down all that stands on it in a stack", () => {
    const stacked = modelOf({
      dimensions: [{ id: "all", name: "All", combine: "stack" }],
      criteria: [percent("a"), percent("b"), percent("c")],
      levels: levelsOf([{ of: "index", min: 80 }]),
    });
    expect(slipRisks(memberOf(stacked, { a: 100, b: 100, c: 100 })).map(({ position }) => position)).toEqual([0, 1]);
  });

  test("may cost a rank among the others", () => {
    const ranked = modelOf({
      criteria: [percent("a"), percent("b")],
      levels: levelsOf([{ of: "percentile", min: 50 }]),
    });
    const cohort = { percentile: (_: string | null, value: number) => value };
    const member = (a: number) =>
      readMember(compile(ranked), { partner: "acme", answers: { a, b: 50 } }, undefined, cohort);
    expect(slipRisks(member(52), cohort).map(({ position, rank }) => [position, rank])).toEqual([
      [0, 0],
      [1, 0],
    ]);
    expect(slipRisks(member(56), cohort)).toEqual([]);
  });

  test("cannot happen to what is unanswered, not applicable or at its worst", () => {
    const requires: Requirement[] = [{ of: "criterion", id: "staff", max: 6 }];
    expect(under(requires, { staff: "N/A" })).toEqual([]);
    expect(under(requires, {})).toEqual([]);
    expect(under([{ of: "criterion", id: "plan", min: 0 }], { plan: "no" })).toEqual([]);
  });
});

/** Every slip of every answer, tried on a copy and evaluated from the beginning. */
function byBruteForce({ variant, state, rank }: Member): [number, number][] {
  const slips = slipsOf(variant);
  return variant.criteria.flatMap(({ position }): [number, number][] => {
    if (state.status[position] !== ANSWERED) return [];
    const ranks = (slips[position]?.to(state.measure[position] as number) ?? []).map((measure) => {
      const trial = copyState(state);
      setMeasure(variant, trial, position, measure);
      evaluate(variant, trial);
      return reachedRank(variant, trial);
    });
    const least = Math.min(rank, ...ranks);
    return least < rank ? [[position, least]] : [];
  });
}

describe("the criteria that are tried", () => {
  const found = (member: Member) => slipRisks(member).map(({ position, rank }): [number, number] => [position, rank]);

  test.each(shippedIds)("miss nothing in the portfolio of %s", (id) => {
    for (const member of membersOf(compile(shippedModel(id)), portfolioOf(id))) {
      expect(found(member), member.partner).toEqual(byBruteForce(member));
    }
  });

  test("miss nothing under any model", () => {
    const partner = randomModel({ requirements: { min: 1, max: 3 } }).chain((model) =>
      fc.tuple(fc.constant(model), randomAnswers(model)),
    );
    let fallen = 0;
    fc.assert(
      fc.property(partner, ([model, answers]) => {
        const member = readMember(compile(model), { partner: "acme", answers });
        const expected = byBruteForce(member);
        expect(found(member)).toEqual(expected);
        fallen += expected.length;
      }),
      { seed: 20_261_122, numRuns: 2_000 },
    );
    expect(fallen).toBeGreaterThan(100);
  });

  test("leave the state as it was, and a lost answer counts as the model says", () => {
    const partner = randomModel().chain((model) => fc.tuple(fc.constant(model), randomAnswers(model)));
    fc.assert(
      fc.property(partner, ([model, answers]) => {
        const { variant, state } = readMember(compile(model), { partner: "acme", answers });
        const before = copyState(state);
        for (const { position, id } of variant.criteria) {
          const without = readMember(compile(model), { partner: "acme", answers: { ...answers, [id]: null } });
          expect(rankWith(variant, state, position, Number.NaN)).toBe(without.rank);
        }
        expect(state).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a stale answer", () => {
  const model = modelOf({
    criteria: [staff, yesno("plan", { weight: 1 })],
    levels: levelsOf([{ of: "criterion", id: "staff", min: 6 }]),
    review: { every: "P3M" },
  });
  const answers = { staff: 8, plan: "yes" };
  const at = (answeredAt: Member["answeredAt"], by: string) => {
    const member = memberOf(model, answers, answeredAt);
    const risk = staleRisk(member, by);
    return risk === null ? null : describeRisk(member, risk);
  };

  test("counts as unanswered from the day after its review", () => {
    expect(at("2026-07-01", "2026-10-01")).toBeNull();
    expect(at("2026-07-01", "2026-10-02")).toEqual({
      cause: "stale",
      criterion: "staff",
      to: "l0",
      until: "2026-10-01",
      sentence: "Falls to Level 0 without new answers by 2026-10-01: certified staff not answered, 6 needed",
    });
  });

  test("is named where answers are of different age", () => {
    expect(at({ staff: "2026-07-01", plan: "2026-09-01" }, "2026-11-01")).toMatchObject({
      criterion: "staff",
      sentence:
        "Falls to Level 0 without a new answer to certified staff by 2026-10-01: certified staff not answered, 6 needed",
    });
    expect(at({ staff: "2026-09-01", plan: "2026-07-01" }, "2026-11-01")).toBeNull();
    expect(at({ plan: "2026-07-01" }, "2027-11-01")).toBeNull();
  });

  test("needs dates that can be read and an interval", () => {
    expect(at(undefined, "2030-01-01")).toBeNull();
    expect(at("last year", "2030-01-01")).toBeNull();
    const timeless = memberOf({ ...model, review: {} }, answers, "2020-01-01");
    expect(staleRisk(timeless, "2030-01-01")).toBeNull();
  });

  test("may leave too little to give a level at all", () => {
    const scarce = memberOf({ ...model, missing: { coverage: 0.6 } }, answers, "2026-07-01");
    const risk = staleRisk(scarce, "2026-12-01");
    expect(risk && describeRisk(scarce, risk).sentence).toBe(
      "Loses its level without new answers by 2026-10-01: 0% answered, 60% needed",
    );
  });
});
