/** The keys of columns, and the columns that scoring fills. */

export const criterionKey = (id: string): string => `criterion:${id}`;
export const dimensionKey = (id: string): string => `dimension:${id}`;
export const gapKey = (place: number): string => `gap:${place}`;

/** @returns the criterion's id, null for another key. */
export function criterionOf(key: string): string | null {
  return key.startsWith("criterion:") ? key.slice("criterion:".length) : null;
}

/** Keys of columns that exist once, by header. */
export const columnHeaders = {
  partner: "Partner",
  segment: "Segment",
  region: "Region",
  type: "Type",
  index: "Index",
  level: "Level",
  next: "Next level",
  why: "Why",
  coverage: "Answered",
  check: "To check",
  path: "Way to the next level",
  action: "Action",
  criterion: "Criterion",
  owner: "Owner",
  due: "Due",
  status: "Status",
} as const;
export type ColumnKey = keyof typeof columnHeaders;

export const ATTRIBUTES = ["segment", "region", "type"] as const;
export const STATUSES = ["Open", "In progress", "Done", "Dropped"] as const;
/** Names of the Start tab's cells that commands write. */
export const START_NAMES = { connection: "Levelsheet_connection", lastRun: "Levelsheet_last_run" } as const;
/** Columns “Gap 1” and so on of the Gaps tab. */
export const GAPS = 5;
/** Answers has a row with dimensions above its header. */
export const ANSWERS_HEADER = 2;
