/** The model as the Model tab has it now. */
import type { Model } from "../../../models/format.ts";
import { cellName } from "../cells.ts";
import { modelOf, type ReadModel } from "../model-tab/model-of.ts";
import type { PlainBook, PlainSheet } from "../platform.ts";
import { Trouble } from "../service.ts";

export function modelSheet<Tab>(spreadsheet: { getSheetByName(name: string): Tab | null }): Tab {
  const sheet = spreadsheet.getSheetByName("Model");
  if (sheet === null) throw new Trouble("there is no Model tab. Choose Set up workbook to make one");
  return sheet;
}

export const readModelTab = (sheet: Pick<PlainSheet, "getDataRange">): ReadModel =>
  modelOf(sheet.getDataRange().getValues());

/** @throws Trouble that names the first cell to correct. */
export function modelInTab(spreadsheet: PlainBook): Model {
  const { model, problems } = readModelTab(modelSheet(spreadsheet));
  if (model !== null) return model;
  const { row, column, message } = problems[0] ?? { row: 1, column: 1, message: "cannot be read." };
  throw new Trouble(`Model!${cellName(row, column)}: ${message} Choose Check model to see everything at once`);
}
