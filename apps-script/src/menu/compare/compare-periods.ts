/** Writes how the partners moved between two stored periods into the Compare tab. */
import type { Model } from "../../../../models/format.ts";
import { plainText } from "../../cells.ts";
import { labelOf } from "../../commands.ts";
import { compareColumns, compareTab, NAMES_PERIOD } from "../../layout/compare-tab.ts";
import { writeTab } from "../../layout/write-workbook.ts";
import type { MenuPlatform, Sheet } from "../../platform.ts";
import { Trouble } from "../../service.ts";
import { findColumns } from "../columns.ts";
import { modelInTab } from "../model-in-tab.ts";
import { quarterOf, readPeriod, storedPeriods, today } from "../periods.ts";
import type { AnswerRow } from "../read-answers.ts";
import { ResultTab } from "../result-tab.ts";
import { startRun } from "../run-time.ts";
import { counted } from "../say.ts";
import { openLine } from "../service-line.ts";
import { mostTrusted, storedAssessments } from "../stored.ts";
import { withLock } from "../with-lock.ts";
import { type Move, movesBetween } from "./moves.ts";

/** @returns what to tell, null where a dialog was closed. @throws Trouble. */
export function comparePeriods(platform: MenuPlatform): string | null {
  const line = openLine(platform);
  const model = modelInTab(platform.spreadsheet());
  const [latest, last] = storedPeriods(line, model.id, today(platform), 2);
  if (latest === undefined) return "Nothing is saved of this model yet. Choose Save this period first.";
  const usual = `${last ?? quarterOf(today(platform))} ${latest}`;
  const question = `Which two periods? Enter both, such as 2026-Q3 2026-Q4.${last === undefined ? ` Only ${latest} is saved so far.` : `\n\nLeave it blank for ${usual}.`}`;
  const typed = platform.prompt.ask(labelOf("comparePeriods"), question);
  if (typed === null) return null;
  const [earlier, later] = periodsIn(typed === "" && last !== undefined ? usual : typed);
  const read = (period: string) =>
    mostTrusted(storedAssessments(line, { model: model.id, period, dimensions: "true" }));
  const run = startRun("comparePeriods", platform);
  const before = read(earlier);
  run.went(1, 2, "periods");
  if (run.isOver()) return "It stopped before the second period was read. The Compare tab is as it was.";
  const after = read(later);
  for (const [period, found] of [
    [earlier, before],
    [later, after],
  ] as const) {
    if (found.size === 0) throw new Trouble(`nothing is saved of “${model.name}” for ${period}`);
  }
  const moves = movesBetween(model, before, after);
  withLock(platform, () => write(model, earlier, later, moves, platform));
  return summary(earlier, later, moves);
}

function periodsIn(typed: string): [string, string] {
  const words = typed.split(/[\s,;→]+|\b(?:to|and)\b/i).filter((word) => word !== "");
  const [earlier, later, ...more] = words.map(readPeriod);
  if (earlier === undefined || later === undefined || more.length > 0 || earlier === later) {
    throw new Trouble("enter two different periods, such as 2026-Q3 2026-Q4");
  }
  return [earlier, later];
}

function write(model: Model, earlier: string, later: string, moves: readonly Move[], platform: MenuPlatform): void {
  const sheet = openTab(model, earlier, later, platform);
  const tab = new ResultTab(sheet);
  const keys = compareColumns(model, earlier, later)
    .map(({ key }) => key)
    .filter((key) => key !== "partner");
  const rowFor = (partner: string): AnswerRow => ({ partner, occurrence: 0, cells: [], owner: "" });
  const present = new Set(moves.map(({ partner }) => partner));
  // A partner of an earlier comparison keeps its row and what people wrote there, but says nothing of these periods.
  const others = tab.partners().filter((partner) => !present.has(partner));
  const hadRows = tab.partners().length > 0;
  const rows = tab.inOrder([...moves.map(({ partner }) => partner), ...others].map(rowFor));
  const cells = new Map(moves.map((move) => [move.partner, move.cells]));
  tab.write(
    rows,
    keys,
    rows.map(({ partner }) =>
      keys.map((key) => {
        const cell = cells.get(partner)?.[key] ?? "";
        return typeof cell === "string" ? plainText(cell) : cell;
      }),
    ),
  );
  platform.flush();
  if (hadRows) sortByChange(sheet);
}

/** Whole rows, so that what people wrote beside a partner stays beside it; blanks come last. */
function sortByChange(sheet: Sheet): void {
  const rows = sheet.getLastRow() - 1;
  const header: unknown[][] = sheet.getRange(1, 1, 1, sheet.getLastColumn()).getValues();
  const column = findColumns(sheet, header[0] ?? []).get("change");
  if (rows > 1 && column !== undefined) {
    sheet.getRange(2, 1, rows, sheet.getLastColumn()).sort({ column, ascending: false });
  }
}

/** The tab, made where there is none; headers that name a period get the present ones. */
function openTab(model: Model, earlier: string, later: string, platform: MenuPlatform): Sheet {
  const spreadsheet = platform.spreadsheet();
  const present = spreadsheet.getSheetByName("Compare");
  if (present === null || present.getLastRow() === 0) {
    const sheet = present ?? spreadsheet.insertSheet("Compare", spreadsheet.getSheets().length);
    writeTab(spreadsheet, sheet, compareTab(model, earlier, later), platform.builders());
    return sheet;
  }
  const header: unknown[] = present.getRange(1, 1, 1, present.getLastColumn()).getValues()[0] ?? [];
  const columns = findColumns(present, header);
  if (!columns.has("change") || !columns.has("levelAfter")) {
    throw new Trouble("the Compare tab is not one of Levelsheet's. Rename it, and choose Compare periods again");
  }
  for (const { key, header: words } of compareColumns(model, earlier, later)) {
    const column = columns.get(key);
    const written = column === undefined ? "" : String(header[column - 1]);
    if (column !== undefined && NAMES_PERIOD.test(written) && written !== words) {
      present.getRange(1, column).setValue(words);
    }
  }
  return present;
}

function summary(earlier: string, later: string, moves: readonly Move[]): string {
  const count = (word: Move["move"]): number => moves.filter(({ move }) => move === word).length;
  const words: [Move["move"], string][] = [
    ["up", "moved up"],
    ["down", "moved down"],
    ["same", "stayed"],
    ["new", "new"],
    ["gone", "gone"],
  ];
  const parts = words.flatMap(([word, said]) =>
    count(word) > 0 ? [`${count(word).toLocaleString("en")} ${said}`] : [],
  );
  return `${earlier} to ${later}: ${counted(moves.length, "partner", "partners")}, ${parts.join(", ")}. See the Compare tab.`;
}
