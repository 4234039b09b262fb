import { createRoute, z } from "@hono/zod-openapi";
import { DISABLED_REASONS, listWebhooks, WEBHOOK_EVENTS } from "../db/webhooks.ts";
import type { App } from "../http/environment.ts";
import { readSent } from "../http/sent.ts";
import { allowsLocal } from "../http/wake.ts";
import { changeWebhook, removeOneWebhook } from "../services/change-webhook.ts";
import { createWebhook } from "../services/create-webhook.ts";
import { MAX_GRACE_HOURS, rotateWebhookSecret, USUAL_GRACE_HOURS } from "../services/rotate-secret.ts";
import { MAX_WEBHOOKS, requireWebhook } from "../services/webhooks.ts";
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
import { describeEvents } from "./webhook-events.ts";

const instant = z.string().nullable();
const webhook = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(z.enum(WEBHOOK_EVENTS)),
    description: z.string().nullable(),
    hasSecret: z.boolean().openapi({
      description: "False for one that came with an import: it sends nothing until `rotate` makes a secret.",
    }),
    formerSecretUntil: instant.openapi({ description: "Until then the secret before signs as well." }),
    disabledAt: instant,
    disabledReason: z.enum(DISABLED_REASONS).nullable().openapi({
      description:
        "`by-you`; `gone`: the receiver answered 410; `failing`: a delivery was tried for three days, and no other was taken meanwhile.",
    }),
    createdAt: z.string(),
  })
  .openapi("Webhook");
const secret = z.string().openapi({
  description: "What messages are signed with, `whsec_…`. It is shown here and nowhere else: keep it.",
});
const url = z.string({ error: "must be an address" }).max(5_000, "must have at most 2000 characters").openapi({
  description: "Begins with `https://` and names a public host; no user name, port or part after `#`.",
  example: "https://example.com/hooks/levelsheet",
});
const events = z
  .array(z.enum(WEBHOOK_EVENTS, { error: `must be ${WEBHOOK_EVENTS.map((name) => `“${name}”`).join(", ")}` }), {
    error: "must be a list of types",
  })
  .min(1, "must name at least one type")
  .max(20, "must name each type once");
const description = z
  .string({ error: "must be text" })
  .max(200, "must have at most 200 characters")
  .nullable()
  .optional();
const disabled = z.boolean({ error: "must be true or false" });

export const idParameter = z.string().openapi({ param: { name: "id", in: "path" }, example: "whk_0123456789abcdef" });
export const parameters = z.object({ id: idParameter });
export const tags = ["Webhooks"];
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { "application/json": { schema } },
});

const list = createRoute({
  method: "get",
  path: "/v1/webhooks",
  operationId: "listWebhooks",
  tags,
  summary: "List the webhooks",
  description: "In the order in which they were made, without their secrets.",
  responses: { 200: json("The webhooks.", z.object({ webhooks: z.array(webhook) })), ...problems() },
});

const createEnvelope = z.strictObject(
  { url, events, description, disabled: disabled.default(false) },
  { error: envelopeError },
);
const create = createRoute({
  method: "post",
  path: "/v1/webhooks",
  operationId: "createWebhook",
  tags,
  summary: "Make a webhook",
  description: `The Worker then sends what happens to the address, signed by Standard Webhooks; worker/webhooks.md is the guide for receivers. At most ${MAX_WEBHOOKS} in a workspace.`,
  request: { headers: idempotencyHeader, body: jsonBody(createEnvelope) },
  responses: {
    200: json("The webhook, with its secret.", z.object({ secret, webhook })),
    ...problems(...BODY_PROBLEMS, ...WRITE_PROBLEMS, "conflict"),
  },
});

const read = createRoute({
  method: "get",
  path: "/v1/webhooks/{id}",
  operationId: "readWebhook",
  tags,
  summary: "Read a webhook",
  description: "Without its secret.",
  request: { params: parameters },
  responses: { 200: json("The webhook.", z.object({ webhook })), ...problems("unknown-thing") },
});

const changeEnvelope = z.strictObject(
  { url: url.optional(), events: events.optional(), description, disabled: disabled.optional() },
  { error: envelopeError },
);
const change = createRoute({
  method: "patch",
  path: "/v1/webhooks/{id}",
  operationId: "changeWebhook",
  tags,
  summary: "Change a webhook",
  description:
    "What is left out stays as it is. Disabling it cancels what waits; enabled again, it hears of what happens from then on, and `replay` sends what it has missed.",
  request: { params: parameters, headers: idempotencyHeader, body: jsonBody(changeEnvelope) },
  responses: {
    200: json("The webhook as it is now.", z.object({ webhook })),
    ...problems(...BODY_PROBLEMS, ...WRITE_PROBLEMS, "unknown-thing"),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/webhooks/{id}",
  operationId: "removeWebhook",
  tags,
  summary: "Remove a webhook",
  description: "With its deliveries. What waits is not sent.",
  request: { params: parameters, headers: idempotencyHeader },
  responses: {
    200: json("The webhook that was removed.", z.object({ webhook })),
    ...problems("unknown-thing", ...WRITE_PROBLEMS),
  },
});

const rotateEnvelope = z.strictObject(
  {
    graceHours: z
      .int({ error: "must be a whole number" })
      .min(0, "must be at least 0")
      .max(MAX_GRACE_HOURS, `must be at most ${MAX_GRACE_HOURS}`)
      .default(USUAL_GRACE_HOURS)
      .openapi({
        description: `For how long the secret before signs as well: ${USUAL_GRACE_HOURS} if left out, 0 to end it at once.`,
      }),
  },
  { error: envelopeError },
);
const rotate = createRoute({
  method: "post",
  path: "/v1/webhooks/{id}/rotate",
  operationId: "rotateWebhookSecret",
  tags,
  summary: "Make a new secret",
  description:
    "Messages carry a signature by each secret while both are good. A secret before the last one ends at once.",
  request: { params: parameters, headers: idempotencyHeader, body: jsonBody(rotateEnvelope) },
  responses: {
    200: json("The webhook, with its new secret.", z.object({ secret, webhook })),
    ...problems(...BODY_PROBLEMS, ...WRITE_PROBLEMS, "unknown-thing"),
  },
});

export function webhookRoutes(app: App): void {
  describeEvents(app);

  serveKeyed(app, "admin", list, async (context, { database }) =>
    context.json({ webhooks: await listWebhooks(database) }),
  );

  serveKeyed(app, "admin", create, async (context, caller) => {
    const { value, sent } = await readSent(context.req.raw);
    const request = readEnvelope(createEnvelope, value);
    return answerOnce(context, await createWebhook(caller, sent, request, allowsLocal(context.env)));
  });

  serveKeyed(app, "admin", read, async (context, { database }) => {
    const { id } = readEnvelope(parameters, context.req.param());
    return context.json({ webhook: await requireWebhook(database, id) });
  });

  serveKeyed(app, "admin", change, async (context, caller) => {
    const { id } = readEnvelope(parameters, context.req.param());
    const { value, sent } = await readSent(context.req.raw);
    const wanted = readEnvelope(changeEnvelope, value);
    return answerOnce(context, await changeWebhook(caller, sent, id, wanted, allowsLocal(context.env)));
  });

  serveKeyed(app, "admin", remove, async (context, caller) => {
    const { id } = readEnvelope(parameters, context.req.param());
    return answerOnce(context, await removeOneWebhook(caller, id));
  });

  serveKeyed(app, "admin", rotate, async (context, caller) => {
    const { id } = readEnvelope(parameters, context.req.param());
    const { value, sent } = await readSent(context.req.raw);
    const { graceHours } = readEnvelope(rotateEnvelope, value);
    return answerOnce(context, await rotateWebhookSecret(caller, sent, id, graceHours));
  });
}
