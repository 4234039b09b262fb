/** What a chart's ranges hold now, as a header and rows. */
import type { FWorkbook } from "@univerjs/sheets/facade";
import type { ChartRecord } from "../google/chart-record.ts";

export type ChartCell = string | number | null;

export interface ChartTable {
  /** Names of the series; the first column holds what they are about. */
  series: string[];
  rows: { label: string; x: ChartCell; values: (number | null)[] }[];
}

/** Ranges stand side by side; the first column labels, each other one is a series. */
export function tableOf(workbook: FWorkbook, { ranges, headers, transpose }: ChartRecord): ChartTable {
  const grids = ranges.map(({ sheet, area }) => {
    const tab = workbook.getSheets().find((own) => own.getSheetId() === sheet);
    const { startRow, endRow, startColumn, endColumn } = area;
    return (
      tab?.getRange(startRow, startColumn, endRow - startRow + 1, endColumn - startColumn + 1).getRawValues() ?? []
    );
  });
  const height = Math.max(0, ...grids.map((grid) => grid.length));
  const joined = Array.from({ length: height }, (_, row) =>
    grids.flatMap((grid) => (grid[row] ?? []).map((cell): ChartCell => plain(cell))),
  );
  const table = transpose ? transposed(joined) : joined;
  const [first = [], ...rest] = table;
  const hasHeader = transpose || headers > 0 || first.slice(1).some((cell) => typeof cell === "string");
  const header = hasHeader ? first : first.map(() => "");
  const rows = (hasHeader ? rest : table).filter((row) => row.some((cell) => cell !== null));
  return {
    series: header.slice(1).map((cell) => String(cell ?? "")),
    rows: rows.map(([label = null, ...values]) => ({
      label: label === null ? "" : String(label),
      x: label,
      values: values.map((value) => (typeof value === "number" ? value : null)),
    })),
  };
}

const transposed = (rows: ChartCell[][]): ChartCell[][] =>
  (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? null));

function plain(cell: unknown): ChartCell {
  if (typeof cell === "number") return cell;
  return cell === null || cell === undefined || cell === "" ? null : String(cell);
}
