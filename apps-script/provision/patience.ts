/** Asks again where a request failed for a moment, as Google asks: longer each time, and never in step with others. */
import type { Surroundings } from "./surroundings.ts";

/** How a request failed. */
export interface Failure {
  /** Null where no answer came. */
  status: number | null;
  /** Seconds the server asks to wait. */
  retryAfter: number | null;
  /** Whether the request certainly had no effect. */
  isUnsent: boolean;
}

const ATTEMPTS = 6;
/** Seconds. */
const LONGEST = 64;
/** A server that asks for more has no place for us today. */
const TOO_LONG = 300;

const PASSING = new Set([408, 429, 500, 502, 503, 504]);

interface Patience {
  /** Whether a second request does what one does. */
  isRepeatable: boolean;
  failureOf(error: unknown): Failure;
  /** What answers, for people. */
  whom: string;
}

/** @throws what the last attempt threw. */
export async function patiently<Answer>(
  work: () => Promise<Answer>,
  { isRepeatable, failureOf, whom }: Patience,
  { pause, random, say }: Pick<Surroundings, "pause" | "random" | "say">,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const failure = failureOf(error);
      const { status, retryAfter } = failure;
      const isPassing = status === null || PASSING.has(status);
      // Too many requests: none of them was carried out.
      const mayRepeat = isRepeatable || failure.isUnsent || status === 429;
      if (!isPassing || !mayRepeat || attempt === ATTEMPTS || (retryAfter ?? 0) > TOO_LONG) throw error;
      const seconds = Math.max(retryAfter ?? 0, Math.min(LONGEST, 2 ** (attempt - 1))) + random();
      const why = status === null ? "does not answer" : status === 429 ? "asks to slow down" : `answers ${status}`;
      say(`        ${whom} ${why}; trying again in ${Math.ceil(seconds)} s`);
      await pause(seconds * 1_000);
    }
  }
}

/** Seconds of a Retry-After header, which may also be a date; null where it is neither. */
export function secondsOf(header: string | null | undefined, now: number): number | null {
  if (header == null || header.trim() === "") return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, (date - now) / 1_000);
}

const UNSENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"]);

/** Whether an error or one of its causes says that no connection was made. */
export function isUnsent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (UNSENT.has(String((cause as NodeJS.ErrnoException).code))) return true;
  }
  return false;
}
