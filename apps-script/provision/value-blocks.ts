/** Cells in requests: as few as Google takes well. */
import { cellName } from "../src/cells.ts";
import type { ValueRange } from "./google-line.ts";

/** Google recommends 2 MB a request at most. */
const BYTES = 2_000_000;
const CELLS = 200_000;

export interface Rows {
  tab: string;
  /** From 1. */
  row: number;
  column: number;
  /** All of the same length. */
  values: (string | number | boolean | null)[][];
}

/** @returns what goes into each request. Rows stay whole. */
export function valueBlocks(all: readonly Rows[]): ValueRange[][] {
  const blocks: ValueRange[][] = [];
  let [bytes, cells] = [Number.POSITIVE_INFINITY, 0];
  for (const { tab, row, column, values } of all) {
    let part: Rows["values"] = [];
    let first = row;
    const close = () => {
      if (part.length > 0) blocks.at(-1)?.push(rangeOf({ tab, row: first, column, values: part }));
      first += part.length;
      part = [];
    };
    for (const line of values) {
      const own = Buffer.byteLength(JSON.stringify(line)) + 1;
      if (bytes + own > BYTES || cells + line.length > CELLS) {
        close();
        blocks.push([]);
        [bytes, cells] = [0, 0];
      }
      part.push(line);
      bytes += own;
      cells += line.length;
    }
    close();
  }
  return blocks.filter((block) => block.length > 0);
}

function rangeOf({ tab, row, column, values }: Rows): ValueRange {
  const width = Math.max(1, ...values.map((line) => line.length));
  const last = cellName(row + values.length - 1, column + width - 1);
  return { range: `${quoted(tab)}!${cellName(row, column)}:${last}`, majorDimension: "ROWS", values };
}

export const quoted = (tab: string): string => `'${tab.replaceAll("'", "''")}'`;
