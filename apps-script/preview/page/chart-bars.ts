/** Columns and bars: series side by side. */
import { axisOf, type Drawing, number, shorten, text, textOption } from "./chart-svg.ts";

export function drawBars(drawing: Drawing): string {
  return drawing.record.type === "BAR" ? bars(drawing) : columns(drawing);
}

function columns({ record, table, frame, colours, palette }: Drawing): string {
  const isStacked = record.options.isStacked === true;
  const sums = table.rows.map((row) => row.values.reduce((sum: number, value) => sum + (value ?? 0), 0));
  const values = table.rows.flatMap((row) => row.values).filter((value) => value !== null);
  const { low, high, ticks } = axisOf(record, "vAxis", isStacked ? sums : values);
  const y = (value: number) => frame.top + frame.height * (1 - (value - low) / (high - low));
  const group = frame.width / table.rows.length;
  const beside = isStacked ? 1 : Math.max(1, table.series.length);
  const width = Math.min(isStacked ? 64 : 48, (group * 0.7) / beside);
  const parts = ticks.map(
    (tick) =>
      `<line x1="${frame.left}" x2="${frame.left + frame.width}" y1="${y(tick)}" y2="${y(tick)}" stroke="${palette.line}"/>${text(frame.left - 8, y(tick) + 4, number(tick), { anchor: "end", colour: palette.quiet })}`,
  );
  table.rows.forEach((row, place) => {
    const middle = frame.left + group * (place + 0.5);
    const start = middle - (width * beside) / 2;
    let below = Math.max(0, low);
    row.values.forEach((value, series) => {
      if (value === null || value === 0) return;
      const left = start + (isStacked ? 0 : width * series);
      const base = isStacked ? below : Math.max(0, low);
      const [from, to] = [y(base), y(isStacked ? base + value : value)];
      below += value;
      parts.push(
        `<rect x="${left + 1}" y="${Math.min(from, to)}" width="${width - 2}" height="${Math.abs(from - to)}" fill="${colours[series]}" stroke="${palette.line}"/>`,
        width > 18 && table.rows.length <= 12 && (!isStacked || value === sums[place])
          ? text(left + width / 2, to - 5, number(value), { anchor: "middle" })
          : "",
      );
    });
    parts.push(
      text(middle, frame.top + frame.height + 18, shorten(row.label, Math.max(4, Math.floor(group / 7))), {
        anchor: "middle",
        colour: palette.quiet,
      }),
    );
  });
  return (
    parts.join("") +
    text(frame.left + frame.width / 2, frame.top + frame.height + 36, textOption(record, "hAxis.title"), {
      anchor: "middle",
      colour: palette.quiet,
    })
  );
}

function bars({ record, table, frame, colours, palette }: Drawing): string {
  const values = table.rows.flatMap((row) => row.values).filter((value) => value !== null);
  const { low, high, ticks } = axisOf(record, "hAxis", values);
  const left = Math.min(220, 24 + 6.6 * Math.max(...table.rows.map(({ label }) => Math.min(28, label.length))));
  const width = frame.left + frame.width - left - 30;
  const x = (value: number) => left + (width * (value - low)) / (high - low);
  const group = frame.height / table.rows.length;
  const height = Math.min(28, (group * 0.75) / Math.max(1, table.series.length));
  const parts = ticks.map(
    (tick) =>
      `<line x1="${x(tick)}" x2="${x(tick)}" y1="${frame.top}" y2="${frame.top + frame.height}" stroke="${palette.line}"/>${text(x(tick), frame.top + frame.height + 16, number(tick), { anchor: "middle", colour: palette.quiet })}`,
  );
  table.rows.forEach((row, place) => {
    const middle = frame.top + group * (place + 0.5);
    const start = middle - (height * row.values.length) / 2;
    parts.push(text(left - 8, middle + 4, shorten(row.label, 28), { anchor: "end" }));
    row.values.forEach((value, series) => {
      if (value === null) return;
      const top = start + height * series;
      parts.push(
        `<rect x="${x(Math.max(0, low))}" y="${top + 1}" width="${Math.max(0, x(value) - x(Math.max(0, low)))}" height="${height - 2}" fill="${colours[series]}"/>`,
        height >= 12 ? text(x(value) + 5, top + height / 2 + 4, number(value)) : "",
      );
    });
  });
  return parts.join("");
}
