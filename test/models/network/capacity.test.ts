/** Which partners to lift with the days at hand. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../../models/engine/compile.ts";
import { type Lift, liftsOf, planCapacity } from "../../../models/engine/network/capacity.ts";
import { readMember } from "../../../models/engine/network/member.ts";
import { membersOf, portfolioOf, shippedModel } from "./members.ts";

const lift = (partner: string, effort: number, value = 1): Lift => ({ partner, effort, value });
const names = (plan: { chosen: Lift[] }) => plan.chosen.map(({ partner }) => partner);

describe("a plan", () => {
  test("takes everybody when all fit", () => {
    const plan = planCapacity([lift("a", 3), lift("b", 4, 2)], 7);
    expect(plan).toMatchObject({ effort: 7, value: 3, method: "all", optimal: true, bound: 3 });
  });

  test("takes the cheapest first when a level is a level", () => {
    const plan = planCapacity([lift("a", 6), lift("b", 4), lift("c", 5), lift("d", 0.5)], 10);
    expect(names(plan)).toEqual(["b", "c", "d"]);
    expect(plan).toMatchObject({ effort: 9.5, value: 3, method: "cheapest-first", optimal: true, bound: 3 });
  });

  // P01 and P07 of J. Burkardt's collection of 0/1 knapsack data (Florida State University).
  test.each([
    [[23, 31, 29, 44, 53, 38, 63, 85, 89, 82], [92, 57, 49, 68, 60, 43, 67, 84, 87, 72], 165, 309],
    [
      [70, 73, 77, 80, 82, 87, 90, 94, 98, 106, 110, 113, 115, 118, 120],
      [135, 139, 149, 150, 156, 163, 173, 184, 192, 201, 210, 214, 221, 229, 240],
      750,
      1458,
    ],
  ])("finds the known best of a published case", (efforts, values, days, best) => {
    const plan = planCapacity(
      efforts.map((effort, place) => lift(`p${place}`, effort, values[place])),
      days,
    );
    expect(plan).toMatchObject({ value: best, method: "dynamic-programming", optimal: true, bound: best });
  });

  test("is better than value per day where that wastes days", () => {
    const lifts = [lift("quick", 0.6, 2), lift("big", 5, 10), lift("other", 5, 10)];
    const plan = planCapacity(lifts, 10);
    expect(names(plan)).toEqual(["big", "other"]);
    const greedy = planCapacity(lifts, 10, 0);
    expect(names(greedy)).toEqual(["quick", "big"]);
    expect(greedy).toMatchObject({ value: 12, method: "greedy", optimal: false });
    expect(greedy.bound).toBeCloseTo(2 + 10 + 10 * (4.4 / 5), 9);
  });

  test("by value per day takes the one most valuable partner where that is worth more", () => {
    const plan = planCapacity([lift("quick", 0.1, 2), lift("big", 10, 100)], 10, 0);
    expect(names(plan)).toEqual(["big"]);
    expect(plan).toMatchObject({ value: 100, method: "greedy", optimal: false });
  });

  test("never chooses what has no value or no number, and survives odd days", () => {
    const lifts = [
      lift("none", 1, 0),
      lift("lost", Number.NaN),
      lift("endless", Number.POSITIVE_INFINITY),
      lift("worthless", 1, -1),
      lift("a", 1),
    ];
    expect(names(planCapacity(lifts, 100))).toEqual(["a"]);
    expect(names(planCapacity(lifts, Number.POSITIVE_INFINITY))).toEqual(["a"]);
    for (const days of [0, -1, Number.NaN])
      expect(planCapacity(lifts, days)).toMatchObject({ chosen: [], effort: 0, value: 0, bound: 0, optimal: true });
  });

  const best = (lifts: readonly Lift[], days: number): number => {
    let most = 0;
    for (let subset = 0; subset < 2 ** lifts.length; subset++) {
      const chosen = lifts.filter((_, place) => Math.floor(subset / 2 ** place) % 2 === 1);
      if (chosen.reduce((sum, { effort }) => sum + effort, 0) > days + 1e-9) continue;
      most = Math.max(
        most,
        chosen.reduce((sum, { value }) => sum + value, 0),
      );
    }
    return most;
  };
  /** Person-days to the millionth: on smaller amounts than the tolerance of a comparison the order of a sum decides. */
  const dayAmount = (max: number) =>
    fc.double({ min: 0, max, noNaN: true }).map((amount) => Math.round(amount * 1e6) / 1e6);
  const network = (tenths: boolean, values: fc.Arbitrary<number>) =>
    fc
      .array(fc.tuple(tenths ? fc.nat(80).map((effort) => effort / 10) : dayAmount(8), values), { maxLength: 9 })
      .map((drawn) => drawn.map(([effort, value], place) => lift(`p${place}`, effort, value)));
  const anyValue = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0.01, max: 1e6, noNaN: true }));

  test("equals brute force on small networks whose efforts are tenths of days", () => {
    fc.assert(
      fc.property(network(true, anyValue), fc.nat(250), (lifts, days) => {
        const plan = planCapacity(lifts, days / 10);
        expect(plan.value).toBeCloseTo(best(lifts, days / 10), 6);
        expect(plan.optimal).toBe(true);
        expect(plan.effort).toBeLessThanOrEqual(days / 10 + 1e-9);
      }),
      { numRuns: 400 },
    );
  });

  test("equals brute force when a level is a level, whatever the efforts", () => {
    fc.assert(
      fc.property(network(false, fc.constant(1)), dayAmount(25), (lifts, days) => {
        expect(planCapacity(lifts, days)).toMatchObject({ value: best(lifts, days), optimal: true });
      }),
      { numRuns: 300 },
    );
  });

  test("always fits, is no worse than greedy, and lies within a bound that no choice exceeds", () => {
    fc.assert(
      fc.property(network(false, anyValue), dayAmount(25), (lifts, days) => {
        const plan = planCapacity(lifts, days);
        const greedy = planCapacity(lifts, days, 0);
        const most = best(lifts, days);
        for (const { effort, value, bound, optimal } of [plan, greedy]) {
          expect(effort).toBeLessThanOrEqual(days + 1e-6);
          expect(value).toBeLessThanOrEqual(most * (1 + 1e-9));
          expect(bound).toBeGreaterThanOrEqual(most * (1 - 1e-9));
          if (optimal) expect(value).toBeCloseTo(most, 6);
        }
        expect(plan.value).toBeGreaterThanOrEqual(greedy.value);
        expect(greedy.value).toBeGreaterThanOrEqual(most / 2 - 1e-9);
      }),
      { numRuns: 400 },
    );
  });
});

describe("lifts", () => {
  const compiled = compile(shippedModel("partner-maturity"));
  const members = membersOf(compiled, portfolioOf("partner-maturity"));

  test("are the paths of partners to their next level, the likely cheapest first", () => {
    const lifts = liftsOf(members, 10, { left: 10_000 });
    expect(lifts).toHaveLength(10);
    for (const { partner, effort, value, path } of lifts) {
      expect(effort).toBe(path.effort);
      expect(value).toBe(1);
      const member = members.find((one) => one.partner === partner);
      expect(path.level).toBe(member?.variant.levels[(member?.rank ?? 0) + 1]?.id);
    }
    const plan = planCapacity(lifts, 20);
    expect(plan.effort).toBeLessThanOrEqual(20);
    expect(plan.chosen.length).toBeGreaterThan(0);
  });

  test("leave out the top level and take a worth", () => {
    const top = readMember(compiled, { partner: "top", answers: {} });
    expect(liftsOf([{ ...top, rank: 3 }], 10, { left: 100 })).toEqual([]);
    expect(liftsOf(members, 3, { left: 10_000 }, () => 7).map(({ value }) => value)).toEqual([7, 7, 7]);
  });
});
