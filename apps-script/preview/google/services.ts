/** The small services: locks, utilities, the session, and constants. */
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { asGoogle, GoogleFailure } from "./as-google.ts";
import type { Execution } from "./execution.ts";

type GoogleLock = GoogleAppsScript.Lock.Lock;

/** Who holds the workbook's lock; a page has one script at a time, tests hold it for another person. */
export interface LockState {
  heldBy: object | null;
}

class Lock implements Pick<GoogleLock, "tryLock" | "waitLock" | "releaseLock" | "hasLock"> {
  readonly #state: LockState;

  constructor(state: LockState) {
    this.#state = state;
  }

  tryLock(_milliseconds: number): boolean {
    if (this.#state.heldBy === null) this.#state.heldBy = this;
    return this.hasLock();
  }

  waitLock(milliseconds: number): void {
    if (!this.tryLock(milliseconds))
      throw new GoogleFailure("Lock timeout: another process was holding the lock for too long.");
  }

  releaseLock(): void {
    if (this.hasLock()) this.#state.heldBy = null;
  }

  hasLock = () => this.#state.heldBy === this;
}

type OfferedLocks = "getDocumentLock" | "getScriptLock" | "getUserLock";

export class LockService implements Pick<GoogleAppsScript.Lock.LockService, OfferedLocks> {
  readonly #execution: Execution;
  readonly #lock: GoogleLock;

  constructor(execution: Execution, state: LockState) {
    this.#execution = execution;
    this.#lock = asGoogle(new Lock(state));
  }

  getDocumentLock = () => asGoogle<GoogleLock>(this.#execution.allows("lock") ? this.#lock : null);
  getScriptLock = () => this.#lock;
  getUserLock = () => this.#lock;
}

type OfferedUtilities = "computeDigest" | "sleep" | "getUuid" | "formatDate" | "base64Encode" | "formatString";

export class Utilities implements Pick<GoogleAppsScript.Utilities.Utilities, OfferedUtilities> {
  readonly DigestAlgorithm = { SHA_256: "SHA_256" };
  readonly Charset = { UTF_8: "UTF_8", US_ASCII: "US_ASCII" };
  readonly #pause: (milliseconds: number) => void;

  constructor(pause: (milliseconds: number) => void) {
    this.#pause = pause;
  }

  /** @returns bytes from -128 to 127, as Google gives them. */
  computeDigest(algorithm: unknown, text: unknown): number[] {
    if (String(algorithm) !== "SHA_256") throw new GoogleFailure(`The preview has no digest ${String(algorithm)}.`);
    return [...Int8Array.from(sha256(utf8ToBytes(String(text))))];
  }

  sleep(milliseconds: number): void {
    if (!(milliseconds >= 0 && milliseconds <= 300_000)) throw new GoogleFailure("Invalid argument: milliseconds");
    this.#pause(milliseconds);
  }

  getUuid = () => crypto.randomUUID();

  /** The letters y, M, d, H, m and s of Java's patterns. */
  formatDate(date: GoogleAppsScript.Base.Date, timeZone: string, pattern: string): string {
    const format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    const parts = new Map(
      format.formatToParts(new Date(date.getTime())).map(({ type, value }) => [String(type), value]),
    );
    const names = { yyyy: "year", MM: "month", dd: "day", HH: "hour", mm: "minute", ss: "second" } as const;
    return pattern.replace(/'([^']*)'|yyyy|MM|dd|HH|mm|ss/g, (found, quoted: string | undefined) =>
      quoted === undefined ? (parts.get(names[found as keyof typeof names]) ?? "") : quoted,
    );
  }

  base64Encode(data: unknown): string {
    const bytes = typeof data === "string" ? utf8ToBytes(data) : Uint8Array.from(data as number[]);
    return btoa(String.fromCharCode(...bytes));
  }

  formatString(template: string, ...values: unknown[]): string {
    let place = 0;
    return template.replace(/%[sd]/g, () => String(values[place++]));
  }
}

type OfferedSession = "getActiveUserLocale" | "getScriptTimeZone";

export class Session implements Pick<GoogleAppsScript.Base.Session, OfferedSession> {
  getActiveUserLocale = () => "en";
  getScriptTimeZone = () => "Etc/UTC";
  /** Nobody signs in here. */
  getActiveUser = () => ({ getEmail: () => "" });
  getEffectiveUser = () => ({ getEmail: () => "" });
  getTemporaryActiveUserKey = () => "preview";
}

const CHART_TYPES = [
  "AREA",
  "BAR",
  "BUBBLE",
  "COLUMN",
  "COMBO",
  "HISTOGRAM",
  "LINE",
  "PIE",
  "RADAR",
  "SCATTER",
  "STEPPED_AREA",
  "TABLE",
] as const;

export const Charts = {
  ChartType: Object.fromEntries(CHART_TYPES.map((name) => [name, name])),
  ChartMergeStrategy: { MERGE_COLUMNS: "MERGE_COLUMNS", MERGE_ROWS: "MERGE_ROWS" },
};
