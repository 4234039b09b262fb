/** The workbook as files. What a cell shows or counts goes in, never a formula. */

import type { IStyleBase, Nullable, Workbook } from "@univerjs/core";
import type { FWorksheet } from "@univerjs/sheets/facade";
import type { Book } from "../google/book.ts";
import { isDatePattern } from "../google/cell.ts";
import { readRules } from "../google/conditional.ts";
import { Sheet } from "../google/sheet.ts";

export type FileCell = string | number | boolean | Date | null;

/** What begins like a formula gets an apostrophe: programs that open CSV files take it for one. */
const FORMULA = /^[=+\-@\t\r]/;

export async function tabAsCsv(book: Book, tab: FWorksheet): Promise<Blob> {
  const { default: Papa } = await import("papaparse");
  const rows = valuesOf(book, tab).map((row) =>
    row.map((cell) => {
      if (cell instanceof Date) return localDay(cell);
      return typeof cell === "string" && FORMULA.test(cell) ? `'${cell}` : cell;
    }),
  );
  // The mark at the beginning tells Excel that this is UTF-8.
  return new Blob([`\ufeff${Papa.unparse(rows)}`], { type: "text/csv;charset=utf-8" });
}

const localDay = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

export async function workbookAsXlsx(book: Book): Promise<Blob> {
  const { default: writeXlsxFile } = await import("write-excel-file/browser");
  const sheets = book.workbook.getSheets().map((tab) => sheetOf(book, tab));
  return writeXlsxFile(sheets).toBlob();
}

function sheetOf(book: Book, tab: FWorksheet) {
  const core = book.workbook.getWorkbook();
  const values = valuesOf(book, tab);
  const formats = levelFormats(book, tab);
  const width = Math.max(1, ...values.map((row) => row.length));
  return {
    sheet: tab.getSheetName().slice(0, 31),
    stickyRowsCount: tab.getFrozenRows(),
    stickyColumnsCount: tab.getFrozenColumns(),
    columns: Array.from({ length: width }, (_, column) => ({ width: Math.round(tab.getColumnWidth(column) / 7) })),
    // The library takes no empty list.
    ...(formats.length > 0 && { conditionalFormatting: formats }),
    data: values.map((row, down) => row.map((cell, right) => cellOf(cell, core, tab, down, right))),
  };
}

/** Text is written as text, whatever it begins with. */
function cellOf(value: FileCell, core: Workbook, tab: FWorksheet, row: number, column: number) {
  const style = core.getStyles().getStyleByCell(tab.getSheet().getCellMatrix().getValue(row, column) ?? null);
  const pattern = style?.n?.pattern ?? "";
  const look = {
    ...(style?.bl === 1 && { fontWeight: "bold" as const }),
    ...coloursOf(style),
    ...(style?.fs && style.fs !== 10 && { fontSize: style.fs }),
    ...(style?.tb === 3 && { wrap: true, alignVertical: "top" as const }),
  };
  if (value === null || value === "")
    return Object.keys(look).length === 0 ? null : { value: "", type: String, ...look };
  if (typeof value === "number")
    return { value, type: Number, ...(isNumberPattern(pattern) && { format: pattern }), ...look };
  if (typeof value === "boolean") return { value, type: Boolean, ...look };
  if (typeof value === "string") return { value, type: String, ...look };
  return { value, type: Date, format: isDatePattern(pattern) ? pattern : "yyyy-mm-dd", ...look };
}

const isNumberPattern = (pattern: string): boolean => pattern !== "" && pattern !== "@" && pattern !== "General";

function coloursOf(style: Nullable<IStyleBase>): { backgroundColor?: string; textColor?: string } {
  const [background, text] = [style?.bg?.rgb, style?.cl?.rgb];
  return { ...(isColour(background) && { backgroundColor: background }), ...(isColour(text) && { textColor: text }) };
}

const isColour = (rgb: unknown): rgb is string => typeof rgb === "string" && /^#[0-9a-f]{6}$/i.test(rgb);

/** Levels keep their colours; heat maps do not: the library knows no scales. */
function levelFormats(book: Book, tab: FWorksheet) {
  return readRules(book, tab).flatMap(({ record: { ranges, condition, style } }) => {
    if (condition === null || condition.subType !== "text") return [];
    return ranges.map(({ area }) => ({
      cellRange: {
        from: { row: area.startRow + 1, column: area.startColumn + 1 },
        to: { row: area.endRow + 1, column: area.endColumn + 1 },
      },
      condition: { operator: "=" as const, value: condition.value },
      style: coloursOf(style),
    }));
  });
}

function valuesOf(book: Book, tab: FWorksheet): FileCell[][] {
  const sheet = new Sheet(book, tab);
  if (sheet.getLastRow() === 0) return [[null]];
  return sheet.getDataRange().getValues() as FileCell[][];
}

export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export const fileName = (name: string, ending: string): string =>
  `${name.replace(/[^\p{L}\p{N} _-]+/gu, " ").trim() || "Levelsheet"}.${ending}`;
