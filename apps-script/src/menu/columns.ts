/** Finds the columns of a tab by what they are, wherever somebody moved them and whatever they are called now. */
import { COLUMN_METADATA } from "../layout/definition.ts";
import { type ColumnKey, columnHeaders } from "../layout/keys.ts";
import type { PlainSheet } from "../platform.ts";

/** Columns from 1 by key. Without metadata (a copied range, another program) the headers say it. */
export function findColumns(sheet: PlainSheet, header: readonly unknown[]): Map<string, number> {
  const columns = new Map<string, number>();
  for (const entry of sheet.createDeveloperMetadataFinder().withKey(COLUMN_METADATA).find()) {
    const key = entry.getValue();
    const column = entry.getLocation().getColumn()?.getColumn();
    if (key !== null && column !== undefined && !columns.has(key)) columns.set(key, column);
  }
  const taken = new Set(columns.values());
  for (const key of Object.keys(columnHeaders) as ColumnKey[]) {
    const place = header.findIndex((cell) => String(cell).trim().toLowerCase() === columnHeaders[key].toLowerCase());
    if (place >= 0 && !columns.has(key) && !taken.has(place + 1)) columns.set(key, place + 1);
  }
  return columns;
}
