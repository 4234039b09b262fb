/** A workbook as Google makes one: a single empty tab. */
import type { IWorkbookData } from "@univerjs/core";
import { DEFAULT_STYLE } from "../google/default-style.ts";

export const WORKBOOK_ID = "levelsheet";

export const newWorkbook = (): Partial<IWorkbookData> => ({
  id: WORKBOOK_ID,
  name: "Levelsheet",
  sheetOrder: ["sheet1"],
  sheets: { sheet1: { id: "sheet1", name: "Sheet1", rowCount: 1_000, columnCount: 26, defaultStyle: DEFAULT_STYLE } },
  styles: {},
});
