import { type Delivery, type DeliveryState, listDeliveries as listDeliveriesQuery } from "../db/deliveries.ts";
import type { Caller } from "./caller.ts";
import { fromCursor, pageOf } from "./paging.ts";
import { requireWebhook } from "./webhooks.ts";

/** Newest first, a page of them. @throws UnknownThing. */
export async function listDeliveries(
  { database }: Caller,
  webhook: string,
  state: DeliveryState | null,
  cursor: string | undefined,
  limit: number,
): Promise<{ deliveries: Delivery[]; cursor: string | null }> {
  const [before = ""] = fromCursor(cursor, 1);
  await requireWebhook(database, webhook);
  const page = pageOf(await listDeliveriesQuery(database, webhook, state, before, limit + 1), limit, ({ id }) => [id]);
  return { deliveries: page.items, cursor: page.cursor };
}
