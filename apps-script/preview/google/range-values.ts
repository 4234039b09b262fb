/** A range's place and what its cells hold. Google counts from 1, Univer from 0. */
import type { ICellData, Nullable } from "@univerjs/core";
import type { FRange, FWorksheet } from "@univerjs/sheets/facade";
import { type Area, a1Of } from "./a1.ts";
import { asGoogle, GoogleFailure } from "./as-google.ts";
import { type Book, coreOf, spilledOf, tabOf } from "./book.ts";
import { BLANK, cellOf, type GoogleValue, googleValueOf } from "./cell.ts";
import { openRanges } from "./open-ranges.ts";

type GoogleRange = GoogleAppsScript.Spreadsheet.Range;

type Offered =
  | "getRow"
  | "getColumn"
  | "getLastRow"
  | "getLastColumn"
  | "getNumRows"
  | "getNumColumns"
  | "getHeight"
  | "getWidth"
  | "getA1Notation"
  | "getValue"
  | "getValues"
  | "getDisplayValue"
  | "getDisplayValues"
  | "getFormula"
  | "getFormulas"
  | "isBlank"
  | "setValue"
  | "setValues"
  | "setFormula"
  | "setFormulas"
  | "clearContent";

export class RangeValues implements Pick<GoogleRange, Offered> {
  protected readonly book: Book;
  protected readonly tab: FWorksheet;
  readonly area: Area;

  constructor(book: Book, tab: FWorksheet, area: Area) {
    this.book = book;
    this.tab = tab;
    this.area = area;
  }

  getRow = () => this.area.startRow + 1;
  getColumn = () => this.area.startColumn + 1;
  getLastRow = () => this.area.endRow + 1;
  getLastColumn = () => this.area.endColumn + 1;
  getNumRows = () => this.area.endRow - this.area.startRow + 1;
  getNumColumns = () => this.area.endColumn - this.area.startColumn + 1;
  getHeight = () => this.getNumRows();
  getWidth = () => this.getNumColumns();
  getA1Notation = () => a1Of(this.area);

  getValue(): GoogleValue {
    return this.getValues()[0]?.[0] ?? "";
  }

  getValues(): GoogleValue[][] {
    this.read("Range.getValues");
    const found = this.cells();
    return found.map((row) => row.map((cell) => googleValueOf(cell, this.patternOf(cell))));
  }

  getDisplayValue(): string {
    return this.getDisplayValues()[0]?.[0] ?? "";
  }

  getDisplayValues(): string[][] {
    this.read("Range.getDisplayValues");
    return this.univer().getDisplayValues();
  }

  getFormula(): string {
    return this.getFormulas()[0]?.[0] ?? "";
  }

  getFormulas(): string[][] {
    this.read("Range.getFormulas");
    return this.univer()
      .getFormulas()
      .map((row) => row.map(openRanges));
  }

  isBlank(): boolean {
    return this.getValues().every((row) => row.every((value) => value === ""));
  }

  setValue(value: unknown): GoogleRange {
    return this.#write(Array.from({ length: this.getNumRows() }, () => new Array(this.getNumColumns()).fill(value)));
  }

  setValues(values: unknown[][]): GoogleRange {
    this.requireSize(values);
    return this.#write(values);
  }

  setFormula(formula: string): GoogleRange {
    return this.setValue(asFormula(formula));
  }

  setFormulas(formulas: string[][]): GoogleRange {
    this.requireSize(formulas);
    return this.#write(formulas.map((row) => row.map(asFormula)));
  }

  clearContent(): GoogleRange {
    this.write("Range.clearContent");
    this.univer().setValues(this.#grid(() => BLANK));
    return asGoogle(this);
  }

  #write(values: readonly (readonly unknown[])[]): GoogleRange {
    this.write("Range.setValues");
    const present = tabOf(this.tab).getCellMatrix();
    this.univer().setValues(
      this.#grid((row, column) => {
        const before = present.getValue(this.area.startRow + row, this.area.startColumn + column);
        return cellOf(values[row]?.[column], this.patternOf(before));
      }),
    );
    return asGoogle(this);
  }

  #grid(make: (row: number, column: number) => ICellData): ICellData[][] {
    return Array.from({ length: this.getNumRows() }, (_, row) =>
      Array.from({ length: this.getNumColumns() }, (_, column) => make(row, column)),
    );
  }

  protected read(method: string): void {
    this.book.execution.use("spreadsheet", method);
  }

  protected write(method: string): void {
    this.book.execution.use("spreadsheet.write", method);
  }

  /** For rules that name this range. */
  inUniver(): FRange {
    return this.univer();
  }

  protected univer(): FRange {
    const { startRow, startColumn } = this.area;
    return this.tab.getRange(startRow, startColumn, this.getNumRows(), this.getNumColumns());
  }

  /** Cells as Univer keeps them, with what formulas elsewhere put into them. */
  protected cells(): (ICellData | null)[][] {
    const own = tabOf(this.tab).getCellMatrix();
    const spilled = spilledOf(this.tab, this.book.workbook);
    const { startRow, endRow, startColumn, endColumn } = this.area;
    const found: (ICellData | null)[][] = [];
    for (let row = startRow; row <= endRow; row++) {
      const cells: (ICellData | null)[] = [];
      for (let column = startColumn; column <= endColumn; column++) {
        const cell = own.getValue(row, column) ?? null;
        const has = cell !== null && ((cell.v !== undefined && cell.v !== null) || !!cell.f);
        cells.push(has ? cell : { ...cell, ...spilled?.[row]?.[column] });
      }
      found.push(cells);
    }
    return found;
  }

  /** The number format, blank where there is none. */
  protected patternOf(cell: Nullable<ICellData>): string {
    return (
      coreOf(this.book)
        .getStyles()
        .getStyleByCell(cell ?? null)?.n?.pattern ?? ""
    );
  }

  protected requireSize(values: readonly (readonly unknown[])[]): void {
    const [rows, columns] = [this.getNumRows(), this.getNumColumns()];
    if (values.length !== rows) {
      throw new GoogleFailure(
        `The number of rows in the data does not match the number of rows in the range. The data has ${values.length} but the range has ${rows}.`,
      );
    }
    for (const row of values) {
      if (row.length !== columns) {
        throw new GoogleFailure(
          `The number of columns in the data does not match the number of columns in the range. The data has ${row.length} but the range has ${columns}.`,
        );
      }
    }
  }
}

const asFormula = (formula: string): string => (formula === "" || formula.startsWith("=") ? formula : `=${formula}`);
