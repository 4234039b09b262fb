/** What the service's check finds in the Model tab, put into the cells it is about. */
import type { CheckResponse } from "../../../models/contract.ts";
import type { Model } from "../../../models/format.ts";
import { cellName, plainText } from "../cells.ts";
import { columnNames, modelColumns } from "../model-tab/columns.ts";
import type { ReadModel } from "../model-tab/model-of.ts";
import { sentencesByRow } from "../model-tab/sentences-by-row.ts";
import type { MenuPlatform, Sheet } from "../platform.ts";
import { type FoundInCell, writeNotes } from "./cell-notes.ts";
import { readModelTab } from "./model-in-tab.ts";
import { counted } from "./say.ts";
import { openLine } from "./service-line.ts";

export interface CheckedDocument {
  model: Model;
  verdict: CheckResponse;
  found: FoundInCell[];
  cellOf: ReadModel["cellOf"];
}
/** Without a model where a cell cannot be read. */
export type CheckedTab = CheckedDocument | { model: null; verdict: null; found: FoundInCell[] };

/** Writes what the check finds into the cells' notes. @throws Trouble. */
export function checkTab(sheet: Sheet, platform: MenuPlatform): CheckedTab {
  const { model, problems, cellOf } = readModelTab(sheet);
  if (model === null) {
    writeNotes(sheet, problems);
    return { model, verdict: null, found: problems };
  }
  const checked = checkDocument(model, cellOf, platform);
  writeNotes(sheet, checked.found);
  writeSentences(sheet, model, cellOf);
  return checked;
}

/** @param cellOf the cells in which the model stands, or is to stand. @throws Trouble. */
export function checkDocument(model: Model, cellOf: ReadModel["cellOf"], platform: MenuPlatform): CheckedDocument {
  const verdict = openLine(platform).ask<CheckResponse>({
    method: "post",
    path: "/v1/models/check",
    body: JSON.stringify(model),
  });
  const found = verdict.findings.map(({ place, message }) => ({ ...cellOf(place), message }));
  return { model, verdict, found, cellOf };
}

const SHOWN = 5;

export function summary(verdict: string, found: readonly FoundInCell[]): string {
  const lines = found.slice(0, SHOWN).map(({ row, column, message }) => `${cellName(row, column)}: ${message}`);
  const more = found.length - lines.length;
  return [
    `The model ${verdict}. ${counted(found.length, "cell has", "cells have")} a note that says what to do.`,
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join("\n\n");
}

function writeSentences(sheet: Sheet, model: Model, cellOf: ReadModel["cellOf"]): void {
  const values = sheet.getDataRange().getValues();
  const header = modelColumns.reads.header;
  const column = (values[0] ?? []).indexOf(header);
  if (column < 0) return;
  const row = (values[0] ?? []).indexOf(modelColumns[columnNames[0] ?? "row"].header);
  const sentences = sentencesByRow(model, cellOf);
  const before = values.map((cells) => String(cells[column]));
  const after = before.map((text, place) => {
    if (place === 0 || values[place]?.[row] === "") return text;
    return sentences.get(place + 1) ?? "";
  });
  if (before.every((text, place) => text === after[place])) return;
  sheet.getRange(1, column + 1, after.length, 1).setValues(after.map((text) => [plainText(text)]));
}
