/** What is done once a day for every webhook: overdue actions are looked for, and old deliveries are forgotten. */
import type { Action } from "./actions.ts";
import { acrossWorkspaces, type Database, inWorkspace, type Query, type WorkspaceDatabase } from "./database.ts";
import type { WebhookEvent } from "./webhooks.ts";

const CLAIM = acrossWorkspaces(`
  UPDATE webhooks SET next_check = ?2 WHERE (workspace, id) IN (
    SELECT workspace, id FROM webhooks WHERE next_check <= ?1 ORDER BY next_check LIMIT ?3)
  RETURNING workspace, id, events, disabled_at`);

export interface Check {
  workspace: string;
  webhook: string;
  /** What it listens to; nothing while it is disabled. */
  events: WebhookEvent[];
}

/** Takes webhooks whose check is due; nobody else does before the next time. */
export async function claimChecks(database: Database, now: string, next: string, limit: number): Promise<Check[]> {
  const rows = await database.unbound<{ workspace: string; id: string; events: string; disabled_at: string | null }>(
    CLAIM,
    now,
    next,
    limit,
  );
  return rows.map(({ workspace, id, events, disabled_at }) => ({
    workspace,
    webhook: id,
    events: disabled_at === null ? (JSON.parse(events) as WebhookEvent[]) : [],
  }));
}

const SOON = inWorkspace("UPDATE webhooks SET next_check = ?3 WHERE workspace = ?1 AND id = ?2");

export function checkAgain(webhook: string, at: string): Query {
  return { sql: SOON, parameters: [webhook, at] };
}

const OVERDUE = inWorkspace(`
  SELECT id, model, partner, criterion, due, status FROM actions a
  WHERE a.workspace = ?1 AND a.due < ?2 AND a.status IN ('open', 'doing')
    AND NOT EXISTS (SELECT 1 FROM overdue_told o WHERE o.workspace = ?1 AND o.action = a.id AND o.due = a.due)
  ORDER BY a.id LIMIT ?3`);

export type OverdueAction = Pick<Action, "id" | "model" | "partner" | "criterion" | "status"> & { due: string };

/** Actions that are not closed, were due before this day, and of which nobody was told. */
export function findOverdue(database: WorkspaceDatabase, today: string, limit: number): Promise<OverdueAction[]> {
  return database.all({ sql: OVERDUE, parameters: [today, limit] });
}

/** Telling twice fails, and with it the batch. */
const TOLD = inWorkspace(`
  INSERT INTO overdue_told (workspace, action, due) SELECT ?1, value ->> 0, value ->> 1 FROM json_each(?2)`);

export function noteTold(actions: readonly OverdueAction[]): Query {
  return { sql: TOLD, parameters: [JSON.stringify(actions.map(({ id, due }) => [id, due]))] };
}

const FORGET_DELIVERIES = inWorkspace(
  "DELETE FROM deliveries WHERE workspace = ?1 AND webhook = ?2 AND message < ?3 AND due_at IS NULL",
);
const FORGET_MESSAGES = inWorkspace(`
  DELETE FROM messages WHERE workspace = ?1 AND id < ?2 AND NOT EXISTS (
    SELECT 1 FROM webhooks h CROSS JOIN deliveries d ON d.workspace = ?1 AND d.webhook = h.id AND d.message = messages.id
    WHERE h.workspace = ?1)`);

/** @param before an id: messages are forgotten that came before it, and are not on their way. */
export function forgetDeliveries(webhook: string, before: string): Query[] {
  return [
    { sql: FORGET_DELIVERIES, parameters: [webhook, before] },
    { sql: FORGET_MESSAGES, parameters: [before] },
  ];
}
