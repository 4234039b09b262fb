/** Asks the service, and turns whatever goes wrong into words for the reader of a sheet. */
import type { ProblemDetails } from "../../models/contract.ts";
import type { Connection } from "./connection.ts";
import type { Clock, Fetch, FetchAnswer, FetchRequest } from "./platform.ts";

/** What to do about it stands in the message; it is shown as it is. */
export class Trouble extends Error {
  /** Whether the same request may succeed in a moment. */
  readonly passing: boolean;
  /** The service's status, 0 where it did not answer or the trouble is not its. */
  readonly status: number;
  /** What there is now, where somebody else has changed it (status 412). */
  readonly current: Record<string, unknown> | null;
  /** How long the service asks to wait; 0 where it does not say. */
  waitSeconds = 0;

  constructor(message: string, passing = false, status = 0, current: Record<string, unknown> | null = null) {
    super(message);
    this.name = "Trouble";
    this.passing = passing;
    this.status = status;
    this.current = current;
  }
}

export const NOT_CONNECTED = "not connected. Open Extensions > Levelsheet > Settings";

/** What every message begins with, so that nobody takes it for a result. */
export const spoken = (message: string): string => `Levelsheet: ${message}`;

export interface Question {
  method: FetchRequest["method"];
  /** From the address on, such as `/v1/score/grid`. */
  path: string;
  body?: string;
  /** Names a change, so that it takes effect once however often it is asked for: the Idempotency-Key. */
  once?: string;
  /** The version that was read, for a change that must not undo somebody else's. */
  version?: number;
}

/** Seconds a single request may take; a function in a cell has 30 in all. */
const PATIENCE = 25;

/** @returns the answer's text. @throws Trouble. */
export function ask(question: Question, connection: Connection, fetch: Fetch): string {
  let answer: FetchAnswer;
  try {
    answer = fetch.fetch(`${connection.address}${question.path}`, {
      method: question.method,
      headers: {
        accept: "application/json",
        ...(connection.key !== "" && { authorization: `Bearer ${connection.key}` }),
        ...(question.once !== undefined && { "idempotency-key": question.once }),
        ...(question.version !== undefined && { "if-match": `"${question.version}"` }),
      },
      ...(question.body !== undefined && { contentType: "application/json", payload: question.body }),
      muteHttpExceptions: true,
      timeoutSeconds: PATIENCE,
    });
  } catch (error) {
    throw troubleOf(error);
  }
  const status = answer.getResponseCode();
  if (status >= 200 && status < 300) return answer.getContentText();
  const trouble = refusal(status, answer.getContentText());
  trouble.waitSeconds = retryAfter(answer);
  throw trouble;
}

/** Seconds; the other form of the header, a date, is not one the service sends. */
function retryAfter(answer: FetchAnswer): number {
  const found = Object.entries(answer.getHeaders()).find(([name]) => name.toLowerCase() === "retry-after");
  const seconds = Number(found?.[1]);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
}

/** Seconds of a run of six minutes that may go by without work. */
const LONGEST_WAIT = 30;

/** Asks again, up to three times in all, where the network or the service failed for a moment. */
export function askPatiently(question: Question, connection: Connection, fetch: Fetch, clock: Clock): string {
  for (let attempt = 1; ; attempt++) {
    try {
      return ask(question, connection, fetch);
    } catch (error) {
      if (!(error instanceof Trouble && error.passing) || attempt === 3) throw error;
      if (error.waitSeconds > LONGEST_WAIT) throw error;
      clock.sleep(1_000 * Math.max(attempt, error.waitSeconds));
    }
  }
}

/** @throws Trouble where the text is not what the service sends. */
export function readAnswer<Answer>(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new Trouble(
      "there is no Levelsheet service at this address. Correct it in Extensions > Levelsheet > Settings",
    );
  }
}

/** The fields that are not blank, as the end of an address. */
export function queryOf(fields: Record<string, string>): string {
  const parts = Object.entries(fields)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** Google says in words why a request did not leave; only the quota and the consent are the reader's to mend. */
function troubleOf(error: unknown): Trouble {
  const message = error instanceof Error ? error.message : String(error);
  if (/too many times|quota|rate limit/i.test(message)) {
    return new Trouble("Google allows no more requests today. Try again tomorrow, or use fewer formulas");
  }
  if (/permission|authoriz|UrlFetch.*whitelist|not.*allow/i.test(message)) {
    return new Trouble(
      "Google does not let this sheet reach the service. Open Extensions > Levelsheet and allow access",
    );
  }
  if (/DNS error|invalid argument/i.test(message))
    return new Trouble(`nothing is found at this address. ${CORRECT_IT}`);
  if (/SSL|certificate/i.test(message)) {
    return new Trouble(`the address has no valid certificate, so nothing was sent there. ${CORRECT_IT}`);
  }
  return new Trouble("the service did not answer. Try again in a minute", true);
}

const CORRECT_IT = "Correct the address in Extensions > Levelsheet > Settings";

const OTHER_KEY = "Enter another one in Extensions > Levelsheet > Settings";

/** What the service says in words meant for programs. */
const STATUS_WORDS: Record<number, string> = {
  413: "these are too many answers for one request. Use a smaller range",
  429: "too many requests at once. Try again in a minute",
};

function refusal(status: number, text: string): Trouble {
  if (status === 401 || status === 403) return new Trouble(keyWords(status, problemOf(text).detail ?? ""));
  const passing = status === 429 || status >= 500;
  const known = STATUS_WORDS[status];
  if (known !== undefined) return new Trouble(known, passing, status);
  if (status >= 500) return new Trouble("the service cannot answer now. Try again in a minute", true, status);
  const { type, detail, errors, current } = problemOf(text);
  if (status === 404 && type?.endsWith("#problem-not-found")) return new Trouble(OLD_SERVICE, false, status);
  if (detail === undefined) {
    return new Trouble(
      "there is no Levelsheet service at this address. Correct it in Extensions > Levelsheet > Settings",
      false,
      status,
    );
  }
  const first = errors?.[0];
  // Where there is nothing to add, the service repeats the detail.
  const words = first === undefined || first.message === detail ? detail : `${first.location} ${first.message}`;
  return new Trouble(words, false, status, current ?? null);
}

export const OLD_SERVICE =
  "the service at this address is older than this add-on and does not know this yet. Ask whoever runs it to deploy the present version";

/** Which of the four ways a key is not good: each needs something else. */
function keyWords(status: number, detail: string): string {
  if (status === 403) return `the key does not allow this. ${OTHER_KEY}`;
  if (/revoked/i.test(detail)) return `the key has been revoked. ${OTHER_KEY}`;
  if (/expired/i.test(detail)) return `the key has expired. ${OTHER_KEY}`;
  if (/has no key/i.test(detail)) return "this needs a key. Enter one in Extensions > Levelsheet > Settings";
  return `the key is not accepted. ${OTHER_KEY}`;
}

function problemOf(text: string): Partial<ProblemDetails> {
  try {
    const problem: unknown = JSON.parse(text);
    return typeof problem === "object" && problem !== null ? (problem as Partial<ProblemDetails>) : {};
  } catch {
    return {};
  }
}
