/**
 * Scores partners into the Scores tab, and their gaps into the Gaps tab: what to ask for, and where it goes. How it goes
 * on after a failure stands in `run/run.ts`.
 */
import type { GridResponse } from "../../../models/contract.ts";
import type { Model } from "../../../models/format.ts";
import { safeCell } from "../cells.ts";
import { readSetting } from "../connection.ts";
import { checksByRow } from "../functions/grid-functions.ts";
import { dimensionKey, GAPS, gapKey } from "../layout/keys.ts";
import { workbookOf } from "../layout/workbook.ts";
import { writeTab } from "../layout/write-workbook.ts";
import type { MenuPlatform, Spreadsheet } from "../platform.ts";
import type { Job, Prepared } from "../run/job.ts";
import { readAnswer, Trouble } from "../service.ts";
import { selectedNames } from "./choose-partners.ts";
import { modelInTab } from "./model-in-tab.ts";
import { portionsOf, utf8Length } from "./portions.ts";
import { readAnswers } from "./read-answers.ts";
import { ResultTab } from "./result-tab.ts";
import { counted } from "./say.ts";

interface Target {
  tab: "Scores" | "Gaps";
  /** Columns to ask the service for. */
  columns: readonly string[];
  /** What they are in the tab, one key for each column of the answer. */
  keys(model: Model): string[];
}

const SCORES: Target = {
  tab: "Scores",
  columns: ["index", "level", "next", "why", "coverage", "dimensions"],
  keys: ({ dimensions }) => [
    "index",
    "level",
    "next",
    "why",
    "coverage",
    ...dimensions.map(({ id }) => dimensionKey(id)),
  ],
};
const GAPS_FOUND: Target = {
  tab: "Gaps",
  columns: ["level", "next", `gaps:${GAPS}`, "path"],
  keys: () => ["level", "next", ...Array.from({ length: GAPS }, (_, place) => gapKey(place + 1)), "path"],
};

export const SCORE_ALL: Job = { prepare: prepareFor(SCORES) };
export const SCORE_SELECTED: Job = { prepare: prepareFor(SCORES), choose: selectedNames };
export const FIND_GAPS: Job = { prepare: prepareFor(GAPS_FOUND) };

function prepareFor(target: Target): Job["prepare"] {
  return (platform, chosen) => prepare(target, platform, chosen);
}

/** What goes along with the grid in each request. */
const ENVELOPE_ROOM = 1_000;

function prepare(target: Target, platform: MenuPlatform, chosen: ReadonlySet<string> | null): Prepared {
  const spreadsheet = platform.spreadsheet();
  const model = modelInTab(spreadsheet);
  const { header, nameless, ...answers } = readAnswers(spreadsheet, model);
  const wanted = answers.rows.filter(({ partner }) => chosen === null || chosen.has(partner));
  if (wanted.length === 0) {
    throw new Trouble("there is nobody to score. Enter partners in the Answers tab, or select their rows");
  }
  const present = spreadsheet.getSheetByName(target.tab);
  let tab = present !== null && present.getLastRow() > 0 ? new ResultTab(present) : null;
  const rows = tab?.inOrder(wanted) ?? wanted;
  const language = readSetting(spreadsheet, "language");
  const envelope = { model, columns: target.columns, ...(language !== "" && { language }) };
  const envelopeText = JSON.stringify(envelope);
  const keys = [...target.keys(model), "check"];
  return {
    print: platform.digest(envelopeText + JSON.stringify([header, rows])),
    total: rows.length,
    portion(done, ask) {
      const [portion = []] = portionsOf(rows.slice(done), utf8Length(envelopeText) + ENVELOPE_ROOM);
      const body = JSON.stringify({ ...envelope, grid: [header, ...portion.map(({ cells }) => cells)] });
      const response = readAnswer<GridResponse>(ask({ method: "post", path: "/v1/score/grid", body }));
      requireShape(response, portion.length, keys.length - 1);
      tab ??= new ResultTab(makeTab(target.tab, model, spreadsheet, platform));
      tab.write(portion, keys, resultsOf(response));
      return { partners: portion.length, notes: response.problemCount };
    },
    summary: (unread) => summaryOf(target, rows.length, unread, nameless),
  };
}

function summaryOf({ tab }: Target, total: number, unread: number, nameless: number): string {
  return [
    `${counted(total, "partner", "partners")} ${tab === "Scores" ? "scored" : "looked at"}. See the ${tab} tab.`,
    ...(unread > 0
      ? [
          `${counted(unread, "answer that cannot be read counts", "answers that cannot be read count")} as unanswered; the Scores tab says which.`,
        ]
      : []),
    ...(nameless > 0
      ? [`${counted(nameless, "row has", "rows have")} answers but no partner, and were left out.`]
      : []),
  ].join(" ");
}

/** The tab, made anew where somebody deleted it. */
function makeTab(name: Target["tab"], model: Model, spreadsheet: Spreadsheet, platform: MenuPlatform) {
  const definition = workbookOf(model).tabs.find((own) => own.name === name);
  const sheet = spreadsheet.getSheetByName(name) ?? spreadsheet.insertSheet(name, spreadsheet.getSheets().length);
  if (definition !== undefined) writeTab(spreadsheet, sheet, definition, platform.builders());
  return sheet;
}

function requireShape({ grid }: GridResponse, rows: number, columns: number): void {
  if (grid?.length !== rows + 1 || grid[0]?.length !== columns) {
    throw new Trouble("the service sent something else than was asked for. Try again in a minute");
  }
}

function resultsOf(response: GridResponse): (string | number | boolean)[][] {
  const checks = checksByRow(response);
  return response.grid.slice(1).map((row, place) => [...row.map(safeCell), safeCell(checks.get(place + 2) ?? "")]);
}
