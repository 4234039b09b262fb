/** When a delivery that failed is tried again. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Between the first two attempts; each further wait is twice as long. */
const FIRST_WAIT = MINUTE;
const LONGEST_WAIT = 12 * HOUR;
/** Of a wait, either way, so that what failed together does not come back together. */
const JITTER = 0.2;
/** From when it was first to be sent; the last attempt is at its end. */
export const GIVEN_UP_AFTER = 72 * HOUR;
/** A receiver may ask for a longer wait than ours, but not for any length. */
export const LONGEST_RETRY_AFTER = 24 * HOUR;

export interface FailedAttempt {
  /** How many there were, this one among them. */
  attempts: number;
  /** Milliseconds since 1970, as all times here. */
  queuedAt: number;
  now: number;
  /** 0 to 1. */
  random: number;
  /** Milliseconds that the receiver asks to wait; null where it does not. */
  retryAfter: number | null;
}

/** @returns null where there is no further attempt. */
export function nextAttempt({ attempts, queuedAt, now, random, retryAfter }: FailedAttempt): number | null {
  const end = queuedAt + GIVEN_UP_AFTER;
  if (now >= end) return null;
  const wait = Math.min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT);
  const scattered = wait * (1 - JITTER + 2 * JITTER * random);
  const asked = Math.min(retryAfter ?? 0, LONGEST_RETRY_AFTER);
  return Math.min(now + Math.max(scattered, asked), end);
}

/** Milliseconds that a `Retry-After` asks for: seconds, or a date; null for anything else. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // Dates begin with the day's name; the parser would take a number for a year.
  const date = /^[A-Z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
