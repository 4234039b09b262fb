/** What a chart's ranges hold now, as a header and rows. */
import type { ICellData, Nullable } from "@univerjs/core";
import type { FWorkbook } from "@univerjs/sheets/facade";
import { googleValueOf } from "../google/cell.ts";
import type { ChartRecord } from "../google/chart-record.ts";

export type ChartCell = string | number | null;

export interface ChartTable {
  /** Names of the series; the first column holds what they are about. */
  series: string[];
  rows: { label: string; x: ChartCell; values: (number | null)[] }[];
}

/** A cell, and what is read in it: a date or a share is a number that reads otherwise. */
interface Read {
  value: ChartCell;
  shown: string;
}

const BLANK: Read = { value: null, shown: "" };

/** Ranges stand side by side; the first column labels, each other one is a series. */
export function tableOf(workbook: FWorkbook, { ranges, headers, transpose }: ChartRecord): ChartTable {
  const grids = ranges.map(({ sheet, area }) => {
    const tab = workbook.getSheets().find((own) => own.getSheetId() === sheet);
    const { startRow, endRow, startColumn, endColumn } = area;
    const range = tab?.getRange(startRow, startColumn, endRow - startRow + 1, endColumn - startColumn + 1);
    const shown = range?.getDisplayValues() ?? [];
    return (range?.getCellDatas() ?? []).map((row, down) =>
      row.map((cell, right) => read(cell, shown[down]?.[right] ?? "")),
    );
  });
  const height = Math.max(0, ...grids.map((grid) => grid.length));
  const joined = Array.from({ length: height }, (_, row) => grids.flatMap((grid) => grid[row] ?? []));
  const table = transpose ? transposed(joined) : joined;
  const [first = [], ...rest] = table;
  const hasHeader = transpose || headers > 0 || first.slice(1).some(({ value }) => typeof value === "string");
  const header = hasHeader ? first : first.map(() => BLANK);
  const rows = (hasHeader ? rest : table).filter((row) => row.some(({ value }) => value !== null));
  return {
    series: header.slice(1).map(({ shown }) => shown),
    rows: rows.map(([label = BLANK, ...cells]) => ({
      label: label.shown,
      x: label.value,
      values: cells.map(({ value }) => (typeof value === "number" ? value : null)),
    })),
  };
}

const transposed = (rows: Read[][]): Read[][] =>
  (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? BLANK));

/** Univer keeps some numbers as text, beside the word that they are numbers; other text is none, as in Google's charts. */
function read(cell: Nullable<ICellData>, shown: string): Read {
  const value = googleValueOf(cell ?? null, "");
  if (typeof value === "number") return { value, shown: shown === "" ? String(value) : shown };
  return value === "" ? BLANK : { value: String(value), shown: shown === "" ? String(value) : shown };
}
