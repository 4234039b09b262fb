/** The workbook a run works on, and what Google keeps with it that Univer has no place for. */
import "./facades.ts";
import { type IWorkbookData, type Workbook, type Worksheet, WrapStrategy } from "@univerjs/core";
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
const ROW_HEIGHT = 21;

/** Rows with wrapped texts grow; the others stay as they are, since Univer would grow them for long answers, too. */
export function fitRows(book: Book): void {
  for (const tab of book.workbook.getSheets()) {
    const last = book.toFit.get(tab.getSheetId());
    if (last === undefined) continue;
    const endColumn = tab.getMaxColumns() - 1;
    const wrapping = wrappingRows(book, tab);
    for (const { start, count, wraps } of stretches(tab.getMaxRows(), (row) => wrapping.has(row))) {
      if (!wraps) tab.setRowHeightsForced(start, count, ROW_HEIGHT);
      else if (start <= last) {
        const endRow = Math.min(last, start + count - 1, start + MOST_FITTED);
        tab.setRangesAutoHeight([{ startRow: start, endRow, startColumn: 0, endColumn }]);
      }
    }
  }
  book.toFit.clear();
}

/** Rows with a cell, blank or not, whose text wraps or is larger than usual. */
function wrappingRows(book: Book, tab: FWorksheet): Set<number> {
  const styles = coreOf(book).getStyles();
  const rows = new Set<number>();
  tabOf(tab)
    .getCellMatrix()
    .forValue((row, _column, cell) => {
      const style = styles.getStyleByCell(cell);
      if (style?.tb === WrapStrategy.WRAP || (style?.fs ?? 10) > 10) rows.add(row);
    });
  return rows;
}

function stretches(
  rows: number,
  wrapsAt: (row: number) => boolean,
): { start: number; count: number; wraps: boolean }[] {
  const found: { start: number; count: number; wraps: boolean }[] = [];
  for (let row = 0; row < rows; row++) {
    const wraps = wrapsAt(row);
    const before = found.at(-1);
    if (before?.wraps === wraps) before.count++;
    else found.push({ start: row, count: 1, wraps });
  }
  return found;
}

export const coreOf = ({ workbook }: Book): Workbook => workbook.getWorkbook();
export const tabOf = (sheet: FWorksheet): Worksheet => sheet.getSheet();

/** Cells that a formula elsewhere fills: they are in no snapshot. */
export function spilledOf(sheet: FWorksheet, workbook: FWorkbook) {
  const data = sheet.getInject().get(FormulaDataModel).getArrayFormulaCellData();
  return data[workbook.getId()]?.[sheet.getSheetId()] ?? null;
}

export type Snapshot = IWorkbookData;
