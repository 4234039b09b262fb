/** The blocks of the Dashboard tab: found by their names wherever people moved them, and put below everything at first. */
import type { Model } from "../../../../models/format.ts";
import { plainText, safeCell } from "../../cells.ts";
import { type BlockName, blockNames, blockOf } from "../../layout/dashboard-blocks.ts";
import { CHART_ROWS } from "../../layout/dashboard-charts.ts";
import { CHOICE, CHOSEN_PARTNER, DASHBOARD_WIDTHS, dashboardTab } from "../../layout/dashboard-tab.ts";
import { header, numberHeader } from "../../layout/definition.ts";
import { applyRule, applyStyle, makeRoom, writeTab } from "../../layout/write-workbook.ts";
import type { MenuPlatform, Sheet, Spreadsheet } from "../../platform.ts";

type Range = GoogleAppsScript.Spreadsheet.Range;
export type BlockCell = string | number;

const nameOf = (block: BlockName): string => `Levelsheet_${block}`;

/** Rows of a block before its first one of data: title and header. */
const HEAD = 2;

export class BlockSheet {
  readonly sheet: Sheet;
  readonly #spreadsheet: Spreadsheet;
  readonly #model: Model;

  constructor(model: Model, platform: MenuPlatform) {
    const spreadsheet = platform.spreadsheet();
    let sheet = spreadsheet.getSheetByName("Dashboard");
    if (sheet === null || sheet.getLastRow() === 0) {
      sheet ??= spreadsheet.insertSheet("Dashboard", spreadsheet.getSheets().length);
      writeTab(spreadsheet, sheet, dashboardTab(model), platform.builders());
    }
    this.sheet = sheet;
    this.#spreadsheet = spreadsheet;
    this.#model = model;
  }

  /**
   * The partner that the charts show. Where nobody has chosen one, the first.
   *
   * @returns blank where there is no partner at all.
   */
  chosenPartner(first: string, platform: MenuPlatform): string {
    const cell = this.#spreadsheet.getRangeByName(CHOSEN_PARTNER) ?? this.#makeChoice(platform);
    const chosen = String(cell.getValue()).trim();
    if (chosen !== "" || first === "") return chosen;
    cell.setValue(plainText(first));
    return first;
  }

  /** Gives every block its place, in their order, whichever is written first. */
  prepare(): void {
    for (const block of blockNames) this.#placeOf(block);
  }

  /**
   * Writes a block's table over what stood in it before.
   *
   * @param rows more than there is room for are left out.
   * @param message stands below the rows, where there is something to be said of them.
   * @returns header and rows as the charts take them; null where there are no rows.
   */
  write(block: BlockName, rows: readonly (readonly BlockCell[])[], message = ""): Range | null {
    const { columns } = blockOf(block, this.#model);
    const place = this.#placeOf(block);
    const room = place.getNumRows() - HEAD;
    const shown = rows.slice(0, message === "" ? room : room - 1);
    const written = [...shown, [message]];
    const cells = Array.from({ length: room }, (_, row) =>
      columns.map((_column, column) => safeCell(written[row]?.[column] ?? "")),
    );
    const top = place.getRow() + 1;
    const left = place.getColumn();
    place
      .getSheet()
      .getRange(top, left, room + 1, columns.length)
      .setValues([columns.map((column) => safeCell(column.header)), ...cells]);
    return rows.length === 0 ? null : place.getSheet().getRange(top, left, 1 + shown.length, columns.length);
  }

  /** What the named range covers, where it is still large enough; else a new place. */
  #placeOf(block: BlockName): Range {
    const { columns, rows } = blockOf(block, this.#model);
    const known = this.#spreadsheet.getRangeByName(nameOf(block));
    if (known !== null && known.getNumRows() >= HEAD + rows && known.getNumColumns() >= columns.length) return known;
    return this.#makePlace(block);
  }

  #makePlace(block: BlockName): Range {
    const { title, columns, rows } = blockOf(block, this.#model);
    const { sheet } = this;
    const top = Math.max(this.#end(), CHART_ROWS, sheet.getLastRow()) + 2;
    makeRoom(sheet, top + HEAD + rows, Math.max(columns.length, DASHBOARD_WIDTHS.length));
    const place = sheet.getRange(top, 1, HEAD + rows, columns.length);
    sheet.getRange(top, 1).setValue(safeCell(title)).setFontWeight("bold");
    const heads = sheet.getRange(top + 1, 1, 1, columns.length);
    heads.setValues([columns.map((column) => safeCell(column.header))]);
    applyStyle(heads, header);
    columns.forEach(({ pattern }, column) => {
      const below = sheet.getRange(top + HEAD, column + 1, rows, 1).setNumberFormat(pattern);
      if (pattern === "@") {
        applyStyle(below, { wrap: true });
        return;
      }
      applyStyle(sheet.getRange(top + 1, column + 1), numberHeader);
      applyStyle(below, numberHeader);
    });
    place
      .setVerticalAlignment("top")
      .protect()
      .setDescription(`Levelsheet: Draw dashboard writes “${title}” here.`)
      .setWarningOnly(true);
    this.#spreadsheet.setNamedRange(nameOf(block), place);
    return place;
  }

  /** The last row that belongs to a block here, blank or not. */
  #end(): number {
    return blockNames
      .map((block) => this.#spreadsheet.getRangeByName(nameOf(block)))
      .filter((range) => range !== null && range.getSheet().getName() === this.sheet.getName())
      .reduce((last, range) => Math.max(last, range?.getLastRow() ?? 0), 0);
  }

  /** A cell with a list of the partners, for a workbook from before there was one. */
  #makeChoice(platform: MenuPlatform): Range {
    const row = Math.max(this.#end(), this.sheet.getLastRow()) + 2;
    makeRoom(this.sheet, row, 2);
    this.sheet.getRange(row, 1).setValue("Partner in the charts").setFontWeight("bold");
    const cell = this.sheet.getRange(row, 2).setNumberFormat("@");
    this.#spreadsheet.setNamedRange(CHOSEN_PARTNER, cell);
    applyRule(cell, CHOICE, this.#spreadsheet, platform.builders());
    return cell;
  }
}
