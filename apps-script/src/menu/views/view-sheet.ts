/** The Views tab, read once: one row for each partner, question and period. */
import { type Cell, readCell } from "../../cells.ts";
import { type ColumnKey, type Decision, decisionWords } from "../../layout/keys.ts";
import { viewsTab } from "../../layout/views-tab.ts";
import type { MenuPlatform } from "../../platform.ts";
import { CellWriter } from "../cell-writer.ts";
import { formatRows, openTab } from "../open-tab.ts";
import { partnerId } from "../stored.ts";

export interface ViewRow {
  /** In the sheet, from 1. */
  row: number;
  partner: string;
  criterionId: string;
  period: string;
  mine: Cell;
  theirs: Cell;
  decision: Decision | null;
}

export class ViewSheet {
  readonly rows: readonly ViewRow[];
  readonly writer: CellWriter;
  readonly #opened: ReturnType<typeof openTab>;
  readonly #rows = new Map<string, ViewRow>();
  #added = 0;
  readonly #last: number;

  constructor(platform: MenuPlatform) {
    this.#opened = openTab(viewsTab(), platform);
    const { sheet, columns, values } = this.#opened;
    this.#last = Math.max(1, sheet.getLastRow());
    this.writer = new CellWriter(sheet, columns);
    this.rows = values.slice(1).flatMap((cells, place): ViewRow[] => {
      const cell = (key: ColumnKey): Cell => readCell(cells[(columns.get(key) ?? 0) - 1]);
      const text = (key: ColumnKey): string => String(cell(key) ?? "").trim();
      const row = {
        row: place + 2,
        partner: partnerId(text("partner")),
        criterionId: text("criterionId"),
        period: text("period"),
        mine: cell("mine"),
        theirs: cell("theirs"),
        decision: decisionOf(text("decision")),
      };
      return row.partner === "" || row.criterionId === "" ? [] : [row];
    });
    for (const row of this.rows) if (!this.#rows.has(keyOf(row))) this.#rows.set(keyOf(row), row);
  }

  find(subject: Subject): ViewRow | null {
    return this.#rows.get(keyOf(subject)) ?? null;
  }

  /** A row below everything that is there. */
  append(): number {
    return this.#last + ++this.#added;
  }

  flush(): void {
    if (this.#added > 0) formatRows(this.#opened, viewsTab(), this.#last + 1, this.#added);
    this.writer.flush();
  }
}

type Subject = Pick<ViewRow, "partner" | "criterionId" | "period">;

const keyOf = ({ partner, criterionId, period }: Subject): string => JSON.stringify([partner, criterionId, period]);

const decisionOf = (text: string): Decision | null =>
  (Object.entries(decisionWords).find(([, words]) => words.toLowerCase() === text.toLowerCase())?.[0] as Decision) ??
  null;

/** Text stays text: an option called 1-2 would else become a day. */
export function exactly(cell: Cell): string | number {
  if (cell === null || cell === "") return "";
  return typeof cell === "number" ? cell : `'${String(cell)}`;
}
