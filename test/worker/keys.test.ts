import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { createApp } from "../../worker/app.ts";
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
    const made = await setUp("open-sesame", { code: "open-sesame", name: "Acme channel" });
    expect(made.status).toBe(200);
    const { key, details, workspace } = (await made.json()) as SetUp;
    expect(workspace.name).toBe("Acme channel");
    expect(details.scopes).toEqual(["read", "write", "admin"]);
    expect(await listed(key)).toHaveLength(1);
    expect((await setUp("open-sesame", { code: "open-sesame" })).status).toBe(409);
    expect((await setUp("another", { code: "another" })).status).toBe(200);
  });

  test("refuses a wrong code, and every code where there is no secret", async () => {
    expect((await setUp("right", { code: "wrong" })).status).toBe(401);
    expect((await setUp("", { code: "" })).status).toBe(401);
    await problem(post("/v1/setup", { code: "anything" }), 401);
  });

  test("of five at the same time with one code one makes a workspace", async () => {
    const statuses = await Promise.all(
      Array.from({ length: 5 }, async () => (await setUp("race", { code: "race" })).status),
    );
    expect(statuses.sort()).toEqual([200, 409, 409, 409, 409]);
  });
});

test("a key of the right form that nobody has is refused with one statement", async () => {
  const response = await sendJson("GET", "/v1/models", undefined, keyOf("stranger"));
  expect(costOf(response).statements).toBe(1);
  await problem(response, 401);
});
