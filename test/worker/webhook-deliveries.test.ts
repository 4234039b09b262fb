/** From a change to a receiver that verifies by the library: what is told, how often, and what becomes of it. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../worker/app.ts";
import type { WebhookEvent } from "../../worker/db/webhooks.ts";
import type { Wake } from "../../worker/http/wake.ts";
import worker from "../../worker/index.ts";
import { EVENTS } from "../../worker/routes/webhook-events.ts";
import { versionOf } from "../../worker/services/typed-answers.ts";
import { type Fault, faultyDatabase } from "../support/worker-faulty-database.ts";
import { partnersModel } from "../support/worker-links.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, costOf, problem, send, sendJson } from "../support/worker-requests.ts";
import {
  deliveriesOf,
  makeWebhook,
  openInternet,
  type Received,
  readWebhook,
  tick,
  verify,
} from "../support/worker-webhooks.ts";
import { newWorkspace, type Workspace } from "../support/worker-workspace.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime("2026-11-01T10:00:00Z");
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  // What one test leaves waiting would be sent by the runs of the next.
  await env.DB.batch(["webhooks", "outbox", "messages"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
});

const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

async function withModel(): Promise<Workspace> {
  const workspace = await newWorkspace();
  await answer(
    sendJson("PUT", "/v1/models/first-steps", { ...firstSteps, review: { demotion: "pending" } }, workspace.key),
  );
  return workspace;
}

const saveOf = (period: string, certified: Record<string, number>) => ({
  model: "first-steps",
  period,
  assessments: Object.entries(certified).map(([partner, count]) => ({
    partner,
    answers: { certified: count, plan: "no" },
  })),
});

const save = (key: string, period: string, certified: Record<string, number>, headers: Record<string, string> = {}) =>
  sendJson("POST", "/v1/assessments", saveOf(period, certified), key, headers);

/** What was told, all of it as the OpenAPI document says. */
const told = (received: readonly Received[]) =>
  received.map(({ body }) => {
    expect(EVENTS[body.type as WebhookEvent].data.parse(body.data)).toEqual(body.data);
    return body;
  });

async function rowsOf(table: string, workspace: string): Promise<Record<string, unknown>[]> {
  return (await env.DB.prepare(`SELECT * FROM ${table} WHERE workspace = ?1`).bind(workspace).all()).results;
}

/** A workspace with a webhook and one message on its way. */
async function withMessage(events: WebhookEvent[] = ["assessment.saved"]) {
  const { id, key } = await withModel();
  const made = await makeWebhook(key, events);
  await answer(save(key, "2026-Q3", { acme: 4 }));
  return { id, key, ...made };
}

describe("what is told", () => {
  test("of a save: the results, and who stands at another level than before", async () => {
    const { key } = await withModel();
    const { secret } = await makeWebhook(key, ["assessment.saved", "level.changed"]);
    const received = openInternet();
    await answer(save(key, "2026-Q2", { acme: 2, bonsai: 10 }));
    await answer(save(key, "2026-Q3", { acme: 10, bonsai: 10 }));
    await tick();
    for (const one of received) expect(verify(secret, one)).toEqual(one.body);
    const revision = expect.stringMatching(/^[0-9a-f]{12}$/);
    const about = (period: string) => ({ model: { id: "first-steps", revision }, period, source: "vendor" });
    expect(told(received)).toEqual([
      {
        type: "assessment.saved",
        timestamp: "2026-11-01T10:00:00.000Z",
        data: {
          ...about("2026-Q2"),
          assessments: [
            { partner: "acme", index: 10, level: "bronze", next: "silver" },
            { partner: "bonsai", index: 50, level: "silver", next: "gold" },
          ],
        },
      },
      {
        type: "level.changed",
        timestamp: "2026-11-01T10:00:00.000Z",
        data: {
          ...about("2026-Q2"),
          changes: [
            { partner: "acme", from: null, to: "bronze", direction: "promoted" },
            { partner: "bonsai", from: null, to: "silver", direction: "promoted" },
          ],
        },
      },
      expect.objectContaining({ type: "assessment.saved" }),
      {
        type: "level.changed",
        timestamp: "2026-11-01T10:00:00.000Z",
        data: {
          ...about("2026-Q3"),
          changes: [{ partner: "acme", from: "bronze", to: "silver", direction: "promoted" }],
        },
      },
    ]);
    expect(new Set(received.map(({ id }) => id)).size).toBe(4);
  });

  test("of a demotion when a person confirms it, and of none that waits or is dismissed", async () => {
    const { key } = await withModel();
    await answer(save(key, "2026-Q2", { acme: 10, bonsai: 10 }));
    await makeWebhook(key, ["level.changed"]);
    const received = openInternet();
    await answer(save(key, "2026-Q3", { acme: 1, bonsai: 1 }));
    for (const [partner, decision] of [
      ["acme", "confirm"],
      ["bonsai", "dismiss"],
    ] as const) {
      await answer(sendJson("POST", "/v1/demotions", { model: "first-steps", partners: [partner], decision }, key));
    }
    await tick();
    expect(told(received).map(({ data }) => data)).toEqual([
      {
        model: { id: "first-steps" },
        changes: [{ partner: "acme", from: "silver", to: "bronze", direction: "demoted" }],
      },
    ]);
  });

  test("of a self-assessment that is handed in", async () => {
    const { key } = await newWorkspace();
    await answer(sendJson("PUT", "/v1/models/self-check", partnersModel, key));
    const { links } = await answer<{ links: { id: string; path: string }[] }>(
      sendJson("POST", "/v1/links", { links: [{ partner: "acme", model: "self-check", period: "2026-Q4" }] }, key),
    );
    const [link] = links;
    await makeWebhook(key, ["invitation.completed"]);
    const received = openInternet();
    const fill = async (step: string, form: Record<string, string>) => {
      const response = await send(`${link?.path}${step}`, {
        method: "POST",
        headers: { authorization: "", "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(form).toString(),
      });
      expect(response.status).toBe(303);
    };
    await fill("", { "v.people": versionOf(undefined), "a.people": "4" });
    await fill("/submit", {});
    await fill("/submit", {});
    await tick();
    const people = { value: 4, note: "", evidence: "" };
    await fill("", { "v.people": versionOf(people), "a.people": "6" });
    await fill("/submit", {});
    await tick();
    expect(told(received)).toMatchObject(
      [false, true].map((again) => ({
        type: "invitation.completed",
        data: {
          model: { id: "self-check" },
          period: "2026-Q4",
          invitations: [{ partner: "acme", link: link?.id, again }],
        },
      })),
    );
  });

  test("of an action once for each date it is due, while it is not closed", async () => {
    const { key } = await withModel();
    const due = async (text: string, date: string) => {
      const action = { model: "first-steps", partner: "acme", text, due: date };
      const { actions } = await answer<{ actions: { id: string }[] }>(sendJson("POST", "/v1/actions", action, key));
      return actions[0]?.id ?? "";
    };
    const [late, closed, today] = [
      await due("Call", "2026-10-30"),
      await due("Write", "2026-10-30"),
      await due("Meet", "2026-11-01"),
    ];
    const change = (id: string, body: object) =>
      answer(sendJson("PATCH", `/v1/actions/${id}`, body, key, { "if-match": "*" }));
    await change(closed, { status: "done" });
    await makeWebhook(key, ["action.overdue"]);
    const received = openInternet();
    const ids = () =>
      told(received.splice(0)).flatMap(({ data }) => (data.actions as { id: string }[]).map(({ id }) => id));
    await tick();
    expect(told(received)).toEqual([
      {
        type: "action.overdue",
        timestamp: "2026-11-01T10:00:00.000Z",
        data: {
          actions: [
            { id: late, model: "first-steps", partner: "acme", criterion: null, due: "2026-10-30", status: "open" },
          ],
        },
      },
    ]);
    received.length = 0;
    await tick();
    expect(ids()).toEqual([]);
    later(DAY);
    await tick();
    expect(ids()).toEqual([today]);
    await change(late, { due: "2026-11-02" });
    later(DAY);
    await tick();
    expect(ids()).toEqual([late]);
    later(DAY);
    await tick();
    expect(ids()).toEqual([]);
  });

  test("in several messages where there is much, of one row", async () => {
    const { id, key } = await withModel();
    const { secret } = await makeWebhook(key, ["assessment.saved"]);
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, at) => [`partner ${at}`, 4]));
    const received = openInternet();
    await answer(save(key, "2026-Q3", many));
    expect(await rowsOf("outbox", id)).toHaveLength(1);
    await tick();
    expect(await rowsOf("outbox", id)).toHaveLength(0);
    const lists = received.map((one) => {
      expect(one.text.length).toBeLessThan(20_000);
      verify(secret, one);
      return (one.body.data.assessments as { partner: string }[]).map(({ partner }) => partner);
    });
    expect(lists.map((list) => list.length)).toEqual([100, 100, 50]);
    expect(lists.flat().sort()).toEqual(Object.keys(many).sort());
  });

  test("is nothing of a request that is repeated, and to a webhook that listens to something else", async () => {
    const { id, key } = await withModel();
    await makeWebhook(key, ["assessment.saved"]);
    await makeWebhook(key, ["action.overdue"], "https://example.com/other");
    const received = openInternet();
    for (let time = 0; time < 3; time++) await answer(save(key, "2026-Q3", { acme: 4 }, { "idempotency-key": "same" }));
    await tick();
    await tick();
    expect(received.map(({ url }) => url)).toEqual(["https://example.com/hooks"]);
    expect(await rowsOf("messages", id)).toHaveLength(1);
  });

  test("costs a save of 1,000 nothing where nobody listens, and one row where somebody does", async () => {
    const { key } = await withModel();
    const partners = (count: number) => Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`p${at}`, count]));
    await answer(save(key, "2026-Q1", partners(1)));
    const none = costOf(await save(key, "2026-Q2", partners(2)));
    expect(none.statements).toBe(3);
    await makeWebhook(key, ["assessment.saved"]);
    const one = costOf(await save(key, "2026-Q3", partners(3)));
    expect(one.statements).toBe(4);
    expect(one.rowsWritten - none.rowsWritten).toBe(1);
    expect(one.rowsWritten).toBeLessThanOrEqual(2_005);
  });
});

describe("a receiver that does not take it", () => {
  test("gets the same message later, with the same id, until it does", async () => {
    const { key, secret, webhook } = await withMessage();
    let up = false;
    const received = openInternet(() =>
      up ? new Response(null, { status: 202 }) : new Response(`Down\n${"x".repeat(5_000)}`, { status: 503 }),
    );
    await tick();
    const [waiting] = await deliveriesOf(key, webhook.id);
    expect(waiting).toMatchObject({ state: "waiting", attempts: 1, lastAttempt: { status: 503, fault: null } });
    expect(waiting?.lastAttempt?.excerpt).toMatch(/^Down x{195}$/);
    const wait = Date.parse(waiting?.nextAttemptAt ?? "") - Date.now();
    expect(wait).toBeGreaterThanOrEqual(0.8 * MINUTE);
    expect(wait).toBeLessThanOrEqual(1.2 * MINUTE);
    later(wait - 1);
    await tick();
    expect(received).toHaveLength(1);
    later(1);
    up = true;
    await tick();
    expect(received).toHaveLength(2);
    expect(received[1]).toMatchObject({ id: received[0]?.id, text: received[0]?.text });
    for (const one of received.slice(1)) verify(secret, one);
    expect(await deliveriesOf(key, webhook.id)).toMatchObject([
      { id: received[0]?.id, state: "delivered", attempts: 2, nextAttemptAt: null, lastAttempt: { status: 202 } },
    ]);
    later(DAY);
    await tick();
    expect(received).toHaveLength(2);
  });

  test("for three days is disabled, and what else waits is cancelled", async () => {
    const { key, webhook } = await withMessage();
    const received = openInternet(() => new Response(null, { status: 500 }));
    for (let hour = 0; hour <= 78; hour += 6) {
      if (hour === 72) await answer(save(key, "2026-Q4", { acme: 4 }));
      await tick();
      later(6 * HOUR);
    }
    expect(received.length).toBeGreaterThan(8);
    expect(await readWebhook(key, webhook.id)).toMatchObject({ disabledReason: "failing" });
    const states = (await deliveriesOf(key, webhook.id)).map(({ state }) => state);
    expect(states).toEqual(["cancelled", "failed"]);
    const before = received.length;
    await answer(save(key, "2027-Q1", { acme: 4 }));
    later(DAY);
    await tick();
    expect(received).toHaveLength(before);
  });

  test("for one message alone stays enabled", async () => {
    const { key, webhook } = await withMessage(["assessment.saved", "level.changed"]);
    openInternet(({ body }) => new Response(null, { status: body.type === "level.changed" ? 500 : 204 }));
    for (let hour = 0; hour <= 78; hour += 6) {
      if (hour % 24 === 6 && hour < 72) await answer(save(key, `2027-Q${1 + Math.floor(hour / 24)}`, { acme: 4 }));
      await tick();
      later(6 * HOUR);
    }
    const states = (await deliveriesOf(key, webhook.id)).map(({ type, state }) => `${type} ${state}`);
    expect(states).toContain("level.changed failed");
    expect(states.filter((state) => state === "assessment.saved delivered")).toHaveLength(4);
    expect(await readWebhook(key, webhook.id)).toMatchObject({ disabledAt: null });
  });

  test("and answers 410 is disabled at once", async () => {
    const { key, webhook } = await withMessage(["assessment.saved", "level.changed"]);
    const received = openInternet(() => new Response(null, { status: 410 }));
    const log = vi.spyOn(console, "log");
    await tick();
    expect(log.mock.calls.flat().join()).toContain('"failed":2,"disabled":1');
    expect(await readWebhook(key, webhook.id)).toMatchObject({ disabledReason: "gone" });
    later(DAY);
    await tick();
    expect(received).toHaveLength(2);
    expect((await deliveriesOf(key, webhook.id)).map(({ state }) => state)).toEqual(["failed", "failed"]);
    const enabled = await answer(sendJson("PATCH", `/v1/webhooks/${webhook.id}`, { disabled: false }, key));
    expect(enabled).toMatchObject({ webhook: { disabledAt: null, disabledReason: null } });
  });

  test.each([
    ["seconds", "7200"],
    ["a date", "Sun, 01 Nov 2026 12:00:00 GMT"],
  ])("and asks for time is given it: %s", async (_name, header) => {
    const { key, webhook } = await withMessage();
    openInternet(() => new Response(null, { status: 429, headers: { "retry-after": header } }));
    await tick();
    const [delivery] = await deliveriesOf(key, webhook.id);
    expect(delivery).toMatchObject({ nextAttemptAt: "2026-11-01T12:00:00.000Z" });
  });

  test.each<[string, () => Response | Promise<Response>, object]>([
    [
      "a redirect, which is not followed",
      () => new Response(null, { status: 307, headers: { location: "http://169.254.169.254/" } }),
      { status: 307, fault: "The receiver answered with a redirect. Redirects are not followed." },
    ],
    [
      "silence",
      () => Promise.reject(new DOMException("The operation was aborted due to timeout", "TimeoutError")),
      { status: null, fault: "The receiver did not answer within 10 seconds." },
    ],
    [
      "no connection",
      () => Promise.reject(new TypeError("connect ECONNREFUSED 203.0.113.7:443")),
      { status: null, fault: "The receiver could not be reached." },
    ],
  ])("counts as failed: %s", async (_name, receive, attempt) => {
    const { key, webhook } = await withMessage();
    openInternet(receive);
    await tick();
    expect(await deliveriesOf(key, webhook.id)).toMatchObject([{ state: "waiting", lastAttempt: attempt }]);
  });

  test("and answers without end is read a little and let go", async () => {
    const { key, webhook } = await withMessage();
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new TextEncoder().encode("\u0007x\n".repeat(200)));
      },
      cancel() {
        cancelled = true;
      },
    });
    openInternet(() => new Response(endless, { status: 500 }));
    await tick();
    expect({ cancelled, little: pulled < 10 }).toEqual({ cancelled: true, little: true });
    const [delivery] = await deliveriesOf(key, webhook.id);
    expect(delivery?.lastAttempt?.excerpt).toMatch(/^(x )+x?$/);
    expect(delivery?.lastAttempt?.excerpt?.length).toBeLessThanOrEqual(200);
  });

  test("is sent nothing at an address that has become a private one", async () => {
    const { id, key, webhook } = await withMessage();
    await env.DB.prepare("UPDATE webhooks SET url = 'https://10.0.0.8/' WHERE workspace = ?1").bind(id).run();
    const received = openInternet();
    await tick();
    expect(received).toEqual([]);
    const [delivery] = await deliveriesOf(key, webhook.id);
    expect(delivery?.lastAttempt?.fault).toBe("The address must not lead to a private or reserved address.");
  });
});

describe("a secret that is rotated", () => {
  test("signs together with the one before for the time of grace, and then alone", async () => {
    const { key, secret, webhook } = await withMessage();
    const received = openInternet();
    const rotated = await answer<{ secret: string; webhook: object }>(
      sendJson("POST", `/v1/webhooks/${webhook.id}/rotate`, { graceHours: 2 }, key, { "idempotency-key": "rotate" }),
    );
    expect(rotated.secret).not.toBe(secret);
    expect(rotated.webhook).toMatchObject({ formerSecretUntil: "2026-11-01T12:00:00.000Z" });
    await tick();
    expect(received[0]?.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    for (const good of [secret, rotated.secret]) verify(good, received[0] as Received);
    later(2 * HOUR);
    await answer(save(key, "2026-Q4", { acme: 4 }));
    await tick();
    verify(rotated.secret, received[1] as Received);
    expect(() => verify(secret, received[1] as Received)).toThrow("No matching signature");
    expect(
      await answer(
        sendJson("POST", `/v1/webhooks/${webhook.id}/rotate`, { graceHours: 2 }, key, { "idempotency-key": "rotate" }),
      ),
    ).toEqual(rotated);
  });

  test("ends at once without grace", async () => {
    const { key, secret, webhook } = await withMessage();
    const received = openInternet();
    const rotated = await answer<{ secret: string }>(
      sendJson("POST", `/v1/webhooks/${webhook.id}/rotate`, { graceHours: 0 }, key),
    );
    await tick();
    verify(rotated.secret, received[0] as Received);
    expect(() => verify(secret, received[0] as Received)).toThrow("No matching signature");
  });
});

describe("runs", () => {
  test("that come at the same time send each message once", async () => {
    const { key, webhook } = await withMessage(["assessment.saved", "level.changed"]);
    const received = openInternet();
    await Promise.all([tick(), tick(), tick()]);
    await tick();
    expect(received.map(({ body }) => body.type).sort()).toEqual(["assessment.saved", "level.changed"]);
    expect((await deliveriesOf(key, webhook.id)).map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  test("that break off at any call of the database lose nothing, and send again under the same id at most", async () => {
    const failing: Fault = () => Promise.reject(new Error("D1_ERROR: gone"));
    for (let at = 1; ; at++) {
      const { id, key, secret, webhook } = await withMessage(["assessment.saved", "action.overdue"]);
      const action = { model: "first-steps", partner: "acme", text: "Call", due: "2026-10-01" };
      await answer(sendJson("POST", "/v1/actions", action, key));
      const received = openInternet();
      const database = faultyDatabase(at, failing);
      await tick({ DB: database.binding }).catch(() => undefined);
      const brokeOff = database.calls() >= at;
      // The lease of what was being sent is over, and the next day's check has come.
      for (let hour = 0; hour < 48; hour += 12) {
        later(12 * HOUR);
        await tick();
      }
      expect(new Set(received.map(({ body }) => body.type)), `call ${at}`).toEqual(
        new Set(["assessment.saved", "action.overdue"]),
      );
      expect(new Set(received.map((one) => one.id)).size).toBe(2);
      expect((await deliveriesOf(key, webhook.id)).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
      expect(await rowsOf("outbox", id)).toEqual([]);
      expect(secret).toMatch(/^whsec_/);
      await env.DB.prepare("DELETE FROM webhooks").run();
      vi.restoreAllMocks();
      if (!brokeOff) break;
      expect(at).toBeLessThan(20);
    }
  });

  test("hold what they send for five minutes, in which no other run sends it", async () => {
    const { key, webhook } = await withMessage();
    let inner: Promise<void> = Promise.resolve();
    const received = openInternet(async () => {
      if (received.length === 1) {
        later(5 * MINUTE - 1);
        inner = tick();
        await inner;
      }
      return new Response(null, { status: 204 });
    });
    await tick();
    expect(received).toHaveLength(1);
    expect(await deliveriesOf(key, webhook.id)).toMatchObject([{ state: "delivered", attempts: 1 }]);
  });

  test("send twenty at most, and let workspaces take turns", async () => {
    const busy = await withModel();
    await makeWebhook(busy.key, ["assessment.saved"], "https://busy.example.com/");
    for (let round = 0; round < 30; round++)
      await answer(save(busy.key, `2026-10-${round + 1}`.replace(/-(\d)$/, "-0$1"), { acme: 4 }));
    const received = openInternet();
    await tick();
    expect(received).toHaveLength(20);
    for (let workspace = 0; workspace < 3; workspace++) await withMessage();
    received.length = 0;
    await tick();
    const hosts = received.map(({ url }) => new URL(url).hostname);
    expect(hosts.filter((host) => host === "example.com")).toHaveLength(3);
    await tick();
    await tick();
    expect(received.filter(({ url }) => url.includes("busy"))).toHaveLength(10);
  });

  test("that find nothing write nothing and read next to nothing; others say in one line what they did", async () => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
    let [read, written, calls] = [0, 0, 0];
    const counted = {
      prepare: (text: string) => env.DB.prepare(text),
      batch: async (statements: D1PreparedStatement[]) => {
        calls++;
        const results = await env.DB.batch(statements);
        for (const { meta } of results) {
          read += meta.rows_read;
          written += meta.rows_written;
        }
        return results;
      },
    };
    const { key } = await withMessage();
    openInternet();
    lines.length = 0;
    await tick();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      webhooks: { checked: 1, overdue: 0, messages: 1, delivered: 1, postponed: 0, failed: 0, disabled: 0 },
    });
    expect(lines[0]).not.toMatch(/acme|example\.com|whsec|lsk/);
    expect(lines[0]).not.toContain(key);
    await tick({ DB: counted });
    expect({ calls, written, lines: lines.length }).toEqual({ calls: 4, written: 0, lines: 1 });
    expect(read).toBeLessThanOrEqual(20);
  });

  test("by a queue come at once; the queue is told of a change and of nothing else", async () => {
    const { id, key } = await withModel();
    await makeWebhook(key, ["assessment.saved"]);
    const sent: unknown[] = [];
    const queue = { send: (body: unknown) => Promise.resolve(void sent.push(body)) } as unknown as Queue<Wake>;
    const bindings = { ...env, WEBHOOK_QUEUE: queue };
    const ask = (path: string, body?: unknown) =>
      createApp().request(
        path,
        {
          method: body === undefined ? "GET" : "POST",
          headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        },
        { ...bindings, RATE_LIMIT: undefined },
      );
    expect((await ask("/v1/partners")).status).toBe(200);
    expect((await ask("/v1/assessments", { ...saveOf("2026-Q3", { acme: 4 }), period: "autumn" })).status).toBe(422);
    expect(sent).toEqual([]);
    expect((await ask("/v1/assessments", saveOf("2026-Q3", { acme: 4 }))).status).toBe(200);
    expect(sent).toEqual([{ workspace: id }]);

    const received = openInternet();
    const messages = [...sent, ...sent].map((body) => ({ body }));
    const batch = { queue: "webhooks", messages } as unknown as MessageBatch<Wake>;
    await worker.queue?.(batch, bindings);
    expect(told(received).map(({ type }) => type)).toEqual(["assessment.saved"]);

    // A run that leaves something behind wakes the next one.
    sent.length = received.length = 0;
    for (let period = 0; period < 25; period++) await answer(save(key, `20${30 + period}`, { acme: 4 }));
    await worker.queue?.(batch, bindings);
    expect(sent).toEqual([{ workspace: null }]);
    const wake = { queue: "webhooks", messages: [{ body: sent[0] }] } as unknown as MessageBatch<Wake>;
    await worker.queue?.(wake, bindings);
    expect(received).toHaveLength(25);
    expect(sent).toHaveLength(1);
  });
});

describe("the log", () => {
  test("is listed newest first, page by page, by state, and replayed one by one or by time", async () => {
    const { key, webhook } = await withMessage();
    let status = 410;
    const received = openInternet(() => new Response(null, { status }));
    await tick();
    status = 204;
    await answer(sendJson("PATCH", `/v1/webhooks/${webhook.id}`, { disabled: false }, key));
    later(HOUR);
    for (const period of ["2026-Q4", "2027-Q1"]) {
      await answer(save(key, period, { acme: 4 }));
      later(HOUR);
    }
    await tick();
    const all = await deliveriesOf(key, webhook.id);
    expect(all.map(({ state }) => state)).toEqual(["delivered", "delivered", "failed"]);
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
    const page = await answer<{ deliveries: unknown[]; cursor: string }>(
      sendJson("GET", `/v1/webhooks/${webhook.id}/deliveries?limit=2`, undefined, key),
    );
    expect(page.deliveries).toEqual(all.slice(0, 2));
    expect(await deliveriesOf(key, webhook.id, `?cursor=${page.cursor}`)).toEqual(all.slice(2));
    expect(await deliveriesOf(key, webhook.id, "?state=failed")).toEqual(all.slice(2));

    received.length = 0;
    const failed = all[2]?.id ?? "";
    const replay = `/v1/webhooks/${webhook.id}/deliveries/${failed}/replay`;
    expect(await answer(sendJson("POST", replay, undefined, key))).toMatchObject({ delivery: { state: "waiting" } });
    await tick();
    expect(received.map(({ id }) => id)).toEqual([failed]);
    const since = { since: "2026-11-01T10:30:00+00:00".replace("+00:00", "Z"), state: "all" };
    expect(await answer(sendJson("POST", `/v1/webhooks/${webhook.id}/replay`, since, key))).toEqual({
      replayed: 2,
      more: false,
    });
    received.length = 0;
    await tick();
    expect(received.map(({ id }) => id).sort()).toEqual(
      all
        .slice(0, 2)
        .map(({ id }) => id)
        .sort(),
    );
    await problem(sendJson("POST", `/v1/webhooks/${webhook.id}/deliveries/msg_none/replay`, undefined, key), 404);
    const backwards = { since: "2026-11-02T00:00:00Z", until: "2026-11-01T00:00:00Z" };
    await problem(sendJson("POST", `/v1/webhooks/${webhook.id}/replay`, backwards, key), 422);
  });

  test("is forgotten after fourteen days", async () => {
    // Ids are in the order of time even where a test before has set the clock ahead of this one.
    vi.setSystemTime("2027-06-01T10:00:00Z");
    const { id, key, webhook } = await withMessage();
    openInternet();
    await tick();
    later(13 * DAY);
    await tick();
    expect(await deliveriesOf(key, webhook.id)).toHaveLength(1);
    later(2 * DAY);
    await tick();
    expect(await deliveriesOf(key, webhook.id)).toEqual([]);
    for (const table of ["messages", "deliveries"]) expect(await rowsOf(table, id)).toEqual([]);
  });

  test("goes with its webhook", async () => {
    const { id, key, webhook } = await withMessage();
    const received = openInternet();
    await answer(save(key, "2026-Q4", { acme: 4 }));
    await answer(sendJson("DELETE", `/v1/webhooks/${webhook.id}`, undefined, key));
    await tick();
    expect(received).toEqual([]);
    for (const table of ["webhooks", "outbox", "messages", "deliveries"]) expect(await rowsOf(table, id)).toEqual([]);
  });
});

describe("erasing", () => {
  test("a partner takes it out of what waits and of the log, and leaves the others there", async () => {
    const { id, key } = await withModel();
    const { secret, webhook } = await makeWebhook(key, ["assessment.saved", "action.overdue"]);
    let status = 500;
    const received = openInternet(() => new Response(null, { status }));
    await answer(save(key, "2026-Q2", { acme: 4, bonsai: 4 }));
    await answer(save(key, "2026-Q2", { acme: 5 }));
    await answer(
      sendJson("POST", "/v1/actions", { model: "first-steps", partner: "acme", text: "Call", due: "2026-10-01" }, key),
    );
    await tick();
    expect(received).toHaveLength(3);
    await answer(save(key, "2026-Q3", { acme: 4, bonsai: 4 }));
    await answer(save(key, "2026-Q3", { acme: 5 }));
    await answer(sendJson("DELETE", "/v1/partners/acme", undefined, key));
    for (const table of ["outbox", "messages", "deliveries", "overdue_told"]) {
      expect(JSON.stringify(await rowsOf(table, id)), table).not.toContain("acme");
    }
    expect(await rowsOf("overdue_told", id)).toEqual([]);
    expect(await deliveriesOf(key, webhook.id)).toHaveLength(1);
    received.length = 0;
    status = 204;
    later(HOUR);
    await tick();
    expect(received).toHaveLength(2);
    for (const one of received) {
      expect(verify(secret, one)).toMatchObject({ data: { assessments: [{ partner: "bonsai" }] } });
      expect(one.text).not.toContain("acme");
    }
  });

  test("a workspace takes everything", async () => {
    const { id, key } = await withMessage();
    const received = openInternet();
    const { results } = await env.DB.prepare("SELECT name FROM workspaces WHERE id = ?1")
      .bind(id)
      .all<{ name: string }>();
    const path = `/v1/workspace?confirm=${encodeURIComponent(results[0]?.name ?? "")}`;
    await answer(sendJson("DELETE", path, undefined, key));
    await tick();
    expect(received).toEqual([]);
    for (const table of ["webhooks", "outbox", "messages", "deliveries", "overdue_told"]) {
      expect(await rowsOf(table, id), table).toEqual([]);
    }
  });
});
