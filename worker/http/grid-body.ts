import { scanGrid, type Table } from "../../models/engine/grid.ts";
import { parseJson } from "./body.ts";
import { decodeText } from "./text.ts";

/**
 * Reads the body of a grid request: the grid from the bytes where it is plain, all the rest through `JSON.parse`.
 *
 * @returns the envelope, with an empty grid where `table` holds it.
 * @throws MalformedJson.
 */
export function readGridBody(bytes: Uint8Array): { envelope: unknown; table: Table | null } {
  const scanned = scanGrid(bytes);
  if (scanned !== null) {
    try {
      const envelope: unknown = JSON.parse(`${decodeText(scanned.before)}[]${decodeText(scanned.after)}`);
      return { envelope, table: scanned.table };
    } catch {
      // Read again as a whole, so that the message names the place in the body that was sent.
    }
  }
  return { envelope: parseJson(bytes), table: null };
}
