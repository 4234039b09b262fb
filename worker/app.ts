import { OpenAPIHono } from "@hono/zod-openapi";
import { cors } from "hono/cors";
import { methodNotAllowed } from "hono/method-not-allowed";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { v7 as uuidv7 } from "uuid";
import { conditional } from "./http/conditional.ts";
import type { App, Environment } from "./http/environment.ts";
import { measureRequest } from "./http/measure.ts";
import { problem, renderError, TransportError } from "./http/problem.ts";
import { wakeDelivery } from "./http/wake.ts";
import { actionRoutes } from "./routes/actions.ts";
import { assessmentRoutes } from "./routes/assessments.ts";
import { briefRoutes } from "./routes/briefs.ts";
import { feedRoutes } from "./routes/feeds.ts";
import { insightRoutes } from "./routes/insights.ts";
import { keyRoutes } from "./routes/keys.ts";
import { linkRoutes } from "./routes/links.ts";
import { metricsRoutes } from "./routes/metrics.ts";
import { modelRoutes } from "./routes/models.ts";
import { networkRoutes } from "./routes/network.ts";
import { pageRoutes } from "./routes/pages.ts";
import { partnerAssetRoutes } from "./routes/partner-pages.ts";
import { partnerRoutes } from "./routes/partners.ts";
import { scorecardRoutes } from "./routes/scorecard.ts";
import { scoringRoutes } from "./routes/scoring.ts";
import { selfAssessmentRoutes } from "./routes/self-assessment.ts";
import { serviceRoutes } from "./routes/service.ts";
import { setupRoutes } from "./routes/setup.ts";
import { uploadPageRoutes } from "./routes/upload-page.ts";
import { uploadRoutes } from "./routes/uploads.ts";
import { deliveryRoutes } from "./routes/webhook-deliveries.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import { workspaceRoutes } from "./routes/workspace.ts";

/** The whole Worker as one Hono app; `index.ts` gives it to the platform, the generator reads its OpenAPI document. */
export function createApp(): App {
  const app: App = new OpenAPIHono<Environment>();

  app.use(requestId({ generator: () => uuidv7() }));
  app.use(measureRequest);
  app.use(wakeDelivery);
  app.use(
    secureHeaders({
      // The API is called from other sites; pages that must not be framed say so in their own policy.
      crossOriginResourcePolicy: "cross-origin",
      xFrameOptions: "DENY",
      strictTransportSecurity: false,
      xDownloadOptions: false,
      xXssProtection: false,
    }),
  );
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed(context, methods) {
        const allow = [...new Set([...methods, "OPTIONS"])].join(", ");
        if (context.req.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
        const error = new TransportError("method-not-allowed", `Use one of: ${allow}.`, { allow });
        return renderError(error, context);
      },
    }),
  );
  const fromBrowsers = cors({
    origin: "*",
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    allowHeaders: ["authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "x-request-id"],
    exposeHeaders: [
      "x-request-id",
      "retry-after",
      "etag",
      "allow",
      "idempotency-replayed",
      "x-next-cursor",
      "www-authenticate",
      "ratelimit",
      "ratelimit-policy",
      "deprecation",
      "sunset",
      "link",
      "server-timing",
    ],
    maxAge: 86_400,
  });
  app.use("/v1/*", fromBrowsers);
  app.use("/openapi.json", fromBrowsers);
  app.use("/v1/*", conditional);

  serviceRoutes(app);
  setupRoutes(app);
  modelRoutes(app);
  scoringRoutes(app);
  pageRoutes(app);
  partnerRoutes(app);
  assessmentRoutes(app);
  uploadRoutes(app);
  insightRoutes(app);
  briefRoutes(app);
  actionRoutes(app);
  linkRoutes(app);
  webhookRoutes(app);
  deliveryRoutes(app);
  keyRoutes(app);
  workspaceRoutes(app);
  uploadPageRoutes(app);
  metricsRoutes(app);
  partnerAssetRoutes(app);
  selfAssessmentRoutes(app);
  scorecardRoutes(app);
  networkRoutes(app);
  feedRoutes(app);

  app.notFound((context) =>
    problem(context, "not-found", `There is nothing at ${shorten(context.req.path)}. See /docs.`),
  );
  app.onError(renderError);
  return app;
}

function shorten(path: string): string {
  return (path.length > 100 ? `${path.slice(0, 100)}…` : path).toWellFormed();
}
