/** A command that goes in portions: what every kind of it brings along. `run.ts` does the rest, for menu and sidebar. */
import type { MenuPlatform, Spreadsheet } from "../platform.ts";
import type { Question } from "../service.ts";

/** Asks the service as often as the caller has patience for. @returns the answer's text. @throws Trouble. */
export type Ask = (question: Question) => string;

export interface Job {
  /** Names of the partners it is about; read once, when the run begins. Without it: all of them. */
  choose?(spreadsheet: Spreadsheet): string[];
  /**
   * Reads what there is to do. It is called anew for every portion of the sidebar, so it must not write.
   *
   * @param chosen names, null for all partners.
   * @throws Trouble where nothing can be done.
   */
  prepare(platform: MenuPlatform, chosen: ReadonlySet<string> | null): Prepared;
}

export interface Prepared {
  /** Another one whenever anything the results depend on is another one; then the run begins anew. */
  print: string;
  /** Partners. */
  total: number;
  /**
   * Does what one request takes of what comes after the first `done` partners, and writes it. Doing the same portion
   * twice must come to the same.
   *
   * @throws Trouble.
   */
  portion(done: number, ask: Ask): Portion;
  /** What to tell at the end. @param notes the sum over all portions. */
  summary(notes: number): string;
}

export interface Portion {
  /** How many it did, at least 1. */
  partners: number;
  /** What the summary counts, such as answers that could not be read. */
  notes: number;
}
