/** Messages on their way to a webhook, and what became of them. */
import { acrossWorkspaces, type Database, inWorkspace, type Query, type WorkspaceDatabase } from "./database.ts";
import type { DisabledReason } from "./webhooks.ts";

export const DELIVERY_STATES = ["waiting", "delivered", "failed", "cancelled"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface Delivery {
  /** The `webhook-id`. */
  id: string;
  type: string;
  state: DeliveryState;
  /** When it happened. */
  at: string;
  attempts: number;
  /** Null when it is over. */
  nextAttemptAt: string | null;
  lastAttempt: {
    at: string;
    milliseconds: number;
    status: number | null;
    /** The beginning of what was answered by a receiver that did not take it. */
    excerpt: string | null;
    /** Why there was no answer. */
    fault: string | null;
  } | null;
}

interface DeliveryRow {
  message: string;
  type: string;
  state: DeliveryState;
  at: string;
  attempts: number;
  due_at: string | null;
  attempted_at: string | null;
  milliseconds: number | null;
  response_status: number | null;
  response_excerpt: string | null;
  fault: string | null;
}

const toDelivery = (row: DeliveryRow): Delivery => ({
  id: row.message,
  type: row.type,
  state: row.state,
  at: row.at,
  attempts: row.attempts,
  nextAttemptAt: row.due_at,
  lastAttempt:
    row.attempted_at === null
      ? null
      : {
          at: row.attempted_at,
          milliseconds: row.milliseconds ?? 0,
          status: row.response_status,
          excerpt: row.response_excerpt,
          fault: row.fault,
        },
});

const SHOWN = `d.message, m.type, d.state, m.at, d.attempts, d.due_at, d.attempted_at, d.milliseconds, d.response_status,
    d.response_excerpt, d.fault`;
const LIST = inWorkspace(`
  SELECT ${SHOWN} FROM deliveries d JOIN messages m ON m.workspace = ?1 AND m.id = d.message
  WHERE d.workspace = ?1 AND d.webhook = ?2 AND d.message < ?3 AND (?4 IS NULL OR d.state = ?4)
  ORDER BY d.message DESC LIMIT ?5`);

/** Newest first. @param before blank for the beginning. */
export async function listDeliveries(
  database: WorkspaceDatabase,
  webhook: string,
  state: DeliveryState | null,
  before: string,
  limit: number,
): Promise<Delivery[]> {
  const parameters = [webhook, before === "" ? "\u{10ffff}" : before, state, limit];
  return (await database.all<DeliveryRow>({ sql: LIST, parameters })).map(toDelivery);
}

const FIND = inWorkspace(`
  SELECT ${SHOWN} FROM deliveries d JOIN messages m ON m.workspace = ?1 AND m.id = d.message
  WHERE d.workspace = ?1 AND d.webhook = ?2 AND d.message = ?3`);

export async function findDelivery(database: WorkspaceDatabase, webhook: string, id: string): Promise<Delivery | null> {
  const [row] = await database.all<DeliveryRow>({ sql: FIND, parameters: [webhook, id] });
  return row === undefined ? null : toDelivery(row);
}

/** What waits or is being sent goes on as it is. */
const REPLAY = inWorkspace(`
  UPDATE deliveries SET state = 'waiting', queued_at = ?3, due_at = ?3, attempts = 0, lease = NULL
  WHERE workspace = ?1 AND webhook = ?2 AND due_at IS NULL AND message IN (SELECT value FROM json_each(?4))`);

export function replayDeliveries(webhook: string, ids: readonly string[], now: string): Query {
  return { sql: REPLAY, parameters: [webhook, now, JSON.stringify(ids)], announces: true };
}

const OVER = inWorkspace(`
  SELECT d.message FROM deliveries d JOIN messages m ON m.workspace = ?1 AND m.id = d.message
  WHERE d.workspace = ?1 AND d.webhook = ?2 AND d.due_at IS NULL AND m.at >= ?3 AND m.at < ?4
    AND (?5 IS NULL OR d.state = ?5) AND m.entries IS NOT NULL
  ORDER BY d.message LIMIT ?6`);

/** Ids of what is over, of events of a time, the oldest first; without tests. */
export async function findOver(
  database: WorkspaceDatabase,
  webhook: string,
  since: string,
  until: string,
  state: DeliveryState | null,
  limit: number,
): Promise<string[]> {
  const rows = await database.all<{ message: string }>({
    sql: OVER,
    parameters: [webhook, since, until, state, limit],
  });
  return rows.map(({ message }) => message);
}

const TEST_MESSAGE = inWorkspace(`
  INSERT INTO messages (workspace, id, type, at, head) VALUES (?1, ?2, 'webhook.test', ?3, ?4)`);
const TEST_DELIVERY = inWorkspace(`
  INSERT INTO deliveries (workspace, webhook, message, state, queued_at, attempts, due_at, lease)
  VALUES (?1, ?2, ?3, 'waiting', ?4, 1, ?5, ?6)`);

/** A test that is being sent by this very request. */
export function insertTest(webhook: string, message: { id: string; head: string }, now: string, lease: Lease): Query[] {
  return [
    { sql: TEST_MESSAGE, parameters: [message.id, now, message.head] },
    { sql: TEST_DELIVERY, parameters: [webhook, message.id, now, lease.until, lease.id] },
  ];
}

/** A workspace at a time, each by one look at the index; those where everything waits for later are passed by. */
const WITH_DUE = acrossWorkspaces(`
  WITH RECURSIVE seen(workspace, place) AS (
    SELECT (SELECT min(workspace) FROM deliveries WHERE due_at IS NOT NULL AND workspace > ?1), 1
    UNION ALL SELECT (SELECT min(d.workspace) FROM deliveries d WHERE d.due_at IS NOT NULL AND d.workspace > s.workspace), s.place + 1
      FROM seen s WHERE s.workspace IS NOT NULL AND s.place < 200)
  SELECT s.workspace FROM seen s WHERE s.workspace IS NOT NULL
    AND (SELECT min(d.due_at) FROM deliveries d WHERE d.workspace = s.workspace AND d.due_at IS NOT NULL) <= ?2
  LIMIT ?3`);

/** Workspaces that have something to send, in the order of their ids, after one. */
export async function workspacesWithDue(
  database: Database,
  after: string,
  now: string,
  limit: number,
): Promise<string[]> {
  const rows = await database.unbound<{ workspace: string }>(WITH_DUE, after, now, limit);
  return rows.map(({ workspace }) => workspace);
}

export interface Lease {
  /** Of the run. */
  id: string;
  /** ISO 8601; from then on another run may send it. */
  until: string;
}

const CLAIM = inWorkspace(`
  UPDATE deliveries SET due_at = ?3, lease = ?4, attempts = attempts + 1
  WHERE workspace = ?1 AND (webhook, message) IN (
    SELECT webhook, message FROM deliveries WHERE workspace = ?1 AND due_at <= ?2 ORDER BY due_at, message LIMIT ?5)
  RETURNING message`);
const CLAIMED = inWorkspace(`
  SELECT d.workspace, d.webhook, d.message, d.queued_at, d.attempts, m.type, m.at, m.head, m.entries, h.url, h.secret,
    CASE WHEN h.former_until > ?4 THEN h.former_secret END AS former_secret
  FROM deliveries d INDEXED BY deliveries_by_due CROSS JOIN messages m ON m.workspace = ?1 AND m.id = d.message
    CROSS JOIN webhooks h ON h.workspace = ?1 AND h.id = d.webhook
  WHERE d.workspace = ?1 AND d.due_at = ?2 AND d.lease = ?3 ORDER BY d.queued_at, d.message`);

export interface ClaimedDelivery {
  workspace: string;
  webhook: string;
  message: string;
  queued_at: string;
  /** This one among them. */
  attempts: number;
  type: string;
  at: string;
  head: string;
  entries: string | null;
  url: string;
  secret: string | null;
  former_secret: string | null;
}

/** Takes what is due, the longest waiting first: nobody else sends it until the lease is over. */
export async function claimDue(
  database: WorkspaceDatabase,
  lease: Lease,
  now: string,
  limit: number,
): Promise<ClaimedDelivery[]> {
  const taken = await database.all({ sql: CLAIM, parameters: [now, lease.until, lease.id, limit] });
  return taken.length === 0 ? [] : readClaimed(database, lease, now);
}

export function readClaimed(database: WorkspaceDatabase, lease: Lease, now: string): Promise<ClaimedDelivery[]> {
  return database.all({ sql: CLAIMED, parameters: [lease.until, lease.id, now] });
}

export interface Settled {
  workspace: string;
  webhook: string;
  message: string;
  state: DeliveryState;
  dueAt: string | null;
  attemptedAt: string;
  milliseconds: number;
  status: number | null;
  excerpt: string | null;
  fault: string | null;
}

export interface Disabling {
  workspace: string;
  webhook: string;
  reason: Exclude<DisabledReason, "by-you">;
  /** One that has taken anything since stays as it is. */
  unlessDeliveredSince: string | null;
}

/** Only what this run still holds. */
const SETTLE = acrossWorkspaces(`
  UPDATE deliveries SET state = v.value ->> 3, due_at = v.value ->> 4, lease = NULL, attempted_at = v.value ->> 5,
    milliseconds = v.value ->> 6, response_status = v.value ->> 7, response_excerpt = v.value ->> 8, fault = v.value ->> 9
  FROM json_each(?1) v
  WHERE workspace = v.value ->> 0 AND webhook = v.value ->> 1 AND message = v.value ->> 2 AND deliveries.lease = ?2`);
const DISABLE = acrossWorkspaces(`
  UPDATE webhooks SET disabled_at = ?2, disabled_reason = v.value ->> 2 FROM json_each(?1) v
  WHERE webhooks.workspace = v.value ->> 0 AND webhooks.id = v.value ->> 1 AND disabled_at IS NULL AND (v.value ->> 3 IS NULL OR NOT EXISTS (
    SELECT 1 FROM deliveries d WHERE d.workspace = webhooks.workspace AND d.webhook = webhooks.id AND d.state = 'delivered'
      AND d.attempted_at >= v.value ->> 3))
  RETURNING id`);
const CANCEL = acrossWorkspaces(`
  UPDATE deliveries SET state = 'cancelled', due_at = NULL, lease = NULL FROM json_each(?1) v
  WHERE deliveries.workspace = v.value ->> 0 AND webhook = v.value ->> 1 AND due_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM webhooks h WHERE h.workspace = deliveries.workspace AND h.id = webhook AND h.disabled_at IS NOT NULL)`);

/**
 * Notes what became of the deliveries of a run, and disables webhooks that want or take nothing any more.
 *
 * @returns how many it has disabled.
 */
export async function settle(
  database: Database,
  lease: Lease,
  settled: readonly Settled[],
  disablings: readonly Disabling[],
  now: string,
): Promise<number> {
  const rows = settled.map((row) => [
    ...[row.workspace, row.webhook, row.message, row.state, row.dueAt, row.attemptedAt],
    ...[Math.round(row.milliseconds), row.status, row.excerpt, row.fault],
  ]);
  const ended = JSON.stringify(
    disablings.map(({ workspace, webhook, reason, unlessDeliveredSince }) => [
      workspace,
      webhook,
      reason,
      unlessDeliveredSince,
    ]),
  );
  const [, disabled = []] = await database.unboundBatch([
    { text: SETTLE, parameters: [JSON.stringify(rows), lease.id] },
    ...(disablings.length === 0
      ? []
      : [
          { text: DISABLE, parameters: [ended, now] },
          { text: CANCEL, parameters: [ended] },
        ]),
  ]);
  return disabled.length;
}
