import { createRoute, z } from "@hono/zod-openapi";
import { InvalidRequest } from "../errors.ts";
import type { App } from "../http/environment.ts";
import { readSent } from "../http/sent.ts";
import { decideDemotions, listDemotions } from "../services/demotions.ts";
import { listAssessments } from "../services/list-assessments.ts";
import { asStored } from "../services/names.ts";
import { PERIOD_FAULT, readPeriod, SOURCES } from "../services/period.ts";
import { MAX_SAVED } from "../services/read-sent-assessments.ts";
import { requireOneShape, saveAssessments } from "../services/save-assessments.ts";
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
import { gridCell } from "./wire.ts";
import { demotion, listed, savedAssessments, storedAnswer } from "./wire-stored.ts";

const PERIOD = "`2026-Q4`, `2026-H2`, `2026-11`, `2026` or a date such as `2026-11-30`.";
const SOURCE =
  "Who answered. Where two answer for one period, the first of `vendor`, `interview`, `import`, `partner` decides where the partner stands.";

const saveSchema = z
  .strictObject({
    model: z.string().openapi({
      description: "A model's id, or `id@revision`. A document of your own is stored first: `PUT /v1/models/{id}`.",
    }),
    period: z.string().openapi({ description: PERIOD, example: "2026-Q4" }),
    source: z.enum(SOURCES).default("vendor").openapi({ description: SOURCE }),
    assessments: z
      .array(
        z.strictObject({
          partner: z.string().openapi({ description: "The partner's id. It need not have been stored before." }),
          answers: z.record(z.string(), storedAnswer),
          segment: z
            .string()
            .optional()
            .openapi({ description: "Without it, the stored partner's. So for region and type." }),
          region: z.string().optional(),
          type: z.string().optional(),
        }),
      )
      .optional(),
    grid: z
      .array(z.array(gridCell))
      .optional()
      .openapi({ description: "The sheet's own shape, as for `POST /v1/score/grid`." }),
    detail: z.enum(["level", "gaps", "full"]).default("level"),
    target: z.string().optional(),
    language: z.string().optional(),
  })
  .openapi("SaveRequest");
const saveEnvelope = z.strictObject(
  {
    model: z.string({ error: "must be a model's id or “id@revision”" }).regex(/\S/, "must not be blank").max(200),
    period: z.string({ error: PERIOD_FAULT }).max(20, PERIOD_FAULT),
    source: z.enum(SOURCES, { error: "must be “vendor”, “interview”, “import” or “partner”" }).default("vendor"),
    assessments: z.custom<unknown[]>(Array.isArray, "must be a list of assessments").optional(),
    grid: z.custom<unknown[]>(Array.isArray, "must be a list of rows, the header row first").optional(),
    detail: z.enum(["level", "gaps", "full"], { error: "must be “level”, “gaps” or “full”" }).optional(),
    target: z.string({ error: "must be the id of a level" }).max(64).optional(),
    language: z
      .string({ error: "must be a language such as “en” or “pt-BR”" })
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language such as “en” or “pt-BR”")
      .optional(),
  },
  { error: envelopeError },
);
const save = createRoute({
  method: "post",
  path: "/v1/assessments",
  operationId: "saveAssessments",
  tags: ["Assessments"],
  summary: "Store and score assessments",
  description: [
    "Stores the answers of one period and scores them, in one transaction: all of it or nothing. A bad answer is listed in `problems` and counts as unanswered. Saving a period again replaces its answers and keeps the earlier ones in the partner's history.",
    `At most ${MAX_SAVED.toLocaleString("en")} assessments. An answer may carry a note and a piece of evidence: \`{ "value": 4, "note": "…", "evidence": "https://…" }\`.`,
    "A requirement on a percentile is decided here, among all partners as they stand with these answers, where at least 5 have a value; the rank is kept with the answers. For a period or source that does not decide where the partner stands it stays undecided.",
  ].join("\n\n"),
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: { "application/json": { schema: saveSchema } } },
  },
  responses: {
    200: json("Results in the order sent, and where the partners stand now.", savedAssessments),
    ...problems(...BODY_PROBLEMS, "unknown-model", "unknown-revision", "conflict", ...WRITE_PROBLEMS),
  },
});

const text = (name: string) =>
  z
    .string()
    .max(200)
    .optional()
    .openapi({ param: { name, in: "query" } });
const listQuery = z.strictObject(
  {
    ...pagingFields,
    ...fieldsField(listed),
    model: text("model"),
    partner: text("partner"),
    period: text("period").openapi({ description: PERIOD }),
    source: z
      .enum(SOURCES, { error: "must be “vendor”, “interview”, “import” or “partner”" })
      .optional()
      .openapi({ param: { name: "source", in: "query" } }),
    asOf: z.iso
      .date("must be a date such as “2026-09-30”")
      .optional()
      .openapi({
        param: { name: "asOf", in: "query" },
        description: "Only each partner's latest period that had begun on this day.",
      }),
    dimensions: z
      .enum(["true", "false"], { error: "must be “true” or “false”" })
      .default("false")
      .openapi({ param: { name: "dimensions", in: "query" }, description: "With the score of every dimension." }),
  },
  { error: envelopeError },
);
const list = createRoute({
  method: "get",
  path: "/v1/assessments",
  operationId: "listAssessments",
  tags: ["Assessments"],
  summary: "List stored assessments",
  description:
    "With their results under the revision they were saved with, in the order of model, partner, period and source.",
  request: { query: listQuery },
  responses: {
    200: json("A page.", z.object({ assessments: z.array(listed), cursor: z.string().nullable() })),
    ...problems("invalid-request"),
  },
});

const demotionQuery = z.strictObject(
  {
    ...pagingFields,
    ...fieldsField(demotion),
    model: text("model"),
    dismissed: z
      .enum(["true", "false"], { error: "must be true or false" })
      .default("false")
      .openapi({ param: { name: "dismissed", in: "query" }, description: "Also those that a person has dismissed." }),
  },
  { error: envelopeError },
);
const pending = createRoute({
  method: "get",
  path: "/v1/demotions",
  operationId: "listDemotions",
  tags: ["Assessments"],
  summary: "List pending demotions",
  description:
    "Partners whose latest answers reach less than the level they stand at, where the model asks a person first.",
  request: { query: demotionQuery },
  responses: {
    200: json("A page.", z.object({ demotions: z.array(demotion), cursor: z.string().nullable() })),
    ...problems("invalid-request"),
  },
});

const decideEnvelope = z.strictObject(
  {
    model: z.string({ error: "must be the id of a model" }).min(1).max(100),
    partners: z
      .array(z.string({ error: "must be the id of a partner" }).max(200), { error: "must be a list of partner ids" })
      .min(1, "must name at least one partner")
      .max(1_000, "must name at most 1,000 partners"),
    decision: z.enum(["confirm", "dismiss"], { error: "must be “confirm” or “dismiss”" }),
  },
  { error: envelopeError },
);
const decide = createRoute({
  method: "post",
  path: "/v1/demotions",
  operationId: "decideDemotions",
  tags: ["Assessments"],
  summary: "Decide pending demotions",
  description:
    "`confirm` lets the partners fall to what their answers reach, `dismiss` lets them stay. A dismissed fall comes up again when the answers reach even less, or when the review interval has passed.",
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: { "application/json": { schema: decideEnvelope } } },
  },
  responses: {
    200: json(
      "Where the partners stand now.",
      z.object({ decided: z.array(z.object({ partner: z.string(), level: z.string().nullable() })) }),
    ),
    ...problems(...BODY_PROBLEMS, ...WRITE_PROBLEMS),
  },
});

export function assessmentRoutes(app: App): void {
  serveKeyed(app, "write", save, async (context, caller) => {
    const { value, sent } = await readSent(context.req.raw);
    const { period: name, ...request } = readEnvelope(saveEnvelope, value);
    requireOneShape(request);
    return answerOnce(context, await saveAssessments(caller, sent, { ...request, period: periodOf(name, "period") }));
  });

  serveKeyed(app, "read", list, async (context, caller) => {
    const { limit, cursor, fields, period, partner, dimensions, ...rest } = readEnvelope(
      listQuery,
      context.req.query(),
      "query",
    );
    const filter = {
      ...rest,
      dimensions: dimensions === "true",
      ...(partner !== undefined && { partner: asStored(partner) }),
    };
    const wanted = period === undefined ? filter : { ...filter, period: periodOf(period, "query.period").name };
    const page = await listAssessments(caller, wanted, cursor, limit);
    return context.json({ ...page, assessments: withFields(page.assessments, fields) });
  });

  serveKeyed(app, "read", pending, async (context, caller) => {
    const { limit, cursor, fields, model, dismissed } = readEnvelope(demotionQuery, context.req.query(), "query");
    const page = await listDemotions(caller, { model, dismissed: dismissed === "true" }, cursor, limit);
    return context.json({ ...page, demotions: withFields(page.demotions, fields) });
  });

  serveKeyed(app, "write", decide, async (context, caller) => {
    const { value, sent } = await readSent(context.req.raw);
    const request = readEnvelope(decideEnvelope, value);
    const partners = request.partners.map(asStored);
    return answerOnce(context, await decideDemotions(caller, sent, { ...request, partners }));
  });
}

function periodOf(name: string, location: string) {
  const period = readPeriod(name);
  if (period === null) throw new InvalidRequest([{ location, message: PERIOD_FAULT }]);
  return period;
}
