/** The menu. It asks for nothing but the user interface, so that it is right before anybody allowed anything. */
import { commands } from "../commands.ts";
import type { Handler } from "../entry-points.ts";

export function addMenu(ui: GoogleAppsScript.Base.Ui): void {
  const open = (handler: Handler): string => handler;
  const menu = ui.createAddonMenu().addItem("Open sidebar", open("openSidebar"));
  let group = "";
  for (const command of commands) {
    if (command.group !== group) menu.addSeparator();
    group = command.group;
    menu.addItem(command.label, command.id);
  }
  menu.addSeparator().addItem("Settings", open("openSettings")).addToUi();
}
