/** Where a queue is bound, webhooks are told at once and not with the next minute. */
import type { Context, Next } from "hono";
import type { Environment } from "./environment.ts";

/** What the queue carries: whose webhooks have something to be told, null for whoever has. */
export interface Wake {
  workspace: string | null;
}

/** Webhooks may point to this machine in development and tests; a deployment does not set the variable. */
export const allowsLocal = ({ WEBHOOKS_ALLOW_LOCAL }: Environment["Bindings"]): boolean =>
  WEBHOOKS_ALLOW_LOCAL === "true";

/** The queue is a convenience: where it does not take the message, the clock comes by. */
export async function wakeDelivery(context: Context<Environment>, next: Next): Promise<void> {
  await next();
  const announced = context.get("database")?.announced;
  const queue = context.env?.WEBHOOK_QUEUE;
  if (announced === undefined || announced.size === 0 || queue === undefined) return;
  const sent = Promise.all([...announced].map((workspace) => queue.send({ workspace }))).catch((error: unknown) => {
    console.error(JSON.stringify({ requestId: context.get("requestId"), queue: String(error).slice(0, 500) }));
  });
  try {
    context.executionCtx.waitUntil(sent);
  } catch {
    // There is no execution context outside the platform.
  }
}
