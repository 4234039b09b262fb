/** Periods as people write them, and the days they end on. Dates are days since 1 January 1970, whole numbers, UTC. */

const DAY = 86_400_000;

/** A forecast's unit of time. */
export const DAYS_PER_YEAR = 365.25;

const FORMS: readonly { form: RegExp; months: number }[] = [
  { form: /^([12]\d{3})$/, months: 12 },
  { form: /^([12]\d{3})-[Hh]([12])$/, months: 6 },
  { form: /^([12]\d{3})-[Qq]([1-4])$/, months: 3 },
  { form: /^([12]\d{3})-(0[1-9]|1[0-2])$/, months: 1 },
];
const DATE = /^([12]\d{3})-(\d{2})-(\d{2})(?:[Tt ].*)?$/;

/**
 * The last day of `2026`, `2026-H2`, `2026-Q4` or `2026-11`, or the day of a date such as `2026-11-30`, with or without
 * a time of day.
 *
 * @returns null for anything else.
 */
export function periodEnd(period: string): number | null {
  const text = period.trim();
  for (const { form, months } of FORMS) {
    const [whole, year, part = "1"] = form.exec(text) ?? [];
    // Day 0 is the last one of the month before.
    if (whole !== undefined) return Date.UTC(Number(year), Number(part) * months, 0) / DAY;
  }
  const [whole, year, month, day] = DATE.exec(text) ?? [];
  if (whole === undefined) return null;
  const days = Date.UTC(Number(year), Number(month) - 1, Number(day)) / DAY;
  return dateOf(days) === `${year}-${month}-${day}` ? days : null;
}

/** The period of the same length that follows, in the same form; null for dates and what is no period. */
export function periodAfter(period: string): string | null {
  const text = period.trim();
  for (const { form, months } of FORMS) {
    const [whole, year, part = "1"] = form.exec(text) ?? [];
    if (whole === undefined) continue;
    const last = Number(part) * months === 12;
    const next = last ? 1 : Number(part) + 1;
    const number = months === 1 ? String(next).padStart(2, "0") : String(next);
    const following = last ? Number(year) + 1 : Number(year);
    if (following > 2999) return null;
    if (months === 12) return String(following);
    return `${following}-${months === 6 ? "H" : months === 3 ? "Q" : ""}${number}`;
  }
  return null;
}

/** ISO 8601, `2026-12-31`; days outside the years 1000 to 2999 become the nearest of these. */
export function dateOf(days: number): string {
  const first = Date.UTC(1000, 0, 1) / DAY;
  const last = Date.UTC(2999, 11, 31) / DAY;
  const kept = Number.isNaN(days) ? first : Math.min(last, Math.max(first, Math.floor(days)));
  return new Date(kept * DAY).toISOString().slice(0, 10);
}
