/** The Briefs tab: a page of text per partner, section by section. The last column is hidden; it tells what was edited. */
import { levelColour } from "../../../models/appearance.ts";
import { area, header, ROOM, type TabDefinition, tab } from "./definition.ts";
import { briefStates, columnHeaders } from "./keys.ts";

/** By what the service calls the sections, in its order. */
export const briefColumns = {
  opening: "briefOpening",
  stand: "briefStand",
  steps: "briefSteps",
  offer: "briefOffer",
  dates: "briefDates",
} as const;
export type BriefSectionId = keyof typeof briefColumns;
export const briefSections = Object.keys(briefColumns) as BriefSectionId[];

const columns = [
  { key: "partner", width: 200, note: null },
  {
    key: "briefState",
    width: 160,
    note: `“${briefStates.edited}”: you changed this brief after it was written. Clear its texts, or delete the row, to have it written again.`,
  },
  { key: "briefLanguage", width: 90, note: null },
  { key: "briefSubject", width: 240, note: null },
  ...briefSections.map((id) => ({
    key: briefColumns[id],
    width: 260,
    note: "Yours to change. Write briefs leaves a brief alone that was changed.",
  })),
  {
    key: "briefText",
    width: 260,
    note: "All sections in one, to copy. Where you changed a section and not this cell, Write briefs joins it anew.",
  },
  { key: "briefMemory", width: 120, note: null },
] as const;

export function briefsTab(): TabDefinition {
  return tab({
    name: "Briefs",
    colour: levelColour(5, 9).background,
    cells: [columns.map(({ key }) => columnHeaders[key])],
    rows: ROOM + 1,
    frozenRows: 1,
    frozenColumns: 1,
    widths: columns.map(({ width }) => width),
    styles: [{ area: area(1, 1, 1, columns.length), style: header }],
    formats: columns.map((_, place) => ({ area: area(2, place + 1, ROOM), pattern: "@" })),
    notes: columns.flatMap(({ note }, place) => (note === null ? [] : [{ row: 1, column: place + 1, text: note }])),
    columnKeys: columns.map(({ key }, place) => ({ column: place + 1, key })),
    hiddenColumns: [columns.length],
  });
}
