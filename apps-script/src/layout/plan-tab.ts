/** The Plan tab: who does what until when. The last columns are hidden; they tie a row to what is stored. */
import { levelColour, light, WARNING_SIGN } from "../../../models/appearance.ts";
import type { Model } from "../../../models/format.ts";
import { columnName } from "../cells.ts";
import { area, header, numberHeader, ROOM, type TabDefinition, tab } from "./definition.ts";
import { scorePattern } from "./formats.ts";
import { type ColumnKey, columnHeaders, decisionWords, statusWords } from "./keys.ts";

interface PlanColumn {
  key: ColumnKey;
  /** Pixels. */
  width: number;
  /** Number format; `@` is plain text. */
  pattern: string;
  note?: string;
}

const HIDDEN = ["actionId", "version", "synced"] as const satisfies readonly ColumnKey[];

function planColumns(model: Model): PlanColumn[] {
  const points = scorePattern(model);
  return [
    { key: "partner", width: 200, pattern: "@" },
    { key: "action", width: 420, pattern: "@" },
    { key: "criterion", width: 220, pattern: "@" },
    { key: "owner", width: 150, pattern: "@" },
    { key: "due", width: 110, pattern: "yyyy-mm-dd" },
    { key: "status", width: 110, pattern: "@" },
    { key: "effort", width: 70, pattern: "0.0", note: "Person-days." },
    {
      key: "gain",
      width: 90,
      pattern: `+${points};-${points};${points}`,
      note: "What the index gains where this alone is done. Synchronise plan works it out.",
    },
    {
      key: "late",
      width: 130,
      pattern: "@",
      note: `${WARNING_SIGN} and the days since an open action was due. Synchronise plan brings it up to date.`,
    },
    {
      key: "conflict",
      width: 320,
      pattern: "@",
      note: `Where a cell was changed here and on the server, both values stand here and nothing is overwritten. Choose ${decisionWords.mine} or ${decisionWords.theirs}, then synchronise again.`,
    },
    { key: "actionId", width: 120, pattern: "@" },
    { key: "version", width: 80, pattern: "0" },
    { key: "synced", width: 120, pattern: "@" },
  ];
}

export function planTab(model: Model): TabDefinition {
  const columns = planColumns(model);
  const placeOf = (key: ColumnKey): number => columns.findIndex((column) => column.key === key) + 1;
  const due = `$${columnName(placeOf("due"))}2`;
  const status = `$${columnName(placeOf("status"))}2`;
  const overdue = `=AND(ISNUMBER(${due}),${due}<TODAY(),${status}<>"${statusWords.done}",${status}<>"${statusWords.dropped}")`;
  const warned = { colour: light.warning, bold: true } as const;
  const below = (key: ColumnKey) => area(2, placeOf(key), ROOM);
  return tab({
    name: "Plan",
    colour: levelColour(4, 9).background,
    cells: [columns.map(({ key }) => columnHeaders[key])],
    rows: ROOM + 1,
    frozenRows: 1,
    frozenColumns: 1,
    widths: columns.map(({ width }) => width),
    styles: [
      { area: area(1, 1, 1, columns.length), style: header },
      ...(["due", "effort", "gain"] as const).map((key) => ({ area: area(1, placeOf(key)), style: numberHeader })),
      { area: below("action"), style: { wrap: true } },
      { area: below("late"), style: { colour: light.warning } },
      { area: below("conflict"), style: { wrap: true, colour: light.warning } },
    ],
    formats: columns.map(({ pattern }, place) => ({ area: area(2, place + 1, ROOM), pattern })),
    notes: columns.flatMap(({ note }, place) =>
      note === undefined ? [] : [{ row: 1, column: place + 1, text: note }],
    ),
    validations: [
      {
        area: below("criterion"),
        rule: {
          kind: "list",
          values: [...new Set(model.criteria.map(({ name }) => name))],
          strict: false,
          help: "Choose the question the action is about.",
        },
      },
      { area: below("due"), rule: { kind: "date", help: "Enter a date." } },
      {
        area: below("status"),
        rule: { kind: "list", values: Object.values(statusWords), strict: true, help: "Choose a status." },
      },
      {
        area: below("conflict"),
        rule: {
          kind: "list",
          values: Object.values(decisionWords),
          strict: false,
          help: "Where a conflict is shown, choose which value counts.",
        },
      },
    ],
    conditional: [{ area: below("due"), format: { kind: "formula", formula: overdue, ...warned } }],
    columnKeys: columns.map(({ key }, place) => ({ column: place + 1, key })),
    hiddenColumns: HIDDEN.map(placeOf),
  });
}
