/** The wire format of what is stored, for the OpenAPI document. */
import { z } from "@hono/zod-openapi";
import { modelReference, result, scoreResponse } from "./wire.ts";

const nullableText = z.string().nullable();

export const partner = z
  .object({
    id: z.string(),
    name: z.string(),
    segment: nullableText,
    region: nullableText,
    type: nullableText,
    owner: nullableText,
    tags: z.array(z.string()),
    fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi("Partner");

export const pendingDemotion = z
  .object({
    to: nullableText.openapi({ description: "The level the answers reach; null where they reach none." }),
    since: z.string(),
    dismissed: nullableText.openapi({ description: "When a person let the partner stay." }),
  })
  .openapi("PendingDemotion");

export const partnerStanding = z
  .object({
    model: z.string(),
    revision: z.string(),
    period: z.string(),
    source: z.string(),
    level: nullableText.openapi({ description: "After the model's promotion policy." }),
    pending: pendingDemotion.nullable(),
    answeredAt: z.string(),
    result: z.object({
      index: z.number().nullable(),
      level: nullableText.openapi({ description: "What the answers reach." }),
      next: nullableText,
      position: z.number().nullable(),
      coverage: z.number(),
    }),
  })
  .openapi("Standing");

const plainAnswer = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
export const storedAnswer = z
  .union([
    plainAnswer,
    z.strictObject({ value: plainAnswer.optional(), note: z.string().optional(), evidence: z.string().optional() }),
  ])
  .openapi("StoredAnswer", {
    description: "An answer, or an answer with a note and a piece of evidence such as an address.",
  });

const version = {
  revision: z.string(),
  answers: z.record(z.string(), storedAnswer),
  savedAt: z.string(),
  savedBy: z.string().openapi({ description: "Id of the key." }),
  result: result.nullable(),
};
const recalledFields = {
  model: z.string(),
  partner: z.string(),
  period: z.string(),
  source: z.string(),
  ...version,
  answeredAt: z.string().openapi({ description: "The period's last day, or the day of saving before it." }),
  stale: z.boolean().openapi({ description: "Older than the model's review interval." }),
};
export const recalled = z.object(recalledFields).openapi("StoredAssessment");
export const listed = recalled
  .extend({
    dimensions: z
      .array(z.object({ id: z.string(), score: z.number().nullable() }))
      .nullable()
      .optional()
      .openapi({ description: "With `dimensions=true`, in scale units." }),
  })
  .openapi("ListedAssessment");
export const historyResponse = z
  .object({
    partner: z.string(),
    model: z.string(),
    periods: z.array(
      z.object({
        ...recalledFields,
        earlier: z.array(z.object(version)).openapi({ description: "What was replaced, oldest first." }),
      }),
    ),
  })
  .openapi("History");

export const savedAssessments = scoreResponse
  .extend({
    model: modelReference,
    period: z.string(),
    source: z.string(),
    saved: z.int(),
    standings: z
      .array(
        z.object({
          partner: z.string(),
          level: nullableText,
          changed: z.enum(["promoted", "demoted", "none"]),
          pending: pendingDemotion.nullable(),
        }),
      )
      .openapi({ description: "Of the partners whose standing this save decides: it is their latest period." }),
    ignored: z.array(z.string()).openapi({ description: "Header cells of a grid that name no criterion." }),
  })
  .openapi("SavedAssessments");

const point = { index: z.number(), low: z.number(), high: z.number() };
export const partnerForecast = z
  .object({
    partner: z.string(),
    model: z.string(),
    observed: z.array(z.object({ period: z.string(), index: z.number().nullable() })),
    next: nullableText,
    forecast: z.union([
      z.object({ possible: z.literal(false), reason: z.string(), periods: z.int() }),
      z.object({
        possible: z.literal(true),
        periods: z.int(),
        slope: z.number().openapi({ description: "Change of the index's logit per year." }),
        points: z.array(z.object({ period: z.string(), date: z.string(), ...point })),
        reach: z
          .object({
            needed: z.number(),
            status: z.enum(["reached", "expected", "not expected"]),
            date: nullableText,
            earliest: nullableText,
            latest: nullableText,
          })
          .nullable(),
      }),
    ]),
  })
  .openapi("PartnerForecast");

export const demotion = z
  .object({ model: z.string(), partner: z.string(), period: z.string(), level: nullableText, pending: pendingDemotion })
  .openapi("Demotion");
