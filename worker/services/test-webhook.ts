import { v7 as uuidv7 } from "uuid";
import type { Database } from "../db/database.ts";
import { type Delivery, findDelivery, insertTest, type Lease, readClaimed, settle } from "../db/deliveries.ts";
import { StorageUnavailable } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { LEASE, settledBy } from "./deliver-webhooks.ts";
import { type Sending, sendWebhook } from "./send-webhook.ts";
import { requireWebhook } from "./webhooks.ts";

/**
 * Sends `webhook.test` at once, once, to a disabled webhook too.
 *
 * @returns what became of it.
 * @throws UnknownThing, StorageUnavailable.
 */
export async function testWebhook(
  caller: Caller,
  database: Database,
  webhook: string,
  sending: Sending,
): Promise<{ delivery: Delivery }> {
  await requireWebhook(caller.database, webhook);
  const message = { id: `msg_${uuidv7()}`, head: JSON.stringify({ webhook }) };
  const lease: Lease = { id: uuidv7(), until: new Date(Date.parse(caller.now) + LEASE).toISOString() };
  await caller.database.batch(insertTest(webhook, message, caller.now, lease));
  const [claimed] = await readClaimed(caller.database, lease, caller.now);
  if (claimed === undefined) throw new StorageUnavailable();
  const attempt = await sendWebhook(claimed, sending);
  await settle(database, lease, [settledBy(claimed, attempt)], [], caller.now);
  const delivery = await findDelivery(caller.database, webhook, message.id);
  if (delivery === null) throw new StorageUnavailable();
  return { delivery };
}
