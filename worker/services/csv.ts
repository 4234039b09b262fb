/** CSV (RFC 4180) in which no cell can be taken for a formula. */
import { inert } from "../../models/engine/grid/texts.ts";

export type Cell = string | number | boolean | null | undefined;

/** @param rows the header first. Unknown values are blank cells. */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "string") return String(cell);
  const text = inert(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
