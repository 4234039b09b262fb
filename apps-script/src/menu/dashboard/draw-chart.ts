/** Draws a chart of ours, or brings the one that is there up to date. Charts of other people are never touched. */
import type { Model } from "../../../../models/format.ts";
import { type ChartName, chartOf, PROVISIONED } from "../../layout/dashboard-charts.ts";
import { makeRoom } from "../../layout/write-workbook.ts";
import type { MenuPlatform, Sheet } from "../../platform.ts";

type Range = GoogleAppsScript.Spreadsheet.Range;

const CHARTS = "levelsheet.charts";

/** Ids by chart: a chart of ours is known by nothing else, for people give titles as they like. */
function idsOf(platform: MenuPlatform): Partial<Record<ChartName, number>> {
  const drawn = JSON.parse(platform.properties()?.getProperty(CHARTS) ?? "{}") as Partial<Record<ChartName, number>>;
  return { ...PROVISIONED, ...drawn };
}

/** @param data header and rows of the chart's block. */
export function drawChart(name: ChartName, data: Range, model: Model, sheet: Sheet, platform: MenuPlatform): void {
  const { type, columns, options, position } = chartOf(name, model);
  const ids = idsOf(platform);
  const range = data.getSheet().getRange(data.getRow(), data.getColumn(), data.getNumRows(), columns);
  const known = sheet.getCharts().find((chart) => chart.getChartId() === ids[name]);
  const builder = (known?.modify() ?? sheet.newChart())
    .setChartType(platform.chartTypes()[type])
    .clearRanges()
    .addRange(range)
    .setNumHeaders(1);
  for (const [option, value] of Object.entries(options)) builder.setOption(option, value);
  if (known !== undefined) {
    sheet.updateChart(builder.build());
    return;
  }
  makeRoom(sheet, position.row, position.column);
  const others = new Set(sheet.getCharts().map((chart) => chart.getChartId()));
  sheet.insertChart(builder.setPosition(position.row, position.column, 0, 0).build());
  const made = sheet.getCharts().find((chart) => !others.has(chart.getChartId()));
  const id = made?.getChartId();
  if (id === undefined || id === null) return;
  platform.properties()?.setProperty(CHARTS, JSON.stringify({ ...ids, [name]: id }));
}

/** Takes our chart away where there is nothing to show any more. */
export function removeChart(name: ChartName, sheet: Sheet, platform: MenuPlatform): void {
  const ids = idsOf(platform);
  const known = sheet.getCharts().find((chart) => chart.getChartId() === ids[name]);
  if (known !== undefined) sheet.removeChart(known);
}
