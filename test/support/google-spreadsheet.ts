/** A spreadsheet as Google keeps one: what a creation holds, what may be changed, and where Google says no. */
import type { sheets_v4 } from "@googleapis/sheets";
import { type Discovery, GoogleRefusal, invalid } from "./google-discovery.ts";

type GridRange = sheets_v4.Schema$GridRange;
type CellData = sheets_v4.Schema$CellData;

const MOST_CELLS = 10_000_000;
const MOST_COLUMNS = 18_278;
const MOST_CHARACTERS = 50_000;

export class KeptTab {
  readonly sheetId: number;
  readonly title: string;
  readonly source: sheets_v4.Schema$Sheet;
  rows: number;
  columns: number;
  /** By row and column from 0; sparse. What long ranges were given since lies in layers above. */
  readonly cells: CellData[][] = [];
  readonly layers: { covers(row: number, column: number): boolean; apply(cell: CellData): void }[] = [];

  constructor(sheet: sheets_v4.Schema$Sheet, place: number) {
    const { sheetId, title, gridProperties } = sheet.properties ?? {};
    this.source = sheet;
    this.sheetId = sheetId ?? place + 1;
    this.title = title ?? `Sheet${place + 1}`;
    this.rows = gridProperties?.rowCount ?? 1_000;
    this.columns = gridProperties?.columnCount ?? 26;
    const { frozenRowCount = 0, frozenColumnCount = 0 } = gridProperties ?? {};
    if (this.rows < 1 || this.columns < 1) throw invalid(`Invalid sheets[${place}]: a grid has at least one cell.`);
    if (this.columns > MOST_COLUMNS) throw invalid(`Invalid sheets[${place}]: at most ${MOST_COLUMNS} columns.`);
    if ((frozenRowCount ?? 0) >= this.rows || (frozenColumnCount ?? 0) >= this.columns) {
      throw invalid(`Invalid sheets[${place}]: You can't freeze all visible rows or columns.`);
    }
    for (const data of sheet.data ?? []) this.#take(data);
  }

  #take({ startRow, startColumn, rowData, columnMetadata }: sheets_v4.Schema$GridData): void {
    const [top, left] = [startRow ?? 0, startColumn ?? 0];
    (rowData ?? []).forEach(({ values }, down) => {
      (values ?? []).forEach((cell, right) => {
        this.requireInside(top + down, left + right);
        requireShort(cell.userEnteredValue?.stringValue);
        this.row(top + down)[left + right] = cell;
      });
    });
    if (left + (columnMetadata?.length ?? 0) > this.columns) {
      throw invalid(
        `Attempting to write column: ${this.columns}, beyond the last requested column of: ${this.columns - 1}`,
      );
    }
  }

  row(place: number): CellData[] {
    this.cells[place] ??= [];
    return this.cells[place] as CellData[];
  }

  cell(row: number, column: number): CellData {
    const cells = this.row(row);
    cells[column] ??= {};
    return cells[column] as CellData;
  }

  /** A cell as it shows, with all that was laid over it. */
  look(row: number, column: number): CellData {
    const cell = structuredClone(this.cells[row]?.[column] ?? {});
    for (const { covers, apply } of this.layers) if (covers(row, column)) apply(cell);
    return cell;
  }

  requireInside(row: number, column: number): void {
    if (row < this.rows && column < this.columns) return;
    throw invalid(
      `Range (${this.title}!R${row + 1}C${column + 1}) exceeds grid limits. Max rows: ${this.rows}, max columns: ${this.columns}`,
    );
  }

  /** Values as they stand, a formula by its text; blank ends are left out. */
  values(): (string | number | boolean)[][] {
    const rows = Array.from({ length: this.cells.length }, (_, row) => {
      const cells = Array.from({ length: this.cells[row]?.length ?? 0 }, (_cell, column) => {
        const value = this.cells[row]?.[column]?.userEnteredValue ?? {};
        return value.formulaValue ?? value.stringValue ?? value.numberValue ?? value.boolValue ?? "";
      });
      return cells.slice(0, cells.findLastIndex((cell) => cell !== "") + 1);
    });
    return rows.slice(0, rows.findLastIndex((row) => row.length > 0) + 1);
  }

  enter(row: number, column: number, value: unknown, option: string): void {
    if (value === null) return;
    requireShort(value);
    const cell = this.cell(row, column);
    if (value === "") delete cell.userEnteredValue;
    else if (typeof value === "number") cell.userEnteredValue = { numberValue: value };
    else if (typeof value === "boolean") cell.userEnteredValue = { boolValue: value };
    else if (typeof value !== "string") throw invalid(`Invalid values: a cell is no ${typeof value}.`);
    else if (option === "USER_ENTERED" && value.startsWith("=")) cell.userEnteredValue = { formulaValue: value };
    else cell.userEnteredValue = { stringValue: value };
  }
}

function requireShort(value: unknown): void {
  if (typeof value === "string" && value.length > MOST_CHARACTERS) {
    throw invalid("Your input contains more than the maximum of 50000 characters in a single cell.");
  }
}

export class KeptSpreadsheet {
  readonly id: string;
  readonly source: sheets_v4.Schema$Spreadsheet;
  readonly tabs: KeptTab[];

  constructor(id: string, source: sheets_v4.Schema$Spreadsheet) {
    this.id = id;
    this.source = source;
    this.tabs = (source.sheets ?? [{}]).map((sheet, place) => new KeptTab(sheet, place));
    this.#requireUnique(
      this.tabs.map(({ title }) => title),
      "A sheet with the name",
    );
    this.#requireUnique(
      this.tabs.map(({ sheetId }) => String(sheetId)),
      "A sheet with the id",
    );
    if (this.tabs.reduce((sum, { rows, columns }) => sum + rows * columns, 0) > MOST_CELLS) {
      throw invalid(
        "This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
      );
    }
    for (const { name, range } of source.namedRanges ?? []) {
      if (!/^[A-Za-z_]\w{0,249}$/.test(name ?? "")) throw invalid(`Invalid namedRanges: "${name}".`);
      this.#requireRange(range);
    }
    for (const sheet of source.sheets ?? []) {
      for (const { ranges } of sheet.conditionalFormats ?? [])
        for (const range of ranges ?? []) this.#requireRange(range);
      for (const { range, warningOnly, editors } of sheet.protectedRanges ?? []) {
        this.#requireRange(range);
        if (warningOnly && editors !== undefined) throw invalid("A protected range that warns only has no editors.");
      }
      for (const { position, spec } of sheet.charts ?? []) this.#checkChart(position, spec);
    }
  }

  tab(title: string): KeptTab {
    const found = this.tabs.find((tab) => tab.title === title);
    if (found === undefined) throw invalid(`Unable to parse range: ${title}`);
    return found;
  }

  /** As `spreadsheets.get` tells it. Zeros are left out, as Google leaves them out. */
  described(): sheets_v4.Schema$Spreadsheet {
    return {
      spreadsheetId: this.id,
      spreadsheetUrl: `https://docs.google.com/spreadsheets/d/${this.id}/edit`,
      properties: this.source.properties ?? {},
      namedRanges: (this.source.namedRanges ?? []).map(({ name, range }) => ({
        name: name ?? null,
        range: withoutZeros(range ?? {}),
      })),
      sheets: this.tabs.map(({ sheetId, title, rows, columns, source }) => ({
        properties: withoutZeros({ sheetId, title, gridProperties: { rowCount: rows, columnCount: columns } }),
        data: [{ columnMetadata: source.data?.[0]?.columnMetadata ?? [] }],
      })),
    };
  }

  change(request: sheets_v4.Schema$Request, discovery: Discovery): void {
    const { repeatCell, setDataValidation, appendDimension, ...others } = request;
    if (Object.keys(others).length > 0) throw invalid(`The stand-in does not know ${Object.keys(others).join()}.`);
    if (repeatCell !== undefined) {
      const fields = (repeatCell.fields ?? "").split(",");
      discovery.checkPaths("CellData", fields);
      this.#lay(repeatCell.range, (cell) => {
        for (const path of fields) copyPath(path.split("."), repeatCell.cell ?? {}, cell);
      });
    }
    if (setDataValidation !== undefined) {
      this.#lay(setDataValidation.range, (cell) => {
        cell.dataValidation = setDataValidation.rule ?? {};
      });
    }
    if (appendDimension !== undefined) {
      const tab = this.#tabOf(appendDimension.sheetId);
      if (appendDimension.dimension === "ROWS") tab.rows += appendDimension.length ?? 0;
      else tab.columns += appendDimension.length ?? 0;
    }
  }

  /** @param range in A1 notation: `Tab!B2:D9`, or a whole tab. From 0, the ends included. */
  located(range: string): { tab: KeptTab; top: number; left: number; bottom: number; right: number } {
    const found = /^('(?:[^']|'')+'|[^'!]+)(?:!([A-Z]+)(\d+):([A-Z]+)(\d+))?$/.exec(range);
    if (found === null) throw invalid(`Unable to parse range: ${range}`);
    const tab = this.tab((found[1] ?? "").replace(/^'|'$/g, "").replaceAll("''", "'"));
    if (found[2] === undefined) return { tab, top: 0, left: 0, bottom: tab.rows - 1, right: tab.columns - 1 };
    const [left, right] = [columnOf(found[2]), columnOf(found[4] ?? "")];
    const [top, bottom] = [Number(found[3]) - 1, Number(found[5]) - 1];
    if (bottom >= tab.rows || right >= tab.columns) {
      throw invalid(`Range (${range}) exceeds grid limits. Max rows: ${tab.rows}, max columns: ${tab.columns}`);
    }
    return { tab, top, left, bottom, right };
  }

  #tabOf(sheetId: number | null | undefined): KeptTab {
    const found = this.tabs.find((tab) => tab.sheetId === (sheetId ?? 0));
    if (found === undefined) throw invalid(`No grid with id: ${sheetId}`);
    return found;
  }

  #requireRange(range: GridRange | undefined): KeptTab {
    const tab = this.#tabOf(range?.sheetId);
    const { startRowIndex, startColumnIndex, endRowIndex, endColumnIndex } = range ?? {};
    if (
      (startRowIndex ?? 0) >= (endRowIndex ?? tab.rows) ||
      (startColumnIndex ?? 0) >= (endColumnIndex ?? tab.columns)
    ) {
      throw invalid("The range is empty.");
    }
    tab.requireInside((endRowIndex ?? tab.rows) - 1, (endColumnIndex ?? tab.columns) - 1);
    return tab;
  }

  #lay(range: GridRange | undefined, apply: (cell: CellData) => void): void {
    const tab = this.#requireRange(range);
    const { startRowIndex, startColumnIndex, endRowIndex, endColumnIndex } = range ?? {};
    tab.layers.push({
      covers: (row, column) =>
        row >= (startRowIndex ?? 0) &&
        row < (endRowIndex ?? tab.rows) &&
        column >= (startColumnIndex ?? 0) &&
        column < (endColumnIndex ?? tab.columns),
      apply,
    });
  }

  #checkChart(
    position: sheets_v4.Schema$EmbeddedObjectPosition | undefined,
    spec: sheets_v4.Schema$ChartSpec | undefined,
  ) {
    const { sheetId, rowIndex, columnIndex } = position?.overlayPosition?.anchorCell ?? {};
    this.#tabOf(sheetId).requireInside(rowIndex ?? 0, columnIndex ?? 0);
    const { domains = [], series = [] } = spec?.basicChart ?? {};
    if (domains.length === 0 || series.length === 0) throw invalid("A chart needs a domain and a series.");
    for (const data of [...domains.map(({ domain }) => domain), ...series.map((own) => own.series)]) {
      for (const range of data?.sourceRange?.sources ?? []) this.#requireRange(range);
    }
  }

  #requireUnique(names: readonly string[], what: string): void {
    const twice = names.find((name, place) => names.indexOf(name) !== place);
    if (twice !== undefined) throw new GoogleRefusal(400, "INVALID_ARGUMENT", `${what} "${twice}" already exists.`);
  }
}

const columnOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

function withoutZeros<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== 0)) as Value;
}

/** Sets what the path names to what the source has there, nothing included. */
function copyPath([name = "", ...rest]: string[], from: object, to: object): void {
  const source: unknown = Reflect.get(from, name);
  if (rest.length === 0) {
    Reflect.set(to, name, source);
    return;
  }
  const inner = (Reflect.get(to, name) as object | undefined) ?? {};
  Reflect.set(to, name, inner);
  copyPath(rest, (source as object | undefined) ?? {}, inner);
}
