/** What is typed or pasted into a cell of plain text stays text, as in Google Sheets: a name may begin with “=”. */
import { CellValueType, type ICellData } from "@univerjs/core";
import type { FUniver } from "@univerjs/core/facade";
import { type ISetRangeValuesMutationParams, SetRangeValuesMutation } from "@univerjs/sheets";

export function keepPlainText(univer: FUniver): void {
  univer.addEvent(univer.Event.BeforeCommandExecute, ({ id, params }) => {
    if (id === SetRangeValuesMutation.id) keep(params as ISetRangeValuesMutationParams, univer);
  });
}

function keep({ subUnitId, cellValue }: ISetRangeValuesMutationParams, univer: FUniver): void {
  const workbook = univer.getActiveWorkbook();
  const sheet = workbook?.getSheetBySheetId(subUnitId)?.getSheet();
  const styles = workbook?.getWorkbook().getStyles();
  for (const [row, cells] of Object.entries(cellValue ?? {})) {
    for (const [column, cell] of Object.entries(cells ?? {}) as [string, ICellData | null][]) {
      if (typeof cell?.f !== "string") continue;
      const present = sheet?.getCellRaw(Number(row), Number(column));
      if (styles?.getStyleByCell(present)?.n?.pattern !== "@") continue;
      Object.assign(cell, { v: cell.f, f: null, si: null, t: CellValueType.FORCE_STRING });
    }
  }
}
