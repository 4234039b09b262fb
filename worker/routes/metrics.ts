import { createRoute, z } from "@hono/zod-openapi";
import { accepts } from "hono/accepts";
import type { App } from "../http/environment.ts";
import { asOpenMetrics, readMetrics } from "../services/read-metrics.ts";
import { json, problems, serveKeyed } from "./contract.ts";

const OPEN_METRICS = "application/openmetrics-text";
const count = (description: string) => z.int().openapi({ description });

const metrics = z
  .object({
    at: z.string(),
    workspace: z.object({
      partners: z.int(),
      standings: count("Partners times models under which they stand somewhere."),
      actionsOpen: z.int(),
      actionsOverdue: z.int(),
      linksOpen: z.int(),
      keys: z.int(),
    }),
    today: z
      .object({
        changes: z.int(),
        assessments: z.int(),
        partners: z.int(),
        rowsWritten: count("An estimate: two for each assessment and change, one for each partner."),
      })
      .openapi({ description: "Since midnight UTC, when the plan's daily limits begin anew." }),
    database: z
      .object({ bytes: z.int().nullable() })
      .openapi({ description: "Of all workspaces together; null where the database does not say." }),
    freePlan: z
      .object({
        requestsPerDay: z.int(),
        rowsReadPerDay: z.int(),
        rowsWrittenPerDay: z.int(),
        databaseBytes: z.int(),
      })
      .openapi({ description: "What Cloudflare's free plan gives an account." }),
    warnings: z.array(z.string()).openapi({ description: "A sentence for each limit of the free plan that is near." }),
  })
  .openapi("Metrics");

const read = createRoute({
  method: "get",
  path: "/v1/metrics",
  operationId: "readMetrics",
  tags: ["Workspace"],
  summary: "Read the metrics",
  description: `What the workspace has, what was changed today, and how near the limits of the free plan are. With \`accept: ${OPEN_METRICS}\` as text for Prometheus. It reads a row for each partner, standing, action, link and change of the day: ask every few minutes, not every few seconds.`,
  responses: {
    200: {
      ...json("The metrics.", metrics),
      content: { "application/json": { schema: metrics }, [OPEN_METRICS]: { schema: z.string() } },
    },
    ...problems(),
  },
});

export function metricsRoutes(app: App): void {
  serveKeyed(app, "admin", read, async (context, caller) => {
    const found = await readMetrics(caller);
    const supports = ["application/json", OPEN_METRICS];
    const type = accepts(context, { header: "Accept", supports, default: "application/json" });
    context.header("vary", "accept", { append: true });
    if (type !== OPEN_METRICS) return context.json(found);
    return context.body(asOpenMetrics(found), 200, {
      "content-type": `${OPEN_METRICS}; version=1.0.0; charset=utf-8`,
    });
  });
}
