import { LevelsheetError } from "../errors.ts";
import { databaseOf, limitForm } from "../http/authorize.ts";
import type { App } from "../http/environment.ts";
import { readForm } from "../http/form.ts";
import { PROBLEMS } from "../http/problem.ts";
import { firstKeysPage, setupPage } from "../pages/setup.ts";
import { catalogEntries } from "../services/catalog.ts";
import { firstRun } from "../services/first-run.ts";

const DEFAULT_NAME = "My workspace";
const LONGEST_NAME = 100;

/** The first run in a browser: what `POST /v1/setup` does, with a form. */
export function setupRoutes(app: App): void {
  app.get("/setup", async (context) => {
    const page = await setupPage({ name: "", error: null, secret: context.env.SETUP_CODE });
    return context.html(page.html, 200, page.headers);
  });

  app.post("/setup", async (context) => {
    const { SETUP_CODE } = context.env;
    const form = await readForm(context.req.raw);
    const [code = "", name = ""] = ["code", "name"].map((field) => (form.get(field) ?? "").trim());
    const request = { code, name: (name || DEFAULT_NAME).slice(0, LONGEST_NAME) };
    try {
      await limitForm(context, "setup");
      const made = await firstRun(databaseOf(context), SETUP_CODE, request, new Date().toISOString());
      const models = (await catalogEntries()).map(({ model }) => model);
      const page = await firstKeysPage(made, new URL(context.req.url).origin, models);
      return context.html(page.html, 200, page.headers);
    } catch (error) {
      if (!(error instanceof LevelsheetError)) throw error;
      const page = await setupPage({ name, error: error.message, secret: SETUP_CODE });
      return context.html(page.html, PROBLEMS[error.code].status, page.headers);
    }
  });
}
