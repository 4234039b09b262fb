/**
 * Charts as SVG, made on the server. They read without colour: one's own values are a solid line with dots, those of
 * others dashed with squares. Colours come from classes, so that they follow light, dark and print.
 */
import { html } from "hono/html";
import { logistic } from "../../models/engine/curve.ts";
import type { Markup } from "./markup.ts";

/** More axes than this are read better as bars. */
export const MOST_AXES = 8;

export interface Axis {
  name: string;
  /** One's own value as it is written. */
  text: string;
  /** 0..1; null where unknown. */
  own: number | null;
  other: number | null;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Names in lines that fit beside a chart. */
function lines(name: string, width: number): string[] {
  const found: string[] = [];
  for (const word of name.split(/\s+/)) {
    const last = found.at(-1);
    if (last !== undefined && last.length + word.length < width) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
}

/** @param title what a screen reader says in place of the chart; the figures follow in a table. */
export function radarChart(axes: readonly Axis[], title: string): Markup {
  const [middleX, middleY, reach] = [240, 150, 90];
  const place = (at: number, share: number): [number, number] => {
    const angle = (at / axes.length) * 2 * Math.PI - Math.PI / 2;
    return [round(middleX + Math.cos(angle) * reach * share), round(middleY + Math.sin(angle) * reach * share)];
  };
  const ring = (share: number) => axes.map((_, at) => place(at, share).join(",")).join(" ");
  const shape = (of: "own" | "other") => axes.map((axis, at) => place(at, axis[of] ?? 0).join(",")).join(" ");
  return html`<svg class="chart" viewBox="0 0 480 300" role="img" aria-label="${title}">
${[0.25, 0.5, 0.75, 1].map((share) => html`<polygon class="grid" points="${ring(share)}"/>`)}
${axes.map((axis, at) => {
  const [x, y] = place(at, 1);
  const [labelX, labelY] = place(at, 1.14);
  const anchor = Math.abs(labelX - middleX) < 12 ? "middle" : labelX > middleX ? "start" : "end";
  const parts = lines(axis.name, 16);
  const top = labelY < middleY - 60 ? labelY - (parts.length - 1) * 14 : labelY + 4;
  return html`<line class="grid" x1="${middleX}" y1="${middleY}" x2="${x}" y2="${y}"/>
<text x="${labelX}" y="${round(top)}" text-anchor="${anchor}">${parts.map((part, row) => html`<tspan x="${labelX}" dy="${row === 0 ? 0 : 14}">${part}</tspan>`)}</text>`;
})}
${axes.some(({ other }) => other !== null) ? html`<polygon class="other" points="${shape("other")}"/>` : ""}
<polygon class="own" points="${shape("own")}"/>
${axes.map(({ other }, at) => (other === null ? "" : square(...place(at, other))))}
${axes.map(({ own }, at) => (own === null ? "" : dot(...place(at, own))))}
</svg>`;
}

export function barChart(axes: readonly Axis[], title: string): Markup {
  const step = 34;
  const width = (share: number) => round(share * 380);
  return html`<svg class="chart" viewBox="0 0 400 ${axes.length * step}" role="img" aria-label="${title}">
${axes.map(({ name, text, own, other }, at) => {
  const y = at * step;
  return html`<text x="0" y="${y + 12}">${name}</text><text x="380" y="${y + 12}" text-anchor="end">${text}</text><rect class="track" x="0" y="${y + 18}" width="380" height="8"/>
${own === null ? "" : html`<rect class="bar-own" x="0" y="${y + 18}" width="${width(own)}" height="8"/>`}${other === null ? "" : square(width(other), y + 22)}`;
})}
</svg>`;
}

const dot = (x: number, y: number): Markup => html`<circle class="dot" cx="${x}" cy="${y}" r="4"/>`;
const square = (x: number, y: number): Markup =>
  html`<rect class="square" x="${round(x - 4)}" y="${round(y - 4)}" width="8" height="8"/>`;

export interface SeriesPoint {
  label: string;
  /** 0..1. */
  value: number;
  /** The band of a forecast; null for what was observed. */
  band: { low: number; high: number } | null;
}

/** @param needed the share the next level asks, with its name; null where it asks none. @param scale what stands at its ends. */
export function lineChart(
  points: readonly SeriesPoint[],
  needed: { share: number; label: string } | null,
  scale: readonly [lowest: string, highest: string],
  title: string,
): Markup {
  const [left, right, top, bottom] = [36, 384, 16, 150];
  const x = (at: number) =>
    round(points.length < 2 ? (left + right) / 2 : left + (at / (points.length - 1)) * (right - left));
  const y = (share: number) => round(bottom - share * (bottom - top));
  const forecast = points.findIndex(({ band }) => band !== null);
  const seen = forecast < 0 ? points : points.slice(0, forecast);
  const start = seen.length - 1;
  const ahead = points.slice(Math.max(start, 0));
  const along = (list: readonly SeriesPoint[], from: number, of: (point: SeriesPoint) => number) =>
    list.map((point, at) => `${x(from + at)},${y(of(point))}`);
  const band = [
    ...along(ahead, start, (point) => point.band?.high ?? point.value),
    ...along(ahead, start, (point) => point.band?.low ?? point.value).reverse(),
  ];
  return html`<svg class="chart" viewBox="0 0 400 190" role="img" aria-label="${title}">
${[0, 0.5, 1].map((share) => html`<line class="grid" x1="${left}" x2="${right}" y1="${y(share)}" y2="${y(share)}"/>`)}
${forecast > 0 ? html`<polygon class="band" points="${band.join(" ")}"/><polyline class="other" points="${along(ahead, start, ({ value }) => value).join(" ")}"/>` : ""}
${scale.map((text, share) => html`<text class="small" x="${left - 8}" y="${y(share) + 4}" text-anchor="end">${text}</text>`)}
${needed === null ? "" : html`<line class="needed" x1="${left}" x2="${right}" y1="${y(needed.share)}" y2="${y(needed.share)}"/>`}
<polyline class="own" points="${along(seen, 0, ({ value }) => value).join(" ")}"/>
${seen.map(({ value }, at) => dot(x(at), y(value)))}
${needed === null ? "" : html`<text class="small haloed" x="${left}" y="${y(needed.share) + (isClearAbove(seen, needed.share) ? -6 : 15)}">${needed.label}</text>`}
${points.map(({ label }, at) =>
  labelled(at, points.length)
    ? html`<text class="small" x="${x(at)}" y="176" text-anchor="${at === 0 && points.length > 1 ? "start" : at === points.length - 1 && at > 0 ? "end" : "middle"}">${label}</text>`
    : "",
)}
</svg>`;
}

/** Whether what stands above a line at its beginning keeps further away from it than what stands below. */
function isClearAbove(seen: readonly SeriesPoint[], line: number): boolean {
  const first = seen.slice(0, 2).map(({ value }) => value - line);
  const distance = (side: readonly number[]) => Math.min(1, ...side.map(Math.abs));
  return distance(first.filter((value) => value >= 0)) >= distance(first.filter((value) => value < 0));
}

/** Whether a point has room for its label: the last one always, and before it as many as fit. */
function labelled(at: number, count: number): boolean {
  const step = Math.ceil((count - 1) / 4) || 1;
  return (count - 1 - at) % step === 0;
}

/** The S-curve from the lowest level to the highest, with a place on it. */
export function curveChart(
  curve: { midpoint: number; steepness: number },
  levels: readonly string[],
  place: { x: number; y: number },
  title: string,
): Markup {
  const [left, right, top, bottom] = [16, 384, 16, 150];
  const last = Math.max(levels.length - 1, 1);
  const x = (position: number) => round(left + (position / last) * (right - left));
  const y = (share: number) => round(bottom - share * (bottom - top));
  const drawn = Array.from({ length: 41 }, (_, at) => {
    const position = (at / 40) * last;
    return `${x(position)},${y(logistic(position, curve.midpoint, curve.steepness))}`;
  });
  return html`<svg class="chart" viewBox="0 0 400 190" role="img" aria-label="${title}">
<line class="grid" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
<polyline class="other" points="${drawn.join(" ")}"/>
<line class="needed" x1="${x(place.x)}" x2="${x(place.x)}" y1="${y(place.y)}" y2="${bottom}"/>
<circle class="dot" cx="${x(place.x)}" cy="${y(place.y)}" r="6"/>
${levels.map((name, at) => html`<text class="small" x="${x(at)}" y="${170 + (at % 2) * 14}" text-anchor="${at === 0 ? "start" : at === levels.length - 1 ? "end" : "middle"}">${name}</text>`)}
</svg>`;
}
