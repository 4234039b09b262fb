/** A tab that commands bring up to date row by row: made where there is none, completed where a column was deleted. */
import { plainText } from "../cells.ts";
import type { TabDefinition } from "../layout/definition.ts";
import { type ColumnKey, columnHeaders } from "../layout/keys.ts";
import { makeRoom, markColumn, writeTab } from "../layout/write-workbook.ts";
import type { MenuPlatform, Sheet } from "../platform.ts";
import { findColumns } from "./columns.ts";

export interface OpenedTab {
  sheet: Sheet;
  /** Columns from 1. */
  columns: Map<ColumnKey, number>;
  /** As they were read, the header first. */
  values: readonly (readonly unknown[])[];
}

/** Columns that the tab lacks are added behind everything that is there. */
export function openTab(definition: TabDefinition, platform: MenuPlatform): OpenedTab {
  const spreadsheet = platform.spreadsheet();
  let sheet = spreadsheet.getSheetByName(definition.name);
  if (sheet === null || sheet.getLastRow() === 0) {
    sheet ??= spreadsheet.insertSheet(definition.name, spreadsheet.getSheets().length);
    writeTab(spreadsheet, sheet, definition, platform.builders());
  }
  const values: unknown[][] = sheet.getDataRange().getValues();
  const columns = findColumns(sheet, values[0] ?? []) as Map<ColumnKey, number>;
  addColumns(sheet, columns, definition, platform);
  return { sheet, columns, values };
}

function addColumns(
  sheet: Sheet,
  columns: Map<ColumnKey, number>,
  definition: TabDefinition,
  platform: MenuPlatform,
): void {
  const own = definition.columnKeys as readonly { column: number; key: ColumnKey }[];
  let column = sheet.getLastColumn();
  for (const { key, column: place } of own.filter((entry) => !columns.has(entry.key))) {
    column++;
    makeRoom(sheet, 1, column);
    const pattern = patternOf(definition, place);
    if (sheet.getMaxRows() > 1) sheet.getRange(2, column, sheet.getMaxRows() - 1, 1).setNumberFormat(pattern);
    sheet.getRange(1, column).setValue(plainText(columnHeaders[key])).setFontWeight("bold");
    sheet.setColumnWidth(column, definition.widths[place - 1] ?? 100);
    markColumn(sheet, column, key, platform.builders());
    if (definition.hiddenColumns.includes(place)) sheet.hideColumns(column);
    columns.set(key, column);
  }
}

/** Rows below those the tab was made with get the formats of the others. */
export function formatRows(
  { sheet, columns }: Pick<OpenedTab, "sheet" | "columns">,
  definition: TabDefinition,
  first: number,
  count: number,
): void {
  makeRoom(sheet, first + count - 1, 1);
  for (const { key, column: place } of definition.columnKeys) {
    const column = columns.get(key as ColumnKey);
    if (column !== undefined) sheet.getRange(first, column, count, 1).setNumberFormat(patternOf(definition, place));
  }
}

function patternOf({ formats }: TabDefinition, place: number): string {
  return formats.find(({ area }) => area.row > 1 && area.column === place)?.pattern ?? "General";
}
