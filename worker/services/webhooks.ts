/** Where a webhook is looked up, and how the address in a request is read. */
import type { WorkspaceDatabase } from "../db/database.ts";
import { findWebhook, type Webhook } from "../db/webhooks.ts";
import { InvalidRequest, UnknownThing } from "../errors.ts";
import { readTarget } from "./webhook-target.ts";

/** Of a workspace. */
export const MAX_WEBHOOKS = 10;

/** @throws UnknownThing. */
export async function requireWebhook(database: WorkspaceDatabase, id: string): Promise<Webhook> {
  const webhook = await findWebhook(database, id);
  if (webhook === null)
    throw new UnknownThing("There is no webhook with this id. GET /v1/webhooks lists every webhook.");
  return webhook;
}

/** @throws InvalidRequest for an address that is not public. */
export function requireTarget(url: string, allowLocal: boolean): string {
  const target = readTarget(url, allowLocal);
  if (target.url === null) throw new InvalidRequest([{ location: "url", message: target.fault }]);
  return target.url;
}
