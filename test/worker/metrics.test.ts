import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../worker/app.ts";
import { freePlanWarnings } from "../../worker/services/free-plan.ts";
import type { Metrics } from "../../worker/services/read-metrics.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, send, sendJson } from "../support/worker-requests.ts";
import { insertKey, keyOf, newWorkspace, type Workspace } from "../support/worker-workspace.ts";

let here: Workspace;
const read = (headers: Record<string, string> = {}) =>
  send("/v1/metrics", { headers: { authorization: `Bearer ${here.key}`, ...headers } });

beforeAll(async () => {
  here = await newWorkspace("metrics");
  const put = (path: string, body: unknown) => answer(sendJson("PUT", path, body, here.key));
  const post = (path: string, body: unknown) => answer(sendJson("POST", path, body, here.key));
  await put("/v1/models/first-steps", firstSteps);
  await put("/v1/partners", { partners: [{ id: "acme" }, { id: "bonsai" }, { id: "cobalt" }] });
  const assessments = ["acme", "bonsai"].map((partner) => ({ partner, answers: { certified: 4, plan: "yes" } }));
  await post("/v1/assessments", { model: "first-steps", period: "2026-Q3", assessments });
  await post("/v1/actions", { model: "first-steps", partner: "acme", text: "Call", due: "2020-01-01" });
  await post("/v1/actions", { model: "first-steps", partner: "acme", text: "Write" });
  await post("/v1/links", { links: [{ kind: "scorecard", model: "first-steps", partner: "acme" }] });
  await insertKey(here.id, keyOf("metrics revoked"), { revokedAt: "2026-01-02T00:00:00.000Z" });
  // Yesterday's changes are not today's.
  const body = { at: "2026-01-01T00:00:00Z", by: "key_x", action: "assessments.saved", what: { assessments: 500 } };
  await env.DB.prepare("INSERT INTO documents (workspace, kind, key, version, body) VALUES (?1, 'audit', ?2, 1, ?3)")
    .bind(here.id, "019b7000-0000-7000-8000-000000000000", JSON.stringify(body))
    .run();
});

describe("GET /v1/metrics", () => {
  test("counts what there is and what was changed today", async () => {
    const found = await answer<Metrics>(read());
    expect(found.workspace).toEqual({
      partners: 3,
      standings: 2,
      actionsOpen: 2,
      actionsOverdue: 1,
      linksOpen: 1,
      keys: 1,
    });
    expect(found.today).toEqual({ changes: 6, assessments: 2, partners: 3, rowsWritten: 2 * 2 + 3 + 2 * 6 });
    expect(found.database.bytes).toBeGreaterThan(4_096);
    expect(found.warnings).toEqual([]);
  });

  test("counts nothing of another workspace", async () => {
    const { key } = await newWorkspace("metrics of another");
    const found = await answer<Metrics>(sendJson("GET", "/v1/metrics", undefined, key));
    expect(found.workspace).toMatchObject({ partners: 0, standings: 0, actionsOpen: 0, linksOpen: 0, keys: 1 });
    expect(found.today.changes).toBe(0);
  });

  test("speaks OpenMetrics to who asks for it: a type, a help and a number each, and an end", async () => {
    const response = await read({ accept: "application/openmetrics-text; version=1.0.0, text/plain;q=0.5" });
    expect(response.headers.get("content-type")).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
    expect(response.headers.get("vary")).toContain("accept");
    const lines = (await response.text()).split("\n");
    expect(lines.slice(-2)).toEqual(["# EOF", ""]);
    const families = lines.slice(0, -2);
    expect(families.length % 3).toBe(0);
    for (let at = 0; at < families.length; at += 3) {
      const [, name = ""] = /^# TYPE (levelsheet_[a-z_]+) gauge$/.exec(families[at] ?? "") ?? [];
      expect(name).not.toBe("");
      expect(families[at + 1]).toMatch(new RegExp(`^# HELP ${name} [A-Z].*\\.$`));
      expect(families[at + 2]).toMatch(new RegExp(`^${name} \\d+$`));
    }
    expect(families).toContain("levelsheet_actions_overdue 1");
  });
});

describe("the free plan", () => {
  test("warns from four fifths on, in plain words", () => {
    expect(freePlanWarnings({ databaseBytes: 399_999_999, rowsWritten: 79_999 })).toEqual([]);
    const warnings = freePlanWarnings({ databaseBytes: 410_000_000, rowsWritten: 80_000 });
    expect(warnings).toEqual([
      expect.stringMatching(/^The database fills 82 % of the 500 MB .* 10 GB\.$/),
      expect.stringMatching(/^The changes of today have taken about 80 % .* midnight UTC/),
    ]);
    expect(freePlanWarnings({ databaseBytes: null })).toEqual([]);
  });

  test("is what /health speaks of, to people and to machines", async () => {
    const full = {
      prepare: (text: string) => env.DB.prepare(text),
      batch: async (statements: D1PreparedStatement[]) =>
        (await env.DB.batch(statements)).map((result) => ({
          ...result,
          meta: { ...result.meta, size_after: 480_000_000 },
        })),
    };
    const ask = (accept: string) =>
      createApp().request("/health", { headers: { accept } }, { ...env, DB: full as unknown as D1Database });
    const machine = await ask("application/json");
    expect(machine.status).toBe(200);
    expect(await machine.json()).toMatchObject({ status: "ok", warnings: [expect.stringContaining("96 %")] });
    const page = await (await ask("text/html")).text();
    expect(page).toContain("Soon this will not fit the free plan");
    expect(page).toContain("96 %");
  });
});
