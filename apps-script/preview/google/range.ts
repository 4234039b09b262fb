/** A range of cells: how they look, and which rules they keep. */
import { HorizontalAlign, type ICellData, type IStyleData, VerticalAlign, WrapStrategy } from "@univerjs/core";
import { SetRangeValuesMutation, SetStyleCommand } from "@univerjs/sheets";
import type { FWorksheet } from "@univerjs/sheets/facade";
import type { Area } from "./a1.ts";
import { asGoogle, GoogleFailure } from "./as-google.ts";
import { type Book, coreOf, tabOf } from "./book.ts";
import { MetadataFinder, metadataPlace } from "./metadata.ts";
import { protect } from "./protection.ts";
import { RangeValues } from "./range-values.ts";
import { Sheet } from "./sheet.ts";
import { type SortBy, sortRows } from "./sort.ts";
import { Spreadsheet } from "./spreadsheet.ts";
import { type DataValidation, removeRules, rowsOfRule, ruleAt, setRule } from "./validation.ts";

type GoogleRange = GoogleAppsScript.Spreadsheet.Range;

type Offered =
  | "getSheet"
  | "offset"
  | "getCell"
  | "setNumberFormat"
  | "setNumberFormats"
  | "getNumberFormat"
  | "setBackground"
  | "setBackgrounds"
  | "getBackground"
  | "setFontColor"
  | "getFontColor"
  | "setFontWeight"
  | "getFontWeight"
  | "setFontStyle"
  | "setFontSize"
  | "getFontSize"
  | "setHorizontalAlignment"
  | "setVerticalAlignment"
  | "setWrap"
  | "setNote"
  | "setNotes"
  | "getNote"
  | "getNotes"
  | "clearNote"
  | "sort"
  | "setDataValidation"
  | "getDataValidation"
  | "clearDataValidations"
  | "clearFormat"
  | "clear"
  | "activate"
  | "protect"
  | "addDeveloperMetadata"
  | "getDeveloperMetadata"
  | "createDeveloperMetadataFinder";

const HORIZONTAL = { left: HorizontalAlign.LEFT, center: HorizontalAlign.CENTER, right: HorizontalAlign.RIGHT };
const VERTICAL = { top: VerticalAlign.TOP, middle: VerticalAlign.MIDDLE, bottom: VerticalAlign.BOTTOM };

export class Range extends RangeValues implements Pick<GoogleRange, Offered> {
  getSheet(): GoogleAppsScript.Spreadsheet.Sheet {
    return asGoogle(new Sheet(this.book, this.tab));
  }

  offset(rows: number, columns: number, height = this.getNumRows(), width = this.getNumColumns()): GoogleRange {
    const { startRow, startColumn } = this.area;
    return rangeOf(this.book, this.tab, startRow + rows, startColumn + columns, height, width);
  }

  getCell(row: number, column: number): GoogleRange {
    return this.offset(row - 1, column - 1, 1, 1);
  }

  setNumberFormat(pattern: string): GoogleRange {
    return this.#style("Range.setNumberFormat", { n: { pattern } });
  }

  setNumberFormats(patterns: string[][]): GoogleRange {
    this.requireSize(patterns);
    return this.#styles("Range.setNumberFormats", patterns, (pattern) => ({ n: { pattern } }));
  }

  getNumberFormat(): string {
    return this.#firstStyle().n?.pattern ?? "General";
  }

  setBackground(colour: string | null): GoogleRange {
    return this.#style("Range.setBackground", { bg: colour === null ? null : { rgb: colour } });
  }

  setBackgrounds(colours: (string | null)[][]): GoogleRange {
    this.requireSize(colours);
    return this.#styles("Range.setBackgrounds", colours, (rgb) => ({ bg: rgb === null ? null : { rgb } }));
  }

  getBackground(): string {
    return this.#firstStyle().bg?.rgb ?? "#ffffff";
  }

  setFontColor(colour: string | null): GoogleRange {
    return this.#style("Range.setFontColor", { cl: colour === null ? null : { rgb: colour } });
  }

  getFontColor(): string {
    return this.#firstStyle().cl?.rgb ?? "#000000";
  }

  setFontWeight(weight: "bold" | "normal" | null): GoogleRange {
    return this.#style("Range.setFontWeight", { bl: weight === "bold" ? 1 : 0 });
  }

  getFontWeight(): "bold" | "normal" {
    return this.#firstStyle().bl === 1 ? "bold" : "normal";
  }

  setFontStyle(style: "italic" | "normal" | null): GoogleRange {
    return this.#style("Range.setFontStyle", { it: style === "italic" ? 1 : 0 });
  }

  setFontSize(points: number): GoogleRange {
    this.#style("Range.setFontSize", { fs: points });
    return this.#fitRows();
  }

  getFontSize(): number {
    return this.#firstStyle().fs ?? 10;
  }

  setHorizontalAlignment(alignment: "left" | "center" | "normal" | "right" | null): GoogleRange {
    const ht = alignment === null || alignment === "normal" ? null : HORIZONTAL[alignment];
    return this.#style("Range.setHorizontalAlignment", { ht });
  }

  setVerticalAlignment(alignment: "top" | "middle" | "bottom" | null): GoogleRange {
    return this.#style("Range.setVerticalAlignment", { vt: alignment === null ? null : VERTICAL[alignment] });
  }

  setWrap(wrap: boolean): GoogleRange {
    this.#style("Range.setWrap", { tb: wrap ? WrapStrategy.WRAP : WrapStrategy.OVERFLOW });
    return this.#fitRows();
  }

  setNote(note: string | null): GoogleRange {
    return this.setNotes(Array.from({ length: this.getNumRows() }, () => new Array(this.getNumColumns()).fill(note)));
  }

  setNotes(notes: (string | null)[][]): GoogleRange {
    this.requireSize(notes);
    this.write("Range.setNotes");
    const before = this.getNotes();
    notes.forEach((row, down) => {
      row.forEach((note, right) => {
        const text = note ?? "";
        if (before[down]?.[right] !== text) this.#putNote(down, right, text);
      });
    });
    return asGoogle(this);
  }

  #putNote(down: number, right: number, note: string): void {
    const [row, col] = [this.area.startRow + down, this.area.startColumn + right];
    const cell = this.tab.getRange(row, col);
    if (note === "") cell.deleteNote();
    else {
      const lines = note.split("\n").reduce((sum, line) => sum + Math.ceil((line.length + 1) / 34), 0);
      cell.createOrUpdateNote({
        id: `note-${row}-${col}`,
        row,
        col,
        width: 240,
        height: Math.min(320, 24 + 18 * lines),
        note,
      });
    }
  }

  getNote(): string {
    return this.getNotes()[0]?.[0] ?? "";
  }

  getNotes(): string[][] {
    this.read("Range.getNotes");
    const { startRow, startColumn } = this.area;
    return Array.from({ length: this.getNumRows() }, (_, row) =>
      Array.from(
        { length: this.getNumColumns() },
        (_, column) => this.tab.getRange(startRow + row, startColumn + column).getNote()?.note ?? "",
      ),
    );
  }

  clearNote(): GoogleRange {
    return this.setNote(null);
  }

  /** Notes move with their cells, as everything in them does. */
  sort(by: SortBy | readonly SortBy[]): GoogleRange {
    this.write("Range.sort");
    const notes = this.getNotes();
    const rows = sortRows(this.book, this.tab, this.area, this.getValues(), by);
    return this.setNotes(rows.map((row) => notes[row] ?? []));
  }

  setDataValidation(rule: GoogleAppsScript.Spreadsheet.DataValidation | null): GoogleRange {
    this.write("Range.setDataValidation");
    removeRules(this.univer());
    if (rule === null) return asGoogle(this);
    const own = asGoogle<DataValidation>(rule);
    const { startRow, startColumn } = this.area;
    const rows = rowsOfRule(own, this.getNumRows());
    setRule(this.tab.getRange(startRow, startColumn, rows, this.getNumColumns()), own, this.book.univer);
    return asGoogle(this);
  }

  getDataValidation(): GoogleAppsScript.Spreadsheet.DataValidation | null {
    this.read("Range.getDataValidation");
    return asGoogle(ruleAt(this.univer(), (a1) => new Spreadsheet(this.book).getRange(a1)));
  }

  clearDataValidations(): GoogleRange {
    this.write("Range.clearDataValidations");
    removeRules(this.univer());
    return asGoogle(this);
  }

  clearFormat(): GoogleRange {
    this.write("Range.clearFormat");
    this.univer().clearFormat();
    return asGoogle(this);
  }

  clear(): GoogleRange {
    this.clearContent();
    return this.clearFormat();
  }

  activate(): GoogleRange {
    this.write("Range.activate");
    this.tab.activate();
    this.univer().activate();
    return asGoogle(this);
  }

  protect(): GoogleAppsScript.Spreadsheet.Protection {
    this.write("Range.protect");
    return asGoogle(protect(this.book, this.tab.getSheetId(), this.area));
  }

  addDeveloperMetadata(key: string, ...more: unknown[]): GoogleRange {
    this.write("Range.addDeveloperMetadata");
    const place = metadataPlace(this.book, this.tab, this.area);
    if (place === null) {
      throw new GoogleFailure("Adding developer metadata to arbitrary ranges is not currently supported.");
    }
    place.add(key, more);
    return asGoogle(this);
  }

  getDeveloperMetadata(): GoogleAppsScript.Spreadsheet.DeveloperMetadata[] {
    return this.createDeveloperMetadataFinder().find();
  }

  createDeveloperMetadataFinder(): GoogleAppsScript.Spreadsheet.DeveloperMetadataFinder {
    this.read("Range.createDeveloperMetadataFinder");
    return asGoogle(new MetadataFinder(() => metadataPlace(this.book, this.tab, this.area)?.list() ?? []));
  }

  /** Rows grow with what is in them, once the widths of columns are known. Blank rows have nothing to grow with. */
  #fitRows(): GoogleRange {
    const { toFit } = this.book;
    const id = this.tab.getSheetId();
    toFit.set(id, Math.max(toFit.get(id) ?? 0, Math.min(this.area.endRow, this.tab.getLastRow())));
    return asGoogle(this);
  }

  #firstStyle(): IStyleData {
    this.read("Range.getFormat");
    return coreOf(this.book).getStyles().getStyleByCell(this.cells()[0]?.[0]) ?? {};
  }

  #style(method: string, style: IStyleData): GoogleRange {
    const row = new Array<null>(this.getNumColumns()).fill(null);
    return this.#styles(
      method,
      Array.from({ length: this.getNumRows() }, () => row),
      () => style,
    );
  }

  /** Said to be a change of style, so that Univer does not look through all formulas again. */
  #styles<Given>(method: string, given: Given[][], styleOf: (one: Given) => IStyleData): GoogleRange {
    this.write(method);
    const { startRow, startColumn } = this.area;
    const present = tabOf(this.tab).getCellMatrix();
    const cellValue: Record<number, Record<number, ICellData>> = {};
    given.forEach((row, down) => {
      const cells: Record<number, ICellData> = {};
      row.forEach((one, right) => {
        const formula = present.getValue(startRow + down, startColumn + right)?.f;
        // On a page Univer forgets a formula that has no value yet, unless it is named again.
        cells[startColumn + right] = { s: styleOf(one), ...(formula && { f: formula }) };
      });
      cellValue[startRow + down] = cells;
    });
    this.book.univer.syncExecuteCommand(SetRangeValuesMutation.id, {
      unitId: this.book.workbook.getId(),
      subUnitId: this.tab.getSheetId(),
      cellValue,
      trigger: SetStyleCommand.id,
    });
    return asGoogle(this);
  }
}

/** @param row from 0, like `column`. */
export function rangeOf(
  book: Book,
  tab: FWorksheet,
  row: number,
  column: number,
  rows: number,
  columns: number,
): GoogleRange {
  if (row < 0 || row + rows > tab.getMaxRows()) {
    throw new GoogleFailure("The coordinates of the range are outside the dimensions of the sheet.");
  }
  if (column < 0 || column + columns > tab.getMaxColumns()) {
    throw new GoogleFailure("The coordinates of the range are outside the dimensions of the sheet.");
  }
  if (rows < 1) throw new GoogleFailure("The number of rows in the range must be at least 1.");
  if (columns < 1) throw new GoogleFailure("The number of columns in the range must be at least 1.");
  const area: Area = { startRow: row, endRow: row + rows - 1, startColumn: column, endColumn: column + columns - 1 };
  return asGoogle(new Range(book, tab, area));
}
