import canonicalize from "canonicalize";
import { describe, expect, test } from "vitest";
import { catalog } from "../../models/catalog/index.ts";
import type { CheckResponse, ModelReference, ModelSummary } from "../../models/contract.ts";
import { type Model, parseModel } from "../../models/format.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, post, problem, send } from "../support/worker-requests.ts";

interface ReadModel {
  model: ModelReference;
  language: string;
  document: Model;
}

describe("GET /v1/models", () => {
  test("lists every shipped model with its revision, languages and levels", async () => {
    const { models, caller } = await answer<{ models: ModelSummary[]; caller: null }>(
      send("/v1/models", { headers: { authorization: "" } }),
    );
    expect(caller).toBeNull();
    expect(models.map(({ id }) => id)).toEqual(catalog.map(({ id }) => id));
    for (const model of models) {
      expect(model.revision).toMatch(/^[0-9a-f]{12}$/);
      expect(model.languages[0]).toBe(model.language);
      expect(model.criteria).toBeGreaterThan(0);
      expect(model.levels.length).toBeGreaterThan(1);
    }
  });
});

describe("GET /v1/models/{id}", () => {
  test("answers the document as it is shipped", async () => {
    const { model, document } = await answer<ReadModel>(send("/v1/models/partner-maturity"));
    expect(parseModel(document).findings).toEqual([]);
    expect(document).toEqual(catalog.find(({ id }) => id === "partner-maturity"));
    expect(model).toEqual({ id: "partner-maturity", name: document.name, revision: await revisionOf(document) });
  });

  test("answers the named revision, and 404 for another one", async () => {
    const { model } = await answer<ReadModel>(send("/v1/models/partner-maturity"));
    await answer(send(`/v1/models/partner-maturity?revision=${model.revision}`));
    const details = await problem(send("/v1/models/partner-maturity?revision=000000000000"), 404);
    expect(details.type).toBe("/docs#problem-unknown-revision");
    expect(details.detail).toContain(model.revision);
  });

  test("keeps the model's own language where it has no translation, and says so", async () => {
    const response = await send("/v1/models/marketing-execution-maturity?language=xx");
    expect(response.headers.get("content-language")).toBe("en");
    const { language, document } = await answer<ReadModel>(response);
    expect(language).toBe("en");
    expect(document.language ?? "en").toBe("en");
  });

  test("serves each translation that a model has", async () => {
    const { models } = await answer<{ models: ModelSummary[] }>(send("/v1/models"));
    for (const { id, languages, revision } of models) {
      for (const wanted of languages) {
        const { language, document, model } = await answer<ReadModel>(send(`/v1/models/${id}?language=${wanted}`));
        expect(language).toBe(wanted);
        expect(document.criteria.map((criterion) => criterion.id)).toEqual(
          catalog.find((shipped) => shipped.id === id)?.criteria.map((criterion) => criterion.id),
        );
        expect(model.revision).toBe(revision);
      }
    }
  });

  test("suggests names near an unknown one", async () => {
    const near = await problem(send("/v1/models/partner-maturty"), 404);
    expect(near.type).toBe("/docs#problem-unknown-model");
    expect(near.detail).toContain("Did you mean “partner-maturity”?");
    const far = await problem(send("/v1/models/zzzzzzzz"), 404);
    expect(far.detail).not.toContain("Did you mean");
  });

  test.each(["__proto__", "constructor", "%F0%9F%98%80", "%E0%A4%A", "..%2F..%2Fetc"])("%s is no model", async (id) => {
    await problem(send(`/v1/models/${id}`), 404);
  });

  test("cuts a long name before it repeats it", async () => {
    const details = await problem(send(`/v1/models/${"x".repeat(5_000)}`), 404);
    expect(details.detail.length).toBeLessThan(200);
  });

  test("turns down a query it does not know", async () => {
    const details = await problem(send("/v1/models/partner-maturity?revison=1"), 422);
    expect(details.errors).toEqual([{ location: "query", message: expect.stringContaining("“revison”") }]);
    const bad = await problem(send("/v1/models/partner-maturity?revision=latest&language=german"), 422);
    expect(bad.errors?.map(({ location }) => location)).toEqual(["query.revision", "query.language"]);
  });
});

describe("POST /v1/models/check", () => {
  const check = (document: unknown) => answer<CheckResponse>(post("/v1/models/check", document));

  test("finds nothing wrong with a sound model and names its revision", async () => {
    const checked = await check(firstSteps);
    expect(checked.valid).toBe(true);
    expect(checked.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(checked.revision).toBe(await revisionOf(firstSteps));
  });

  test("names the same revision whatever the order of fields", async () => {
    const turned = Object.fromEntries(Object.entries(firstSteps).reverse());
    expect((await check(turned)).revision).toBe((await check(firstSteps)).revision);
    expect((await check({ ...firstSteps, name: "Other" })).revision).not.toBe((await check(firstSteps)).revision);
  });

  test("says where a document does not fit the format", async () => {
    const [certified, plan] = firstSteps.criteria;
    const checked = await check({ ...firstSteps, criteria: [certified, { ...plan, weight: "2", wieght: 1 }] });
    expect(checked.valid).toBe(false);
    expect(checked.revision).toBeNull();
    expect(checked.findings.map(({ place }) => place).sort()).toEqual(["criteria.plan", "criteria.plan.weight"]);
  });

  test("finds ids that do not exist", async () => {
    const [certified] = firstSteps.criteria;
    const checked = await check({ ...firstSteps, criteria: [{ ...certified, dimension: "sales" }] });
    expect(checked.valid).toBe(false);
    expect(JSON.stringify(checked.findings)).toContain("sales");
  });

  test("gives warnings to a model that can be scored with", async () => {
    const [bronze, silver, gold] = firstSteps.levels;
    const checked = await check({
      ...firstSteps,
      levels: [bronze, silver, { ...gold, requires: [{ of: "index", min: 101 }] }],
    });
    expect(checked.findings.length).toBeGreaterThan(0);
  });

  test.each(["null", "5", '"text"', "[]", "{}", "[[]]", '{"id":"__proto__"}', '{"__proto__":{"id":"a"}}'])(
    "answers findings for %s",
    async (text) => {
      const checked = await check(text);
      expect(checked.valid).toBe(false);
      expect(checked.findings.length).toBeGreaterThan(0);
    },
  );

  test("does not follow a document into the depths", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const checked = await check(deep);
    expect(checked.findings[0]?.message).toContain("nests deeper");
    const inside = await check(`{"id":"a","criteria":${"[".repeat(100_000)}${"]".repeat(100_000)}}`);
    expect(inside.valid).toBe(false);
  });

  test("takes 500 kB and 500 criteria at most", async () => {
    const criterion = (place: number) => ({ ...firstSteps.criteria[1], id: `c${place}`, name: `C ${place}` });
    const many = (count: number) => ({
      ...firstSteps,
      criteria: [firstSteps.criteria[0], ...Array.from({ length: count - 1 }, (_, place) => criterion(place))],
    });
    expect((await check(many(500))).valid).toBe(true);
    const tooMany = await problem(post("/v1/models/check", many(501)), 413);
    expect(tooMany.detail).toContain("at most 500");
    const long = {
      ...firstSteps,
      tests: Array.from({ length: 130 }, () => ({ name: "x".repeat(4_000), answers: {}, expect: {} })),
    };
    const tooLong = await problem(post("/v1/models/check", long), 413);
    expect(tooLong.detail).toContain("500 kB");
  });
});

/** The definition, written out: SHA-256 of the canonical JSON, first 12 hex digits. */
async function revisionOf(document: unknown): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonicalize(document)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .slice(0, 12);
}
