import type { App } from "../http/environment.ts";
import { modelListPage, modelPage } from "../pages/model.ts";
import { catalogEntries } from "../services/catalog.ts";
import { findShippedModel } from "../services/find-model.ts";

/** No script, nothing from elsewhere, never framed. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cache-control": "public, max-age=300",
};

/** Pages about the shipped models, for people; what they say is made from the documents. */
export function pageRoutes(app: App): void {
  app.get("/models", async (context) => {
    const entries = await catalogEntries();
    return context.html(await modelListPage(entries.map((entry) => entry.model)), 200, HEADERS);
  });

  app.get("/models/:id", async (context) => {
    const { model } = await findShippedModel(context.req.param("id"));
    const language = context.req.query("language") ?? model.language ?? "en";
    return context.html(await modelPage(model, language), 200, HEADERS);
  });
}
