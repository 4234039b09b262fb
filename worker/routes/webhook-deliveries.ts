/** What was sent to a webhook, and sending it again. */
import { createRoute, z } from "@hono/zod-openapi";
import { DELIVERY_STATES } from "../db/deliveries.ts";
import { databaseOf } from "../http/authorize.ts";
import type { App } from "../http/environment.ts";
import { readSent } from "../http/sent.ts";
import { allowsLocal } from "../http/wake.ts";
import { KEPT_DAYS } from "../services/check-webhooks.ts";
import { listDeliveries } from "../services/list-deliveries.ts";
import { MAX_REPLAYED, replayOne, replaySince } from "../services/replay-deliveries.ts";
import { testWebhook } from "../services/test-webhook.ts";
import {
  answerOnce,
  BODY_PROBLEMS,
  envelopeError,
  idempotencyHeader,
  json,
  problems,
  readEnvelope,
  serveKeyed,
  WRITE_PROBLEMS,
} from "./contract.ts";
import { pagingFields } from "./paging.ts";
import { idParameter, jsonBody, parameters, tags } from "./webhooks.ts";

const instant = z.string().nullable();
const delivery = z
  .object({
    id: z.string().openapi({ description: "The `webhook-id`." }),
    type: z.string(),
    state: z.enum(DELIVERY_STATES),
    at: z.string().openapi({ description: "When it happened." }),
    attempts: z.int(),
    nextAttemptAt: instant,
    lastAttempt: z
      .object({
        at: z.string(),
        milliseconds: z.int(),
        status: z.int().nullable(),
        excerpt: z.string().nullable().openapi({
          description: "Up to 200 characters of what a receiver answered that did not take it.",
        }),
        fault: z.string().nullable().openapi({ description: "Why there was no answer." }),
      })
      .nullable(),
  })
  .openapi("Delivery");

const test = createRoute({
  method: "post",
  path: "/v1/webhooks/{id}/test",
  operationId: "testWebhook",
  tags,
  summary: "Send a test",
  description:
    "Sends `webhook.test` at once, a single time, and says what became of it; a receiver has 10 seconds. Works for a disabled webhook too. Takes no `Idempotency-Key`.",
  request: { params: parameters },
  responses: {
    200: json("What became of it.", z.object({ delivery })),
    ...problems("unknown-thing", "invalid-request"),
  },
});

const deliveriesQuery = z.strictObject(
  {
    ...pagingFields,
    state: z
      .enum(DELIVERY_STATES, { error: `must be ${DELIVERY_STATES.map((name) => `“${name}”`).join(", ")}` })
      .optional()
      .openapi({ param: { name: "state", in: "query" } }),
  },
  { error: envelopeError },
);
const deliveries = createRoute({
  method: "get",
  path: "/v1/webhooks/{id}/deliveries",
  operationId: "listDeliveries",
  tags,
  summary: "List the deliveries",
  description: `Newest first, for ${KEPT_DAYS} days.`,
  request: { params: parameters, query: deliveriesQuery },
  responses: {
    200: json("A page.", z.object({ deliveries: z.array(delivery), cursor: z.string().nullable() })),
    ...problems("invalid-request", "unknown-thing"),
  },
});

const deliveryParameters = z.object({
  id: idParameter,
  delivery: z.string().openapi({
    param: { name: "delivery", in: "path" },
    example: "msg_0198c0de-0000-7000-8000-000000000000",
  }),
});
const replayDelivery = createRoute({
  method: "post",
  path: "/v1/webhooks/{id}/deliveries/{delivery}/replay",
  operationId: "replayDelivery",
  tags,
  summary: "Send a message again",
  description: "With the next run, under the same `webhook-id`. One that waits goes on waiting.",
  request: { params: deliveryParameters, headers: idempotencyHeader },
  responses: {
    200: json("The delivery as it is now.", z.object({ delivery })),
    ...problems("unknown-thing", "conflict", ...WRITE_PROBLEMS),
  },
});

const time = z.iso.datetime({ error: "must be a UTC time such as “2026-10-01T00:00:00Z”" });
const replayEnvelope = z.strictObject(
  {
    since: time,
    until: time.optional().openapi({ description: "Now, if left out." }),
    state: z
      .enum([...DELIVERY_STATES, "all"], { error: "must be “failed”, “cancelled”, “delivered” or “all”" })
      .default("failed"),
  },
  { error: envelopeError },
);
const replay = createRoute({
  method: "post",
  path: "/v1/webhooks/{id}/replay",
  operationId: "replayDeliveries",
  tags,
  summary: "Send what happened in a time again",
  description: `At most ${MAX_REPLAYED} messages, the oldest first; \`more\` says that there are others. The log goes back ${KEPT_DAYS} days.`,
  request: { params: parameters, headers: idempotencyHeader, body: jsonBody(replayEnvelope) },
  responses: {
    200: json("How many are sent again.", z.object({ replayed: z.int(), more: z.boolean() })),
    ...problems(...BODY_PROBLEMS, ...WRITE_PROBLEMS, "unknown-thing", "conflict"),
  },
});

export function deliveryRoutes(app: App): void {
  serveKeyed(app, "admin", test, async (context, caller) => {
    const { id } = readEnvelope(parameters, context.req.param());
    const sending = {
      fetch: (address: RequestInfo | URL, options?: RequestInit) => fetch(address, options),
      clock: () => Date.now(),
      allowLocal: allowsLocal(context.env),
    };
    return context.json(await testWebhook(caller, databaseOf(context), id, sending));
  });

  serveKeyed(app, "admin", deliveries, async (context, caller) => {
    const { id } = readEnvelope(parameters, context.req.param());
    const { limit, cursor, state } = readEnvelope(deliveriesQuery, context.req.query(), "query");
    return context.json(await listDeliveries(caller, id, state ?? null, cursor, limit));
  });

  serveKeyed(app, "admin", replayDelivery, async (context, caller) => {
    const { id, delivery: message } = readEnvelope(deliveryParameters, context.req.param());
    return answerOnce(context, await replayOne(caller, id, message));
  });

  serveKeyed(app, "admin", replay, async (context, caller) => {
    const { id } = readEnvelope(parameters, context.req.param());
    const { value, sent } = await readSent(context.req.raw);
    const { state, ...times } = readEnvelope(replayEnvelope, value);
    return answerOnce(
      context,
      await replaySince(caller, sent, id, { ...times, state: state === "all" ? null : state }),
    );
  });
}
