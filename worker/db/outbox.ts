/** What changes have to tell, and the messages that are made of it. */
import { acrossWorkspaces, type Database, inWorkspace, type Query } from "./database.ts";
import type { WebhookEvent } from "./webhooks.ts";

export interface Announcement {
  /** A UUID in the order of time. */
  id: string;
  type: WebhookEvent;
  /** What all entries share. */
  head: Record<string, unknown>;
  /** Each names a partner, by which erasing that partner finds it. */
  entries: readonly ({ partner: string } & Record<string, unknown>)[];
}

const ANNOUNCE = inWorkspace(`
  INSERT INTO outbox (workspace, id, type, at, head, entries, size)
  SELECT ?1, value ->> 0, value ->> 1, ?3, value -> 2, value -> 3, length(value -> 3) FROM json_each(?2)`);

/** A row for each, to be written in the batch of the change it tells of. */
export function writeAnnouncements(announcements: readonly Announcement[], now: string): Query {
  const rows = announcements.map(({ id, type, head, entries }) => [id, type, head, entries]);
  return { sql: ANNOUNCE, parameters: [JSON.stringify(rows), now], announces: true };
}

export interface OutboxRow {
  workspace: string;
  id: string;
  type: WebhookEvent;
  at: string;
  /** JSON text. */
  head: string;
  /** JSON text: a list. */
  entries: string;
}

/** The workspaces take turns, and long texts do not add up: at least one row, then no more than the budget. */
const READ = acrossWorkspaces(`
  WITH turns AS (
    SELECT workspace, id, size, row_number() OVER (PARTITION BY workspace ORDER BY id) AS turn FROM outbox
    WHERE ?3 IS NULL OR workspace IN (SELECT value FROM json_each(?3))),
  summed AS (SELECT workspace, id, turn, sum(size) OVER (ORDER BY turn, id, workspace) - size AS before FROM turns)
  SELECT o.workspace, o.id, o.type, o.at, o.head, o.entries FROM summed s
    JOIN outbox o ON o.workspace = s.workspace AND o.id = s.id
  WHERE s.before < ?1 ORDER BY s.turn, s.id LIMIT ?2`);

/**
 * Of all workspaces, or of those named.
 *
 * @param budget characters of entries.
 */
export function readOutbox(
  database: Database,
  budget: number,
  limit: number,
  workspaces: readonly string[] | null,
): Promise<OutboxRow[]> {
  return database.unbound(READ, budget, limit, workspaces === null ? null : JSON.stringify(workspaces));
}

export interface NewMessage extends Omit<OutboxRow, "entries"> {
  /** JSON text: a list; null for a test. */
  entries: string | null;
}

const DELIVER = acrossWorkspaces(`
  INSERT INTO deliveries (workspace, webhook, message, state, queued_at, attempts, due_at)
  SELECT m.value ->> 0, h.id, m.value ->> 1, 'waiting', ?2, 0, ?2 FROM json_each(?1) m
    JOIN webhooks h ON h.workspace = m.value ->> 0 AND h.disabled_at IS NULL AND h.secret IS NOT NULL
      AND EXISTS (SELECT 1 FROM json_each(h.events) WHERE value = m.value ->> 2)`);
const MESSAGES = acrossWorkspaces(`
  INSERT INTO messages (workspace, id, type, at, head, entries)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?1) WHERE EXISTS (
    SELECT 1 FROM webhooks h CROSS JOIN deliveries d ON d.workspace = h.workspace AND d.webhook = h.id AND d.message = value ->> 1
    WHERE h.workspace = value ->> 0)`);
const DONE = acrossWorkspaces(`
  DELETE FROM outbox WHERE (workspace, id) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1))`);

/**
 * Makes messages and deliveries of rows of the outbox, all or none. Of two runs at the same time the second one fails,
 * because the ids of messages follow from those of the rows.
 *
 * @throws AlreadyStored where another run was faster.
 */
export async function fanOut(
  database: Database,
  rows: readonly OutboxRow[],
  messages: readonly NewMessage[],
  now: string,
): Promise<void> {
  const sent = JSON.stringify(
    messages.map(({ workspace, id, type, at, head, entries }) => [workspace, id, type, at, head, entries]),
  );
  const done = JSON.stringify(rows.map(({ workspace, id }) => [workspace, id]));
  await database.unboundBatch([
    { text: DELIVER, parameters: [sent, now] },
    { text: MESSAGES, parameters: [sent] },
    { text: DONE, parameters: [done] },
  ]);
}
