/** The menu. It asks for nothing but the user interface, so that it is right before anybody allowed anything. */
import type { Handler } from "../entry-points.ts";

const ITEMS: readonly (readonly [string, Handler] | null)[] = [
  ["Set up workbook", "setUpWorkbook"],
  null,
  ["Score all partners", "scoreAllPartners"],
  ["Score selected partners", "scoreSelectedPartners"],
  ["Find gaps", "findGaps"],
  null,
  ["Check model", "checkModel"],
  ["Settings", "openSettings"],
];

export function addMenu(ui: GoogleAppsScript.Base.Ui): void {
  const menu = ui.createAddonMenu();
  for (const item of ITEMS) {
    if (item === null) menu.addSeparator();
    else menu.addItem(item[0], item[1]);
  }
  menu.addToUi();
}
