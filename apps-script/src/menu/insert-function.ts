/** Writes a function's first example into the selected cell, if nothing is there. */
import { cellName } from "../cells.ts";
import { readSetting } from "../connection.ts";
import { customFunctions } from "../entry-points.ts";
import { answersRange } from "../layout/answers-tab.ts";
import type { MenuPlatform, Spreadsheet } from "../platform.ts";
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
  cell.setFormula(forThisWorkbook(formula, platform.spreadsheet()));
  return `${name} is in ${where} of the ${tab} tab. Change the formula there.`;
}

/** What the examples read, which are the same for every workbook. */
const EXAMPLE_RANGE = answersRange(26);

const EXAMPLE_MODEL = '"partner-maturity"';

/** Most models have more questions than an example's range has columns; those beyond would count as unanswered. */
function forThisWorkbook(formula: string, spreadsheet: Spreadsheet): string {
  const columns = spreadsheet.getSheetByName("Answers")?.getLastColumn() ?? 0;
  const model = readSetting(spreadsheet, "model");
  const named = /^[\w-]+$/.test(model) ? formula.replace(EXAMPLE_MODEL, `"${model}"`) : formula;
  return columns === 0 ? named : named.replace(EXAMPLE_RANGE, answersRange(columns));
}
