import { createRoute, z } from "@hono/zod-openapi";
import { readBytes, readJson } from "../http/body.ts";
import type { App } from "../http/environment.ts";
import { readGridBody } from "../http/grid-body.ts";
import { MAX_ASSESSMENTS, scoreAssessments } from "../services/score-assessments.ts";
import { MAX_ROWS, scoreGrid } from "../services/score-grid.ts";
import { BODY_PROBLEMS, envelopeError, json, problems, readEnvelope, serveStateless } from "./contract.ts";
import { assessment, gridCell, gridResponse, modelDocument, scoreResponse } from "./wire.ts";

const MODEL = "A model's id, `id@revision`, or a whole model document.";
const model = z.union([z.string().min(1), modelDocument]).openapi({ description: MODEL });
const LANGUAGE = "Language of names and sentences, such as `de`; the model's own where it has no translation.";
const DETAILS = ["level", "gaps", "full"] as const;

/** What is checked of a body before its answers are read; the schemas of the routes below say all of it. */
const anyModel = z.union([z.string().regex(/\S/).max(200), z.custom<object>(isPlainObject)], {
  error: "must be a model's id, “id@revision”, or a whole model document",
});
const language = z
  .string({ error: "must be a language such as “en” or “pt-BR”" })
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language such as “en” or “pt-BR”")
  .optional();
const scoreEnvelope = z.strictObject(
  {
    model: anyModel,
    assessments: z.custom<unknown[]>(Array.isArray, "must be a list of assessments"),
    detail: z.enum(DETAILS, { error: "must be “level”, “gaps” or “full”" }).optional(),
    target: z.string({ error: "must be the id of a level" }).max(64).optional(),
    language,
  },
  { error: envelopeError },
);
const gridEnvelope = z.strictObject(
  {
    model: anyModel,
    grid: z.custom<unknown[]>(Array.isArray, "must be a list of rows, the header row first"),
    columns: z
      .array(z.string({ error: "must be the name of a column" }), { error: "must be a list of column names" })
      .min(1, "must name at least one column")
      .max(50, "must be at most 50 columns")
      .optional(),
    language,
  },
  { error: envelopeError },
);

const score = createRoute({
  method: "post",
  path: "/v1/score",
  operationId: "scoreAssessments",
  tags: ["Scoring"],
  summary: "Score assessments",
  description: [
    "Scores partners and stores nothing. A bad answer is listed in `problems` and counts as unanswered; the other answers and partners are scored all the same.",
    `At most ${MAX_ASSESSMENTS.level.toLocaleString("en")} assessments with detail \`level\`, ${MAX_ASSESSMENTS.full.toLocaleString("en")} with \`gaps\` or \`full\`.`,
  ].join("\n\n"),
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z
            .strictObject({
              model,
              assessments: z.array(assessment),
              detail: z.enum(DETAILS).default("level").openapi({
                description:
                  "`level`: index, level and what holds it there. `gaps` adds dimensions and gaps, `full` adds range, path and curve.",
              }),
              target: z
                .string()
                .optional()
                .openapi({ description: "Id of the level that gaps and path aim at; else the next one." }),
              language: z.string().optional().openapi({ description: LANGUAGE, example: "de" }),
            })
            .openapi("ScoreRequest"),
        },
      },
    },
  },
  responses: {
    200: json("One result per assessment, in the order sent.", scoreResponse),
    ...problems(...BODY_PROBLEMS, "invalid-model", "unknown-model", "unknown-revision"),
  },
});

const grid = createRoute({
  method: "post",
  path: "/v1/score/grid",
  operationId: "scoreGrid",
  tags: ["Scoring"],
  summary: "Score a grid",
  description: [
    "The sheet's own shape: rows in, rows out, in the same order. Header cells are criterion ids, names or questions, in any order, beside `partner` (else the first column), `segment`, `region` and `type`. Other columns are left out and named in `ignored`.",
    "Columns to ask for: `partner`, `index`, `level`, `next`, `why`, `coverage`, `position`, `overlay`, `dimensions` (one column each), `gaps:1` to `gaps:20`, `path`. A blank row stays blank. Text that a spreadsheet would take for a formula begins with an apostrophe.",
    `At most ${MAX_ROWS.toLocaleString("en")} rows.`,
  ].join("\n\n"),
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z
            .strictObject({
              model,
              grid: z.array(z.array(gridCell)).min(1),
              columns: z.array(z.string()).min(1).max(50).optional().openapi({
                description: "In this order. Without it: partner, index, level, next, why.",
              }),
              language: z.string().optional().openapi({ description: LANGUAGE, example: "de" }),
            })
            .openapi("GridRequest"),
        },
      },
    },
  },
  responses: {
    200: json("The scored grid.", gridResponse),
    ...problems(...BODY_PROBLEMS, "invalid-model", "unknown-model", "unknown-revision"),
  },
});

export function scoringRoutes(app: App): void {
  serveStateless(app, score, async (context, caller) => {
    const request = readEnvelope(scoreEnvelope, await readJson(context.req.raw));
    return context.json(await scoreAssessments(caller, request));
  });

  serveStateless(app, grid, async (context, caller) => {
    const { envelope, table } = readGridBody(await readBytes(context.req.raw));
    const request = readEnvelope(gridEnvelope, envelope);
    const answer = await scoreGrid(caller, { ...request, grid: table ?? request.grid });
    return context.body(answer, 200, { "content-type": "application/json" });
  });
}

function isPlainObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
