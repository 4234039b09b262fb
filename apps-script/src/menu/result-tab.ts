/** A tab of results: each partner keeps its row, each column its place, and nothing else is touched. */
import { plainText } from "../cells.ts";
import { makeRoom } from "../layout/write-workbook.ts";
import type { PlainSheet } from "../platform.ts";
import { Trouble } from "../service.ts";
import { findColumns } from "./columns.ts";
import type { AnswerRow } from "./read-answers.ts";

export type ResultCell = string | number | boolean;

export class ResultTab {
  readonly #sheet: PlainSheet;
  readonly #columns: Map<string, number>;
  /** Rows from 1 by name, in the order they stand. */
  readonly #rows = new Map<string, number[]>();
  #last: number;

  constructor(sheet: PlainSheet) {
    this.#sheet = sheet;
    const values: unknown[][] = sheet.getDataRange().getValues();
    this.#columns = findColumns(sheet, values[0] ?? []);
    this.#last = Math.max(1, sheet.getLastRow());
    const partner = this.#columns.get("partner");
    if (partner === undefined) {
      throw new Trouble(`the ${sheet.getName()} tab has no column “Partner”. Write this header into its first row`);
    }
    values.slice(1).forEach((row, place) => {
      const name = String(row[partner - 1] ?? "").trim();
      if (name !== "") this.#rows.set(name, [...(this.#rows.get(name) ?? []), place + 2]);
    });
  }

  /** Partners in the order of their rows here, then the new ones: what belongs together is written together. */
  inOrder(partners: readonly AnswerRow[]): AnswerRow[] {
    const rowOf = (partner: AnswerRow): number => this.#rowOf(partner) ?? Number.POSITIVE_INFINITY;
    return partners
      .map((partner, place) => ({ partner, row: rowOf(partner), place }))
      .sort((a, b) => (a.row === b.row ? a.place - b.place : a.row - b.row))
      .map(({ partner }) => partner);
  }

  /** Those that have a row here, in the order of the rows. */
  partners(): string[] {
    return [...this.#rows.keys()];
  }

  /** Whether the partner has a row here. */
  has(partner: AnswerRow): boolean {
    return this.#rowOf(partner) !== undefined;
  }

  /**
   * @param keys of the columns; those the tab does not have are left out.
   * @param results cells by partner and key.
   */
  write(partners: readonly AnswerRow[], keys: readonly string[], results: readonly (readonly ResultCell[])[]): void {
    const first = this.#last + 1;
    const targets = partners.map((partner) => this.#rowOf(partner) ?? this.#append(partner));
    makeRoom(this.#sheet, this.#last, 1);
    const added = partners.filter((_, place) => (targets[place] as number) >= first);
    if (added.length > 0) {
      this.#sheet
        .getRange(first, this.#columns.get("partner") as number, added.length, 1)
        .setValues(added.map(({ partner }) => [plainText(partner)]));
    }
    const columns = keys
      .flatMap((key, place) => {
        const column = this.#columns.get(key);
        return column === undefined ? [] : [{ column, place }];
      })
      .sort((a, b) => a.column - b.column);
    const order = targets.map((row, place) => ({ row, place })).sort((a, b) => a.row - b.row);
    for (const rows of runsOf(order, ({ row }) => row)) {
      for (const run of runsOf(columns, ({ column }) => column)) {
        this.#sheet
          .getRange(rows[0]?.row ?? 1, run[0]?.column ?? 1, rows.length, run.length)
          .setValues(rows.map((target) => run.map(({ place }) => results[target.place]?.[place] ?? "")));
      }
    }
  }

  #rowOf({ partner, occurrence }: AnswerRow): number | undefined {
    return this.#rows.get(partner)?.[occurrence];
  }

  #append({ partner }: AnswerRow): number {
    this.#last++;
    this.#rows.set(partner, [...(this.#rows.get(partner) ?? []), this.#last]);
    return this.#last;
  }
}

/** Stretches of neighbours. */
export function runsOf<Item>(items: readonly Item[], placeOf: (item: Item) => number): Item[][] {
  const runs: Item[][] = [];
  for (const item of items) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && placeOf(item) === placeOf(last) + 1) run.push(item);
    else runs.push([item]);
  }
  return runs;
}
