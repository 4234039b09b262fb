/** Charts over the cells, where the script put them. */
import { ColorKit, invertColorByMatrix } from "@univerjs/core";
import type { FUniver } from "@univerjs/core/facade";
import type { FWorkbook, FWorksheet } from "@univerjs/sheets/facade";
import { createElement } from "react";
import type { ChartRecord } from "../google/chart-record.ts";
import { drawChart, type Night } from "./chart-svg.ts";
import { tableOf } from "./chart-table.ts";

const COMPONENT = "LevelsheetChart";
const PREFIX = "levelsheet-chart-";

export class Charts {
  readonly #workbook: FWorkbook;
  readonly #records: () => readonly ChartRecord[];
  readonly #isDark: () => boolean;
  #timer: number | undefined;

  constructor(univer: FUniver, workbook: FWorkbook, records: () => readonly ChartRecord[], isDark: () => boolean) {
    this.#workbook = workbook;
    this.#records = records;
    this.#isDark = isDark;
    univer.registerComponent(COMPONENT, ({ data }: { data?: { svg?: string } }) =>
      // biome-ignore lint/security/noDangerouslySetInnerHtml: the drawing is markup; every text in it is escaped there.
      createElement("div", { className: "chart", dangerouslySetInnerHTML: { __html: data?.svg ?? "" } }),
    );
  }

  /** Soon: one change of a script is often followed by more. */
  changed(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.draw(), 200);
  }

  /** Univer shows those of the tab that is open, and only there. */
  draw(): void {
    const tab = this.#workbook.getActiveSheet();
    for (const { id } of tab.getAllFloatDoms()) if (id.startsWith(PREFIX)) tab.removeFloatDom(id);
    for (const record of this.#records()) if (record.sheet === tab.getSheetId()) this.#add(tab, record);
  }

  #add(tab: FWorksheet, record: ChartRecord): void {
    // Univer counts from the corner of the headers, Google from the first cell.
    const { rowHeaderWidthAndMarginLeft = 0, columnHeaderHeightAndMarginTop = 0 } = tab.getSkeleton() ?? {};
    const left = rowHeaderWidthAndMarginLeft + widthBefore(tab, record.column) + record.offsetX;
    const top = columnHeaderHeightAndMarginTop + heightBefore(tab, record.row) + record.offsetY;
    tab.addFloatDomToPosition(
      {
        componentKey: COMPONENT,
        allowTransform: false,
        initPosition: { startX: left, endX: left + record.width, startY: top, endY: top + record.height },
        // The text in it is escaped where it is drawn.
        data: { svg: drawChart(record, tableOf(this.#workbook, record), this.#isDark() ? NIGHT : null) },
      },
      `${PREFIX}${record.id}`,
    );
  }
}

const NIGHT: Night = {
  shade(colour) {
    const { r, g, b } = new ColorKit(colour).toRgb();
    return `rgb(${invertColorByMatrix([r, g, b]).map(Math.round).join(",")})`;
  },
};

const widthBefore = (tab: FWorksheet, column: number): number =>
  Array.from({ length: column }, (_, place) => tab.getColumnWidth(place)).reduce((sum, width) => sum + width, 0);

const heightBefore = (tab: FWorksheet, row: number): number =>
  Array.from({ length: row }, (_, place) => tab.getRowHeight(place)).reduce((sum, height) => sum + height, 0);
