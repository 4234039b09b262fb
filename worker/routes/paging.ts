/** The query of every list, and what it shows of each item. */
import { z } from "@hono/zod-openapi";
import type { ZodObject } from "zod";

export const MAX_LIMIT = 1_000;

export const pagingFields = {
  limit: z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .max(MAX_LIMIT, `must be at most ${MAX_LIMIT}`)
    .default(100)
    .openapi({
      param: { name: "limit", in: "query" },
      type: "integer",
      description: `How many at most: 100 if left out, ${MAX_LIMIT.toLocaleString("en")} at most.`,
    }),
  cursor: z
    .string()
    .max(2_000, "is not a cursor of this list")
    .optional()
    .openapi({ param: { name: "cursor", in: "query" }, description: "The `cursor` of the page before." }),
};

const namesIn = (fields: string): string[] => fields.split(",").map((name) => name.trim());

/** @param item what the list is made of: `fields` names some of its fields. */
export function fieldsField(item: ZodObject) {
  const known = Object.keys(item.shape);
  return {
    fields: z
      .string()
      .max(1_000, "must be at most 1,000 characters")
      .refine((fields) => namesIn(fields).every((name) => known.includes(name)), {
        error: `must be some of ${known.join(", ")}, separated by commas`,
      })
      .optional()
      .openapi({
        param: { name: "fields", in: "query" },
        description: `Only these fields of each, separated by commas, such as \`${known.slice(0, 2).join(",")}\`. The response has no others.`,
      }),
  };
}

/** The items with the fields that `fields` names, or with all of them. */
export function withFields<Item extends object>(items: readonly Item[], fields: string | undefined): Partial<Item>[] {
  if (fields === undefined) return [...items];
  const names = namesIn(fields) as (keyof Item)[];
  return items.map((item) => Object.fromEntries(names.map((name) => [name, item[name]])) as Partial<Item>);
}
