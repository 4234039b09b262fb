/**
 * How long an answer stays good: a model's review interval (ISO 8601-1:2019 durations of whole years, months, weeks
 * and days, such as `P3M`) on the proleptic Gregorian calendar, in UTC. Nothing here looks at a clock.
 *
 * An instant is a date (`2026-10-01`) or a date with a time (`2026-10-01T09:30:00Z`, with `Z` or an offset; UTC where
 * neither is written). Where one of two instants is only a date, days are compared, not times.
 */

export interface Duration {
  years: number;
  months: number;
  weeks: number;
  days: number;
}

const DURATION = /^P(?=\d)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?$/;

/** @returns null for anything else than whole years, months, weeks or days, at most six digits each. */
export function parseDuration(text: string): Duration | null {
  const found = DURATION.exec(text);
  if (found === null) return null;
  const part = (place: number): number => Number(found[place] ?? 0);
  return { years: part(1), months: part(2), weeks: part(3), days: part(4) };
}

/** Day counts from 1970-01-01; `time` is the milliseconds into that day, null for a date alone. */
interface Instant {
  day: number;
  time: number | null;
}

const DAY = 86_400_000;
const LAST_YEAR = 9_999;
const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:(Z)|([+-])(\d{2}):?(\d{2}))?)?$/;

function parseInstant(text: string): Instant | null {
  const found = INSTANT.exec(text);
  if (found === null) return null;
  const part = (place: number): number => Number(found[place] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  const midnight = dayNumber(year, month, day);
  if (found[4] === undefined) return { day: midnight, time: null };
  const [hour, minute, second] = [part(4), part(5), part(6)];
  if (hour > 23 || minute > 59 || second > 59 || part(10) > 23 || part(11) > 59) return null;
  const fraction = Math.floor(Number(`0.${found[7] ?? 0}`) * 1_000);
  const offset = (found[9] === "-" ? -1 : 1) * (part(10) * 60 + part(11));
  const local = ((hour * 60 + minute - offset) * 60 + second) * 1_000 + fraction;
  const shift = Math.floor(local / DAY);
  return { day: midnight + shift, time: local - shift * DAY };
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** `Date.UTC` reads the years 0 to 99 as 1900 to 1999, `setUTCFullYear` does not. */
function dayNumber(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY;
}

function calendarOf(day: number): { year: number; month: number; day: number } {
  const date = new Date(day * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Years and months first, the day cut to the month's last (31 January + P1M is 28 or 29 February), then weeks and days. */
function add(instant: Instant, duration: Duration): Instant | null {
  const { year, month, day } = calendarOf(instant.day);
  const months = (year + duration.years) * 12 + (month - 1) + duration.months;
  const toYear = Math.floor(months / 12);
  if (toYear > LAST_YEAR) return null;
  const toMonth = months - toYear * 12 + 1;
  const moved = dayNumber(toYear, toMonth, Math.min(day, daysIn(toYear, toMonth))) + duration.weeks * 7 + duration.days;
  return moved > dayNumber(LAST_YEAR, 12, 31) ? null : { day: moved, time: instant.time };
}

function write({ day, time }: Instant): string {
  const text = new Date(day * DAY + (time ?? 0)).toISOString();
  return time === null ? text.slice(0, 10) : text;
}

/**
 * The day (or instant, if `from` has a time) that lies a duration later.
 *
 * @returns null where one of them cannot be read or the result lies beyond the year 9999.
 */
export function addDuration(from: string, duration: string): string | null {
  const instant = parseInstant(from);
  const length = parseDuration(duration);
  if (instant === null || length === null) return null;
  const moved = add(instant, length);
  return moved === null ? null : write(moved);
}

/**
 * Whole days from one instant's day to another's, negative where `to` lies before; null where one cannot be read.
 */
export function daysBetween(from: string, to: string): number | null {
  const start = parseInstant(from);
  const end = parseInstant(to);
  return start === null || end === null ? null : end.day - start.day;
}

/** -1, 0 or 1 as `a` lies before, at or after `b`; null where one cannot be read. */
export function compareInstants(a: string, b: string): -1 | 0 | 1 | null {
  const first = parseInstant(a);
  const second = parseInstant(b);
  if (first === null || second === null) return null;
  const days = Math.sign(first.day - second.day);
  const times = first.time === null || second.time === null ? 0 : Math.sign(first.time - second.time);
  return (days === 0 ? times : days) as -1 | 0 | 1;
}

/** When an answer is to be given anew; null where the model names no interval or a text cannot be read. */
export function nextReview(answeredAt: string, every: string | null | undefined): string | null {
  return every == null ? null : addDuration(answeredAt, every);
}

/**
 * Whether an answer is older than the model's review interval. On the day of the review itself it is not: it has
 * until then. What cannot be read, and what has no interval, is never stale.
 */
export function isStale(answeredAt: string, every: string | null | undefined, now: string): boolean {
  const review = nextReview(answeredAt, every);
  return review !== null && compareInstants(now, review) === 1;
}
