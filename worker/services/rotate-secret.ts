import { rotateSecret } from "../db/webhooks.ts";
import type { Caller } from "./caller.ts";
import type { CreatedWebhook } from "./create-webhook.ts";
import { type Outcome, once } from "./once.ts";
import { deriveWebhookSecret, newSalt } from "./secrets.ts";
import { requireWebhook } from "./webhooks.ts";

const HOUR = 3_600_000;
export const USUAL_GRACE_HOURS = 24;
export const MAX_GRACE_HOURS = 168;

interface Kept {
  salt: string;
  webhook: CreatedWebhook["webhook"];
}

/**
 * Makes a new secret. The one before signs as well for some hours, so that a receiver can change over in its own time.
 *
 * @param graceHours 0 ends the one before at once.
 * @throws UnknownThing; what `once` throws.
 */
export function rotateWebhookSecret(
  caller: Caller,
  sent: Uint8Array,
  id: string,
  graceHours: number,
): Promise<Outcome<CreatedWebhook>> {
  return once<CreatedWebhook, Kept>(
    caller,
    sent,
    async () => {
      const present = await requireWebhook(caller.database, id);
      const salt = newSalt();
      const secret = await deriveWebhookSecret(caller.bearer, salt);
      const hasGrace = graceHours > 0 && present.hasSecret;
      const until = hasGrace ? new Date(Date.parse(caller.now) + graceHours * HOUR).toISOString() : null;
      const webhook = { ...present, hasSecret: true, formerSecretUntil: until };
      return {
        answer: { secret, webhook },
        kept: { salt, webhook },
        audit: { action: "webhook.rotated", what: { webhook: id, graceHours } },
        queries: [rotateSecret(id, secret, until)],
      };
    },
    async ({ salt, webhook }) => ({ secret: await deriveWebhookSecret(caller.bearer, salt), webhook }),
  );
}
