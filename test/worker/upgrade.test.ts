/**
 * A deployment of the first release, brought up to date: `stored-by-first-release.json` holds the rows that the Worker
 * of the migrations 0001 and 0002 wrote, what it exported, and what it answered then.
 */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../worker/app.ts";
import { NEEDED_MIGRATION } from "../../worker/db/schema.ts";
import earlier from "../support/stored-by-first-release.json" with { type: "json" };
import { answer, sendJson } from "../support/worker-requests.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

const app = createApp();
const { EARLIER_DB: database } = env;
const MODEL = "own-steps";

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await app.request(
    path,
    {
      method,
      headers: { authorization: `Bearer ${earlier.key}`, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    },
    { ...env, DB: database, RATE_LIMIT: undefined },
  );
  const text = new TextDecoder().decode(await response.arrayBuffer());
  expect(response.status, `${method} ${path}: ${text}`).toBe(200);
  return { headers: response.headers, text };
}

async function read<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  return JSON.parse((await ask(method, path, body)).text) as Answer;
}

interface Stored {
  model: string;
  partner: string;
  period: string;
  source: string;
  revision: string;
  result: { index: number | null; level: string | null; next: string | null; position: number; coverage: number };
}

const inShort = ({ model, partner, period, source, revision, result }: Stored) => {
  const { index, level, next, position, coverage } = result;
  return { model, partner, period, source, revision, index, level, next, position, coverage };
};

async function insert(table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  await database.batch(
    rows.map((row) => {
      const places = Object.keys(row).map((_, at) => `?${at + 1}`);
      const text = `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${places.join(", ")})`;
      return database.prepare(text).bind(...Object.values(row));
    }),
  );
}

const rowsOf = async (table: string): Promise<unknown[]> =>
  (await database.prepare(`SELECT * FROM ${table}`).all()).results;

beforeAll(async () => {
  const released = env.MIGRATIONS.filter(({ name }) => name <= "0002_plan.sql");
  await applyD1Migrations(database, released);
  for (const [table, rows] of Object.entries(earlier.rows)) await insert(table, rows);
  await applyD1Migrations(database, env.MIGRATIONS);
});

/** In the order in which a user would come by; each test may change what the next one finds. */
describe("what the first release stored", () => {
  test("is still there, row by row", async () => {
    for (const [table, rows] of Object.entries(earlier.rows)) expect(await rowsOf(table), table).toEqual(rows);
    expect(await rowsOf("links")).toEqual([]);
    const { results } = await database.prepare("SELECT max(name) AS name FROM d1_migrations").all();
    expect(results).toEqual([{ name: NEEDED_MIGRATION }]);
    expect(JSON.parse((await ask("GET", "/health")).text)).toMatchObject({ status: "ok" });
  });

  test("scores as it did, with the revision it was saved under, own or shipped then", async () => {
    const { assessments } = await read<{ assessments: Stored[] }>("GET", "/v1/assessments?limit=1000");
    expect(assessments).toHaveLength(20);
    expect(assessments.map(inShort)).toEqual(earlier.answered.assessments);
    const { periods } = await read<{ periods: { period: string; earlier: { result: unknown }[] }[] }>(
      "GET",
      `/v1/partners/Acme/history?model=${MODEL}`,
    );
    expect(periods.map(({ period }) => period)).toContain("2026-Q1");
    const replaced = periods.flatMap((version) => version.earlier);
    expect(replaced.map(({ result }) => result)).toEqual([expect.objectContaining({ index: 0, level: "bronze" })]);
  });

  test("gives the same benchmark and the same falls that wait, and is diagnosed", async () => {
    const benchmark = await read<object>("GET", `/v1/insights/${MODEL}/benchmark`);
    expect(benchmark).toMatchObject(earlier.answered.benchmark);
    expect(await read("GET", "/v1/demotions")).toEqual(earlier.answered.demotions);
    expect(await read("GET", `/v1/insights/${MODEL}/diagnosis`)).toMatchObject({ model: { id: MODEL } });
  });

  test("is exported as it was", async () => {
    const { text } = await ask("GET", "/v1/workspace?limit=1000");
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string });
    const known = (kinds: readonly { kind: string }[]) => kinds.filter(({ kind }) => kind !== "workspace");
    expect(known(lines)).toEqual(known(earlier.exported));
  });

  test("knows a request again that the release has answered", async () => {
    const { headers, text } = await ask("POST", "/v1/assessments", sentToFirstRelease(), {
      "idempotency-key": "sent-by-the-release",
    });
    expect(headers.get("idempotency-replayed")).toBe("true");
    expect(JSON.parse(text)).toMatchObject({ saved: 6, period: "2026-Q2" });
  });

  test("takes a save: a later quarter of everyone leaves the cohorts whole", async () => {
    const save = {
      model: MODEL,
      period: "2026-Q3",
      assessments: PARTNERS.map((partner) => ({ partner, answers: {} })),
    };
    const saved = await read<{ standings: { partner: string; level: string }[] }>("POST", "/v1/assessments", save);
    expect(saved.standings.map(({ partner }) => partner)).toEqual(PARTNERS);
    const { benchmark } = await read<{ benchmark: { partners: number; index: { count: number; median: number } } }>(
      "GET",
      `/v1/insights/${MODEL}/benchmark`,
    );
    expect(benchmark).toMatchObject({ partners: 6, index: { count: 6, median: 0 } });
    const present = (await rowsOf("documents")) as { kind: string; key: string; body: string }[];
    const cohort = present.find(({ kind, key }) => kind === "cohort" && key.endsWith("|segment:smb"));
    expect(JSON.parse(cohort?.body ?? "{}")).toMatchObject({ partners: 5, index: [0, 5] });
  });

  test("takes a save under a shipped model that this release ships in another revision", async () => {
    const save = { model: "prm-performance", period: "2026-07", assessments: [{ partner: "Acme", answers: {} }] };
    const saved = await read<{ model: { revision: string } }>("POST", "/v1/assessments", save);
    const revisions = ((await rowsOf("standings")) as { model: string; partner: string; revision: string }[])
      .filter(({ model, partner }) => model === "prm-performance" && (partner === "Acme" || partner === "echo"))
      .map(({ partner, revision }) => [partner, revision]);
    expect(Object.fromEntries(revisions)).toEqual({
      Acme: saved.model.revision,
      echo: earlier.rows.documents.find(({ kind }) => kind === "revision")?.key.split("@")[1],
    });
    expect(saved.model.revision).not.toBe(Object.fromEntries(revisions).echo);
  });

  test("takes a webhook, and keeps what is to be told of a save", async () => {
    const hooks = { url: "https://example.com/hooks", events: ["assessment.saved", "level.changed"] };
    const { webhook } = await read<{ webhook: object }>("POST", "/v1/webhooks", hooks);
    expect(webhook).toMatchObject(hooks);
    const answers = { certified: 11, plan: "Yes", campaigns: "By a calendar" };
    const save = { model: MODEL, period: "2026-Q4", assessments: [{ partner: "delta", answers }] };
    await read("POST", "/v1/assessments", save);
    const kept = (await rowsOf("outbox")) as { type: string; entries: string }[];
    expect(kept.map(({ type, entries }) => [type, JSON.parse(entries)])).toMatchObject([
      ["assessment.saved", [{ partner: "delta" }]],
      ["level.changed", [{ partner: "delta", from: "silver", direction: "promoted" }]],
    ]);
  });

  test("takes links, and forgets a partner whole", async () => {
    const link = { kind: "self-assessment", model: MODEL, partner: "Acme", period: "2026-Q4" };
    const { links } = await read<{ links: { path: string }[] }>("POST", "/v1/links", { links: [link] });
    expect((await ask("GET", links[0]?.path ?? "")).text).toContain("How many people hold a certificate?");
    await ask("DELETE", "/v1/partners/Acme");
    for (const table of ["partners", "assessments", "standings", "links", "drafts"])
      expect(JSON.stringify(await rowsOf(table)), table).not.toContain('"Acme"');
  });
});

test("an export of the first release goes into an empty workspace of this one", async () => {
  const { key } = await newWorkspace("imported from the first release");
  const lines = earlier.exported.map((line) => `${JSON.stringify(line)}\n`).join("");
  await answer(sendJson("POST", "/v1/workspace", lines, key, { "content-type": "application/x-ndjson" }));
  const { assessments } = await answer<{ assessments: Stored[] }>(
    sendJson("GET", "/v1/assessments?limit=1000", undefined, key),
  );
  expect(assessments.map(inShort)).toEqual(earlier.answered.assessments);
  expect(await answer<object>(sendJson("GET", `/v1/insights/${MODEL}/benchmark`, undefined, key))).toMatchObject(
    earlier.answered.benchmark,
  );
});

const PARTNERS = ["Acme", "Zoë “Ü”", "=1+1", "delta", "echo", "foxtrot"];

/** Byte by byte: the answer to a repeated request is known by its body. */
function sentToFirstRelease() {
  const campaigns = ["Not at all", "When an occasion arises", "By a calendar"];
  const assessments = PARTNERS.map((partner, place) => ({
    partner,
    answers: {
      certified: (place * 2 + 1) % 12,
      plan: place % 2 === 1 ? "Yes" : { value: "no", note: "asked twice", evidence: "a letter" },
      campaigns: campaigns[place % 3],
    },
  }));
  return { model: MODEL, period: "2026-Q2", assessments };
}
