/** Where webhooks may point, how they are kept, and when a delivery is tried again. */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../worker/app.ts";
import {
  GIVEN_UP_AFTER,
  LONGEST_RETRY_AFTER,
  nextAttempt,
  readRetryAfter,
} from "../../worker/services/retry-schedule.ts";
import { readTarget } from "../../worker/services/webhook-target.ts";
import { answer, problem, sendJson } from "../support/worker-requests.ts";
import { makeWebhook, openInternet, readWebhook } from "../support/worker-webhooks.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const hooks = { url: "https://example.com/hooks", events: ["level.changed"] };

describe("a target", () => {
  test.each([
    ["https://example.com", "https://example.com/"],
    ["https://example.com:443/a?b=c", "https://example.com/a?b=c"],
    ["HTTPS://Hooks.Example.COM./x", "https://hooks.example.com./x"],
    ["https://münchen.example.com/", "https://xn--mnchen-3ya.example.com/"],
    ["https://8.8.8.8/x", "https://8.8.8.8/x"],
    ["https://[2606:4700::1111]/x", "https://[2606:4700::1111]/x"],
    ["https://localhost.example.com/", "https://localhost.example.com/"],
  ])("may be %s", (text, url) => {
    expect(readTarget(text, false)).toEqual({ url, fault: null });
  });

  test.each([
    // Not https, or more than an address.
    ...["http://example.com/", "ftp://example.com/", "javascript:alert(1)", "file:///etc/passwd", "data:,x"],
    ...["", "example.com", "//example.com", "https://", "https:///x", "https://exa mple.com/"],
    ...["https://user@example.com/", "https://user:word@example.com/", "https://:word@example.com/"],
    ...["https://example.com:80/", "https://example.com:8443/", "https://example.com:22/", "https://example.com/#x"],
    // This machine, in every spelling.
    ...[
      "https://localhost/",
      "https://LOCALHOST/",
      "https://localhost./",
      "https://a.localhost/",
      "https://ⓛocalhost/",
    ],
    ...["https://127.0.0.1/", "https://127.0.0.1./", "https://127.1/", "https://0x7f.1/", "https://0x7f000001/"],
    ...["https://2130706433/", "https://0177.0.0.1/", "https://127.255.255.254/", "https://１２７.０.０.１/"],
    ...["https://127%2e0%2e0%2e1/", "https://127。0。0。1/", "https://0/", "https://0.0.0.0/", "https://[::]/"],
    ...["https://[::1]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/"],
    ...["https://[::127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[64:ff9b:1::1]/", "https://[2002:7f00:1::]/"],
    // Networks behind a router, and what clouds keep for themselves.
    ...["https://10.0.0.8/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.1.1/"],
    ...["https://100.64.0.1/", "https://169.254.169.254/", "https://0xa9fea9fe/", "https://[::ffff:169.254.169.254]/"],
    ...["https://[fe80::1]/", "https://[fc00::1]/", "https://[fd12:3456::1]/", "https://[fec0::1]/"],
    ...["https://metadata.google.internal/", "https://printer.local/", "https://nas.lan/", "https://router.home/"],
    ...["https://box.home.arpa/", "https://db.corp/", "https://db.intranet/", "https://intranet/", "https://com./"],
    // Addresses that are nobody's.
    ...["https://192.0.2.1/", "https://198.51.100.1/", "https://203.0.113.9/", "https://198.18.0.1/"],
    ...["https://224.0.0.1/", "https://240.0.0.1/", "https://255.255.255.255/", "https://192.88.99.1/"],
    ...[
      "https://[2001:db8::1]/",
      "https://[ff02::1]/",
      "https://[100::1]/",
      "https://[4000::1]/",
      "https://[2001::1]/",
    ],
    ...["https://a.test/", "https://a.invalid/", "https://a.onion/", `https://example.com/${"x".repeat(2_000)}`],
  ])("may not be %s", (text) => {
    const { url, fault } = readTarget(text, false);
    expect(url, fault ?? "").toBeNull();
    expect(fault).toMatch(/^must /);
  });

  test("no private address gets through, however it is written", () => {
    const octet = fc.nat(255);
    const privateAddress = fc.oneof(
      fc.tuple(fc.constant(10), octet, octet, octet),
      fc.tuple(fc.constant(127), octet, octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
    );
    const spellings: ((address: readonly number[]) => string)[] = [
      (address) => address.join("."),
      (address) => address.map((part) => `0x${part.toString(16)}`).join("."),
      (address) => address.map((part) => `0${part.toString(8)}`).join("."),
      (address) => String(address.reduce((sum, part) => sum * 256 + part, 0)),
      ([a = 0, b = 0, c = 0, d = 0]) => `${a}.${b * 65_536 + c * 256 + d}`,
      ([a = 0, b = 0, c = 0, d = 0]) => `[::ffff:${a}.${b}.${c}.${d}]`,
      ([a = 0, b = 0, c = 0, d = 0]) => `[64:ff9b::${a}.${b}.${c}.${d}]`,
      ([a = 0, b = 0, c = 0, d = 0]) => `[::${a}.${b}.${c}.${d}]`,
    ];
    fc.assert(
      fc.property(privateAddress, fc.constantFrom(...spellings), (address, spell) => {
        expect(readTarget(`https://${spell(address)}/x`, false).url).toBeNull();
      }),
    );
  });

  test("may be this machine where a variable says so, and nothing else that is private", () => {
    for (const url of ["http://127.0.0.1:8080/x", "http://localhost:3000/", "https://[::1]:8443/"]) {
      expect(readTarget(url, true)).toEqual({ url, fault: null });
    }
    for (const url of ["http://10.0.0.8/", "http://example.com/", "https://192.168.1.1/", "http://169.254.169.254/"]) {
      expect(readTarget(url, true).url).toBeNull();
    }
  });
});

describe("the wait after an attempt", () => {
  const HOUR = 3_600_000;
  const failed = fc.record({
    attempts: fc.integer({ min: 1, max: 60 }),
    queuedAt: fc.constant(1_800_000_000_000),
    now: fc.nat(80 * HOUR).map((later) => 1_800_000_000_000 + later),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
    retryAfter: fc.option(fc.nat(100 * HOUR)),
  });

  test("is never in the past, nor beyond three days; and there is none after them", () => {
    fc.assert(
      fc.property(failed, (attempt) => {
        const next = nextAttempt(attempt);
        const end = attempt.queuedAt + GIVEN_UP_AFTER;
        if (attempt.now >= end) expect(next).toBeNull();
        else {
          expect(next).toBeGreaterThan(attempt.now);
          expect(next).toBeLessThanOrEqual(end);
        }
      }),
    );
  });

  test("doubles from a minute to twelve hours, give or take a fifth", () => {
    fc.assert(
      fc.property(failed, (attempt) => {
        const next = nextAttempt({ ...attempt, now: attempt.queuedAt, retryAfter: null });
        const wait = Math.min(60_000 * 2 ** (attempt.attempts - 1), 12 * HOUR);
        expect((next ?? 0) - attempt.queuedAt).toBeGreaterThanOrEqual(0.8 * wait - 1);
        expect((next ?? 0) - attempt.queuedAt).toBeLessThanOrEqual(1.2 * wait + 1);
      }),
    );
  });

  test("is as long as the receiver asks for, up to a day, while the three days last", () => {
    fc.assert(
      fc.property(failed, fc.nat(100 * HOUR), (attempt, retryAfter) => {
        const end = attempt.queuedAt + GIVEN_UP_AFTER;
        const next = nextAttempt({ ...attempt, retryAfter });
        if (next === null) return;
        const asked = attempt.now + Math.min(retryAfter, LONGEST_RETRY_AFTER);
        expect(next).toBeGreaterThanOrEqual(Math.min(asked, end));
      }),
    );
  });

  test("comes to some fifteen attempts, the last of them after three days", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (chance) => {
        let now = 0;
        let attempts = 0;
        for (;;) {
          attempts++;
          const next = nextAttempt({ attempts, queuedAt: 0, now, random: chance.next().value, retryAfter: null });
          if (next === null) break;
          now = next;
        }
        expect(now).toBe(GIVEN_UP_AFTER);
        expect(attempts).toBeGreaterThanOrEqual(14);
        expect(attempts).toBeLessThanOrEqual(20);
      }),
    );
  });

  test("is read from seconds or a date", () => {
    const now = Date.parse("2026-10-05T09:00:00Z");
    expect(readRetryAfter("120", now)).toBe(120_000);
    expect(readRetryAfter("Mon, 05 Oct 2026 10:00:00 GMT", now)).toBe(HOUR);
    expect(readRetryAfter("Mon, 05 Oct 2020 10:00:00 GMT", now)).toBe(0);
    for (const header of [null, "", "soon", "-5", "1e9x"]) expect(readRetryAfter(header, now)).toBeNull();
  });
});

async function linesOf(key: string): Promise<string> {
  const response = await sendJson("GET", "/v1/workspace", undefined, key);
  return new TextDecoder().decode(await response.arrayBuffer());
}

describe("a webhook", () => {
  test("is made with a secret that is shown once, and again to a repeated request", async () => {
    const { key } = await newWorkspace();
    const request = () => sendJson("POST", "/v1/webhooks", hooks, key, { "idempotency-key": "once" });
    const first = await answer<{ secret: string; webhook: { id: string } }>(request());
    expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(first.webhook).toMatchObject({ ...hooks, hasSecret: true, disabledAt: null, formerSecretUntil: null });
    expect(await answer(request())).toEqual(first);
    const { id } = first.webhook;
    for (const path of ["/v1/webhooks", `/v1/webhooks/${id}`, "/v1/workspace", "/v1/audit"]) {
      const response = await sendJson("GET", path, undefined, key);
      const text = new TextDecoder().decode(await response.arrayBuffer());
      expect(text).toContain(id);
      expect(text).not.toContain("whsec_");
      expect(text).not.toContain(first.secret.slice(6));
    }
    const { results } = await env.DB.prepare("SELECT body FROM documents WHERE kind = 'answer'").all();
    expect(JSON.stringify(results)).not.toContain("whsec_");
  });

  test("is changed, disabled and enabled, and removed", async () => {
    const { key } = await newWorkspace();
    const { webhook } = await makeWebhook(key, ["level.changed"]);
    const change = async (body: object) =>
      (await answer<{ webhook: object }>(sendJson("PATCH", `/v1/webhooks/${webhook.id}`, body, key))).webhook;
    expect(await change({ description: "CRM", events: ["action.overdue", "action.overdue"] })).toEqual({
      ...webhook,
      description: "CRM",
      events: ["action.overdue"],
    });
    expect(await change({ disabled: true })).toMatchObject({ disabledReason: "by-you", description: "CRM" });
    expect(await readWebhook(key, webhook.id)).toMatchObject({ disabledAt: expect.any(String) });
    expect(await change({ disabled: false, url: "https://example.org" })).toMatchObject({
      disabledAt: null,
      disabledReason: null,
      url: "https://example.org/",
    });
    await answer(sendJson("DELETE", `/v1/webhooks/${webhook.id}`, undefined, key));
    await problem(sendJson("GET", `/v1/webhooks/${webhook.id}`, undefined, key), 404);
    expect(await answer(sendJson("GET", "/v1/webhooks", undefined, key))).toEqual({ webhooks: [] });
  });

  test.each([
    ["a private address", { url: "https://10.0.0.8/" }, "url"],
    ["an address without https", { url: "http://example.com/" }, "url"],
    ["this machine, without the variable", { url: "http://127.0.0.1:8080/" }, "url"],
    ["an unknown type", { events: ["partner.sneezed"] }, "events.0"],
    ["no type", { events: [] }, "events"],
    ["a field too many", { secret: "whsec_mine" }, "body"],
    ["a description without end", { description: "x".repeat(201) }, "description"],
  ])("turns down %s", async (_name, change, location) => {
    const { key } = await newWorkspace();
    const made = await problem(sendJson("POST", "/v1/webhooks", { ...hooks, ...change }, key), 422);
    expect(made.errors?.map((error) => error.location)).toEqual([location]);
    const { webhook } = await makeWebhook(key, ["level.changed"]);
    const changed = await problem(sendJson("PATCH", `/v1/webhooks/${webhook.id}`, change, key), 422);
    expect(changed.errors?.map((error) => error.location)).toEqual([location]);
    expect(await readWebhook(key, webhook.id)).toEqual(webhook);
  });

  test("takes this machine where the variable of development is set", async () => {
    const { key } = await newWorkspace();
    const response = await createApp().request(
      "/v1/webhooks",
      {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ ...hooks, url: "http://127.0.0.1:8080/hooks" }),
      },
      { ...env, RATE_LIMIT: undefined, WEBHOOKS_ALLOW_LOCAL: "true" },
    );
    expect(await answer(response)).toMatchObject({ webhook: { url: "http://127.0.0.1:8080/hooks" } });
  });

  test("there are at most ten in a workspace", async () => {
    const { key } = await newWorkspace();
    for (let made = 0; made < 10; made++) await makeWebhook(key, ["level.changed"]);
    expect((await problem(sendJson("POST", "/v1/webhooks", hooks, key), 409)).detail).toContain("at most 10");
  });

  test("goes into an export without its secret, and sends nothing where it is imported until it has one", async () => {
    const [one, other] = [await newWorkspace(), await newWorkspace()];
    const { webhook } = await makeWebhook(one.key, ["assessment.saved"]);
    const text = await linesOf(one.key);
    expect(text.split("\n").find((line) => line.includes('"kind":"webhook"'))).not.toContain("ecret");
    await answer(sendJson("POST", "/v1/workspace", text, other.key, { "content-type": "application/x-ndjson" }));
    expect(await readWebhook(other.key, webhook.id)).toEqual({ ...webhook, hasSecret: false });
    expect(await linesOf(other.key)).toBe(text);

    const save = { model: "prm-performance", period: "2026-Q3", assessments: [{ partner: "a", answers: {} }] };
    await answer(sendJson("POST", "/v1/assessments", save, other.key));
    const waiting = async () =>
      (await env.DB.prepare("SELECT 1 FROM outbox WHERE workspace = ?1").bind(other.id).all()).results;
    expect(await waiting()).toEqual([]);
    await problem(
      sendJson("POST", `/v1/webhooks/${webhook.id}/replay`, { since: "2026-01-01T00:00:00Z" }, other.key),
      409,
    );
    await answer(sendJson("POST", `/v1/webhooks/${webhook.id}/rotate`, {}, other.key));
    await answer(sendJson("POST", "/v1/assessments", save, other.key));
    expect(await waiting()).toHaveLength(1);
  });

  test("is tested at once: the answer says what became of it", async () => {
    const { key } = await newWorkspace();
    const { webhook } = await makeWebhook(key, ["level.changed"]);
    const received = openInternet(() => new Response("No such hook", { status: 404 }));
    const { delivery } = await answer<{ delivery: object }>(
      sendJson("POST", `/v1/webhooks/${webhook.id}/test`, undefined, key),
    );
    expect(delivery).toMatchObject({
      type: "webhook.test",
      state: "failed",
      attempts: 1,
      nextAttemptAt: null,
      lastAttempt: { status: 404, excerpt: "No such hook", fault: null },
    });
    expect(received.map(({ body }) => body)).toMatchObject([{ type: "webhook.test", data: { webhook: webhook.id } }]);
    expect(await readWebhook(key, webhook.id)).toMatchObject({ disabledAt: null });
  });
});
