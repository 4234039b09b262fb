/**
 * A grid column by column. Cells are codes: equal texts of a column share one, so that whatever follows from an
 * answer is worked out once per distinct answer and not once per cell.
 */

/** Codes with a fixed meaning; texts and everything else count from `FIRST_TEXT`. */
export const BLANK = 0;
export const NUMBER = 1;
export const TRUE = 2;
export const FALSE = 3;
export const FIRST_TEXT = 4;

export interface Column {
  /** By row below the header. */
  codes: Int32Array;
  /** By row, where the code is `NUMBER`; empty when no cell of the column is a number. */
  numbers: Float64Array;
  /** Whether there may be a cell that is true or false. */
  hasBooleans: boolean;
  /** Codes in use are below this. */
  size: number;
  /** The cell's value for a code from `FIRST_TEXT` on. */
  text(code: number): unknown;
  /** Whether the text of a code is blank. */
  isBlank(code: number): boolean;
  /** Whether no text is blank or begins or ends with one: then texts with different codes name different things. */
  hasPlainTexts(): boolean;
}

export interface Table {
  header: readonly unknown[];
  columns: readonly Column[];
  /** Rows below the header. */
  rows: number;
  /** Cells by row. */
  lengths: Int32Array;
  /** 1 for rows with something in a cell that has no header. */
  overlong: Uint8Array;
}

export function cellOf(column: Column, row: number): unknown {
  return valueOf(column, column.codes[row] as number, row);
}

export function valueOf(column: Column, code: number, row: number): unknown {
  switch (code) {
    case BLANK:
      return null;
    case NUMBER:
      return column.numbers[row] as number;
    case TRUE:
      return true;
    case FALSE:
      return false;
    default:
      return column.text(code);
  }
}

/** Whether there is nothing in a cell but blanks. */
export function isBlankAt(column: Column, row: number): boolean {
  const code = column.codes[row] as number;
  return code === BLANK || (code >= FIRST_TEXT && column.isBlank(code));
}

export function isBlankCell(cell: unknown): boolean {
  return cell === null || cell === undefined || (typeof cell === "string" && cell.trim() === "");
}

/** What a cell says as text: names of partners and attributes may be numbers. */
export function cellText(cell: unknown): string {
  if (typeof cell === "string") return cell.trim();
  return typeof cell === "number" || typeof cell === "boolean" ? String(cell) : "";
}

class CellColumn implements Column {
  codes: Int32Array;
  numbers = new Float64Array(0);
  hasBooleans = false;
  readonly #texts: unknown[] = [];
  readonly #known = new Map<unknown, number>();

  constructor(rows: number) {
    this.codes = new Int32Array(rows);
  }

  get size(): number {
    return FIRST_TEXT + this.#texts.length;
  }

  text(code: number): unknown {
    return this.#texts[code - FIRST_TEXT];
  }

  isBlank(code: number): boolean {
    return isBlankCell(this.text(code));
  }

  hasPlainTexts(): boolean {
    return this.#texts.every((text) => typeof text === "string" && text !== "" && text === text.trim());
  }

  set(row: number, cell: unknown): void {
    if (typeof cell === "number") {
      if (this.numbers.length === 0) this.numbers = new Float64Array(this.codes.length);
      this.numbers[row] = cell;
      this.codes[row] = NUMBER;
    } else if (cell === null || cell === undefined) this.codes[row] = BLANK;
    else if (typeof cell === "boolean") {
      this.hasBooleans = true;
      this.codes[row] = cell ? TRUE : FALSE;
    } else {
      let code = this.#known.get(cell);
      if (code === undefined) {
        code = this.size;
        this.#texts.push(cell);
        this.#known.set(cell, code);
      }
      this.codes[row] = code;
    }
  }
}

/** @param grid the header row, then one row per partner. */
export function tableOf(grid: readonly (readonly unknown[])[]): Table {
  const header = grid[0] ?? [];
  const rows = Math.max(0, grid.length - 1);
  const columns = header.map(() => new CellColumn(rows));
  const lengths = new Int32Array(rows);
  const overlong = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const cells = grid[row + 1] as readonly unknown[];
    lengths[row] = cells.length;
    const width = Math.min(cells.length, columns.length);
    for (let column = 0; column < width; column++) (columns[column] as CellColumn).set(row, cells[column]);
    for (let column = width; column < cells.length; column++) if (!isBlankCell(cells[column])) overlong[row] = 1;
  }
  return { header, columns, rows, lengths, overlong };
}
