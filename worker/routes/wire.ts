/**
 * The wire format as schemas, for the OpenAPI document. `models/contract.ts` has the same shapes as types, and the
 * compiler holds the two together. They describe; requests with many answers are checked by hand in the services.
 */
import { z } from "@hono/zod-openapi";
import type {
  Assessment,
  Blocker,
  CellProblem,
  CheckResponse,
  GridResponse,
  ModelReference,
  ModelSummary,
  Path,
  Problem,
  ProblemDetails,
  Result,
  ScoreResponse,
} from "../../models/contract.ts";

/** Fails to compile where a schema and its type part ways. */
type Same<Schema extends z.ZodType, Wire> = [z.output<Schema>] extends [Wire]
  ? [Wire] extends [z.output<Schema>]
    ? Schema
    : never
  : never;
const same =
  <Wire>() =>
  <Schema extends z.ZodType>(schema: Schema & Same<Schema, Wire>): Schema =>
    schema;

/** Replaced by the JSON Schema of `models/format.ts` when the document is generated. */
export const modelDocument = z.looseObject({}).openapi("Model", { description: "A model document, version 1." });

export const answerValue = z
  .union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])
  .openapi("AnswerValue", {
    description:
      "An option id or label, a number, true or false, a list of option ids. Null and blank text are unanswered, `N/A` is not applicable.",
  });

export const assessment = same<Assessment>()(
  z
    .strictObject({
      partner: z
        .string()
        .min(1)
        .max(200)
        .openapi({ description: "Name or id of the partner; repeated in the result." }),
      answers: z.record(z.string(), answerValue).openapi({ description: "One answer per criterion id." }),
      segment: z.string().optional().openapi({ description: "With region and type it chooses the model's overlay." }),
      region: z.string().optional(),
      type: z.string().optional(),
    })
    .openapi("Assessment"),
);

export const modelReference = same<ModelReference>()(
  z
    .object({
      id: z.string(),
      revision: z.string().openapi({
        description: "First 12 hex digits of the SHA-256 of the document's canonical JSON (RFC 8785).",
        example: "3f2a90c1d4e7",
      }),
      name: z.string(),
    })
    .openapi("ModelReference"),
);

const blockerFields = {
  of: z.enum([
    "index",
    "dimension",
    "dimensions",
    "criterion",
    "criteria",
    "practices",
    "percentile",
    "anyOf",
    "coverage",
  ]),
  id: z.string().optional().openapi({ description: "The dimension, criterion or level that the requirement names." }),
  actual: z
    .union([z.number(), z.array(z.string()), z.null()])
    .openapi({ description: "Null where unanswered or unknown." }),
  needed: z.union([z.number(), z.array(z.string())]),
  bound: z.enum(["min", "above", "max", "below", "is"]),
  undecided: z.literal(true).optional().openapi({ description: "A percentile without a cohort to rank in." }),
  sentence: z.string().openapi({ example: "Held at Silver: certified staff 5 of 6" }),
};
const blocker: z.ZodType<Blocker> = z
  .object({
    ...blockerFields,
    get route() {
      return z
        .array(z.lazy(() => blocker))
        .optional()
        .openapi({ description: "The nearest route of an anyOf." });
    },
  })
  .openapi("Blocker", { description: "An unmet requirement of the next level." }) as unknown as z.ZodType<Blocker>;

export const path = same<Path>()(
  z
    .object({
      level: z.string(),
      reachable: z.boolean(),
      changes: z.array(
        z.object({
          criterion: z.string(),
          from: answerValue,
          to: answerValue,
          effort: z.number().openapi({ description: "Person-days." }),
        }),
      ),
      effort: z.number().openapi({ description: "Person-days, the sum over the changes." }),
      optimal: z.boolean().openapi({ description: "True when no cheaper set of changes exists." }),
      bound: z.number().openapi({ description: "No set of changes costs less than this many person-days." }),
    })
    .openapi("Path", { description: "The least-effort set of answer changes that reaches a level." }),
);

const levelFields = {
  partner: z.string(),
  overlay: z.string().nullable().openapi({ description: "The overlay used, null for the plain model." }),
  index: z.number().nullable().openapi({ description: "In the model's scale, rounded to its decimals." }),
  level: z.string().nullable(),
  next: z.string().nullable(),
  position: z.number().nullable().openapi({
    description: "Rank of the level (lowest is 0) plus the share of the next level's requirements that is reached.",
  }),
  coverage: z.number().openapi({ description: "Share of the applicable weight that is answered, 0 to 1." }),
  blockers: z.array(blocker),
};
const gapFields = {
  dimensions: z
    .array(z.object({ id: z.string(), score: z.number().nullable(), level: z.string().nullable() }))
    .openapi({ description: "With detail `gaps` and `full`." }),
  gaps: z
    .array(
      z
        .object({
          criterion: z.string(),
          name: z.string(),
          dimension: z.string(),
          attainment: z.number().nullable().openapi({ description: "0 to 1; null when unanswered." }),
          target: z.number().openapi({ description: "The attainment to reach, 0 to 1." }),
          answer: answerValue,
          blocks: z
            .boolean()
            .openapi({ description: "A requirement of the target level names it and it falls short." }),
          points: z.number().openapi({ description: "Index points to be gained." }),
          effort: z.number().openapi({ description: "Person-days." }),
          guidance: z.string().nullable(),
          stages: z.array(z.string()),
        })
        .openapi("Gap"),
    )
    .openapi({ description: "With detail `gaps` and `full`: what blocks first, then by points per effort." }),
};
const bounds = z.object({ index: z.number().nullable(), level: z.string().nullable() });
const fullFields = {
  range: z
    .object({
      worst: bounds,
      best: bounds,
      ask: z.object({ criterion: z.string(), question: z.string(), points: z.number() }).nullable(),
    })
    .openapi({ description: "With detail `full`: what the unanswered questions could still change." }),
  path: path.nullable().openapi({ description: "With detail `full`." }),
  curve: z
    .object({ x: z.number(), y: z.number(), phase: z.string() })
    .nullable()
    .openapi({ description: "With detail `full`: the place on the model's S-curve." }),
};

const levelResult = z.object(levelFields).openapi("LevelResult");
const gapsResult = z.object({ ...levelFields, ...gapFields }).openapi("GapsResult");
const fullResult = z.object({ ...levelFields, ...gapFields, ...fullFields }).openapi("FullResult");
export const result = same<Result>()(z.union([levelResult, gapsResult, fullResult]).openapi("Result"));

const problem = same<Problem>()(
  z
    .object({ partner: z.string(), criterion: z.string().nullable(), message: z.string() })
    .openapi("Problem", { description: "A bad answer counts as unanswered; everything else is scored." }),
);

export const scoreResponse = same<ScoreResponse>()(
  z
    .object({
      model: modelReference,
      results: z.array(result),
      problems: z.array(problem).openapi({ description: "The first 100." }),
      problemCount: z.int().openapi({ description: "All of them." }),
    })
    .openapi("ScoreResponse"),
);

export const gridCell = z.union([z.string(), z.number(), z.boolean(), z.null()]).openapi("GridCell");

export const cellProblem = same<CellProblem>()(
  z
    .object({
      row: z.int().openapi({ description: "From 1, the header being row 1." }),
      column: z.int().openapi({ description: "From 1; 0 stands for the whole row." }),
      message: z.string(),
    })
    .openapi("CellProblem"),
);

export const gridResponse = same<GridResponse>()(
  z
    .object({
      model: modelReference,
      grid: z
        .array(z.array(z.union([z.string(), z.number()])))
        .openapi({ description: "Header row and one row per row sent, ready for setValues. An unknown value is “–”." }),
      problems: z.array(cellProblem).openapi({ description: "The first 100." }),
      problemCount: z.int(),
      ignored: z.array(z.string()).openapi({ description: "Header cells that name no criterion." }),
    })
    .openapi("GridResponse"),
);

export const modelSummary = same<ModelSummary>()(
  z
    .object({
      id: z.string(),
      revision: z.string(),
      name: z.string(),
      summary: z.string().nullable(),
      language: z.string(),
      languages: z.array(z.string()),
      criteria: z.int().openapi({ description: "How many there are." }),
      levels: z
        .array(z.object({ id: z.string(), name: z.string() }))
        .openapi({ description: "From lowest to highest." }),
    })
    .openapi("ModelSummary"),
);

export const checkResponse = same<CheckResponse>()(
  z
    .object({
      valid: z.boolean().openapi({ description: "True when no finding is an error." }),
      revision: z.string().nullable(),
      findings: z.array(
        z
          .object({
            severity: z.enum(["error", "warning"]),
            rule: z.string(),
            place: z.string().openapi({ example: "criteria.certified.weight" }),
            message: z.string(),
            example: z
              .object({
                answers: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()), z.null()])),
                result: z.string(),
              })
              .optional()
              .openapi({ description: "Answers that show the fault." }),
          })
          .openapi("Finding"),
      ),
    })
    .openapi("CheckResponse"),
);

export const problemDetails = same<ProblemDetails>()(
  z
    .object({
      type: z
        .string()
        .openapi({ description: "Address of the explanation.", example: "/docs#problem-invalid-request" }),
      title: z.string(),
      status: z.int(),
      detail: z.string(),
      instance: z.string(),
      requestId: z.string(),
      errors: z.array(z.object({ location: z.string(), message: z.string() })),
      current: z
        .record(z.string(), z.unknown())
        .optional()
        .openapi({ description: "With status 412: what there is now." }),
    })
    .openapi("ProblemDetails", { description: "RFC 9457 problem details." }),
);
