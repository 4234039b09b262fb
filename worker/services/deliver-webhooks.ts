/**
 * A run that delivers: what changes have announced becomes messages, and messages that are due are sent. It takes no more
 * than the free plan gives an invocation; what is left comes with the next run. The workspaces take turns.
 */
import { v7 as uuidv7 } from "uuid";
import type { Database } from "../db/database.ts";
import {
  type ClaimedDelivery,
  claimDue,
  type Disabling,
  type Lease,
  type Settled,
  settle,
  workspacesWithDue,
} from "../db/deliveries.ts";
import { fanOut, type NewMessage, type OutboxRow, readOutbox } from "../db/outbox.ts";
import { AlreadyStored } from "../errors.ts";
import { nextAttempt } from "./retry-schedule.ts";
import { type Attempt, type Sending, sendWebhook } from "./send-webhook.ts";

/** Requests of one run. With at most 24 calls of the database they stay below the 50 of the free plan. */
export const DELIVERIES_PER_RUN = 20;
/** Two calls of the database each. */
export const WORKSPACES_PER_RUN = 6;
const OUTBOX_ROWS_PER_RUN = 20;
/** Characters; reading and writing them takes processor time. */
const OUTBOX_BUDGET = 200_000;
/** With ids of usual length a message stays below 20 kB, as Standard Webhooks recommends. */
export const ENTRIES_PER_MESSAGE = 100;
/** Open connections that an invocation may have. */
const AT_ONCE = 6;
/** Longer than a run can take with all receivers silent. */
export const LEASE = 5 * 60_000;

export interface Run extends Sending {
  database: Database;
  /** 0 to 1. */
  random: () => number;
  /** At most `WORKSPACES_PER_RUN` of them; null for whoever has something to be told. */
  workspaces: readonly string[] | null;
}

export interface Delivered {
  messages: number;
  delivered: number;
  /** To be tried again. */
  postponed: number;
  failed: number;
  /** Webhooks that want or take nothing any more. */
  disabled: number;
  /** Whether there may be more to do at once. */
  more: boolean;
}

/** @throws StorageUnavailable. */
export async function deliverWebhooks(run: Run): Promise<Delivered> {
  const { messages, more } = await makeMessages(run);
  const claimed = await claim(run);
  const attempts = await inTurn(claimed.deliveries, (delivery) => sendWebhook(delivery, run));
  const settled = claimed.deliveries.map((delivery, at) => outcomeOf(run, delivery, attempts[at] as Attempt));
  const count = (state: Settled["state"]) => settled.filter(({ row }) => row.state === state).length;
  const rows = settled.map(({ row }) => row);
  const now = new Date(run.clock()).toISOString();
  const disabled = rows.length === 0 ? 0 : await settle(run.database, claimed.lease, rows, disablingsOf(settled), now);
  return {
    messages,
    delivered: count("delivered"),
    postponed: count("waiting"),
    failed: count("failed"),
    disabled,
    more: more || claimed.more,
  };
}

async function makeMessages({ database, clock, workspaces }: Run): Promise<{ messages: number; more: boolean }> {
  const rows = await readOutbox(database, OUTBOX_BUDGET, OUTBOX_ROWS_PER_RUN, workspaces);
  if (rows.length === 0) return { messages: 0, more: false };
  const messages = rows.flatMap(messagesOf);
  try {
    await fanOut(database, rows, messages, new Date(clock()).toISOString());
  } catch (error) {
    // Another run has made them.
    if (!(error instanceof AlreadyStored)) throw error;
  }
  const size = rows.reduce((sum, { entries }) => sum + entries.length, 0);
  return { messages: messages.length, more: rows.length === OUTBOX_ROWS_PER_RUN || size >= OUTBOX_BUDGET };
}

/** One, or several where there are many entries. */
export function messagesOf({ workspace, id, type, at, head, entries }: OutboxRow): NewMessage[] {
  const all = JSON.parse(entries) as unknown[];
  const message = { workspace, type, at, head };
  if (all.length <= ENTRIES_PER_MESSAGE) return [{ ...message, id: `msg_${id}`, entries }];
  return Array.from({ length: Math.ceil(all.length / ENTRIES_PER_MESSAGE) }, (_, place) => ({
    ...message,
    id: `msg_${id}_${String(place).padStart(3, "0")}`,
    entries: JSON.stringify(all.slice(place * ENTRIES_PER_MESSAGE, (place + 1) * ENTRIES_PER_MESSAGE)),
  }));
}

async function claim(run: Run): Promise<{ lease: Lease; deliveries: ClaimedDelivery[]; more: boolean }> {
  const { database, clock } = run;
  const now = new Date(clock()).toISOString();
  const lease: Lease = { id: uuidv7(), until: new Date(clock() + LEASE).toISOString() };
  const workspaces = run.workspaces ?? (await dueWorkspaces(run, now));
  const served = workspaces.slice(0, WORKSPACES_PER_RUN);
  const deliveries: ClaimedDelivery[] = [];
  let more = workspaces.length > served.length;
  for (const [place, workspace] of served.entries()) {
    const share = Math.ceil((DELIVERIES_PER_RUN - deliveries.length) / (served.length - place));
    const claimed = await claimDue(database.within(workspace), lease, now, share);
    more ||= claimed.length === share;
    deliveries.push(...claimed);
  }
  return { lease, deliveries, more };
}

/** From a place by chance on, so that every workspace comes first at times. */
async function dueWorkspaces({ database, random }: Run, now: string): Promise<string[]> {
  const start = `ws_${Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, "0")}`;
  // One more than is served tells whether there are others.
  const found = await workspacesWithDue(database, start, now, WORKSPACES_PER_RUN + 1);
  if (found.length > WORKSPACES_PER_RUN) return found;
  const others = await workspacesWithDue(database, "", now, WORKSPACES_PER_RUN + 1);
  return [...new Set([...found, ...others])];
}

/** As many at a time as the platform lets be open. */
async function inTurn<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as Item);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}

interface Outcome {
  row: Settled;
  delivery: ClaimedDelivery;
}

const GONE = 410;

function outcomeOf({ clock, random }: Run, delivery: ClaimedDelivery, attempt: Attempt): Outcome {
  const { workspace, webhook, message, attempts } = delivery;
  const queuedAt = Date.parse(delivery.queued_at);
  const next =
    attempt.taken || attempt.status === GONE
      ? null
      : nextAttempt({ attempts, queuedAt, now: clock(), random: random(), retryAfter: attempt.retryAfter });
  return {
    delivery,
    row: {
      ...settledBy({ workspace, webhook, message }, attempt),
      state: attempt.taken ? "delivered" : next === null ? "failed" : "waiting",
      dueAt: next === null ? null : new Date(next).toISOString(),
    },
  };
}

/** What the log shows of an attempt after which there is no other. */
export function settledBy(
  delivery: Pick<Settled, "workspace" | "webhook" | "message">,
  { taken, at, milliseconds, status, excerpt, fault }: Attempt,
): Settled {
  const attemptedAt = new Date(at).toISOString();
  const state = taken ? "delivered" : "failed";
  return { ...delivery, state, dueAt: null, attemptedAt, milliseconds, status, excerpt, fault };
}

/** A webhook that says it is gone, or has taken nothing for as long as a delivery is tried. */
function disablingsOf(outcomes: readonly Outcome[]): Disabling[] {
  const found = new Map<string, Disabling>();
  for (const { row, delivery } of outcomes) {
    if (row.state !== "failed") continue;
    const { workspace, webhook, status } = row;
    const isGone = status === GONE;
    const known = found.get(webhook);
    if (known?.reason === "gone") continue;
    const unlessDeliveredSince = isGone ? null : delivery.queued_at;
    found.set(webhook, { workspace, webhook, reason: isGone ? "gone" : "failing", unlessDeliveredSince });
  }
  return [...found.values()];
}
