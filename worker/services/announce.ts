import { v7 as uuidv7 } from "uuid";
import type { Query } from "../db/database.ts";
import { type Announcement, writeAnnouncements } from "../db/outbox.ts";
import type { Caller } from "./caller.ts";

/** Something that webhooks may want to be told. */
export interface News extends Pick<Announcement, "type" | "head"> {
  /** Made only where somebody listens; nothing is told where there are none. */
  entries: () => Announcement["entries"];
}

/** @returns what belongs into the batch of the change: a statement, or none where nobody listens. */
export function announce({ listens, now }: Pick<Caller, "listens" | "now">, news: readonly News[]): Query[] {
  if (listens.size === 0) return [];
  const announcements = news
    .filter(({ type }) => listens.has(type))
    .map(({ type, head, entries }): Announcement => ({ id: uuidv7(), type, head, entries: entries() }))
    .filter(({ entries }) => entries.length > 0);
  return announcements.length === 0 ? [] : [writeAnnouncements(announcements, now)];
}
