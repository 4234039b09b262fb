/** How long an answer stays good: durations of ISO 8601 on the calendar, and what is stale when. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDuration,
  compareInstants,
  daysBetween,
  isStale,
  nextReview,
  parseDuration,
} from "../../../models/engine/freshness.ts";

describe("a duration", () => {
  test.each([
    ["P3M", { years: 0, months: 3, weeks: 0, days: 0 }],
    ["P1Y2M3W4D", { years: 1, months: 2, weeks: 3, days: 4 }],
    ["P0D", { years: 0, months: 0, weeks: 0, days: 0 }],
  ])("%s is read", (text, parts) => {
    expect(parseDuration(text)).toEqual(parts);
  });

  test.each(["", "P", "3M", "P3", "PT3H", "P1.5M", "-P3M", "P3m", "P1M1Y", "P1234567D", "P3M\n"])(
    "%j is none",
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );
});

describe("adding a duration", () => {
  // Month ends and leap days as in the calendar; the clamp is that of java.time.LocalDate.plusMonths and Temporal's
  // overflow "constrain".
  test.each([
    ["2026-10-15", "P3M", "2027-01-15"],
    ["2026-11-30", "P3M", "2027-02-28"],
    ["2027-11-30", "P3M", "2028-02-29"],
    ["2026-01-31", "P1M", "2026-02-28"],
    ["2026-08-31", "P1M", "2026-09-30"],
    ["2028-02-29", "P1Y", "2029-02-28"],
    ["2028-02-29", "P4Y", "2032-02-29"],
    ["2096-02-29", "P4Y", "2100-02-28"],
    ["2026-12-25", "P1W", "2027-01-01"],
    ["2026-01-31", "P1M1D", "2026-03-01"],
    ["2026-12-31", "P12M", "2027-12-31"],
    ["0099-12-31", "P1D", "0100-01-01"],
  ])("%s + %s is %s", (from, duration, to) => {
    expect(addDuration(from, duration)).toBe(to);
  });

  test("keeps the time of day, in UTC", () => {
    expect(addDuration("2026-10-01T09:30:00Z", "P3M")).toBe("2027-01-01T09:30:00.000Z");
    expect(addDuration("2026-10-01T00:30:00+02:00", "P1D")).toBe("2026-10-01T22:30:00.000Z");
    expect(addDuration("2026-10-01T09:30:15.25", "P1D")).toBe("2026-10-02T09:30:15.250Z");
  });

  test.each([
    ["2026-02-29", "P1M"],
    ["2026-13-01", "P1M"],
    ["2026-10-01T24:00:00Z", "P1M"],
    ["yesterday", "P1M"],
    ["2026-10-01", "soon"],
    ["9999-12-01", "P1M"],
    ["2026-10-01", "P999999Y"],
    ["2026-10-01", "P999999W"],
  ])("%s + %s cannot be told", (from, duration) => {
    expect(addDuration(from, duration)).toBeNull();
  });

  const date = fc.date({ min: new Date("1900-01-01"), max: new Date("2199-12-31"), noInvalidDate: true });
  const iso = date.map((day) => day.toISOString().slice(0, 10));

  test("never goes back, and counts days as days", () => {
    fc.assert(
      fc.property(iso, fc.nat(400), fc.nat(48), (from, days, months) => {
        expect(daysBetween(from, addDuration(from, `P${days}D`) ?? "")).toBe(days);
        const moved = addDuration(from, `P${months}M`) ?? "";
        const between = daysBetween(from, moved) ?? -1;
        expect(between).toBeGreaterThanOrEqual(months * 28);
        expect(between).toBeLessThanOrEqual(months * 31);
      }),
      { numRuns: 300 },
    );
  });

  test("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (from, duration, now) => {
        expect(addDuration(from, duration)).toBeNull();
        expect(isStale(from, duration, now)).toBe(false);
      }),
    );
  });
});

describe("an answer", () => {
  test("is fresh on the day of its review and stale on the next", () => {
    expect(nextReview("2026-07-15", "P3M")).toBe("2026-10-15");
    expect(isStale("2026-07-15", "P3M", "2026-10-15")).toBe(false);
    expect(isStale("2026-07-15", "P3M", "2026-10-15T23:59:59Z")).toBe(false);
    expect(isStale("2026-07-15", "P3M", "2026-10-16")).toBe(true);
  });

  test("with a time is stale from that time on", () => {
    expect(isStale("2026-07-15T12:00:00Z", "P3M", "2026-10-15T12:00:00Z")).toBe(false);
    expect(isStale("2026-07-15T12:00:00Z", "P3M", "2026-10-15T12:00:01Z")).toBe(true);
  });

  test("is never stale where the model names no interval", () => {
    expect(nextReview("2020-01-01", undefined)).toBeNull();
    expect(isStale("2020-01-01", undefined, "2030-01-01")).toBe(false);
    expect(isStale("2020-01-01", null, "2030-01-01")).toBe(false);
  });
});

describe("two instants", () => {
  test.each([
    ["2026-10-01", "2026-10-02", -1],
    ["2026-10-01", "2026-10-01T18:00:00Z", 0],
    ["2026-10-01T18:00:00Z", "2026-10-01T17:00:00Z", 1],
    ["2026-10-01T18:00:00Z", "2026-10-01T20:00:00+02:00", 0],
    ["2026-10-01", "2026-Q4", null],
  ])("%s against %s: %s", (a, b, order) => {
    expect(compareInstants(a, b)).toBe(order);
  });
});
