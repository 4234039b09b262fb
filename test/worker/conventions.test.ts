/** What holds for every operation alike; `worker/api.md` tells integrators of it. */
import { env } from "cloudflare:workers";
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../worker/app.ts";
import { deprecationHeaders } from "../../worker/http/deprecation.ts";
import type { Environment } from "../../worker/http/environment.ts";
import { json, serve } from "../../worker/routes/contract.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, problem, send, sendJson } from "../support/worker-requests.ts";
import { newWorkspace, type Workspace } from "../support/worker-workspace.ts";

let here: Workspace;
const get = (path: string, headers: Record<string, string> = {}) =>
  send(path, { headers: { authorization: `Bearer ${here.key}`, ...headers } });

beforeAll(async () => {
  here = await newWorkspace("conventions");
  const partners = ["acme", "bonsai", "cobalt"].map((id) => ({ id, name: id.toUpperCase(), region: "EMEA" }));
  await answer(sendJson("PUT", "/v1/partners", { partners }, here.key));
  await answer(sendJson("PUT", "/v1/models/first-steps", firstSteps, here.key));
  await answer(sendJson("POST", "/v1/actions", { model: "first-steps", partner: "acme", text: "Call" }, here.key));
});

describe("conditional requests", () => {
  test("who has the present answer gets 304 without a body; after a change there is a new one", async () => {
    const first = await get("/v1/partners?limit=1");
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[0-9a-f]{40}"$/);
    expect(first.headers.get("cache-control")).toBe("private, no-cache");
    const whole = await first.text();

    const again = await get("/v1/partners?limit=1", { "if-none-match": `"other", ${etag}` });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
    expect(again.headers.get("etag")).toBe(etag);
    expect(again.headers.get("x-request-id")).toMatch(/^[\w-]+$/);
    expect(again.headers.get("access-control-allow-origin")).toBe("*");
    expect(again.headers.get("content-type")).toBeNull();

    await answer(sendJson("PUT", "/v1/partners", { partners: [{ id: "acme", owner: "Kim" }] }, here.key));
    const changed = await get("/v1/partners?limit=1", { "if-none-match": etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get("etag")).not.toBe(etag);
    expect(await changed.text()).not.toBe(whole);
  });

  test("what has a version is tagged with it, the same for If-None-Match and If-Match", async () => {
    const { actions } = await answer<{ actions: { id: string }[] }>(get("/v1/actions"));
    const path = `/v1/actions/${actions[0]?.id}`;
    const etag = (await get(path)).headers.get("etag") ?? "";
    expect(etag).toBe('"1"');
    expect((await get(path, { "if-none-match": etag })).status).toBe(304);
    const change = (version: string) => sendJson("PATCH", path, { status: "doing" }, here.key, { "if-match": version });
    expect((await change(etag)).headers.get("etag")).toBe('"2"');
    expect((await problem(change(etag), 412)).type).toContain("precondition-failed");
    expect((await get(path, { "if-none-match": etag })).status).toBe(200);
  });

  test("a tag opens nothing: without a key the answer is 401", async () => {
    const etag = (await get("/v1/partners")).headers.get("etag") ?? "";
    const response = await send("/v1/partners", { headers: { authorization: "", "if-none-match": etag } });
    expect(response.status).toBe(401);
    expect(response.headers.get("etag")).toBeNull();
  });

  test("requests that change something are never answered with 304", async () => {
    const response = await sendJson("POST", "/v1/models/check", firstSteps, here.key, { "if-none-match": "*" });
    expect(response.status).toBe(200);
    expect(response.headers.get("etag")).toBeNull();
  });
});

describe("fields", () => {
  test("shows those that are named, page by page", async () => {
    const first = await answer<{ partners: unknown[]; cursor: string }>(get("/v1/partners?fields=id,%20name&limit=2"));
    expect(first.partners).toEqual([
      { id: "acme", name: "ACME" },
      { id: "bonsai", name: "BONSAI" },
    ]);
    const next = await answer(get(`/v1/partners?fields=name&limit=2&cursor=${first.cursor}`));
    expect(next).toEqual({ partners: [{ name: "COBALT" }], cursor: null });
  });

  test.each(["partners", "assessments", "actions", "links", "demotions"])("of %s, and no others", async (list) => {
    const { errors } = await problem(get(`/v1/${list}?fields=${list === "links" ? "id" : "model"},colour`), 422);
    expect(errors?.[0]).toMatchObject({
      location: "query.fields",
      message: expect.stringContaining("must be some of"),
    });
    const page = await answer<Record<string, object[]>>(
      get(`/v1/${list}?fields=partner`).then(async (response) =>
        list === "partners" ? get("/v1/partners?fields=id") : response,
      ),
    );
    for (const item of page[list] ?? []) expect(Object.keys(item)).toHaveLength(1);
  });
});

describe("limits on requests", () => {
  const app = createApp();
  const limited = (allowed: boolean, authorization = `Bearer ${here.key}`) =>
    app.fetch(new Request("https://levelsheet.test/v1/partners", { headers: { authorization } }), {
      ...env,
      RATE_LIMIT: { limit: async () => ({ success: allowed }) },
    });

  test("are named on every response, and on one too many with the time to wait", async () => {
    const good = await limited(true);
    expect(good.status).toBe(200);
    expect(good.headers.get("ratelimit-policy")).toBe('"requests";q=600;w=10');
    expect(good.headers.get("ratelimit")).toBeNull();
    const refused = await limited(false);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("ratelimit-policy")).toBe('"requests";q=600;w=10');
    expect(refused.headers.get("ratelimit")).toBe('"requests";r=0;t=10');
    expect(refused.headers.get("retry-after")).toBe("10");
  });

  test("are not named where there are none", async () => {
    const request = new Request("https://levelsheet.test/v1/partners", {
      headers: { authorization: `Bearer ${here.key}` },
    });
    const response = await app.fetch(request, { ...env, RATE_LIMIT: undefined });
    expect(response.headers.get("ratelimit-policy")).toBeNull();
  });
});

describe("browsers", () => {
  test("may send what the API reads and read what it answers, from any site, without cookies", async () => {
    const preflight = await send("/v1/partners", {
      method: "OPTIONS",
      headers: {
        origin: "https://portal.example",
        "access-control-request-method": "PATCH",
        "access-control-request-headers": "authorization, idempotency-key, if-match, if-none-match",
      },
    });
    expect(preflight.status).toBe(204);
    const allowed = (preflight.headers.get("access-control-allow-headers") ?? "").toLowerCase();
    for (const name of ["authorization", "idempotency-key", "if-match", "if-none-match"])
      expect(allowed).toContain(name);
    expect(preflight.headers.get("access-control-allow-credentials")).toBeNull();
    const response = await get("/v1/partners", { origin: "https://portal.example" });
    const exposed = (response.headers.get("access-control-expose-headers") ?? "").toLowerCase().split(",");
    for (const name of ["etag", "ratelimit", "ratelimit-policy", "deprecation", "sunset", "link", "server-timing"]) {
      expect(exposed).toContain(name);
    }
  });

  test("get no pages of the service across sites", async () => {
    for (const path of ["/setup", "/health", "/docs"]) {
      const response = await send(path, { headers: { origin: "https://portal.example" } });
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});

describe("an operation that will go", () => {
  const going = { since: "2027-01-01", sunset: "2028-01-01", successor: "/v1/newer" };

  test("says so on every response and in the document", async () => {
    const app = new OpenAPIHono<Environment>();
    const route = createRoute({ method: "get", path: "/older", responses: { 200: json("It.", z.object({})) } });
    serve(app, route, (context) => context.json({}), { deprecation: going });
    const { headers } = await app.request("/older");
    expect(headers.get("deprecation")).toBe("@1798761600");
    expect(headers.get("sunset")).toBe("Sat, 01 Jan 2028 00:00:00 GMT");
    expect(headers.get("link")).toBe('</v1/newer>; rel="successor-version"');
    const document = app.getOpenAPI31Document({ openapi: "3.1.0", info: { title: "", version: "" } });
    expect(document.paths?.["/older"]?.get).toMatchObject({ deprecated: true });
  });

  test("gives its callers a year", () => {
    expect(() => deprecationHeaders({ ...going, sunset: "2027-12-31" })).toThrow("less than a year");
    expect(() => deprecationHeaders({ ...going, sunset: "soon" })).toThrow("less than a year");
  });
});
