/** One row of the Model tab being read: fields by column, problems by cell, places of the model by cell. */
import { isBlank, isDate } from "../cells.ts";
import { type ColumnName, modelColumns, NONE } from "./columns.ts";
import { readList } from "./lists.ts";

export interface CellProblem {
  /** From 1, as the tab counts. */
  row: number;
  column: number;
  message: string;
}

export interface CellPlace {
  row: number;
  column: number;
}

/** What reading a tab gathers besides the model. */
export interface Ledger {
  columns: ReadonlyMap<ColumnName, number>;
  problems: CellProblem[];
  /** Cells by place, such as `criteria.certified.weight`. */
  cells: Map<string, CellPlace>;
}

export class SheetRow {
  /** From 1, as the tab counts. */
  readonly at: number;
  readonly #cells: readonly unknown[];
  readonly #ledger: Ledger;

  constructor(at: number, cells: readonly unknown[], ledger: Ledger) {
    this.at = at;
    this.#cells = cells;
    this.#ledger = ledger;
  }

  /** The text of a cell as it is; undefined for a blank one. */
  text(column: ColumnName, place?: string): string | undefined {
    const cell = this.#at(column, place);
    if (cell === "" || isBlank(cell)) return undefined;
    if (isDate(cell)) {
      this.problem(column, "holds a date. Format the cell as plain text and write it again.");
      return undefined;
    }
    return String(cell);
  }

  /** The same, blanks included, where a blank text is a value too. */
  anyText(column: ColumnName, place?: string): string {
    const cell = this.#at(column, place);
    return cell === null || cell === undefined ? "" : String(cell);
  }

  needed(column: ColumnName, place: string, what: string): string {
    const text = this.text(column, place);
    if (text === undefined) this.problem(column, `is blank. Enter ${what}.`);
    return text ?? "";
  }

  number(column: ColumnName, place?: string): number | undefined {
    const cell = this.#at(column, place);
    if (isBlank(cell)) return undefined;
    if (typeof cell === "number") return cell;
    this.problem(
      column,
      `holds “${short(cell)}”, which is not a number. Enter a number such as 2.5, or clear the cell.`,
    );
    return undefined;
  }

  neededNumber(column: ColumnName, place: string): number {
    const number = this.number(column, place);
    if (number === undefined && isBlank(this.#at(column)))
      this.problem(column, "is blank. Enter a number such as 0.5.");
    return number ?? 0;
  }

  yesNo(column: ColumnName, place?: string): boolean | undefined {
    const cell = this.#at(column, place);
    if (isBlank(cell)) return undefined;
    const word = String(cell).trim().toLowerCase();
    if (word === "yes" || word === "true") return true;
    if (word === "no" || word === "false") return false;
    this.problem(column, `holds “${short(cell)}”. Enter yes or no, or clear the cell.`);
    return undefined;
  }

  list(column: ColumnName, place?: string): string[] | undefined {
    const text = this.text(column, place);
    return text === undefined ? undefined : readList(text);
  }

  /** One of some words, by the word. */
  word<Value extends string>(column: ColumnName, words: Record<Value, string>, place?: string): Value | undefined {
    const text = this.text(column, place);
    if (text === undefined) return undefined;
    const folded = text.trim().toLowerCase();
    const found = (Object.keys(words) as Value[]).find((name) => words[name].toLowerCase() === folded);
    if (found === undefined) {
      const known = Object.values<string>(words).join(", ");
      this.problem(column, `holds “${short(text)}”. Enter one of: ${known}.`);
    }
    return found;
  }

  /** Whether the row says that a list or record is there and empty. */
  isNone(): boolean {
    return this.text("kind")?.trim() === NONE;
  }

  problem(column: ColumnName, message: string): void {
    this.#ledger.problems.push({
      row: this.at,
      column: this.#ledger.columns.get(column) ?? 1,
      message: `“${modelColumns[column].header}” ${message}`,
    });
  }

  /** Notes which cell a place of the model stands in. */
  place(place: string, column: ColumnName): void {
    this.#ledger.cells.set(place, { row: this.at, column: this.#ledger.columns.get(column) ?? 1 });
  }

  #at(column: ColumnName, place?: string): unknown {
    if (place !== undefined && place !== "") this.place(place, column);
    return this.#cells[(this.#ledger.columns.get(column) ?? 0) - 1];
  }
}

export const short = (cell: unknown): string => {
  const text = String(cell);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};
