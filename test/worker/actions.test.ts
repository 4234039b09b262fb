import { describe, expect, test } from "vitest";
import type { ShownAction } from "../../worker/services/actions.ts";
import type { PlanAnswer } from "../../worker/services/plan-days.ts";
import type { ActionsProjection } from "../../worker/services/project-actions.ts";
import type { SavedActions } from "../../worker/services/save-actions.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, costOf, problem, sendJson } from "../support/worker-requests.ts";
import { newWorkspace, type Workspace } from "../support/worker-workspace.ts";

const post = (key: string, body: unknown, headers: Record<string, string> = {}) =>
  sendJson("POST", "/v1/actions", body, key, headers);
const made = (key: string, body: unknown) => answer<SavedActions>(post(key, body));
const get = (key: string, path: string) => sendJson("GET", path, undefined, key);
const list = async (key: string, query = "") =>
  (await answer<{ actions: ShownAction[] }>(get(key, `/v1/actions${query}`))).actions;
const patch = (key: string, id: string, body: unknown, headers: Record<string, string>) =>
  sendJson("PATCH", `/v1/actions/${id}`, body, key, headers);

/** acme is silver with 60 points; gold needs 70 and a sixth certified person. bonsai has nothing. */
async function workspaceWithPartners(): Promise<Workspace> {
  const workspace = await newWorkspace();
  const criteria = firstSteps.criteria.map((criterion) => ({ ...criterion, effort: 2, owner: "partner manager" }));
  await answer(sendJson("PUT", "/v1/models/first-steps", { ...firstSteps, criteria }, workspace.key));
  const assessments = [
    { partner: "acme", answers: { certified: 2, plan: "yes" } },
    { partner: "bonsai", answers: { certified: 0, plan: "no" } },
  ];
  await answer(
    sendJson("POST", "/v1/assessments", { model: "first-steps", period: "2026-Q3", assessments }, workspace.key),
  );
  return workspace;
}
const own = { model: "first-steps", partner: "acme", text: "Call them" };
const fromGaps = { from: "gaps", model: "first-steps", partners: ["acme", "bonsai", "nobody"], limit: 2 };

describe("POST /v1/actions", () => {
  test("stores one of your own", async () => {
    const { key } = await workspaceWithPartners();
    const { actions } = await made(key, { ...own, owner: "Kim", due: "2026-01-31", effort: 0.5 });
    expect(actions).toEqual([
      expect.objectContaining({ ...own, owner: "Kim", due: "2026-01-31", effort: 0.5, status: "open", version: 1 }),
    ]);
    expect(await list(key)).toEqual(actions);
  });

  test("makes them from gaps and never twice", async () => {
    const { key } = await workspaceWithPartners();
    const response = await post(key, fromGaps);
    expect(costOf(response).statements).toBeLessThanOrEqual(5);
    const first = await answer<SavedActions>(response);
    expect(first.actions.map(({ partner, criterion, answer: to }) => [partner, criterion, to])).toEqual([
      ["acme", "certified", 6],
      ["bonsai", "certified", 10],
      ["bonsai", "plan", "yes"],
    ]);
    expect(first.actions[0]).toMatchObject({ owner: "partner manager", text: "Certified staff", status: "open" });
    expect(first).toMatchObject({ skipped: 0, unassessed: ["nobody"] });
    expect(await made(key, fromGaps)).toMatchObject({ actions: [], skipped: 3 });
    // What is done may come up again.
    const id = first.actions[0]?.id ?? "";
    await answer(patch(key, id, { status: "done" }, { "if-match": "*" }));
    expect((await made(key, fromGaps)).actions.map(({ partner }) => partner)).toEqual(["acme"]);
  });

  test("makes them once when two ask at the same time", async () => {
    const { key } = await workspaceWithPartners();
    const answers = await Promise.all([made(key, fromGaps), made(key, fromGaps), made(key, fromGaps)]);
    expect(answers.flatMap(({ actions }) => actions)).toHaveLength(3);
    expect(await list(key)).toHaveLength(3);
  });

  test("makes them from the path, and repeats its answer for the same Idempotency-Key", async () => {
    const { key } = await workspaceWithPartners();
    const body = { from: "path", model: "first-steps", partners: ["acme"], due: "2026-12-24" };
    const first = await answer<SavedActions>(post(key, body, { "idempotency-key": "one" }));
    expect(first.actions).toEqual([expect.objectContaining({ criterion: "certified", answer: 6, due: "2026-12-24" })]);
    const again = await post(key, body, { "idempotency-key": "one" });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await answer(again)).toEqual(first);
    await problem(post(key, { ...body, limit: 1 }, { "idempotency-key": "one" }), 409);
  });

  test.each([
    ["nothing", {}, 422],
    ["blank text", { ...own, text: " " }, 422],
    ["a criterion the model lacks", { ...own, criterion: "colour" }, 422],
    ["a day that is none", { ...own, due: "2026-02-30" }, 422],
    ["a status that is none", { ...own, status: "lost" }, 422],
    ["a negative effort", { ...own, effort: -1 }, 422],
    ["a field too many", { ...own, workspace: "ws_usual" }, 422],
    ["an unknown model", { ...own, model: "nothing" }, 404],
    ["an unknown source", { ...fromGaps, from: "stars" }, 422],
    ["no partners", { ...fromGaps, partners: [] }, 422],
  ])("turns down %s and stores nothing", async (_name, body, status) => {
    const { key } = await workspaceWithPartners();
    await problem(post(key, body), status);
    expect(await list(key)).toEqual([]);
  });
});

describe("GET /v1/actions", () => {
  test("filters, and tells what is overdue", async () => {
    const { key } = await workspaceWithPartners();
    await made(key, { ...own, due: "2020-01-01", owner: "Kim" });
    await made(key, { ...own, due: "2020-01-01", status: "done" });
    await made(key, { ...own, partner: "bonsai", due: "2999-01-01" });
    const late = await list(key, "?overdue=true");
    expect(late).toHaveLength(1);
    expect(late[0]?.daysLate).toBeGreaterThan(2_000);
    expect((await list(key, "?status=done")).map(({ daysLate }) => daysLate)).toEqual([null]);
    expect(await list(key, "?owner=kim&partner=acme&model=first-steps")).toHaveLength(1);
    expect(await list(key, "?limit=2")).toHaveLength(2);
    await problem(get(key, "/v1/actions?status=lost"), 422);
  });
});

describe("PATCH /v1/actions/{id}", () => {
  test("changes the version that was read, and no other", async () => {
    const { key } = await workspaceWithPartners();
    const id = (await made(key, own)).actions[0]?.id ?? "";
    expect((await get(key, `/v1/actions/${id}`)).headers.get("etag")).toBe('"1"');
    const response = await patch(key, id, { status: "doing", owner: "Kim" }, { "if-match": '"1"' });
    expect(response.headers.get("etag")).toBe('"2"');
    expect(costOf(response).statements).toBeLessThanOrEqual(5);
    expect(await answer(response)).toMatchObject({ status: "doing", owner: "Kim", text: own.text, version: 2 });

    const late = await patch(key, id, { owner: "Ben" }, { "if-match": '"1"' });
    expect(late.headers.get("etag")).toBe('"2"');
    const refused = await problem(late, 412);
    expect(refused.current).toMatchObject({ id, owner: "Kim", version: 2 });
    expect((await list(key))[0]).toMatchObject({ owner: "Kim", version: 2 });
    await problem(patch(key, id, { owner: "Ben" }, {}), 428);
    await problem(patch(key, id, { owner: "Ben" }, { "if-match": "1" }), 422);
    await problem(patch(key, id, { owner: "Ben" }, { "if-match": 'W/"2"' }), 412);
    await problem(patch(key, id, { partner: "other" }, { "if-match": '"2"' }), 422);
    await problem(patch(key, "act_none", {}, { "if-match": "*" }), 404);
  });

  test("lets one of two writers win", async () => {
    const { key } = await workspaceWithPartners();
    const id = (await made(key, own)).actions[0]?.id ?? "";
    const writers = ["Kim", "Ben", "Ada"].map((owner) => patch(key, id, { owner }, { "if-match": '"1"' }));
    const statuses = (await Promise.all(writers)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412, 412]);
    expect((await list(key))[0]?.version).toBe(2);
  });
});

describe("GET /v1/actions/projection", () => {
  test("tells index and level if all open actions were done", async () => {
    const { key } = await workspaceWithPartners();
    await made(key, { ...fromGaps, partners: ["acme"] });
    await made(key, { ...own, effort: 1 });
    const response = await get(key, "/v1/actions/projection?partner=acme&model=first-steps");
    expect(costOf(response).statements).toBeLessThanOrEqual(5);
    expect(await answer<ActionsProjection>(response)).toMatchObject({
      actions: 2,
      withoutAnswer: 1,
      now: { index: 60, level: "silver" },
      projected: { index: 80, level: "gold", applied: 1, refused: [] },
    });
    await problem(get(key, "/v1/actions/projection?partner=nobody&model=first-steps"), 404);
    await problem(get(key, "/v1/actions/projection?partner=acme"), 422);
  });
});

describe("POST /v1/plan", () => {
  test("chooses the partners that most levels can be gained with", async () => {
    const { key } = await workspaceWithPartners();
    const plan = (body: object) => sendJson("POST", "/v1/plan", { model: "first-steps", ...body }, key);
    const response = await plan({ days: 1_000 });
    expect(costOf(response).statements).toBeLessThanOrEqual(5);
    const all = await answer<PlanAnswer>(response);
    expect(all).toMatchObject({ partners: 2, value: 2, method: "all", optimal: true, cursor: null });
    const [cheapest = 0] = all.chosen.map(({ effort }) => effort).sort((a, b) => a - b);
    expect(await answer<PlanAnswer>(plan({ days: cheapest }))).toMatchObject({ value: 1, effort: cheapest });
    expect(await answer<PlanAnswer>(plan({ days: 0 }))).toMatchObject({ chosen: [], value: 0 });
    expect(await answer<PlanAnswer>(plan({ days: 99, only: ["acme"] }))).toMatchObject({ partners: 1 });
    expect(all.whereDaysPay[0]).toMatchObject({ stage: null, levels: expect.any(Number) });
    await problem(plan({}), 422);
    await problem(plan({ days: 1, weight: "field:" }), 422);
    await problem(plan({ days: 1, model: "nothing" }), 404);
  });
});

describe("POST /v1/plan with a weight", () => {
  test("takes the levels that are worth most, by a field or by a number criterion", async () => {
    const { key } = await newWorkspace();
    await answer(sendJson("PUT", "/v1/models/first-steps", firstSteps, key));
    const names = ["small", "large", "unknown", "middle"];
    const revenue: Record<string, number> = { small: 10, large: 1_000, middle: 100 };
    const partners = names.map((name) => ({ name, fields: name in revenue ? { revenue: revenue[name] } : {} }));
    await answer(sendJson("PUT", "/v1/partners", { partners }, key));
    const assessments = names.map((partner, place) => ({ partner, answers: { certified: place, plan: "no" } }));
    await answer(sendJson("POST", "/v1/assessments", { model: "first-steps", period: "2026-Q3", assessments }, key));
    const plan = (body: object) =>
      answer<PlanAnswer>(sendJson("POST", "/v1/plan", { model: "first-steps", days: 1, ...body }, key));
    const chosen = async (body: object) => (await plan(body)).chosen.map(({ partner }) => partner);
    expect(await chosen({ weight: "field:revenue" })).toEqual(["large"]);
    expect(await chosen({ weight: "field:revenue", only: ["small", "middle", "unknown"] })).toEqual(["middle"]);
    const byRevenue = await plan({ weight: "field:revenue", days: 1_000 });
    expect(byRevenue).toMatchObject({ weight: "field:revenue", withoutWeight: ["unknown"], value: 1_110 });
    // The first one has no certified people at all.
    expect(await plan({ weight: "certified", days: 1_000 })).toMatchObject({ withoutWeight: ["small"], value: 6 });
    const response = await sendJson(
      "POST",
      "/v1/plan",
      { model: "first-steps", days: 1, weight: "field:revenue" },
      key,
    );
    expect(costOf(response).statements).toBeLessThanOrEqual(5);
    const unknown = await problem(
      sendJson("POST", "/v1/plan", { model: "first-steps", days: 1, weight: "plan" }, key),
      422,
    );
    expect(unknown.errors?.[0]?.location).toBe("weight");
  });
});

describe("another workspace", () => {
  test("neither sees nor changes an action", async () => {
    const [one, other] = [await workspaceWithPartners(), await workspaceWithPartners()];
    const id = (await made(one.key, own)).actions[0]?.id ?? "";
    expect(await list(other.key)).toEqual([]);
    await problem(get(other.key, `/v1/actions/${id}`), 404);
    await problem(patch(other.key, id, { owner: "Eve" }, { "if-match": "*" }), 404);
    expect((await list(one.key))[0]?.owner).toBeNull();
  });

  test("takes in an export with its actions", async () => {
    const { key } = await workspaceWithPartners();
    const { actions } = await made(key, fromGaps);
    const lines = await (await get(key, "/v1/workspace?limit=1000")).text();
    const empty = await newWorkspace();
    const headers = { "content-type": "application/x-ndjson" };
    await answer(sendJson("POST", "/v1/workspace", lines, empty.key, headers));
    expect(await list(empty.key)).toEqual(actions);
  });
});
