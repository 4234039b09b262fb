import { listDocuments } from "../db/documents.ts";
import type { Caller } from "./caller.ts";
import { fromCursor, pageOf } from "./paging.ts";

export interface AuditRecord {
  id: string;
  at: string;
  /** Id of the key. */
  by: string;
  action: string;
  what: Record<string, unknown>;
}

/** Who changed what, newest first, a page of it. */
export async function listAudit(
  { database }: Caller,
  cursor: string | undefined,
  limit: number,
): Promise<{ entries: AuditRecord[]; cursor: string | null }> {
  const [before = ""] = fromCursor(cursor, 1);
  const rows = await listDocuments(database, "audit", before === "" ? null : before, limit + 1);
  const page = pageOf(rows, limit, ({ key }) => [key]);
  return {
    entries: page.items.map(({ key, body }) => ({ id: key, ...(JSON.parse(body) as Omit<AuditRecord, "id">) })),
    cursor: page.cursor,
  };
}
