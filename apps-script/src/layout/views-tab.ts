/** The Views tab: where a partner answers otherwise than the Answers tab, side by side, with a column to decide in. */
import { levelColour, light } from "../../../models/appearance.ts";
import { area, header, ROOM, type TabDefinition, tab } from "./definition.ts";
import { type ColumnKey, columnHeaders, decisionWords, viewWords } from "./keys.ts";

interface ViewColumn {
  key: ColumnKey;
  /** Pixels. */
  width: number;
  /** Number format; `@` is plain text. */
  pattern: string;
  note?: string;
}

const columns: readonly ViewColumn[] = [
  { key: "partner", width: 200, pattern: "@" },
  { key: "criterion", width: 220, pattern: "@" },
  { key: "mine", width: 200, pattern: "General", note: "As the Answers tab had it when the views were compared." },
  { key: "theirs", width: 200, pattern: "General", note: "As the partner submitted it." },
  {
    key: "views",
    width: 110,
    pattern: "@",
    note: `${viewWords.theirsOnly}: the cell of the Answers tab is blank. ${viewWords.same} and ${viewWords.taken} say what became of a difference.`,
  },
  {
    key: "decision",
    width: 120,
    pattern: "@",
    note: `Choose ${decisionWords.theirs}, then Take over answers: it writes their answer into the Answers tab. Nothing is written before.`,
  },
  { key: "comment", width: 320, pattern: "@" },
  { key: "evidence", width: 260, pattern: "@" },
  { key: "period", width: 90, pattern: "@" },
  { key: "criterionId", width: 120, pattern: "@" },
];

const placeOf = (key: ColumnKey): number => columns.findIndex((column) => column.key === key) + 1;

export function viewsTab(): TabDefinition {
  const below = (key: ColumnKey) => area(2, placeOf(key), ROOM);
  return tab({
    name: "Views",
    colour: levelColour(6, 9).background,
    cells: [columns.map(({ key }) => columnHeaders[key])],
    rows: ROOM + 1,
    frozenRows: 1,
    frozenColumns: 1,
    widths: columns.map(({ width }) => width),
    styles: [
      { area: area(1, 1, 1, columns.length), style: header },
      ...(["mine", "theirs", "comment", "evidence"] as const).map((key) => ({
        area: below(key),
        // Numbers beside words are compared more easily on one side.
        style: { wrap: true as const, align: "left" as const },
      })),
    ],
    formats: columns.map(({ pattern }, place) => ({ area: area(2, place + 1, ROOM), pattern })),
    notes: columns.flatMap(({ note }, place) =>
      note === undefined ? [] : [{ row: 1, column: place + 1, text: note }],
    ),
    validations: [
      {
        area: below("decision"),
        rule: {
          kind: "list",
          values: Object.values(decisionWords),
          strict: true,
          help: "Choose which answer counts.",
        },
      },
    ],
    conditional: [
      {
        area: below("views"),
        format: {
          kind: "text",
          text: viewWords.differ,
          colour: light.warning,
          bold: true,
        },
      },
    ],
    protections: [{ area: area(1, 1, 1, columns.length), description: "Compare views writes below these headers." }],
    columnKeys: columns.map(({ key }, place) => ({ column: place + 1, key })),
    hiddenColumns: [placeOf("criterionId")],
  });
}
