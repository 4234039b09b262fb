/** Cells as Google hands them over, and cells that are safe to write. */
import type { CellPlatform } from "./platform.ts";

/** What a range holds; Google's dates are those of another realm, so `instanceof Date` would not know them. */
export type Cell = string | number | boolean | null;
export type Row = readonly unknown[];

/** Text that a spreadsheet would take for a formula, or whose first apostrophe it would swallow. */
const NEEDS_APOSTROPHE = /^['=+\-@\t\r\n]/;
/** Text the service has made safe already. */
const SAFE_ALREADY = /^'[=+\-@\t\r]/;

/** A cell to write that shows the text exactly: a leading apostrophe makes a spreadsheet take it as text. */
export function plainText(text: string): string {
  return NEEDS_APOSTROPHE.test(text) ? `'${text}` : text;
}

/** The same for a cell that comes from the service, which puts its apostrophes itself. */
export function safeCell(cell: Cell): string | number | boolean {
  if (cell === null) return "";
  return typeof cell === "string" && !SAFE_ALREADY.test(cell) ? plainText(cell) : cell;
}

/** What a function may return: a cell never swallows an apostrophe there, so only formulas get one. */
export function inertCell(cell: Cell): string | number | boolean {
  if (cell === null) return "";
  return typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

export function isBlank(cell: unknown): boolean {
  return cell === null || cell === undefined || (typeof cell === "string" && cell.trim() === "");
}

/** A cell as the service reads it: dates as days in ISO 8601, everything unknown as text. */
export function readCell(cell: unknown): Cell {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === "string" || typeof cell === "boolean") return cell;
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : String(cell);
  return isDate(cell) ? dayOf(cell) : String(cell);
}

export const isDate = (cell: unknown): cell is Date => Object.prototype.toString.call(cell) === "[object Date]";

/** The day of spreadsheets' number 0, in milliseconds since 1970. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;

/** The day in a cell: a date, its number, or its text; undefined for anything else. ISO 8601. */
export function cellDay(cell: unknown, timeZone: string, platform: Pick<CellPlatform, "day">): string | undefined {
  if (isDate(cell)) return platform.day(cell.getTime(), timeZone);
  if (typeof cell === "number" && cell > 0 && cell < 1_000_000) {
    return new Date(DAY_ZERO + Math.floor(cell) * DAY).toISOString().slice(0, 10);
  }
  const [text] = /^\d{4}-\d{2}-\d{2}$/.exec(String(cell).trim()) ?? [];
  return text !== undefined && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

function dayOf(date: Date): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** A range argument is a grid, a single cell is a bare value. */
export function gridOf(argument: unknown): unknown[][] {
  return Array.isArray(argument)
    ? argument.map((row: unknown): unknown[] => (Array.isArray(row) ? row : [row]))
    : [[argument]];
}

/** 1 is A, 27 is AA. */
export function columnName(column: number): string {
  let name = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

export const cellName = (row: number, column: number): string => `${columnName(column)}${row}`;
