/**
 * A workbook as data: what the add-on writes through SpreadsheetApp, and what provisioning writes through the REST API.
 * Rows and columns count from 1, as both count them for people.
 */
import { light } from "../../../models/appearance.ts";
import type { ChartDefinition } from "./dashboard-charts.ts";

/** A formula is always marked as one, so that no text ever becomes one. */
export type LayoutCell = string | number | boolean | { formula: string };

export interface Area {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

export type Rule =
  | { kind: "list"; values: readonly string[]; strict: boolean; help: string }
  /** `formula` is about the area's first cell. */
  | { kind: "formula"; formula: string; strict: boolean; help: string }
  | { kind: "date"; help: string }
  /** One of the partners of the Answers tab. */
  | { kind: "partners"; help: string };

export interface Style {
  bold?: true;
  background?: string;
  colour?: string;
  wrap?: true;
  align?: "left" | "center" | "right";
  size?: number;
}

export type ConditionalFormat =
  | { kind: "text"; text: string; background?: string; colour: string; bold?: true }
  | { kind: "formula"; formula: string; background?: string; colour: string; bold?: true }
  /** Pale at `min`, deep at `max`. */
  | { kind: "heat"; min: number; max: number; low: string; high: string };

export interface TabDefinition {
  name: TabName;
  colour: string;
  /** What stands from A1 on; rows may differ in length. */
  cells: readonly (readonly LayoutCell[])[];
  /** Size of the grid. */
  rows: number;
  columns: number;
  /** Room behind them for columns of the reader's own. */
  spareColumns: number;
  frozenRows: number;
  frozenColumns: number;
  /** Pixels by column. */
  widths: readonly number[];
  notes: readonly { row: number; column: number; text: string }[];
  styles: readonly { area: Area; style: Style }[];
  /** Number formats; `@` is plain text. */
  formats: readonly { area: Area; pattern: string }[];
  validations: readonly { area: Area; rule: Rule }[];
  conditional: readonly { area: Area; format: ConditionalFormat }[];
  /** Warn before somebody edits; nobody is locked out. */
  protections: readonly { area: Area; description: string }[];
  /** What a column is, whatever it is called and wherever it is moved. */
  columnKeys: readonly { column: number; key: string }[];
  names: readonly { name: string; area: Area }[];
  /** Columns that hold what only Levelsheet reads. */
  hiddenColumns: readonly number[];
  /**
   * Charts that show something without a service, of an area with its header row. Provisioning draws them; the add-on
   * draws all of its own when somebody chooses Draw dashboard, and takes these over then.
   */
  charts: readonly { id: number; area: Area; chart: ChartDefinition }[];
}

export const TAB_NAMES = ["Start", "Model", "Answers", "Scores", "Gaps", "Plan", "Dashboard", "Settings"] as const;
/** Tabs that come with the first command that writes into them. */
export const LATER_TABS = ["Compare", "Briefs", "Invitations", "Mail texts", "Views"] as const;
export type TabName = (typeof TAB_NAMES)[number] | (typeof LATER_TABS)[number];

export interface WorkbookDefinition {
  /** The model it was made from. */
  model: string;
  language: string;
  tabs: readonly TabDefinition[];
}

export const header: Style = { bold: true, background: light.surface, colour: light.text, wrap: true };
export const levelCell: Style = { align: "center" };
/** Above figures, which stand at the right. */
export const numberHeader: Style = { align: "right" };
export const title: Style = { bold: true, size: 16, colour: light.text };

/** Key of the developer metadata on columns; its value is the column's key. */
export const COLUMN_METADATA = "levelsheet.column";

/** Partners there is room for from the start; Google adds rows as people paste more. */
export const ROOM = 2_000;

export const area = (row: number, column: number, rows = 1, columns = 1): Area => ({ row, column, rows, columns });

type Optional = Omit<TabDefinition, "name" | "colour" | "cells" | "widths">;

/** A tab with what is given; everything else is as small and plain as it can be. */
export function tab(
  given: Pick<TabDefinition, "name" | "colour" | "cells" | "widths"> & Partial<Optional>,
): TabDefinition {
  const { cells, widths } = given;
  return {
    rows: Math.max(cells.length, 1),
    columns: Math.max(widths.length, ...cells.map((row) => row.length)),
    spareColumns: 0,
    frozenRows: 0,
    frozenColumns: 0,
    notes: [],
    styles: [],
    formats: [],
    validations: [],
    conditional: [],
    protections: [],
    columnKeys: [],
    names: [],
    hiddenColumns: [],
    charts: [],
    ...given,
  };
}
