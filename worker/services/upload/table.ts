/** From text to rows of cells: separated by comma, semicolon or tab. Runs in the Worker and on the page. */
import Papa from "papaparse";
import { InvalidRequest } from "../../errors.ts";

/** The likelier one first, where a header can be read in several ways. */
const DELIMITERS = ["\t", ";", ","] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface UploadTable {
  delimiter: Delimiter;
  /** Without outer blanks. */
  header: string[];
  /** All below the header; a blank one has no cells, so that a row's place stays what a spreadsheet shows. */
  rows: string[][];
  /** Rows that are not blank. */
  count: number;
}

const PREVIEWED = 20;
const MAX_COLUMNS = 500;

/**
 * @throws InvalidRequest where it is empty, a quotation mark is never closed, or it has more than 500 columns.
 */
export function readTable(text: string): UploadTable {
  // Excel's own line, which no spreadsheet shows.
  const named = /^sep=([,;\t])\r?\n?/i.exec(text);
  const body = named === null ? text : text.slice(named[0].length);
  const delimiter = (named?.[1] as Delimiter | undefined) ?? delimiterOf(body);
  const { data, errors } = Papa.parse<string[]>(body, { delimiter });
  const open = errors.find(({ type }) => type === "Quotes");
  if (open !== undefined) {
    throw fault(
      `row ${(open.row ?? 0) + 1}`,
      open.code === "MissingQuotes"
        ? "begins a cell with a quotation mark that is never closed. Close it, or write it twice where it belongs to the text."
        : "has a quotation mark inside a quoted cell. Write it twice where it belongs to the text.",
    );
  }
  const rows = data.map((row) => (row.every((cell) => cell.trim() === "") ? [] : row));
  const [header] = rows;
  if (header === undefined || header.length === 0) {
    throw fault("body", "has no header row. The first row must name the columns.");
  }
  if (header.length > MAX_COLUMNS) {
    throw fault("row 1", `names ${header.length} columns; at most ${MAX_COLUMNS} are read.`);
  }
  const below = rows.slice(1);
  return {
    delimiter,
    header: header.map((cell) => cell.trim()),
    rows: below,
    count: below.filter((row) => row.length > 0).length,
  };
}

/** The one that gives most rows as many cells as the header has; where several do, the one with more cells. */
function delimiterOf(text: string): Delimiter {
  let best: { delimiter: Delimiter; alike: number; width: number } = { delimiter: ",", alike: 0, width: 1 };
  for (const delimiter of DELIMITERS) {
    const { data } = Papa.parse<string[]>(text, { delimiter, preview: PREVIEWED, skipEmptyLines: "greedy" });
    const width = data[0]?.length ?? 0;
    if (width < 2) continue;
    const alike = data.filter((row) => row.length === width).length / data.length;
    if (alike > best.alike || (alike === best.alike && width > best.width)) best = { delimiter, alike, width };
  }
  return best.delimiter;
}

const fault = (location: string, message: string): InvalidRequest => new InvalidRequest([{ location, message }]);
