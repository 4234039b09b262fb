/** Writes a workbook's tabs through SpreadsheetApp. A tab that holds something stays exactly as it is. */
import { columnName, plainText } from "../cells.ts";
import type { Builders, PlainSheet, Sheet, Spreadsheet } from "../platform.ts";
import {
  type Area,
  COLUMN_METADATA,
  type ConditionalFormat,
  type LayoutCell,
  type Rule,
  type Style,
  type TabDefinition,
  type WorkbookDefinition,
} from "./definition.ts";
import { ANSWERS_HEADER } from "./keys.ts";

export interface Written {
  written: string[];
  /** Tabs that were there and are left alone. */
  kept: string[];
}

/** Cells per call: Google refuses calls that take too long. */
const BLOCK = 20_000;

export function writeWorkbook(spreadsheet: Spreadsheet, definition: WorkbookDefinition, builders: Builders): Written {
  const result: Written = { written: [], kept: [] };
  for (const tab of definition.tabs) {
    const sheet = spreadsheet.getSheetByName(tab.name);
    if (sheet !== null && sheet.getLastRow() > 0) result.kept.push(tab.name);
    else {
      writeTab(spreadsheet, sheet ?? spreadsheet.insertSheet(tab.name, spreadsheet.getSheets().length), tab, builders);
      result.written.push(tab.name);
    }
  }
  return result;
}

/** @param sheet an empty one. */
export function writeTab(spreadsheet: Spreadsheet, sheet: Sheet, tab: TabDefinition, builders: Builders): void {
  makeRoom(sheet, tab.rows, tab.columns + tab.spareColumns);
  const rangeOf = (area: Area) => sheet.getRange(area.row, area.column, area.rows, area.columns);
  // Formats first: a name such as 3-4 would become a date before its column is plain text.
  for (const { area, pattern } of tab.formats) rangeOf(area).setNumberFormat(pattern);
  writeCells(sheet, tab);
  for (const { area, style } of tab.styles) applyStyle(rangeOf(area), style);
  // Beside a text of several lines, short cells would else stand at its last one.
  if (tab.styles.some(({ style }) => style.wrap)) {
    sheet.getRange(1, 1, tab.rows, tab.columns).setVerticalAlignment("top");
  }
  tab.widths.forEach((width, place) => {
    sheet.setColumnWidth(place + 1, width);
  });
  for (const { area, rule } of tab.validations) applyRule(rangeOf(area), rule, spreadsheet, builders);
  for (const { row, column, text } of tab.notes) sheet.getRange(row, column).setNote(text);
  sheet.setConditionalFormatRules(
    tab.conditional.map(({ area, format }) => conditionalOf(rangeOf(area), format, builders)),
  );
  for (const { area, description } of tab.protections) {
    rangeOf(area).protect().setDescription(`Levelsheet: ${description}`).setWarningOnly(true);
  }
  for (const { column, key } of tab.columnKeys) markColumn(sheet, column, key, builders);
  for (const { name, area } of tab.names) spreadsheet.setNamedRange(name, rangeOf(area));
  for (const column of tab.hiddenColumns) sheet.hideColumns(column);
  sheet.setTabColor(tab.colour);
  sheet.setFrozenRows(tab.frozenRows);
  sheet.setFrozenColumns(tab.frozenColumns);
}

/** The key stays with the column when somebody moves or renames it. */
export function markColumn(sheet: Sheet, column: number, key: string, builders: Builders): void {
  const name = columnName(column);
  // Google takes metadata for whole columns only, and knows one by this notation.
  sheet
    .getRange(`${name}:${name}`)
    .addDeveloperMetadata(COLUMN_METADATA, key, builders.DeveloperMetadataVisibility.DOCUMENT);
}

export function makeRoom(sheet: PlainSheet, rows: number, columns: number): void {
  const missingRows = rows - sheet.getMaxRows();
  if (missingRows > 0) sheet.insertRowsAfter(sheet.getMaxRows(), missingRows);
  const missingColumns = columns - sheet.getMaxColumns();
  if (missingColumns > 0) sheet.insertColumnsAfter(sheet.getMaxColumns(), missingColumns);
}

function writeCells(sheet: Sheet, { cells, columns }: TabDefinition): void {
  const rows = cells.map((row) => Array.from({ length: columns }, (_, place) => written(row[place] ?? "")));
  const step = Math.max(1, Math.floor(BLOCK / columns));
  for (let from = 0; from < rows.length; from += step) {
    const block = rows.slice(from, from + step);
    sheet.getRange(from + 1, 1, block.length, columns).setValues(block);
  }
}

function written(cell: LayoutCell): string | number | boolean {
  if (typeof cell === "object") return cell.formula;
  return typeof cell === "string" ? plainText(cell) : cell;
}

export function applyStyle(range: GoogleAppsScript.Spreadsheet.Range, style: Style): void {
  if (style.bold) range.setFontWeight("bold");
  if (style.background !== undefined) range.setBackground(style.background);
  if (style.colour !== undefined) range.setFontColor(style.colour);
  if (style.size !== undefined) range.setFontSize(style.size);
  if (style.align !== undefined) range.setHorizontalAlignment(style.align);
  if (style.wrap) range.setWrap(true);
}

export function applyRule(
  range: GoogleAppsScript.Spreadsheet.Range,
  rule: Rule,
  spreadsheet: Spreadsheet,
  builders: Builders,
): void {
  const validation = validationOf(rule, spreadsheet, builders);
  if (validation !== null) range.setDataValidation(validation);
}

/** Null where there is nothing to choose from. */
function validationOf(
  rule: Rule,
  spreadsheet: Spreadsheet,
  builders: Builders,
): GoogleAppsScript.Spreadsheet.DataValidation | null {
  const builder = builders.newDataValidation().setHelpText(rule.help);
  switch (rule.kind) {
    case "list":
      return builder
        .requireValueInList([...rule.values], true)
        .setAllowInvalid(!rule.strict)
        .build();
    case "formula":
      return builder.requireFormulaSatisfied(rule.formula).setAllowInvalid(!rule.strict).build();
    case "date":
      return builder.requireDate().setAllowInvalid(false).build();
    case "partners": {
      const answers = spreadsheet.getSheetByName("Answers");
      const rows = (answers?.getMaxRows() ?? 0) - ANSWERS_HEADER;
      if (answers === null || rows < 1) return null;
      // A list of values may have 500, a network has more partners.
      const names = answers.getRange(ANSWERS_HEADER + 1, 1, rows, 1);
      return builder.requireValueInRange(names, true).setAllowInvalid(true).build();
    }
  }
}

function conditionalOf(
  range: GoogleAppsScript.Spreadsheet.Range,
  format: ConditionalFormat,
  builders: Builders,
): GoogleAppsScript.Spreadsheet.ConditionalFormatRule {
  const builder = builders.newConditionalFormatRule().setRanges([range]);
  if (format.kind === "heat") {
    const { NUMBER } = builders.InterpolationType;
    return builder
      .setGradientMinpointWithValue(format.low, NUMBER, String(format.min))
      .setGradientMaxpointWithValue(format.high, NUMBER, String(format.max))
      .build();
  }
  const condition =
    format.kind === "text" ? builder.whenTextEqualTo(format.text) : builder.whenFormulaSatisfied(format.formula);
  condition.setFontColor(format.colour);
  if (format.background !== undefined) condition.setBackground(format.background);
  return (format.bold ? condition.setBold(true) : condition).build();
}
