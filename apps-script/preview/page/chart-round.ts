/** Radars and pies. */
import { light } from "../../../models/appearance.ts";
import { axisOf, type Drawing, number, shorten, text } from "./chart-svg.ts";

export function drawRadar({ record, table, frame, colours }: Drawing): string {
  const values = table.rows.flatMap((row) => row.values).filter((value) => value !== null);
  const { high: most, ticks } = axisOf(record, "vAxis", values);
  const middle = { x: frame.left - 18 + frame.width / 2, y: frame.top + frame.height / 2 };
  const radius = Math.min(frame.width / 2 - 80, frame.height / 2 - 8);
  const place = (axis: number, share: number) => {
    const angle = (2 * Math.PI * axis) / table.rows.length - Math.PI / 2;
    return { x: middle.x + radius * share * Math.cos(angle), y: middle.y + radius * share * Math.sin(angle) };
  };
  const ring = (shares: readonly number[]): string =>
    shares
      .map((share, axis) => place(axis, share))
      .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
      .join(" ");
  const parts = ticks.map((tick) => {
    const label = place(0, tick / most);
    return `<polygon points="${ring(table.rows.map(() => tick / most))}" fill="none" stroke="${light.line}"/>${text(label.x + 4, label.y + 4, number(tick), { size: 10, colour: light.quiet })}`;
  });
  table.rows.forEach(({ label }, axis) => {
    const [end, word] = [place(axis, 1), place(axis, 1.1)];
    const anchor = Math.abs(word.x - middle.x) < 8 ? "middle" : word.x > middle.x ? "start" : "end";
    parts.push(
      `<line x1="${middle.x}" y1="${middle.y}" x2="${end.x}" y2="${end.y}" stroke="${light.line}"/>`,
      text(word.x, word.y + 4, shorten(label, 20), { anchor }),
    );
  });
  table.series.forEach((_, series) => {
    const shares = table.rows.map((row) => Math.max(0, row.values[series] ?? 0) / most);
    parts.push(
      `<polygon points="${ring(shares)}" fill="${colours[series]}" fill-opacity="0.12" stroke="${colours[series]}" stroke-width="2"/>`,
    );
  });
  return parts.join("");
}

export function drawPie({ table, frame, colours }: Drawing): string {
  const total = table.rows.reduce((sum, row) => sum + Math.max(0, row.values[0] ?? 0), 0);
  const radius = Math.min(frame.width, frame.height) / 2;
  const middle = { x: frame.left + radius, y: frame.top + frame.height / 2 };
  let from = -Math.PI / 2;
  return table.rows
    .map(({ label, values }, place) => {
      const share = total === 0 ? 0 : Math.max(0, values[0] ?? 0) / total;
      const to = from + 2 * Math.PI * Math.min(share, 0.9999);
      const point = (angle: number) => `${middle.x + radius * Math.cos(angle)} ${middle.y + radius * Math.sin(angle)}`;
      const slice = `<path d="M${middle.x} ${middle.y}L${point(from)}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${point(to)}Z" fill="${colours[place % colours.length]}" fill-opacity="${1 - (place % 5) * 0.17}" stroke="${light.background}"/>`;
      from = to;
      return (
        slice +
        text(middle.x + radius + 24, frame.top + 16 + 18 * place, `${shorten(label, 24)}: ${number(values[0] ?? 0)}`)
      );
    })
    .join("");
}
