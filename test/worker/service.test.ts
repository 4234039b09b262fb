import { describe, expect, test, vi } from "vitest";
import { createApp } from "../../worker/app.ts";
import { WEBHOOK_EVENTS } from "../../worker/db/webhooks.ts";
import { answer, problem, send } from "../support/worker-requests.ts";

describe("GET /health", () => {
  test("says that the Worker and its database answer", async () => {
    expect(await answer(send("/health"))).toEqual({
      status: "ok",
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      warnings: [],
    });
  });
});

describe("GET /openapi.json", () => {
  test("describes every operation with summary, examples and problems", async () => {
    const document = await answer<{ paths: Record<string, Record<string, Operation>> }>(send("/openapi.json"));
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(["checkHealth", "scoreGrid", "saveAssessments"]),
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const operation of operations) {
      expect(operation.summary).toBeTruthy();
      expect(Object.values(operation.responses["200"]?.content ?? {})[0]?.example, operation.operationId).toBeDefined();
      expect(operation.responses["500"]?.content?.["application/problem+json"]).toBeDefined();
      if (operation.requestBody)
        expect(Object.values(operation.requestBody.content)[0]?.example, operation.operationId).toBeDefined();
    }
  });

  interface Operation {
    operationId: string;
    summary: string;
    requestBody?: { content: Record<string, { example?: unknown }> };
    responses: Record<string, { content?: Record<string, { example?: unknown }> }>;
  }
});

describe("the messages to webhooks", () => {
  test("are described with an example each", async () => {
    const { webhooks } = await answer<{ webhooks: Record<string, { post: Described }> }>(send("/openapi.json"));
    expect(Object.keys(webhooks)).toEqual([...WEBHOOK_EVENTS]);
    for (const [type, { post }] of Object.entries(webhooks)) {
      const { schema, example } = post.requestBody.content["application/json"] ?? {};
      expect(example).toMatchObject({ type, timestamp: expect.any(String) });
      expect(schema).toMatchObject({ properties: { type: { enum: [type] } } });
    }
  });

  interface Described {
    requestBody: { content: Record<string, { schema: object; example: object }> };
  }
});

describe("GET /docs", () => {
  test("is one page with a policy that lets nothing in from elsewhere", async () => {
    const response = await send("/docs");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const page = await response.text();
    expect(page).toContain("/v1/score/grid");
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(page).toContain('id="problem-unknown-model"');
    expect(page).toContain('<span class="method">event</span> <code>level.changed</code>');
  });

  test("is where the root leads", async () => {
    const response = await send("/");
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe("/docs");
  });
});

describe("every answer", () => {
  test("carries a request id of version 7", async () => {
    const response = await send("/health");
    expect(response.headers.get("x-request-id")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test("keeps a request id that was sent along, if it is fit for a header and a log", async () => {
    const kept = await send("/nowhere", { headers: { "x-request-id": "sync-2026_Q4" } });
    expect(kept.headers.get("x-request-id")).toBe("sync-2026_Q4");
    expect((await problem(kept, 404)).requestId).toBe("sync-2026_Q4");
    for (const unfit of ["a b", "<script>", "x".repeat(300)]) {
      const replaced = await send("/health", { headers: { "x-request-id": unfit } });
      expect(replaced.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test("forbids sniffing, framing and referrers", async () => {
    const { headers } = await send("/health");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  });
});

describe("addresses and methods", () => {
  test.each(["/nowhere", "/v1", "/v1/nothing", "/v1/score/", "/%00", "/__proto__", "/v1/models/a/b"])(
    "%s is 404",
    async (path) => {
      const details = await problem(send(path), 404);
      expect(details.type).toBe("/docs#problem-not-found");
      expect(details.detail).toContain("/docs");
    },
  );

  test("a wrong method is 405 and names the right ones", async () => {
    const put = await send("/v1/score", { method: "PUT", body: "{}" });
    expect(put.headers.get("allow")).toBe("POST, OPTIONS");
    await problem(put, 405);
    const remove = await send("/v1/models/partner-maturity", { method: "PATCH" });
    expect(remove.headers.get("allow")).toBe("GET, HEAD, PUT, DELETE, OPTIONS");
    await problem(remove, 405);
  });

  test("HEAD answers like GET, without the body", async () => {
    const response = await send("/v1/models", { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.text()).toBe("");
  });

  test("OPTIONS names the methods", async () => {
    const response = await send("/health", { method: "OPTIONS" });
    expect(response.status).toBe(204);
    expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    expect(response.headers.get("content-type")).toBeNull();
  });

  test("a browser on any site may call /v1, without cookies", async () => {
    const preflight = await send("/v1/score", {
      method: "OPTIONS",
      headers: {
        origin: "https://portal.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
    expect(preflight.headers.get("access-control-allow-credentials")).toBeNull();
    const failed = await send("/v1/models/none", { headers: { origin: "https://portal.example" } });
    expect(failed.headers.get("access-control-allow-origin")).toBe("*");
    expect(failed.headers.get("access-control-expose-headers")).toContain("x-request-id");
  });
});

describe("faults of our own", () => {
  test("a database that does not answer is 503, with the time to wait", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const broken = {
      prepare: () => ({ bind: () => ({}) }),
      batch: () => Promise.reject(new Error("D1_ERROR: secret table")),
    };
    const response = await createApp().request("/health", {}, {
      DB: broken as unknown as D1Database,
    } as Cloudflare.Env);
    expect(response.headers.get("retry-after")).toBe("10");
    expect(JSON.stringify(await problem(response, 503))).not.toContain("secret");
    log.mockRestore();
  });

  test("an error that nobody foresaw is 500, is logged with the request id, and shows nothing", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const app = createApp();
    app.get("/fails", () => {
      throw new Error("secret path /srv/keys");
    });
    const response = await app.request("/fails", { headers: { "x-request-id": "find-me" } });
    expect(JSON.stringify(await problem(response, 500))).not.toContain("secret");
    expect(log.mock.calls.flat().join()).toMatch(/find-me.*secret/);
    log.mockRestore();
  });
});
