import { removeWebhook, updateWebhook, type Webhook } from "../db/webhooks.ts";
import type { Caller } from "./caller.ts";
import type { WebhookRequest } from "./create-webhook.ts";
import { NOTHING_SENT, type Outcome, once } from "./once.ts";
import { requireTarget, requireWebhook } from "./webhooks.ts";

/** What is left out stays as it is. */
export type WebhookChange = { [Name in keyof WebhookRequest]?: WebhookRequest[Name] | undefined };

/**
 * Changes a webhook. Disabling it ends what waits; enabling it lets it hear of what happens from then on.
 *
 * @param allowLocal whether it may point to this machine.
 * @throws InvalidRequest for an address that is not public; UnknownThing; what `once` throws.
 */
export function changeWebhook(
  caller: Caller,
  sent: Uint8Array,
  id: string,
  change: WebhookChange,
  allowLocal: boolean,
): Promise<Outcome<{ webhook: Webhook }>> {
  const url = change.url === undefined ? undefined : requireTarget(change.url, allowLocal);
  return once(caller, sent, async () => {
    const present = await requireWebhook(caller.database, id);
    const webhook: Webhook = {
      ...present,
      url: url ?? present.url,
      events: change.events === undefined ? present.events : [...new Set(change.events)],
      description: change.description === undefined ? present.description : change.description,
      ...(change.disabled === true &&
        present.disabledAt === null && { disabledAt: caller.now, disabledReason: "by-you" as const }),
      ...(change.disabled === false && { disabledAt: null, disabledReason: null }),
    };
    const fields = Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    return {
      answer: { webhook },
      kept: { webhook },
      audit: { action: "webhook.changed", what: { webhook: id, fields } },
      queries: updateWebhook(webhook, caller.now),
    };
  });
}

/**
 * Removes a webhook with its deliveries; what waits is not sent.
 *
 * @throws UnknownThing; what `once` throws.
 */
export function removeOneWebhook(caller: Caller, id: string): Promise<Outcome<{ webhook: Webhook }>> {
  return once(caller, NOTHING_SENT, async () => {
    const answer = { webhook: await requireWebhook(caller.database, id) };
    const audit = { action: "webhook.removed", what: { webhook: id } };
    return { answer, kept: answer, audit, queries: [removeWebhook(id)] };
  });
}
