/** Pages of a list: where one ends, as a cursor that means nothing to the caller. */
import { InvalidRequest } from "../errors.ts";

/** Where a page ends, as text that is safe in an address. */
export function toCursor(place: readonly string[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(place));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @returns the place, of as many parts as asked for; blank ones for the beginning.
 * @throws InvalidRequest for what `toCursor` did not write.
 */
export function fromCursor(cursor: string | undefined, parts: number): string[] {
  if (cursor === undefined || cursor === "") return Array.from({ length: parts }, () => "");
  try {
    const binary = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const place: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
    if (Array.isArray(place) && place.length === parts && place.every((part) => typeof part === "string")) return place;
  } catch {
    // Said below for all that is no cursor.
  }
  throw new InvalidRequest([
    { location: "query.cursor", message: "is not a cursor of this list; leave it out to begin anew" },
  ]);
}

/** One row more than asked for tells whether there is a next page. */
export function pageOf<Row>(rows: readonly Row[], limit: number, placeOf: (row: Row) => readonly string[]) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, cursor: rows.length > limit && last !== undefined ? toCursor(placeOf(last)) : null };
}
