/** The workbook a run works on, and what Google keeps with it that Univer has no place for. */
import "./facades.ts";
import type { IWorkbookData, Workbook, Worksheet } from "@univerjs/core";
import type { FUniver } from "@univerjs/core/facade";
import { FormulaDataModel } from "@univerjs/engine-formula";
import type { FWorkbook, FWorksheet } from "@univerjs/sheets/facade";
import type { Area } from "./a1.ts";
import type { ChartRecord } from "./chart-record.ts";
import type { Execution } from "./execution.ts";

export interface ProtectionRecord {
  id: string;
  sheet: string;
  /** Null protects the whole tab. */
  area: Area | null;
  description: string;
  warningOnly: boolean;
}

export interface MetadataRecord {
  id: number;
  key: string;
  value: string;
  visibility: string;
}

/** Kept beside the snapshot of the workbook. */
export interface Annex {
  charts: ChartRecord[];
  protections: ProtectionRecord[];
  /** Of the workbook itself, then of tabs by id; those of columns stay with their columns. */
  metadata: { workbook: MetadataRecord[]; sheets: Record<string, MetadataRecord[]> };
  nextId: number;
}

export const emptyAnnex = (): Annex => ({
  charts: [],
  protections: [],
  metadata: { workbook: [], sheets: {} },
  nextId: 1,
});

/** What a page shows besides cells. */
export interface BookView {
  toast(message: string, title: string, seconds: number): void;
  chartsChanged(): void;
}

export interface Book {
  univer: FUniver;
  workbook: FWorkbook;
  execution: Execution;
  annex: Annex;
  view: BookView;
  /** Last rows, from 0, of the tabs whose rows are to take the height of their texts when the run ends. */
  toFit: Map<string, number>;
}

/** Measuring takes long; further down, a row grows when somebody edits it. */
const MOST_FITTED = 600;

export function fitRows({ workbook, toFit }: Book): void {
  for (const tab of workbook.getSheets()) {
    const last = toFit.get(tab.getSheetId());
    if (last === undefined) continue;
    const endColumn = tab.getMaxColumns() - 1;
    tab.setRangesAutoHeight([{ startRow: 0, endRow: Math.min(last, MOST_FITTED), startColumn: 0, endColumn }]);
  }
  toFit.clear();
}

export const coreOf = ({ workbook }: Book): Workbook => workbook.getWorkbook();
export const tabOf = (sheet: FWorksheet): Worksheet => sheet.getSheet();

/** Cells that a formula elsewhere fills: they are in no snapshot. */
export function spilledOf(sheet: FWorksheet, workbook: FWorkbook) {
  const data = sheet.getInject().get(FormulaDataModel).getArrayFormulaCellData();
  return data[workbook.getId()]?.[sheet.getSheetId()] ?? null;
}

export type Snapshot = IWorkbookData;
