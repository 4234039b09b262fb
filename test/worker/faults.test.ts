/**
 * A database that fails or does not answer, at every call of every kind of change: the caller is told to come back, no
 * part of the change is stored, and sent again it takes effect.
 */
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../worker/app.ts";
import { TIMEOUT } from "../../worker/db/database.ts";
import { WEBHOOK_EVENTS } from "../../worker/db/webhooks.ts";
import { versionOf } from "../../worker/services/typed-answers.ts";
import { everythingStored, type Fault, faultyDatabase } from "../support/worker-faulty-database.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, send, sendJson } from "../support/worker-requests.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

const SETUP_CODE = "a-long-secret-of-your-own";
const app = createApp();

interface Sent {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

interface Scene {
  key: string;
  /** Of a stored action. */
  action: { id: string; version: number };
  /** Of another key of the workspace. */
  otherKey: string;
  /** A self-assessment of a partner, opened once. */
  link: { id: string; path: string };
  /** A webhook that listens to everything, with a delivery that has failed. */
  webhook: { id: string; delivery: string };
  /** An export, line by line. */
  lines: string;
  /** A key of a workspace without anything. */
  emptyKey: string;
  name: string;
}

let scenes = 0;

/** Gold in one quarter and bronze in the next, so that a fall waits; an action; a second key; a webhook. */
async function scene(): Promise<Scene> {
  const name = `faults ${++scenes}`;
  const { id, key } = await newWorkspace(name);
  const { key: emptyKey } = await newWorkspace(`${name} empty`);
  await answer(sendJson("PUT", "/v1/models/first-steps", { ...firstSteps, review: { demotion: "pending" } }, key));
  await answer(sendJson("PUT", "/v1/partners", { partners: [{ id: "acme", region: "EMEA" }] }, key));
  for (const [period, certified] of [
    ["2026-Q1", 10],
    ["2026-Q2", 0],
  ] as const) {
    const assessments = [{ partner: "acme", answers: { certified, plan: "no" } }];
    await answer(sendJson("POST", "/v1/assessments", { model: "first-steps", period, assessments }, key));
  }
  const action = { model: "first-steps", partner: "acme", text: "Call them" };
  const { actions } = await answer<{ actions: { id: string; version: number }[] }>(
    sendJson("POST", "/v1/actions", action, key),
  );
  const made = await answer<{ details: { id: string } }>(
    sendJson("POST", "/v1/keys", { name: "other", scopes: ["read"] }, key),
  );
  const wanted = { kind: "self-assessment", model: "first-steps", partner: "acme", period: "2026-Q4" };
  const { links } = await answer<{ links: Scene["link"][] }>(sendJson("POST", "/v1/links", { links: [wanted] }, key));
  const link = links[0] ?? { id: "", path: "" };
  await answerFromPage(link.path, "3", BLANK);
  const webhook = { id: `whk_${scenes}`, delivery: `msg_${scenes}` };
  await insertWebhook(id, webhook);
  const exported = await sendJson("GET", "/v1/workspace?limit=1000", undefined, key);
  const lines = new TextDecoder().decode(await exported.arrayBuffer());
  return {
    key,
    action: actions[0] ?? { id: "", version: 0 },
    otherKey: made.details.id,
    link,
    webhook,
    lines,
    emptyKey,
    name,
  };
}

/** It listens to everything; what was sent to it has failed. */
async function insertWebhook(workspace: string, { id, delivery }: Scene["webhook"]): Promise<void> {
  const at = "2026-01-01T00:00:00.000Z";
  const insert = (text: string, ...values: string[]) => env.DB.prepare(text).bind(workspace, ...values);
  await env.DB.batch([
    insert(
      `INSERT INTO webhooks (workspace, id, url, events, secret, created_at, created_by, next_check)
       VALUES (?1, ?2, 'https://example.com/hooks', ?3, 'whsec_c2VjcmV0', ?4, 'key', ?4)`,
      ...[id, JSON.stringify(WEBHOOK_EVENTS), at],
    ),
    insert(
      "INSERT INTO messages (workspace, id, type, at, head) VALUES (?1, ?2, 'webhook.test', ?3, '{}')",
      delivery,
      at,
    ),
    insert(
      `INSERT INTO deliveries (workspace, webhook, message, state, queued_at, attempts)
       VALUES (?1, ?2, ?3, 'failed', ?4, 1)`,
      ...[id, delivery, at],
    ),
  ]);
}

/** The version of a question that is not answered yet. */
const BLANK = versionOf(undefined);
const fieldsOf = (value: string, version: string) =>
  new URLSearchParams({ "v.certified": version, "a.certified": value }).toString();

/** As the page of a link posts it. */
const FORM = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };

async function answerFromPage(path: string, value: string, version: string): Promise<void> {
  const response = await send(path, {
    method: "POST",
    headers: { ...FORM, authorization: "" },
    body: fieldsOf(value, version),
  });
  expect(response.status, await response.text()).toBe(200);
}

const assessments = [{ partner: "acme", answers: { certified: 6, plan: "yes" } }];

const CHANGES: [name: string, sent: (scene: Scene) => Sent, keyOf?: (scene: Scene) => string][] = [
  [
    "assessments",
    () => ({ method: "POST", path: "/v1/assessments", body: { model: "first-steps", period: "2026-Q3", assessments } }),
  ],
  [
    "assessments under a shipped model",
    () => ({
      method: "POST",
      path: "/v1/assessments",
      body: { model: "prm-performance", period: "2026-Q3", assessments: [{ partner: "acme", answers: {} }] },
    }),
  ],
  [
    "an upload",
    () => ({
      method: "POST",
      path: "/v1/uploads?model=first-steps&period=2026-Q3",
      body: "partner;region;certified;plan\r\nacme;EMEA;6;yes\r\nbonsai;;many;no\r\n",
      headers: { "content-type": "text/csv" },
    }),
  ],
  [
    "demotions",
    () => ({
      method: "POST",
      path: "/v1/demotions",
      body: { model: "first-steps", partners: ["acme"], decision: "confirm" },
    }),
  ],
  ["partners", () => ({ method: "PUT", path: "/v1/partners", body: { partners: [{ id: "acme", tags: ["new"] }] } })],
  ["the erasure of a partner", () => ({ method: "DELETE", path: "/v1/partners/acme" })],
  ["own models", () => ({ method: "PUT", path: "/v1/models/first-steps", body: { ...firstSteps, name: "Again" } })],
  ["the removal of a model", () => ({ method: "DELETE", path: "/v1/models/first-steps" })],
  [
    "actions from gaps",
    () => ({ method: "POST", path: "/v1/actions", body: { from: "gaps", model: "first-steps", partners: ["acme"] } }),
  ],
  [
    "a change of an action",
    ({ action: { id, version } }) => ({
      method: "PATCH",
      path: `/v1/actions/${id}`,
      body: { status: "done" },
      headers: { "if-match": `"${version}"` },
    }),
  ],
  [
    "webhooks",
    () => ({ method: "POST", path: "/v1/webhooks", body: { url: "https://example.org/", events: WEBHOOK_EVENTS } }),
  ],
  [
    "a change of a webhook",
    ({ webhook: { id } }) => ({ method: "PATCH", path: `/v1/webhooks/${id}`, body: { disabled: true } }),
  ],
  ["another secret", ({ webhook: { id } }) => ({ method: "POST", path: `/v1/webhooks/${id}/rotate`, body: {} })],
  [
    "a replay",
    ({ webhook: { id, delivery } }) => ({ method: "POST", path: `/v1/webhooks/${id}/deliveries/${delivery}/replay` }),
  ],
  ["the removal of a webhook", ({ webhook: { id } }) => ({ method: "DELETE", path: `/v1/webhooks/${id}` })],
  ["keys", () => ({ method: "POST", path: "/v1/keys", body: { name: "another", scopes: ["read"] } })],
  ["the revocation of a key", ({ otherKey }) => ({ method: "DELETE", path: `/v1/keys/${otherKey}` })],
  [
    "links",
    () => ({
      method: "POST",
      path: "/v1/links",
      body: { links: [{ kind: "scorecard", model: "first-steps", partner: "acme" }] },
    }),
  ],
  ["the revocation of a link", ({ link: { id } }) => ({ method: "DELETE", path: `/v1/links/${id}` })],
  [
    "the end of a period",
    () => ({
      method: "POST",
      path: "/v1/links/close",
      body: { model: "first-steps", period: "2026-Q4", closed: true },
    }),
  ],
  [
    "an import",
    ({ lines }) => ({
      method: "POST",
      path: "/v1/workspace",
      body: lines,
      headers: { "content-type": "application/x-ndjson" },
    }),
    ({ emptyKey }) => emptyKey,
  ],
  [
    "the erasure of a workspace",
    ({ name }) => ({ method: "DELETE", path: `/v1/workspace?confirm=${encodeURIComponent(name)}` }),
  ],
];

const posted = (path: string, body: string): Sent => ({
  method: "POST",
  path,
  body,
  headers: { "content-type": FORM["content-type"] },
});

/** Behind links; a sender of forms is sent on to the next page. */
const PAGES: [name: string, done: number, sent: (scene: Scene) => Sent][] = [
  ["answers", 303, ({ link }) => posted(link.path, fieldsOf("7", versionOf({ value: 3, note: "", evidence: "" })))],
  ["a submission", 303, ({ link }) => posted(`${link.path}/submit`, "")],
];

const READS = [
  "/v1/partners",
  "/v1/partners/acme",
  "/v1/partners/acme/history?model=first-steps",
  "/v1/assessments",
  "/v1/actions",
  "/v1/demotions",
  "/v1/links",
  "/v1/webhooks",
  "/v1/keys",
  "/v1/audit",
  "/v1/workspace",
  "/v1/models/first-steps",
  ...["benchmark", "diagnosis", "drivers?outcome=certified", "movers", "flags"].map(
    (insight) => `/v1/insights/first-steps/${insight}`,
  ),
];

function ask({ method, path, body, headers }: Sent, key: string, database: D1Database): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const init = {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: text }),
  };
  return Promise.resolve(app.request(path, init, { ...env, DB: database, RATE_LIMIT: undefined, SETUP_CODE }));
}

async function expectUnavailable(response: Response): Promise<void> {
  const text = await response.text();
  expect(response.status, text).toBe(503);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(JSON.parse(text)).toMatchObject({ status: 503, title: "The database does not answer" });
  expect(text).not.toMatch(/secret|SELECT|D1_|lsk_/);
}

/** What a partner sees: a page in its own words, with which it can try again. */
async function expectPageUnavailable(response: Response): Promise<void> {
  const text = await response.text();
  expect(response.status, text).toBe(503);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(response.headers.get("content-type")).toMatch(/^text\/html/);
  expect(text).toContain("<h1>");
  expect(text).not.toMatch(/secret|SELECT|D1_|lsk_/);
}

const failing: Fault = () => Promise.reject(new Error("D1_ERROR: secret internals: SELECT * FROM keys: SQLITE_BUSY"));

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Sends the request with a fault at the first call, the second and so on, until it comes through. */
async function atEveryCall(
  sent: Sent,
  key: string,
  send: (database: D1Database, at: number) => Promise<Response>,
  fault: Fault,
  expected = { done: 200, unavailable: expectUnavailable },
): Promise<number> {
  const before = await everythingStored();
  for (let at = 1; at <= 12; at++) {
    const database = faultyDatabase(at, fault);
    const response = await send(database.binding, at);
    if (database.calls() < at) {
      const told = new TextDecoder().decode(await response.arrayBuffer());
      expect(response.status, `${sent.method} ${sent.path}: ${told}`).toBe(expected.done);
      expect((await everythingStored()) === before, "without a fault it changes nothing").toBe(sent.method === "GET");
      return at - 1;
    }
    await expected.unavailable(response);
    expect((await everythingStored()) === before, `call ${at} left something behind`).toBe(true);
  }
  throw new Error(`${key}: more than twelve calls`);
}

describe("a database that answers with errors", () => {
  test.each(CHANGES)("at any call: %s", async (_name, sentOf, keyOf = ({ key }) => key) => {
    const set = await scene();
    const [sent, key] = [sentOf(set), keyOf(set)];
    const calls = await atEveryCall(sent, key, (database) => ask(sent, key, database), failing);
    // The look-up of the key and what is written, at least.
    expect(calls).toBeGreaterThanOrEqual(2);
  });

  test.each(READS)("at any call: GET %s", async (path) => {
    const { key } = await scene();
    const sent = { method: "GET", path };
    expect(await atEveryCall(sent, key, (database) => ask(sent, key, database), failing)).toBeGreaterThanOrEqual(2);
  });

  test.each(PAGES)("at any call of a page: %s", async (_name, done, sentOf) => {
    const sent = sentOf(await scene());
    const expected = { done, unavailable: expectPageUnavailable };
    await atEveryCall(sent, "", (database) => ask(sent, "", database), failing, expected);
  });

  test("at the first visit of a page, which is noted", async () => {
    const { key } = await scene();
    const wanted = { kind: "scorecard", model: "first-steps", partner: "acme" };
    const { links } = await answer<{ links: { path: string }[] }>(
      sendJson("POST", "/v1/links", { links: [wanted] }, key),
    );
    const visit = (database: D1Database) => ask({ method: "GET", path: links[0]?.path ?? "" }, "", database);
    const before = await everythingStored();
    for (let at = 1; ; at++) {
      const database = faultyDatabase(at, failing);
      const response = await visit(database.binding);
      if (database.calls() < at) {
        expect(response.status).toBe(200);
        expect(at).toBeGreaterThan(2);
        expect(await everythingStored()).not.toBe(before);
        return;
      }
      await expectPageUnavailable(response);
    }
  });

  test("at set-up", async () => {
    const sent = { method: "POST", path: "/v1/setup", body: { code: SETUP_CODE, name: "New" } };
    expect(await atEveryCall(sent, "", (database) => ask(sent, "", database), failing)).toBeGreaterThanOrEqual(1);
  });
});

describe("a database that does not answer", () => {
  /** Waits until the request hangs, then lets the time go by that the Worker is willing to wait. */
  async function askAndWait(sent: Sent, key: string, at: number, fault: Fault): Promise<[Response, number]> {
    let hangs = () => {};
    const hung = new Promise<void>((done) => {
      hangs = done;
    });
    const database = faultyDatabase(at, (send) => {
      hangs();
      return fault(send);
    });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const response = ask(sent, key, database.binding);
    await Promise.race([hung, response]);
    await vi.advanceTimersByTimeAsync(TIMEOUT);
    const answered = await response;
    vi.useRealTimers();
    return [answered, database.calls()];
  }
  const never: Fault = () => new Promise(() => undefined);

  test.each(CHANGES)("at any call: %s", async (_name, sentOf, keyOf = ({ key }) => key) => {
    const set = await scene();
    const [sent, key] = [sentOf(set), keyOf(set)];
    const before = await everythingStored();
    for (let at = 1; ; at++) {
      const [response, calls] = await askAndWait(sent, key, at, never);
      if (calls < at) {
        expect(response.status).toBe(200);
        await response.body?.cancel();
        expect(at).toBeGreaterThan(2);
        return;
      }
      await expectUnavailable(response);
      expect((await everythingStored()) === before, `call ${at} left something behind`).toBe(true);
    }
  });

  test("waits no longer for all statements of a request together", async () => {
    const { key } = await scene();
    let now = Date.now();
    vi.spyOn(Date, "now").mockImplementation(() => now);
    // Each answer takes six of the ten seconds: the second one has no more than four.
    const database = faultyDatabase(1, async (send) => {
      const results = await send();
      now += 0.6 * TIMEOUT;
      return results;
    });
    const slow = {
      prepare: database.binding.prepare,
      batch: (statements: D1PreparedStatement[]) =>
        database.calls() === 0 ? database.binding.batch(statements) : never(() => env.DB.batch(statements)),
    } as unknown as D1Database;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const response = ask({ method: "GET", path: "/v1/partners" }, key, slow);
    let answered = false;
    void response.then(() => {
      answered = true;
    });
    await vi.waitUntil(() => vi.getTimerCount() > 0 && database.calls() === 1);
    await vi.advanceTimersByTimeAsync(0.5 * TIMEOUT);
    await expectUnavailable(await response);
    expect(answered).toBe(true);
    vi.restoreAllMocks();
  });

  test("and stores all of it after nobody waits any more: the retry is told so", async () => {
    const { key } = await scene();
    const sent = {
      method: "POST",
      path: "/v1/assessments",
      body: { model: "first-steps", period: "2026-Q3", assessments },
      headers: { "idempotency-key": "late" },
    };
    let stored: Promise<unknown> = Promise.resolve();
    const late: Fault = (send) => {
      stored = send();
      return never(send);
    };
    const [response] = await askAndWait(sent, key, 3, late);
    await expectUnavailable(response);
    await stored;
    const retry = await ask(sent, key, env.DB);
    expect(retry.status).toBe(200);
    expect(retry.headers.get("idempotency-replayed")).toBe("true");
  });
});
