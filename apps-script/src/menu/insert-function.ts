/** Writes a function's first example into the selected cell, if nothing is there. */
import { cellName } from "../cells.ts";
import { customFunctions } from "../entry-points.ts";
import type { MenuPlatform } from "../platform.ts";
import { Trouble } from "../service.ts";

/** Tabs that the examples read: a formula there would read itself. */
const READ_BY_EXAMPLES = ["Answers", "Model"];

/** @returns what to tell. @throws Trouble where the cell is taken. */
export function insertFunction(name: string, platform: MenuPlatform): string {
  const formula = customFunctions.find((own) => own.name === name)?.examples[0];
  const cell = platform.spreadsheet().getCurrentCell();
  if (formula === undefined || cell === null) throw new Trouble("no cell is selected. Select an empty cell first");
  const where = cellName(cell.getRow(), cell.getColumn());
  const tab = cell.getSheet().getName();
  if (READ_BY_EXAMPLES.includes(tab)) {
    throw new Trouble(`the formula reads the ${tab} tab. Select an empty cell in another tab`);
  }
  if (cell.getFormula() !== "" || cell.getValue() !== "") {
    throw new Trouble(`${where} holds something already. Select an empty cell first`);
  }
  cell.setFormula(formula);
  return `${name} is in ${where} of the ${tab} tab. Change the formula there.`;
}
