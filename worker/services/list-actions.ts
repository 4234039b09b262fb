import { type ActionFilter, listActions as listRows } from "../db/actions.ts";
import { type ShownAction, shown } from "./actions.ts";
import type { Caller } from "./caller.ts";
import { fromCursor, pageOf } from "./paging.ts";

/** Actions in the order in which they were made, a page of them. */
export async function listActions(
  caller: Caller,
  { overdue, ...filter }: Omit<ActionFilter, "overdueOn" | "unfinished"> & { overdue: boolean },
  cursor: string | undefined,
  limit: number,
): Promise<{ actions: ShownAction[]; cursor: string | null }> {
  const [after = ""] = fromCursor(cursor, 1);
  const wanted = { ...filter, ...(overdue && { overdueOn: caller.now.slice(0, 10) }) };
  const page = pageOf(await listRows(caller.database, wanted, after, limit + 1), limit, ({ id }) => [id]);
  return { actions: page.items.map((action) => shown(caller, action)), cursor: page.cursor };
}
