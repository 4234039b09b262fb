/** Rounding and writing numbers. Nothing here is used before a comparison. */

/**
 * Rounds half up to a number of decimals. The tolerance keeps 0.285, stored as 0.28499…, from falling down;
 * -0 becomes 0.
 */
export function roundHalfUp(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  const scaled = value * factor;
  return Math.floor(scaled + 0.5 + 1e-9 * Math.max(1, Math.abs(scaled))) / factor + 0;
}

const formats = new Map<string, Intl.NumberFormat>();

/** A number for a sentence, with the language's separators and no trailing zeros. */
export function writeNumber(value: number, decimals: number, language: string): string {
  const rounded = roundHalfUp(value, decimals);
  if (Number.isInteger(rounded) && Math.abs(rounded) < 1000) return String(rounded);
  const key = `${language} ${decimals}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(language, { maximumFractionDigits: decimals });
    if (formats.size < 100) formats.set(key, format);
  }
  return format.format(rounded);
}

/**
 * Two numbers that differ, written so that one sees it: 69.96 and 70 with one decimal would both read 70.
 */
export function writePair(actual: number, needed: number, decimals: number, language: string): [string, string] {
  for (let digits = decimals; digits < 9; digits++) {
    const written = writeNumber(actual, digits, language);
    const other = writeNumber(needed, Math.max(digits, 6), language);
    if (written !== other) return [written, other];
  }
  return [writeNumber(actual, 9, language), writeNumber(needed, 9, language)];
}
