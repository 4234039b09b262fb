import { createApp } from "./app.ts";
import { Database } from "./db/database.ts";
import type { Environment } from "./http/environment.ts";
import { allowsLocal, type Wake } from "./http/wake.ts";
import { checkWebhooks } from "./services/check-webhooks.ts";
import { deliverWebhooks, WORKSPACES_PER_RUN } from "./services/deliver-webhooks.ts";

type Bindings = Environment["Bindings"];

const app = createApp();

export default {
  fetch: app.fetch,

  /** Every minute; finds all there is to do. */
  async scheduled(_controller, env) {
    await deliver(env, null);
  },

  /** Where a queue is bound, at once after a change. What it misses comes with the clock, so a lost message loses nothing. */
  async queue(batch, env) {
    const workspaces = new Set(batch.messages.map(({ body }) => body.workspace));
    const named = [...workspaces].flatMap((id) => id ?? []);
    await deliver(env, workspaces.has(null) || named.length > WORKSPACES_PER_RUN ? null : named);
  },
} satisfies ExportedHandler<Bindings, Wake>;

/** @param workspaces null for all. */
async function deliver(env: Bindings, workspaces: readonly string[] | null): Promise<void> {
  const started = Date.now();
  const database = new Database(env.DB);
  const checked = workspaces === null ? await checkWebhooks(database, started) : { webhooks: 0, overdue: 0 };
  const delivered = await deliverWebhooks({
    database,
    workspaces,
    fetch: (address, options) => fetch(address, options),
    clock: () => Date.now(),
    random: Math.random,
    allowLocal: allowsLocal(env),
  });
  const { more, messages, delivered: taken, postponed, failed, disabled } = delivered;
  if (more && env.WEBHOOK_QUEUE) await env.WEBHOOK_QUEUE.send({ workspace: null });
  const counts = { checked: checked.webhooks, overdue: checked.overdue, messages, delivered: taken, postponed, failed };
  const idle = Object.values(counts).every((count) => count === 0);
  if (!idle) {
    const log = { webhooks: { ...counts, disabled, more }, duration: Date.now() - started, ...database.spent };
    console.log(JSON.stringify(log));
  }
}
