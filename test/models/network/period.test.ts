import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateOf, periodAfter, periodEnd } from "../../../models/engine/network/period.ts";

const endOf = (period: string): string | null => {
  const days = periodEnd(period);
  return days === null ? null : dateOf(days);
};

describe("a period ends", () => {
  test.each([
    ["2026", "2026-12-31"],
    ["2026-H1", "2026-06-30"],
    ["2026-H2", "2026-12-31"],
    ["2026-Q1", "2026-03-31"],
    ["2026-q4", "2026-12-31"],
    ["2026-11", "2026-11-30"],
    ["2024-02", "2024-02-29"],
    ["2026-02", "2026-02-28"],
    ["2026-11-05", "2026-11-05"],
    ["2026-11-05T23:30:00Z", "2026-11-05"],
    [" 2026-Q2 ", "2026-06-30"],
    ["1000", "1000-12-31"],
  ])("%s on %s", (period, date) => {
    expect(endOf(period)).toBe(date);
  });

  test.each([
    "",
    "Q4",
    "2026-Q5",
    "2026-H3",
    "2026-13",
    "2026-00",
    "2026-02-30",
    "26-Q1",
    "0050",
    "2026-Q1x",
    "next year",
  ])("nowhere when it reads “%s”", (period) => {
    expect(periodEnd(period)).toBeNull();
  });

  test("before the next one of its kind", () => {
    expect(["2026", "2026-H2", "2026-H1", "2026-Q4", "2026-Q1", "2026-12", "2026-09"].map(periodAfter)).toEqual([
      "2027",
      "2027-H1",
      "2026-H2",
      "2027-Q1",
      "2026-Q2",
      "2027-01",
      "2026-10",
    ]);
    expect(["2026-11-05", "soon", "2999-Q4"].map(periodAfter)).toEqual([null, null, null]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 2998 }),
        fc.constantFrom("", "-H1", "-H2", "-Q1", "-Q4", "-01", "-12"),
        (year, part) => {
          const next = periodAfter(`${year}${part}`) ?? "";
          expect(periodEnd(next) ?? 0).toBeGreaterThan(periodEnd(`${year}${part}`) ?? Number.POSITIVE_INFINITY);
        },
      ),
    );
  });

  test("as a date for every number", () => {
    fc.assert(
      fc.property(fc.double(), (days) => {
        expect(dateOf(days)).toMatch(/^[12]\d{3}-\d{2}-\d{2}$/);
      }),
    );
  });
});
