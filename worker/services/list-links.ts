import { type LinkFilter, listLinks as listLinksQuery } from "../db/links.ts";
import type { Caller } from "./caller.ts";
import { fromCursor, pageOf } from "./paging.ts";

/** A page of links, the oldest first, with how far each partner has come; tokens are not known any more. */
export async function listLinks(
  caller: Caller,
  { open, ...filter }: Omit<LinkFilter, "openAt"> & { open: boolean },
  cursor: string | undefined,
  limit: number,
) {
  const [after = ""] = fromCursor(cursor, 1);
  const wanted = open ? { ...filter, openAt: caller.now } : filter;
  const page = pageOf(await listLinksQuery(caller.database, wanted, after, limit + 1), limit, ({ id }) => [id]);
  return { links: page.items, cursor: page.cursor };
}
