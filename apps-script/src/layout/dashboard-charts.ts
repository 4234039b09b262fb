/** The charts of the dashboard: what each shows, of which columns of its block, and how. */
import { levelColour, light } from "../../../models/appearance.ts";
import type { Model } from "../../../models/format.ts";
import type { BlockName } from "./dashboard-blocks.ts";

export const chartNames = ["partner", "levels", "trend", "curve"] as const;
export type ChartName = (typeof chartNames)[number];
export type ChartType = "RADAR" | "BAR" | "COLUMN" | "LINE" | "SCATTER";

export interface ChartDefinition {
  type: ChartType;
  block: BlockName;
  /** Of the block, from its first one. */
  columns: number;
  options: Record<string, unknown>;
  /** Where it is put first; people may move it. */
  position: { row: number; column: number };
}

/** Charts that provisioning draws have an id of ours, by which Draw dashboard finds them. */
export const PROVISIONED: Readonly<Partial<Record<ChartName, number>>> = { levels: 1_901_001 };

/** A radar with more axes cannot be read. */
const MOST_AXES = 8;
const FEWEST_AXES = 3;
const WIDTH = 480;
const HEIGHT = 304;
/** Beside the sums; the second row of charts begins where the first one ends. */
const COLUMN = 4;
const SECOND_COLUMN = 9;
const ROW = 2;
const SECOND_ROW = 17;
/** Rows that the charts cover: blocks begin below. */
export const CHART_ROWS = 33;

/** The dimensions a radar or bars show: the top-level ones, or all where these are too few for a radar. */
export function shownDimensions(model: Model): Model["dimensions"] {
  const tops = model.dimensions.filter(({ parent }) => (parent ?? null) === null);
  return tops.length < FEWEST_AXES && model.dimensions.length <= MOST_AXES ? model.dimensions : tops;
}

/** Of each level, the lowest first. */
export const levelColours = ({ levels }: Model): string[] =>
  levels.map((_, rank) => levelColour(rank, levels.length).background);

export function chartOf(name: ChartName, model: Model): ChartDefinition {
  const { min = 0, max = 100 } = model.scale ?? {};
  const axes = shownDimensions(model).length;
  const isRadar = axes >= FEWEST_AXES && axes <= MOST_AXES;
  const size = { width: WIDTH, height: HEIGHT };
  const scale = { viewWindow: { min, max }, minValue: min, maxValue: max };
  const charts: Record<ChartName, ChartDefinition> = {
    partner: {
      type: isRadar ? "RADAR" : "BAR",
      block: "benchmark",
      columns: 3,
      options: {
        ...size,
        title: "The partner against the median of the network",
        colors: [light.accent, light.quiet],
        legend: { position: "bottom" },
        ...(isRadar ? { vAxis: scale } : { hAxis: scale }),
      },
      position: { row: ROW, column: COLUMN },
    },
    levels: {
      type: "COLUMN",
      block: "levels",
      columns: 1 + model.levels.length,
      options: {
        ...size,
        title: "Partners by level",
        // Each level is a series of its own, so that each has its colour of the ramp.
        isStacked: true,
        colors: levelColours(model),
        legend: { position: "none" },
        vAxis: { minValue: 0, format: "0" },
      },
      position: { row: ROW, column: SECOND_COLUMN },
    },
    trend: {
      type: "LINE",
      block: "trend",
      columns: 4,
      options: {
        ...size,
        title: "Index of the network: median and quartiles",
        colors: [light.accent, levelColour(3, 9).background, levelColour(3, 9).background],
        legend: { position: "bottom" },
        pointSize: 5,
        vAxis: scale,
      },
      position: { row: SECOND_ROW, column: COLUMN },
    },
    curve: {
      type: "SCATTER",
      block: "curve",
      columns: 4,
      options: {
        ...size,
        title: "Partners on the S-curve",
        colors: [light.quiet, light.accent, light.warning],
        legend: { position: "bottom" },
        series: { 0: { lineWidth: 2, pointSize: 0 }, 1: { pointSize: 6 }, 2: { pointSize: 10 } },
        hAxis: { title: "How far up the levels", viewWindow: { min: 0, max: Math.max(1, model.levels.length - 1) } },
        vAxis: { viewWindow: { min: 0, max: 1 } },
      },
      position: { row: SECOND_ROW, column: SECOND_COLUMN },
    },
  };
  return charts[name];
}
