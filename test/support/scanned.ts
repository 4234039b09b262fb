/** The bytes of a body as the grid's scanner reads them. */
import { type ScannedBody, scanGrid } from "../../models/engine/grid.ts";

export function scanned(body: string | Uint8Array): ScannedBody | null {
  return scanGrid(typeof body === "string" ? new TextEncoder().encode(body) : body);
}
