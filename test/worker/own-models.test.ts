import { describe, expect, test } from "vitest";
import { catalog } from "../../models/catalog/index.ts";
import type { ModelSummary, ScoreResponse } from "../../models/contract.ts";
import type { SavedModel } from "../../worker/services/save-model.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, problem, send, sendJson } from "../support/worker-requests.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

interface ModelPage {
  models: ModelSummary[];
  cursor: string | null;
}

const put = (key: string, document: unknown, id = "first-steps") => sendJson("PUT", `/v1/models/${id}`, document, key);
const saved = (key: string, document: unknown) => answer<SavedModel>(put(key, document));
const score = (key: string, model: string) =>
  sendJson(
    "POST",
    "/v1/score",
    { model, assessments: [{ partner: "acme", answers: { certified: 4, plan: "yes" } }] },
    key,
  );
const listed = async (key: string) =>
  (await answer<{ models: ModelSummary[] }>(sendJson("GET", "/v1/models", undefined, key))).models.map(({ id }) => id);

describe("PUT /v1/models/{id}", () => {
  test("publishes a revision that can be read and scored with, for ever", async () => {
    const { key } = await newWorkspace();
    const first = await saved(key, firstSteps);
    const second = await saved(key, { ...firstSteps, levels: firstSteps.levels.slice(0, 2) });
    expect(second.model.revision).not.toBe(first.model.revision);
    expect((await answer<ScoreResponse>(score(key, "first-steps"))).results[0]).toMatchObject({
      level: "silver",
      next: null,
    });
    expect((await answer<ScoreResponse>(score(key, `first-steps@${first.model.revision}`))).results[0]).toMatchObject({
      level: "silver",
      next: "gold",
    });
    const read = sendJson("GET", `/v1/models/first-steps?revision=${first.model.revision}`, undefined, key);
    expect((await answer<{ document: unknown }>(read)).document).toEqual(firstSteps);
    expect(await listed(key)).toContain("first-steps");
    expect((await problem(score(key, "first-steps@000000000000"), 404)).detail).toContain(second.model.revision);
  });

  test("is not there for another workspace, in the words for a model that is nowhere", async () => {
    const [{ key }, { key: other }] = [await newWorkspace(), await newWorkspace()];
    const { model } = await saved(key, firstSteps);
    const words = async (response: Promise<Response>) =>
      (await problem(response, 404)).detail?.replace(/“[^”]*”/, "“…”");
    for (const name of ["first-steps", `first-steps@${model.revision}`]) {
      expect(await words(score(other, name))).toBe(await words(score(other, name.replace("first", "last"))));
    }
    const read = (id: string) => words(sendJson("GET", `/v1/models/${id}`, undefined, other));
    expect(await read("first-steps")).toBe(await read("last-steps"));
    expect(await listed(other)).not.toContain("first-steps");
  });

  test("the same document twice is one revision; publishing an older one makes it the present one", async () => {
    const { key } = await newWorkspace();
    const first = await saved(key, firstSteps);
    expect(first.changed).toBe(true);
    expect(await saved(key, Object.fromEntries(Object.entries(firstSteps).reverse()))).toMatchObject({
      model: first.model,
      changed: false,
    });
    await saved(key, { ...firstSteps, name: "Other" });
    expect(await saved(key, firstSteps)).toMatchObject({ model: first.model, changed: true });
    expect((await answer<ScoreResponse>(score(key, "first-steps"))).model.revision).toBe(first.model.revision);
  });

  test("turns down a document with errors, with every finding", async () => {
    const { key } = await newWorkspace();
    const [bronze, silver] = firstSteps.levels;
    const broken = {
      ...firstSteps,
      levels: [bronze, { ...silver, requires: [{ of: "criterion", id: "nothing", min: 1 }] }],
    };
    expect((await problem(put(key, broken), 422)).type).toBe("/docs#problem-invalid-model");
    const failing = { ...firstSteps, tests: [{ name: "wrong", answers: { certified: 4 }, expect: { index: 99 } }] };
    expect((await problem(put(key, failing), 422)).errors?.[0]?.location).toContain("tests");
    expect((await problem(put(key, {}), 422)).errors?.length).toBeGreaterThan(0);
    expect(await listed(key)).not.toContain("first-steps");
  });

  test("turns down another id and the id of a shipped model", async () => {
    const { key } = await newWorkspace();
    expect((await problem(put(key, firstSteps, "second-steps"), 422)).errors?.[0]?.location).toBe("id");
    await problem(put(key, { ...firstSteps, id: "partner-maturity" }, "partner-maturity"), 409);
  });

  test("is seen by its own workspace alone", async () => {
    const [one, other] = [await newWorkspace(), await newWorkspace()];
    const { model } = await saved(one.key, firstSteps);
    expect(await listed(other.key)).not.toContain("first-steps");
    for (const name of ["first-steps", `first-steps@${model.revision}`]) await problem(score(other.key, name), 404);
    await problem(sendJson("DELETE", "/v1/models/first-steps", undefined, other.key), 404);
    await saved(other.key, { ...firstSteps, name: "Theirs" });
    expect((await answer<ScoreResponse>(score(one.key, "first-steps"))).model.name).toBe("First steps");
  });
});

describe("DELETE /v1/models/{id}", () => {
  const remove = (key: string, id = "first-steps") => sendJson("DELETE", `/v1/models/${id}`, undefined, key);

  test("deletes what is not in use, archives what is, and publishing brings it back", async () => {
    const { key } = await newWorkspace();
    const { model } = await saved(key, firstSteps);
    expect(await answer(remove(key))).toEqual({ id: "first-steps", outcome: "deleted" });
    await problem(score(key, "first-steps"), 404);
    await saved(key, firstSteps);
    await answer(
      sendJson(
        "POST",
        "/v1/assessments",
        { model: "first-steps", period: "2026", assessments: [{ partner: "a", answers: {} }] },
        key,
      ),
    );
    expect(await answer(remove(key))).toEqual({ id: "first-steps", outcome: "archived" });
    expect(await listed(key)).not.toContain("first-steps");
    await answer(score(key, `first-steps@${model.revision}`));
    expect((await saved(key, firstSteps)).changed).toBe(true);
    expect(await listed(key)).toContain("first-steps");
  });

  test("turns down missing and shipped models", async () => {
    const { key } = await newWorkspace();
    await problem(remove(key), 404);
    await problem(remove(key, "partner-maturity"), 409);
  });
});

describe("GET /v1/models in pages", () => {
  const ids = ["alpha", "beta", "gamma", "omega"];

  test("shows every model once, the shipped ones first, whatever the size of a page", async () => {
    const { key } = await newWorkspace();
    for (const id of ids) await answer(put(key, { ...firstSteps, id }, id));
    await answer(sendJson("DELETE", "/v1/models/gamma", undefined, key));
    const all = [...catalog.map(({ id }) => id), "alpha", "beta", "omega"];
    for (const limit of [1, 2, 3, catalog.length, all.length - 1, all.length, 1_000]) {
      const found: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const page: ModelPage = await answer(
          sendJson("GET", `/v1/models?limit=${limit}&cursor=${cursor}`, undefined, key),
        );
        expect(page.models.length).toBeLessThanOrEqual(limit);
        expect(page.models.length).toBeGreaterThan(0);
        found.push(...page.models.map(({ id }) => id));
        cursor = page.cursor;
      }
      expect(found).toEqual(all);
    }
  });

  test("goes on after a model that is gone by then", async () => {
    const { key } = await newWorkspace();
    for (const id of ids) await answer(put(key, { ...firstSteps, id }, id));
    const first: ModelPage = await answer(sendJson("GET", `/v1/models?limit=${catalog.length + 2}`, undefined, key));
    await answer(sendJson("DELETE", "/v1/models/beta", undefined, key));
    const second: ModelPage = await answer(sendJson("GET", `/v1/models?cursor=${first.cursor}`, undefined, key));
    expect(second.models.map(({ id }) => id)).toEqual(["gamma", "omega"]);
    expect(second.cursor).toBeNull();
  });

  test.each(["limit=0", "limit=1001", "limit=x", "cursor=nonsense", "page=2"])("turns down ?%s", async (query) => {
    const details = await problem(send(`/v1/models?${query}`), 422);
    expect(details.errors?.[0]?.location).toMatch(/^query/);
  });
});
