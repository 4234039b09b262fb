/**
 * A spreadsheet in memory with the methods the add-on calls. It refuses what Google refuses, in Google's words, keeps a
 * formula apart from text, swallows a leading apostrophe, and turns what looks like a number into one.
 */

import { type FakeChart, FakeChartBuilder } from "./sheet-charts.ts";

export type Value = string | number | boolean | Date;

export interface Counts {
  reads: number;
  writes: number;
}

export class FakeSpreadsheet {
  readonly sheets: FakeSheet[] = [];
  readonly names = new Map<string, FakeRange>();
  readonly counts: Counts = { reads: 0, writes: 0 };
  /** True inside a function in a cell: Google lets it read only. */
  readOnly = false;
  active: FakeRange[] = [];
  activeSheet: FakeSheet | null = null;
  readonly toasts: string[] = [];
  timeZone = "Etc/UTC";
  charts = 0;

  constructor() {
    this.insertSheet("Sheet1");
  }

  getSheetByName(name: string): FakeSheet | null {
    return this.sheets.find((sheet) => sheet.name === name) ?? null;
  }

  getSpreadsheetTimeZone = (): string => this.timeZone;

  getSheets(): FakeSheet[] {
    return [...this.sheets];
  }

  insertSheet(name: string, place = this.sheets.length): FakeSheet {
    this.requireWritable("insertSheet");
    if (this.getSheetByName(name) !== null) {
      throw new Error(`A sheet with the name "${name}" already exists. Please enter another name.`);
    }
    const sheet = new FakeSheet(this, name);
    this.sheets.splice(place, 0, sheet);
    return sheet;
  }

  setNamedRange(name: string, range: FakeRange): void {
    this.requireWritable("setNamedRange");
    this.names.set(name, range);
  }

  getRangeByName(name: string): FakeRange | null {
    const range = this.names.get(name);
    return range !== undefined && this.sheets.includes(range.sheet) ? range : null;
  }

  getActiveRangeList(): { getRanges(): FakeRange[] } | null {
    return this.active.length === 0 ? null : { getRanges: () => this.active };
  }

  getActiveSheet(): FakeSheet {
    return this.activeSheet ?? this.active[0]?.getSheet() ?? (this.sheets[0] as FakeSheet);
  }

  getCurrentCell(): FakeRange | null {
    const [range] = this.active;
    return range === undefined ? null : range.getSheet().getRange(range.getRow(), range.getColumn());
  }

  toast(message: string): void {
    this.toasts.push(message);
  }

  requireWritable(method: string): void {
    if (this.readOnly) throw new Error(`You do not have permission to call ${method}`);
  }
}

interface Metadata {
  key: string;
  value: string;
  column: number;
}

export class FakeSheet {
  readonly book: FakeSpreadsheet;
  name: string;
  maxRows = 1_000;
  maxColumns = 26;
  /** By row and column from 0; sparse. */
  readonly values: Value[][] = [];
  readonly formulas: string[][] = [];
  /** What formulas show, their own cell first; they show it as long as nothing else stands in its place. */
  readonly spills: { row: number; column: number; values: Value[][] }[] = [];
  readonly notes: string[][] = [];
  readonly patterns: string[][] = [];
  readonly validations: { range: FakeRange; rule: unknown }[] = [];
  readonly protections: { range: FakeRange; description: string; warningOnly: boolean }[] = [];
  readonly widths: number[] = [];
  /** Rows, from 1, that do not grow with their cells. */
  readonly heights: number[] = [];
  readonly styles: { range: FakeRange; name: string; value: unknown }[] = [];
  metadata: Metadata[] = [];
  conditional: unknown[] = [];
  frozen = { rows: 0, columns: 0 };
  tabColour = "";
  readonly hidden = new Set<number>();
  readonly charts: FakeChart[] = [];

  constructor(book: FakeSpreadsheet, name: string) {
    this.book = book;
    this.name = name;
  }

  getName = (): string => this.name;
  getMaxRows = (): number => this.maxRows;
  getMaxColumns = (): number => this.maxColumns;
  getParent = (): FakeSpreadsheet => this.book;

  getLastRow(): number {
    const own = this.values.reduce((last, row, place) => (row?.some((value) => value !== "") ? place + 1 : last), 0);
    return this.#shown().reduce((last, { row, values }) => Math.max(last, row + values.length), own);
  }

  getLastColumn(): number {
    const own = this.values.reduce(
      (last, row) =>
        (row ?? []).reduce<number>((most, value, place) => (value !== "" ? Math.max(most, place + 1) : most), last),
      0,
    );
    return this.#shown().reduce((last, { column, values }) => Math.max(last, column + (values[0]?.length ?? 0)), own);
  }

  /** A formula that fills a block of cells, as Google shows it once it is calculated. */
  fill(row: number, column: number, formula: string, values: Value[][]): void {
    this.getRange(row, column).setFormula(formula);
    this.spills.push({ row: row - 1, column: column - 1, values });
  }

  #shown() {
    return this.spills.filter(({ row, column }) => (this.formulas[row]?.[column] ?? "") !== "");
  }

  /** What a cell shows, from 0. */
  shows(row: number, column: number): Value {
    for (const spill of this.#shown()) {
      const value = spill.values[row - spill.row]?.[column - spill.column];
      if (value === undefined || row < spill.row || column < spill.column) continue;
      const isOwn = row === spill.row && column === spill.column;
      if (!this.#isBlocked(spill)) return value;
      if (isOwn) return "#REF!";
    }
    return this.values[row]?.[column] ?? "";
  }

  #isBlocked({ row, column, values }: { row: number; column: number; values: Value[][] }): boolean {
    return values.some((cells, down) =>
      cells.some((_, right) => {
        if (down === 0 && right === 0) return false;
        const taken = this.values[row + down]?.[column + right] ?? "";
        return taken !== "" || (this.formulas[row + down]?.[column + right] ?? "") !== "";
      }),
    );
  }

  insertRowsAfter(after: number, count: number): void {
    this.book.requireWritable("insertRowsAfter");
    if (after !== this.maxRows) throw new Error("the fake inserts at the end only");
    this.maxRows += count;
  }

  insertColumnsAfter(after: number, count: number): void {
    this.book.requireWritable("insertColumnsAfter");
    if (after !== this.maxColumns) throw new Error("the fake inserts at the end only");
    this.maxColumns += count;
  }

  /** As a person moves a column: cells, notes and metadata go along. */
  moveColumn(from: number, to: number): void {
    const move = (row: unknown[] | undefined) => {
      if (row === undefined) return;
      for (let place = 0; place < Math.max(from, to); place++) row[place] ??= "";
      row.splice(to - 1, 0, ...row.splice(from - 1, 1));
    };
    for (const grid of [this.values, this.formulas, this.notes, this.patterns]) grid.forEach(move);
    const order = Array.from({ length: this.maxColumns }, (_, place) => place + 1);
    order.splice(to - 1, 0, ...order.splice(from - 1, 1));
    this.metadata = this.metadata.map((entry) => ({ ...entry, column: order.indexOf(entry.column) + 1 }));
  }

  /** @param row from 1, or a whole column such as `C:C`. */
  getRange(row: number | string, column = 1, rows = 1, columns = 1): FakeRange {
    if (typeof row === "string") return this.#wholeColumn(row);
    if (row < 1 || column < 1) throw new Error("The starting row of the range is too small.");
    if (rows < 1) throw new Error("The number of rows in the range must be at least 1.");
    if (columns < 1) throw new Error("The number of columns in the range must be at least 1.");
    if (row + rows - 1 > this.maxRows || column + columns - 1 > this.maxColumns) {
      throw new Error("The coordinates of the range are outside the dimensions of the sheet.");
    }
    return new FakeRange(this, row, column, rows, columns);
  }

  #wholeColumn(notation: string): FakeRange {
    const letters = /^([A-Z]+):\1$/.exec(notation)?.[1];
    if (letters === undefined) throw new Error("Range not found");
    const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    const range = this.getRange(1, column, this.maxRows, 1);
    range.isWholeColumn = true;
    return range;
  }

  getDataRange(): FakeRange {
    return this.getRange(1, 1, Math.max(1, this.getLastRow()), Math.max(1, this.getLastColumn()));
  }

  setColumnWidth(column: number, width: number): void {
    this.book.requireWritable("setColumnWidth");
    this.widths[column - 1] = width;
  }

  setRowHeightsForced(first: number, count: number, height: number): void {
    this.book.requireWritable("setRowHeightsForced");
    for (let row = first; row < first + count; row++) this.heights[row] = height;
  }

  hideColumns(column: number, count = 1): void {
    this.book.requireWritable("hideColumns");
    if (column < 1 || column + count - 1 > this.maxColumns) throw new Error("Those columns are out of bounds.");
    for (let place = column; place < column + count; place++) this.hidden.add(place);
  }

  newChart(): FakeChartBuilder {
    return new FakeChartBuilder(this, null);
  }

  getCharts(): FakeChart[] {
    return [...this.charts];
  }

  insertChart(chart: FakeChart): void {
    this.book.requireWritable("insertChart");
    chart.id = ++this.book.charts;
    this.charts.push(chart);
  }

  removeChart(chart: FakeChart): void {
    this.book.requireWritable("removeChart");
    const place = this.charts.findIndex(({ id }) => id === chart.id);
    if (place < 0) throw new Error("Invalid argument: chart");
    this.charts.splice(place, 1);
  }

  updateChart(chart: FakeChart): void {
    this.book.requireWritable("updateChart");
    const place = this.charts.findIndex(({ id }) => id === chart.id);
    if (place < 0) throw new Error("Invalid argument: chart");
    this.charts[place] = chart;
  }

  setFrozenRows(count: number): void {
    this.frozen.rows = count;
  }

  setFrozenColumns(count: number): void {
    this.frozen.columns = count;
  }

  setTabColor(colour: string): void {
    this.tabColour = colour;
  }

  setConditionalFormatRules(rules: unknown[]): void {
    this.book.requireWritable("setConditionalFormatRules");
    this.conditional = rules;
  }

  createDeveloperMetadataFinder() {
    let found = this.metadata;
    const finder = {
      withKey: (key: string) => {
        found = found.filter((entry) => entry.key === key);
        return finder;
      },
      find: () =>
        found.map(({ value, column }) => ({
          getValue: () => value,
          getLocation: () => ({ getColumn: () => new FakeRange(this, 1, column, this.maxRows, 1) }),
        })),
    };
    return finder;
  }

  /** All cells as they show, for expectations. */
  grid(): (string | number | boolean)[][] {
    return this.getDataRange()
      .peek()
      .map((row) => row.map((value) => (value instanceof Date ? value.toISOString() : value)));
  }
}

export class FakeRange {
  readonly sheet: FakeSheet;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  isWholeColumn = false;

  constructor(sheet: FakeSheet, row: number, column: number, rows: number, columns: number) {
    this.sheet = sheet;
    this.row = row;
    this.column = column;
    this.rows = rows;
    this.columns = columns;
  }

  getSheet = (): FakeSheet => this.sheet;
  getRow = (): number => this.row;
  getColumn = (): number => this.column;
  getNumRows = (): number => this.rows;
  getNumColumns = (): number => this.columns;
  getLastRow = (): number => this.row + this.rows - 1;
  getLastColumn = (): number => this.column + this.columns - 1;

  /** Rows change places with all their cells within the range; formulas go along. */
  sort({ column, ascending }: { column: number; ascending: boolean }): this {
    this.sheet.book.requireWritable("sort");
    if (column < this.column || column > this.getLastColumn()) throw new Error("Sort column is outside the range.");
    const rank = (value: Value): [number, number | string] =>
      value === ""
        ? [ascending ? 3 : -1, ""]
        : typeof value === "number"
          ? [0, value]
          : value instanceof Date
            ? [0, value.getTime()]
            : [1, String(value)];
    const order = this.peek()
      .map((row, place) => ({ place, key: rank(row[column - this.column] ?? "") }))
      .sort((a, b) => {
        const [one, other] = [a.key, b.key];
        const sign = one[0] - other[0] || (one[1] < other[1] ? -1 : one[1] > other[1] ? 1 : 0);
        return (ascending ? sign : -sign) || a.place - b.place;
      });
    for (const grid of [this.sheet.values, this.sheet.formulas, this.sheet.notes] as unknown[][][]) {
      const before = this.#map((row, place) => grid[row]?.[place] ?? "");
      this.#each((row, place) => {
        const from = order[row - this.row + 1]?.place ?? 0;
        put(grid, row, place, before[from]?.[place - this.column + 1] ?? "");
      });
    }
    return this;
  }

  peek(): Value[][] {
    return this.#map((row, column) => this.sheet.shows(row, column));
  }

  getValues(): Value[][] {
    this.sheet.book.counts.reads++;
    return this.peek();
  }

  getValue(): Value {
    return this.getValues()[0]?.[0] ?? "";
  }

  getFormulas(): string[][] {
    return this.#map((row, column) => this.sheet.formulas[row]?.[column] ?? "");
  }

  getFormula = (): string => this.getFormulas()[0]?.[0] ?? "";

  setFormula(formula: string): this {
    if (!formula.startsWith("=")) throw new Error("the fake takes formulas that begin with =");
    return this.setValue(formula);
  }

  clearContent(): this {
    return this.setValue("");
  }

  setValues(values: Value[][]): this {
    this.sheet.book.requireWritable("setValues");
    this.sheet.book.counts.writes++;
    if (values.length !== this.rows) {
      throw new Error(
        `The number of rows in the data does not match the number of rows in the range. The data has ${values.length} but the range has ${this.rows}.`,
      );
    }
    for (const row of values) {
      if (row.length !== this.columns) {
        throw new Error(
          `The number of columns in the data does not match the number of columns in the range. The data has ${row.length} but the range has ${this.columns}.`,
        );
      }
    }
    this.#each((row, column) => this.#enter(row, column, values[row - this.row + 1]?.[column - this.column + 1] ?? ""));
    return this;
  }

  setValue(value: Value): this {
    return this.setValues(Array.from({ length: this.rows }, () => Array.from({ length: this.columns }, () => value)));
  }

  #enter(row: number, column: number, value: Value): void {
    const plain = this.sheet.patterns[row]?.[column] === "@";
    put(this.sheet.formulas, row, column, typeof value === "string" && value.startsWith("=") ? value : "");
    const { timeZone } = this.sheet.book;
    put(
      this.sheet.values,
      row,
      column,
      typeof value === "string" ? entered(value, plain, timeZone) : plain ? String(value) : value,
    );
  }

  getNotes(): string[][] {
    return this.#map((row, column) => this.sheet.notes[row]?.[column] ?? "");
  }

  setNotes(notes: string[][]): this {
    this.sheet.book.requireWritable("setNotes");
    if (notes.length !== this.rows || notes.some((row) => row.length !== this.columns)) {
      throw new Error("The number of rows in the data does not match the number of rows in the range.");
    }
    this.#each((row, column) =>
      put(this.sheet.notes, row, column, notes[row - this.row + 1]?.[column - this.column + 1] ?? ""),
    );
    return this;
  }

  setNote(note: string): this {
    this.sheet.book.requireWritable("setNote");
    this.#each((row, column) => put(this.sheet.notes, row, column, note));
    return this;
  }

  setNumberFormat(pattern: string): this {
    this.sheet.book.requireWritable("setNumberFormat");
    this.#each((row, column) => put(this.sheet.patterns, row, column, pattern));
    return this;
  }

  setDataValidation(rule: unknown): this {
    this.sheet.book.requireWritable("setDataValidation");
    this.sheet.validations.push({ range: this, rule });
    return this;
  }

  addDeveloperMetadata(key: string, value: string): this {
    if (!this.isWholeColumn) {
      throw new Error(
        "Adding developer metadata to arbitrary ranges is not currently supported. Developer metadata may only be added to the top-level spreadsheet, an individual sheet, or an entire row or column.",
      );
    }
    this.sheet.metadata.push({ key, value, column: this.column });
    return this;
  }

  protect() {
    const protection = { range: this, description: "", warningOnly: false };
    this.sheet.protections.push(protection);
    const chain = {
      setDescription: (text: string) => {
        protection.description = text;
        return chain;
      },
      setWarningOnly: (only: boolean) => {
        protection.warningOnly = only;
        return chain;
      },
    };
    return chain;
  }

  setFontWeight = (value: string): this => this.#style("fontWeight", value);
  setBackground = (value: string | null): this => this.#style("background", value);
  setFontColor = (value: string): this => this.#style("fontColor", value);
  setFontSize = (value: number): this => this.#style("fontSize", value);
  setHorizontalAlignment = (value: string): this => this.#style("horizontalAlignment", value);
  setVerticalAlignment = (value: string): this => this.#style("verticalAlignment", value);
  setWrap = (value: boolean): this => this.#style("wrap", value);

  #style(name: string, value: unknown): this {
    this.sheet.book.requireWritable(name);
    this.sheet.styles.push({ range: this, name, value });
    return this;
  }

  #each(visit: (row: number, column: number) => void): void {
    for (let row = this.row - 1; row < this.row - 1 + this.rows; row++) {
      for (let column = this.column - 1; column < this.column - 1 + this.columns; column++) visit(row, column);
    }
  }

  #map<Cell>(read: (row: number, column: number) => Cell): Cell[][] {
    return Array.from({ length: this.rows }, (_, row) =>
      Array.from({ length: this.columns }, (_unused, column) => read(this.row - 1 + row, this.column - 1 + column)),
    );
  }
}

function put<Cell>(grid: Cell[][], row: number, column: number, value: Cell): void {
  let cells = grid[row];
  if (cells === undefined) {
    cells = [];
    grid[row] = cells;
  }
  cells[column] = value;
}

/** What becomes of a text that is entered. */
function entered(text: string, plain: boolean, timeZone: string): Value {
  if (text.startsWith("'")) return text.slice(1);
  if (text.startsWith("=")) return "#formula";
  if (plain || text.trim() === "") return text;
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return midnight(text, timeZone);
  if (/^\d{1,4}[-/]\d{1,2}([-/]\d{1,4})?$/.test(text)) return new Date(0);
  return /^(true|false)$/i.test(text) ? text.toLowerCase() === "true" : text;
}

export function dayIn(time: number, timeZone: string): string {
  // Sweden writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(time);
}

/** Google's dates are moments: the first one of the day where the spreadsheet is. */
function midnight(day: string, timeZone: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const hours = Array.from({ length: 27 }, (_, hour) => utc + (hour - 14) * 3_600_000);
  return new Date(hours.find((time) => dayIn(time, timeZone) === day) ?? utc);
}
