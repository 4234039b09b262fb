/** Lines, areas and points over labels or over numbers. */
import { type Axis, axisOf, type Drawing, number, shorten, text, textOption } from "./chart-svg.ts";

export function drawLines({ record, table, frame, colours, palette }: Drawing): string {
  const values = table.rows.flatMap((row) => row.values).filter((value) => value !== null);
  const { low, high, ticks } = axisOf(record, "vAxis", values);
  const y = (value: number) => frame.top + frame.height * (1 - (value - low) / (high - low));
  const across =
    record.type === "SCATTER"
      ? numberAxis(
          axisOf(
            record,
            "hAxis",
            table.rows.map(({ x }) => Number(x ?? 0)),
          ),
        )
      : null;
  const x = (place: number): number => {
    const share = across === null ? (place + 0.5) / table.rows.length : across.share(Number(table.rows[place]?.x ?? 0));
    return frame.left + frame.width * share;
  };
  const parts = ticks.map(
    (tick) =>
      `<line x1="${frame.left}" x2="${frame.left + frame.width}" y1="${y(tick)}" y2="${y(tick)}" stroke="${palette.line}"/>${text(frame.left - 8, y(tick) + 4, number(tick), { anchor: "end", colour: palette.quiet })}`,
  );
  const bottom = frame.top + frame.height;
  if (across !== null) {
    parts.push(
      ...across.ticks.map((tick) =>
        text(frame.left + frame.width * across.share(tick), bottom + 18, number(tick), {
          anchor: "middle",
          colour: palette.quiet,
        }),
      ),
    );
  } else {
    const every = Math.ceil(table.rows.length / Math.max(1, Math.floor(frame.width / 70)));
    table.rows.forEach(({ label }, place) => {
      if (place % every === 0) {
        parts.push(text(x(place), bottom + 18, shorten(label, 12), { anchor: "middle", colour: palette.quiet }));
      }
    });
  }
  table.series.forEach((_, series) => {
    const colour = colours[series] ?? palette.accent;
    const points = table.rows.map(({ values: row }, place): Point | null => {
      const value = row[series] ?? null;
      return value === null ? null : { x: x(place), y: y(value) };
    });
    parts.push(
      ...(isPoints(record.type, record.options, series)
        ? dots(points.filter(isThere), colour)
        : line(points, colour, record.type)),
    );
  });
  parts.push(
    text(frame.left + frame.width / 2, bottom + 36, textOption(record, "hAxis.title"), {
      anchor: "middle",
      colour: palette.quiet,
    }),
  );
  const upright = textOption(record, "vAxis.title");
  if (upright !== "") {
    parts.push(text(14, frame.top + frame.height / 2, upright, { anchor: "middle", colour: palette.quiet, turn: -90 }));
  }
  return parts.join("");
}

interface Point {
  x: number;
  y: number;
}

/** A series of a scatter chart may be drawn as a line: `series: { 1: { lineWidth: 2 } }`. */
function isPoints(type: string, options: Record<string, unknown>, series: number): boolean {
  if (type !== "SCATTER") return false;
  const own = (options.series as Record<string, { lineWidth?: number }> | undefined)?.[String(series)];
  const width = own?.lineWidth ?? options[`series.${series}.lineWidth`] ?? 0;
  return Number(width) === 0;
}

const dots = (points: readonly Point[], colour: string): string[] =>
  points.map((point) => `<circle cx="${point.x}" cy="${point.y}" r="4" fill="${colour}" fill-opacity="0.8"/>`);

const isThere = (point: Point | null): point is Point => point !== null;

/** A blank cell leaves a gap, as in Google's charts; a line over numbers goes on to the next point. */
function line(points: readonly (Point | null)[], colour: string, type: string): string[] {
  const isScatter = type === "SCATTER";
  const ordered = isScatter ? points.filter(isThere).sort((a, b) => a.x - b.x) : points;
  const path = ordered
    .map((point, place) =>
      point === null
        ? ""
        : `${place > 0 && isThere(ordered[place - 1] ?? null) ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`,
    )
    .join("");
  const marks = points.length <= 40 && !isScatter ? dots(points.filter(isThere), colour) : [];
  return [`<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`, ...marks];
}

const numberAxis = ({ ticks, low, high }: Axis) => ({
  ticks,
  share: (value: number) => (value - low) / (high - low),
});
