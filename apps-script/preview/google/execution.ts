/** One run of the script: what it may use, and for how long. */
import { GoogleFailure } from "./as-google.ts";

export type AuthMode = "NONE" | "LIMITED" | "CUSTOM_FUNCTION" | "FULL";

export type Service = "spreadsheet" | "spreadsheet.write" | "ui" | "dialog" | "fetch" | "properties" | "cache" | "lock";

/** Who may use what, as Google's page on authorisation says. */
const ALLOWED: Record<AuthMode, ReadonlySet<Service>> = {
  NONE: new Set(["ui"]),
  LIMITED: new Set(["ui", "spreadsheet", "spreadsheet.write", "properties", "cache", "lock"]),
  CUSTOM_FUNCTION: new Set(["spreadsheet", "fetch", "properties", "cache", "lock"]),
  FULL: new Set(["ui", "dialog", "spreadsheet", "spreadsheet.write", "fetch", "properties", "cache", "lock"]),
};

/** Milliseconds a run may take. */
const PATIENCE: Record<AuthMode, number> = { NONE: 30_000, LIMITED: 30_000, CUSTOM_FUNCTION: 30_000, FULL: 360_000 };

/** Google stops a script in the middle while a person reads a dialog; here the run ends and begins again. */
export class Suspended extends Error {}

export class Execution {
  readonly mode: AuthMode;
  suspended = false;
  readonly #now: () => number;
  readonly #started: number;

  constructor(mode: AuthMode, now: () => number) {
    this.mode = mode;
    this.#now = now;
    this.#started = now();
  }

  /** @param method as it is named in the failure, such as `UrlFetchApp.fetch`. */
  use(service: Service, method: string): void {
    if (this.suspended) throw new Suspended();
    if (this.#now() - this.#started > PATIENCE[this.mode]) throw new GoogleFailure("Exceeded maximum execution time");
    if (ALLOWED[this.mode].has(service)) return;
    if (service === "ui" || service === "dialog") {
      throw new GoogleFailure(`Cannot call ${method}() from this context.`);
    }
    throw new GoogleFailure(`You do not have permission to call ${method}.`);
  }

  allows(service: Service): boolean {
    return ALLOWED[this.mode].has(service);
  }
}
