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
  page: "Page",
  period: "Period",
  state: "State",
  link: "Link",
  language: "Language",
  mailAddress: "E-mail",
  sentOn: "Sent on",
  openedOn: "Opened on",
  answered: "Questions answered",
  doneOn: "Done on",
  until: "Works until",
  subject: "Mail subject",
  mail: "Mail text",
  draft: "Mail",
  sameAnswers: "Same answers",
  theirIndex: "Their index",
  theirLevel: "Their level",
  linkId: "Levelsheet link",
  modelId: "Levelsheet model",
  mine: "Your answer",
  theirs: "Their answer",
  views: "Views",
  decision: "Decision",
  comment: "Their comment",
  evidence: "Their evidence",
  criterionId: "Levelsheet question",
} as const;
export type ColumnKey = keyof typeof columnHeaders;

export const ATTRIBUTES = ["segment", "region", "type"] as const;
/** By what the service calls them. */
export const statusWords = { open: "Open", doing: "In progress", done: "Done", dropped: "Dropped" } as const;
export type Status = keyof typeof statusWords;
/** What to enter where the sheet and the service differ. */
export const decisionWords = { mine: "Keep mine", theirs: "Take theirs" } as const;
export type Decision = keyof typeof decisionWords;
/** The pages that a link opens, by what the service calls them. */
export const pageWords = { "self-assessment": "Self-assessment", scorecard: "Scorecard" } as const;
export type Page = keyof typeof pageWords;
/** What became of an invitation; the first four by what the service calls them. */
export const stateWords = {
  sent: "Sent",
  opened: "Opened",
  "half done": "Half done",
  done: "Done",
  closed: "Closed",
  expired: "Expired",
  revoked: "Revoked",
  erased: "Erased",
} as const;
export type InvitationState = keyof typeof stateWords;
/** How a partner's answer stands to the one in the Answers tab. */
export const viewWords = {
  differ: "Differ",
  theirsOnly: "Only theirs",
  same: "Same",
  taken: "Taken over",
  none: "No answer any more",
} as const;
/** What became of a brief. */
export const briefStates = {
  written: "Written",
  edited: "Edited, left as it is",
  joined: "Edited, joined anew",
  missing: "Nothing saved yet",
} as const;
/** Names of the Start tab's cells that commands write. */
export const START_NAMES = { connection: "Levelsheet_connection", lastRun: "Levelsheet_last_run" } as const;
/** How the connection's cell begins once there is one. */
export const CONNECTED = "Connected to";
/** Columns “Gap 1” and so on of the Gaps tab. */
export const GAPS = 5;
/** Answers has a row with dimensions above its header. */
export const ANSWERS_HEADER = 2;
