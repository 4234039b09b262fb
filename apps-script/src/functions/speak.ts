/** What a cell shows when something is wrong: words, never a stack trace. */
import { spoken, Trouble } from "../service.ts";

export type CellResult = string | number | boolean | (string | number | boolean)[][];

export function inWords(work: () => CellResult): CellResult {
  try {
    return work();
  } catch (error) {
    if (error instanceof Trouble) return spoken(error.message);
    return spoken("something went wrong. Change a cell of the range to try again, and report it if it stays");
  }
}
