import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { STATUSES } from "../db/actions.ts";
import { readJson } from "../http/body.ts";
import type { App, Environment } from "../http/environment.ts";
import { readSent } from "../http/sent.ts";
import { findAction, type ShownAction, shown } from "../services/actions.ts";
import { changeAction } from "../services/change-action.ts";
import { listActions } from "../services/list-actions.ts";
import { asStored } from "../services/names.ts";
import { MAX_NETWORK_PAGE, NETWORK_PAGE } from "../services/network.ts";
import { planDays } from "../services/plan-days.ts";
import { projectActions } from "../services/project-actions.ts";
import { saveActions } from "../services/save-actions.ts";
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
import { fieldsField, pagingFields, withFields } from "./paging.ts";
import { answerValue, modelReference, path } from "./wire.ts";

const nullableText = z.string().nullable();
const action = z
  .object({
    id: z.string(),
    model: z.string(),
    partner: z.string(),
    criterion: nullableText,
    answer: answerValue,
    text: z.string(),
    owner: nullableText,
    due: nullableText,
    status: z.enum(STATUSES),
    effort: z.number().nullable().openapi({ description: "Person-days." }),
    version: z.int().openapi({ description: "Counts the changes; `If-Match` names it." }),
    createdAt: z.string(),
    updatedAt: z.string(),
    daysLate: z.int().nullable().openapi({ description: "Days since it was due, while it is open or being done." }),
  })
  .openapi("Action");

const status = z.enum(STATUSES, { error: "must be “open”, “doing”, “done” or “dropped”" });
const text = z
  .string({ error: "must be text" })
  .max(1_000, "must be at most 1,000 characters")
  .regex(/\S/, "must not be blank");
const owner = z.string({ error: "must be text" }).max(200, "must be at most 200 characters").nullable();
const due = z.iso.date("must be a date such as “2026-11-30”").nullable();
const effort = z
  .number({ error: "must be a number of person-days" })
  .min(0, "must be at least 0")
  .max(10_000, "must be at most 10,000")
  .nullable();
const id = z.string({ error: "must be text" }).min(1, "must not be blank").max(200, "must be at most 200 characters");
const model = id.openapi({ description: "Id of a model, or `id@revision`." });

const ownSchema = z.strictObject(
  {
    model,
    partner: id,
    criterion: id.nullable().optional(),
    answer: z
      .union([z.string().max(1_000), z.number(), z.boolean(), z.null(), z.array(z.string().max(200)).max(200)], {
        error: "must be an answer",
      })
      .optional()
      .openapi({ description: "The answer it aims at, by which its effect is projected." }),
    text,
    owner: owner.optional(),
    due: due.optional(),
    status: status.default("open"),
    effort: effort.optional(),
  },
  { error: envelopeError },
);
const madeSchema = z.strictObject(
  {
    from: z.enum(["gaps", "path"], { error: "must be “gaps” or “path”" }),
    model,
    partners: z
      .array(id, { error: "must be a list of partner ids" })
      .min(1, "must name a partner")
      .max(100, "must be at most 100 partners"),
    limit: z
      .int({ error: "must be a whole number" })
      .min(1, "must be at least 1")
      .max(20, "must be at most 20")
      .default(3)
      .openapi({ description: "How many actions for each partner." }),
    owner: owner.optional(),
    due: due.optional(),
  },
  { error: envelopeError },
);
const saveRoute = createRoute({
  method: "post",
  path: "/v1/actions",
  operationId: "saveActions",
  tags: ["Plan"],
  summary: "Make actions",
  description:
    "One of your own, or with `from` those that follow from the gaps of some partners, or from their cheapest path to the next level. Made again, none is doubled: a criterion for which an action of the partner is open or being done is skipped.",
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: { "application/json": { schema: z.union([madeSchema, ownSchema]) } } },
  },
  responses: {
    200: json(
      "The actions that were made.",
      z.object({
        actions: z.array(action),
        skipped: z.int().openapi({ description: "Left out, because one for the same is under way." }),
        unassessed: z.array(z.string()).openapi({ description: "Partners without an assessment under this model." }),
      }),
    ),
    ...problems(...BODY_PROBLEMS, ...WRITE_PROBLEMS, "unknown-model", "unknown-revision"),
  },
});

const filter = (name: string) =>
  z
    .string()
    .max(200)
    .optional()
    .openapi({ param: { name, in: "query" } });
const listQuery = z.strictObject(
  {
    model: filter("model"),
    partner: filter("partner"),
    owner: filter("owner"),
    status: status.optional().openapi({ param: { name: "status", in: "query" } }),
    overdue: z
      .enum(["true", "false"], { error: "must be “true” or “false”" })
      .default("false")
      .openapi({ param: { name: "overdue", in: "query" }, description: "Only those that are late." }),
    ...pagingFields,
    ...fieldsField(action),
  },
  { error: envelopeError },
);
const listRoute = createRoute({
  method: "get",
  path: "/v1/actions",
  operationId: "listActions",
  tags: ["Plan"],
  summary: "List the actions",
  description: "In the order in which they were made.",
  request: { query: listQuery },
  responses: {
    200: json("A page.", z.object({ actions: z.array(action), cursor: nullableText })),
    ...problems("invalid-request"),
  },
});

const projectionQuery = z.strictObject(
  {
    partner: id.openapi({ param: { name: "partner", in: "query" } }),
    model: id.openapi({ param: { name: "model", in: "query" }, example: "partner-maturity" }),
  },
  { error: envelopeError },
);
const outlook = { index: z.number().nullable(), level: nullableText };
const projectionRoute = createRoute({
  method: "get",
  path: "/v1/actions/projection",
  operationId: "projectActions",
  tags: ["Plan"],
  summary: "Project a partner's plan",
  description: "Index and level if all open actions of the partner were done and everything else stayed.",
  request: { query: projectionQuery },
  responses: {
    200: json(
      "The projection.",
      z.object({
        model: modelReference,
        partner: z.string(),
        actions: z.int(),
        effort: z.number(),
        withoutAnswer: z.int().openapi({ description: "Those that aim at no answer, so that they change nothing." }),
        now: z.object(outlook),
        projected: z.object({ ...outlook, applied: z.int(), refused: z.array(z.string()) }),
      }),
    ),
    ...problems("unknown-thing", "unknown-model", "unknown-revision", "invalid-request"),
  },
});

const parameters = z.object({ id: z.string().openapi({ param: { name: "id", in: "path" } }) });
const tagged = (description: string) => {
  const response = json(description, action);
  const etag = { description: "The version, for `If-Match`.", schema: { type: "string" as const } };
  return { ...response, headers: { ...response.headers, etag } };
};
const readRoute = createRoute({
  method: "get",
  path: "/v1/actions/{id}",
  operationId: "readAction",
  tags: ["Plan"],
  summary: "Read an action",
  description: "One action of the plan, with its version in `etag`.",
  request: { params: parameters },
  responses: { 200: tagged("The action."), ...problems("unknown-thing") },
});

const changeSchema = z.strictObject(
  {
    text: text.optional(),
    owner: owner.optional(),
    due: due.optional(),
    status: status.optional(),
    effort: effort.optional(),
  },
  { error: envelopeError },
);
const changeRoute = createRoute({
  method: "patch",
  path: "/v1/actions/{id}",
  operationId: "changeAction",
  tags: ["Plan"],
  summary: "Change an action",
  description:
    "`If-Match` names the version that was read. Where somebody else has been faster nothing changes, and the answer shows what there is now.",
  request: {
    params: parameters,
    headers: idempotencyHeader.extend({
      "If-Match": z
        .string()
        .openapi({ param: { name: "If-Match", in: "header" }, description: "The `etag`.", example: '"1"' }),
    }),
    body: { required: true, content: { "application/json": { schema: changeSchema } } },
  },
  responses: {
    200: tagged("The action as it is now."),
    ...problems(...BODY_PROBLEMS, ...WRITE_PROBLEMS, "unknown-thing", "precondition-required", "precondition-failed"),
  },
});

const planSchema = z.strictObject(
  {
    model,
    days: z
      .number({ error: "must be a number of person-days" })
      .min(0, "must be at least 0")
      .max(100_000, "must be at most 100,000")
      .openapi({ description: "Person-days at hand." }),
    only: z
      .array(id, { error: "must be a list of partner ids" })
      .max(1_000, "must be at most 1,000 partners")
      .optional()
      .openapi({ description: "These partners alone." }),
    weight: z
      .string({ error: "must be the id of a criterion, or “field:” with a name" })
      .min(1, "must not be blank")
      .max(200, "must be at most 200 characters")
      .optional()
      .openapi({
        description:
          "What a level more of a partner is worth: id of a criterion that is answered with a number, or `field:` with one of the partners' fields. Without it each level counts 1.",
        example: "field:revenue",
      }),
    partners: z
      .int({ error: "must be a whole number" })
      .min(1, "must be at least 1")
      .max(MAX_NETWORK_PAGE, `must be at most ${MAX_NETWORK_PAGE}`)
      .default(NETWORK_PAGE)
      .openapi({ description: "How many partners one request looks at, in the order of their ids." }),
    cursor: z.string().max(2_000, "is not a cursor of this list").optional(),
  },
  { error: envelopeError },
);
const planRoute = createRoute({
  method: "post",
  path: "/v1/plan",
  operationId: "planDays",
  tags: ["Plan"],
  summary: "Plan with the days at hand",
  description:
    "Which partners to take to their next level, and by which answers, so that most levels, or most of a weight such as revenue, are gained within the person-days; beside it where in the lifecycle the days pay most. Stores nothing.",
  request: { body: { required: true, content: { "application/json": { schema: planSchema.openapi("PlanRequest") } } } },
  responses: {
    200: json(
      "The plan.",
      z.object({
        model: modelReference,
        partners: z.int().openapi({ description: "How many partners this request has looked at." }),
        days: z.number(),
        weight: nullableText,
        withoutWeight: z
          .array(z.string())
          .openapi({ description: "Never chosen: their weight is not known or not above 0." }),
        chosen: z.array(z.object({ partner: z.string(), effort: z.number(), value: z.number(), path })),
        effort: z.number(),
        value: z.number().openapi({ description: "Levels gained, or the sum of their weights." }),
        method: z.enum(["all", "cheapest-first", "dynamic-programming", "greedy"]),
        optimal: z.boolean(),
        bound: z.number(),
        whereDaysPay: z.array(
          z.object({
            stage: nullableText.openapi({ description: "Null for all stages." }),
            days: z.number(),
            actions: z.int(),
            points: z.number(),
            levels: z.number(),
            partners: z.int(),
          }),
        ),
        cursor: nullableText,
      }),
    ),
    ...problems(...BODY_PROBLEMS, "unknown-model", "unknown-revision"),
  },
});

function answerTagged(context: Context<Environment>, found: ShownAction, replayed = false): Response {
  return context.json(found, 200, {
    etag: `"${found.version}"`,
    ...(replayed && { "idempotency-replayed": "true" }),
  });
}

export function actionRoutes(app: App): void {
  serveKeyed(app, "write", saveRoute, async (context, caller) => {
    const { value, sent } = await readSent(context.req.raw);
    const made = typeof value === "object" && value !== null && "from" in value;
    const request = made ? readEnvelope(madeSchema, value) : readEnvelope(ownSchema, value);
    return answerOnce(context, await saveActions(caller, sent, request));
  });

  serveKeyed(app, "read", listRoute, async (context, caller) => {
    const { limit, cursor, fields, overdue, partner, ...rest } = readEnvelope(listQuery, context.req.query(), "query");
    const filter = { ...rest, partner: partner && asStored(partner), overdue: overdue === "true" };
    const page = await listActions(caller, filter, cursor, limit);
    return context.json({ ...page, actions: withFields(page.actions, fields) });
  });

  // Before the route of a single action, which would take “projection” for an id.
  serveKeyed(app, "read", projectionRoute, async (context, caller) => {
    const query = readEnvelope(projectionQuery, context.req.query(), "query");
    return context.json(await projectActions(caller, query.model, asStored(query.partner)));
  });

  serveKeyed(app, "read", readRoute, async (context, caller) => {
    const { id: wanted } = readEnvelope(parameters, context.req.param());
    return answerTagged(context, shown(caller, await findAction(caller, wanted)));
  });

  serveKeyed(app, "write", changeRoute, async (context, caller) => {
    const { id: wanted } = readEnvelope(parameters, context.req.param());
    const { value, sent } = await readSent(context.req.raw);
    const change = readEnvelope(changeSchema, value);
    const changed = await changeAction(caller, sent, wanted, context.req.header("if-match"), change);
    return answerTagged(context, changed.answer, changed.replayed);
  });

  serveKeyed(app, "read", planRoute, async (context, caller) => {
    const request = readEnvelope(planSchema, await readJson(context.req.raw));
    return context.json(await planDays(caller, { ...request, only: request.only?.map(asStored) }));
  });
}
