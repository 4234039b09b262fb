/** One look for sheet, sidebar, pages, docs and terminal: colours, the ramp of levels, and signs. */

export interface Palette {
  background: string;
  surface: string;
  text: string;
  quiet: string;
  line: string;
  accent: string;
  onAccent: string;
  /** Programme faults, blockers and overdue; always with `WARNING_SIGN`. */
  warning: string;
}

export const light: Palette = {
  background: "#ffffff",
  surface: "#f5f7fa",
  text: "#16202c",
  quiet: "#566273",
  line: "#d5dbe3",
  accent: "#1f5f99",
  onAccent: "#ffffff",
  warning: "#a04400",
};

export const dark: Palette = {
  background: "#12171e",
  surface: "#1b222c",
  text: "#e8edf3",
  quiet: "#a3b0bf",
  line: "#36414f",
  accent: "#7db8ea",
  onAccent: "#0d2438",
  warning: "#f2a35e",
};

export const WARNING_SIGN = "▲";
/** An unknown value: never 0. */
export const UNKNOWN = "–";

/** Pale to deep in one hue: lightness alone tells the order, so it reads without colour vision and in grey print. */
const RAMP = [
  "#e6f0fa",
  "#cbdff2",
  "#a9cbe8",
  "#82b3db",
  "#5c9acc",
  "#2f72ab",
  "#205a8f",
  "#144371",
  "#0b2e52",
] as const;

export interface LevelColour {
  background: string;
  text: string;
}

/**
 * The colour of a level.
 *
 * @param rank 0 is the lowest level.
 * @param count how many levels the model has.
 * @returns background and a text colour with a contrast of at least 4.5:1 on it (WCAG 2.2, 1.4.3).
 */
export function levelColour(rank: number, count: number): LevelColour {
  const place = count < 2 ? 0 : Math.round((Math.min(Math.max(rank, 0), count - 1) / (count - 1)) * (RAMP.length - 1));
  const background = RAMP[place] ?? RAMP[0];
  return { background, text: place < 5 ? light.text : "#ffffff" };
}

/** Contrast of two `#rrggbb` colours, 1 to 21, by WCAG 2.2's relative luminance. */
export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
