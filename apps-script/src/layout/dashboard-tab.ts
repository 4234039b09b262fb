/** The Dashboard tab: sums over the Scores tab that follow it by themselves. Blocks and charts come when it is drawn. */
import { levelColour, light } from "../../../models/appearance.ts";
import type { Model } from "../../../models/format.ts";
import { columnName } from "../cells.ts";
import { type ChartDefinition, chartOf, levelColours, PROVISIONED } from "./dashboard-charts.ts";
import {
  area,
  header,
  type LayoutCell,
  numberHeader,
  type Rule,
  type TabDefinition,
  tab,
  title,
} from "./definition.ts";
import { levelFormats, scorePattern } from "./formats.ts";

/** Name of the cell with the partner that the charts show. */
export const CHOSEN_PARTNER = "Levelsheet_partner";

export const CHOICE: Rule = { kind: "partners", help: "Choose a partner, then Draw dashboard." };

/** Pixels: names, numbers, sentences, and room for what a block has besides. */
export const DASHBOARD_WIDTHS = [240, 160, 320, 110, 110, 110, 110, 110, 110, 110, 110, 110];

/** Widest bar of the dashboard, in characters. */
const BAR = 30;

export function dashboardTab(model: Model): TabDefinition {
  const levels = [...model.levels].reverse();
  const top = 6;
  const { min = 0, max = 100 } = model.scale ?? {};
  const bar = (share: string): LayoutCell => ({ formula: `=REPT("█",ROUND(${BAR}*${share},0))` });
  const dimensionsAt = top + levels.length + 2;
  const cells: LayoutCell[][] = [
    [`${model.name}: dashboard`],
    ["Partners scored", { formula: '=COUNTIF(Scores!$A$2:$A,"?*")' }],
    ["Average index", { formula: '=IFERROR(AVERAGE(Scores!$B$2:$B),"–")' }],
    ["Partner in the charts", ""],
    ["Level", "Partners", "Share"],
    ...levels.map(({ name }, place): LayoutCell[] => {
      const row = top + place;
      return [name, { formula: `=COUNTIF(Scores!$C$2:$C,A${row})` }, bar(`B${row}/MAX(1,$B$2)`)];
    }),
    [""],
    ["Dimension", "Average", `${min} to ${max}`],
    ...model.dimensions.map(({ name }, place): LayoutCell[] => {
      const column = columnName(7 + place);
      const row = dimensionsAt + place;
      return [
        name,
        { formula: `=IFERROR(AVERAGE(Scores!$${column}$2:$${column}),"–")` },
        bar(`IF(ISNUMBER(B${row}),(B${row}-${min})/${max - min},0)`.replace("--", "+")),
      ];
    }),
  ];
  return tab({
    name: "Dashboard",
    colour: levelColour(4, 9).background,
    cells,
    rows: cells.length + 40,
    columns: DASHBOARD_WIDTHS.length,
    widths: DASHBOARD_WIDTHS,
    styles: [
      { area: area(1, 1), style: title },
      { area: area(5, 1, 1, 3), style: header },
      { area: area(dimensionsAt - 1, 1, 1, 3), style: header },
      { area: area(5, 2), style: numberHeader },
      { area: area(dimensionsAt - 1, 2), style: numberHeader },
      { area: area(top, 3, levels.length), style: { colour: light.accent } },
      { area: area(dimensionsAt, 3, model.dimensions.length), style: { colour: light.accent } },
      { area: area(2, 2, 2), style: { align: "right" } },
      { area: area(dimensionsAt, 2, model.dimensions.length), style: { align: "right" } },
    ],
    formats: [
      { area: area(2, 2), pattern: "0" },
      { area: area(4, 2), pattern: "@" },
      { area: area(3, 2), pattern: scorePattern(model) },
      { area: area(top, 2, levels.length), pattern: "0" },
      { area: area(dimensionsAt, 2, model.dimensions.length), pattern: scorePattern(model) },
    ],
    validations: [{ area: area(4, 2), rule: CHOICE }],
    names: [{ name: CHOSEN_PARTNER, area: area(4, 2) }],
    notes: [{ row: 4, column: 1, text: "Choose a partner beside this, then Draw dashboard." }],
    conditional: levelFormats(model).map((format) => ({ area: area(top, 1, levels.length), format })),
    charts: [{ id: PROVISIONED.levels as number, area: area(top - 1, 1, 1 + levels.length, 2), chart: sums(model) }],
  });
}

/** Partners by level from the sums, the top level first as they stand there. */
function sums(model: Model): ChartDefinition {
  const chart = chartOf("levels", model);
  return { ...chart, columns: 2, options: { ...chart.options, colors: [...levelColours(model)].reverse() } };
}
