/** A1 notation. Rows and columns count from 0 here, as Univer counts them; `null` is an open end. */
import { GoogleFailure } from "./as-google.ts";

export interface Area {
  startRow: number;
  endRow: number;
  startColumn: number;
  endColumn: number;
}

const PART = /^\$?([A-Za-z]{0,3})\$?(\d*)$/;

/**
 * @param text `A1`, `A1:B2`, `A:C`, `2:3` or `A2:C`, with or without a tab's name before it.
 * @param size of the tab, where open ends end.
 */
export function parseA1(text: string, size: { rows: number; columns: number }): { tab: string | null; area: Area } {
  const mark = text.lastIndexOf("!");
  const tab = mark < 0 ? null : text.slice(0, mark).replace(/^'|'$/g, "").replaceAll("''", "'");
  const [from = "", to = from] = text.slice(mark + 1).split(":");
  const first = PART.exec(from.trim());
  const last = PART.exec(to.trim());
  if (first === null || last === null || from === "") throw new GoogleFailure("Range not found");
  const [, startLetters = "", startDigits = ""] = first;
  const [, endLetters = "", endDigits = ""] = last;
  const alone = !text.slice(mark + 1).includes(":");
  if (alone && (startLetters === "" || startDigits === "")) throw new GoogleFailure("Range not found");
  const rows = [
    startDigits === "" ? 0 : Number(startDigits) - 1,
    endDigits === "" ? size.rows - 1 : Number(endDigits) - 1,
  ];
  const columns = [
    startLetters === "" ? 0 : columnOf(startLetters),
    endLetters === "" ? size.columns - 1 : columnOf(endLetters),
  ];
  return {
    tab,
    area: {
      startRow: Math.min(...rows),
      endRow: Math.max(...rows),
      startColumn: Math.min(...columns),
      endColumn: Math.max(...columns),
    },
  };
}

/** A is 0, AA is 26. */
function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

export function lettersOf(column: number): string {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

export function a1Of({ startRow, endRow, startColumn, endColumn }: Area): string {
  const first = `${lettersOf(startColumn)}${startRow + 1}`;
  const last = `${lettersOf(endColumn)}${endRow + 1}`;
  return first === last ? first : `${first}:${last}`;
}

/** With the tab before it, as formulas and names need it. */
export const absoluteA1 = (tab: string, { startRow, endRow, startColumn, endColumn }: Area): string =>
  `'${tab.replaceAll("'", "''")}'!$${lettersOf(startColumn)}$${startRow + 1}:$${lettersOf(endColumn)}$${endRow + 1}`;
