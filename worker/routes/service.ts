import { createRoute, z } from "@hono/zod-openapi";
import { accepts } from "hono/accepts";
import packageFile from "../../package.json" with { type: "json" };
import { databaseOf } from "../http/authorize.ts";
import type { App } from "../http/environment.ts";
import { problem } from "../http/problem.ts";
import openApiDocument from "../openapi.json" with { type: "json" };
import { docsPage } from "../pages/docs.ts";
import { healthPage } from "../pages/health.ts";
import { checkHealth } from "../services/check-health.ts";
import { freePlanWarnings } from "../services/free-plan.ts";
import { json, problems, serve } from "./contract.ts";

const healthy = z.object({
  status: z.literal("ok"),
  version: z.string(),
  warnings: z.array(z.string()).openapi({ description: "What of the free plan is nearly used up." }),
});
const health = createRoute({
  method: "get",
  path: "/health",
  operationId: "checkHealth",
  tags: ["Service"],
  summary: "Check the service",
  description:
    "The status is 200 when the Worker runs and its database responds with all its tables, else 503 with what to do about it. A browser gets a page.",
  responses: {
    200: json("All is well.", healthy, {
      status: "ok",
      version: packageFile.version,
      warnings: [],
    }),
    ...problems("unavailable"),
  },
});

const openApi = createRoute({
  method: "get",
  path: "/openapi.json",
  operationId: "readOpenApi",
  tags: ["Service"],
  summary: "Read this document",
  description: "The OpenAPI 3.1 document of the service.",
  responses: {
    200: json("The document.", z.looseObject({ openapi: z.string() }), { openapi: "3.1.0" }),
    ...problems(),
  },
});

export function serviceRoutes(app: App): void {
  serve(app, health, async (context) => {
    // The types say that the database is there; a deployment may lack it all the same.
    const bound = context.env.DB as D1Database | undefined;
    const database = bound === undefined ? null : databaseOf(context);
    const ailment = await checkHealth(database);
    const warnings = freePlanWarnings({ databaseBytes: database?.size ?? null });
    const type = accepts(context, {
      header: "Accept",
      supports: ["application/json", "text/html"],
      default: "application/json",
    });
    if (type === "text/html") {
      const { html, headers } = await healthPage(ailment, warnings, packageFile.version);
      return context.html(html, ailment === null ? 200 : 503, headers);
    }
    if (ailment === null) return context.json({ status: "ok", version: packageFile.version, warnings });
    return problem(context, "unavailable", `${ailment.problem} ${ailment.advice}`, [], { "retry-after": "10" });
  });

  let documentText: string | undefined;
  serve(app, openApi, (context) => {
    documentText ??= JSON.stringify(openApiDocument);
    return context.body(documentText, 200, {
      "content-type": "application/json",
      "cache-control": "public, max-age=300",
    });
  });

  app.get("/docs", async (context) => {
    const page = await docsPage();
    return context.html(page.html, 200, {
      "content-security-policy": page.contentSecurityPolicy,
      "cache-control": "public, max-age=300",
    });
  });
  app.get("/", (context) => context.redirect("/docs", 302));
}
