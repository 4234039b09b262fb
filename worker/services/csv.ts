/** CSV (RFC 4180) in which no cell can be taken for a formula. */
import { inert } from "../../models/engine/grid/texts.ts";

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

/** The text before it was made a cell: what comes back from a table is what went into it. */
export function uncell(text: string): string {
  return text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, "");
}
