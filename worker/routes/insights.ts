import { createRoute, z } from "@hono/zod-openapi";
import { readJson } from "../http/body.ts";
import type { App } from "../http/environment.ts";
import { MAX_NETWORK_PAGE, NETWORK_PAGE } from "../services/network.ts";
import { readAgreement } from "../services/read-agreement.ts";
import { readBenchmark } from "../services/read-benchmark.ts";
import { MAX_NAMED, readDiagnosis } from "../services/read-diagnosis.ts";
import { MAX_COMPARED, readDrivers } from "../services/read-drivers.ts";
import { readFlags } from "../services/read-flags.ts";
import { readGains } from "../services/read-gains.ts";
import { readMovers } from "../services/read-movers.ts";
import { replayModel } from "../services/replay-model.ts";
import { BODY_PROBLEMS, envelopeError, json, problems, readEnvelope, serveKeyed } from "./contract.ts";
import { modelDocument } from "./wire.ts";
import { agreement, benchmark, diagnosis, drivers, flags, gains, movers, replayed } from "./wire-insights.ts";

const parameters = z.object({
  model: z.string().openapi({
    param: { name: "model", in: "path" },
    description: "Id of a model, or `id@revision`.",
    example: "partner-maturity",
  }),
});
const MODEL_PROBLEMS = ["unknown-model", "unknown-revision", "invalid-request"] as const;

const cohort = z
  .string()
  .max(250)
  .default("all")
  .openapi({
    param: { name: "cohort", in: "query" },
    description: "`all`, or `segment:`, `region:`, `type:` or `level:` with a name.",
    example: "region:EMEA",
  });
const partner = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .openapi({ param: { name: "partner", in: "query" }, description: "Id of a partner." });
const flag = (name: string, description: string) =>
  z
    .enum(["true", "false"], { error: "must be “true” or “false”" })
    .default("false")
    .openapi({ param: { name, in: "query" }, description });
const wholeNumber = (most: number) =>
  z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .max(most, `must be at most ${most}`);
const listed = (most: number) =>
  wholeNumber(most)
    .default(20)
    .openapi({ param: { name: "limit", in: "query" }, type: "integer", description: "How many are listed." });
const page = {
  partners: wholeNumber(MAX_NETWORK_PAGE)
    .default(NETWORK_PAGE)
    .openapi({
      param: { name: "partners", in: "query" },
      type: "integer",
      description:
        "How many partners one request looks at, in the order of their ids. 100 take about the 10 ms of the free plan.",
    }),
  cursor: z
    .string()
    .max(2_000, "is not a cursor of this list")
    .optional()
    .openapi({ param: { name: "cursor", in: "query" }, description: "The `cursor` of the page before." }),
};

const benchmarkQuery = z.strictObject({ cohort, partner }, { error: envelopeError });
const benchmarkRoute = createRoute({
  method: "get",
  path: "/v1/insights/{model}/benchmark",
  operationId: "readBenchmark",
  tags: ["Insights"],
  summary: "Benchmark a partner",
  description:
    "How a cohort is spread, and with `partner` where it stands in it and what the partners one level up reach. Kept up to date by each save: it costs the same for ten partners and for a million. By the id alone a partner is placed under the revision it stands at.",
  request: { params: parameters, query: benchmarkQuery },
  responses: { 200: json("The benchmark.", benchmark), ...problems(...MODEL_PROBLEMS, "unknown-thing") },
});

const diagnosisQuery = z.strictObject(
  {
    cohort,
    partner,
    partners: flag("partners", "Names those who fall short, out of a page of partners."),
    limit: listed(MAX_NAMED),
    page: page.partners.openapi({
      param: { name: "page", in: "query" },
      type: "integer",
      description: "With `partners=true`: how many partners one request looks at.",
    }),
    cursor: page.cursor,
  },
  { error: envelopeError },
);
const diagnosisRoute = createRoute({
  method: "get",
  path: "/v1/insights/{model}/diagnosis",
  operationId: "readDiagnosis",
  tags: ["Insights"],
  summary: "Diagnose the network",
  description:
    "Programme or partner: where a majority falls short, the programme is at fault. From counts that each save keeps, cut by segment, region, type and level where 20 or more have answered. `partner` adds that partner's index with the programme's faults set aside.",
  request: { params: parameters, query: diagnosisQuery },
  responses: { 200: json("The diagnosis.", diagnosis), ...problems(...MODEL_PROBLEMS, "unknown-thing") },
});

const figure = z.string({ error: "must be the id of a criterion, or “field:” with a name" }).min(1).max(200);
const driversQuery = z.strictObject(
  {
    outcome: figure.openapi({
      param: { name: "outcome", in: "query" },
      description: "Id of a criterion that is answered with a number, or `field:` with one of the partners' fields.",
      example: "field:revenue",
    }),
    spend: figure
      .optional()
      .openapi({ param: { name: "spend", in: "query" }, description: "Money spent, named like the outcome." }),
    withinLevel: flag("withinLevel", "Compares only partners of one level with each other."),
  },
  { error: envelopeError },
);
const driversRoute = createRoute({
  method: "get",
  path: "/v1/insights/{model}/drivers",
  operationId: "readDrivers",
  tags: ["Insights"],
  summary: "Find what moves with an outcome",
  description: `Rank correlation of each criterion and dimension with a figure, with interval, number of partners, and a chance adjusted for the number of comparisons. Association, not cause. At most ${MAX_COMPARED.toLocaleString("en")} partners are compared.`,
  request: { params: parameters, query: driversQuery },
  responses: { 200: json("The drivers.", drivers), ...problems(...MODEL_PROBLEMS) },
});

const period = (name: string, example: string) =>
  z
    .string({ error: "must be a period such as “2026-Q4”" })
    .max(40)
    .openapi({ param: { name, in: "query" }, example });
const gainsQuery = z.strictObject(
  {
    spend: figure.openapi({
      param: { name: "spend", in: "query" },
      description:
        "Money spent in the later period: id of a criterion that is answered with a number, or `field:` with one of the partners' fields.",
      example: "field:mdf",
    }),
    from: period("from", "2026-Q2"),
    to: period("to", "2026-Q3"),
    ...page,
  },
  { error: envelopeError },
);
const gainsRoute = createRoute({
  method: "get",
  path: "/v1/insights/{model}/gains",
  operationId: "readGains",
  tags: ["Insights"],
  summary: "See what a point of the index cost",
  description:
    "Index points gained between two periods beside the money spent, partner by partner and on the whole. Both periods are scored with the model at hand. Outcome per unit of spend is part of the drivers.",
  request: { params: parameters, query: gainsQuery },
  responses: { 200: json("The gains.", gains), ...problems(...MODEL_PROBLEMS) },
});

const moversQuery = z.strictObject(
  {
    limit: listed(100),
    staleBy: z.iso
      .date("must be a date such as “2026-11-30”")
      .optional()
      .openapi({
        param: { name: "staleBy", in: "query" },
        description: "Answers that are stale on that day count as unanswered; in 30 days unless named.",
      }),
    ...page,
  },
  { error: envelopeError },
);
const moversRoute = createRoute({
  method: "get",
  path: "/v1/insights/{model}/movers",
  operationId: "readMovers",
  tags: ["Insights"],
  summary: "Find who is about to move",
  description:
    "Near misses (one step, or 5 % of the scale, from the next level, cheapest first) and partners at risk (one answer slips a step, or goes stale, and the level is lost), out of a page of partners.",
  request: { params: parameters, query: moversQuery },
  responses: { 200: json("The movers.", movers), ...problems(...MODEL_PROBLEMS) },
});

const flagsQuery = z.strictObject({ partner, ...page }, { error: envelopeError });
const flagsRoute = createRoute({
  method: "get",
  path: "/v1/insights/{model}/flags",
  operationId: "readFlags",
  tags: ["Insights"],
  summary: "Find answers to look at again",
  description:
    "Straight-lining, claims without their foundation, and spend without activity, of one partner or a page of them.",
  request: { params: parameters, query: flagsQuery },
  responses: { 200: json("The flags.", flags), ...problems(...MODEL_PROBLEMS) },
});

const agreementQuery = z.strictObject(
  {
    period: period("period", "2026-Q3"),
    ...page,
  },
  { error: envelopeError },
);
const agreementRoute = createRoute({
  method: "get",
  path: "/v1/insights/{model}/agreement",
  operationId: "readAgreement",
  tags: ["Insights"],
  summary: "Compare partners' and vendor's answers",
  description:
    "For the partners that were assessed by both in a period (sources `partner` and `vendor`): per criterion and partner who is optimistic, and how much.",
  request: { params: parameters, query: agreementQuery },
  responses: { 200: json("The agreement.", agreement), ...problems(...MODEL_PROBLEMS) },
});

const replayEnvelope = z.strictObject(
  {
    model: z.union(
      [
        z.string().regex(/\S/).max(200),
        z.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value)),
      ],
      { error: "must be a model's id, “id@revision”, or a whole model document" },
    ),
    limit: z
      .int({ error: "must be a whole number" })
      .min(1, "must be at least 1")
      .max(500, "must be at most 500")
      .default(20),
    partners: z
      .int({ error: "must be a whole number" })
      .min(1, "must be at least 1")
      .max(MAX_NETWORK_PAGE, `must be at most ${MAX_NETWORK_PAGE}`)
      .default(NETWORK_PAGE),
    cursor: z.string().max(2_000, "is not a cursor of this list").optional(),
  },
  { error: envelopeError },
);
const replaySchema = z
  .strictObject({
    model: z
      .union([z.string().min(1), modelDocument])
      .openapi({ description: "The changed model: its id, `id@revision`, or a whole document." }),
    limit: z.int().min(1).max(500).default(20).openapi({ description: "How many moves are described." }),
    partners: z
      .int()
      .min(1)
      .max(MAX_NETWORK_PAGE)
      .default(NETWORK_PAGE)
      .openapi({ description: "How many partners one request looks at." }),
    cursor: z.string().optional(),
  })
  .openapi("ReplayRequest");
const replayRoute = createRoute({
  method: "post",
  path: "/v1/insights/{model}/replay",
  operationId: "replayModel",
  tags: ["Insights"],
  summary: "Try a changed model",
  description: "Scores a page of partners under the model and under a changed one: who moves, and why. Stores nothing.",
  request: {
    params: parameters,
    body: { required: true, content: { "application/json": { schema: replaySchema } } },
  },
  responses: {
    200: json("Who moves.", replayed),
    ...problems(...BODY_PROBLEMS, "invalid-model", "unknown-model", "unknown-revision"),
  },
});

export function insightRoutes(app: App): void {
  const modelOf = (sent: Record<string, string>) => readEnvelope(parameters, sent).model;

  serveKeyed(app, "read", benchmarkRoute, async (context, caller) => {
    const query = readEnvelope(benchmarkQuery, context.req.query(), "query");
    return context.json(await readBenchmark(caller, modelOf(context.req.param()), query));
  });

  serveKeyed(app, "read", diagnosisRoute, async (context, caller) => {
    const query = readEnvelope(diagnosisQuery, context.req.query(), "query");
    const { partners: named, page: partners, ...rest } = query;
    const request = { ...rest, named: named === "true", partners };
    return context.json(await readDiagnosis(caller, modelOf(context.req.param()), request));
  });

  serveKeyed(app, "read", driversRoute, async (context, caller) => {
    const { withinLevel, ...rest } = readEnvelope(driversQuery, context.req.query(), "query");
    const request = { ...rest, withinLevel: withinLevel === "true" };
    return context.json(await readDrivers(caller, modelOf(context.req.param()), request));
  });

  serveKeyed(app, "read", gainsRoute, async (context, caller) => {
    const query = readEnvelope(gainsQuery, context.req.query(), "query");
    return context.json(await readGains(caller, modelOf(context.req.param()), query));
  });

  serveKeyed(app, "read", moversRoute, async (context, caller) => {
    const query = readEnvelope(moversQuery, context.req.query(), "query");
    return context.json(await readMovers(caller, modelOf(context.req.param()), query));
  });

  serveKeyed(app, "read", flagsRoute, async (context, caller) => {
    const query = readEnvelope(flagsQuery, context.req.query(), "query");
    return context.json(await readFlags(caller, modelOf(context.req.param()), query));
  });

  serveKeyed(app, "read", agreementRoute, async (context, caller) => {
    const query = readEnvelope(agreementQuery, context.req.query(), "query");
    return context.json(await readAgreement(caller, modelOf(context.req.param()), query));
  });

  serveKeyed(app, "read", replayRoute, async (context, caller) => {
    const request = readEnvelope(replayEnvelope, await readJson(context.req.raw));
    return context.json(await replayModel(caller, modelOf(context.req.param()), request));
  });
}
