import { createRoute, z } from "@hono/zod-openapi";
import { readCsvBody } from "../http/csv-body.ts";
import type { App } from "../http/environment.ts";
import { PERIOD_FAULT, readPeriod, SOURCES } from "../services/period.ts";
import { readMappedColumn } from "../services/upload/columns.ts";
import { DECIMALS } from "../services/upload/numbers.ts";
import { resultTable } from "../services/upload/result.ts";
import { MAX_UPLOADED, uploadPortfolio } from "../services/upload-portfolio.ts";
import {
  envelopeError,
  idempotencyHeader,
  json,
  problems,
  readEnvelope,
  serveKeyed,
  WRITE_PROBLEMS,
} from "./contract.ts";
import { cellProblem, modelReference } from "./wire.ts";

const LISTED_PROBLEMS = 1_000;

const inQuery = (name: string, description: string, more: { example?: unknown } = {}) => ({
  param: { name, in: "query" as const },
  description,
  ...more,
});

const period = z.string({ error: PERIOD_FAULT }).transform((name, context) => {
  const read = readPeriod(name);
  if (read !== null) return read;
  context.addIssue({ code: "custom", message: PERIOD_FAULT });
  return z.NEVER;
});
const mapped = z.array(
  z.string().transform((text, context) => {
    const read = readMappedColumn(text);
    if (read !== null) return read;
    context.addIssue({ code: "custom", message: "must be a header, “=” and what it means: “Account name=partner”" });
    return z.NEVER;
  }),
);

/** Of an upload by whatever way it comes. */
export const uploadEnvelope = z.strictObject(
  {
    model: z.string({ error: "must be a model's id or “id@revision”" }).regex(/\S/, "must not be blank").max(200),
    period,
    source: z.enum(SOURCES, { error: "must be “vendor”, “interview”, “import” or “partner”" }).default("import"),
    check: z.enum(["true", "false"], { error: "must be true or false" }).default("false"),
    faulty: z.enum(["skip", "blank"], { error: "must be “skip” or “blank”" }).default("skip"),
    decimal: z.enum(DECIMALS, { error: "must be “comma” or “point”" }).optional(),
    column: mapped.max(500, "must be at most 500 columns").default([]),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language such as “en” or “pt-BR”")
      .optional(),
    format: z.enum(["json", "csv"], { error: "must be “json” or “csv”" }).default("json"),
  },
  { error: envelopeError },
);

/** The same for the OpenAPI document, which shows what is sent. */
const query = z.object({
  model: z.string().openapi(inQuery("model", "A model's id, or `id@revision`.", { example: "partner-maturity" })),
  period: z
    .string()
    .openapi(inQuery("period", "`2026-Q4`, `2026-H2`, `2026-11`, `2026` or a date.", { example: "2026-Q4" })),
  source: z.enum(SOURCES).default("import").openapi(inQuery("source", "Who answered.")),
  check: z
    .enum(["true", "false"])
    .default("false")
    .openapi(
      inQuery("check", "`true` stores nothing: it says what would be stored, and what unknown columns may mean."),
    ),
  faulty: z
    .enum(["skip", "blank"])
    .default("skip")
    .openapi(
      inQuery(
        "faulty",
        "A row with a cell that cannot be read is not stored (`skip`), or stored without that cell (`blank`).",
      ),
    ),
  decimal: z
    .enum(DECIMALS)
    .optional()
    .openapi(
      inQuery("decimal", "How the file writes one and a half: `1,5` or `1.5`. Without it, found out from the file."),
    ),
  column: z
    .array(z.string())
    .optional()
    .openapi(
      inQuery(
        "column",
        "What a column means where its header does not say: `Account name=partner`. May be repeated. The meanings are the ids of criteria, `partner`, `name`, `segment`, `region`, `type`, `owner`, `tags`, `field:revenue` for one of your own, and `-` for a column that is not to be read.",
      ),
    ),
  language: z.string().optional().openapi(inQuery("language", "Of the messages.")),
  format: z
    .enum(["json", "csv"])
    .default("json")
    .openapi(inQuery("format", "`csv` answers a table: row, partner, saved, level, index, problem.")),
});

const uploaded = z
  .object({
    model: modelReference,
    period: z.string(),
    source: z.enum(SOURCES),
    checked: z.boolean().openapi({ description: "True where nothing was stored." }),
    encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252"]),
    delimiter: z.enum([",", ";", "\t"]),
    decimal: z.enum(DECIMALS),
    columns: z.array(
      z.object({
        header: z.string(),
        means: z.string().nullable().openapi({ description: "Null for a column that is not read." }),
        proposed: z.string().nullable().openapi({ description: "Only with `check`: what it may mean." }),
      }),
    ),
    rows: z.int().openapi({ description: "Below the header, not counting blank ones." }),
    saved: z.int().openapi({ description: "With `check`, what would be." }),
    skipped: z.int(),
    results: z.array(
      z.object({
        row: z.int().openapi({ description: "As a spreadsheet counts: the header is row 1." }),
        partner: z.string(),
        saved: z.boolean(),
        level: z.string().nullable(),
        index: z.number().nullable(),
      }),
    ),
    problems: z.array(cellProblem).openapi({ description: "The first 1,000; `problemCount` counts them all." }),
    problemCount: z.int(),
  })
  .openapi("Upload");

const TABLE = "text/csv";
const upload = createRoute({
  method: "post",
  path: "/v1/uploads",
  operationId: "uploadPortfolio",
  tags: ["Assessments"],
  summary: "Upload a portfolio as CSV",
  description: [
    "Takes a table as another system exports it and stores each row as an assessment, with what it says of the partner. Comma, semicolon or tab; UTF-8, UTF-16 with its mark, or Windows-1252; decimal comma or point; quoted line breaks. Headers are criterion ids, names or questions beside the partner's columns; `column` maps those of the file.",
    `At most ${MAX_UPLOADED.toLocaleString("en")} rows and 15 MB; 1,000 are stored in one transaction. What a Worker may compute in one request bounds it too: on Cloudflare's free plan send 100 rows a request, or use the page \`/upload\`, which does. Rows with problems are reported and left out, the others are stored. With an \`Idempotency-Key\` a request that was cut off goes on where it stopped.`,
  ].join("\n\n"),
  request: {
    query,
    headers: idempotencyHeader,
    body: {
      required: true,
      content: { [TABLE]: { schema: z.string() }, "text/tab-separated-values": { schema: z.string() } },
    },
  },
  responses: {
    200: {
      ...json("What was stored, row by row.", uploaded),
      content: { "application/json": { schema: uploaded }, [TABLE]: { schema: z.string() } },
    },
    ...problems(
      "invalid-request",
      "too-large",
      "unsupported-media-type",
      "unknown-model",
      "unknown-revision",
      "conflict",
      ...WRITE_PROBLEMS,
    ),
  },
});

export function uploadRoutes(app: App): void {
  serveKeyed(app, "write", upload, async (context, caller) => {
    const sentQuery = { ...context.req.query(), column: context.req.queries("column") ?? [] };
    const { format, check, column, ...rest } = readEnvelope(uploadEnvelope, sentQuery, "query");
    const sent = await readCsvBody(context.req.raw);
    const answer = await uploadPortfolio(caller, sent, {
      ...rest,
      decimal: rest.decimal,
      check: check === "true",
      mapped: column,
    });
    if (format === "csv") {
      return context.body(resultTable(answer.results, answer.problems), 200, {
        "content-type": `${TABLE}; charset=utf-8; header=present`,
        "content-disposition": 'attachment; filename="result.csv"',
      });
    }
    return context.json({ ...answer, problems: answer.problems.slice(0, LISTED_PROBLEMS) });
  });
}
