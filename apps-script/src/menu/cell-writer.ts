/** Gathers single cells and writes them in blocks: a column's neighbours with one call. */
import type { ColumnKey } from "../layout/keys.ts";
import type { Sheet } from "../platform.ts";

type Written = string | number;

/** @typeParam Key what the columns are called. */
export class CellWriter<Key extends string = ColumnKey> {
  readonly #sheet: Sheet;
  readonly #columns: ReadonlyMap<Key, number>;
  readonly #cells = new Map<number, Map<number, Written>>();

  constructor(sheet: Sheet, columns: ReadonlyMap<Key, number>) {
    this.#sheet = sheet;
    this.#columns = columns;
  }

  /** @param value safe to write; a column the tab does not have is left out. */
  set(row: number, key: Key, value: Written): void {
    const column = this.#columns.get(key);
    if (column === undefined) return;
    const cells = this.#cells.get(column) ?? new Map<number, Written>();
    this.#cells.set(column, cells);
    cells.set(row, value);
  }

  flush(): void {
    for (const [column, cells] of this.#cells) {
      const rows = [...cells.keys()].sort((a, b) => a - b);
      for (let from = 0; from < rows.length; ) {
        let to = from + 1;
        while (to < rows.length && rows[to] === (rows[to - 1] ?? 0) + 1) to++;
        const block = rows.slice(from, to);
        this.#sheet
          .getRange(block[0] ?? 1, column, block.length, 1)
          .setValues(block.map((row) => [cells.get(row) ?? ""]));
        from = to;
      }
    }
    this.#cells.clear();
  }
}
