import type { CellProblem } from "../../contract.ts";

/** Only this many problems are listed; all are counted. */
export const LISTED_PROBLEMS = 100;

/** Problems by cell; messages are only written for those that are listed. */
export class ProblemList {
  listed: CellProblem[] = [];
  count = 0;

  /** @param row from 0, the header being row 0; `column` from 0, -1 for the whole row. */
  add(row: number, column: number, message: () => string): void {
    this.count++;
    if (this.listed.length < LISTED_PROBLEMS)
      this.listed.push({ row: row + 1, column: column + 1, message: message() });
  }
}
