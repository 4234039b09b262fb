/** CSV (RFC 4180) in which no cell can be taken for a formula. */
import Papa from "papaparse";
import { inert } from "../../models/engine/grid/texts.ts";
import { InvalidRequest } from "../errors.ts";

export type Cell = string | number | boolean | null | undefined;

/** Beyond what Google Sheets takes for a formula, OWASP's list (CSV Injection) has these for other spreadsheets. */
const ELSEWHERE = /^[\n＝＋－＠]/;

/** @param rows the header first. Unknown values are blank cells. */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  const harmless = rows.map((cells) => cells.map(cellOf));
  return harmless.length === 0 ? "" : `${Papa.unparse(harmless, { newline: "\r\n" })}\r\n`;
}

function cellOf(cell: Cell): Cell {
  if (typeof cell !== "string") return cell;
  return ELSEWHERE.test(cell) ? `'${cell}` : inert(cell);
}

/**
 * Rows of cells, quoted or not, whatever ends a line.
 *
 * @throws InvalidRequest.
 */
export function readCsv(text: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: "," });
  const [fault] = errors;
  if (fault === undefined) return data;
  throw new InvalidRequest([{ location: `row ${(fault.row ?? 0) + 1}`, message: `is no CSV: ${fault.message}` }]);
}

/** The text before it was made a cell: what comes back from a table is what went into it. */
export function uncell(text: string): string {
  return text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, "");
}
