import { type Delivery, type DeliveryState, findDelivery, findOver, replayDeliveries } from "../db/deliveries.ts";
import { Conflict, InvalidRequest, UnknownThing } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { NOTHING_SENT, type Outcome, once } from "./once.ts";
import { requireWebhook } from "./webhooks.ts";

export const MAX_REPLAYED = 500;

/**
 * Sends a message once more, under the same `webhook-id`.
 *
 * @throws UnknownThing; Conflict where the webhook is disabled; what `once` throws.
 */
export function replayOne(caller: Caller, webhook: string, id: string): Promise<Outcome<{ delivery: Delivery }>> {
  return once(caller, NOTHING_SENT, async () => {
    await requireEnabled(caller, webhook);
    const delivery = await findDelivery(caller.database, webhook, id);
    if (delivery === null) {
      throw new UnknownThing(
        "There is no delivery with this id. GET /v1/webhooks/{id}/deliveries lists those of the last 14 days.",
      );
    }
    const isOver = delivery.nextAttemptAt === null;
    const again = { ...delivery, state: "waiting" as const, attempts: 0, nextAttemptAt: caller.now };
    const answer = { delivery: isOver ? again : delivery };
    return {
      answer,
      kept: answer,
      audit: { action: "deliveries.replayed", what: { webhook, deliveries: isOver ? 1 : 0 } },
      queries: isOver ? [replayDeliveries(webhook, [id], caller.now)] : [],
    };
  });
}

export interface ReplayRequest {
  /** ISO 8601; events of this time and later. */
  since: string;
  /** ISO 8601; events before this time. */
  until?: string | undefined;
  /** Null for all that is over. */
  state: DeliveryState | null;
}

/**
 * Sends the events of a time once more, those that wait excepted.
 *
 * @throws UnknownThing; InvalidRequest for a time that ends before it begins; Conflict where the webhook is disabled;
 *   what `once` throws.
 */
export function replaySince(
  caller: Caller,
  sent: Uint8Array,
  webhook: string,
  request: ReplayRequest,
): Promise<Outcome<{ replayed: number; more: boolean }>> {
  // In one way of writing: instants are compared as text.
  const since = new Date(request.since).toISOString();
  const until = new Date(request.until ?? caller.now).toISOString();
  if (until <= since) throw new InvalidRequest([{ location: "until", message: "must be later than “since”" }]);
  return once(caller, sent, async () => {
    await requireEnabled(caller, webhook);
    const found = await findOver(caller.database, webhook, since, until, request.state, MAX_REPLAYED + 1);
    const ids = found.slice(0, MAX_REPLAYED);
    const answer = { replayed: ids.length, more: found.length > ids.length };
    return {
      answer,
      kept: answer,
      audit: ids.length === 0 ? null : { action: "deliveries.replayed", what: { webhook, deliveries: ids.length } },
      queries: ids.length === 0 ? [] : [replayDeliveries(webhook, ids, caller.now)],
    };
  });
}

async function requireEnabled({ database }: Caller, webhook: string): Promise<void> {
  const { disabledAt, hasSecret } = await requireWebhook(database, webhook);
  if (disabledAt !== null) throw new Conflict("The webhook is disabled. Enable it with “disabled”: false first.");
  if (!hasSecret) throw new Conflict("The webhook came with an import and has no secret. Make one with rotate first.");
}
