/**
 * Ranges without an end, such as `A2:Z`. Google has them, Univer does not: inside they end at a row that no tab
 * reaches, and outside they read as they were written.
 */

/** A higher one makes Univer slow: it looks at every row. */
const END = "9999";

const OPEN = /(\$?[A-Z]{1,3}\$?\d+):(\$?[A-Z]{1,3})(?![A-Z0-9$(!_.])/gi;
const CLOSED = new RegExp(`:(\\$?[A-Z]{1,3})\\$?${END}(?![0-9])`, "gi");

export const closeRanges = (formula: string): string =>
  outsideTexts(formula, (part) =>
    part.replace(OPEN, (_, from: string, to: string) => `${from}:${to}${/\$\d/.test(from) ? "$" : ""}${END}`),
  );

export const openRanges = (formula: string): string => outsideTexts(formula, (part) => part.replace(CLOSED, ":$1"));

/** Leaves texts and quoted names of tabs as they are. */
const outsideTexts = (formula: string, change: (part: string) => string): string =>
  formula
    .split(/("(?:[^"]|"")*"|'(?:[^']|'')*')/)
    .map((part, place) => (place % 2 === 0 ? change(part) : part))
    .join("");
