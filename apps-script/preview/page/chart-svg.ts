/** Draws a chart as SVG: radar, columns, bars, lines, areas, points and slices. */
import { dark, levelColour, light, type Palette } from "../../../models/appearance.ts";
import type { ChartRecord } from "../google/chart-record.ts";
import { drawBars } from "./chart-bars.ts";
import { drawLines } from "./chart-lines.ts";
import { drawPie, drawRadar } from "./chart-round.ts";
import type { ChartTable } from "./chart-table.ts";

export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Drawing {
  record: ChartRecord;
  table: ChartTable;
  frame: Frame;
  /** Of the series, as they are to be seen. */
  colours: string[];
  palette: Palette;
}

const kinds: Record<string, (drawing: Drawing) => string> = {
  RADAR: drawRadar,
  PIE: drawPie,
  COLUMN: drawBars,
  BAR: drawBars,
  HISTOGRAM: drawBars,
  LINE: drawLines,
  AREA: drawLines,
  STEPPED_AREA: drawLines,
  SCATTER: drawLines,
  COMBO: drawLines,
};

/** A page that is dark. */
export interface Night {
  /** What the sheet makes of a colour of a cell, so that a level has one colour in both. */
  shade(colour: string): string;
}

/**
 * @param night null where the page is light.
 * @returns markup in which every text is escaped.
 */
export function drawChart(record: ChartRecord, table: ChartTable, night: Night | null = null): string {
  const palette = night === null ? light : dark;
  const { width, height } = record;
  const title = textOption(record, "title");
  const legend = table.series.length > 1 && textOption(record, "legend.position") !== "none" ? 24 : 0;
  const frame: Frame = { left: 56, top: title === "" ? 16 : 44, width: width - 76, height: 0 };
  frame.height = height - frame.top - belowOf(record) - legend;
  const colours = coloursOf(record, table.series.length).map((colour) => night?.shade(colour) ?? colour);
  const drawn =
    table.rows.length === 0
      ? nothing(record, palette)
      : (kinds[record.type] ?? drawBars)({ record, table, frame, colours, palette });
  const described = title === "" ? "Chart" : title;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(described)}" font-family="system-ui, sans-serif" font-size="12" fill="${palette.text}">`,
    `<rect width="${width}" height="${height}" fill="${palette.background}" stroke="${palette.line}"/>`,
    title === "" ? "" : text(16, 26, shorten(title, Math.floor((width - 32) / 8.4)), { size: 15, weight: 600 }),
    drawn,
    legend === 0 ? "" : legendOf(table.series, colours, height - 14, width),
    "</svg>",
  ].join("");
}

/** Pixels for what stands below the drawing: the words of an axis, and its title. */
function belowOf(record: ChartRecord): number {
  if (record.type === "RADAR" || record.type === "PIE") return 8;
  return textOption(record, "hAxis.title") === "" ? 28 : 44;
}

const nothing = ({ width, height }: ChartRecord, { quiet }: Palette): string =>
  text(width / 2, height / 2, "Nothing to draw yet", { anchor: "middle", colour: quiet });

export function textOption({ options }: ChartRecord, name: string): string {
  const [first = "", ...rest] = name.split(".");
  let value: unknown = options[name] ?? options[first];
  if (options[name] === undefined) {
    for (const part of rest) value = (value as Record<string, unknown> | undefined)?.[part];
  }
  return typeof value === "string" ? value : "";
}

function coloursOf({ options }: ChartRecord, count: number): string[] {
  const given = Array.isArray(options.colors)
    ? options.colors.map(String).filter((one) => /^#[0-9a-f]{3,8}$/i.test(one))
    : [];
  const own = [levelColour(5, 9), levelColour(3, 9), levelColour(8, 9), levelColour(2, 9)].map(
    ({ background }) => background,
  );
  const all = [...given, light.accent, light.warning, ...own];
  return Array.from({ length: Math.max(1, count) }, (_, place) => all[place % all.length] ?? light.accent);
}

function legendOf(series: readonly string[], colours: readonly string[], y: number, width: number): string {
  let x = 16;
  return series
    .map((name, place) => {
      const shown = name.length > 28 ? `${name.slice(0, 27)}…` : name;
      const item = `<rect x="${x}" y="${y - 9}" width="10" height="10" fill="${colours[place]}"/>${text(x + 15, y, shown)}`;
      x += 31 + shown.length * 6.6;
      return x > width + 60 ? "" : item;
    })
    .join("");
}

export interface TextStyle {
  anchor?: "start" | "middle" | "end";
  size?: number;
  weight?: number;
  /** The drawing's own where there is none. */
  colour?: string;
  turn?: number;
}

export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { anchor = "start", size = 12, weight = 400, colour, turn } = style;
  const turned = turn === undefined ? "" : ` transform="rotate(${turn} ${x} ${y})"`;
  const filled = colour === undefined ? "" : ` fill="${colour}"`;
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}"${filled}${turned}>${escapeText(content)}</text>`;
}

export const escapeText = (given: string): string =>
  given.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

export interface Axis {
  low: number;
  high: number;
  ticks: number[];
}

/** As the options of `vAxis` or `hAxis` want it, else round numbers around the values, 0 among them. */
export function axisOf({ options }: ChartRecord, name: "vAxis" | "hAxis", values: readonly number[]): Axis {
  const { viewWindow } = (options[name] ?? {}) as { viewWindow?: { min?: number; max?: number } };
  const ticks = ticksOf(viewWindow?.min ?? Math.min(0, ...values), viewWindow?.max ?? Math.max(1, ...values));
  const low = viewWindow?.min ?? ticks[0] ?? 0;
  const high = viewWindow?.max ?? ticks.at(-1) ?? 1;
  return { low, high, ticks: ticks.filter((tick) => tick >= low && tick <= high) };
}

/** Round numbers for an axis from `low` to `high`. */
export function ticksOf(low: number, high: number, most = 6): number[] {
  if (!(high > low)) return [low, low + 1];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let tick = Math.floor(low / step) * step; tick < high + step * 0.999; tick += step) {
    ticks.push(Number(tick.toPrecision(12)));
  }
  return ticks;
}

export const shorten = (given: string, length: number): string =>
  given.length > length ? `${given.slice(0, length - 1)}…` : given;

export const number = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: 1 });
