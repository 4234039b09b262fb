/** Numbers as other programs write them. Runs in the Worker and on the page. */
import { readLocalNumber } from "../typed-answers.ts";

export const DECIMALS = ["comma", "point"] as const;
export type Decimal = (typeof DECIMALS)[number];

/** Numbers that can be read in one way only. */
const WITH_COMMA = /^[+-]?(\d{1,3}(\.\d{3})+,\d+|\d+,(\d{1,2}|\d{4,}))$/;
const WITH_POINT = /^[+-]?(\d{1,3}(,\d{3})+\.\d+|\d+\.(\d{1,2}|\d{4,}))$/;
/** Cells with a sign of one or the other, after which the rest will not say anything else. */
const ENOUGH = 1_000;

/**
 * How a file writes one and a half, judged by the numbers that can be read in one way only. Without any, files with
 * semicolons have the comma: that is why they have semicolons.
 *
 * @param columns the places to look at; all without it.
 */
export function decimalOf(
  rows: readonly (readonly string[])[],
  delimiter: string,
  columns?: readonly number[],
): Decimal {
  let commas = 0;
  let points = 0;
  for (const row of rows) {
    for (const cell of columns === undefined ? row : columns.map((column) => row[column] ?? "")) {
      const text = cell.trim();
      if (text.length > 30) continue;
      if (WITH_COMMA.test(text)) commas++;
      else if (WITH_POINT.test(text)) points++;
    }
    if (commas + points >= ENOUGH) break;
  }
  if (commas === points) return delimiter === ";" ? "comma" : "point";
  return commas > points ? "comma" : "point";
}

/** Languages that write numbers so. */
const LANGUAGE: Record<Decimal, string> = { comma: "de", point: "en" };
const CURRENCY = /^[€$£¥]\s*|\s*[€$£¥]$/g;

/**
 * @param unit of the answer: `12 %` is 12 where the unit is `%`.
 * @returns null for what is no number.
 */
export function readNumber(cell: string, decimal: Decimal, unit: string | null): number | null {
  if (/^-?\d{1,15}$/.test(cell)) return Number(cell);
  let text = cell.replace(CURRENCY, "");
  if (unit !== null && text.toLowerCase().endsWith(unit.toLowerCase())) text = text.slice(0, -unit.length);
  return readLocalNumber(text.trim(), LANGUAGE[decimal]);
}

/** A number that is no telephone number, postcode or date: those stay as they are written. */
const FIGURE = /^-?(0|[1-9]\d{0,2}([.,]\d{3})+|[1-9]\d{0,14})([.,]\d+)?$/;

/** A partner's own field: a number where the cell plainly is one. */
export function readField(cell: string, decimal: Decimal): string | number {
  const text = cell.replace(CURRENCY, "");
  return FIGURE.test(text) ? (readNumber(text, decimal, null) ?? cell) : cell;
}
