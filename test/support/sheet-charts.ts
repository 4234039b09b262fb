/** Charts of a spreadsheet in memory: what was asked for, and refused where Google refuses. */
import type { FakeRange, FakeSheet } from "./sheet-spreadsheet.ts";

export class FakeChart {
  /** 0 until it stands in a sheet. */
  id: number;
  readonly sheet: FakeSheet;
  readonly type: string;
  readonly ranges: readonly FakeRange[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly position: { row: number; column: number } | null;
  readonly headers: number;

  constructor(sheet: FakeSheet, made: FakeChartBuilder) {
    this.sheet = sheet;
    this.id = made.id;
    this.type = made.type;
    this.ranges = [...made.ranges];
    this.options = { ...made.options };
    this.position = made.position;
    this.headers = made.headers;
  }

  getChartId = (): number => this.id;
  getRanges = (): FakeRange[] => [...this.ranges];
  getOptions = () => ({ get: (name: string): unknown => this.options[name] ?? null });
  modify = (): FakeChartBuilder => new FakeChartBuilder(this.sheet, this);
}

export class FakeChartBuilder {
  readonly #sheet: FakeSheet;
  id = 0;
  type = "";
  ranges: FakeRange[] = [];
  options: Record<string, unknown> = {};
  position: { row: number; column: number } | null = null;
  headers = 0;

  constructor(sheet: FakeSheet, chart: FakeChart | null) {
    this.#sheet = sheet;
    if (chart === null) return;
    this.id = chart.id;
    this.type = chart.type;
    this.ranges = [...chart.ranges];
    this.options = { ...chart.options };
    this.position = chart.position;
    this.headers = chart.headers;
  }

  setChartType(type: string): this {
    if (type === undefined) throw new Error("Invalid argument: type");
    this.type = type;
    return this;
  }

  addRange(range: FakeRange): this {
    if (range.sheet.book !== this.#sheet.book) throw new Error("The range belongs to another spreadsheet.");
    this.ranges.push(range);
    return this;
  }

  clearRanges(): this {
    this.ranges = [];
    return this;
  }

  setNumHeaders(count: number): this {
    this.headers = count;
    return this;
  }

  setOption(name: string, value: unknown): this {
    if (value === undefined) throw new Error(`Invalid argument: ${name}`);
    this.options[name] = value;
    return this;
  }

  setPosition(row: number, column: number, offsetX: number, offsetY: number): this {
    if (row < 1 || column < 1 || row > this.#sheet.maxRows || column > this.#sheet.maxColumns) {
      throw new Error("Chart anchor position is outside the sheet.");
    }
    if (!Number.isFinite(offsetX + offsetY)) throw new Error("Invalid argument: offset");
    this.position = { row, column };
    return this;
  }

  build(): FakeChart {
    if (this.type === "") throw new Error("A chart type is required.");
    if (this.ranges.length === 0) throw new Error("At least one range is required.");
    if (this.position === null) throw new Error("A position is required.");
    return new FakeChart(this.#sheet, this);
  }
}
