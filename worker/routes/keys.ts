import { createRoute, z } from "@hono/zod-openapi";
import { listKeys } from "../db/keys.ts";
import { databaseOf, limitSetUp } from "../http/authorize.ts";
import { readJson } from "../http/body.ts";
import type { App } from "../http/environment.ts";
import { readSent } from "../http/sent.ts";
import { createKey } from "../services/create-key.ts";
import { revokeOneKey } from "../services/revoke-key.ts";
import { setUpWorkspace } from "../services/set-up-workspace.ts";
import {
  answerOnce,
  BODY_PROBLEMS,
  envelopeError,
  idempotencyHeader,
  json,
  problems,
  readEnvelope,
  serve,
  serveKeyed,
  WRITE_PROBLEMS,
} from "./contract.ts";

const SCOPES = ["read", "write", "admin"] as const;
const instant = z.string().nullable();
const key = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().openapi({ description: "The key's first characters, to tell keys apart." }),
    scopes: z.array(z.enum(SCOPES)),
    createdAt: z.string(),
    expiresAt: instant,
    lastUsedAt: instant.openapi({ description: "To the hour." }),
    revokedAt: instant,
  })
  .openapi("Key");
const createdKey = z.object({
  key: z.string().openapi({ description: "The key itself. It is shown here and nowhere else: keep it." }),
  details: key,
});
const name = z
  .string({ error: "must be text" })
  .regex(/\S/, "must not be blank")
  .max(100, "must have at most 100 characters");

const setUpEnvelope = z.strictObject(
  { code: z.string({ error: "must be the setup code as text" }).max(200), name: name.default("My workspace") },
  { error: envelopeError },
);
const setUp = createRoute({
  method: "post",
  path: "/v1/setup",
  operationId: "setUpWorkspace",
  tags: ["Keys"],
  summary: "Set up a workspace",
  description:
    "Makes a workspace and its first key, once for each setup code. The code is the deployment's secret `SETUP_CODE` (`wrangler secret put SETUP_CODE`). Needs no key.",
  request: { body: { required: true, content: { "application/json": { schema: setUpEnvelope } } } },
  responses: {
    200: json(
      "The workspace and its first key.",
      createdKey.extend({ workspace: z.object({ id: z.string(), name: z.string() }) }),
    ),
    ...problems(...BODY_PROBLEMS, "unauthenticated", "conflict", "rate-limited", "storage-unavailable"),
  },
});

const list = createRoute({
  method: "get",
  path: "/v1/keys",
  operationId: "listKeys",
  tags: ["Keys"],
  summary: "List the keys",
  description: "All keys of the workspace, revoked ones too. The keys themselves are not stored.",
  responses: { 200: json("The keys.", z.object({ keys: z.array(key) })), ...problems() },
});

const createEnvelope = z.strictObject(
  {
    name,
    scopes: z
      .array(z.enum(SCOPES, { error: "must be “read”, “write” or “admin”" }), { error: "must be a list of scopes" })
      .min(1, "must name at least one scope")
      .openapi({ description: "`admin` includes `write`, which includes `read`." }),
    expiresAt: z.iso
      .datetime({ error: "must be a UTC time such as “2027-01-01T00:00:00Z”" })
      .nullable()
      .optional()
      .openapi({ description: "Without it the key does not expire." }),
  },
  { error: envelopeError },
);
const create = createRoute({
  method: "post",
  path: "/v1/keys",
  operationId: "createKey",
  tags: ["Keys"],
  summary: "Make a key",
  description: "`read` scores and reads; `write` stores; `admin` manages keys and the workspace itself.",
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: { "application/json": { schema: createEnvelope } } },
  },
  responses: { 200: json("The key, shown once.", createdKey), ...problems(...BODY_PROBLEMS, ...WRITE_PROBLEMS) },
});

const parameters = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" }, example: "key_0123456789abcdef" }),
});
const revoke = createRoute({
  method: "delete",
  path: "/v1/keys/{id}",
  operationId: "revokeKey",
  tags: ["Keys"],
  summary: "Revoke a key",
  description:
    "The key reads and stores nothing from now on; where it has scored within the last 10 seconds, it may score and read models until these are over. The last key with the scope `admin` cannot be revoked.",
  request: { params: parameters, headers: idempotencyHeader },
  responses: {
    200: json("The revoked key.", z.object({ key })),
    ...problems("unknown-thing", "conflict", ...WRITE_PROBLEMS),
  },
});

export function keyRoutes(app: App): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description: "A key of the workspace, `lsk_…`.",
  });

  serve(app, setUp, async (context) => {
    await limitSetUp(context);
    const request = readEnvelope(setUpEnvelope, await readJson(context.req.raw));
    const now = new Date().toISOString();
    return context.json(await setUpWorkspace(databaseOf(context), context.env.SETUP_CODE, request, now));
  });

  serveKeyed(app, "admin", list, async (context, { database }) => context.json({ keys: await listKeys(database) }));

  serveKeyed(app, "admin", create, async (context, caller) => {
    const { value, sent } = await readSent(context.req.raw);
    return answerOnce(context, await createKey(caller, sent, readEnvelope(createEnvelope, value)));
  });

  serveKeyed(app, "admin", revoke, async (context, caller) => {
    const { id } = readEnvelope(parameters, context.req.param());
    return answerOnce(context, await revokeOneKey(caller, id));
  });
}
