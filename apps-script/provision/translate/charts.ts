/** Charts of the layout as the Sheets API knows them. It has no radar. */
import type { sheets_v4 } from "@googleapis/sheets";
import type { ChartDefinition } from "../../src/layout/dashboard-charts.ts";
import type { Area, TabDefinition } from "../../src/layout/definition.ts";
import { colourOf, gridRange } from "./cell.ts";

/** The options of a chart that have a counterpart. */
interface Options {
  title?: string;
  width?: number;
  height?: number;
  colors?: string[];
  isStacked?: boolean;
  legend?: { position: "bottom" | "none" };
  vAxis?: { minValue?: number; maxValue?: number };
}

export function chartsOf(tab: TabDefinition, sheetId: number): sheets_v4.Schema$EmbeddedChart[] {
  return tab.charts
    .filter(({ chart }) => chart.type !== "RADAR")
    .map(({ id, area, chart }) => embeddedChart(id, area, chart, sheetId));
}

/** @param area header and rows; its first column names the rows, each further one is a series. */
function embeddedChart(
  chartId: number,
  area: Area,
  { type, options, position }: ChartDefinition,
  sheetId: number,
): sheets_v4.Schema$EmbeddedChart {
  const { title, width, height, colors = [], isStacked, legend, vAxis }: Options = options;
  const column = (place: number): sheets_v4.Schema$ChartData => ({
    sourceRange: { sources: [gridRange(sheetId, { ...area, column: area.column + place, columns: 1 })] },
  });
  const seriesCount = area.columns - 1;
  // A single series has its colours by row.
  const byRow = seriesCount === 1 && colors.length > 1;
  return {
    chartId,
    spec: {
      ...(title !== undefined && { title }),
      basicChart: {
        chartType: type,
        headerCount: 1,
        legendPosition: legend?.position === "bottom" ? "BOTTOM_LEGEND" : "NO_LEGEND",
        ...(isStacked && !byRow && { stackedType: "STACKED" }),
        axis: [
          {
            position: "LEFT_AXIS",
            viewWindowOptions: {
              viewWindowMode: "EXPLICIT",
              ...(vAxis?.minValue !== undefined && { viewWindowMin: vAxis.minValue }),
              ...(vAxis?.maxValue !== undefined && { viewWindowMax: vAxis.maxValue }),
            },
          },
        ],
        domains: [{ domain: column(0) }],
        series: Array.from({ length: seriesCount }, (_, place) => ({
          series: column(place + 1),
          targetAxis: "LEFT_AXIS",
          ...(byRow
            ? { styleOverrides: colors.map((colour, index) => ({ index, colorStyle: colourOf(colour) })) }
            : { colorStyle: colourOf(colors[place] ?? "#000000") }),
        })),
      },
    },
    position: {
      overlayPosition: {
        anchorCell: { sheetId, rowIndex: position.row - 1, columnIndex: position.column - 1 },
        ...(width !== undefined && { widthPixels: width }),
        ...(height !== undefined && { heightPixels: height }),
      },
    },
  };
}
