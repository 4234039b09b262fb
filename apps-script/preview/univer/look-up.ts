import type { FWorkbook } from "@univerjs/sheets/facade";

/** The number format of a cell, blank where there is none. Rows and columns count from 0. */
export function patternAt(workbook: FWorkbook, sheetId: string, row: number, column: number): string {
  const core = workbook.getWorkbook();
  const cell = core.getSheetBySheetId(sheetId)?.getCellMatrix().getValue(row, column);
  return core.getStyles().getStyleByCell(cell ?? null)?.n?.pattern ?? "";
}

export const rowsOf = (workbook: FWorkbook, sheetId: string): number =>
  workbook.getWorkbook().getSheetBySheetId(sheetId)?.getRowCount() ?? 0;
