/** Once a day for every webhook, soon after midnight UTC: tells of actions that are overdue, and forgets old deliveries. */
import type { Database } from "../db/database.ts";
import { type Check, checkAgain, claimChecks, findOverdue, forgetDeliveries, noteTold } from "../db/webhook-checks.ts";
import { AlreadyStored } from "../errors.ts";
import { announce } from "./announce.ts";

const DAY = 86_400_000;
/** How long deliveries can be looked at and replayed. */
export const KEPT_DAYS = 14;
const CHECKS_PER_RUN = 3;
const OVERDUE_AT_ONCE = 500;

export interface Checked {
  webhooks: number;
  overdue: number;
}

/**
 * @param now milliseconds since 1970.
 * @throws StorageUnavailable.
 */
export async function checkWebhooks(database: Database, now: number): Promise<Checked> {
  const at = new Date(now).toISOString();
  const tomorrow = new Date(Math.floor(now / DAY + 1) * DAY).toISOString();
  const checks = await claimChecks(database, at, tomorrow, CHECKS_PER_RUN);
  let overdue = 0;
  for (const check of checks) overdue += await checkOne(database, check, now);
  return { webhooks: checks.length, overdue };
}

async function checkOne(database: Database, { workspace, webhook, events }: Check, now: number): Promise<number> {
  const within = database.within(workspace);
  const at = new Date(now).toISOString();
  const forget = forgetDeliveries(webhook, oldestKept(now));
  const listens = new Set(events);
  const actions = listens.has("action.overdue") ? await findOverdue(within, at.slice(0, 10), OVERDUE_AT_ONCE) : [];
  if (actions.length === 0) {
    await within.batch(forget);
    return 0;
  }
  const entries = () => actions.map((action) => ({ ...action }));
  const more = actions.length === OVERDUE_AT_ONCE ? [checkAgain(webhook, at)] : [];
  try {
    const news = announce({ listens, now: at }, [{ type: "action.overdue", head: {}, entries }]);
    await within.batch([...news, noteTold(actions), ...more, ...forget]);
    return actions.length;
  } catch (error) {
    // The check of another webhook of this workspace has told of them.
    if (error instanceof AlreadyStored) return 0;
    throw error;
  }
}

/** Ids of messages begin with the time, in hex digits. */
function oldestKept(now: number): string {
  const digits = (now - KEPT_DAYS * DAY).toString(16).padStart(12, "0");
  return `msg_${digits.slice(0, 8)}-${digits.slice(8)}`;
}
