/** The page `/upload` as a browser without script meets it, and what forms do against guessing. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { createApp } from "../../worker/app.ts";
import { partnersModel } from "../support/worker-links.ts";
import { answer, costOf, send, sendJson } from "../support/worker-requests.ts";
import { insertKey, keyOf, newWorkspace } from "../support/worker-workspace.ts";

const HOSTILE = '<script>alert(1)</script>"onfocus="alert(1)';

async function prepared() {
  const made = await newWorkspace();
  await answer(sendJson("PUT", "/v1/models/self-check", partnersModel, made.key));
  return made;
}

async function post(key: string, file: string | Uint8Array, fields: Record<string, string> = {}) {
  const form = new FormData();
  const all = { key, model: "self-check", period: "2026-Q4", source: "import", check: "false", ...fields };
  for (const [name, value] of Object.entries(all)) form.set(name, value);
  form.set("file", new File([file], "export.csv", { type: "text/csv" }));
  const response = await send("/upload", { method: "POST", headers: { authorization: "" }, body: form });
  return { response, text: await response.text() };
}

const count = async (workspace: string): Promise<unknown> =>
  (await env.DB.prepare("SELECT count(*) AS n FROM assessments WHERE workspace = ?1").bind(workspace).first())?.n;

describe("/upload", () => {
  test("is a form that names what is stored and who sees it, and may load only its own script", async () => {
    const response = await send("/upload", { headers: { authorization: "" } });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(text).toContain("What is stored, and who sees it");
    expect(text).toContain('<meta name="robots" content="noindex">');
    expect(text.match(/<script/g)).toEqual(["<script"]);
    expect(costOf(response)).toMatchObject({ statements: 0 });
  });

  test("checks and stores a small file; the result is in the page to download", async () => {
    const { id, key } = await prepared();
    const file = "partner;people;plan\r\nMüller;2,5;Ja\r\n=cmd();x;Ja\r\n";
    const checked = await post(key, file, { check: "true" });
    expect(checked.text).toContain("1 row can be saved, 1 row cannot.");
    expect(await count(id)).toBe(0);
    const { response, text } = await post(key, file);
    expect(response.status).toBe(200);
    expect(costOf(response).statements).toBeLessThanOrEqual(4);
    expect(text).toContain("1 row saved, 1 left out.");
    const csv = decodeURIComponent(/href="data:text\/csv;charset=utf-8,([^"]*)"/.exec(text)?.[1] ?? "").replaceAll(
      "&#39;",
      "'",
    );
    expect(csv).toContain("2,Müller,yes,");
    expect(csv).toContain("3,'=cmd(),no,");
    expect(text).not.toContain(key);
    // Sent again by a reload it changes nothing.
    await post(key, file);
    const kept = await env.DB.prepare("SELECT earlier FROM assessments WHERE workspace = ?1").bind(id).all();
    expect(kept.results).toEqual([{ earlier: "[]" }]);
  });

  test.each<[string, number, Record<string, string>, string]>([
    ["no key", 401, { key: "" }, "This is no key of Levelsheet."],
    ["a key that nobody has", 401, { key: keyOf("nobody here") }, "This key is not known."],
    ["a key that may only read", 403, { key: keyOf("upload reader") }, "scope “write”"],
    ["another period", 422, { period: HOSTILE }, "must be a period such as"],
    ["another model", 404, { model: HOSTILE }, "model"],
    ["another source", 422, { source: HOSTILE }, "must be “vendor”"],
  ])("says what is wrong with %s, as text, and keeps what was typed", async (_name, status, fields, said) => {
    const { id, key } = await prepared();
    await insertKey(id, keyOf("upload reader"), { scopes: ["read"] });
    const { response, text } = await post(key, "partner,people\na,1\n", fields);
    expect(response.status, text).toBe(status);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(text).toContain(said);
    expect(text).not.toContain("<script>alert");
    expect(text).not.toContain('"onfocus');
    expect(text).not.toContain("lsk_n");
    expect(await count(id)).toBe(0);
  });

  test("takes a hundred rows and 2 MB, and says so", async () => {
    const { key } = await prepared();
    const rows = (number: number) =>
      `partner,people\n${Array.from({ length: number }, (_, at) => `p${at},1\n`).join("")}`;
    expect((await post(key, rows(100))).text).toContain("100 rows saved");
    const more = await post(key, rows(101));
    expect([more.response.status, more.text.includes("at most 100")]).toEqual([413, true]);
    expect((await post(key, "x".repeat(2_000_001))).response.status).toBe(413);
    expect((await post(key, "")).text).toContain("Choose a file.");
    const body = new URLSearchParams({ key, model: "self-check", period: "2026-Q4", file: "partner,people\na,1" });
    const form = await send("/upload", { method: "POST", headers: { authorization: "" }, body });
    expect(form.status).toBe(415);
  });

  test("hostile cells are text in the page", async () => {
    const { key } = await prepared();
    const file = `partner,people,"${HOSTILE.replaceAll('"', '""')}"\n"${HOSTILE.replaceAll('"', '""')}",1\n\u202egpj.exe,\u202etxt\n${"y".repeat(100_000)},1\n`;
    const { text } = await post(key, file);
    expect(text).toContain("1 row saved, 2 left out.");
    expect(text).not.toContain("<script>alert");
    expect(text).not.toContain('"onfocus');
    expect(text).toContain("“txt” is not a number");
    expect(text.length).toBeLessThan(20_000);
  });
});

describe("whoever guesses in a form", () => {
  test.each([
    ["/setup", "application/x-www-form-urlencoded", "code=guess", ["setup"]],
    ["/upload", "multipart/form-data; boundary=x", "--x--\r\n", ["upload 192.0.2.1"]],
  ])("is slowed down at %s", async (path, type, body, expected) => {
    const keys: string[] = [];
    const limit = ({ key }: { key: string }) => {
      keys.push(key);
      return Promise.resolve({ success: false });
    };
    const headers = { "content-type": type, "cf-connecting-ip": "192.0.2.1" };
    const bindings = { ...env, RATE_LIMIT: { limit }, SETUP_CODE: "LONG-ENOUGH-CODE" };
    const response = await createApp().request(path, { method: "POST", headers, body }, bindings);
    expect(response.status).toBe(429);
    expect(await response.text()).toContain("Too many attempts have come.");
    expect(keys).toEqual(expected);
  });
});
