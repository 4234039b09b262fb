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
  effort: "Days",
  gain: "Points gained",
  late: "Overdue",
  conflict: "Conflict",
  actionId: "Levelsheet id",
  version: "Levelsheet version",
  synced: "Levelsheet state",
  briefState: "Brief",
  briefLanguage: "Brief language",
  briefSubject: "Subject",
  briefOpening: "Opening",
  briefStand: "Where they stand",
  briefSteps: "What to do next",
  briefOffer: "What we offer",
  briefDates: "Dates",
  briefText: "Whole brief",
  briefMemory: "Levelsheet brief",
  move: "Moved",
  change: "Change",
} as const;
export type ColumnKey = keyof typeof columnHeaders;

export const ATTRIBUTES = ["segment", "region", "type"] as const;
/** By what the service calls them. */
export const statusWords = { open: "Open", doing: "In progress", done: "Done", dropped: "Dropped" } as const;
export type Status = keyof typeof statusWords;
/** What to enter where the sheet and the service differ. */
export const decisionWords = { mine: "Keep mine", theirs: "Take theirs" } as const;
export type Decision = keyof typeof decisionWords;
/** What became of a brief. */
export const briefStates = {
  written: "Written",
  edited: "Edited, left as it is",
  joined: "Edited, joined anew",
  missing: "Nothing saved yet",
} as const;
/** Names of the Start tab's cells that commands write. */
export const START_NAMES = { connection: "Levelsheet_connection", lastRun: "Levelsheet_last_run" } as const;
/** Columns “Gap 1” and so on of the Gaps tab. */
export const GAPS = 5;
/** Answers has a row with dimensions above its header. */
export const ANSWERS_HEADER = 2;
