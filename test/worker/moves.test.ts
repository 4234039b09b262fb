/** A workspace goes from one D1 database to another; each test finds what those before it left. */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../worker/app.ts";
import { Database } from "../../worker/db/database.ts";
import { readTables } from "../../worker/db/moves.ts";
import { cancelMove, eraseMoved, moveWorkspace, portions } from "../../worker/services/move-workspace.ts";
import { firstSteps } from "../support/worker-models.ts";
import { newWorkspace, type Workspace } from "../support/worker-workspace.ts";

const app = createApp();
const NOW = "2026-11-01T00:00:00.000Z";
let here: Workspace;
let stays: Workspace;
/** What is read of the workspace while it moves. */
const READS = [
  "/v1/partners?limit=1000",
  "/v1/assessments?limit=1000",
  "/v1/partners/p001/history?model=first-steps&detail=full",
  "/v1/partners/p001/forecast?model=first-steps",
  "/v1/insights/first-steps/benchmark?partner=p001",
  "/v1/insights/first-steps/diagnosis",
  "/v1/actions",
  "/v1/links",
  "/v1/keys",
  "/v1/audit?limit=1000",
  "/v1/workspace?limit=1000",
];

async function ask(database: D1Database, method: string, path: string, body?: unknown, key = here.key) {
  const init = {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
  const response = await app.request(path, init, { ...env, DB: database, RATE_LIMIT: undefined });
  return { status: response.status, text: new TextDecoder().decode(await response.arrayBuffer()) };
}

const readAll = async (database: D1Database, key = here.key) => {
  const answers: Record<string, string> = {};
  for (const path of READS) {
    const { status, text } = await ask(database, "GET", path, undefined, key);
    expect(status, `${path}: ${text}`).toBe(200);
    answers[path] = text;
  }
  return answers;
};

async function fill({ key }: Workspace): Promise<string> {
  const done = async (method: string, path: string, body: unknown) => {
    const { status, text } = await ask(env.DB, method, path, body, key);
    expect(status, text).toBe(200);
    return text;
  };
  // More than a page of rows, with what JSON and SQL could spoil.
  const ids = Array.from({ length: 120 }, (_, at) => `p${String(at).padStart(3, "0")}`);
  await done("PUT", "/v1/models/first-steps", firstSteps);
  const partners = ids.map((id) => ({ id, name: `O'Neil “Ü” \\u0000`, fields: { spend: 1e21, share: 0.1 + 0.2 } }));
  await done("PUT", "/v1/partners", { partners });
  for (const [period, certified] of [
    ["2026-Q1", 1],
    ["2026-Q2", 2.5],
    ["2026-Q3", 4],
  ] as const) {
    const assessments = ids.map((partner) => ({ partner, answers: { certified, plan: "yes" } }));
    await done("POST", "/v1/assessments", { model: "first-steps", period, assessments });
  }
  await done("POST", "/v1/actions", { model: "first-steps", partner: "p001", text: "Call", effort: 0.1 });
  const link = { kind: "self-assessment", model: "first-steps", partner: "p001", period: "2026-Q4" };
  const { links } = JSON.parse(await done("POST", "/v1/links", { links: [link] })) as { links: { path: string }[] };
  return links[0]?.path ?? "";
}

const route = () => ({ from: new Database(env.DB), to: new Database(env.EARLIER_DB), workspace: here.id });
let link = "";
let before: Record<string, string>;

beforeAll(async () => {
  here = await newWorkspace("mover");
  stays = await newWorkspace("stays");
  link = await fill(here);
  await fill(stays);
});

describe("a move", () => {
  test("needs the same tables in both databases", async () => {
    await expect(moveWorkspace(route(), NOW)).rejects.toThrow("different tables");
    await applyD1Migrations(env.EARLIER_DB, env.MIGRATIONS.slice(0, -1));
    await expect(moveWorkspace(route(), NOW)).rejects.toThrow("Migrate both");
    await applyD1Migrations(env.EARLIER_DB, env.MIGRATIONS);
    await expect(moveWorkspace({ ...route(), workspace: "ws_nobody" }, NOW)).rejects.toThrow("no workspace");
  });

  test("knows every table that has rows of a workspace, and opens the door last", async () => {
    const names = (await readTables(new Database(env.DB))).map(({ name }) => name);
    const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{
      name: string;
    }>();
    const others = results.map(({ name }) => name).filter((name) => !/^(_|sqlite_|d1_)|^moves$/.test(name));
    expect([...names].sort()).toEqual(others.sort());
    expect(names.slice(-2)).toEqual(["workspaces", "keys"]);
  });

  test("that breaks off leaves the old database whole, and the new one closed", async () => {
    // Opened once, a link notes no more of it.
    await ask(env.DB, "GET", link);
    before = await readAll(env.DB);
    let left = 9;
    const failing = {
      prepare: (text: string) => env.EARLIER_DB.prepare(text),
      batch: (statements: D1PreparedStatement[]) =>
        left-- > 0 ? env.EARLIER_DB.batch(statements) : Promise.reject(new Error("connection lost")),
    };
    const to = new Database(failing as unknown as D1Database);
    await expect(moveWorkspace({ ...route(), to }, NOW)).rejects.toThrow("database does not answer");
    const { results } = await env.EARLIER_DB.prepare("SELECT workspace FROM assessments LIMIT 1").all();
    expect(results).toEqual([{ workspace: here.id }]);
    expect((await ask(env.EARLIER_DB, "GET", "/v1/partners")).status).toBe(401);
    expect(await readAll(env.DB)).toEqual(before);
    await expect(eraseMoved(route())).rejects.toThrow("not complete");
  });

  test("lets the old one take no changes meanwhile, not even from partners, and nobody else waits", async () => {
    const change = await ask(env.DB, "PUT", "/v1/partners", { partners: [{ id: "late" }] });
    expect(change.status).toBe(503);
    expect(JSON.parse(change.text)).toMatchObject({ type: "/docs#problem-moving" });
    const page = await ask(env.DB, "GET", link);
    expect(page.status).toBe(200);
    const draft = env.DB.prepare(
      `INSERT INTO drafts (workspace, model, partner, period, answered, asked, version, updated_at, answers)
       VALUES (?1, 'first-steps', 'p001', '2026-Q4', 1, 2, 1, ?2, '{}')`,
    ).bind(here.id, NOW);
    await expect(draft.run()).rejects.toThrow("workspace is leaving");
    expect(await readAll(env.DB)).toEqual(before);
    expect((await ask(env.DB, "PUT", "/v1/partners", { partners: [{ id: "new" }] }, stays.key)).status).toBe(200);
  });

  test("can be given up: the old one takes changes, the new one has nothing", async () => {
    await cancelMove(route(), NOW);
    for (const { name, owner } of await readTables(new Database(env.EARLIER_DB))) {
      const text = `SELECT count(*) AS rows FROM ${name} WHERE ${owner} = ?1`;
      expect(await env.EARLIER_DB.prepare(text).bind(here.id).first("rows"), name).toBe(0);
    }
    expect((await ask(env.DB, "PUT", "/v1/partners", { partners: [{ id: "p001", owner: "Kim" }] })).status).toBe(200);
    await expect(cancelMove(route(), NOW)).rejects.toThrow("not being moved");
  });

  test("brings everything, so that the same keys and links get the same answers from the new database", async () => {
    before = await readAll(env.DB);
    const { rows } = await moveWorkspace(route(), NOW);
    expect(rows).toMatchObject({
      workspaces: 1,
      keys: 1,
      partners: 120,
      assessments: 360,
      standings: 120,
      actions: 1,
      links: 1,
    });
    expect(await readAll(env.EARLIER_DB)).toEqual(before);
    expect((await ask(env.EARLIER_DB, "GET", link)).text).toBe((await ask(env.DB, "GET", link)).text);
    const saved = {
      model: "first-steps",
      period: "2026-Q4",
      assessments: [{ partner: "p001", answers: { certified: 1 } }],
    };
    expect((await ask(env.EARLIER_DB, "POST", "/v1/assessments", saved)).status).toBe(200);
    await expect(moveWorkspace(route(), NOW)).rejects.toThrow("already");
  });

  test("ends with the old database forgetting this workspace, and no other", async () => {
    const others = await readAll(env.DB, stays.key);
    await eraseMoved(route());
    expect((await ask(env.DB, "GET", "/v1/partners")).status).toBe(401);
    for (const { name, owner } of await readTables(new Database(env.DB))) {
      const text = `SELECT count(*) AS rows FROM ${name} WHERE ${owner} = ?1`;
      expect(await env.DB.prepare(text).bind(here.id).first("rows"), name).toBe(0);
    }
    expect(await readAll(env.DB, stays.key)).toEqual(others);
    expect((await ask(env.EARLIER_DB, "GET", "/v1/partners")).status).toBe(200);
  });

  test("writes rows in portions that one statement can carry", () => {
    expect(portions(["aaa", "bb", "cccccc", "d"], 5)).toEqual([["aaa", "bb"], ["cccccc"], ["d"]]);
    expect(portions([])).toEqual([]);
  });
});
