/**
 * Scores partners into the Scores tab, and their gaps into the Gaps tab. Each portion is written before the next is
 * asked for, and the place is kept: choosing the command again goes on from there.
 */
import type { GridResponse } from "../../../models/contract.ts";
import type { Model } from "../../../models/format.ts";
import { isBlank, safeCell } from "../cells.ts";
import type { Connection } from "../connection.ts";
import { readSetting } from "../connection.ts";
import { checksByRow } from "../functions/grid-functions.ts";
import { dimensionKey, GAPS, gapKey } from "../layout/keys.ts";
import { workbookOf } from "../layout/workbook.ts";
import { writeTab } from "../layout/write-workbook.ts";
import type { MenuPlatform, Properties, Spreadsheet } from "../platform.ts";
import { askPatiently, readAnswer, Trouble } from "../service.ts";
import { findColumns } from "./columns.ts";
import { modelInTab } from "./model-in-tab.ts";
import { portionsOf, utf8Length } from "./portions.ts";
import { type AnswerRow, type Answers, readAnswers } from "./read-answers.ts";
import { ResultTab } from "./result-tab.ts";
import { command, counted } from "./say.ts";
import { requireConnection } from "./settings.ts";

interface Job {
  title: string;
  tab: "Scores" | "Gaps";
  /** Columns to ask the service for. */
  columns: readonly string[];
  /** What they are in the tab, one key for each column of the answer. */
  keys(model: Model): string[];
}

const SCORES: Omit<Job, "title"> = {
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
const FIND_GAPS: Job = {
  title: "Find gaps",
  tab: "Gaps",
  columns: ["level", "next", `gaps:${GAPS}`, "path"],
  keys: () => ["level", "next", ...Array.from({ length: GAPS }, (_, place) => gapKey(place + 1)), "path"],
};

export function scoreAllPartners(platform: MenuPlatform): void {
  run({ ...SCORES, title: "Score all partners" }, (answers) => answers.rows, platform);
}

export function scoreSelectedPartners(platform: MenuPlatform): void {
  const chosen = ({ rows }: Answers): AnswerRow[] => {
    const names = selectedNames(platform.spreadsheet());
    return rows.filter(({ partner }) => names.has(partner));
  };
  run({ ...SCORES, title: "Score selected partners" }, chosen, platform);
}

export function findGaps(platform: MenuPlatform): void {
  run(FIND_GAPS, (answers) => answers.rows, platform);
}

/** Google ends a run after six minutes; stopping before that keeps the last word ours. */
const PATIENCE = 270_000;
const LOCK_PATIENCE = 5_000;

function run(job: Job, choose: (answers: Answers) => AnswerRow[], platform: MenuPlatform): void {
  command(job.title, platform, () => {
    const connection = requireConnection(platform);
    const spreadsheet = platform.spreadsheet();
    const lock = platform.lock();
    if (lock !== null && !lock.tryLock(LOCK_PATIENCE)) {
      throw new Trouble("somebody else is scoring this workbook. Try again in a minute");
    }
    try {
      const model = modelInTab(spreadsheet);
      const answers = readAnswers(spreadsheet, model);
      const rows = choose(answers);
      if (rows.length === 0) {
        return "There is nobody to score. Enter partners in the Answers tab, or select their rows.";
      }
      return scoreRows(job, { model, answers, rows, connection, started: platform.clock.now() }, platform);
    } finally {
      lock?.releaseLock();
    }
  });
}

interface Work {
  model: Model;
  answers: Answers;
  rows: AnswerRow[];
  connection: Connection;
  started: number;
}

function scoreRows(job: Job, work: Work, platform: MenuPlatform): string {
  const { model, answers, connection } = work;
  const spreadsheet = platform.spreadsheet();
  const tab = new ResultTab(tabFor(job, model, spreadsheet, platform));
  const language = readSetting(spreadsheet, "language");
  const envelope = { model, columns: job.columns, ...(language !== "" && { language }) };
  const envelopeText = JSON.stringify(envelope);
  const rows = tab.inOrder(work.rows);
  const print = platform.digest(envelopeText + JSON.stringify([answers.header, rows]));
  const progress = new Progress(job.tab, print, platform.properties());
  const keys = [...job.keys(model), "check"];
  const total = rows.length;
  let toCheck = progress.toCheck;
  for (const portion of portionsOf(rows.slice(progress.done), utf8Length(envelopeText) + 1_000)) {
    if (platform.clock.now() - work.started > PATIENCE) return paused(job, progress.done, total);
    let response: GridResponse;
    try {
      const body = JSON.stringify({ ...envelope, grid: [answers.header, ...portion.map(({ cells }) => cells)] });
      response = readAnswer<GridResponse>(
        askPatiently({ method: "post", path: "/v1/score/grid", body }, connection, platform.fetch, platform.clock),
      );
      requireShape(response, portion.length, keys.length - 1);
    } catch (error) {
      if (progress.done === 0 || !(error instanceof Trouble)) throw error;
      throw new Trouble(`${error.message}. ${paused(job, progress.done, total)}`);
    }
    tab.write(portion, keys, resultsOf(response));
    platform.flush();
    toCheck += response.problemCount;
    progress.advance(portion.length, toCheck);
    if (progress.done < total) spreadsheet.toast(`${progress.done} of ${total} partners`, job.title, 10);
  }
  progress.finish();
  return [
    `${counted(total, "partner", "partners")} ${job.tab === "Scores" ? "scored" : "looked at"}. See the ${job.tab} tab.`,
    ...(toCheck > 0
      ? [
          `${counted(toCheck, "answer that cannot be read counts", "answers that cannot be read count")} as unanswered; the Scores tab says which.`,
        ]
      : []),
    ...(answers.nameless > 0
      ? [`${counted(answers.nameless, "row has", "rows have")} answers but no partner, and were left out.`]
      : []),
  ].join(" ");
}

const paused = (job: Job, done: number, total: number): string =>
  `${counted(done, "partner", "partners")} of ${total.toLocaleString("en")} are done. Choose ${job.title} again to continue.`;

/** The tab, made anew where somebody deleted it. */
function tabFor(job: Job, model: Model, spreadsheet: Spreadsheet, platform: MenuPlatform) {
  const present = spreadsheet.getSheetByName(job.tab);
  if (present !== null && present.getLastRow() > 0) return present;
  const definition = workbookOf(model).tabs.find(({ name }) => name === job.tab);
  const sheet = present ?? spreadsheet.insertSheet(job.tab, spreadsheet.getSheets().length);
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

/** Names of the partners in the selected rows, of whichever tab they are selected in. */
function selectedNames(spreadsheet: Spreadsheet): Set<string> {
  const names = new Set<string>();
  for (const range of spreadsheet.getActiveRangeList()?.getRanges() ?? []) {
    const sheet = range.getSheet();
    const header: unknown[][] = sheet.getRange(1, 1, 1, Math.max(1, sheet.getLastColumn())).getValues();
    const column = findColumns(sheet, header[0] ?? []).get("partner");
    const last = Math.min(range.getLastRow(), sheet.getLastRow());
    if (column === undefined || last < range.getRow()) continue;
    const values: unknown[][] = sheet.getRange(range.getRow(), column, last - range.getRow() + 1, 1).getValues();
    for (const [cell] of values) if (!isBlank(cell)) names.add(String(cell).trim());
  }
  return names;
}

/** How far a run came, for the next one with the same answers. */
class Progress {
  done = 0;
  toCheck = 0;
  readonly #name: string;
  readonly #print: string;
  readonly #properties: Properties | null;

  constructor(tab: string, print: string, properties: Properties | null) {
    this.#name = `levelsheet.progress.${tab}`;
    this.#print = print;
    this.#properties = properties;
    const [before, done, toCheck] = (properties?.getProperty(this.#name) ?? "").split(" ");
    if (before !== print) return;
    this.done = Number(done);
    this.toCheck = Number(toCheck);
  }

  advance(rows: number, toCheck: number): void {
    this.done += rows;
    this.#properties?.setProperty(this.#name, `${this.#print} ${this.done} ${toCheck}`);
  }

  finish(): void {
    this.#properties?.deleteProperty(this.#name);
  }
}
