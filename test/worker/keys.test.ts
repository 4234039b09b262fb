import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../worker/app.ts";
import { REMEMBERED } from "../../worker/services/authenticate.ts";
import type { CreatedKey } from "../../worker/services/create-key.ts";
import type { SetUp } from "../../worker/services/set-up-workspace.ts";
import { answer, costOf, post, problem, sendJson } from "../support/worker-requests.ts";
import { keyOf, newWorkspace } from "../support/worker-workspace.ts";

const make = (key: string, body: unknown, headers: Record<string, string> = {}) =>
  answer<CreatedKey>(sendJson("POST", "/v1/keys", body, key, headers));
const listed = async (key: string) =>
  (await answer<{ keys: CreatedKey["details"][] }>(sendJson("GET", "/v1/keys", undefined, key))).keys;

describe("POST /v1/keys", () => {
  test("shows the key once; it opens what its scopes say, and no more", async () => {
    const { key: admin } = await newWorkspace();
    const { key, details } = await make(admin, {
      name: "Portal",
      scopes: ["write"],
      expiresAt: "2099-01-01T00:00:00Z",
    });
    expect(key).toMatch(/^lsk_[A-Za-z0-9_-]{43}$/);
    expect(details).toMatchObject({
      name: "Portal",
      scopes: ["read", "write"],
      prefix: key.slice(0, 12),
      lastUsedAt: null,
    });
    const { caller } = await answer<{ caller: unknown }>(sendJson("GET", "/v1/models", undefined, key));
    expect(caller).toEqual({ workspace: expect.any(String), scopes: ["read", "write"] });
    expect((await problem(sendJson("GET", "/v1/keys", undefined, key), 403)).type).toBe("/docs#problem-forbidden");
    const keys = await listed(admin);
    expect(keys.map(({ id }) => id)).toContain(details.id);
    expect(JSON.stringify(keys)).not.toContain(key);
  });

  test("is not stored: only its hash is", async () => {
    const { key: admin } = await newWorkspace();
    const { key } = await make(admin, { name: "Portal", scopes: ["read"] }, { "idempotency-key": "once" });
    for (const table of ["keys", "documents"]) {
      const { results } = await env.DB.prepare(`SELECT * FROM ${table}`).all();
      expect(JSON.stringify(results)).not.toContain(key);
    }
  });

  test("answers a repeated request with the same key, and makes one", async () => {
    const { key: admin } = await newWorkspace();
    const request = { name: "Sync", scopes: ["read"] };
    const first = await make(admin, request, { "idempotency-key": "k1" });
    const second = await sendJson("POST", "/v1/keys", request, admin, { "idempotency-key": "k1" });
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(await answer(second)).toEqual(first);
    expect(await listed(admin)).toHaveLength(2);
    const other = sendJson("POST", "/v1/keys", { ...request, name: "Else" }, admin, { "idempotency-key": "k1" });
    expect((await problem(other, 409)).type).toBe("/docs#problem-idempotency-mismatch");
  });

  test("is remembered for 30 days; older answers make room", async () => {
    const { key: admin, id } = await newWorkspace();
    const request = { name: "Sync", scopes: ["read"] };
    const named = (name: string) => sendJson("POST", "/v1/keys", request, admin, { "idempotency-key": name });
    for (let place = 0; place < 40; place++) await answer(named(`old-${place}`));
    const count = async () =>
      (await env.DB.prepare("SELECT count(*) AS answers FROM documents WHERE workspace = ?1 AND kind = 'answer'")
        .bind(id)
        .first<number>("answers")) ?? 0;
    expect(await count()).toBe(40);
    const age = (days: number) =>
      env.DB.prepare("UPDATE documents SET body = json_set(body, '$.at', ?2) WHERE workspace = ?1 AND kind = 'answer'")
        .bind(id, new Date(Date.now() - days * 86_400_000).toISOString())
        .run();
    await age(29);
    for (let place = 0; place < 10; place++) await answer(named(`next-${place}`));
    expect(await count()).toBe(50);
    expect((await named("old-7")).headers.get("idempotency-replayed")).toBe("true");
    await age(31);
    for (let place = 0; place < 40; place++) await answer(named(`new-${place}`));
    // Each of the forty looks at four neighbours: few of the fifty are left.
    expect(await count()).toBeLessThan(60);
    for (let place = 0; place < 40; place++) {
      expect((await named(`new-${place}`)).headers.get("idempotency-replayed")).toBe("true");
    }
  });

  test("of ten at the same time with one Idempotency-Key one takes effect", async () => {
    const { key: admin } = await newWorkspace();
    const request = { name: "Race", scopes: ["read"] };
    const made = await Promise.all(
      Array.from({ length: 10 }, () => make(admin, request, { "idempotency-key": "race" })),
    );
    expect(new Set(made.map(({ key }) => key)).size).toBe(1);
    expect(await listed(admin)).toHaveLength(2);
  });

  test.each([
    ["no name", { scopes: ["read"] }, "name"],
    ["a blank name", { name: " ", scopes: ["read"] }, "name"],
    ["no scopes", { name: "x", scopes: [] }, "scopes"],
    ["an unknown scope", { name: "x", scopes: ["root"] }, "scopes.0"],
    ["a date that has passed", { name: "x", scopes: ["read"], expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
    ["a date that is none", { name: "x", scopes: ["read"], expiresAt: "tomorrow" }, "expiresAt"],
    ["a field too many", { name: "x", scopes: ["read"], workspace: "ws_usual" }, "body"],
  ])("turns down %s", async (_name, body, location) => {
    const { key: admin } = await newWorkspace();
    const details = await problem(sendJson("POST", "/v1/keys", body, admin), 422);
    expect(details.errors?.map((error) => error.location)).toEqual([location]);
  });

  test("costs one statement for the key and one batch of two", async () => {
    const { key: admin } = await newWorkspace();
    const response = await sendJson("POST", "/v1/keys", { name: "x", scopes: ["read"] }, admin);
    expect(costOf(response).statements).toBe(3);
  });
});

describe("DELETE /v1/keys/{id}", () => {
  test("revokes at once, and stays in the list", async () => {
    const { key: admin } = await newWorkspace();
    const { key, details } = await make(admin, { name: "Old", scopes: ["read"] });
    await answer(sendJson("DELETE", `/v1/keys/${details.id}`, undefined, admin));
    await problem(sendJson("GET", "/v1/models", undefined, key), 401);
    expect((await listed(admin)).find(({ id }) => id === details.id)?.revokedAt).not.toBeNull();
  });

  test("keeps the last key that may administer", async () => {
    const { key: admin } = await newWorkspace();
    const [own] = await listed(admin);
    await problem(sendJson("DELETE", `/v1/keys/${own?.id}`, undefined, admin), 409);
    await answer(sendJson("GET", "/v1/keys", undefined, admin));
  });

  test("another workspace's key is as good as missing", async () => {
    const [one, other] = [await newWorkspace(), await newWorkspace()];
    const [theirs] = await listed(other.key);
    const foreign = await problem(sendJson("DELETE", `/v1/keys/${theirs?.id}`, undefined, one.key), 404);
    const missing = await problem(sendJson("DELETE", "/v1/keys/key_none", undefined, one.key), 404);
    expect(foreign.detail).toBe(missing.detail);
    await answer(sendJson("GET", "/v1/keys", undefined, other.key));
  });
});

describe("use of a key", () => {
  test("is noted at most once an hour", async () => {
    const { key: admin } = await newWorkspace();
    const { key, details } = await make(admin, { name: "Reader", scopes: ["read"] });
    const usedAt = async () => (await listed(admin)).find(({ id }) => id === details.id)?.lastUsedAt;
    await answer(sendJson("GET", "/v1/models", undefined, key));
    await expect.poll(usedAt).not.toBeNull();
    const first = await usedAt();
    await answer(sendJson("GET", "/v1/models", undefined, key));
    expect(await usedAt()).toBe(first);
  });

  test("is limited where the platform has a limit", async () => {
    const { key } = await newWorkspace();
    const bindings = { ...env, RATE_LIMIT: { limit: () => Promise.resolve({ success: false }) } };
    const request = { headers: { authorization: `Bearer ${key}` } };
    const response = await createApp().request("/v1/models", request, bindings);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("10");
    const { RATE_LIMIT: _, ...unlimited } = bindings;
    expect((await createApp().request("/v1/models", request, unlimited)).status).toBe(200);
  });
});

describe("POST /v1/setup", () => {
  const setUp = async (secret: string | undefined, body: unknown) => {
    const { SETUP_CODE: _, ...bindings } = { ...env, SETUP_CODE: undefined };
    return createApp().request(
      "/v1/setup",
      { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } },
      { ...bindings, ...(secret !== undefined && { SETUP_CODE: secret }) },
    );
  };

  test("makes one workspace for each code, with a key that may do everything", async () => {
    const made = await setUp("open-sesame-1", { code: "open-sesame-1", name: "Acme channel" });
    expect(made.status).toBe(200);
    const { key, details, workspace } = (await made.json()) as SetUp;
    expect(workspace.name).toBe("Acme channel");
    expect(details.scopes).toEqual(["read", "write", "admin"]);
    expect(await listed(key)).toHaveLength(1);
    expect((await setUp("open-sesame-1", { code: "open-sesame-1" })).status).toBe(409);
    expect((await setUp("another secret", { code: "another secret" })).status).toBe(200);
  });

  test("refuses a wrong code, and every code where there is no secret", async () => {
    expect((await setUp("right", { code: "wrong" })).status).toBe(401);
    expect((await setUp("", { code: "" })).status).toBe(401);
    const short = await setUp("11 letters.", { code: "11 letters." });
    expect(short.status).toBe(401);
    expect(await short.text()).toContain("12 characters or more");
    await problem(post("/v1/setup", { code: "anything" }), 401);
  });

  test("lets nobody guess without end", async () => {
    const RATE_LIMIT = { limit: () => Promise.resolve({ success: false }) };
    const guess = { method: "POST", body: '{"code":"a guess"}', headers: { "content-type": "application/json" } };
    const response = await createApp().request("/v1/setup", guess, { ...env, RATE_LIMIT, SETUP_CODE: "right" });
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("10");
  });

  test("of five at the same time with one code one makes a workspace", async () => {
    const statuses = await Promise.all(
      Array.from({ length: 5 }, async () => (await setUp("a race of five", { code: "a race of five" })).status),
    );
    expect(statuses.sort()).toEqual([200, 409, 409, 409, 409]);
  });
});

describe("a key that is remembered", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const app = createApp();
  const ask = (path: string, key: string) =>
    app.request(path, { headers: { authorization: `Bearer ${key}` } }, { ...env, RATE_LIMIT: undefined });
  /** As another isolate would do it: this one hears nothing of it. */
  const revokeElsewhere = (key: string) =>
    env.DB.prepare("UPDATE keys SET revoked_at = ?1 WHERE prefix = ?2")
      .bind(new Date().toISOString(), key.slice(0, 12))
      .run();
  const newKey = async () => (await make((await newWorkspace()).key, { name: "Reader", scopes: ["read"] })).key;

  test("costs scoring no statement, and the note of its use one an hour", async () => {
    const key = await newKey();
    const costs = async () => costOf(await ask("/v1/models/prm-performance", key));
    expect((await costs()).statements).toBe(2);
    expect((await costs()).statements).toBe(0);
    vi.setSystemTime(Date.now() + REMEMBERED);
    expect(await costs()).toMatchObject({ statements: 1, rowsWritten: 0 });
  });

  test("can score for 10 seconds after it was revoked elsewhere, and no longer", async () => {
    const key = await newKey();
    expect((await ask("/v1/models", key)).status).toBe(200);
    await revokeElsewhere(key);
    expect((await ask("/v1/models", key)).status).toBe(200);
    vi.setSystemTime(Date.now() + 10_000);
    expect((await ask("/v1/models", key)).status).toBe(401);
  });

  test("reads nothing that is stored of partners from the moment of its revocation on", async () => {
    const key = await newKey();
    expect((await ask("/v1/models", key)).status).toBe(200);
    await revokeElsewhere(key);
    for (const path of ["/v1/partners", "/v1/assessments", "/v1/insights/partner-maturity/benchmark"]) {
      expect((await ask(path, key)).status, path).toBe(401);
    }
  });

  test("expires to the second, however the second was written", async () => {
    const { key: admin } = await newWorkspace();
    vi.setSystemTime(Math.floor(Date.now() / 1_000) * 1_000);
    const expiresAt = new Date(Date.now() + 3_000).toISOString().replace(".000Z", "Z");
    const { key } = await make(admin, { name: "Short", scopes: ["read"], expiresAt });
    expect((await ask("/v1/models", key)).status).toBe(200);
    vi.setSystemTime(Date.now() + 3_000);
    expect((await ask("/v1/models", key)).status).toBe(401);
  });

  test("opens no more than its scopes", async () => {
    const key = await newKey();
    expect((await ask("/v1/models", key)).status).toBe(200);
    expect((await ask("/v1/keys", key)).status).toBe(403);
  });
});

test("a key of the right form that nobody has is refused with one statement", async () => {
  const response = await sendJson("GET", "/v1/models", undefined, keyOf("stranger"));
  expect(costOf(response).statements).toBe(1);
  await problem(response, 401);
});
