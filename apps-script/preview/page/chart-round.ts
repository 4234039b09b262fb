/** Radars and pies. */
import { axisOf, type Drawing, number, shorten, text } from "./chart-svg.ts";

/** Pixels around a radar for the names of its axes. */
const SIDE_NAMES = 90;
const TOP_NAMES = 18;

export function drawRadar({ record, table, frame, colours, palette }: Drawing): string {
  const values = table.rows.flatMap((row) => row.values).filter((value) => value !== null);
  const { high: most, ticks } = axisOf(record, "vAxis", values);
  const middle = { x: frame.left - 18 + frame.width / 2, y: frame.top + frame.height / 2 };
  const radius = Math.min(frame.width / 2 - SIDE_NAMES, frame.height / 2 - TOP_NAMES);
  const at = (axis: number, distance: number) => {
    const angle = (2 * Math.PI * axis) / table.rows.length - Math.PI / 2;
    return { x: middle.x + distance * Math.cos(angle), y: middle.y + distance * Math.sin(angle) };
  };
  const place = (axis: number, share: number) => at(axis, radius * share);
  const ring = (shares: readonly number[]): string => shares.map((share, axis) => pair(place(axis, share))).join(" ");
  const parts = ticks.map((tick) => {
    const label = place(0, tick / most);
    const outline = `<polygon points="${ring(table.rows.map(() => tick / most))}" fill="none" stroke="${palette.line}"/>`;
    // Below its ring, so that the outermost one stays clear of the axis's name.
    return outline + text(label.x + 4, label.y + 11, number(tick), { size: 10, colour: palette.quiet });
  });
  table.rows.forEach(({ label }, axis) => {
    const [end, word] = [place(axis, 1), at(axis, radius + 10)];
    const anchor = Math.abs(word.x - middle.x) < 8 ? "middle" : word.x > middle.x ? "start" : "end";
    const down = anchor !== "middle" ? 4 : word.y < middle.y ? 0 : 8;
    parts.push(
      `<line x1="${middle.x}" y1="${middle.y}" x2="${end.x}" y2="${end.y}" stroke="${palette.line}"/>`,
      text(word.x, word.y + down, shorten(label, 20), { anchor }),
    );
  });
  table.series.forEach((_, series) => {
    const shares = table.rows.map((row) => {
      const value = row.values[series] ?? null;
      return value === null ? null : Math.max(0, value) / most;
    });
    const stroke = `stroke="${colours[series]}" stroke-width="2"`;
    const known = shares.filter((share) => share !== null);
    if (known.length === shares.length) {
      parts.push(`<polygon points="${ring(known)}" fill="${colours[series]}" fill-opacity="0.12" ${stroke}/>`);
    } else {
      // What is not known leaves a gap: the middle would be a 0.
      shares.forEach((share, axis) => {
        const next = (axis + 1) % shares.length;
        const to = shares[next] ?? null;
        if (share === null) return;
        const from = place(axis, share);
        parts.push(`<circle cx="${from.x}" cy="${from.y}" r="3" fill="${colours[series]}"/>`);
        if (to !== null)
          parts.push(`<polyline points="${pair(from)} ${pair(place(next, to))}" fill="none" ${stroke}/>`);
      });
    }
  });
  return parts.join("");
}

const pair = ({ x, y }: { x: number; y: number }): string => `${x.toFixed(1)},${y.toFixed(1)}`;

export function drawPie({ table, frame, colours, palette }: Drawing): string {
  const total = table.rows.reduce((sum, row) => sum + Math.max(0, row.values[0] ?? 0), 0);
  const radius = Math.min(frame.width, frame.height) / 2;
  const middle = { x: frame.left + radius, y: frame.top + frame.height / 2 };
  let from = -Math.PI / 2;
  return table.rows
    .map(({ label, values }, place) => {
      const share = total === 0 ? 0 : Math.max(0, values[0] ?? 0) / total;
      const to = from + 2 * Math.PI * Math.min(share, 0.9999);
      const point = (angle: number) => `${middle.x + radius * Math.cos(angle)} ${middle.y + radius * Math.sin(angle)}`;
      const slice = `<path d="M${middle.x} ${middle.y}L${point(from)}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${point(to)}Z" fill="${colours[place % colours.length]}" fill-opacity="${1 - (place % 5) * 0.17}" stroke="${palette.background}"/>`;
      from = to;
      return (
        slice +
        text(middle.x + radius + 24, frame.top + 16 + 18 * place, `${shorten(label, 24)}: ${number(values[0] ?? 0)}`)
      );
    })
    .join("");
}
