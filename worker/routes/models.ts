import { createRoute, z } from "@hono/zod-openapi";
import { MAX_MODEL_BYTES } from "../../models/format.ts";
import { localize } from "../../models/translate.ts";
import { readJson } from "../http/body.ts";
import type { App } from "../http/environment.ts";
import { readSent } from "../http/sent.ts";
import { checkModel } from "../services/check-model.ts";
import { findModel } from "../services/find-model.ts";
import { listModels } from "../services/list-models.ts";
import { removeModel } from "../services/remove-model.ts";
import { saveModel } from "../services/save-model.ts";
import {
  answerOnce,
  BODY_PROBLEMS,
  envelopeError,
  idempotencyHeader,
  json,
  problems,
  readEnvelope,
  serveKeyed,
  serveOpenly,
  WRITE_PROBLEMS,
} from "./contract.ts";
import { checkResponse, modelDocument, modelReference, modelSummary } from "./wire.ts";

const list = createRoute({
  method: "get",
  path: "/v1/models",
  operationId: "listModels",
  tags: ["Models"],
  summary: "List the models",
  description: "Every model that can be scored with, in short: the shipped ones, then the workspace's own.",
  responses: {
    200: json(
      "The models, and whom the key belongs to.",
      z.object({
        models: z.array(modelSummary),
        caller: z
          .object({ workspace: z.string(), scopes: z.array(z.enum(["read", "write", "admin"])) })
          .nullable()
          .openapi({ description: "The key's workspace and what it allows; null without a key." }),
      }),
    ),
    ...problems(),
  },
});

const parameters = z.object({
  id: z.string().openapi({
    param: { name: "id", in: "path" },
    description: "The model's id, as `GET /v1/models` lists it.",
    example: "partner-maturity",
  }),
});
const query = z.strictObject(
  {
    revision: z
      .string()
      .regex(/^[0-9a-f]{12}$/, "must be 12 hex digits")
      .optional()
      .openapi({
        param: { name: "revision", in: "query" },
        description: "Answers 404 unless the model has this revision.",
      }),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language such as “en” or “pt-BR”")
      .optional()
      .openapi({
        param: { name: "language", in: "query" },
        description: "Language of the texts, such as `de`; the model's own where it has no translation.",
      }),
  },
  { error: envelopeError },
);

const read = createRoute({
  method: "get",
  path: "/v1/models/{id}",
  operationId: "readModel",
  tags: ["Models"],
  summary: "Read a model",
  description:
    "The whole document: questions, answers, weights, levels and their requirements. With `language` every text that has a translation is in that language; ids, numbers and revision stay.",
  request: { params: parameters, query },
  responses: {
    200: json(
      "The model. The example is shortened.",
      z.object({ model: modelReference, language: z.string(), document: modelDocument }),
    ),
    ...problems("unknown-model", "unknown-revision", "invalid-request"),
  },
});

const check = createRoute({
  method: "post",
  path: "/v1/models/check",
  operationId: "checkModel",
  tags: ["Models"],
  summary: "Check a model",
  description: `The body is the model document itself, or an object with it as \`model\`, ${(MAX_MODEL_BYTES / 1000).toFixed()} kB and 500 criteria at most. Findings are the answer, not an error: the status is 200 whatever the document holds.`,
  request: {
    body: {
      required: true,
      description: "The model document.",
      content: { "application/json": { schema: modelDocument } },
    },
  },
  responses: { 200: json("The findings, errors first.", checkResponse), ...problems(...BODY_PROBLEMS) },
});

/** The document itself, or as `/v1/score` takes it: `{ "model": { … } }`. */
function documentIn(body: unknown): unknown {
  const isWrapped = typeof body === "object" && body !== null && !("criteria" in body) && "model" in body;
  return isWrapped && typeof body.model === "object" ? body.model : body;
}

const save = createRoute({
  method: "put",
  path: "/v1/models/{id}",
  operationId: "saveModel",
  tags: ["Models"],
  summary: "Publish a model of your own",
  description:
    "The body is the model document; its `id` is the one in the address. A document with errors is not stored. Each different document is a revision of its own that never changes and can be named for ever as `id@revision`; the one published last is the present one. The ids of shipped models are taken.",
  request: {
    params: parameters,
    headers: idempotencyHeader,
    body: { required: true, content: { "application/json": { schema: modelDocument } } },
  },
  responses: {
    200: json(
      "The revision, and what could be better about it.",
      z.object({
        model: modelReference,
        changed: z.boolean().openapi({ description: "False where this document was the present revision." }),
        findings: checkResponse.shape.findings,
      }),
    ),
    ...problems(...BODY_PROBLEMS, "invalid-model", "conflict", ...WRITE_PROBLEMS),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/models/{id}",
  operationId: "removeModel",
  tags: ["Models"],
  summary: "Remove a model of your own",
  description:
    "Deletes a model that no assessment names. One that is in use is archived: it is listed no more and takes no new assessments, but its revisions stay. Publishing it again brings it back.",
  request: { params: parameters, headers: idempotencyHeader },
  responses: {
    200: json("What became of it.", z.object({ id: z.string(), outcome: z.enum(["archived", "deleted"]) })),
    ...problems("unknown-model", "conflict", ...WRITE_PROBLEMS),
  },
});

export function modelRoutes(app: App): void {
  serveOpenly(app, list, async (context, caller) =>
    context.json({
      models: await listModels(caller),
      caller: caller && { workspace: caller.workspace.name, scopes: caller.key.scopes },
    }),
  );

  serveOpenly(app, read, async (context, caller) => {
    const { id } = readEnvelope(parameters, context.req.param());
    const { revision, language } = readEnvelope(query, context.req.query(), "query");
    const found = await findModel(caller, id, revision);
    const document = language === undefined ? found.model : localize(found.model, language);
    const shown = document.language ?? "en";
    return context.json(
      { model: { id, revision: found.revision, name: document.name }, language: shown, document },
      200,
      { "content-language": shown },
    );
  });

  serveOpenly(app, check, async (context) =>
    context.json(await checkModel(documentIn(await readJson(context.req.raw)))),
  );

  serveKeyed(app, "write", save, async (context, caller) => {
    const { id } = readEnvelope(parameters, context.req.param());
    const { value, sent } = await readSent(context.req.raw);
    return answerOnce(context, await saveModel(caller, sent, id, value));
  });

  serveKeyed(app, "write", remove, async (context, caller) => {
    const { id } = readEnvelope(parameters, context.req.param());
    return answerOnce(context, await removeModel(caller, id));
  });
}
