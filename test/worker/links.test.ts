import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import type { CreatedLink } from "../../worker/services/create-links.ts";
import { partnersModel } from "../support/worker-links.ts";
import { answer, costOf, problem, send, sendJson } from "../support/worker-requests.ts";
import { newWorkspace, type Workspace } from "../support/worker-workspace.ts";

type Created = CreatedLink & { url: string };

const wanted = { partner: "acme", model: "self-check", period: "2026-q4" };

async function withModel(): Promise<Workspace> {
  const workspace = await newWorkspace();
  await answer(sendJson("PUT", "/v1/models/self-check", partnersModel, workspace.key));
  return workspace;
}

async function make(key: string, links: unknown[], headers: Record<string, string> = {}): Promise<Created[]> {
  return (await answer<{ links: Created[] }>(sendJson("POST", "/v1/links", { links }, key, headers))).links;
}

async function listed(key: string, query = ""): Promise<Created[]> {
  return (await answer<{ links: Created[] }>(sendJson("GET", `/v1/links${query}`, undefined, key))).links;
}

const visit = (path: string, headers: Record<string, string> = {}) =>
  send(path, { headers: { authorization: "", ...headers } });

describe("POST /v1/links", () => {
  test("makes a link with a token of 128 bits, which is stored nowhere", async () => {
    const { key, id } = await withModel();
    const [link] = await make(key, [{ ...wanted, language: "de" }], { "idempotency-key": "once" });
    expect(link).toMatchObject({
      partner: "acme",
      period: "2026-Q4",
      language: "de",
      state: "sent",
      kind: "self-assessment",
    });
    const token = link?.token ?? "";
    expect(token).toMatch(/^[\w-]{22}$/);
    expect(link?.url).toBe(`https://levelsheet.test/a/${token}`);
    for (const table of ["links", "documents"]) {
      const { results } = await env.DB.prepare(`SELECT * FROM ${table} WHERE workspace = ?1`).bind(id).all();
      expect(JSON.stringify(results)).not.toContain(token);
    }
    expect((await visit(`/a/${token}`)).status).toBe(200);
  });

  test("makes 500 in one request of three statements, each with a token of its own", async () => {
    const { key } = await withModel();
    const links = Array.from({ length: 500 }, (_, at) => ({ ...wanted, partner: `p${at}` }));
    const response = await sendJson("POST", "/v1/links", { links }, key);
    expect(costOf(response).statements).toBeLessThanOrEqual(4);
    const made = (await answer<{ links: Created[] }>(response)).links;
    expect(new Set(made.map(({ token }) => token)).size).toBe(500);
    expect(new Set(made.map(({ id }) => id)).size).toBe(500);
    expect(made.map(({ partner }) => partner)).toEqual(links.map(({ partner }) => partner));
    await problem(sendJson("POST", "/v1/links", { links: [...links, wanted] }, key), 413);
  });

  test("repeated with its Idempotency-Key it gives the same tokens and makes no more", async () => {
    const { key } = await withModel();
    const first = await make(key, [wanted, { ...wanted, partner: "bonsai" }], { "idempotency-key": "k" });
    expect(await make(key, [wanted, { ...wanted, partner: "bonsai" }], { "idempotency-key": "k" })).toEqual(first);
    expect(await listed(key)).toHaveLength(2);
    await problem(sendJson("POST", "/v1/links", { links: [wanted] }, key, { "idempotency-key": "k" }), 409);
  });

  test.each([
    ["a period that is none", { period: "autumn" }, "links.0.period"],
    ["a partner without a name", { partner: "a\nb" }, "links.0.partner"],
    ["an unknown kind", { kind: "poster" }, "links.0.kind"],
    ["an end in the past", { expiresAt: "2020-01-01T00:00:00Z" }, "links.0.expiresAt"],
    ["an end in ten years", { expiresAt: "2036-01-01T00:00:00Z" }, "links.0.expiresAt"],
    ["a language that is none", { language: "<b>" }, "links.0.language"],
    ["a model that asks partners nothing", { model: "prm-performance" }, "links.0.model"],
    ["a field too many", { token: "mine" }, "links.0"],
  ])("turns down %s", async (_name, change, location) => {
    const { key } = await withModel();
    const details = await problem(sendJson("POST", "/v1/links", { links: [{ ...wanted, ...change }] }, key), 422);
    expect(details.errors?.map((error) => error.location)).toEqual([location]);
    expect(await listed(key)).toEqual([]);
  });

  test("turns down the same link twice, and an unknown model", async () => {
    const { key } = await withModel();
    await problem(sendJson("POST", "/v1/links", { links: [wanted, { ...wanted, period: "2026-Q4" }] }, key), 422);
    await problem(sendJson("POST", "/v1/links", { links: [{ ...wanted, model: "nothing" }] }, key), 404);
  });

  test("is audited by counts alone", async () => {
    const { key } = await withModel();
    await make(key, [wanted]);
    const { entries } = await answer<{ entries: { action: string }[] }>(sendJson("GET", "/v1/audit", undefined, key));
    expect(entries[0]).toMatchObject({ action: "links.created", what: { links: 1 } });
  });
});

describe("GET /v1/links", () => {
  test("page by page, in the order in which they were made, and filtered", async () => {
    const { key } = await withModel();
    const links = ["a", "b", "c", "d", "e"].map((partner, at) => ({
      ...wanted,
      partner,
      period: at < 3 ? "2026-Q3" : "2026-Q4",
    }));
    await make(key, links);
    const seen: (string | null)[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { links: Created[]; cursor: string | null } = await answer(
        sendJson("GET", `/v1/links?limit=2&cursor=${cursor}`, undefined, key),
      );
      seen.push(...page.links.map(({ partner }) => partner));
      cursor = page.cursor;
    }
    expect(seen).toEqual(["a", "b", "c", "d", "e"]);
    expect((await listed(key, "?period=2026-Q4")).map(({ partner }) => partner)).toEqual(["d", "e"]);
    expect(await listed(key, "?partner=a&model=self-check")).toHaveLength(1);
    expect(await listed(key, "?state=done")).toEqual([]);
    await problem(sendJson("GET", "/v1/links?state=lost", undefined, key), 422);
    await problem(sendJson("GET", "/v1/links?cursor=x", undefined, key), 422);
  });

  test("says how far the partner has come", async () => {
    const { key } = await withModel();
    const [link] = await make(key, [wanted]);
    const path = `/a/${link?.token}`;
    const state = async () => (await listed(key))[0];
    expect(await state()).toMatchObject({ state: "sent", openedAt: null });
    await visit(path);
    expect(await state()).toMatchObject({ state: "opened" });
    const post = (to: string, form: Record<string, string>) =>
      send(to, {
        method: "POST",
        headers: { authorization: "", "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(form).toString(),
      });
    await post(path, { "v.people": "stale", "a.people": "4" });
    expect(await state()).toMatchObject({ state: "opened" });
    const version = /name="v.people" value="(\w+)"/.exec(await (await visit(path)).text())?.[1] ?? "";
    expect((await post(path, { "v.people": version, "a.people": "4" })).status).toBe(303);
    expect(await state()).toMatchObject({ state: "half done", answered: 1, asked: 4 });
    expect((await post(`${path}/submit`, {})).status).toBe(303);
    const done = await state();
    expect(done).toMatchObject({ state: "done" });
    expect(done?.submittedAt).not.toBeNull();
  });

  test.each([
    ["a self-assessment", {}],
    ["a scorecard", { kind: "scorecard", period: undefined }],
    ["a feed", { kind: "csv", partner: undefined, period: undefined }],
  ])("takes the first GET of %s for its opening, and no HEAD", async (_name, more) => {
    const { key, id } = await withModel();
    await answer(sendJson("PUT", "/v1/partners", { partners: [{ id: "acme", name: "Acme" }] }, key));
    const [link] = await make(key, [{ ...wanted, ...more }]);
    const path = link?.path ?? "";
    const openedAt = async () => (await listed(key))[0]?.openedAt;
    expect((await send(path, { method: "HEAD", headers: { authorization: "" } })).status).toBe(200);
    expect(await openedAt()).toBeNull();
    await visit(path);
    expect(await openedAt()).not.toBeNull();
    await env.DB.prepare("UPDATE links SET opened_at = 'the first time' WHERE workspace = ?1").bind(id).run();
    await visit(path);
    expect(await openedAt()).toBe("the first time");
  });

  test("shows nothing of another workspace", async () => {
    const [one, other] = [await withModel(), await withModel()];
    const [link] = await make(one.key, [wanted]);
    expect(await listed(other.key)).toEqual([]);
    const foreign = await problem(sendJson("DELETE", `/v1/links/${link?.id}`, undefined, other.key), 404);
    const missing = await problem(sendJson("DELETE", "/v1/links/lnk_none", undefined, other.key), 404);
    expect(foreign.detail).toBe(missing.detail);
    expect((await visit(`/a/${link?.token}`)).status).toBe(200);
  });
});

describe("a link that opens nothing", () => {
  test("expired, revoked, unknown, malformed and erased ones get the same page with the same status", async () => {
    const { key, id } = await withModel();
    await answer(sendJson("PUT", "/v1/partners", { partners: [{ id: "gone", name: "Gone" }] }, key));
    const [expired, revoked, erased] = await make(key, [
      wanted,
      { ...wanted, partner: "b" },
      { ...wanted, partner: "gone" },
    ]);
    await env.DB.prepare("UPDATE links SET expires_at = '2026-01-01T00:00:00.000Z' WHERE workspace = ?1 AND id = ?2")
      .bind(id, expired?.id)
      .run();
    await answer(sendJson("DELETE", `/v1/links/${revoked?.id}`, undefined, key));
    await answer(sendJson("DELETE", "/v1/partners/gone", undefined, key));
    const tokens = [expired?.token, revoked?.token, erased?.token, "A".repeat(22), "x", "%00", "..%2f"];
    const pages = await Promise.all(
      tokens.flatMap((token) =>
        ["", "/review"].map(async (rest) => {
          const response = await visit(`/a/${token}${rest}`, { "accept-language": "de" });
          const { "x-request-id": _, ...headers } = Object.fromEntries(response.headers);
          return JSON.stringify([response.status, headers, await response.text()]);
        }),
      ),
    );
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain("[404,");
    expect(pages[0]).toContain("Dieser Link funktioniert nicht");
    for (const token of tokens.slice(0, 4)) {
      const posted = await send(`/a/${token}`, {
        method: "POST",
        headers: { authorization: "", "content-type": "application/x-www-form-urlencoded", "accept-language": "de" },
        body: "v.people=1&a.people=3",
      });
      expect(posted.status).toBe(404);
    }
  });

  test("is gone with its workspace", async () => {
    const { key, id } = await withModel();
    const [link] = await make(key, [wanted]);
    const { results } = await env.DB.prepare("SELECT name FROM workspaces WHERE id = ?1")
      .bind(id)
      .all<{ name: string }>();
    await answer(
      sendJson("DELETE", `/v1/workspace?confirm=${encodeURIComponent(results[0]?.name ?? "")}`, undefined, key),
    );
    expect((await visit(`/a/${link?.token}`)).status).toBe(404);
    for (const table of ["links", "drafts"]) {
      expect((await env.DB.prepare(`SELECT 1 FROM ${table} WHERE workspace = ?1`).bind(id).all()).results).toEqual([]);
    }
  });
});

describe("POST /v1/links/close", () => {
  test("ends what partners can answer, and opens it again", async () => {
    const { key } = await withModel();
    const [link] = await make(key, [wanted, { ...wanted, partner: "b" }, { ...wanted, period: "2026-Q3" }]);
    const close = (closed: boolean) =>
      answer(sendJson("POST", "/v1/links/close", { model: "self-check", period: "2026-Q4", closed }, key));
    expect(await close(true)).toEqual({ model: "self-check", period: "2026-Q4", closed: true, links: 2 });
    expect(await close(true)).toMatchObject({ links: 0 });
    const page = await (await visit(`/a/${link?.token}`)).text();
    expect(page).toContain("This period is closed");
    expect(page).not.toContain("<form");
    const posted = await send(`/a/${link?.token}`, {
      method: "POST",
      headers: { authorization: "", "content-type": "application/x-www-form-urlencoded" },
      body: "v.people=1&a.people=3",
    });
    expect(posted.status).toBe(409);
    expect(await posted.text()).toContain("takes no answers any more");
    expect(await close(false)).toMatchObject({ links: 2 });
    expect(await (await visit(`/a/${link?.token}`)).text()).toContain("<form");
  });

  test("ends it for the partners that are named, on every link they have", async () => {
    const { key } = await withModel();
    const [first, other] = await make(key, [
      { ...wanted, partner: "Café" },
      { ...wanted, partner: "b" },
    ]);
    const [second] = await make(key, [{ ...wanted, partner: "Café" }]);
    const [scorecard] = await make(key, [{ ...wanted, kind: "scorecard", partner: "Café" }]);
    const close = (partners: unknown, closed: boolean) =>
      sendJson("POST", "/v1/links/close", { model: "self-check", period: "2026-q4", partners, closed }, key);
    const response = await close(["Cafe\u0301 ", "nobody"], true);
    expect(costOf(response).statements).toBeLessThanOrEqual(5);
    expect(await answer(response)).toEqual({ model: "self-check", period: "2026-Q4", closed: true, links: 2 });
    const states = await listed(key);
    expect(states.filter(({ closedAt }) => closedAt !== null).map(({ id }) => id)).toEqual([first?.id, second?.id]);
    expect(await (await visit(`/a/${other?.token}`)).text()).toContain("<form");
    expect((await visit(scorecard?.path ?? "")).status).toBe(200);
    const { entries } = await answer<{ entries: { what: object }[] }>(sendJson("GET", "/v1/audit", undefined, key));
    expect(JSON.stringify(entries[0])).not.toContain("Caf");
    expect(await answer(close(["Café"], false))).toMatchObject({ links: 2 });
    expect(await (await visit(`/a/${second?.token}`)).text()).toContain("<form");
    await problem(close([], true), 422);
    await problem(close([5], true), 422);
    await problem(close(Array(501).fill("a"), true), 413);
  });
});

describe("every page behind a link", () => {
  test("is kept from search engines, caches, frames and other sites", async () => {
    const { key } = await withModel();
    const [link] = await make(key, [wanted]);
    for (const path of [`/a/${link?.token}`, `/a/${link?.token}/review`, "/a/none"]) {
      const { headers } = await visit(path);
      expect(headers.get("x-robots-tag")).toContain("noindex");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cache-control")).toContain("no-store");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("content-security-policy")).not.toContain("unsafe");
      expect(headers.get("set-cookie")).toBeNull();
    }
  });

  test("is in no log with its token", async () => {
    const { key } = await withModel();
    const [link] = await make(key, [wanted]);
    const logged: unknown[] = [];
    for (const method of ["log", "error"] as const) {
      vi.spyOn(console, method).mockImplementation((...values: unknown[]) => void logged.push(...values));
    }
    await visit(`/a/${link?.token}`);
    vi.restoreAllMocks();
    expect(JSON.stringify(logged)).toContain("/a/:token");
    expect(JSON.stringify(logged)).not.toContain(link?.token);
  });

  test("is slowed down where the platform has a limit", async () => {
    const { createApp } = await import("../../worker/app.ts");
    const keys: string[] = [];
    const limit = ({ key }: { key: string }) => {
      keys.push(key);
      return Promise.resolve({ success: false });
    };
    const request = { headers: { "cf-connecting-ip": "192.0.2.1" } };
    const response = await createApp().request(`/a/${"A".repeat(22)}`, request, { ...env, RATE_LIMIT: { limit } });
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("10");
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(keys).toEqual(["link 192.0.2.1"]);
  });
});
