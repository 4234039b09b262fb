/**
 * A workbook definition as requests of the Sheets API: the one that creates it, and the one that dresses its long
 * columns. The add-on writes the same definition through SpreadsheetApp.
 */
import type { sheets_v4 } from "@googleapis/sheets";
import type { Area, LayoutCell, TabDefinition, WorkbookDefinition } from "../../src/layout/definition.ts";
import { COLUMN_METADATA } from "../../src/layout/definition.ts";
import { ANSWERS_HEADER } from "../../src/layout/keys.ts";
import { colourOf, fieldsOf, formatOf, gridRange, merged, numberFormatOf, validationOf } from "./cell.ts";
import { chartsOf } from "./charts.ts";
import { conditionalFormats, namedRanges, protectedRanges } from "./rules.ts";

export interface Place {
  title: string;
  /** Such as `Europe/Berlin`; dates are days there. */
  timeZone: string;
}

/** A tab that Google makes has as many; the add-on writes into such tabs. */
const LEAST_ROWS = 1_000;
const LEAST_COLUMNS = 26;

/** Rows of an area whose cells still go into the creation one by one; a longer one is a range in the request after it. */
const FEW = 50;

export function createRequest({ tabs }: WorkbookDefinition, { title, timeZone }: Place): sheets_v4.Schema$Spreadsheet {
  const answerRows = sizeOf(tabs.find(isAnswers)).rowCount;
  return {
    // Formulas are parsed by the locale; whoever has another one changes it in Google, and formulas follow.
    properties: { title, timeZone, locale: "en_US" },
    sheets: tabs.map((tab, sheetId) => ({
      properties: {
        sheetId,
        index: sheetId,
        title: tab.name,
        gridProperties: { ...sizeOf(tab), frozenRowCount: tab.frozenRows, frozenColumnCount: tab.frozenColumns },
        tabColorStyle: colourOf(tab.colour),
      },
      data: [
        {
          startRow: 0,
          startColumn: 0,
          rowData: rowData(tab, answerRows),
          columnMetadata: columnMetadata(tab),
        },
      ],
      conditionalFormats: conditionalFormats(tab, sheetId),
      protectedRanges: protectedRanges(tab, sheetId),
      charts: chartsOf(tab, sheetId),
    })),
    namedRanges: tabs.flatMap((tab, sheetId) => namedRanges(tab, sheetId)),
  };
}

/** A tab as Google has it. */
export interface TabSize {
  sheetId: number;
  rows: number;
  columns: number;
}

/**
 * What every row of a long column has: a request for each range. They may be sent again.
 *
 * @param sizes by tab, with room for the definition; tabs that are not there are left out.
 */
export function dressRequests(
  { tabs }: WorkbookDefinition,
  sizes: ReadonlyMap<string, TabSize>,
): sheets_v4.Schema$Request[] {
  const answerRows = Math.max(sizes.get("Answers")?.rows ?? 0, sizeOf(tabs.find(isAnswers)).rowCount);
  return tabs.flatMap((tab) => {
    const size = sizes.get(tab.name);
    if (size === undefined) return [];
    const { sheetId } = size;
    return [
      ...divided(formatsOf(tab)).long.map(({ area, format }) => ({
        repeatCell: {
          range: gridRange(sheetId, area),
          cell: { userEnteredFormat: format },
          fields: fieldsOf(format),
        },
      })),
      ...divided(tab.validations).long.map(({ area, rule }) => ({
        setDataValidation: { range: gridRange(sheetId, area), rule: validationOf(rule, answerRows) },
      })),
    ];
  });
}

const isAnswers = ({ name }: TabDefinition): boolean => name === "Answers";

/** The rows that are data and not layout: partners with their answers, from this row on. */
export const firstDataRow = ({ name, cells }: TabDefinition): number =>
  name === "Answers" ? ANSWERS_HEADER + 1 : cells.length + 1;

function sizeOf(tab: Pick<TabDefinition, "rows" | "columns" | "spareColumns"> | undefined) {
  return {
    rowCount: Math.max(tab?.rows ?? 0, LEAST_ROWS),
    columnCount: Math.max((tab?.columns ?? 0) + (tab?.spareColumns ?? 0), LEAST_COLUMNS),
  };
}

/**
 * What goes into the creation, and what into the request after it. Whatever lies over a long area goes after that too,
 * so that the later one wins as it does in the sheet.
 */
function divided<Item extends { area: Area }>(items: readonly Item[]): { few: Item[]; long: Item[] } {
  const [few, long]: [Item[], Item[]] = [[], []];
  for (const item of items) {
    const isLong = item.area.rows > FEW || long.some(({ area }) => overlap(area, item.area));
    (isLong ? long : few).push(item);
  }
  return { few, long };
}

const overlap = (one: Area, other: Area): boolean =>
  one.row < other.row + other.rows &&
  other.row < one.row + one.rows &&
  one.column < other.column + other.columns &&
  other.column < one.column + one.columns;

/** All formats in the order in which they are applied. */
function formatsOf(tab: TabDefinition): { area: Area; format: sheets_v4.Schema$CellFormat }[] {
  const numbers = tab.formats.flatMap(({ area, pattern }) => {
    const format = numberFormatOf(pattern);
    return format === null ? [] : [{ area, format }];
  });
  const styles = tab.styles.map(({ area, style }) => ({ area, format: formatOf(style) }));
  // Beside a text of several lines, short cells would else stand at its last one.
  const wraps = tab.styles.some(({ style }) => style.wrap);
  const whole: Area = { row: 1, column: 1, rows: tab.rows, columns: tab.columns };
  return [...numbers, ...styles, ...(wraps ? [{ area: whole, format: { verticalAlignment: "TOP" } }] : [])];
}

function rowData(tab: TabDefinition, answerRows: number): sheets_v4.Schema$RowData[] {
  const grid = new Map<number, Map<number, sheets_v4.Schema$CellData>>();
  const cellAt = (row: number, column: number): sheets_v4.Schema$CellData => {
    const cells = grid.get(row) ?? new Map<number, sheets_v4.Schema$CellData>();
    const cell = cells.get(column) ?? {};
    grid.set(row, cells.set(column, cell));
    return cell;
  };
  const each = ({ row, column, rows, columns }: Area, visit: (cell: sheets_v4.Schema$CellData) => void) => {
    for (let down = 0; down < rows; down++) {
      for (let right = 0; right < columns; right++) visit(cellAt(row + down, column + right));
    }
  };
  tab.cells.slice(0, firstDataRow(tab) - 1).forEach((cells, row) => {
    cells.forEach((cell, column) => {
      if (cell !== "") cellAt(row + 1, column + 1).userEnteredValue = enteredValue(cell);
    });
  });
  for (const { area, format } of divided(formatsOf(tab)).few) {
    each(area, (cell) => {
      cell.userEnteredFormat = merged(cell.userEnteredFormat ?? {}, format);
    });
  }
  for (const { area, rule } of divided(tab.validations).few) {
    each(area, (cell) => {
      cell.dataValidation = validationOf(rule, answerRows);
    });
  }
  for (const { row, column, text } of tab.notes) cellAt(row, column).note = text;
  return Array.from({ length: Math.max(0, ...grid.keys()) }, (_, row) => {
    const cells = grid.get(row + 1) ?? new Map<number, sheets_v4.Schema$CellData>();
    return {
      values: Array.from({ length: Math.max(0, ...cells.keys()) }, (_cell, column) => cells.get(column + 1) ?? {}),
    };
  });
}

/** A text is a text whatever it begins with; only what the layout marks as a formula is one. */
function enteredValue(cell: LayoutCell): sheets_v4.Schema$ExtendedValue {
  if (typeof cell === "object") return { formulaValue: cell.formula };
  if (typeof cell === "number") return { numberValue: cell };
  return typeof cell === "boolean" ? { boolValue: cell } : { stringValue: cell };
}

function columnMetadata(tab: TabDefinition): sheets_v4.Schema$DimensionProperties[] {
  const keys = new Map(tab.columnKeys.map(({ column, key }) => [column, key]));
  return Array.from({ length: Math.max(tab.columns, tab.widths.length) }, (_, place) => {
    const width = tab.widths[place];
    const key = keys.get(place + 1);
    return {
      ...(width !== undefined && { pixelSize: width }),
      ...(tab.hiddenColumns.includes(place + 1) && { hiddenByUser: true }),
      ...(key !== undefined && {
        developerMetadata: [{ metadataKey: COLUMN_METADATA, metadataValue: key, visibility: "DOCUMENT" }],
      }),
    };
  });
}
