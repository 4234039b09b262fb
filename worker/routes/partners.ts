import { createRoute, z } from "@hono/zod-openapi";
import { listPartners } from "../db/partners.ts";
import type { App } from "../http/environment.ts";
import { readSent } from "../http/sent.ts";
import { erasePartner } from "../services/erase-partner.ts";
import { asStored } from "../services/names.ts";
import { fromCursor, pageOf } from "../services/paging.ts";
import { readForecast } from "../services/read-forecast.ts";
import { readHistory } from "../services/read-history.ts";
import { readPartner } from "../services/read-partner.ts";
import { MAX_PARTNERS, savePartners } from "../services/save-partners.ts";
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
import { gridCell, scoreResponse } from "./wire.ts";
import { historyResponse, partner, partnerForecast, partnerStanding } from "./wire-stored.ts";

const text = z.string().nullable().optional();
const partnerWrite = z.strictObject({
  id: z.string().optional().openapi({ description: "By which assessments name it; without it, the name." }),
  name: z.string().optional(),
  segment: text,
  region: text,
  type: text,
  owner: text,
  tags: z.array(z.string()).nullable().optional(),
  fields: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .nullable()
    .optional()
    .openapi({
      description: "Anything else: a CRM number, revenue, spend. Fields that are left out stay; null clears one.",
    }),
});
const saveSchema = z.strictObject({
  partners: z.array(partnerWrite).optional(),
  grid: z.array(z.array(gridCell)).optional().openapi({
    description:
      "Header `partner` (or `id`), `name`, `segment`, `region`, `type`, `owner`, `tags` (separated by “;”), and `field: revenue` for one of your own.",
  }),
});
const saveEnvelope = z
  .strictObject(
    {
      partners: z.custom<unknown[]>(Array.isArray, "must be a list of partners").optional(),
      grid: z.custom<unknown[]>(Array.isArray, "must be a list of rows, the header row first").optional(),
    },
    { error: envelopeError },
  )
  .refine(
    ({ partners, grid }) => (partners === undefined) !== (grid === undefined),
    "must have either “partners” or “grid”",
  );
const save = createRoute({
  method: "put",
  path: "/v1/partners",
  operationId: "savePartners",
  tags: ["Partners"],
  summary: "Store partners",
  description: `Stores new partners and changes known ones: what is left out stays as it is, null clears it. At most ${MAX_PARTNERS.toLocaleString("en")} per request; either all are stored or none.`,
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: { "application/json": { schema: saveSchema } } },
  },
  responses: {
    200: json(
      "How many were stored.",
      scoreResponse
        .pick({ problems: true, problemCount: true })
        .extend({ saved: z.int(), ignored: z.array(z.string()) }),
    ),
    ...problems(...BODY_PROBLEMS, ...WRITE_PROBLEMS),
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
    ...pagingFields,
    ...fieldsField(partner),
    segment: filter("segment"),
    region: filter("region"),
    type: filter("type"),
    owner: filter("owner"),
    tag: filter("tag"),
  },
  { error: envelopeError },
);
const list = createRoute({
  method: "get",
  path: "/v1/partners",
  operationId: "listPartners",
  tags: ["Partners"],
  summary: "List the partners",
  description: "In the order of their ids. For filters, capitals from A to Z are the same as small letters.",
  request: { query: listQuery },
  responses: {
    200: json("A page.", z.object({ partners: z.array(partner), cursor: z.string().nullable() })),
    ...problems("invalid-request"),
  },
});

const parameters = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" }, example: "acme" }),
});
const read = createRoute({
  method: "get",
  path: "/v1/partners/{id}",
  operationId: "readPartner",
  tags: ["Partners"],
  summary: "Read a partner",
  description: "With where it stands under each model. A partner that was assessed but never stored has no details.",
  request: { params: parameters },
  responses: {
    200: json("The partner.", z.object({ partner: partner.nullable(), standings: z.array(partnerStanding) })),
    ...problems("unknown-thing"),
  },
});

const erase = createRoute({
  method: "delete",
  path: "/v1/partners/{id}",
  operationId: "erasePartner",
  tags: ["Partners"],
  summary: "Erase a partner",
  description:
    "Erases the partner, its assessments with their history, its standings, its actions, its links with what was answered on them, and its place in the benchmarks. It cannot be undone.",
  request: { params: parameters, headers: idempotencyHeader },
  responses: {
    200: json(
      "What was erased.",
      z.object({
        partner: z.string(),
        erased: z.object({
          partner: z.int(),
          assessments: z.int(),
          standings: z.int(),
          actions: z.int(),
          links: z.int(),
        }),
      }),
    ),
    ...problems("unknown-thing", ...WRITE_PROBLEMS),
  },
});

const model = z
  .string({ error: "must be the id of a model" })
  .min(1)
  .max(100)
  .openapi({ param: { name: "model", in: "query" }, example: "partner-maturity" });
const historyQuery = z.strictObject(
  {
    model,
    detail: z
      .enum(["level", "gaps", "full"], { error: "must be “level”, “gaps” or “full”" })
      .default("level")
      .openapi({ param: { name: "detail", in: "query" } }),
  },
  { error: envelopeError },
);
const history = createRoute({
  method: "get",
  path: "/v1/partners/{id}/history",
  operationId: "readHistory",
  tags: ["Partners"],
  summary: "Read a partner's history",
  description:
    "Every stored period, the latest first, with the answers that were replaced. Each is scored with the revision it was saved under, to the last digit what it was then.",
  request: { params: parameters, query: historyQuery },
  responses: { 200: json("The history.", historyResponse), ...problems("unknown-thing", "invalid-request") },
});

const forecastQuery = z.strictObject(
  {
    model,
    periods: z.coerce
      .number({ error: "must be a number" })
      .int("must be a whole number")
      .min(1, "must be at least 1")
      .max(12, "must be at most 12")
      .default(4)
      .openapi({ param: { name: "periods", in: "query" }, type: "integer", description: "How many to look ahead." }),
  },
  { error: envelopeError },
);
const forecast = createRoute({
  method: "get",
  path: "/v1/partners/{id}/forecast",
  operationId: "readForecast",
  tags: ["Partners"],
  summary: "Forecast a partner's index",
  description:
    "A logit-linear trend through the stored periods, with its 95 % interval for a single assessment, and when it reaches the index of the next level. With fewer than three periods it says so.",
  request: { params: parameters, query: forecastQuery },
  responses: { 200: json("The forecast.", partnerForecast), ...problems("unknown-thing", "invalid-request") },
});

export function partnerRoutes(app: App): void {
  serveKeyed(app, "write", save, async (context, caller) => {
    const { value, sent } = await readSent(context.req.raw);
    return answerOnce(context, await savePartners(caller, sent, readEnvelope(saveEnvelope, value)));
  });

  serveKeyed(app, "read", list, async (context, { database }) => {
    const { limit, cursor, fields, ...wanted } = readEnvelope(listQuery, context.req.query(), "query");
    const [after = ""] = fromCursor(cursor, 1);
    const page = pageOf(await listPartners(database, wanted, after, limit + 1), limit, ({ id }) => [id]);
    return context.json({ partners: withFields(page.items, fields), cursor: page.cursor });
  });

  serveKeyed(app, "read", read, async (context, caller) => {
    const id = asStored(readEnvelope(parameters, context.req.param()).id);
    return context.json(await readPartner(caller, id));
  });

  serveKeyed(app, "write", erase, async (context, caller) => {
    const id = asStored(readEnvelope(parameters, context.req.param()).id);
    return answerOnce(context, await erasePartner(caller, id));
  });

  serveKeyed(app, "read", history, async (context, caller) => {
    const id = asStored(readEnvelope(parameters, context.req.param()).id);
    const query = readEnvelope(historyQuery, context.req.query(), "query");
    return context.json(await readHistory(caller, id, query.model, query.detail));
  });

  serveKeyed(app, "read", forecast, async (context, caller) => {
    const id = asStored(readEnvelope(parameters, context.req.param()).id);
    const query = readEnvelope(forecastQuery, context.req.query(), "query");
    return context.json(await readForecast(caller, id, query.model, query.periods));
  });
}
