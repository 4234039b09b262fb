/** What a visitor finds at first: a workbook made by the add-on itself, with the sample's partners scored. */
import type { FWorkbook } from "@univerjs/sheets/facade";
import { COLUMN_METADATA } from "../../src/layout/definition.ts";
import { ANSWERS_HEADER, criterionKey } from "../../src/layout/keys.ts";
import type { Book } from "../google/book.ts";
import { Sheet } from "../google/sheet.ts";
import type { Outcome, Script } from "../univer/script.ts";

/** `sample.json`, as the build makes it. */
export interface Sample {
  model: string;
  /** As the service lists it. */
  name: string;
  /** `partner`, attributes, then criterion ids. */
  header: string[];
  /** Answers by the labels of the drop-downs. */
  rows: (string | number | null)[][];
}

/** @throws Error in words where the service does not answer. */
export function makeFirstWorkbook(script: Script, workbook: FWorkbook, book: Book, sample: Sample): void {
  chooseModel(script, sample);
  if (workbook.getSheetByName("Answers") === null) throw new Error("The workbook could not be set up.");
  pasteAnswers(workbook, book, sample);
  for (const command of ["scoreAllPartners", "findGaps", "drawDashboard"]) run(script.run(command));
  workbook.getSheetByName("Scores")?.activate();
  const blank = workbook.getSheetByName("Sheet1");
  if (blank !== null) workbook.deleteSheet(blank);
}

/** Set up workbook asks for a number from its list. */
function chooseModel(script: Script, { name }: Sample): void {
  const asked = script.run("setUpWorkbook");
  if (asked.kind === "asks") {
    const line = asked.question.message.split("\n").find((own) => own.trim().endsWith(name));
    run(asked.resume({ button: "OK", text: line?.trim().split(/\s/)[0] ?? "1" }));
  } else run(asked);
}

function run(outcome: Outcome): void {
  if (outcome.kind === "failed") throw new Error(outcome.message);
}

function pasteAnswers(workbook: FWorkbook, book: Book, { header, rows }: Sample): void {
  const tab = workbook.getSheetByName("Answers");
  if (tab === null) return;
  const sheet = new Sheet(book, tab);
  const places = new Map<string, number>();
  for (const entry of sheet.createDeveloperMetadataFinder().withKey(COLUMN_METADATA).find()) {
    const column = entry.getLocation().getColumn()?.getColumn();
    if (column !== undefined) places.set(entry.getValue() ?? "", column);
  }
  const columns = header.map((id) => places.get(criterionKey(id)) ?? places.get(id) ?? null);
  const width = Math.max(1, ...columns.map((column) => column ?? 0));
  const grid = rows.map((row) => {
    const cells = new Array<string | number>(width).fill("");
    columns.forEach((column, place) => {
      if (column !== null) cells[column - 1] = row[place] ?? "";
    });
    return cells;
  });
  sheet.getRange(ANSWERS_HEADER + 1, 1, grid.length, width).setValues(grid);
}
