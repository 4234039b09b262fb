/** The query of every list. */
import { z } from "@hono/zod-openapi";

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
