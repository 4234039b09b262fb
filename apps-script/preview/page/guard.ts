/** Protected cells: a person who is about to change one is asked first, as in Google Sheets. Scripts are not. */
import type { IRange } from "@univerjs/core";
import type { FUniver } from "@univerjs/core/facade";
import {
  AutoFillCommand,
  ClearSelectionAllCommand,
  ClearSelectionContentCommand,
  DeleteRangeMoveLeftCommand,
  DeleteRangeMoveUpCommand,
  type ISetRangeValuesCommandParams,
  MoveRangeCommand,
  RemoveColByRangeCommand,
  RemoveRowByRangeCommand,
  ReorderRangeCommand,
  SetRangeValuesCommand,
} from "@univerjs/sheets";
import type { FWorkbook } from "@univerjs/sheets/facade";
import type { Area } from "../google/a1.ts";
import type { ProtectionRecord } from "../google/book.ts";

/** What a command says of where it writes; without any of it, it writes where the selection is. */
interface WriteParams {
  subUnitId?: string;
  range?: IRange;
  ranges?: IRange[];
  targetRange?: IRange;
  fromRange?: IRange;
  toRange?: IRange;
  textContent?: string;
  value?: ISetRangeValuesCommandParams["value"];
}

/** Of pasting by the keyboard; it belongs to Univer's page and is exported by no package that is used here. */
const PASTE = "sheet.command.paste-by-short-key";

const WRITES: ReadonlySet<string> = new Set([
  SetRangeValuesCommand.id,
  ClearSelectionContentCommand.id,
  ClearSelectionAllCommand.id,
  AutoFillCommand.id,
  MoveRangeCommand.id,
  RemoveRowByRangeCommand.id,
  RemoveColByRangeCommand.id,
  DeleteRangeMoveLeftCommand.id,
  DeleteRangeMoveUpCommand.id,
  ReorderRangeCommand.id,
  PASTE,
]);

/** @returns whether the person wants to go on. */
export type AskFirst = (protection: ProtectionRecord) => Promise<boolean>;

export class Guard {
  readonly #univer: FUniver;
  readonly #workbook: FWorkbook;
  readonly #protections: () => readonly ProtectionRecord[];
  #isOff = false;

  constructor(univer: FUniver, workbook: FWorkbook, protections: () => readonly ProtectionRecord[], ask: AskFirst) {
    this.#univer = univer;
    this.#workbook = workbook;
    this.#protections = protections;
    univer.addEvent(univer.Event.BeforeCommandExecute, (event) => {
      if (this.#isOff || !WRITES.has(event.id)) return;
      const given = (event.params ?? {}) as WriteParams;
      const found = this.#protectionOf(given);
      if (found === undefined) return;
      event.cancel = true;
      void ask(found).then((goesOn) => {
        if (goesOn) void this.without(() => this.#univer.executeCommand(event.id, event.params));
      });
    });
  }

  /** For a script, and for what a person was asked about already. */
  without<Value>(work: () => Value): Value {
    const before = this.#isOff;
    this.#isOff = true;
    try {
      return work();
    } finally {
      this.#isOff = before;
    }
  }

  #protectionOf(given: WriteParams): ProtectionRecord | undefined {
    const sheet = given.subUnitId ?? this.#workbook.getActiveSheet().getSheetId();
    const selected = (this.#workbook.getActiveSheet().getSelection()?.getActiveRangeList() ?? []).map((range) =>
      range.getRange(),
    );
    return protectionAt(this.#protections(), sheet, areasOf(given, selected));
  }
}

/** Where a command writes. */
export function areasOf(given: WriteParams, selected: readonly Area[]): Area[] {
  const { range, ranges, targetRange, fromRange, toRange, value, textContent } = given;
  const named = [range, targetRange, fromRange, toRange, ...(ranges ?? [])].filter((one) => one !== undefined);
  if (named.length > 0) return named;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const cells = cellsOf(value);
    if (cells.length > 0) return cells;
  }
  return selected.map((area) => (textContent === undefined ? area : pasted(area, textContent)));
}

/** Of a matrix of cells by row and column; a single cell is none. */
function cellsOf(value: object): Area[] {
  return Object.entries(value).flatMap(([row, cells]) =>
    /^\d+$/.test(row) && typeof cells === "object" && cells !== null
      ? Object.keys(cells).map((column) => ({
          startRow: Number(row),
          endRow: Number(row),
          startColumn: Number(column),
          endColumn: Number(column),
        }))
      : [],
  );
}

/** Lines and tabs tell how far a pasted text reaches. */
function pasted({ startRow, endRow, startColumn, endColumn }: Area, text: string): Area {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const width = Math.max(...lines.map((line) => line.split("\t").length));
  return {
    startRow,
    startColumn,
    endRow: Math.max(endRow, startRow + lines.length - 1),
    endColumn: Math.max(endColumn, startColumn + width - 1),
  };
}

/** The first protection that one of the areas touches. */
export function protectionAt(
  protections: readonly ProtectionRecord[],
  sheet: string,
  areas: readonly Area[],
): ProtectionRecord | undefined {
  return protections.find(
    (own) => own.sheet === sheet && (own.area === null || areas.some((area) => touches(area, own.area as Area))),
  );
}

const touches = (one: Area, other: Area): boolean =>
  one.startRow <= other.endRow &&
  one.endRow >= other.startRow &&
  one.startColumn <= other.endColumn &&
  one.endColumn >= other.startColumn;
