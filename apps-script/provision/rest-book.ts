/**
 * A spreadsheet over REST as the add-on's own code reads and writes one: read once, changed in memory, sent in as few
 * requests as it takes.
 */
import type { sheets_v4 } from "@googleapis/sheets";
import type { MetadataFinder, PlainBook, PlainSheet } from "../src/platform.ts";
import type { GoogleLine, ValueRange } from "./google-line.ts";
import type { TabSize } from "./translate/spreadsheet.ts";
import { quoted, type Rows, valueBlocks } from "./value-blocks.ts";

type Cell = string | number | boolean;

export class RestBook implements PlainBook {
  readonly id: string;
  readonly #tabs: readonly RestTab[];
  /** Of every tab, read or not. */
  readonly sizes: ReadonlyMap<string, TabSize>;
  readonly #names: ReadonlyMap<string, sheets_v4.Schema$GridRange>;

  private constructor(id: string, described: sheets_v4.Schema$Spreadsheet, tabs: readonly RestTab[]) {
    this.id = id;
    this.sizes = new Map(
      (described.sheets ?? []).map(({ properties }) => [
        properties?.title ?? "",
        {
          sheetId: properties?.sheetId ?? 0,
          rows: properties?.gridProperties?.rowCount ?? 0,
          columns: properties?.gridProperties?.columnCount ?? 0,
        },
      ]),
    );
    this.#tabs = tabs;
    this.#names = new Map(
      (described.namedRanges ?? []).flatMap(({ name, range }) => (name && range ? [[name, range] as const] : [])),
    );
  }

  /** Two requests, whatever the size. @param wanted the tabs to read; those that are not there are left out. */
  static async read(id: string, wanted: readonly string[], google: GoogleLine): Promise<RestBook> {
    const described = await google.describe(id);
    const sheets = (described.sheets ?? []).filter(({ properties }) => wanted.includes(properties?.title ?? ""));
    const titles = sheets.map(({ properties }) => properties?.title ?? "");
    const values = titles.length === 0 ? [] : await google.read(id, titles.map(quoted));
    return new RestBook(
      id,
      described,
      sheets.map((sheet, place) => new RestTab(sheet, values[place] ?? [])),
    );
  }

  /** As it will stand after its creation. @param values of each tab. */
  static planned(request: sheets_v4.Schema$Spreadsheet, values: ReadonlyMap<string, unknown[][]>): RestBook {
    const tabs = (request.sheets ?? []).map(
      (sheet) => new RestTab(sheet, values.get(sheet.properties?.title ?? "") ?? []),
    );
    return new RestBook("", request, tabs);
  }

  getSheetByName(name: string): RestTab | null {
    return this.#tabs.find((tab) => tab.getName() === name) ?? null;
  }

  /** The first cell of a named range in a tab that was read. */
  getRangeByName(name: string): { getValue(): unknown; setValue(value: Cell): void } | null {
    const range = this.#names.get(name);
    // Google leaves out what is 0.
    const tab = this.#tabs.find(({ sheetId }) => sheetId === (range?.sheetId ?? 0));
    if (range === undefined || tab === undefined) return null;
    const [row, column] = [(range.startRowIndex ?? 0) + 1, (range.startColumnIndex ?? 0) + 1];
    return {
      getValue: () => tab.valueAt(row, column),
      setValue: (value) => tab.getRange(row, column, 1, 1).setValues([[value]]),
    };
  }

  /** What was written since the last time, in requests; they are forgotten. */
  take(): { growth: sheets_v4.Schema$Request[]; blocks: ValueRange[][] } {
    const taken = this.#tabs.map((tab) => tab.take());
    return {
      growth: taken.flatMap(({ growth }) => growth),
      blocks: valueBlocks(taken.flatMap(({ written }) => written)),
    };
  }

  /** Sends what was written since the last time. @returns how many requests the cells took. */
  async send(google: GoogleLine): Promise<number> {
    const { growth, blocks } = this.take();
    await google.change(this.id, growth);
    for (const block of blocks) await google.write(this.id, block);
    return blocks.length;
  }
}

interface ColumnKey {
  key: string;
  value: string;
  /** From 1. */
  column: number;
}

class RestTab implements PlainSheet {
  readonly sheetId: number;
  readonly #name: string;
  /** By row and column from 0; rows differ in length. */
  readonly #values: unknown[][];
  readonly #metadata: readonly ColumnKey[];
  #rows: number;
  #columns: number;
  /** The size that Google knows. */
  #sent: { rows: number; columns: number };
  #written: Rows[] = [];

  constructor({ properties, data }: sheets_v4.Schema$Sheet, values: unknown[][]) {
    this.#name = properties?.title ?? "";
    this.sheetId = properties?.sheetId ?? 0;
    this.#rows = properties?.gridProperties?.rowCount ?? 0;
    this.#columns = properties?.gridProperties?.columnCount ?? 0;
    this.#sent = { rows: this.#rows, columns: this.#columns };
    this.#values = values.map((row) => [...row]);
    this.#metadata = (data ?? []).flatMap(({ startColumn, columnMetadata }) =>
      (columnMetadata ?? []).flatMap(({ developerMetadata }, place) =>
        (developerMetadata ?? []).map(({ metadataKey, metadataValue }) => ({
          key: metadataKey ?? "",
          value: metadataValue ?? "",
          column: (startColumn ?? 0) + place + 1,
        })),
      ),
    );
  }

  getName = (): string => this.#name;
  getMaxRows = (): number => this.#rows;
  getMaxColumns = (): number => this.#columns;

  getLastRow(): number {
    return this.#values.findLastIndex((row) => row.some((cell) => cell !== "" && cell != null)) + 1;
  }

  insertRowsAfter(_after: number, count: number): void {
    this.#rows += count;
  }

  insertColumnsAfter(_after: number, count: number): void {
    this.#columns += count;
  }

  getDataRange() {
    return {
      getValues: (): unknown[][] => {
        const last = Math.max(1, this.getLastRow());
        const width = Math.max(1, ...this.#values.map((row) => row.length));
        return Array.from({ length: last }, (_, row) =>
          Array.from({ length: width }, (_cell, column) => this.#values[row]?.[column] ?? ""),
        );
      },
    };
  }

  /** Cells from 1, as SpreadsheetApp takes them: an apostrophe in front marks a text, and is not part of it. */
  getRange(row: number, column: number, rows: number, columns: number) {
    return {
      setValues: (given: Cell[][]): void => {
        if (given.length !== rows || given.some((line) => line.length !== columns)) {
          throw new Error(`${this.#name}: the values do not fit ${rows} rows and ${columns} columns.`);
        }
        const values = given.map((line) => line.map(asItIs));
        values.forEach((line, down) => {
          this.#values[row - 1 + down] ??= [];
          const cells = this.#values[row - 1 + down] as unknown[];
          line.forEach((cell, right) => {
            cells[column - 1 + right] = cell;
          });
        });
        for (let place = 0; place < this.#values.length; place++) this.#values[place] ??= [];
        this.#written.push({ tab: this.#name, row, column, values });
      },
    };
  }

  valueAt = (row: number, column: number): unknown => this.#values[row - 1]?.[column - 1] ?? "";

  createDeveloperMetadataFinder(): MetadataFinder {
    const finder = (found: readonly ColumnKey[]): MetadataFinder => ({
      withKey: (key) => finder(found.filter((entry) => entry.key === key)),
      find: () =>
        found.map(({ value, column }) => ({
          getValue: () => value,
          getLocation: () => ({ getColumn: () => ({ getColumn: () => column }) }),
        })),
    });
    return finder(this.#metadata);
  }

  /** What is to be sent, and forgets it. */
  take(): { growth: sheets_v4.Schema$Request[]; written: Rows[] } {
    const grown = (dimension: "ROWS" | "COLUMNS", length: number): sheets_v4.Schema$Request[] =>
      length > 0 ? [{ appendDimension: { sheetId: this.sheetId, dimension, length } }] : [];
    const growth = [
      ...grown("ROWS", this.#rows - this.#sent.rows),
      ...grown("COLUMNS", this.#columns - this.#sent.columns),
    ];
    this.#sent = { rows: this.#rows, columns: this.#columns };
    const written = this.#written;
    this.#written = [];
    return { growth, written };
  }
}

/** Cells go as they are: what the add-on marks as text is sent without its mark. */
function asItIs(cell: Cell): Cell {
  return typeof cell === "string" && cell.startsWith("'") ? cell.slice(1) : cell;
}
