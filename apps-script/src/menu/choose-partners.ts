/** Whom a command is about: those whose rows are selected, or whose names were typed. */
import { isBlank } from "../cells.ts";
import type { Spreadsheet } from "../platform.ts";
import { Trouble } from "../service.ts";
import { findColumns } from "./columns.ts";
import { partnerId } from "./stored.ts";

/** Names of the partners in the selected rows, of whichever tab they are selected in. */
export function selectedNames(spreadsheet: Spreadsheet): string[] {
  const names = new Set<string>();
  for (const range of spreadsheet.getActiveRangeList()?.getRanges() ?? []) {
    const sheet = range.getSheet();
    const header: unknown[][] = sheet.getRange(1, 1, 1, Math.max(1, sheet.getLastColumn())).getValues();
    const column = findColumns(sheet, header[0] ?? []).get("partner");
    const last = Math.min(range.getLastRow(), sheet.getLastRow());
    if (column === undefined || last < range.getRow()) continue;
    const values: unknown[][] = sheet.getRange(range.getRow(), column, last - range.getRow() + 1, 1).getValues();
    for (const [cell] of values) if (!isBlank(cell)) names.add(String(cell).trim());
  }
  return [...names];
}

/** @param typed names with “;” between them. @throws Trouble for one that is not present. */
export function named(typed: string, present: readonly string[]): string[] {
  const names = typed.split(";").map(partnerId);
  const partners = names
    .filter((name) => name !== "")
    .map((name) => {
      const found =
        present.find((own) => own === name) ?? present.find((own) => own.toLowerCase() === name.toLowerCase());
      if (found === undefined) throw new Trouble(`the Answers tab has no partner “${name.slice(0, 60)}”`);
      return found;
    });
  return [...new Set(partners)];
}
