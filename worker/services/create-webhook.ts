import { insertWebhook, listWebhooks, type Webhook, type WebhookEvent } from "../db/webhooks.ts";
import { Conflict } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { type Outcome, once } from "./once.ts";
import { deriveWebhookSecret, newId, newSalt } from "./secrets.ts";
import { MAX_WEBHOOKS, requireTarget } from "./webhooks.ts";

export interface WebhookRequest {
  url: string;
  events: readonly WebhookEvent[];
  description?: string | null | undefined;
  disabled: boolean;
}

export interface CreatedWebhook {
  /** Shown this once. */
  secret: string;
  webhook: Webhook;
}

interface Kept {
  salt: string;
  webhook: Webhook;
}

/**
 * @param allowLocal whether it may point to this machine.
 * @throws InvalidRequest for an address that is not public; Conflict where there are as many as there may be; what
 *   `once` throws.
 */
export function createWebhook(
  caller: Caller,
  sent: Uint8Array,
  request: WebhookRequest,
  allowLocal: boolean,
): Promise<Outcome<CreatedWebhook>> {
  const url = requireTarget(request.url, allowLocal);
  return once<CreatedWebhook, Kept>(
    caller,
    sent,
    async () => {
      if ((await listWebhooks(caller.database)).length >= MAX_WEBHOOKS) {
        throw new Conflict(`A workspace has at most ${MAX_WEBHOOKS} webhooks. Remove one that you no longer need.`);
      }
      const salt = newSalt();
      const secret = await deriveWebhookSecret(caller.bearer, salt);
      const webhook: Webhook = {
        id: newId("whk"),
        url,
        events: [...new Set(request.events)],
        description: request.description ?? null,
        hasSecret: true,
        formerSecretUntil: null,
        disabledAt: request.disabled ? caller.now : null,
        disabledReason: request.disabled ? "by-you" : null,
        createdAt: caller.now,
      };
      return {
        answer: { secret, webhook },
        kept: { salt, webhook },
        audit: { action: "webhook.created", what: { webhook: webhook.id, events: webhook.events } },
        queries: [insertWebhook(webhook, secret, caller.key.id)],
      };
    },
    async ({ salt, webhook }) => ({ secret: await deriveWebhookSecret(caller.bearer, salt), webhook }),
  );
}
