/** Charts and protections stay with their cells when rows or columns come or go; Univer knows of neither. */
import type { FUniver } from "@univerjs/core/facade";
import { InsertColMutation, InsertRowMutation, RemoveColMutation, RemoveRowMutation } from "@univerjs/sheets";
import type { Area } from "./a1.ts";
import type { Annex } from "./book.ts";

type Axis = "Row" | "Column";

/** Rows or columns from `at` on, from 0, that came or went. */
export interface Move {
  sheet: string;
  axis: Axis;
  at: number;
  /** Negative where they went. */
  count: number;
}

const KINDS = new Map<string, { axis: Axis; sign: 1 | -1 }>([
  [InsertRowMutation.id, { axis: "Row", sign: 1 }],
  [RemoveRowMutation.id, { axis: "Row", sign: -1 }],
  [InsertColMutation.id, { axis: "Column", sign: 1 }],
  [RemoveColMutation.id, { axis: "Column", sign: -1 }],
]);

export function followMoves(univer: FUniver, annex: () => Annex): void {
  univer.addEvent(univer.Event.CommandExecuted, ({ id, params }) => {
    const kind = KINDS.get(id);
    if (kind === undefined) return;
    const { subUnitId, range } = params as { subUnitId: string; range: Area };
    const { axis, sign } = kind;
    const at = range[`start${axis}`];
    move(annex(), { sheet: subUnitId, axis, at, count: sign * (range[`end${axis}`] - at + 1) });
  });
}

export function move(annex: Annex, change: Move): void {
  const { sheet, axis, at, count } = change;
  annex.protections = annex.protections.flatMap((own) => {
    if (own.sheet !== sheet || own.area === null) return [own];
    const area = moved(own.area, change);
    return area === null ? [] : [Object.assign(own, { area })];
  });
  const anchor = axis === "Row" ? "row" : "column";
  for (const chart of annex.charts) {
    chart.ranges = chart.ranges.flatMap((range) => {
      if (range.sheet !== sheet) return [range];
      const area = moved(range.area, change);
      return area === null ? [] : [{ ...range, area }];
    });
    if (chart.sheet !== sheet || chart[anchor] < at) continue;
    chart[anchor] = Math.max(at, chart[anchor] + count);
  }
}

/** @returns null where all of it went. */
function moved(area: Area, { axis, at, count }: Move): Area | null {
  const [start, end] = [area[`start${axis}`], area[`end${axis}`]];
  const after = (place: number): number => (place < at ? place : Math.max(at, place + count));
  const first = after(start);
  // What went takes its last row along, what came stands before the row that was there.
  const last = count < 0 && end >= at && end < at - count ? at - 1 : after(end);
  return last < first ? null : { ...area, [`start${axis}`]: first, [`end${axis}`]: last };
}
