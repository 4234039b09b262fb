/** What a cell holds, between Google's values and Univer's cells. */
import { CellValueType, type ICellData } from "@univerjs/core";
import { closeRanges } from "./open-ranges.ts";

export type GoogleValue = string | number | boolean | Date;

/** Days between 1899-12-30 and 1970-01-01. */
const EPOCH = 25_569;
const DAY = 86_400_000;
const DATE_PATTERN = "yyyy-mm-dd";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const PERCENT = /^([+-]?\d+\.?\d*)%$/;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Clears what stood there, but not how it looks. */
export const BLANK: ICellData = { v: null, t: null, f: null, si: null, p: null };

/**
 * What a cell becomes when a script writes this into it, or a person types it.
 *
 * @param pattern of the cell; in plain text (`@`) everything stays as it is written.
 */
export function cellOf(value: unknown, pattern: string): ICellData {
  if (value === null || value === undefined || value === "") return BLANK;
  if (typeof value === "number") {
    return Number.isFinite(value) ? numberCell(value) : textCell(Number.isNaN(value) ? "NaN" : "#NUM!");
  }
  if (typeof value === "boolean") return { ...BLANK, v: value ? 1 : 0, t: CellValueType.BOOLEAN };
  if (isDate(value)) return dateCell(serialOf(value), pattern);
  const text = String(value);
  if (text.startsWith("'")) return textCell(text.slice(1));
  if (pattern === "@") return textCell(text);
  if (text.startsWith("=") && text.length > 1) return { ...BLANK, f: closeRanges(text) };
  const typed = typedCell(text, pattern);
  // As Google reads “+A1” and “-A1”.
  return /^[+-]./.test(text) && typeof typed.v === "string" ? { ...BLANK, f: closeRanges(`=${text}`) } : typed;
}

function typedCell(text: string, pattern: string): ICellData {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed)) return numberCell(Number(trimmed));
  const percent = PERCENT.exec(trimmed);
  if (percent !== null) return { ...numberCell(Number(percent[1]) / 100), ...styled(pattern, "0%") };
  if (/^(true|false)$/i.test(trimmed)) {
    return { ...BLANK, v: /^true$/i.test(trimmed) ? 1 : 0, t: CellValueType.BOOLEAN };
  }
  const date = ISO_DATE.exec(trimmed);
  if (date !== null) {
    const [year, month, day] = date.slice(1).map(Number) as [number, number, number];
    const time = Date.UTC(year, month - 1, day);
    if (new Date(time).getUTCDate() === day) return dateCell(time / DAY + EPOCH, pattern);
  }
  return textCell(text);
}

/** Marked as text where it reads like something else, so that editing the cell does not change what it is. */
function textCell(text: string): ICellData {
  const ambiguous = /^['=+\-@]/.test(text) || NUMBER.test(text.trim()) || PERCENT.test(text.trim());
  return { ...BLANK, v: text, t: ambiguous ? CellValueType.FORCE_STRING : CellValueType.STRING };
}

const numberCell = (value: number): ICellData => ({ ...BLANK, v: value, t: CellValueType.NUMBER });

const dateCell = (serial: number, pattern: string): ICellData => ({
  ...numberCell(serial),
  ...styled(pattern, DATE_PATTERN),
});

/** A format of the reader's own stays. */
const styled = (pattern: string, own: string): Pick<ICellData, "s"> =>
  pattern === "" || pattern === "General" ? { s: { n: { pattern: own } } } : {};

/** What a script reads; a blank is an empty text. */
export function googleValueOf(cell: ICellData | null | undefined, pattern: string): GoogleValue {
  const value = cell?.v;
  if (value === null || value === undefined || value === "") return "";
  if (cell?.t === CellValueType.BOOLEAN || typeof value === "boolean")
    return value === 1 || value === true || value === "1";
  if (typeof value === "number") return isDatePattern(pattern) ? dateOf(value) : value;
  if (cell?.t === CellValueType.NUMBER && NUMBER.test(value)) return Number(value);
  return value;
}

export const isDatePattern = (pattern: string): boolean =>
  pattern !== "@" &&
  /[dy]|m+[/.-]|[/.-]m/i.test(pattern.replace(/"[^"]*"|\[[^\]]*\]/g, "")) &&
  !/^general$/i.test(pattern);

/** Google's dates are those of another realm, so `instanceof` would not know them. */
export const isDate = (value: unknown): value is Date => Object.prototype.toString.call(value) === "[object Date]";

/** Days since 1899-12-30 of the local time. */
export const serialOf = (date: Date): number => (date.getTime() - date.getTimezoneOffset() * 60_000) / DAY + EPOCH;

export function dateOf(serial: number): Date {
  const local = new Date(Math.round((serial - EPOCH) * DAY));
  return new Date(
    local.getUTCFullYear(),
    local.getUTCMonth(),
    local.getUTCDate(),
    local.getUTCHours(),
    local.getUTCMinutes(),
    local.getUTCSeconds(),
    local.getUTCMilliseconds(),
  );
}
