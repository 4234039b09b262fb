/** Rounding and writing numbers. Nothing here is used before a comparison. */

/**
 * Rounds half up to a number of decimals. The tolerance keeps 0.285, stored as 0.28499…, from falling down;
 * -0 becomes 0.
 */
export function roundHalfUp(value: number, decimals: number): number {
  return roundedParts(value, decimals) / powerOfTen(decimals) + 0;
}

/** The rounded value in units of its last decimal: 47.83 with one decimal is 478. */
export function roundedParts(value: number, decimals: number): number {
  const scaled = value * powerOfTen(decimals);
  return Math.floor(scaled + 0.5 + 1e-9 + 4 * Number.EPSILON * Math.abs(scaled));
}

export function powerOfTen(decimals: number): number {
  return POWERS[decimals] ?? 10 ** decimals;
}

const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

interface Separators {
  decimal: string;
  group: string;
  /** Numbers from here on are grouped: 1,000 in English, 10.000 in Spanish. */
  groupsFrom: number;
}

const separators = new Map<string, Separators>();

/** Asked of Intl once per language: formatting each number through it would cost more than scoring a partner. */
function separatorsOf(language: string): Separators {
  let found = separators.get(language);
  if (found === undefined) {
    const format = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    const part = (value: number, type: Intl.NumberFormatPartTypes) =>
      format.formatToParts(value).find((candidate) => candidate.type === type)?.value ?? "";
    found = {
      decimal: part(1.5, "decimal"),
      group: part(100_000, "group"),
      groupsFrom: part(1_000, "group") === "" ? 10_000 : 1_000,
    };
    if (separators.size < 50) separators.set(language, found);
  }
  return found;
}

/** A number for a sentence, with the language's separators and no trailing zeros. */
export function writeNumber(value: number, decimals: number, language: string): string {
  const rounded = roundHalfUp(value, decimals);
  if (rounded > -1_000 && rounded < 1_000) {
    const text = writeShort(rounded);
    if (!text.includes("e")) return language === "en" ? text : text.replace(".", separatorsOf(language).decimal);
  }
  if (!(Math.abs(rounded) < 1e15)) return String(rounded);
  const { decimal, group, groupsFrom } = separatorsOf(language);
  const [whole = "", fraction = ""] = rounded.toFixed(Math.min(decimals, 9)).split(".");
  const grouped = Math.abs(rounded) < groupsFrom ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  const trimmed = fraction.replace(/0+$/, "");
  return trimmed === "" ? grouped : grouped + decimal + trimmed;
}

/** A figure on its own, with all decimals of its scale: those below each other can be compared at a glance. */
export function writeFigure(value: number, decimals: number, language: string): string {
  const text = writeNumber(value, decimals, language);
  const { decimal } = separatorsOf(language);
  const [, fraction = ""] = text.split(decimal);
  const missing = decimals - fraction.length;
  return missing > 0 ? `${text}${fraction === "" ? decimal : ""}${"0".repeat(missing)}` : text;
}

/**
 * A rounded number as JSON writes it. One decimal is what most scales report, and two small integers turn into
 * text several times faster than a fraction does.
 */
export function writeShort(rounded: number): string {
  if (rounded >= 0 && rounded < 1e6) {
    const whole = Math.floor(rounded);
    if (whole === rounded) return `${whole}`;
    const tenth = Math.round((rounded - whole) * 10);
    if ((whole * 10 + tenth) / 10 === rounded) return `${whole}.${tenth}`;
  }
  return String(rounded);
}

/**
 * Two numbers that differ, written so that one sees it: 69.96 and 70 with one decimal would both read 70.
 */
export function writePair(actual: number, needed: number, decimals: number, language: string): [string, string] {
  const other = writeNumber(needed, 6, language);
  for (let digits = decimals; digits < 9; digits++) {
    const written = writeNumber(actual, digits, language);
    if (written !== other) return [written, other];
  }
  return [writeNumber(actual, 9, language), writeNumber(needed, 9, language)];
}
