/** The workbook. */
import type { FWorksheet } from "@univerjs/sheets/facade";
import { absoluteA1, parseA1 } from "./a1.ts";
import { asGoogle, GoogleFailure } from "./as-google.ts";
import type { Book } from "./book.ts";
import { DEFAULT_STYLE } from "./default-style.ts";
import { MetadataFinder, metadataOfBook, metadataUnder } from "./metadata.ts";
import { Range, rangeOf } from "./range.ts";
import { Sheet } from "./sheet.ts";

type GoogleSpreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type GoogleSheet = GoogleAppsScript.Spreadsheet.Sheet;
type GoogleRange = GoogleAppsScript.Spreadsheet.Range;

/** As Google makes them. */
const ROWS = 1_000;
const COLUMNS = 26;

type Offered =
  | "getId"
  | "getName"
  | "getUrl"
  | "getSheetByName"
  | "getSheets"
  | "getActiveSheet"
  | "setActiveSheet"
  | "insertSheet"
  | "deleteSheet"
  | "getRange"
  | "getRangeByName"
  | "setNamedRange"
  | "removeNamedRange"
  | "getNamedRanges"
  | "getActiveRange"
  | "getActiveRangeList"
  | "getCurrentCell"
  | "toast"
  | "getSpreadsheetTimeZone"
  | "getSpreadsheetLocale"
  | "addDeveloperMetadata"
  | "createDeveloperMetadataFinder";

export class Spreadsheet implements Pick<GoogleSpreadsheet, Offered> {
  readonly #book: Book;

  constructor(book: Book) {
    this.#book = book;
  }

  getId = () => this.#book.workbook.getId();
  getName = () => this.#book.workbook.getName();
  getUrl = () => "";
  getSpreadsheetTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
  getSpreadsheetLocale = () => "en_US";

  getSheetByName(name: string): GoogleSheet | null {
    this.#read("Spreadsheet.getSheetByName");
    const tab = this.#book.workbook.getSheetByName(name);
    return tab === null ? null : this.#sheet(tab);
  }

  getSheets(): GoogleSheet[] {
    this.#read("Spreadsheet.getSheets");
    return this.#book.workbook.getSheets().map((tab) => this.#sheet(tab));
  }

  getActiveSheet(): GoogleSheet {
    this.#read("Spreadsheet.getActiveSheet");
    return this.#sheet(this.#book.workbook.getActiveSheet());
  }

  setActiveSheet(sheet: GoogleSheet): GoogleSheet {
    return sheet.activate();
  }

  insertSheet(...given: unknown[]): GoogleSheet {
    this.#write("Spreadsheet.insertSheet");
    const { workbook } = this.#book;
    const name = given.find((one) => typeof one === "string") ?? this.#freeName();
    const index = given.find((one) => typeof one === "number");
    if (workbook.getSheetByName(name) !== null) {
      throw new GoogleFailure(`A sheet with the name "${name}" already exists. Please enter another name.`);
    }
    const active = workbook.getActiveSheet();
    const tab = workbook.create(name, ROWS, COLUMNS, {
      index: index ?? workbook.getSheets().length,
      sheet: { defaultColumnWidth: 100, defaultRowHeight: 21, defaultStyle: DEFAULT_STYLE },
    });
    if (this.#book.execution.mode === "FULL") active.activate();
    return this.#sheet(tab);
  }

  deleteSheet(sheet: GoogleSheet): void {
    this.#write("Spreadsheet.deleteSheet");
    const { workbook, annex } = this.#book;
    if (workbook.getSheets().length === 1) {
      throw new GoogleFailure("You can't remove all the sheets in a document.");
    }
    const id = asGoogle<Sheet>(sheet).tab.getSheetId();
    workbook.deleteSheet(id);
    annex.charts = annex.charts.filter((chart) => chart.sheet !== id);
    annex.protections = annex.protections.filter((protection) => protection.sheet !== id);
    delete annex.metadata.sheets[id];
  }

  getRange(text: string): GoogleRange {
    this.#read("Spreadsheet.getRange");
    const named = text.includes("!") ? null : this.getRangeByName(text);
    if (named !== null) return named;
    const { tab } = parseA1(text, { rows: 1, columns: 1 });
    const sheet = tab === null ? this.getActiveSheet() : this.getSheetByName(tab);
    if (sheet === null) throw new GoogleFailure("Range not found");
    return sheet.getRange(text.slice(text.lastIndexOf("!") + 1));
  }

  getRangeByName(name: string): GoogleRange | null {
    this.#read("Spreadsheet.getRangeByName");
    const found = this.#book.workbook.getDefinedName(name);
    return found === null ? null : this.#rangeOf(found.getFormulaOrRefString());
  }

  setNamedRange(name: string, range: GoogleRange): void {
    this.#write("Spreadsheet.setNamedRange");
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new GoogleFailure(`The name "${name}" is invalid for a range.`);
    const { workbook } = this.#book;
    const reference = absoluteA1(range.getSheet().getName(), asGoogle<Range>(range).area);
    if (workbook.getDefinedName(name) !== null) workbook.deleteDefinedName(name);
    workbook.insertDefinedName(name, reference);
  }

  removeNamedRange(name: string): void {
    this.#write("Spreadsheet.removeNamedRange");
    this.#book.workbook.deleteDefinedName(name);
  }

  getNamedRanges(): GoogleAppsScript.Spreadsheet.NamedRange[] {
    this.#read("Spreadsheet.getNamedRanges");
    return this.#book.workbook.getDefinedNames().map((found) => {
      const name = found.getName();
      return asGoogle({
        getName: () => name,
        getRange: () => this.#rangeOf(found.getFormulaOrRefString()),
        remove: () => this.removeNamedRange(name),
      });
    });
  }

  getActiveRange(): GoogleRange | null {
    return this.getActiveSheet().getActiveRange();
  }

  getActiveRangeList(): GoogleAppsScript.Spreadsheet.RangeList | null {
    this.#read("Spreadsheet.getActiveRangeList");
    const tab = this.#book.workbook.getActiveSheet();
    const found = tab.getSelection()?.getActiveRangeList() ?? [];
    if (found.length === 0) return null;
    const ranges = found.map((one) => {
      const { startRow, endRow, startColumn, endColumn } = one.getRange();
      return asGoogle<GoogleRange>(new Range(this.#book, tab, { startRow, endRow, startColumn, endColumn }));
    });
    return asGoogle({ getRanges: () => ranges });
  }

  getCurrentCell(): GoogleRange | null {
    this.#read("Spreadsheet.getCurrentCell");
    const tab = this.#book.workbook.getActiveSheet();
    const cell = tab.getSelection()?.getCurrentCell();
    return cell === null || cell === undefined
      ? null
      : rangeOf(this.#book, tab, cell.actualRow, cell.actualColumn, 1, 1);
  }

  toast(message: string, title = "", seconds: number | null = 5): void {
    this.#book.execution.use("ui", "Spreadsheet.toast");
    this.#book.view.toast(message, title, seconds ?? 5);
  }

  addDeveloperMetadata(key: string, ...more: unknown[]): GoogleSpreadsheet {
    this.#write("Spreadsheet.addDeveloperMetadata");
    metadataOfBook(this.#book).add(key, more);
    return asGoogle(this);
  }

  createDeveloperMetadataFinder(): GoogleAppsScript.Spreadsheet.DeveloperMetadataFinder {
    this.#read("Spreadsheet.createDeveloperMetadataFinder");
    const everything = () => [
      ...metadataOfBook(this.#book).list(),
      ...this.#book.workbook.getSheets().flatMap((tab) => metadataUnder(this.#book, tab)),
    ];
    return asGoogle(new MetadataFinder(everything));
  }

  #rangeOf(reference: string): GoogleRange | null {
    const tab = this.#book.workbook.getSheetByName(parseA1(reference, { rows: 1, columns: 1 }).tab ?? "");
    if (tab === null) return null;
    const { area } = parseA1(reference, { rows: tab.getMaxRows(), columns: tab.getMaxColumns() });
    const { startRow, endRow, startColumn, endColumn } = area;
    return rangeOf(this.#book, tab, startRow, startColumn, endRow - startRow + 1, endColumn - startColumn + 1);
  }

  #sheet(tab: FWorksheet): GoogleSheet {
    return asGoogle(new Sheet(this.#book, tab));
  }

  #freeName(): string {
    for (let count = this.#book.workbook.getSheets().length + 1; ; count++) {
      const name = `Sheet${count}`;
      if (this.#book.workbook.getSheetByName(name) === null) return name;
    }
  }

  #read(method: string): void {
    this.#book.execution.use("spreadsheet", method);
  }

  #write(method: string): void {
    this.#book.execution.use("spreadsheet.write", method);
  }
}
