/** Links in cells. Google shows a card beside the cell to open them; here a click does. */
import type { FUniver } from "@univerjs/core/facade";
import { element } from "./elements.ts";

const LINK = /^=HYPERLINK\("((?:mailto|https?):[^"]*)"/i;

export function openCellLinks(univer: FUniver): void {
  univer.addEvent(univer.Event.CellClicked, ({ worksheet, row, column }) => {
    const [, target] = LINK.exec(worksheet.getRange(row, column).getFormula()) ?? [];
    if (target === undefined) return;
    const isPage = !target.toLowerCase().startsWith("mailto:");
    element("a", { href: target, rel: "noopener noreferrer", ...(isPage && { target: "_blank" }) }).click();
  });
}
