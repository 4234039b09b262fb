import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { ScoreResponse } from "../../models/contract.ts";
import type { PartnerForecast } from "../../worker/services/read-forecast.ts";
import type { History } from "../../worker/services/read-history.ts";
import type { Recalled } from "../../worker/services/recall.ts";
import type { SavedAssessments } from "../../worker/services/save-assessments.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, costOf, problem, sendJson } from "../support/worker-requests.ts";
import { newWorkspace, type Workspace } from "../support/worker-workspace.ts";

/** First steps with a review policy, published in a workspace of its own. */
async function withModel(changes: object = {}): Promise<Workspace & { publish(more: object): Promise<string> }> {
  const workspace = await newWorkspace();
  const publish = async (more: object) => {
    const saved = sendJson("PUT", "/v1/models/first-steps", { ...firstSteps, ...changes, ...more }, workspace.key);
    return (await answer<{ model: { revision: string } }>(saved)).model.revision;
  };
  await publish({});
  return { ...workspace, publish };
}

const body = (period: string, assessments: unknown[], more: object = {}) => ({
  model: "first-steps",
  period,
  assessments,
  ...more,
});
const acme = { partner: "acme", answers: { certified: 4, plan: "yes" } };
const save = (key: string, request: unknown, headers: Record<string, string> = {}) =>
  sendJson("POST", "/v1/assessments", request, key, headers);
const saved = (key: string, request: unknown) => answer<SavedAssessments>(save(key, request));
const get = <Answer>(key: string, path: string) => answer<Answer>(sendJson("GET", path, undefined, key));
const historyOf = (key: string, partner: string, detail = "level") =>
  get<History>(key, `/v1/partners/${encodeURIComponent(partner)}/history?model=first-steps&detail=${detail}`);

describe("POST /v1/assessments", () => {
  test("stores and answers what /v1/score answers", async () => {
    const { key } = await withModel();
    const { results, standings, saved: count } = await saved(key, body("2026-Q3", [acme], { detail: "full" }));
    const scored = sendJson("POST", "/v1/score", { model: "first-steps", assessments: [acme], detail: "full" }, key);
    expect(results).toEqual((await answer<ScoreResponse>(scored)).results);
    expect(count).toBe(1);
    expect(standings).toEqual([{ partner: "acme", level: "silver", changed: "promoted", pending: null }]);
  });

  test("takes the sheet's own shape", async () => {
    const { key } = await withModel();
    const grid = [
      ["partner", "Certified staff", "plan", "Notes"],
      ["acme", 4, "yes", "x"],
      ["", null, "", ""],
      ["bonsai", "many", "no", ""],
    ];
    const { results, ignored, problems } = await saved(key, {
      model: "first-steps",
      period: "2026-q3",
      source: "import",
      grid,
    });
    expect(results.map(({ partner, index }) => [partner, index])).toEqual([
      ["acme", 70],
      ["bonsai", 0],
    ]);
    expect(ignored).toEqual(["Notes"]);
    expect(problems).toEqual([expect.objectContaining({ partner: "bonsai", criterion: "certified" })]);
  });

  test("keeps what it replaces, with note and evidence, and scores it again under the revision of its time", async () => {
    const { key, publish } = await withModel();
    const noted = { value: 4, note: "told by phone", evidence: "https://example.com/certificates" };
    const first = await saved(
      key,
      body("2026-Q3", [{ partner: "acme", answers: { certified: noted, plan: "yes" } }], { detail: "gaps" }),
    );
    expect(first.results[0]).toMatchObject({ index: 70, level: "silver" });
    await publish({
      levels: [
        { id: "bronze", name: "Bronze" },
        { id: "silver", name: "Silver", requires: [{ of: "index", min: 99 }] },
      ],
    });
    const second = await saved(
      key,
      body("2026-Q3", [{ partner: "acme", answers: { certified: 5, plan: "yes" } }], { detail: "gaps" }),
    );
    expect(second.results[0]).toMatchObject({ index: 75, level: "bronze" });
    const { periods } = await historyOf(key, "acme", "gaps");
    expect(periods).toHaveLength(1);
    expect(periods[0]).toMatchObject({
      period: "2026-Q3",
      source: "vendor",
      revision: second.model.revision,
      result: second.results[0],
    });
    expect(periods[0]?.earlier).toEqual([
      expect.objectContaining({
        revision: first.model.revision,
        answers: { certified: noted, plan: "yes" },
        result: first.results[0],
      }),
    ]);
  });

  test("keeps option ids in place of labels, leaves out what is blank, and keeps what it could not read", async () => {
    const { key } = await withModel();
    const answers = { certified: "many", plan: " YES ", other: "x" };
    const { results } = await saved(
      key,
      body("2026-Q3", [
        { partner: "acme", answers },
        { partner: "b", answers: { certified: "", plan: "n/a" } },
      ]),
    );
    const kept = async (partner: string) => (await historyOf(key, partner)).periods[0];
    expect((await kept("acme"))?.answers).toEqual({ certified: "many", plan: "yes", other: "x" });
    expect((await kept("b"))?.answers).toEqual({ plan: "N/A" });
    expect([(await kept("acme"))?.result, (await kept("b"))?.result]).toEqual(results);
  });

  test("saving the very same again keeps no copy", async () => {
    const { key } = await withModel();
    for (let time = 0; time < 3; time++) await saved(key, body("2026-Q3", [acme]));
    expect((await historyOf(key, "acme")).periods[0]?.earlier).toEqual([]);
  });

  test("scores with the stored partner's region where the request names none, for ever", async () => {
    const overlays = [{ id: "growth", when: { region: ["latam"] }, levels: { gold: { requires: [] } } }];
    const { key } = await withModel({ overlays });
    const move = (region: string) =>
      answer(sendJson("PUT", "/v1/partners", { partners: [{ id: "sur", region }] }, key));
    await move("LATAM");
    const { results } = await saved(key, body("2026-Q3", [{ ...acme, partner: "sur" }]));
    expect(results[0]).toMatchObject({ overlay: "growth", level: "gold" });
    await move("EMEA");
    expect((await historyOf(key, "sur")).periods[0]?.result).toEqual(results[0]);
  });

  test("a later period decides, and of one period the vendor before the partner", async () => {
    const { key } = await withModel();
    const level = async (request: unknown) => (await saved(key, request)).standings[0]?.level;
    expect(await level(body("2026-Q3", [acme]))).toBe("silver");
    expect(
      await level(body("2026-Q2", [{ partner: "acme", answers: { certified: 10, plan: "yes" } }])),
    ).toBeUndefined();
    expect(
      await level(
        body("2026-Q3", [{ partner: "acme", answers: { certified: 10, plan: "yes" } }], { source: "partner" }),
      ),
    ).toBeUndefined();
    expect(
      await level(
        body("2026-Q4", [{ partner: "acme", answers: { certified: 10, plan: "yes" } }], { source: "partner" }),
      ),
    ).toBe("gold");
  });

  test("brings the cohorts up to date, whatever was there before", async () => {
    const { key, id } = await withModel();
    const cohorts = async () => {
      const { results } = await env.DB.prepare(
        "SELECT key, body FROM documents WHERE workspace = ?1 AND kind = 'cohort' ORDER BY key",
      )
        .bind(id)
        .all<{ key: string; body: string }>();
      return Object.fromEntries(
        results.map((row) => [row.key.split("|")[1], (JSON.parse(row.body) as { partners: number }).partners]),
      );
    };
    const partners = Array.from({ length: 6 }, (_, place) => ({
      partner: `p${place}`,
      answers: { certified: place * 2, plan: "yes" },
      region: place < 2 ? "EMEA" : "APAC",
    }));
    await saved(key, body("2026-Q3", partners));
    expect(await cohorts()).toEqual({ all: 6, "level:silver": 3, "level:gold": 3, "region:emea": 2, "region:apac": 4 });
    await saved(
      key,
      body(
        "2026-Q4",
        partners.slice(0, 2).map((partner) => ({ ...partner, answers: { certified: 10, plan: "yes" } })),
      ),
    );
    expect(await cohorts()).toEqual({ all: 6, "level:silver": 1, "level:gold": 5, "region:emea": 2, "region:apac": 4 });
    await answer(sendJson("DELETE", "/v1/partners/p5", undefined, key));
    expect(await cohorts()).toEqual({ all: 5, "level:silver": 1, "level:gold": 4, "region:emea": 2, "region:apac": 3 });
  });

  test.each([
    ["no period", { model: "first-steps", assessments: [] }, "period"],
    ["a period that is none", body("2026-Q5", [acme]), "period"],
    ["neither list nor grid", { model: "first-steps", period: "2026-Q3" }, "body"],
    ["both", body("2026-Q3", [acme], { grid: [["partner"]] }), "body"],
    ["an unknown source", body("2026-Q3", [acme], { source: "rumour" }), "source"],
    ["a partner twice", body("2026-Q3", [acme, { ...acme, partner: " acme " }]), "assessments.1.partner"],
    ["a partner without a name", body("2026-Q3", [{ ...acme, partner: " " }]), "assessments.0.partner"],
    ["a line break in a name", body("2026-Q3", [{ ...acme, partner: "a\nb" }]), "assessments.0.partner"],
  ])("turns down %s and stores nothing", async (_name, request, location) => {
    const { key } = await withModel();
    expect((await problem(save(key, request), 422)).errors?.map((error) => error.location)).toEqual([location]);
    expect((await get<{ assessments: unknown[] }>(key, "/v1/assessments")).assessments).toEqual([]);
  });

  test("turns down unknown and archived models", async () => {
    const { key } = await withModel();
    await problem(save(key, { ...body("2026-Q3", [acme]), model: "nothing" }), 404);
    await problem(save(key, { ...body("2026-Q3", [acme]), model: "first-steps@000000000000" }), 404);
    await saved(key, body("2026-Q3", [acme]));
    expect(await answer(sendJson("DELETE", "/v1/models/first-steps", undefined, key))).toEqual({
      id: "first-steps",
      outcome: "archived",
    });
    await problem(save(key, body("2026-Q3", [acme])), 409);
    expect((await historyOf(key, "acme")).periods[0]?.result).toMatchObject({ index: 70 });
  });

  test("another workspace's model is as good as missing", async () => {
    await withModel();
    const { key } = await newWorkspace();
    const foreign = await problem(save(key, body("2026-Q3", [acme])), 404);
    expect(foreign.type).toBe("/docs#problem-unknown-model");
    expect((await get<{ assessments: unknown[] }>(key, "/v1/assessments")).assessments).toEqual([]);
    await problem(sendJson("GET", "/v1/partners/acme/history?model=first-steps", undefined, key), 404);
  });
});

describe("Idempotency-Key", () => {
  test("the same request again is answered the same and stores nothing, even after the model and the partner changed", async () => {
    const { key, publish } = await withModel();
    const request = body("2026-Q3", [acme], { detail: "gaps" });
    const first = await answer<SavedAssessments>(save(key, request, { "idempotency-key": "k" }));
    await publish({ name: "Changed" });
    const again = await save(key, request, { "idempotency-key": "k" });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(costOf(again).rowsWritten).toBe(0);
    expect(await answer(again)).toEqual(first);
    await problem(save(key, body("2026-Q4", [acme]), { "idempotency-key": "k" }), 409);
  });

  test("of ten at the same time one takes effect", async () => {
    const { key } = await withModel();
    const responses = await Promise.all(
      Array.from({ length: 10 }, () => save(key, body("2026-Q3", [acme]), { "idempotency-key": "k" })),
    );
    expect(responses.filter(({ headers }) => headers.get("idempotency-replayed") === "true")).toHaveLength(9);
    expect(new Set(await Promise.all(responses.map((response) => response.text()))).size).toBe(1);
  });

  test("others at the same time are not lost: the cohort counts every partner", async () => {
    const { key, id } = await withModel();
    const responses = await Promise.all(
      Array.from({ length: 4 }, (_, place) => save(key, body("2026-Q3", [{ ...acme, partner: `p${place}` }]))),
    );
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const row = await env.DB.prepare("SELECT body FROM documents WHERE workspace = ?1 AND key LIKE '%|all'")
      .bind(id)
      .first<{ body: string }>();
    expect((JSON.parse(row?.body ?? "{}") as { partners: number }).partners).toBe(4);
  });
});

describe("what a bulk save costs", () => {
  const portfolio = Array.from({ length: 1_000 }, (_, place) => ({
    partner: `partner ${place}`,
    answers: { certified: place % 11, plan: place % 2 === 0 ? "yes" : "no" },
    region: `region ${place % 4}`,
  }));

  test("five statements and two rows per assessment, the first time and every time", async () => {
    const { key } = await withModel();
    for (const period of ["2026-Q2", "2026-Q3", "2026-Q3"]) {
      const response = await save(key, body(period, portfolio), { "idempotency-key": period + String(Math.random()) });
      expect(response.status).toBe(200);
      const cost = costOf(response);
      expect(cost.statements).toBeLessThanOrEqual(5);
      expect(cost.rowsWritten).toBeLessThanOrEqual(2 * portfolio.length + 40);
      expect(cost.rowsRead).toBeLessThanOrEqual(10 * portfolio.length);
      await response.body?.cancel();
    }
  });

  test("a thousand names of regions are no more than 64 cohorts", async () => {
    const { key } = await withModel();
    const scattered = portfolio.map((item, place) => ({ ...item, region: `region ${place}` }));
    const response = await save(key, body("2026-Q3", scattered));
    expect(costOf(response).rowsWritten).toBeLessThanOrEqual(2 * portfolio.length + 100);
    await response.body?.cancel();
  });
});

describe("policy", () => {
  const policy = { review: { every: "P3M", promotion: "one-step", demotion: "pending" } };
  const at = (certified: number, plan = "yes") => [{ partner: "acme", answers: { certified, plan } }];

  test("a partner rises one step at a time and falls when a person says so", async () => {
    const { key } = await withModel(policy);
    const levelAfter = async (period: string, certified: number, plan?: string) =>
      (await saved(key, body(period, at(certified, plan)))).standings[0];
    expect(await levelAfter("2026-Q1", 0, "no")).toMatchObject({ level: "bronze" });
    expect(await levelAfter("2026-Q2", 10)).toMatchObject({ level: "silver", changed: "promoted" });
    expect(await levelAfter("2026-Q2", 10)).toMatchObject({ level: "silver" });
    expect(await levelAfter("2026-Q3", 10)).toMatchObject({ level: "gold" });
    expect(await levelAfter("2026-Q4", 0, "no")).toMatchObject({
      level: "gold",
      changed: "none",
      pending: { to: "bronze", dismissed: null },
    });
    const { demotions } = await get<{ demotions: unknown[] }>(key, "/v1/demotions");
    expect(demotions).toEqual([expect.objectContaining({ partner: "acme", level: "gold", period: "2026-Q4" })]);

    const decide = (decision: string, partners = ["acme"]) =>
      sendJson("POST", "/v1/demotions", { model: "first-steps", partners, decision }, key);
    await answer(decide("dismiss"));
    expect((await get<{ demotions: unknown[] }>(key, "/v1/demotions")).demotions).toEqual([]);
    expect((await get<{ demotions: unknown[] }>(key, "/v1/demotions?dismissed=true")).demotions).toHaveLength(1);
    expect(await answer(decide("confirm"))).toEqual({ decided: [{ partner: "acme", level: "bronze" }] });
    expect((await get<{ standings: unknown[] }>(key, "/v1/partners/acme")).standings).toEqual([
      expect.objectContaining({ level: "bronze", pending: null }),
    ]);
    expect((await problem(decide("confirm"), 422)).errors?.[0]?.location).toBe("partners.0");
  });
});

describe("reading", () => {
  test("lists by model, partner, period and source, page by page", async () => {
    const { key } = await withModel();
    const partners = Array.from({ length: 5 }, (_, place) => ({ ...acme, partner: `p${place}` }));
    for (const period of ["2026-Q2", "2026-Q3"]) await saved(key, body(period, partners));
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { assessments: Recalled[]; cursor: string | null } = await get(
        key,
        `/v1/assessments?limit=3&cursor=${cursor}`,
      );
      seen.push(...page.assessments.map(({ partner, period }) => `${partner} ${period}`));
      cursor = page.cursor;
    }
    expect(seen).toHaveLength(10);
    expect(new Set(seen).size).toBe(10);
    const some = await get<{ assessments: Recalled[] }>(
      key,
      "/v1/assessments?model=first-steps&partner=p3&period=2026-q2",
    );
    expect(some.assessments.map(({ partner, period }) => [partner, period])).toEqual([["p3", "2026-Q2"]]);
    await problem(sendJson("GET", "/v1/assessments?cursor=nonsense", undefined, key), 422);
    await problem(sendJson("GET", "/v1/assessments?asOf=yesterday", undefined, key), 422);
  });

  test("with the score of every dimension, where it is asked for", async () => {
    const { key } = await withModel();
    await saved(key, body("2026-Q3", [acme]));
    const [plain] = (await get<{ assessments: Recalled[] }>(key, "/v1/assessments")).assessments;
    const [detailed] = (await get<{ assessments: Recalled[] }>(key, "/v1/assessments?dimensions=true")).assessments;
    expect(detailed).toEqual({ ...plain, dimensions: [{ id: "enablement", score: plain?.result?.index }] });
    await problem(sendJson("GET", "/v1/assessments?dimensions=all", undefined, key), 422);
  });

  test("as of a day: the latest period that had begun", async () => {
    const { key } = await withModel();
    for (const period of ["2026-Q1", "2026-Q3", "2026-Q4"]) await saved(key, body(period, [acme]));
    const asOf = async (day: string) =>
      (await get<{ assessments: Recalled[] }>(key, `/v1/assessments?asOf=${day}`)).assessments.map(
        ({ period }) => period,
      );
    expect(await asOf("2025-12-31")).toEqual([]);
    expect(await asOf("2026-06-30")).toEqual(["2026-Q1"]);
    expect(await asOf("2026-07-01")).toEqual(["2026-Q3"]);
    expect(await asOf("2030-01-01")).toEqual(["2026-Q4"]);
  });

  test("says what is older than the review interval", async () => {
    const { key } = await withModel({ review: { every: "P3M" } });
    await saved(key, body("2020-Q1", [acme]));
    await saved(key, body(new Date().toISOString().slice(0, 10), [acme]));
    const { periods } = await historyOf(key, "acme");
    expect(periods.map(({ stale }) => stale)).toEqual([false, true]);
    expect(periods[1]?.answeredAt).toBe("2020-03-31");
  });

  test("forecasts from three periods on, and says so before", async () => {
    const { key } = await withModel();
    const forecast = () => get<PartnerForecast>(key, "/v1/partners/acme/forecast?model=first-steps&periods=2");
    await saved(key, body("2026-Q1", [{ partner: "acme", answers: { certified: 1, plan: "yes" } }]));
    expect((await forecast()).forecast).toMatchObject({ possible: false, periods: 1 });
    await saved(key, body("2026-Q2", [{ partner: "acme", answers: { certified: 2, plan: "yes" } }]));
    await saved(key, body("2026-Q3", [{ partner: "acme", answers: { certified: 3, plan: "yes" } }]));
    const { forecast: ahead, observed, next } = await forecast();
    expect(observed).toEqual([
      { period: "2026-Q1", index: 55 },
      { period: "2026-Q2", index: 60 },
      { period: "2026-Q3", index: 65 },
    ]);
    expect(next).toBe("gold");
    expect(ahead).toMatchObject({
      possible: true,
      points: [{ period: "2026-Q4" }, { period: "2027-Q1" }],
      reach: { needed: 70, status: "expected" },
    });
  });

  test("costs no more statements for many revisions", async () => {
    const { key, publish } = await withModel();
    for (const period of ["2026-Q1", "2026-Q2", "2026-Q3"]) {
      await publish({ name: period });
      await saved(key, body(period, [acme]));
    }
    const response = await sendJson("GET", "/v1/partners/acme/history?model=first-steps", undefined, key);
    expect(costOf(response).statements).toBe(3);
    await response.body?.cancel();
  });
});

describe("shipped models", () => {
  test("are kept as they were when they were used", async () => {
    const { key, id } = await newWorkspace();
    const { model } = await saved(key, {
      model: "prm-performance",
      period: "2026-Q3",
      assessments: [{ partner: "acme", answers: {} }],
    });
    const kept = await env.DB.prepare("SELECT key FROM documents WHERE workspace = ?1 AND kind = 'revision'")
      .bind(id)
      .all();
    expect(kept.results).toEqual([{ key: `prm-performance@${model.revision}` }]);
    // As if the next release shipped another revision.
    await env.DB.prepare(
      "UPDATE documents SET key = 'prm-performance@000000000001' WHERE workspace = ?1 AND kind = 'revision'",
    )
      .bind(id)
      .run();
    const response = await sendJson("GET", "/v1/models/prm-performance?revision=000000000001", undefined, key);
    expect((await answer<{ model: { revision: string } }>(response)).model.revision).toBe("000000000001");
  });
});
