/** From the level that answers reach to the level a partner stands at. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { confirmDemotion, dismissDemotion, type StandingLevel, standingAfter } from "../../../models/engine/policy.ts";

const levels = ["bronze", "silver", "gold", "platinum"];
const at = (level: string | null): StandingLevel => ({ level, pending: null });
const now = "2026-10-01";

describe("a rise", () => {
  test("goes as far as the answers reach", () => {
    expect(standingAfter(levels, { promotion: "any" }, at("bronze"), "gold", now)).toEqual({
      level: "gold",
      pending: null,
      changed: "promoted",
    });
    expect(standingAfter(levels, undefined, at("bronze"), "gold", now).level).toBe("gold");
  });

  test("goes one step where the model says so", () => {
    const review = { promotion: "one-step" } as const;
    expect(standingAfter(levels, review, at("bronze"), "platinum", now)).toMatchObject({
      level: "silver",
      changed: "promoted",
    });
    expect(standingAfter(levels, review, at("gold"), "platinum", now)).toMatchObject({
      level: "platinum",
      changed: "promoted",
    });
  });

  test("has no step to count from for a partner without a level, or with one the model does not have any more", () => {
    const review = { promotion: "one-step" } as const;
    expect(standingAfter(levels, review, at(null), "gold", now)).toMatchObject({ level: "gold", changed: "promoted" });
    expect(standingAfter(levels, review, at("diamond"), "gold", now)).toMatchObject({ level: "gold", changed: "none" });
  });
});

describe("a fall", () => {
  test("is immediate by default", () => {
    expect(standingAfter(levels, undefined, at("gold"), "bronze", now)).toEqual({
      level: "bronze",
      pending: null,
      changed: "demoted",
    });
    expect(standingAfter(levels, { demotion: "immediate" }, at("gold"), null, now)).toMatchObject({
      level: null,
      changed: "demoted",
    });
  });

  test("never happens where levels are sticky", () => {
    expect(standingAfter(levels, { demotion: "sticky" }, at("gold"), null, now)).toEqual({
      level: "gold",
      pending: null,
      changed: "none",
    });
  });

  const review = { demotion: "pending", every: "P3M" } as const;

  test("waits where it is pending, from the first day on", () => {
    const waiting = standingAfter(levels, review, at("gold"), "silver", now);
    expect(waiting).toEqual({
      level: "gold",
      pending: { to: "silver", since: now, dismissed: null },
      changed: "none",
    });
    expect(standingAfter(levels, review, waiting, "bronze", "2026-11-01").pending).toEqual({
      to: "bronze",
      since: now,
      dismissed: null,
    });
  });

  test("that waits is forgotten when the answers reach the level again", () => {
    const waiting = standingAfter(levels, review, at("gold"), "silver", now);
    expect(standingAfter(levels, review, waiting, "gold", "2026-11-01")).toEqual({ ...at("gold"), changed: "none" });
    expect(standingAfter(levels, review, waiting, "platinum", "2026-11-01")).toEqual({
      ...at("platinum"),
      changed: "promoted",
    });
  });

  test("takes place when a person confirms it", () => {
    const waiting = standingAfter(levels, review, at("gold"), "silver", now);
    expect(confirmDemotion(waiting)).toEqual({ ...at("silver"), changed: "demoted" });
    expect(confirmDemotion(at("gold"))).toEqual({ ...at("gold"), changed: "none" });
  });

  test("that was dismissed is asked about again when the answers reach less, or after a review interval", () => {
    const waiting = standingAfter(levels, review, at("gold"), "silver", now);
    const dismissed = dismissDemotion(waiting, "2026-10-05");
    expect(dismissed).toEqual({
      level: "gold",
      pending: { to: "silver", since: now, dismissed: "2026-10-05" },
      changed: "none",
    });
    const asksFor = (computed: string, day: string) =>
      standingAfter(levels, review, dismissed, computed, day).pending?.dismissed === null;
    expect(asksFor("silver", "2026-12-01")).toBe(false);
    expect(asksFor("bronze", "2026-12-01")).toBe(true);
    expect(asksFor("silver", "2027-01-05")).toBe(false);
    expect(asksFor("silver", "2027-01-06")).toBe(true);
  });

  test("that waits takes place at once when the model turns to immediate", () => {
    const waiting = standingAfter(levels, review, at("gold"), "silver", now);
    expect(standingAfter(levels, { demotion: "immediate" }, waiting, "silver", now)).toEqual({
      ...at("silver"),
      changed: "demoted",
    });
  });
});

describe("over any run of periods", () => {
  const level = fc.option(fc.constantFrom(...levels, "diamond"), { nil: null });
  const runs = fc.array(level, { maxLength: 12 });
  const rank = (id: string | null) => (id === null ? -1 : levels.indexOf(id));
  const walk = (review: Parameters<typeof standingAfter>[1], computed: readonly (string | null)[]): StandingLevel[] => {
    const standings: StandingLevel[] = [at("bronze")];
    computed.forEach((one, period) => {
      standings.push(
        standingAfter(
          levels,
          review,
          standings[period] ?? at(null),
          one,
          `2026-${String(period + 1).padStart(2, "0")}-01`,
        ),
      );
    });
    return standings;
  };

  test("sticky and pending levels never fall by themselves", () => {
    fc.assert(
      fc.property(runs, fc.constantFrom("sticky" as const, "pending" as const), (computed, demotion) => {
        const standings = walk({ demotion }, computed);
        for (let period = 1; period < standings.length; period++) {
          expect(rank(standings[period]?.level ?? null)).toBeGreaterThanOrEqual(
            rank(standings[period - 1]?.level ?? null),
          );
        }
      }),
    );
  });

  test("one-step never climbs two levels at once, and immediate any follows the answers", () => {
    fc.assert(
      fc.property(runs, (computed) => {
        const slow = walk({ promotion: "one-step", demotion: "sticky" }, computed);
        for (let period = 1; period < slow.length; period++) {
          expect(rank(slow[period]?.level ?? null) - rank(slow[period - 1]?.level ?? null)).toBeLessThanOrEqual(1);
        }
        const direct = walk({ promotion: "any", demotion: "immediate" }, computed).slice(1);
        expect(direct.map((standing) => standing.level)).toEqual(computed.map((one) => (rank(one) < 0 ? null : one)));
      }),
    );
  });
});
