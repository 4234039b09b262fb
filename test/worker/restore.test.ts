/**
 * A restore drill: a workspace is exported page by page, taken into an empty database of its own, and asked again. What
 * `worker/operations.md` says is carried, and what is not, is what is checked here.
 */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../worker/app.ts";
import { firstSteps } from "../support/worker-models.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

const app = createApp();
const SETUP_CODE = "the code of the restored one";
let lost: { key: string; link: string };
let restored: { key: string };

async function ask(database: D1Database, method: string, path: string, key: string, body?: unknown, type?: string) {
  const init = {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": type ?? "application/json" },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  };
  const response = await app.request(path, init, { ...env, DB: database, RATE_LIMIT: undefined, SETUP_CODE });
  return {
    status: response.status,
    headers: response.headers,
    text: new TextDecoder().decode(await response.arrayBuffer()),
  };
}

async function good(...asked: Parameters<typeof ask>): Promise<string> {
  const { status, text } = await ask(...asked);
  expect(status, `${asked[1]} ${asked[2]}: ${text}`).toBe(200);
  return text;
}

/** The export as a backup job takes it: page after page, until no further one is named. */
async function exportAll(database: D1Database, key: string): Promise<string[]> {
  const pages: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await ask(database, "GET", `/v1/workspace?limit=20&cursor=${cursor}`, key);
    expect(page.status).toBe(200);
    pages.push(page.text);
    cursor = page.headers.get("x-next-cursor");
  }
  return pages;
}

beforeAll(async () => {
  const { key } = await newWorkspace("lost");
  const ids = ["acme", "bonsai", "cobalt", "delta", "ember", "fjord"];
  await good(env.DB, "PUT", "/v1/models/first-steps", key, { ...firstSteps, review: { demotion: "pending" } });
  await good(env.DB, "PUT", "/v1/partners", key, {
    partners: ids.map((id) => ({ id, region: "EMEA", fields: { mdf: 5 } })),
  });
  for (const [period, certified] of [
    ["2026-Q1", 4],
    ["2026-Q2", 9],
    ["2026-Q3", 1],
  ] as const) {
    const assessments = ids.map((partner, at) => ({ partner, answers: { certified: certified + at, plan: "yes" } }));
    await good(env.DB, "POST", "/v1/assessments", key, { model: "first-steps", period, assessments });
  }
  await good(env.DB, "POST", "/v1/actions", key, {
    model: "first-steps",
    partner: "acme",
    text: "Call",
    due: "2026-12-01",
  });
  const links = [{ kind: "self-assessment", model: "first-steps", partner: "acme", period: "2026-Q4" }];
  const made = JSON.parse(await good(env.DB, "POST", "/v1/links", key, { links })) as { links: { path: string }[] };
  lost = { key, link: made.links[0]?.path ?? "" };

  const pages = await exportAll(env.DB, key);
  expect(pages.length).toBeGreaterThan(2);
  await applyD1Migrations(env.EARLIER_DB, env.MIGRATIONS);
  const setUp = { code: SETUP_CODE, name: "Anything" };
  restored = JSON.parse(await good(env.EARLIER_DB, "POST", "/v1/setup", "", setUp)) as { key: string };
  for (const page of pages)
    await good(env.EARLIER_DB, "POST", "/v1/workspace", restored.key, page, "application/x-ndjson");
});

describe("a workspace that was restored from its export", () => {
  test.each([
    "/v1/models/first-steps",
    "/v1/partners?limit=1000",
    "/v1/assessments?limit=1000&dimensions=true",
    "/v1/partners/acme/history?model=first-steps&detail=full",
    "/v1/partners/bonsai/forecast?model=first-steps",
    "/v1/demotions",
    "/v1/insights/first-steps/benchmark?cohort=region:EMEA&partner=acme",
    "/v1/insights/first-steps/diagnosis",
    "/v1/insights/first-steps/movers",
    "/v1/insights/first-steps/flags",
    "/v1/actions",
    "/v1/actions/projection?partner=acme&model=first-steps",
    "/v1/links",
    "/v1/audit?limit=1000",
  ])("answers %s as before", async (path) => {
    expect(await good(env.EARLIER_DB, "GET", path, restored.key)).toBe(await good(env.DB, "GET", path, lost.key));
  });

  test("is exported again as it was taken in", async () => {
    expect((await exportAll(env.EARLIER_DB, restored.key)).join("")).toBe((await exportAll(env.DB, lost.key)).join(""));
  });

  test("does not carry keys: the old ones open nothing, the one from set-up does", async () => {
    expect((await ask(env.EARLIER_DB, "GET", "/v1/partners", lost.key)).status).toBe(401);
    const { keys } = JSON.parse(await good(env.EARLIER_DB, "GET", "/v1/keys", restored.key)) as { keys: unknown[] };
    expect(keys).toHaveLength(1);
  });

  test("lists the links, whose addresses open nothing any more", async () => {
    expect((await ask(env.DB, "GET", lost.link, "")).status).toBe(200);
    expect((await ask(env.EARLIER_DB, "GET", lost.link, "")).status).toBe(404);
  });

  test("goes on: the next save moves the restored benchmarks", async () => {
    const assessments = [{ partner: "acme", answers: { certified: 12, plan: "yes" } }];
    await good(env.EARLIER_DB, "POST", "/v1/assessments", restored.key, {
      model: "first-steps",
      period: "2026-Q4",
      assessments,
    });
    const path = "/v1/insights/first-steps/benchmark";
    const { benchmark } = JSON.parse(await good(env.EARLIER_DB, "GET", path, restored.key)) as {
      benchmark: { partners: number };
    };
    expect(benchmark.partners).toBe(6);
  });
});
