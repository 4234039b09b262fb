/** The workbook between two visits: in this browser, and nowhere else. */
import type { IWorkbookData } from "@univerjs/core";
import { del, get, set } from "idb-keyval";
import type { Memory } from "../google/globals.ts";

export interface Kept {
  /** Another number is another form, which is not read. */
  version: 1;
  snapshot: IWorkbookData;
  memory: Memory;
  /** Id of the tab that was open; none in what older versions kept. */
  tab?: string;
}

const NAME = "levelsheet.workbook";

export async function findKept(): Promise<Kept | null> {
  const kept = await get<Kept>(NAME);
  return kept?.version === 1 ? kept : null;
}

export const forget = (): Promise<void> => del(NAME);

/** Milliseconds of quiet before something is written. */
const QUIET = 800;

export class Keeper {
  readonly #take: () => Kept;
  readonly #told: (state: "kept" | "failed") => void;
  #timer: number | undefined;
  #stopped = false;

  constructor(take: () => Kept, told: (state: "kept" | "failed") => void) {
    this.#take = take;
    this.#told = told;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.#timer !== undefined) void this.keep();
    });
  }

  /** Soon, once nothing changes any more. */
  changed(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.keep(), QUIET);
  }

  async keep(): Promise<void> {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#stopped) return;
    try {
      await set(NAME, this.#take());
      this.#told("kept");
    } catch {
      this.#told("failed");
    }
  }

  /** What is still to be written. */
  async finish(): Promise<void> {
    if (this.#timer !== undefined) await this.keep();
  }

  /** Nothing is written any more: the workbook is thrown away. */
  stop(): void {
    this.#stopped = true;
    window.clearTimeout(this.#timer);
  }
}

/** Two windows would write over each other. @returns whether this is the only one. */
export function holdWorkbook(): Promise<boolean> {
  return new Promise((done) => {
    void navigator.locks.request(NAME, { ifAvailable: true }, (lock) => {
      done(lock !== null);
      return lock === null ? undefined : new Promise(() => undefined);
    });
  });
}
