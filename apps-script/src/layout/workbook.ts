/** The workbook for a model: its eight tabs as data. */
import { levelColour, light } from "../../../models/appearance.ts";
import type { Assessment } from "../../../models/contract.ts";
import type { Model } from "../../../models/format.ts";
import { SETTING_NAMES } from "../connection.ts";
import { columnNames, headRows, modelColumns, rowKinds } from "../model-tab/columns.ts";
import { rowsOf } from "../model-tab/rows-of.ts";
import { answersRange, answersTab } from "./answers-tab.ts";
import { dashboardTab } from "./dashboard-tab.ts";
import {
  area,
  header,
  type LayoutCell,
  levelCell,
  numberHeader,
  ROOM,
  type TabDefinition,
  tab,
  title,
  type WorkbookDefinition,
} from "./definition.ts";
import { levelFormats, scorePattern } from "./formats.ts";
import {
  ATTRIBUTES,
  CONNECTED,
  type ColumnKey,
  columnHeaders,
  dimensionKey,
  GAPS,
  gapKey,
  START_NAMES,
} from "./keys.ts";
import { planTab } from "./plan-tab.ts";

/**
 * @param model a model whose references hold.
 * @param partners to begin with; answers by option id or label.
 */
export function workbookOf(model: Model, partners: readonly Assessment[] = []): WorkbookDefinition {
  return {
    model: model.id,
    language: model.language ?? "en",
    tabs: [
      startTab(model),
      modelTab(model),
      answersTab(model, partners),
      scoresTab(model),
      gapsTab(model),
      planTab(model),
      dashboardTab(model),
      settingsTab(model),
    ],
  };
}

const ROWS = ROOM + 1;

/** Of the Start tab. */
const CONNECTION_ROW = 14;

/** What to do while nothing is connected; once it is, the step says so by itself. */
function connectStep(row: number): string {
  const todo = "Choose Extensions > Levelsheet > Settings, and enter the address of your service and your key.";
  return `=IF(LEFT(B${row},${CONNECTED.length})="${CONNECTED}","Done: the connection stands below.","${todo}")`;
}

function startTab(model: Model): TabDefinition {
  const lastAnswer = 1 + ATTRIBUTES.length + model.criteria.length;
  const cells: LayoutCell[][] = [
    [`${model.name}: partner maturity`],
    ["About the model", model.summary ?? ""],
    [""],
    ["What to do", "How"],
    [
      "1. Look at the model",
      "The Model tab holds every question, weight and level. Change what does not fit your programme.",
    ],
    ["2. Enter your partners", "Paste their names into the first column of the Answers tab."],
    [
      "3. Answer",
      "Choose from the lists, or enter numbers. The note on a header says what is asked. N/A is an answer too.",
    ],
    ["4. Connect", { formula: connectStep(CONNECTION_ROW) }],
    ["5. Score", "Choose Extensions > Levelsheet > Score all partners. Levels and reasons appear in the Scores tab."],
    [
      "6. Plan",
      "Choose Extensions > Levelsheet > Save this period, then Plan from gaps. Write who does what by when into the Plan tab.",
    ],
    [
      "7. Involve your partners",
      "Choose Extensions > Levelsheet > Invite partners. They answer about themselves on a page of their own, and you see both views side by side.",
    ],
    [""],
    ["In a formula", `=MATURITY_TABLE(${answersRange(lastAnswer)}, Model!A:Z)`],
    ["Connection", "Shown here once you connect."],
    ["Last run", "Shown here once you score."],
  ];
  const lastRun = CONNECTION_ROW + 1;
  return tab({
    name: "Start",
    colour: light.accent,
    cells,
    widths: [220, 640],
    styles: [
      { area: area(1, 1), style: title },
      { area: area(2, 1, 1, 2), style: { colour: light.quiet, wrap: true } },
      { area: area(4, 1, 1, 2), style: header },
      { area: area(5, 1, 7), style: { bold: true } },
      { area: area(5, 2, cells.length - 4), style: { wrap: true } },
      { area: area(CONNECTION_ROW, 2, 2), style: { colour: light.quiet } },
    ],
    names: [
      { name: START_NAMES.connection, area: area(CONNECTION_ROW, 2) },
      { name: START_NAMES.lastRun, area: area(lastRun, 2) },
    ],
  });
}

/** Room for the rows that people add to a model. */
const MODEL_ROOM = 300;

/** Columns of the Model tab with sentences and lists. */
const WRAPPED = ["name", "text", "options", "stages", "tags", "help", "reads"] as const;

/** Columns of the Model tab that stay in sight. */
const FROZEN = 3;

function modelTab(model: Model): TabDefinition {
  const cells = rowsOf(model);
  const rows = cells.length + MODEL_ROOM;
  const columns = columnNames.length;
  const columnOf = (name: (typeof columnNames)[number]): number => columnNames.indexOf(name) + 1;
  const heads = headRows.map((kind) => `$A2="${rowKinds[kind]}"`).join(",");
  return tab({
    name: "Model",
    colour: light.accent,
    cells,
    rows,
    columns,
    frozenRows: 1,
    frozenColumns: FROZEN,
    widths: columnNames.map((name) => modelColumns[name].width),
    notes: columnNames.map((name, place) => ({ row: 1, column: place + 1, text: modelColumns[name].help })),
    styles: [
      { area: area(1, 1, 1, columns), style: header },
      ...WRAPPED.map((name) => ({ area: area(2, columnOf(name), rows - 1), style: { wrap: true as const } })),
      ...columnNames
        .filter((name) => modelColumns[name].holds === "number")
        .map((name) => ({ area: area(1, columnOf(name)), style: numberHeader })),
      { area: area(2, columnOf("reads"), rows - 1), style: { colour: light.quiet } },
    ],
    formats: columnNames.map((name, place) => ({
      area: area(2, place + 1, rows - 1),
      pattern: modelColumns[name].holds === "text" ? "@" : "General",
    })),
    validations: [
      {
        area: area(2, 1, rows - 1),
        rule: { kind: "list", values: Object.values(rowKinds), strict: true, help: "Choose what the row is." },
      },
    ],
    conditional: [
      {
        // The columns that stay in sight; a formula for every cell of the tab would slow it down.
        area: area(2, 1, rows - 1, FROZEN),
        format: {
          kind: "formula",
          formula: `=OR(${heads})`,
          background: levelColour(0, 9).background,
          colour: light.text,
          bold: true,
        },
      },
    ],
    protections: [
      { area: area(1, 1, 1, columns), description: "Levelsheet finds columns by these headers." },
      { area: area(2, columnOf("reads"), rows - 1), description: "Levelsheet writes these sentences." },
    ],
  });
}

function scoresTab(model: Model): TabDefinition {
  const keys: ColumnKey[] = ["partner", "index", "level", "next", "why", "coverage"];
  const first = keys.length + 1;
  const { dimensions } = model;
  const columns = keys.length + dimensions.length + 1;
  const { min = 0, max = 100 } = model.scale ?? {};
  return tab({
    name: "Scores",
    colour: levelColour(6, 9).background,
    cells: [[...keys.map((key) => columnHeaders[key]), ...dimensions.map(({ name }) => name), columnHeaders.check]],
    rows: ROWS,
    columns,
    frozenRows: 1,
    frozenColumns: 1,
    widths: [200, 80, 110, 110, 420, 90, ...dimensions.map(() => 110), 320],
    styles: [
      { area: area(1, 1, 1, columns), style: header },
      { area: area(1, 2), style: numberHeader },
      { area: area(1, 3, ROWS, 2), style: levelCell },
      { area: area(1, 6, 1, 1 + dimensions.length), style: numberHeader },
      { area: area(2, 2, ROOM), style: { align: "right" } },
      { area: area(2, 5, ROOM), style: { wrap: true } },
      { area: area(2, 6, ROOM, 1 + dimensions.length), style: { align: "right" } },
      { area: area(2, columns, ROOM), style: { wrap: true, colour: light.warning } },
    ],
    formats: [
      { area: area(2, 1, ROOM), pattern: "@" },
      { area: area(2, 2, ROOM), pattern: scorePattern(model) },
      { area: area(2, 6, ROOM), pattern: "0%" },
      { area: area(2, first, ROOM, dimensions.length), pattern: scorePattern(model) },
    ],
    conditional: [
      ...levelFormats(model).map((format) => ({ area: area(2, 3, ROOM, 2), format })),
      {
        area: area(2, first, ROOM, dimensions.length),
        format: { kind: "heat", min, max, low: "#ffffff", high: levelColour(4, 9).background },
      },
    ],
    protections: [{ area: area(1, 1, 1, columns), description: "Score all partners writes below these headers." }],
    columnKeys: [
      ...keys.map((key, place) => ({ column: place + 1, key })),
      ...dimensions.map(({ id }, place) => ({ column: first + place, key: dimensionKey(id) })),
      { column: columns, key: "check" },
    ],
  });
}

function gapsTab(model: Model): TabDefinition {
  const keys: ColumnKey[] = ["partner", "level", "next"];
  const gaps = Array.from({ length: GAPS }, (_, place) => place + 1);
  const columns = keys.length + GAPS + 1;
  return tab({
    name: "Gaps",
    colour: levelColour(6, 9).background,
    cells: [[...keys.map((key) => columnHeaders[key]), ...gaps.map((place) => `Gap ${place}`), columnHeaders.path]],
    rows: ROWS,
    columns,
    frozenRows: 1,
    frozenColumns: 1,
    widths: [200, 130, 130, ...gaps.map(() => 300), 680],
    styles: [
      { area: area(1, 1, 1, columns), style: header },
      { area: area(1, 2, ROWS, 2), style: levelCell },
      { area: area(2, 4, ROOM, GAPS + 1), style: { wrap: true } },
    ],
    formats: [{ area: area(2, 1, ROOM), pattern: "@" }],
    conditional: levelFormats(model).map((format) => ({ area: area(2, 2, ROOM, 2), format })),
    protections: [{ area: area(1, 1, 1, columns), description: "Find gaps writes below these headers." }],
    columnKeys: [
      ...keys.map((key, place) => ({ column: place + 1, key })),
      ...gaps.map((place) => ({ column: keys.length + place, key: gapKey(place) })),
      { column: columns, key: "path" },
    ],
  });
}

function settingsTab(model: Model): TabDefinition {
  const rows: [keyof typeof SETTING_NAMES, string, LayoutCell, string][] = [
    [
      "address",
      "Address",
      "",
      "Of the service. Leave it blank to use the connection of Extensions > Levelsheet > Settings.",
    ],
    ["key", "Key", "", "Goes with the address above. Everybody who can open this workbook can read it here."],
    ["model", "Model", model.id, "The model of formulas that name none."],
    ["language", "Language", "", "Of levels and reasons, such as de; blank for the model's own."],
    ["gaps", "Gaps per partner", 3, "What MATURITY_GAPS shows, 1 to 20."],
  ];
  return tab({
    name: "Settings",
    colour: light.quiet,
    cells: [["Setting", "Value", "What it does"], ...rows.map(([, label, value, help]) => [label, value, help])],
    widths: [160, 300, 520],
    frozenRows: 1,
    styles: [
      { area: area(1, 1, 1, 3), style: header },
      { area: area(2, 3, rows.length), style: { colour: light.quiet, wrap: true } },
    ],
    formats: [{ area: area(2, 2, 4), pattern: "@" }],
    names: rows.map(([name], place) => ({ name: SETTING_NAMES[name], area: area(2 + place, 2) })),
    validations: [
      {
        area: area(6, 2),
        rule: { kind: "formula", formula: "=AND(ISNUMBER(B6),B6>=1,B6<=20)", strict: true, help: "Enter 1 to 20." },
      },
    ],
  });
}
