/** Charts of many partners. Like those of one they read without colour: by their place, their numbers and their words. */
import { html } from "hono/html";
import type { Markup } from "./markup.ts";
import { rampClass } from "./partner-style.ts";

const WIDTH = 380;
const round = (value: number): number => Math.round(value * 10) / 10;
/** Longer names would run into the figure; the table behind has them whole. */
const LONGEST = 42;
const shortened = (name: string): string => {
  const letters = [...name];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : name;
};

export interface StackRow {
  name: string;
  /** The sum as it is written. */
  text: string;
  /** Partners by rank of the level; the last ones have none. */
  levels: readonly number[];
}

/** A narrower part has no room for its number. */
const ROOM_FOR_NUMBER = 18;

/** One bar for each row, its parts from the lowest level to the highest, with the number in each. */
export function stackChart(rows: readonly StackRow[], title: string): Markup {
  const step = 42;
  return html`<svg class="chart" viewBox="0 0 400 ${rows.length * step}" role="img" aria-label="${title}">
${rows.map(({ name, text, levels }, at) => {
  const y = at * step;
  const all = levels.reduce((sum, count) => sum + count, 0) || 1;
  let passed = 0;
  return html`<text x="0" y="${y + 12}">${shortened(name)}</text><text x="${WIDTH}" y="${y + 12}" text-anchor="end">${text}</text>${levels.map(
    (count, rank) => {
      if (count === 0) return "";
      const x = (passed / all) * WIDTH;
      passed += count;
      const width = (count / all) * WIDTH;
      const hasLevel = rank < levels.length - 1;
      const place = rampClass(rank, levels.length - 1);
      return html`<rect class="part ${hasLevel ? place : "none"}" x="${round(x)}" y="${y + 18}" width="${round(width)}" height="18"/>${
        width < ROOM_FOR_NUMBER
          ? ""
          : html`<text class="${hasLevel ? `on-${place}` : ""}" x="${round(x + width / 2)}" y="${y + 31}" text-anchor="middle">${count}</text>`
      }`;
    },
  )}`;
})}
</svg>`;
}

export interface IntervalRow {
  name: string;
  text: string;
  value: number;
  low: number;
  high: number;
}

/**
 * A bar for each row with its interval as a line over it.
 *
 * @param span what the bars are drawn within.
 * @param from where bars begin, and where the line is drawn that decides.
 */
export function intervalChart(
  rows: readonly IntervalRow[],
  span: { min: number; max: number },
  { from, mark }: { from: number; mark: number },
  title: string,
): Markup {
  const step = 38;
  const height = rows.length * step;
  const x = (value: number) =>
    round((Math.min(Math.max(value, span.min), span.max) - span.min) * (WIDTH / (span.max - span.min)));
  return html`<svg class="chart" viewBox="0 0 400 ${height}" role="img" aria-label="${title}">
${rows.map(({ name, text, value, low, high }, at) => {
  const y = at * step;
  const [start, end] = [Math.min(x(from), x(value)), Math.max(x(from), x(value))];
  return html`<text x="0" y="${y + 12}">${shortened(name)}</text><text x="${WIDTH}" y="${y + 12}" text-anchor="end">${text}</text><rect class="track" x="0" y="${y + 18}" width="${WIDTH}" height="10"/><rect class="bar-own" x="${start}" y="${y + 18}" width="${round(end - start)}" height="10"/><path class="whisker" d="M${x(low)} ${y + 17}v12m0-6H${x(high)}m0-6v12"/>`;
})}
${rows.map((_, at) => html`<line class="needed" x1="${x(mark)}" x2="${x(mark)}" y1="${at * step + 15}" y2="${at * step + 31}"/>`)}
</svg>`;
}
