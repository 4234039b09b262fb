/** The wire format of what is learned from the network, for the OpenAPI document. */
import { z } from "@hono/zod-openapi";
import { modelReference, path } from "./wire.ts";

const nullableText = z.string().nullable();
const nullableNumber = z.number().nullable();
const cursor = nullableText.openapi({ description: "Where the next page of partners begins; null after the last." });
const looked = z.int().openapi({ description: "How many partners this request has looked at." });

const placement = z
  .object({
    count: z.int(),
    value: nullableNumber.openapi({ description: "The partner's own." }),
    percentile: nullableNumber.openapi({ description: "Percentile rank, 0 to 100." }),
    lowerQuartile: z.number(),
    median: z.number(),
    upperQuartile: z.number(),
    target: nullableNumber.openapi({ description: "The median of the partners one level up." }),
  })
  .openapi("Placement", {
    description: "Index and dimensions in the model's scale; criteria as attainments, 0 to 1.",
  });
const placements = z.array(z.object({ id: z.string(), placement: placement.nullable() }));
export const benchmark = z
  .object({
    model: modelReference,
    cohort: z.string(),
    partner: nullableText,
    benchmark: z
      .object({ partners: z.int(), index: placement.nullable(), dimensions: placements, criteria: placements })
      .nullable()
      .openapi({ description: "Null for fewer than 5 partners." }),
  })
  .openapi("Benchmark");

const shortfall = {
  answered: z.int(),
  short: z.int(),
  share: nullableNumber,
  low: nullableNumber,
  high: nullableNumber,
};
const verdict = z
  .enum(["programme", "partner"])
  .nullable()
  .openapi({ description: "`programme` where even the low end of the interval is above one half." });
export const diagnosis = z
  .object({
    model: modelReference,
    cohort: z.string(),
    partners: z.int().openapi({ description: "How many partners the counts are of." }),
    criteria: z.array(
      z
        .object({
          criterion: z.string(),
          name: z.string(),
          dimension: z.string(),
          ...shortfall,
          verdict,
          partners: z.array(z.string()).openapi({ description: "With `partners=true`: those who fall short." }),
          belowNext: z
            .object(shortfall)
            .openapi({ description: "Of those whose next level asks something of it, how many miss it." }),
          programme: z.array(z.string()).openapi({ description: "What to look at in the programme." }),
          help: nullableText,
          cuts: z.array(
            z.object({
              by: z.enum(["segment", "region", "type", "level"]),
              name: z.string(),
              ...shortfall,
              verdict,
            }),
          ),
        })
        .openapi("CriterionDiagnosis", { description: "Shares with Wilson's 95 % interval, 0 to 1." }),
    ),
    setAside: z
      .object({
        partner: z.string(),
        index: nullableNumber,
        without: nullableNumber.openapi({ description: "Without the criteria where the programme is at fault." }),
      })
      .nullable(),
    cursor,
  })
  .openapi("Diagnosis");

const sums = {
  count: z.int(),
  outcome: z.number(),
  spend: z.number(),
  ratio: nullableNumber.openapi({ description: "Sum of outcomes by sum of spend." }),
  median: nullableNumber,
};
export const drivers = z
  .object({
    model: modelReference,
    outcome: z.string(),
    partners: z.int(),
    complete: z.boolean().openapi({ description: "False where there are more partners than are compared." }),
    drivers: z.array(
      z
        .object({
          of: z.enum(["criterion", "dimension"]),
          id: z.string(),
          name: z.string(),
          count: z.int(),
          correlation: nullableNumber,
          low: nullableNumber,
          high: nullableNumber,
          chance: nullableNumber,
          adjusted: nullableNumber.openapi({ description: "The chance, adjusted for the number of comparisons." }),
          verdict: z.enum(["moves with", "moves against", "no clear link", "too few"]),
        })
        .openapi("Driver", {
          description: "Spearman's rank correlation. What moves with an outcome need not cause it.",
        }),
    ),
    yield: z
      .object({ all: z.object(sums), levels: z.array(z.object({ level: z.string(), ...sums })) })
      .nullable()
      .openapi({ description: "With `spend`: outcome per unit of it." }),
  })
  .openapi("Drivers");

export const gains = z
  .object({
    model: modelReference,
    from: z.string(),
    to: z.string(),
    spend: z.string(),
    partners: looked,
    total: z
      .object({
        count: z.int(),
        spend: z.number(),
        points: z.number().openapi({ description: "Index points gained, losses taken off." }),
        perPoint: nullableNumber.openapi({
          description: "Spend by points; null under 5 partners, or where nothing was gained on the whole.",
        }),
      })
      .openapi({ description: "Over the partners with an index in both periods and a known spend. Pages add up." }),
    gains: z.array(
      z.object({
        partner: z.string(),
        before: nullableNumber,
        after: nullableNumber,
        points: nullableNumber,
        spend: nullableNumber,
      }),
    ),
    cursor,
  })
  .openapi("Gains");

export const movers = z
  .object({
    model: modelReference,
    partners: looked,
    staleBy: z.string(),
    nearMisses: z.object({
      count: z.int(),
      partners: z.array(
        z
          .object({
            partner: z.string(),
            level: nullableText,
            next: z.string(),
            index: nullableNumber,
            sentence: z.string(),
            path,
          })
          .openapi("NearMiss"),
      ),
    }),
    atRisk: z.object({
      count: z.int(),
      partners: z.array(
        z
          .object({
            partner: z.string(),
            level: z.string(),
            risks: z.array(
              z.object({
                cause: z.enum(["slip", "stale"]),
                criterion: nullableText,
                to: nullableText,
                until: nullableText,
                sentence: z.string(),
              }),
            ),
          })
          .openapi("AtRisk"),
      ),
    }),
    cursor,
  })
  .openapi("Movers");

export const flags = z
  .object({
    model: modelReference,
    partners: looked,
    flags: z.array(
      z
        .object({
          partner: z.string(),
          kind: z.enum(["straight-lining", "without-foundation", "spend-without-activity"]),
          criteria: z.array(z.string()),
          sentence: z.string(),
        })
        .openapi("Flag", { description: "A question to ask, not a finding." }),
    ),
    cursor,
  })
  .openapi("Flags");

const interval = z.object({ low: z.number(), high: z.number() }).nullable();
const compared = {
  count: z.int(),
  mean: nullableNumber.openapi({ description: "Above 0 the partner sees itself better, -1 to 1." }),
  interval,
  spread: nullableNumber,
  limits: interval,
  identical: nullableNumber,
  verdict: z.enum(["optimistic", "pessimistic", "agree"]).nullable(),
};
export const agreement = z
  .object({
    model: modelReference,
    period: z.string(),
    criteria: z.array(z.object({ criterion: z.string(), name: z.string(), ...compared })),
    partners: z.array(z.object({ partner: z.string(), ...compared })),
    cursor,
  })
  .openapi("Agreement", { description: "Differences of attainments: the partner's minus the vendor's." });

const difference = z.object({ onlyBefore: z.array(z.string()), onlyAfter: z.array(z.string()) });
export const replayed = z
  .object({
    model: modelReference,
    changed: modelReference,
    partners: looked,
    moves: z.array(
      z.object({
        partner: z.string(),
        from: nullableText,
        to: nullableText,
        direction: z.enum(["up", "down"]).nullable(),
        indexBefore: nullableNumber,
        indexAfter: nullableNumber,
        why: z.string(),
      }),
    ),
    moved: z.int(),
    unchanged: z.int(),
    matrix: z.array(z.object({ from: nullableText, to: nullableText, count: z.int() })),
    criteria: difference,
    levels: difference,
    cursor,
  })
  .openapi("Replay");
