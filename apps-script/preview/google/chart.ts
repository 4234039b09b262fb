/** Charts and their builder: they only write down what was said. */
import { asGoogle, GoogleFailure } from "./as-google.ts";
import type { Book } from "./book.ts";
import type { ChartRecord } from "./chart-record.ts";
import { Range } from "./range.ts";

type GoogleChart = GoogleAppsScript.Spreadsheet.EmbeddedChart;
type GoogleBuilder = GoogleAppsScript.Spreadsheet.EmbeddedChartBuilder;
type GoogleRange = GoogleAppsScript.Spreadsheet.Range;

export class Chart implements Pick<GoogleChart, "getChartId" | "getRanges" | "modify"> {
  readonly record: ChartRecord;
  readonly #book: Book | null;

  constructor(book: Book | null, record: ChartRecord) {
    this.#book = book;
    this.record = record;
  }

  getChartId = () => (this.record.id === 0 ? null : this.record.id);

  getRanges(): GoogleRange[] {
    const book = this.#book;
    if (book === null) return [];
    return this.record.ranges.flatMap(({ sheet, area }) => {
      const tab = book.workbook.getSheets().find((own) => own.getSheetId() === sheet);
      return tab === undefined ? [] : [asGoogle<GoogleRange>(new Range(book, tab, area))];
    });
  }

  getOptions(): GoogleAppsScript.Charts.ChartOptions {
    return asGoogle({ get: (name: string) => this.record.options[name] ?? null });
  }

  modify(): GoogleBuilder {
    return asGoogle(new ChartBuilder({ ...this.record, options: { ...this.record.options } }));
  }
}

type Offered =
  | "addRange"
  | "clearRanges"
  | "setChartType"
  | "setPosition"
  | "setNumHeaders"
  | "setTransposeRowsAndColumns"
  | "setOption"
  | "build";

export class ChartBuilder implements Pick<GoogleBuilder, Offered> {
  readonly #record: ChartRecord;

  constructor(record: ChartRecord) {
    this.#record = record;
  }

  addRange(range: GoogleRange): GoogleBuilder {
    const { area } = asGoogle<Range>(range);
    const sheet = asGoogle<{ tab: { getSheetId(): string } }>(range.getSheet()).tab.getSheetId();
    return this.#set({ ranges: [...this.#record.ranges, { sheet, area }] });
  }

  clearRanges(): GoogleBuilder {
    return this.#set({ ranges: [] });
  }

  setChartType(type: GoogleAppsScript.Charts.ChartType): GoogleBuilder {
    return this.#set({ type: String(type) });
  }

  /** Rows and columns count from 1. */
  setPosition(row: number, column: number, offsetX: number, offsetY: number): GoogleBuilder {
    return this.#set({ row: row - 1, column: column - 1, offsetX, offsetY });
  }

  setNumHeaders(headers: number): GoogleBuilder {
    return this.#set({ headers });
  }

  setTransposeRowsAndColumns(transpose: boolean): GoogleBuilder {
    return this.#set({ transpose });
  }

  setOption(name: string, value: unknown): GoogleBuilder {
    if (name === "width" || name === "height") return this.#set({ [name]: Number(value) });
    return this.#set({ options: { ...this.#record.options, [name]: value } });
  }

  build(): GoogleChart {
    if (this.#record.ranges.length === 0) throw new GoogleFailure("The chart has no range.");
    return asGoogle(new Chart(null, { ...this.#record }));
  }

  #set(given: Partial<ChartRecord>): GoogleBuilder {
    Object.assign(this.#record, given);
    return asGoogle(this);
  }
}
