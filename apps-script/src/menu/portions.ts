/** Rows in portions that the service takes in one request. */
import type { AnswerRow } from "./read-answers.ts";

/** Two requests for 2,000 partners, each well within the processor time of a free plan. */
const MOST_ROWS = 1_000;
/** Of the 2 MB a body may have; the rest is for the envelope. */
const MOST_BYTES = 1_950_000;

/** @param taken bytes of what goes along with every portion. */
export function portionsOf(rows: readonly AnswerRow[], taken: number): AnswerRow[][] {
  const portions: AnswerRow[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const own = utf8Length(JSON.stringify(row.cells)) + 1;
    const portion = portions.at(-1);
    if (portion === undefined || portion.length === MOST_ROWS || bytes + own > MOST_BYTES - taken) {
      portions.push([row]);
      bytes = own;
    } else {
      portion.push(row);
      bytes += own;
    }
  }
  return portions;
}

export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    // Each half of a pair counts two, the pair four.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}
