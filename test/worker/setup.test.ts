import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { catalog } from "../../models/catalog/index.ts";
import { createApp } from "../../worker/app.ts";
import { NEEDED_MIGRATION } from "../../worker/db/schema.ts";
import { answer, sendJson } from "../support/worker-requests.ts";

type Bindings = Record<string, unknown>;
const look = (bindings: Bindings, accept = "text/html") =>
  createApp().request("/health", { headers: { accept } }, { ...env, ...bindings });

/** D1 as a deployment finds it after something went wrong: each statement is answered with these rows, or not at all. */
const answering = (rows: (sql: string) => unknown[] | Error) => ({
  prepare: (sql: string) => ({ bind: () => sql }),
  batch: (statements: string[]) => {
    const results = statements.map(rows);
    const fault = results.find((result) => result instanceof Error);
    return fault ? Promise.reject(fault) : Promise.resolve(results.map((found) => ({ results: found, meta: {} })));
  },
});
const migratedTo = (name: string) =>
  answering((sql) => [{ name: sql.includes("sqlite_master") ? "d1_migrations" : name }]);

describe("GET /health", () => {
  test("knows the newest migration there is", () => {
    expect(NEEDED_MIGRATION).toBe(
      env.MIGRATIONS.map(({ name }) => name)
        .sort()
        .at(-1),
    );
  });

  test.each<[string, Bindings, string, string]>([
    ["no database", { DB: undefined }, "The Worker has no database.", "npm run deploy"],
    ["no tables", { DB: answering(() => []) }, "The database has no tables yet.", "d1 migrations apply DB --remote"],
    [
      "tables of an older release",
      { DB: migratedTo("0001_store.sql") },
      `it has 0001_store.sql and needs ${NEEDED_MIGRATION}.`,
      "What is stored stays.",
    ],
    [
      "a database that fails",
      { DB: answering(() => new Error("D1_ERROR: secret detail")) },
      "The database does not answer.",
      "wrangler d1 list",
    ],
  ])("says in plain words that there is %s, and what to do", async (_name, bindings, problem, advice) => {
    const page = await look(bindings);
    expect(page.status).toBe(503);
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    const text = await page.text();
    expect(text).toContain(problem);
    expect(text).toContain(advice);
    expect(text).not.toContain("secret detail");
    const details = await look(bindings, "application/json");
    expect(details.headers.get("retry-after")).toBe("10");
    expect(await details.json()).toMatchObject({ status: 503, detail: expect.stringContaining(problem) });
  });

  test("minds no tables of a later release", async () => {
    expect((await look({ DB: migratedTo("9999_later.sql") }, "*/*")).status).toBe(200);
  });

  test("gives a page to a browser and JSON to everybody else", async () => {
    const page = await look({}, "text/html,application/xhtml+xml,*/*;q=0.8");
    expect(await page.text()).toContain("All is well");
    expect(await (await look({}, "*/*")).json()).toMatchObject({ status: "ok" });
  });
});

describe("the first run", () => {
  const open = (SETUP_CODE?: string) => createApp().request("/setup", {}, { ...env, SETUP_CODE });
  const enter = (SETUP_CODE: string | undefined, fields: Record<string, string>) =>
    createApp().request(
      "https://levelsheet.example.workers.dev/setup",
      {
        method: "POST",
        body: new URLSearchParams(fields).toString(),
        headers: { "content-type": "application/x-www-form-urlencoded" },
      },
      { ...env, SETUP_CODE },
    );
  const keysIn = (page: string) =>
    [...page.matchAll(/value="(lsk_[A-Za-z0-9_-]{43})"/g)].map(([, key]) => key as string);

  test("takes the code and shows the address and two keys, once: one for sheets, one that opens everything", async () => {
    const response = await enter("ABCDE-FGHJK-1", { code: " ABCDE-FGHJK-1 ", name: "Acme channel" });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const page = await response.text();
    expect(page).toContain("Acme channel is ready");
    expect(page).toContain('value="https://levelsheet.example.workers.dev"');
    for (const { id } of catalog) expect(page).toContain(`href="/models/${id}"`);
    expect(page).toContain('href="/upload"');
    expect(page.match(/<svg [^>]*role="img" aria-label="[^"]+"/g)).toHaveLength(2);
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
    const [sheet = "", admin = "", ...more] = keysIn(page);
    expect(more).toEqual([]);
    const { keys } = await answer<{ keys: { prefix: string; scopes: string[] }[] }>(
      sendJson("GET", "/v1/keys", undefined, admin),
    );
    expect(keys).toHaveLength(2);
    expect(keys.find(({ prefix }) => sheet.startsWith(prefix))?.scopes).toEqual(["read", "write"]);
    expect((await sendJson("GET", "/v1/keys", undefined, sheet)).status).toBe(403);
    for (const table of ["keys", "documents"]) {
      const { results } = await env.DB.prepare(`SELECT * FROM ${table}`).all();
      for (const key of [sheet, admin]) expect(JSON.stringify(results)).not.toContain(key);
    }

    const again = await enter("ABCDE-FGHJK-1", { code: "ABCDE-FGHJK-1", name: "Acme channel" });
    expect(again.status).toBe(409);
    const refused = await again.text();
    expect(refused).toContain("This setup code has made its workspace.");
    expect(keysIn(refused)).toEqual([]);
  });

  test("says that a code is wrong and keeps the name, as text", async () => {
    const response = await enter("RIGHT-AND-LONG", { code: "WRONG", name: '"><script>alert(1)</script>' });
    expect(response.status).toBe(401);
    const page = await response.text();
    expect(page).toContain("The setup code is not right.");
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(page).not.toContain("WRONG");
  });

  test("takes a form of at most 2 MB, and nothing else", async () => {
    expect((await enter("CODE", { code: "x".repeat(2_000_001), name: "" })).status).toBe(413);
    const body = new FormData();
    body.set("code", "CODE");
    const parts = createApp().request("/setup", { method: "POST", body }, { ...env, SETUP_CODE: "CODE" });
    expect((await parts).status).toBe(415);
  });

  test("without a code in the deployment says how to make one, and takes none", async () => {
    expect(await (await open()).text()).toContain("npx wrangler secret put SETUP_CODE");
    expect((await enter(undefined, { code: "", name: "x" })).status).toBe(401);
    expect((await enter("", { code: "", name: "x" })).status).toBe(401);
  });

  test("opens nothing for a code that can be guessed, and says so", async () => {
    expect(await (await open("1234")).text()).toContain("fewer than 12 characters");
    expect((await enter("1234", { code: "1234", name: "x" })).status).toBe(401);
  });

  test("lets nobody guess without end", async () => {
    const RATE_LIMIT = { limit: ({ key }: { key: string }) => Promise.resolve({ success: key !== "setup" }) };
    const body = new URLSearchParams({ code: "a guess" });
    const response = await createApp().request(
      "/setup",
      { method: "POST", body },
      { ...env, RATE_LIMIT, SETUP_CODE: "RIGHT-AND-LONG" },
    );
    expect(response.status).toBe(429);
    expect(await response.text()).toContain("Too many attempts have come.");
  });

  test("loads nothing from elsewhere, is not framed and not indexed", async () => {
    const page = await open("CODE");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'/);
    expect(policy).toContain("form-action 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    expect(await page.text()).toContain('<meta name="robots" content="noindex">');
  });
});
