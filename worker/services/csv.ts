/** CSV (RFC 4180) in which no cell can be taken for a formula. */
import { inert } from "../../models/engine/grid/texts.ts";
import { InvalidRequest } from "../errors.ts";

export type Cell = string | number | boolean | null | undefined;

/** Beyond what Google Sheets takes for a formula, OWASP's list (CSV Injection) has these for other spreadsheets. */
const ELSEWHERE = /^[\n＝＋－＠]/;

export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "string") return String(cell);
  const text = ELSEWHERE.test(cell) ? `'${cell}` : inert(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Rows of cells, quoted or not, whatever ends a line. A mark of the order of bytes at the beginning is left out.
 *
 * @throws InvalidRequest.
 */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A cell, and what ends it; within quotation marks two of them are one.
  const cells = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy;
  cells.lastIndex = text.startsWith("\ufeff") ? 1 : 0;
  for (let found = cells.exec(text); found !== null; found = cells.exec(text)) {
    const [, quoted, plain = "", end] = found;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
    if (cells.lastIndex >= text.length) return rows;
  }
  throw new InvalidRequest([
    { location: `row ${rows.length + 1}`, message: "is no CSV: a quotation mark stands where none may be" },
  ]);
}

/** The text before it was made a cell: what comes back from a table is what went into it. */
export function uncell(text: string): string {
  return text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, "");
}
