import { createRoute, z } from "@hono/zod-openapi";
import packageFile from "../../package.json" with { type: "json" };
import type { App } from "../http/environment.ts";
import { problem } from "../http/problem.ts";
import openApiDocument from "../openapi.json" with { type: "json" };
import { docsPage } from "../pages/docs.ts";
import { checkHealth } from "../services/check-health.ts";
import { json, problems, serve } from "./contract.ts";

const health = createRoute({
  method: "get",
  path: "/health",
  operationId: "checkHealth",
  tags: ["Service"],
  summary: "Check the service",
  description: "The status is 200 when the Worker runs and its database responds, else 503.",
  responses: {
    200: json("All is well.", z.object({ status: z.literal("ok"), version: z.string() }), {
      status: "ok",
      version: packageFile.version,
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
    if (await checkHealth(context.env.DB)) return context.json({ status: "ok", version: packageFile.version });
    return problem(context, "unavailable", "The database does not answer.", [], { "retry-after": "10" });
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
