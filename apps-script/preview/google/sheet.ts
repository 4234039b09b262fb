/** A tab. */
import type { ICellData, Nullable } from "@univerjs/core";
import { SetWorksheetColWidthMutation } from "@univerjs/sheets";
import type { FWorksheet } from "@univerjs/sheets/facade";
import { parseA1 } from "./a1.ts";
import { asGoogle, GoogleFailure } from "./as-google.ts";
import { type Book, spilledOf, tabOf } from "./book.ts";
import { Chart, ChartBuilder } from "./chart.ts";
import { CHART_SIZE } from "./chart-record.ts";
import { type ConditionalFormatRule, readRules, writeRules } from "./conditional.ts";
import { MetadataFinder, metadataOfSheet, metadataUnder } from "./metadata.ts";
import { protect, protectionsOf } from "./protection.ts";
import { Range, rangeOf } from "./range.ts";
import { Spreadsheet } from "./spreadsheet.ts";

type GoogleSheet = GoogleAppsScript.Spreadsheet.Sheet;
type GoogleRange = GoogleAppsScript.Spreadsheet.Range;
type GoogleChart = GoogleAppsScript.Spreadsheet.EmbeddedChart;
type Rules = GoogleAppsScript.Spreadsheet.ConditionalFormatRule[];

/** Cells of a whole workbook, blank ones included. */
const MOST_CELLS = 10_000_000;

type Offered =
  | "getName"
  | "setName"
  | "getSheetId"
  | "getIndex"
  | "getParent"
  | "getRange"
  | "getDataRange"
  | "getLastRow"
  | "getLastColumn"
  | "getMaxRows"
  | "getMaxColumns"
  | "insertRowsAfter"
  | "insertRowsBefore"
  | "insertColumnsAfter"
  | "insertColumnsBefore"
  | "insertColumnAfter"
  | "deleteRows"
  | "deleteRow"
  | "deleteColumns"
  | "deleteColumn"
  | "hideColumns"
  | "hideRows"
  | "setColumnWidth"
  | "setColumnWidths"
  | "setRowHeight"
  | "setFrozenRows"
  | "setFrozenColumns"
  | "getFrozenRows"
  | "getFrozenColumns"
  | "setTabColor"
  | "setHiddenGridlines"
  | "setConditionalFormatRules"
  | "getConditionalFormatRules"
  | "getProtections"
  | "protect"
  | "addDeveloperMetadata"
  | "getDeveloperMetadata"
  | "createDeveloperMetadataFinder"
  | "newChart"
  | "insertChart"
  | "updateChart"
  | "removeChart"
  | "getCharts"
  | "activate"
  | "appendRow"
  | "clear"
  | "clearContents"
  | "clearNotes"
  | "getActiveRange"
  | "hideSheet"
  | "isSheetHidden";

export class Sheet implements Pick<GoogleSheet, Offered> {
  readonly #book: Book;
  readonly tab: FWorksheet;

  constructor(book: Book, tab: FWorksheet) {
    this.#book = book;
    this.tab = tab;
  }

  getName = () => this.tab.getSheetName();
  /** Google's are numbers; Univer's ids are text. */
  getSheetId = () => [...this.tab.getSheetId()].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  getIndex = () => this.tab.getIndex() + 1;
  getMaxRows = () => this.tab.getMaxRows();
  getMaxColumns = () => this.tab.getMaxColumns();
  getFrozenRows = () => this.tab.getFrozenRows();
  getFrozenColumns = () => this.tab.getFrozenColumns();
  isSheetHidden = () => this.tab.isSheetHidden();

  getParent(): GoogleAppsScript.Spreadsheet.Spreadsheet {
    return asGoogle(new Spreadsheet(this.#book));
  }

  setName(name: string): GoogleSheet {
    this.#write("Sheet.setName");
    this.tab.setName(name);
    return asGoogle(this);
  }

  getRange(first: string | number, column?: number, rows = 1, columns = 1): GoogleRange {
    this.#read("Sheet.getRange");
    if (typeof first === "number") {
      return rangeOf(this.#book, this.tab, first - 1, (column ?? Number.NaN) - 1, rows, columns);
    }
    const { area } = parseA1(first, { rows: this.getMaxRows(), columns: this.getMaxColumns() });
    const { startRow, endRow, startColumn, endColumn } = area;
    return rangeOf(this.#book, this.tab, startRow, startColumn, endRow - startRow + 1, endColumn - startColumn + 1);
  }

  getDataRange(): GoogleRange {
    return this.getRange(1, 1, Math.max(1, this.getLastRow()), Math.max(1, this.getLastColumn()));
  }

  getLastRow(): number {
    this.#read("Sheet.getLastRow");
    return this.#extent().rows;
  }

  getLastColumn(): number {
    this.#read("Sheet.getLastColumn");
    return this.#extent().columns;
  }

  /** Where content ends: formats alone do not count. */
  #extent(): { rows: number; columns: number } {
    const extent = { rows: 0, columns: 0 };
    const look = (row: number, column: number, cell: Nullable<ICellData>): void => {
      if (!cell || (!cell.f && !cell.p && (cell.v ?? "") === "")) return;
      extent.rows = Math.max(extent.rows, row + 1);
      extent.columns = Math.max(extent.columns, column + 1);
    };
    tabOf(this.tab)
      .getCellMatrix()
      .forValue((row, column, cell) => look(row, column, cell));
    for (const [row, cells] of Object.entries(spilledOf(this.tab, this.#book.workbook) ?? {})) {
      for (const [column, cell] of Object.entries(cells ?? {})) look(Number(row), Number(column), cell as ICellData);
    }
    return extent;
  }

  insertRowsAfter(after: number, count: number): GoogleSheet {
    this.#grow("Sheet.insertRowsAfter", count, 0);
    if (after === this.getMaxRows()) this.tab.setRowCount(after + count);
    else this.tab.insertRowsAfter(after - 1, count);
    return asGoogle(this);
  }

  insertRowsBefore(before: number, count: number): GoogleSheet {
    this.#grow("Sheet.insertRowsBefore", count, 0);
    this.tab.insertRowsBefore(before - 1, count);
    return asGoogle(this);
  }

  insertColumnsAfter(after: number, count: number): GoogleSheet {
    this.#grow("Sheet.insertColumnsAfter", 0, count);
    if (after === this.getMaxColumns()) this.tab.setColumnCount(after + count);
    else this.tab.insertColumnsAfter(after - 1, count);
    return asGoogle(this);
  }

  insertColumnAfter(after: number): GoogleSheet {
    return this.insertColumnsAfter(after, 1);
  }

  insertColumnsBefore(before: number, count: number): GoogleSheet {
    this.#grow("Sheet.insertColumnsBefore", 0, count);
    this.tab.insertColumnsBefore(before - 1, count);
    return asGoogle(this);
  }

  deleteRows(first: number, count: number): GoogleSheet {
    this.#write("Sheet.deleteRows");
    if (count >= this.getMaxRows()) throw new GoogleFailure("You can't delete all the rows on the sheet.");
    this.tab.deleteRows(first - 1, count);
    return asGoogle(this);
  }

  deleteRow(row: number): GoogleSheet {
    return this.deleteRows(row, 1);
  }

  deleteColumns(first: number, count: number): void {
    this.#write("Sheet.deleteColumns");
    if (count >= this.getMaxColumns()) throw new GoogleFailure("You can't delete all the columns on the sheet.");
    this.tab.deleteColumns(first - 1, count);
  }

  deleteColumn(column: number): GoogleSheet {
    this.deleteColumns(column, 1);
    return asGoogle(this);
  }

  hideColumns(first: number, count = 1): void {
    this.#write("Sheet.hideColumns");
    this.tab.hideColumns(first - 1, count);
  }

  hideRows(first: number, count = 1): void {
    this.#write("Sheet.hideRows");
    this.tab.hideRows(first - 1, count);
  }

  setColumnWidth(column: number, width: number): GoogleSheet {
    return this.setColumnWidths(column, 1, width);
  }

  setColumnWidths(first: number, count: number, width: number): GoogleSheet {
    this.#write("Sheet.setColumnWidths");
    const [startColumn, endColumn] = [first - 1, first + count - 2];
    // Univer's command would measure every row of the tab for each column.
    this.#book.univer.syncExecuteCommand(SetWorksheetColWidthMutation.id, {
      unitId: this.#book.workbook.getId(),
      subUnitId: this.tab.getSheetId(),
      ranges: [{ startRow: 0, endRow: this.getMaxRows() - 1, startColumn, endColumn }],
      colWidth: width,
    });
    return asGoogle(this);
  }

  setRowHeight(row: number, height: number): GoogleSheet {
    this.#write("Sheet.setRowHeight");
    this.tab.setRowHeight(row - 1, height);
    return asGoogle(this);
  }

  setRowHeightsForced(first: number, count: number, height: number): GoogleSheet {
    this.#write("Sheet.setRowHeightsForced");
    this.tab.setRowHeightsForced(first - 1, count, height);
    return asGoogle(this);
  }

  setFrozenRows(rows: number): void {
    this.#write("Sheet.setFrozenRows");
    this.tab.setFrozenRows(rows);
  }

  setFrozenColumns(columns: number): void {
    this.#write("Sheet.setFrozenColumns");
    this.tab.setFrozenColumns(columns);
  }

  setTabColor(colour: string | null): GoogleSheet {
    this.#write("Sheet.setTabColor");
    this.tab.setTabColor(colour ?? "");
    return asGoogle(this);
  }

  setHiddenGridlines(hidden: boolean): GoogleSheet {
    this.#write("Sheet.setHiddenGridlines");
    this.tab.setHiddenGridlines(hidden);
    return asGoogle(this);
  }

  setConditionalFormatRules(rules: Rules): void {
    this.#write("Sheet.setConditionalFormatRules");
    writeRules(
      this.tab,
      rules.map((rule) => asGoogle<ConditionalFormatRule>(rule)),
    );
  }

  getConditionalFormatRules(): Rules {
    this.#read("Sheet.getConditionalFormatRules");
    return readRules(this.#book, this.tab).map((rule) => asGoogle(rule));
  }

  getProtections(type: GoogleAppsScript.Spreadsheet.ProtectionType): GoogleAppsScript.Spreadsheet.Protection[] {
    this.#read("Sheet.getProtections");
    const ofRanges = String(type) === "RANGE";
    return protectionsOf(this.#book, this.tab.getSheetId(), ofRanges).map((one) => asGoogle(one));
  }

  protect(): GoogleAppsScript.Spreadsheet.Protection {
    this.#write("Sheet.protect");
    return asGoogle(protect(this.#book, this.tab.getSheetId(), null));
  }

  addDeveloperMetadata(key: string, ...more: unknown[]): GoogleSheet {
    this.#write("Sheet.addDeveloperMetadata");
    metadataOfSheet(this.#book, this.tab).add(key, more);
    return asGoogle(this);
  }

  getDeveloperMetadata(): GoogleAppsScript.Spreadsheet.DeveloperMetadata[] {
    this.#read("Sheet.getDeveloperMetadata");
    return metadataOfSheet(this.#book, this.tab)
      .list()
      .map((one) => asGoogle(one));
  }

  createDeveloperMetadataFinder(): GoogleAppsScript.Spreadsheet.DeveloperMetadataFinder {
    this.#read("Sheet.createDeveloperMetadataFinder");
    return asGoogle(new MetadataFinder(() => metadataUnder(this.#book, this.tab)));
  }

  newChart(): GoogleAppsScript.Spreadsheet.EmbeddedChartBuilder {
    this.#read("Sheet.newChart");
    return asGoogle(
      new ChartBuilder({
        id: 0,
        sheet: this.tab.getSheetId(),
        type: "COLUMN",
        ranges: [],
        row: 0,
        column: 0,
        offsetX: 0,
        offsetY: 0,
        ...CHART_SIZE,
        headers: 0,
        transpose: false,
        options: {},
      }),
    );
  }

  insertChart(chart: GoogleChart): void {
    this.#write("Sheet.insertChart");
    const { annex, view } = this.#book;
    const { record } = asGoogle<Chart>(chart);
    annex.charts.push({ ...record, id: annex.nextId++, sheet: this.tab.getSheetId() });
    view.chartsChanged();
  }

  updateChart(chart: GoogleChart): void {
    this.#write("Sheet.updateChart");
    const { annex, view } = this.#book;
    const { record } = asGoogle<Chart>(chart);
    const place = annex.charts.findIndex(({ id }) => id === record.id);
    if (place < 0) throw new GoogleFailure("The chart is not on this sheet.");
    annex.charts[place] = record;
    view.chartsChanged();
  }

  removeChart(chart: GoogleChart): void {
    this.#write("Sheet.removeChart");
    const { annex, view } = this.#book;
    const { record } = asGoogle<Chart>(chart);
    annex.charts = annex.charts.filter(({ id }) => id !== record.id);
    view.chartsChanged();
  }

  getCharts(): GoogleChart[] {
    this.#read("Sheet.getCharts");
    return this.#book.annex.charts
      .filter(({ sheet }) => sheet === this.tab.getSheetId())
      .map((record) => asGoogle(new Chart(this.#book, record)));
  }

  activate(): GoogleSheet {
    this.#write("Sheet.activate");
    this.tab.activate();
    return asGoogle(this);
  }

  appendRow(values: unknown[]): GoogleSheet {
    const row = this.getLastRow() + 1;
    if (row > this.getMaxRows()) this.insertRowsAfter(this.getMaxRows(), 1);
    const missing = values.length - this.getMaxColumns();
    if (missing > 0) this.insertColumnsAfter(this.getMaxColumns(), missing);
    this.getRange(row, 1, 1, values.length).setValues([values]);
    return asGoogle(this);
  }

  clear(): GoogleSheet {
    this.getRange(1, 1, this.getMaxRows(), this.getMaxColumns()).clear();
    return asGoogle(this);
  }

  clearContents(): GoogleSheet {
    this.getDataRange().clearContent();
    return asGoogle(this);
  }

  clearNotes(): GoogleSheet {
    this.getDataRange().clearNote();
    return asGoogle(this);
  }

  hideSheet(): GoogleSheet {
    this.#write("Sheet.hideSheet");
    this.tab.hideSheet();
    return asGoogle(this);
  }

  getActiveRange(): GoogleRange | null {
    this.#read("Sheet.getActiveRange");
    const found = this.tab.getSelection()?.getActiveRange();
    if (found === null || found === undefined) return null;
    const { startRow, endRow, startColumn, endColumn } = found.getRange();
    return asGoogle(new Range(this.#book, this.tab, { startRow, endRow, startColumn, endColumn }));
  }

  #grow(method: string, rows: number, columns: number): void {
    this.#write(method);
    const cells = this.#book.workbook
      .getSheets()
      .reduce((sum, sheet) => sum + sheet.getMaxRows() * sheet.getMaxColumns(), 0);
    if (cells + rows * this.getMaxColumns() + columns * this.getMaxRows() > MOST_CELLS) {
      throw new GoogleFailure(
        "This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
      );
    }
  }

  #read(method: string): void {
    this.#book.execution.use("spreadsheet", method);
  }

  #write(method: string): void {
    this.#book.execution.use("spreadsheet.write", method);
  }
}
