/** What became of each row, as a table to keep. Runs in the Worker and on the page. */
import type { CellProblem } from "../../../models/contract.ts";
import { type Cell, csvText } from "../csv.ts";
import type { UploadedRow } from "./outcome.ts";

/** Said of one row before the rest is counted. */
const SAID = 5;

/** `row, partner, saved, level, index, problem`: a line for each row in the file's order, the header's first if it has a problem. */
export function resultTable(results: readonly UploadedRow[], problems: readonly CellProblem[]): string {
  const said = new Map<number, string[]>();
  for (const { row, column, message } of problems) {
    const texts = said.get(row) ?? [];
    said.set(row, texts);
    texts.push(column === 0 ? message : `Column ${column}: ${message}`);
  }
  const sayOf = (row: number): string => {
    const texts = said.get(row) ?? [];
    return [...texts.slice(0, SAID), ...(texts.length > SAID ? [`… and ${texts.length - SAID} more`] : [])].join(" ");
  };
  return csvText([
    ["row", "partner", "saved", "level", "index", "problem"],
    ...(said.has(1) ? [[1, "", "", "", "", sayOf(1)]] : []),
    ...results.map(({ row, partner, saved, level, index }): Cell[] => [
      ...[row, partner, saved ? "yes" : "no", level, index, sayOf(row)],
    ]),
  ]);
}
