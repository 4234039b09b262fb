/** The scored portfolio as a table in the terminal. Pure: width and colours come in, text goes out. */
import { type LevelColour, levelColour, UNKNOWN, WARNING_SIGN } from "../../models/appearance.ts";
import type { ScoredPartner, ScoredPortfolio } from "./sample-portfolio.ts";

export interface Terminal {
  /** Columns. */
  width: number;
  /** Bits of colour: 24, 8, or 0 for none. */
  colour: 24 | 8 | 0;
}

/** Below this width reason and next step share no line. */
const WIDE = 140;
const GAP = "  ";

export function portfolioTable(portfolio: ScoredPortfolio, terminal: Terminal): string {
  const { levels, problems, problemCount } = portfolio;
  const partners = withSameDecimals(portfolio.partners).sort(
    (a, b) => levels.indexOf(b.level) - levels.indexOf(a.level) || Number(b.index) - Number(a.index),
  );
  const lines = [
    ...partnerLines(partners, levels, terminal),
    "",
    ...summaryLines(partners, levels, terminal),
    ...(problemCount > 0 ? ["", ...problemLines(problems, problemCount, terminal.width)] : []),
  ];
  return lines.join("\n");
}

/** 18 stands as 18.0 below 17.9, or the eye adds them up wrongly. */
function withSameDecimals(partners: readonly ScoredPartner[]): ScoredPartner[] {
  const decimals = Math.max(0, ...partners.map(({ index }) => index.split(".")[1]?.length ?? 0));
  return partners.map((partner) =>
    partner.index === "" || Number.isNaN(Number(partner.index))
      ? partner
      : { ...partner, index: Number(partner.index).toFixed(decimals) },
  );
}

function partnerLines(partners: readonly ScoredPartner[], levels: readonly string[], terminal: Terminal): string[] {
  const { width } = terminal;
  const wide = width >= WIDE;
  const name = Math.min(
    Math.max(7, ...partners.map(({ partner }) => widthOf(partner))),
    wide ? 32 : Math.min(24, Math.floor(width * 0.3)),
  );
  const level = levelWidth(levels) + 2;
  const index = Math.max(5, ...partners.map(({ index: text }) => widthOf(text)));
  const rest = Math.max(width - 1 - name - level - index - 3 * GAP.length, 7);
  const why = wide ? Math.floor((rest - GAP.length) * 0.5) : rest;
  const step = wide ? rest - GAP.length - why : width - 5;

  const header = [padEnd("Partner", name), padEnd(" Level", level), padStart("Index", index), padEnd("Held by", why)];
  if (wide) header.push("Next step");
  const lines = [bold(` ${header.join(GAP)}`.trimEnd(), terminal), ` ${"─".repeat(Math.max(width - 2, 1))}`];
  for (const partner of partners) {
    const cells = [
      padEnd(cut(partner.partner, name), name),
      levelCell(partner.level, level, levels, terminal),
      padStart(partner.index, index),
      padEnd(cutList(reason(partner), why), why),
    ];
    if (wide) cells.push(cutNote(partner.step, step));
    lines.push(` ${cells.join(GAP)}`.trimEnd());
    if (!wide && partner.step !== "") lines.push(dim(`   ${cutNote(`Next: ${partner.step}`, step)}`, terminal));
  }
  return lines;
}

/** The level stands in its own column, so that "Held at Silver:" need not be said again. */
function reason({ why, level }: ScoredPartner): string {
  const colon = why.indexOf(": ");
  return colon > 0 && why.slice(0, colon).includes(level) ? why.slice(colon + 2) : why;
}

function summaryLines(partners: readonly ScoredPartner[], levels: readonly string[], terminal: Terminal): string[] {
  const named = [...levels].reverse();
  const counts = named.map((level) => ({ level, count: partners.filter((partner) => partner.level === level).length }));
  const without = partners.filter((partner) => !levels.includes(partner.level)).length;
  if (without > 0) counts.push({ level: UNKNOWN, count: without });
  const width = levelWidth(levels) + 2;
  const most = Math.max(1, ...counts.map(({ count }) => count));
  const room = Math.min(40, Math.max(terminal.width - width - 20, 4));
  return [
    bold(` ${padEnd(" Level", width)}${GAP}Partners`, terminal),
    ...counts.map(({ level, count }) => {
      const share = partners.length === 0 ? 0 : Math.round((100 * count) / partners.length);
      const bar = "█".repeat(Math.round((room * count) / most));
      return ` ${levelCell(level, width, levels, terminal)}${GAP}${String(count).padStart(8)}${`${share}%`.padStart(6)}${GAP}${bar}`.trimEnd();
    }),
  ];
}

function problemLines(problems: readonly string[], count: number, width: number): string[] {
  const shown = problems.slice(0, 3);
  const more = count - shown.length;
  return [
    ` ${WARNING_SIGN} ${cut(`${count} ${count === 1 ? "cell needs" : "cells need"} a look; what cannot be read counts as unanswered:`, width - 4)}`,
    ...shown.map((problem) => `   ${cut(problem, width - 4)}`),
    ...(more > 0 ? [`   and ${more} more`] : []),
  ];
}

function levelWidth(levels: readonly string[]): number {
  return Math.max(5, ...levels.map(widthOf));
}

function levelCell(level: string, width: number, levels: readonly string[], { colour }: Terminal): string {
  const text = padEnd(` ${cut(level, width - 2)}`, width);
  const rank = levels.indexOf(level);
  return colour === 0 || rank < 0 ? text : paint(text, levelColour(rank, levels.length), colour);
}

function paint(text: string, { background, text: foreground }: LevelColour, depth: 24 | 8): string {
  return `\u001b[${colourCode(background, 48, depth)};${colourCode(foreground, 38, depth)}m${text}\u001b[0m`;
}

function colourCode(colour: string, layer: 38 | 48, depth: 24 | 8): string {
  const channels = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
  if (depth === 24) return `${layer};2;${channels.join(";")}`;
  // The 6 x 6 x 6 cube of the 256 colours.
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => Math.round((channel / 255) * 5));
  return `${layer};5;${16 + 36 * red + 6 * green + blue}`;
}

const bold = (text: string, { colour }: Terminal): string => (colour === 0 ? text : `\u001b[1m${text}\u001b[0m`);
const dim = (text: string, { colour }: Terminal): string => (colour === 0 ? text : `\u001b[2m${text}\u001b[0m`);

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
/** What comes from a file must not steer the terminal. */
const clean = (text: string): string => text.replace(/\p{Cc}/gu, " ");
const graphemes = (text: string): string[] => Array.from(segmenter.segment(clean(text)), ({ segment }) => segment);
const widthOf = (text: string): number => graphemes(text).length;

function cut(text: string, width: number): string {
  const parts = graphemes(text);
  return parts.length <= width
    ? parts.join("")
    : `${parts
        .slice(0, Math.max(width - 1, 0))
        .join("")
        .trimEnd()}…`;
}

/** Keeps whole clauses: "index 43 of 48; +2 more" rather than half a second one. */
function cutList(text: string, width: number): string {
  if (widthOf(text) <= width) return clean(text);
  const clauses = text.split("; ");
  for (let kept = clauses.length - 1; kept > 0; kept--) {
    const shorter = `${clauses.slice(0, kept).join("; ")}; +${clauses.length - kept}`;
    if (widthOf(shorter) <= width) return clean(shorter);
  }
  return cut(text, width);
}

/** Leaves out what stands in brackets at the end before it cuts into the text. */
function cutNote(text: string, width: number): string {
  const bracket = text.lastIndexOf(" (");
  return widthOf(text) > width && bracket > 0 ? cut(text.slice(0, bracket), width) : cut(text, width);
}

const padEnd = (text: string, width: number): string => clean(text) + " ".repeat(Math.max(width - widthOf(text), 0));
const padStart = (text: string, width: number): string => " ".repeat(Math.max(width - widthOf(text), 0)) + clean(text);
