import { type ExportPlace, type ExportRow, readExport } from "../db/export.ts";
import type { Caller } from "./caller.ts";
import { fromCursor, pageOf } from "./paging.ts";

export const EXPORT_FORMAT = 1;

/** Of the export as CSV: the kind of each line, for people, and the line itself. */
export const LINE_COLUMNS = ["kind", "line"] as const;

export interface ExportPage {
  lines: string[];
  cursor: string | null;
}

const KEYS = 4;

/** The workspace as lines of JSON: the first says which one it is, the last that it is all. */
export async function exportWorkspace(caller: Caller, cursor: string | undefined, limit: number): Promise<ExportPage> {
  const rows = await readExport(caller.database, placeFrom(cursor), limit + 1);
  const page = pageOf(rows, limit, placeOf);
  const lines = page.items.map(({ line }) => line);
  if (!cursor) lines.unshift(JSON.stringify({ kind: "workspace", format: EXPORT_FORMAT, name: caller.workspace.name }));
  if (page.cursor === null) lines.push(JSON.stringify({ kind: "end" }));
  return { lines, cursor: page.cursor };
}

export const placeOf = ({ place, first, second, third, fourth }: ExportRow) => [
  String(place),
  first,
  second,
  third,
  fourth,
];

export function placeFrom(cursor: string | undefined): ExportPlace {
  const [place = "", ...keys] = fromCursor(cursor, KEYS + 1);
  const [first = "", second = "", third = "", fourth = ""] = keys;
  return { place: Number(place) || 0, keys: [first, second, third, fourth] };
}
