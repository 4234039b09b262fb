/** Sorting the rows of a range, with everything that is in them. */
import type { ICellData } from "@univerjs/core";
import { LexerTreeBuilder } from "@univerjs/engine-formula";
import { ReorderRangeCommand, SetRangeValuesMutation } from "@univerjs/sheets";
import type { FWorksheet } from "@univerjs/sheets/facade";
import type { Area } from "./a1.ts";
import { GoogleFailure } from "./as-google.ts";
import { type Book, tabOf } from "./book.ts";
import { type GoogleValue, isDate } from "./cell.ts";

/** A column of the tab, from 1; ascending unless it is told otherwise. */
export type SortBy = number | { column: number; ascending?: boolean };

/**
 * @param values of the range.
 * @returns for each row of the range, from 0, which one it was before.
 */
export function sortRows(
  { univer, workbook }: Book,
  tab: FWorksheet,
  area: Area,
  values: readonly (readonly GoogleValue[])[],
  by: SortBy | readonly SortBy[],
): number[] {
  const rules = [by].flat().map((one) => {
    const { column, ascending = true } = typeof one === "object" ? one : { column: one };
    const place = column - 1 - area.startColumn;
    if (!(place >= 0 && place <= area.endColumn - area.startColumn)) {
      throw new GoogleFailure("The column index of the sort is outside the range.");
    }
    return { place, ascending };
  });
  const rows = values.map((_, row) => row);
  rows.sort((one, other) => {
    for (const { place, ascending } of rules) {
      const order = compare(values[one]?.[place] ?? "", values[other]?.[place] ?? "", ascending);
      if (order !== 0) return order;
    }
    return one - other;
  });
  const order = Object.fromEntries(rows.map((from, to) => [area.startRow + to, area.startRow + from]));
  const place = { unitId: workbook.getId(), subUnitId: tab.getSheetId() };
  const cellValue = movedFormulas(tab, area, rows);
  univer.syncExecuteCommand(ReorderRangeCommand.id, { ...place, range: area, order });
  if (cellValue !== null) univer.syncExecuteCommand(SetRangeValuesMutation.id, { ...place, cellValue });
  return rows;
}

/** Formulas look at the rows they stand in now. Univer moves them so on a page only. */
function movedFormulas(tab: FWorksheet, area: Area, rows: readonly number[]) {
  const cells = tabOf(tab).getCellMatrix();
  const lexer = tab.getInject().get(LexerTreeBuilder);
  const moved: Record<number, Record<number, ICellData>> = {};
  rows.forEach((from, to) => {
    for (let column = area.startColumn; column <= area.endColumn; column++) {
      const formula = cells.getValue(area.startRow + from, column)?.f;
      if (!formula) continue;
      moved[area.startRow + to] ??= {};
      Object.assign(moved[area.startRow + to] ?? {}, {
        [column]: { f: lexer.moveFormulaRefOffset(formula, 0, to - from) },
      });
    }
  });
  return Object.keys(moved).length === 0 ? null : moved;
}

/** Numbers and days, then text, then true and false; blanks are the last either way. */
function compare(one: GoogleValue, other: GoogleValue, ascending: boolean): number {
  if (one === "" || other === "") return Number(one === "") - Number(other === "");
  const order = kindOf(one) - kindOf(other) || within(one, other);
  return ascending ? order : -order;
}

function kindOf(value: GoogleValue): number {
  if (typeof value === "boolean") return 2;
  return typeof value === "string" ? 1 : 0;
}

const within = (one: GoogleValue, other: GoogleValue): number =>
  typeof one === "string" ? collator.compare(one, String(other)) : numberOf(one) - numberOf(other);

const numberOf = (value: GoogleValue): number => (isDate(value) ? value.getTime() : Number(value));
const collator = new Intl.Collator("en", { sensitivity: "base" });
