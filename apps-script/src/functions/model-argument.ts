/** The model a formula names: an id, the Model tab as a range, or what the Settings tab says. */
import type { Model } from "../../../models/format.ts";
import { cellName, gridOf, isBlank } from "../cells.ts";
import { readSetting } from "../connection.ts";
import { modelOf } from "../model-tab/model-of.ts";
import type { Spreadsheet } from "../platform.ts";
import { Trouble } from "../service.ts";

/** @throws Trouble that names the cell to correct. */
export function modelArgument(argument: unknown, spreadsheet: Spreadsheet | null): string | Model {
  const grid = gridOf(argument);
  if (grid.length === 1 && grid[0]?.length === 1) {
    const cell = grid[0][0];
    if (!isBlank(cell)) return String(cell).trim();
    const chosen = readSetting(spreadsheet, "model");
    if (chosen === "") throw new Trouble("no model is named. Write its id into the formula or into the Settings tab");
    return chosen;
  }
  const { model, problems } = modelOf(grid);
  if (model !== null) return model;
  const { row, column, message } = problems[0] ?? { row: 1, column: 1, message: "cannot be read." };
  throw new Trouble(`${cellName(row, column)} of the model: ${message}`);
}

/** A document and a revision never change; what an id means does, when somebody publishes. */
export const isFixed = (model: string | Model): boolean => typeof model !== "string" || model.includes("@");
