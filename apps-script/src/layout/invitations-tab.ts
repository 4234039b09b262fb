/** The Invitations tab: a row for each page that a partner is sent, how far it has come, and the mail that goes with it. */
import { levelColour, light, WARNING_SIGN } from "../../../models/appearance.ts";
import { columnName } from "../cells.ts";
import { area, header, ROOM, type TabDefinition, tab } from "./definition.ts";
import { type ColumnKey, columnHeaders, stateWords } from "./keys.ts";

interface InvitationColumn {
  key: ColumnKey;
  /** Pixels. */
  width: number;
  /** Number format; `@` is plain text. */
  pattern: string;
  note?: string;
}

const DAY = "yyyy-mm-dd";

const columns: readonly InvitationColumn[] = [
  { key: "partner", width: 200, pattern: "@" },
  { key: "page", width: 120, pattern: "@" },
  { key: "period", width: 90, pattern: "@", note: "Of a scorecard it is blank: it always shows the latest." },
  {
    key: "state",
    width: 90,
    pattern: "@",
    note: "Update invitations brings it up to date. Opened: the page was asked for once; some mail programs look at links by themselves, so it may have been one of them. Erased: the service has nothing of this link any more.",
  },
  { key: "sentOn", width: 100, pattern: DAY, note: "When the link was made. Nothing is sent by itself." },
  { key: "openedOn", width: 100, pattern: DAY },
  { key: "answered", width: 130, pattern: "@" },
  { key: "doneOn", width: 100, pattern: DAY, note: "When the partner last submitted." },
  {
    key: "sameAnswers",
    width: 110,
    pattern: "@",
    note: "Answers that are the same as those of the Answers tab. Compare views counts them.",
  },
  {
    key: "theirIndex",
    width: 90,
    pattern: "0.0",
    note: "What the Answers tab would score with all of the partner's answers taken over. Compare views fills it.",
  },
  { key: "theirLevel", width: 110, pattern: "@" },
  { key: "until", width: 100, pattern: DAY },
  { key: "language", width: 90, pattern: "@" },
  {
    key: "link",
    width: 220,
    pattern: "@",
    note: "Whoever has it sees the page, and can answer. It is kept nowhere but in this cell: one that is lost is replaced by a new one.",
  },
  {
    key: "draft",
    width: 110,
    pattern: "General",
    note: `Opens the mail in your own mail program, where you send it. The address comes from a column “${columnHeaders.mailAddress}” of the Answers tab, if you add one.`,
  },
  { key: "subject", width: 260, pattern: "@" },
  {
    key: "mail",
    width: 320,
    pattern: "@",
    note: "Written from the Mail texts tab. Change it here for one partner, or clear it and choose Update invitations to have it written anew.",
  },
  { key: "linkId", width: 120, pattern: "@" },
  { key: "modelId", width: 120, pattern: "@" },
];

const HIDDEN: readonly ColumnKey[] = ["linkId", "modelId"];

const placeOf = (key: ColumnKey): number => columns.findIndex((column) => column.key === key) + 1;

export function invitationsTab(): TabDefinition {
  const below = (key: ColumnKey) => area(2, placeOf(key), ROOM);
  const done = levelColour(5, 9);
  const warned = { colour: light.warning, bold: true } as const;
  return tab({
    name: "Invitations",
    colour: levelColour(4, 9).background,
    cells: [columns.map(({ key }) => columnHeaders[key])],
    rows: ROOM + 1,
    frozenRows: 1,
    frozenColumns: 1,
    widths: columns.map(({ width }) => width),
    styles: [
      { area: area(1, 1, 1, columns.length), style: header },
      ...columns.flatMap(({ key, pattern }) =>
        pattern === DAY ? [{ area: below(key), style: { align: "left" as const } }] : [],
      ),
    ],
    formats: columns.map(({ pattern }, place) => ({ area: area(2, place + 1, ROOM), pattern })),
    notes: columns.flatMap(({ note }, place) =>
      note === undefined ? [] : [{ row: 1, column: place + 1, text: note }],
    ),
    conditional: [
      {
        area: below("state"),
        format: { kind: "text", text: stateWords.done, background: done.background, colour: done.text },
      },
      ...([stateWords.expired, stateWords.revoked, stateWords.erased] as const).map((text) => ({
        area: below("state"),
        format: { kind: "text" as const, text, ...warned },
      })),
      ...(["draft", "subject", "mail"] as const).map((key) => {
        const first = `$${columnName(placeOf(key))}2`;
        const formula = `=LEFT(${first},1)="${WARNING_SIGN}"`;
        return { area: below(key), format: { kind: "formula" as const, formula, ...warned } };
      }),
    ],
    protections: [{ area: area(1, 1, 1, columns.length), description: "Invite partners writes below these headers." }],
    columnKeys: columns.map(({ key }, place) => ({ column: place + 1, key })),
    hiddenColumns: HIDDEN.map(placeOf),
  });
}
