/** Writes briefs into the Briefs tab, a few partners at a time. What somebody has changed there is never overwritten. */
import { plainText } from "../../cells.ts";
import { readSetting } from "../../connection.ts";
import { briefColumns, briefsTab } from "../../layout/briefs-tab.ts";
import type { ColumnKey } from "../../layout/keys.ts";
import { writeTab } from "../../layout/write-workbook.ts";
import type { MenuPlatform, Sheet } from "../../platform.ts";
import type { Ask, Job, Prepared } from "../../run/job.ts";
import { readAnswer, Trouble } from "../../service.ts";
import { selectedNames } from "../choose-partners.ts";
import { findColumns } from "../columns.ts";
import { modelInTab } from "../model-in-tab.ts";
import { type AnswerRow, readAnswers } from "../read-answers.ts";
import { ResultTab } from "../result-tab.ts";
import { counted } from "../say.ts";
import { partnerId } from "../stored.ts";
import { type Brief, type BriefCells, type BriefKey, briefRow } from "./brief-row.ts";

export const WRITE_BRIEFS: Job = { prepare };
export const WRITE_SELECTED_BRIEFS: Job = { prepare, choose: selectedNames };

/** Partners in a request, as many as the service takes. */
const PORTION = 10;
/** Pixels, Google's own: rows would grow to the height of a whole brief. */
const ROW_HEIGHT = 21;

function prepare(platform: MenuPlatform, chosen: ReadonlySet<string> | null): Prepared {
  const spreadsheet = platform.spreadsheet();
  const model = modelInTab(spreadsheet);
  const names = readAnswers(spreadsheet, model)
    .rows.map(({ partner }) => partner)
    .filter((partner) => chosen === null || chosen.has(partner));
  const partners = [...new Set(names.map(partnerId))];
  if (partners.length === 0) {
    throw new Trouble("there is nobody to write to. Enter partners in the Answers tab, or select their rows");
  }
  const language = readSetting(spreadsheet, "language");
  return {
    print: platform.digest(JSON.stringify(["briefs", model.id, language, partners])),
    total: partners.length,
    portion(done, ask) {
      const portion = partners.slice(done, done + PORTION);
      const briefs = askForBriefs({ model: model.id, partners: portion, ...(language !== "" && { language }) }, ask);
      return { partners: portion.length, notes: write(portion, briefs, platform) };
    },
    summary: (notes) => summaryOf(partners.length, notes),
  };
}

function askForBriefs(body: object, ask: Ask): Map<string, Brief> {
  try {
    const answer = readAnswer<{ briefs: Brief[] }>(
      ask({ method: "post", path: "/v1/briefs", body: JSON.stringify(body) }),
    );
    return new Map(answer.briefs.map((brief) => [brief.partner, brief]));
  } catch (error) {
    if (!(error instanceof Trouble) || error.status !== 404 || error.message.includes("older than this add-on"))
      throw error;
    throw new Trouble(
      "the model is not stored yet. Choose Save this period first: briefs are written from what was saved",
    );
  }
}

/** @returns how many partners have no new brief. */
function write(partners: readonly string[], briefs: ReadonlyMap<string, Brief>, platform: MenuPlatform): number {
  const sheet = openTab(platform);
  const present = readRows(sheet);
  const rows = partners.map((partner) => {
    const cells = briefRow(present.get(partner) ?? {}, briefs.get(partner) ?? null, (text) => platform.digest(text));
    return { row: { partner, occurrence: 0, cells: [], owner: "" } satisfies AnswerRow, cells };
  });
  const tab = new ResultTab(sheet);
  const last = Math.max(1, sheet.getLastRow());
  // Rows that get the same columns are written together.
  for (const [keys, group] of byKeys(rows)) {
    tab.write(
      group.map(({ row }) => row),
      keys,
      group.map(({ cells }) => keys.map((key) => plainText(cells[key] ?? ""))),
    );
  }
  const added = sheet.getLastRow() - last;
  if (added > 0) sheet.setRowHeightsForced(last + 1, added, ROW_HEIGHT);
  return rows.filter(({ cells }) => cells.briefSubject === undefined).length;
}

interface Row {
  row: AnswerRow;
  cells: BriefCells;
}

function byKeys(rows: readonly Row[]): [BriefKey[], Row[]][] {
  const groups = new Map<string, [BriefKey[], Row[]]>();
  for (const row of rows) {
    const keys = Object.keys(row.cells) as BriefKey[];
    if (keys.length === 0) continue;
    const name = keys.join(" ");
    const group = groups.get(name) ?? [keys, []];
    groups.set(name, group);
    group[1].push(row);
  }
  return [...groups.values()];
}

const READ: readonly BriefKey[] = ["briefSubject", ...Object.values(briefColumns), "briefText", "briefMemory"];

/** What the tab holds now, by partner; of rows with one name the first. */
function readRows(sheet: Sheet): Map<string, BriefCells> {
  const values: unknown[][] = sheet.getDataRange().getValues();
  const columns = findColumns(sheet, values[0] ?? []) as Map<ColumnKey, number>;
  const rows = new Map<string, BriefCells>();
  for (const row of values.slice(1)) {
    const cell = (key: ColumnKey): string => String(row[(columns.get(key) ?? 0) - 1] ?? "");
    const partner = cell("partner").trim();
    if (partner !== "" && !rows.has(partner))
      rows.set(partner, Object.fromEntries(READ.map((key) => [key, cell(key)])));
  }
  return rows;
}

/** Made where there is none. @throws Trouble where a tab of this name is somebody's own. */
function openTab(platform: MenuPlatform): Sheet {
  const spreadsheet = platform.spreadsheet();
  const present = spreadsheet.getSheetByName("Briefs");
  if (present === null || present.getLastRow() === 0) {
    const sheet = present ?? spreadsheet.insertSheet("Briefs", spreadsheet.getSheets().length);
    writeTab(spreadsheet, sheet, briefsTab(), platform.builders());
    return sheet;
  }
  const header: unknown[][] = present.getRange(1, 1, 1, present.getLastColumn()).getValues();
  const columns = findColumns(present, header[0] ?? []);
  if (!columns.has("partner") || !columns.has("briefText")) {
    throw new Trouble("the Briefs tab is not one of Levelsheet's. Rename it, and choose Write briefs again");
  }
  return present;
}

function summaryOf(total: number, left: number): string {
  const written = total - left;
  return [
    `${counted(written, "brief", "briefs")} written. See the Briefs tab.`,
    ...(left > 0
      ? [
          `${counted(left, "partner has", "partners have")} no new one: the column Brief says whether it was edited, or nothing is saved yet.`,
        ]
      : []),
  ].join(" ");
}
