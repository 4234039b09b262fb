import { type IStyleData, WrapStrategy } from "@univerjs/core";

/** Cells of Google Sheets: Arial 10, and long texts run over into blank neighbours. */
export const DEFAULT_STYLE: IStyleData = { ff: "Arial", fs: 10, tb: WrapStrategy.OVERFLOW };
