/** Periods as they are stored and put in order. */
import { dateOf, periodEnd } from "../../models/engine/network/period.ts";

export interface Period {
  /** In one way of writing: `2026-q4` is `2026-Q4`. */
  name: string;
  /** First and last day, ISO 8601. */
  starts: string;
  ends: string;
}

const MONTHS: readonly { form: RegExp; months: number }[] = [
  { form: /^\d{4}$/, months: 12 },
  { form: /^\d{4}-H\d$/, months: 6 },
  { form: /^\d{4}-Q\d$/, months: 3 },
  { form: /^\d{4}-\d{2}$/, months: 1 },
  { form: /^\d{4}-\d{2}-\d{2}$/, months: 0 },
];

/** `2026`, `2026-H2`, `2026-Q4`, `2026-11` or `2026-11-30`; null for anything else. */
export function readPeriod(text: string): Period | null {
  const name = text.trim().toUpperCase();
  const length = MONTHS.find(({ form }) => form.test(name))?.months;
  const end = length === undefined ? null : periodEnd(name);
  if (length === undefined || end === null) return null;
  const ends = dateOf(end);
  const first = new Date(`${ends}T00:00:00Z`);
  // From the first of the last month back: no month is too short to go back to.
  if (length > 0) {
    first.setUTCDate(1);
    first.setUTCMonth(first.getUTCMonth() - length + 1);
  }
  return { name, starts: first.toISOString().slice(0, 10), ends };
}

export const PERIOD_FAULT =
  "must be a period such as “2026-Q4”, “2026-H2”, “2026-11”, “2026”, or a date such as “2026-11-30”";

/** When answers of a period were given: on its last day, or on the day of saving where it is not over. */
export function answeredAt({ ends }: Pick<Period, "ends">, savedAt: string): string {
  return savedAt < ends ? savedAt.slice(0, 10) : ends;
}

/** Who says it: where two answer for the same period, the one that comes first decides where the partner stands. */
export const SOURCES = ["vendor", "interview", "import", "partner"] as const;
export type Source = (typeof SOURCES)[number];
