/**
 * Hostile requests to every operation, from a seed: a few hundred here, 20,000 with `npm run fuzz`. Whatever comes, the
 * Worker answers in its own words, a refused request changes nothing, and another workspace's rows stay there.
 */
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createApp } from "../../worker/app.ts";
import { toCursor } from "../../worker/services/paging.ts";
import { TABLES } from "../support/worker-faulty-database.ts";
import {
  type FuzzedRequest,
  fuzzedRequest,
  type Json,
  LIVE,
  type Operation,
  operations,
} from "../support/worker-fuzz.ts";
import { firstSteps } from "../support/worker-models.ts";
import { sendJson } from "../support/worker-requests.ts";
import { insertKey, keyOf, newWorkspace, type Workspace } from "../support/worker-workspace.ts";

const REQUESTS = Number(env.FUZZ_REQUESTS || 520);
const SEED = Number(env.FUZZ_SEED || 20_261_122);

/** Only in what the other workspace keeps; nobody sends it. */
const SECRET = "only-the-other-knows";
/** In a stored note; no log may show it. */
const NOTE = "said-in-confidence";
const INTERNALS =
  /D1_|SQLITE_|constraint failed|no such (table|column)|near "|malformed JSON|json_each|node_modules|worker\/|\.ts:\d|\bat (async )?\w+ \(|TypeError|RangeError|ReferenceError|Cannot read|is not a function|not iterable|call stack|\[object Object\]/;

/** Enough for a benchmark. */
const PARTNERS = ["acme", "zoë “ü”", "c", "d", "e", "f"];

const app = createApp();
const counts = new Map<string, Map<number, number>>();
let here: Workspace;
let other: Workspace;
let othersRows: string;
let logged: string[] = [];
let rowsWritten = 0;
/** Id of a key that may be revoked. */
let spareKey = "";

/** D1, with what it writes counted where no statement of ours can be mistaken. */
const counted = {
  prepare: (text: string) => env.DB.prepare(text),
  batch: async (statements: D1PreparedStatement[]) => {
    const results = await env.DB.batch(statements);
    for (const { meta } of results) rowsWritten += meta.rows_written;
    return results;
  },
} as unknown as D1Database;

async function rowsOf(workspace: string): Promise<string> {
  const queries = TABLES.map((table) =>
    env.DB.prepare(`SELECT * FROM ${table} WHERE ${table === "workspaces" ? "id" : "workspace"} = ?1`).bind(workspace),
  );
  return JSON.stringify((await env.DB.batch(queries)).map(({ results }) => results));
}

function stored(period: string, certified: Json, note: string) {
  return {
    model: "first-steps",
    period,
    assessments: PARTNERS.map((partner) => ({
      partner,
      answers: { certified: { value: certified, note, evidence: note }, plan: "yes" },
    })),
  };
}

/** Not through the rate limit, which the real address has. */
async function send(method: string, path: string, body: unknown, key: string): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const response = await ask({ method, path, headers: [["content-type", "application/json"]], body: bytes }, key);
  expect(response.status, await response.text()).toBe(200);
}

async function fill(key: string, note: string): Promise<void> {
  await send("PUT", "/v1/models/first-steps", { ...firstSteps, review: { demotion: "pending" } }, key);
  const partners = PARTNERS.map((id) => ({ id, name: note, tags: [note], fields: { spend: 1 } }));
  await send("PUT", "/v1/partners", { partners }, key);
  for (const [period, certified] of [
    ["2026-Q1", 9],
    ["2026-Q2", 8],
    ["2026-Q3", 1],
  ] as const) {
    await send("POST", "/v1/assessments", stored(period, certified, note), key);
  }
  await send("POST", "/v1/assessments", { ...stored("2026-Q1", 4, note), source: "partner" }, key);
  await send("POST", "/v1/actions", { model: "first-steps", partner: "acme", text: note }, key);
  const link = { kind: "self-assessment", model: "first-steps", partner: "acme", period: "2026-Q4" };
  await send("POST", "/v1/links", { links: [link] }, key);
}

/** One webhook with a message that was delivered: requests remove them, and a workspace may have ten at most. */
async function hook(workspace: Workspace, note: string): Promise<void> {
  await env.DB.prepare("DELETE FROM webhooks WHERE workspace = ?1").bind(workspace.id).run();
  const body = { url: "https://example.com/hooks", events: ["assessment.saved", "level.changed"], description: note };
  await send("POST", "/v1/webhooks", body, workspace.key);
  await env.DB.batch([
    env.DB.prepare(
      "INSERT INTO messages VALUES (?1, 'msg_1', 'level.changed', '2026-10-01T00:00:00.000Z', '{}', ?2)",
    ).bind(workspace.id, JSON.stringify([{ partner: "acme", from: note, to: null }])),
    env.DB.prepare(
      `INSERT INTO deliveries (workspace, webhook, message, state, queued_at, attempts, response_excerpt)
       SELECT workspace, id, 'msg_1', 'delivered', created_at, 1, ?2 FROM webhooks WHERE workspace = ?1`,
    ).bind(workspace.id, note),
  ]);
}

/** The request with what there is at this moment in place of what stands for it. */
async function live(sent: FuzzedRequest, workspace: Workspace, name: string): Promise<FuzzedRequest> {
  const needed = Object.values(LIVE).filter((mark) =>
    [sent.path, ...sent.headers.map(([, value]) => value)].some((text) => decodeURIComponentOr(text).includes(mark)),
  );
  if (needed.length === 0) return sent;
  const action = await env.DB.prepare("SELECT id, version FROM actions WHERE workspace = ?1 ORDER BY id DESC LIMIT 1")
    .bind(workspace.id)
    .first<{ id: string; version: number }>();
  const link = await env.DB.prepare("SELECT id FROM links WHERE workspace = ?1 ORDER BY id DESC LIMIT 1")
    .bind(workspace.id)
    .first<{ id: string }>();
  const webhook = await env.DB.prepare("SELECT id FROM webhooks WHERE workspace = ?1 ORDER BY created_at LIMIT 1")
    .bind(workspace.id)
    .first<{ id: string }>();
  const values: Record<string, string> = {
    [LIVE.webhook]: webhook?.id ?? "",
    [LIVE.delivery]: "msg_1",
    [LIVE.link]: link?.id ?? "",
    [LIVE.action]: action?.id ?? "",
    [LIVE.version]: String(action?.version ?? 0),
    [LIVE.key]: spareKey,
    [LIVE.workspace]: name,
  };
  const filled = (text: string, write: (value: string) => string) =>
    needed.reduce(
      (made, mark) =>
        made.replaceAll(encodeURIComponent(mark), write(values[mark] ?? "")).replaceAll(mark, values[mark] ?? ""),
      text,
    );
  return {
    ...sent,
    path: filled(sent.path, encodeURIComponent),
    headers: sent.headers.map(([header, value]) => [header, filled(value, String)] as const),
  };
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function linesOf(key: string): Promise<Json[]> {
  const response = await sendJson("GET", "/v1/workspace?limit=1000", undefined, key);
  const text = new TextDecoder().decode(await response.arrayBuffer());
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Json]));
}

beforeAll(async () => {
  for (const method of ["log", "error", "warn"] as const) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => void logged.push(values.join(" ")));
  }
  here = await newWorkspace("fuzzed");
  other = await newWorkspace("unseen");
  await insertKey(here.id, keyOf("fuzzed reader"), { scopes: ["read"] });
  await insertKey(here.id, keyOf("fuzzed spare"), { scopes: ["read"] });
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(keyOf("fuzzed spare"))));
  spareKey = `key_${Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  // Nothing is sent from here; a receiver's words are as hostile as any.
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("\u0000<b>' OR 1=1 --", { status: 500 }));
  await fill(here.key, NOTE);
  await fill(other.key, SECRET);
  await hook(here, NOTE);
  await hook(other, SECRET);
  await send("PUT", "/v1/partners", { partners: [{ id: "elsewhere", name: SECRET }] }, other.key);
  othersRows = await rowsOf(other.id);
  logged = [];
});

afterAll(() => {
  vi.restoreAllMocks();
  if (env.FUZZ_REQUESTS) console.log(table());
});

function table(): string {
  const lines = [...counts].map(([id, statuses]) => {
    const parts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
    return `${id.padEnd(18)} ${parts.join(", ")}`;
  });
  const all = [...counts.values()].flatMap((statuses) => [...statuses.values()]);
  return [...lines, `${all.reduce((sum, count) => sum + count, 0)} requests, seed ${SEED}`].join("\n");
}

function described({ method, path, headers, body }: FuzzedRequest): string {
  const text = body === null ? "" : new TextDecoder().decode(body).slice(0, 2_000);
  return `${method} ${path}\n${JSON.stringify(headers)}\n${text}`;
}

async function ask(sent: FuzzedRequest, key: string): Promise<Response> {
  const headers = new Headers({ authorization: `Bearer ${key}` });
  for (const [name, value] of sent.headers) headers.set(name, value);
  const request = new Request(`https://levelsheet.test${sent.path}`, {
    method: sent.method,
    headers,
    redirect: "manual",
    ...(sent.body !== null && { body: sent.body }),
  });
  return app.fetch(request, { ...env, DB: counted, RATE_LIMIT: undefined, SETUP_CODE: "a-long-secret-of-your-own" });
}

/** What went wrong, each once, with the first request that did it. */
const faults = new Map<string, string>();

function note(operation: string, what: string, sent: FuzzedRequest, text: string): void {
  const told = `${operation} ${what}`;
  if (!faults.has(told))
    faults.set(told, `${text.slice(0, 600)}\n${logged.join("\n").slice(0, 1_500)}\n${described(sent)}`);
}

async function check(operation: Operation, sent: FuzzedRequest, key: string, deep: boolean): Promise<number> {
  logged = [];
  rowsWritten = 0;
  const before = deep ? await rowsOf(here.id) : "";
  const response = await ask(sent, key);
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(await response.arrayBuffer());
  const { status, headers } = response;
  const log = logged.join("\n");
  const refused = status >= 400;
  const whatever = {
    [`fails with ${status}`]: status >= 500,
    "has no request id": !/^[\w\-=]{1,255}$/.test(headers.get("x-request-id") ?? ""),
    "shows another workspace": text.includes(SECRET),
    "logs a key or an answer": log.includes("lsk_") || log.includes(NOTE),
    [`answers ${status}, which is not documented`]:
      sent.method === operation.method &&
      ![...operation.statuses, 405].includes(status) &&
      new URL(`https://x${sent.path}`).pathname.split("/").length === operation.path.split("/").length &&
      !text.includes("#problem-not-found"),
    "writes and refuses": refused && rowsWritten > 0,
    "changes something and refuses": refused && deep && (await rowsOf(here.id)) !== before,
    "is no problem document": refused && headers.get("content-type") !== "application/problem+json",
    ...(refused && sent.method !== "HEAD" && problemFaults(text, status)),
  };
  for (const [what, wrong] of Object.entries(whatever)) if (wrong) note(operation.id, what, sent, text);
  return status;
}

function problemFaults(text: string, status: number): Record<string, boolean> {
  const { instance: _, ...own } = JSON.parse(text) as Record<"type" | "title" | "detail" | "instance", string> & {
    status: number;
  };
  return {
    "is an incomplete problem": own.status !== status || !own.title || !own.detail,
    "shows internals": INTERNALS.test(JSON.stringify(own)),
    "answers with a long problem": text.length > 100_000,
  };
}

const AFTER_IMPORT = [
  "/v1/models",
  "/v1/models/first-steps",
  "/v1/partners",
  "/v1/partners/acme/history?model=first-steps&detail=full",
  "/v1/partners/acme/forecast?model=first-steps",
  "/v1/assessments",
  "/v1/demotions?dismissed=true",
  "/v1/actions",
  "/v1/links",
  "/v1/webhooks",
  "/v1/workspace",
  "/v1/workspace?format=csv&table=assessments",
  "/v1/workspace?format=csv&table=standings",
  "/v1/workspace?format=csv&table=audit",
  "/v1/audit",
];

/** What an import let in must not break what reads it. */
async function checkAfterImport(key: string, sent: FuzzedRequest): Promise<void> {
  const save = JSON.stringify(stored("2026-Q4", 3, NOTE));
  const follow: FuzzedRequest[] = [
    ...AFTER_IMPORT.map((path) => ({ method: "GET", path, headers: [], body: null })),
    {
      method: "POST",
      path: "/v1/assessments",
      headers: [["content-type", "application/json"]],
      body: new TextEncoder().encode(save),
    },
  ];
  for (const request of follow) {
    logged = [];
    const response = await ask(request, key);
    const text = new TextDecoder().decode(await response.arrayBuffer());
    const path = request.path.split("?")[0];
    if (response.status >= 500) note(`after importWorkspace: ${request.method} ${path}`, "fails", sent, text);
  }
}

test(`${REQUESTS} hostile requests`, { timeout: 60_000 + REQUESTS * 100 }, async () => {
  const lines = await linesOf(here.key);
  const targets = {
    ids: [
      "acme",
      "zoë “ü”",
      "first-steps",
      "partner-maturity",
      "elsewhere",
      `key_${"0".repeat(16)}`,
      other.id,
      "actions",
    ],
    cursors: [
      toCursor(["a"]),
      toCursor(["first-steps", "acme"]),
      toCursor(["first-steps", "acme", "2026-Q1", "vendor"]),
    ],
    authorizations: [`Bearer ${keyOf("fuzzed reader")}`, `Bearer ${keyOf("nobody")}`, "Basic YTpi", "Bearer", ""],
    bodies: {
      saveAssessments: [
        stored("2026-Q4", 4, NOTE),
        {
          model: "first-steps",
          period: "2026-11",
          grid: [
            ["partner", "certified", "plan"],
            ["acme", 4, "yes"],
          ],
        },
      ],
      savePartners: [
        { partners: [{ id: "acme", name: "x", tags: ["a"], fields: { spend: 1 } }] },
        {
          grid: [
            ["partner", "region"],
            ["acme", "EMEA"],
          ],
        },
      ],
      score: [{ model: "first-steps", assessments: [{ partner: "acme", answers: { certified: 4 } }], detail: "full" }],
      changeAction: [{ status: "done" }, { owner: null, due: "2026-12-31", effort: 2 }],
      createLinks: [
        { links: [{ kind: "scorecard", partner: "acme", model: "first-steps" }] },
        { links: [{ kind: "network", model: "first-steps" }] },
        { links: [{ kind: "csv", model: "first-steps", expiresAt: "2027-01-01T00:00:00Z" }] },
      ],
      writeBriefs: [
        { model: "first-steps", partners: ["acme", "nobody"], language: "de", period: "2026-Q1" },
        { model: "first-steps", partners: ["zoë “ü”"], polish: true },
      ],
      importWorkspace: [lines, lines],
      uploadPortfolio: [
        [
          ["partner", "certified", "plan", "region", "Account", "Phone"],
          ["acme", "4", "yes", "EMEA", "", "1"],
        ],
        [
          ["partner", "Certified staff", "field: spend", "Account", "Phone"],
          ["zoë “ü”", "1,5", "1.234,50 €"],
          ["acme", "9", "x", "acme"],
        ],
      ],
    } satisfies Record<string, Json[]>,
  };
  let round = 0;
  for (const operation of operations) {
    const statuses = new Map<number, number>();
    counts.set(operation.id, statuses);
    await fc.assert(
      fc.asyncProperty(fuzzedRequest(operation, targets), async (sent) => {
        // Requests erase, archive and replace; what they meet is put back.
        if (round++ % 20 === 0) {
          await fill(here.key, NOTE);
          await hook(here, NOTE);
        }
        const imports = operation.id === "importWorkspace" && sent.method === "POST";
        const erases = operation.id === "eraseWorkspace" && sent.method === "DELETE";
        const name = imports || erases ? `of its own ${round}` : "fuzzed";
        const empty = imports || erases ? await newWorkspace(name) : null;
        const workspace = empty ?? here;
        const status = await check(operation, await live(sent, workspace, name), workspace.key, round % 50 === 0);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (empty === null) return;
        if (imports && status === 200) await checkAfterImport(workspace.key, sent);
        await env.DB.prepare("DELETE FROM workspaces WHERE id = ?1").bind(empty.id).run();
      }),
      { seed: SEED, numRuns: Math.ceil(REQUESTS / operations.length), endOnFailure: true },
    );
  }
  // With enough requests none is only ever refused.
  const refused = [...counts].filter(([, statuses]) => !statuses.has(200));
  if (REQUESTS >= 5_000) expect(refused.map(([id]) => id)).toEqual([]);
  expect([...faults].map(([what, evidence]) => `${what}\n${evidence}`)).toEqual([]);
  expect(await rowsOf(other.id)).toBe(othersRows);
});
