import { inWorkspace, type Query, type WorkspaceDatabase } from "./database.ts";

export const WEBHOOK_EVENTS = ["assessment.saved", "level.changed", "action.overdue", "invitation.completed"] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export const DISABLED_REASONS = ["by-you", "gone", "failing"] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

export interface Webhook {
  id: string;
  url: string;
  events: WebhookEvent[];
  description: string | null;
  /** False after an import, until a secret is made for it. */
  hasSecret: boolean;
  /** Until then the secret before signs as well; null where there is none. */
  formerSecretUntil: string | null;
  disabledAt: string | null;
  disabledReason: DisabledReason | null;
  createdAt: string;
}

interface WebhookRow {
  id: string;
  url: string;
  events: string;
  description: string | null;
  has_secret: number;
  former_until: string | null;
  disabled_at: string | null;
  disabled_reason: DisabledReason | null;
  created_at: string;
}

const toWebhook = (row: WebhookRow): Webhook => ({
  id: row.id,
  url: row.url,
  events: JSON.parse(row.events) as WebhookEvent[],
  description: row.description,
  hasSecret: row.has_secret === 1,
  formerSecretUntil: row.former_until,
  disabledAt: row.disabled_at,
  disabledReason: row.disabled_reason,
  createdAt: row.created_at,
});

/** Never the secrets. */
const COLUMNS =
  "id, url, events, description, secret IS NOT NULL AS has_secret, former_until, disabled_at, disabled_reason, created_at";

const LIST = inWorkspace(`SELECT ${COLUMNS} FROM webhooks WHERE workspace = ?1 ORDER BY id`);

/** In the order in which they were made. */
export async function listWebhooks(database: WorkspaceDatabase): Promise<Webhook[]> {
  return (await database.all<WebhookRow>({ sql: LIST, parameters: [] })).map(toWebhook);
}

const FIND = inWorkspace(`SELECT ${COLUMNS} FROM webhooks WHERE workspace = ?1 AND id = ?2`);

export async function findWebhook(database: WorkspaceDatabase, id: string): Promise<Webhook | null> {
  const [row] = await database.all<WebhookRow>({ sql: FIND, parameters: [id] });
  return row === undefined ? null : toWebhook(row);
}

const INSERT = inWorkspace(`
  INSERT INTO webhooks (workspace, id, url, events, description, secret, disabled_at, disabled_reason, created_at, created_by, next_check)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?9)`);

export function insertWebhook(webhook: Webhook, secret: string, by: string): Query {
  const { id, url, events, description, disabledAt, disabledReason, createdAt } = webhook;
  return {
    sql: INSERT,
    parameters: [id, url, JSON.stringify(events), description, secret, disabledAt, disabledReason, createdAt, by],
  };
}

const UPDATE = inWorkspace(`
  UPDATE webhooks SET url = ?3, events = ?4, description = ?5, disabled_at = ?6, disabled_reason = ?7, next_check = ?8
  WHERE workspace = ?1 AND id = ?2`);
const CANCEL = inWorkspace(`
  UPDATE deliveries SET state = 'cancelled', due_at = NULL, lease = NULL
  WHERE workspace = ?1 AND webhook = ?2 AND due_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM webhooks h WHERE h.workspace = ?1 AND h.id = ?2 AND h.disabled_at IS NOT NULL)`);

/** One that is disabled sends nothing of what waits. */
export function updateWebhook(webhook: Webhook, now: string): Query[] {
  const { id, url, events, description, disabledAt, disabledReason } = webhook;
  return [
    { sql: UPDATE, parameters: [id, url, JSON.stringify(events), description, disabledAt, disabledReason, now] },
    { sql: CANCEL, parameters: [id] },
  ];
}

const ROTATE = inWorkspace(`
  UPDATE webhooks SET former_secret = CASE WHEN ?4 IS NULL THEN NULL ELSE secret END, former_until = ?4, secret = ?3
  WHERE workspace = ?1 AND id = ?2`);

/** @param formerUntil null ends the present secret at once. */
export function rotateSecret(id: string, secret: string, formerUntil: string | null): Query {
  return { sql: ROTATE, parameters: [id, secret, formerUntil] };
}

/** The trigger webhook_removed takes its deliveries with it. */
const REMOVE = inWorkspace("DELETE FROM webhooks WHERE workspace = ?1 AND id = ?2");

export function removeWebhook(id: string): Query {
  return { sql: REMOVE, parameters: [id] };
}

/**
 * Types of events that somebody in the workspace wants to be told, as JSON, or null: a part of the look-ups that come
 * before every change, so that it costs no statement, and no row where there are no webhooks.
 *
 * @param workspace SQL that names it.
 */
export const listensTo = (
  workspace: string,
): string => `(SELECT json_group_array(e.value) FROM webhooks h, json_each(h.events) e
    WHERE h.workspace = ${workspace} AND h.disabled_at IS NULL AND h.secret IS NOT NULL)`;

export const readListens = (text: string | null): ReadonlySet<WebhookEvent> =>
  new Set(text === null || text === "[]" ? [] : (JSON.parse(text) as WebhookEvent[]));
