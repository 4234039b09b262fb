/** A chart as data: what the calls of the builder said, for whoever draws it. */
import type { Area } from "./a1.ts";

export interface ChartRecord {
  id: number;
  /** Id of the tab it stands on. */
  sheet: string;
  /** `RADAR`, `COLUMN`, `BAR`, `LINE`, `AREA`, `SCATTER`, `PIE` ... */
  type: string;
  ranges: { sheet: string; area: Area }[];
  /** From 0. */
  row: number;
  column: number;
  /** Pixels. */
  offsetX: number;
  offsetY: number;
  width: number;
  height: number;
  headers: number;
  transpose: boolean;
  /** Such as `title` or `hAxis.title`, by dotted name. */
  options: Record<string, unknown>;
}

export const CHART_SIZE = { width: 600, height: 371 };
