import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../../models/engine/compile.ts";
import { agreement, agreementOf } from "../../../models/engine/network/agreement.ts";
import { modelOf, percent } from "../../support/small-model.ts";
import { scored } from "./standings.ts";

describe("agreement", () => {
  // Bland and Altman (1986), table 1: peak expiratory flow of 17 people with a large and a mini meter. They report a
  // mean difference of -2.1, a standard deviation of 38.8 and an interval of the mean from -22.0 to 17.8 l/min.
  test("is that of the published example", () => {
    const large = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427];
    const mini = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451];
    const found = agreement(large.map((value, place) => value - (mini[place] ?? 0)));
    expect(found.count).toBe(17);
    expect(found.mean).toBeCloseTo(-2.1, 1);
    expect(found.spread).toBeCloseTo(38.8, 1);
    // With t as 2.12 and the rounded standard error of 9.4 they get -22.0; unrounded it is -22.05.
    expect(found.interval?.low).toBeCloseTo(-22.05, 1);
    expect(found.interval?.high).toBeCloseTo(17.8, 1);
    // They double the deviation, -79.7 to 75.5, and name 1.96 as the exact factor.
    expect(found.limits?.low).toBeCloseTo(-2.118 - 1.96 * 38.765, 1);
    expect(found.verdict).toBe("agree");
  });

  test("is optimistic or pessimistic where the interval excludes 0", () => {
    expect(agreement([0.2, 0.3, 0.25, 0.2, 0.3]).verdict).toBe("optimistic");
    expect(agreement([-0.2, -0.3, -0.25, -0.2, -0.3]).verdict).toBe("pessimistic");
    expect(agreement([0.25, 0.25, 0.25, 0.25, 0.25])).toMatchObject({ spread: 0, verdict: "optimistic" });
    expect(agreement([0, 0, 0, 0, 0])).toMatchObject({ identical: 1, verdict: "agree" });
  });

  test("has no verdict under 5 answers", () => {
    expect(agreement([0.5, 0.5, 0, 0])).toEqual({
      count: 4,
      mean: 0.25,
      interval: null,
      spread: null,
      limits: null,
      identical: 0.5,
      verdict: null,
    });
    expect(agreement([])).toMatchObject({ count: 0, mean: null, identical: null });
  });

  test("is finite throughout, and turns with the sides", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 5 }), (differences) => {
        const found = agreement(differences);
        const turned = agreement(differences.map((difference) => -difference));
        for (const value of [found.mean, found.spread, found.interval?.low, found.limits?.high]) {
          expect(Number.isFinite(value)).toBe(true);
        }
        expect(turned.interval?.low).toBeCloseTo(-(found.interval?.high ?? Number.NaN), 9);
        expect(turned.identical).toBe(found.identical);
      }),
    );
  });
});

describe("two views of a network", () => {
  const compiled = compile(
    modelOf({
      missing: { unanswered: "exclude" },
      criteria: [percent("plan"), percent("skills", { askedOf: "both" }), percent("revenue", { askedOf: "vendor" })],
    }),
  );
  const views = [10, 20, 30, 40, 50, 60].map((given, place) => ({
    partner: `p${place}`,
    own: scored(compiled, `p${place}`, { plan: given + 20 + (place % 2), skills: given, revenue: 99 }),
    vendor: scored(compiled, `p${place}`, { plan: given, skills: place === 0 ? null : given, revenue: 1 }),
  }));
  const { criteria, partners } = agreementOf(compiled.plain, views);

  test("compare only what both sides are asked and have answered", () => {
    expect(criteria.map(({ criterion, count, verdict }) => [criterion, count, verdict])).toEqual([
      ["plan", 6, "optimistic"],
      ["skills", 5, "agree"],
    ]);
    expect(criteria[0]?.mean).toBeCloseTo(0.205, 9);
    expect(criteria[1]?.identical).toBe(1);
  });

  test("tell each partner's own mean difference", () => {
    expect(partners[0]).toMatchObject({ partner: "p0", count: 1 });
    expect(partners[1]?.mean).toBeCloseTo(0.105, 9);
  });
});
