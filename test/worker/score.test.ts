import { describe, expect, test } from "vitest";
import { catalog } from "../../models/catalog/index.ts";
import type { FullResult, GapsResult, ScoreResponse } from "../../models/contract.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, post, problem, send } from "../support/worker-requests.ts";

const score = (request: unknown) => answer<ScoreResponse>(post("/v1/score", request));
const acme = { partner: "Acme", answers: { certified: 4, plan: "yes" } };

describe("POST /v1/score", () => {
  test("scores with a document: half of 0.4 and half of 1 is 70, held for want of certificates", async () => {
    const { model, results, problems, problemCount } = await score({ model: firstSteps, assessments: [acme] });
    expect(model).toEqual({
      id: "first-steps",
      name: "First steps",
      revision: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    expect(results).toEqual([
      expect.objectContaining({
        partner: "Acme",
        index: 70,
        level: "silver",
        next: "gold",
        coverage: 1,
        overlay: null,
      }),
    ]);
    expect(results[0]?.blockers.map(({ sentence }) => sentence)).toEqual(["Held at Silver: certified staff 4 of 6"]);
    expect({ problems, problemCount }).toEqual({ problems: [], problemCount: 0 });
  });

  test("scores with a catalogue id, and with the revision the answer named", async () => {
    const shipped = catalog.find(({ id }) => id === "partner-maturity");
    const example = shipped?.tests?.[0];
    const assessments = [{ partner: "Acme", answers: example?.answers ?? {} }];
    const byId = await score({ model: "partner-maturity", assessments });
    expect(byId.results[0]).toMatchObject({ level: example?.expect.level, index: example?.expect.index });
    const byRevision = await score({ model: `partner-maturity@${byId.model.revision}`, assessments });
    expect(byRevision).toEqual(byId);
    const other = await problem(post("/v1/score", { model: "partner-maturity@000000000000", assessments }), 404);
    expect(other.type).toBe("/docs#problem-unknown-revision");
  });

  test("answers more with more detail", async () => {
    const request = { model: firstSteps, assessments: [{ partner: "Bonsai", answers: { certified: 1 } }] };
    const level = await score(request);
    expect(level.results[0]).not.toHaveProperty("gaps");
    const gaps = (await score({ ...request, detail: "gaps" })).results[0] as GapsResult;
    expect(gaps.dimensions).toEqual([{ id: "enablement", score: 5, level: "bronze" }]);
    expect(gaps.gaps.map(({ criterion }) => criterion).sort()).toEqual(["certified", "plan"]);
    expect(gaps).not.toHaveProperty("path");
    const full = (await score({ ...request, detail: "full" })).results[0] as FullResult;
    expect(full.range).toMatchObject({
      worst: { index: 5 },
      best: { index: 55, level: "silver" },
      ask: { criterion: "plan" },
    });
    expect(full.path).toMatchObject({ level: "silver", reachable: true, optimal: true });
  });

  test("aims at the named level, and names the levels when there is none of that id", async () => {
    const request = {
      model: firstSteps,
      detail: "full",
      assessments: [{ partner: "Bonsai", answers: { certified: 1 } }],
    };
    const { results } = await score({ ...request, target: "gold" });
    expect((results[0] as FullResult).path?.level).toBe("gold");
    const details = await problem(post("/v1/score", { ...request, target: "goldd" }), 422);
    expect(details.errors).toEqual([
      {
        location: "target",
        message:
          "“first-steps” has no level of this id. Did you mean “gold”? Its levels are “bronze”, “silver”, “gold”.",
      },
    ]);
  });

  test("speaks the language asked for, and scores the same", async () => {
    const german = {
      ...firstSteps,
      translations: {
        de: { name: "Erste Schritte", "levels.silver.name": "Silber", "criteria.certified.name": "Zertifizierte" },
      },
    };
    const plain = await score({ model: german, assessments: [acme] });
    const spoken = await score({ model: german, assessments: [acme], language: "de" });
    expect(spoken.model).toEqual({ ...plain.model, name: "Erste Schritte" });
    expect(spoken.results[0]).toMatchObject({ index: 70, level: "silver" });
    expect(spoken.results[0]?.blockers[0]?.sentence).toBe("Bleibt auf Silber: Zertifizierte 4 von 6");
  });

  test("uses the overlay of the partner's region", async () => {
    const model = {
      ...firstSteps,
      overlays: [{ id: "growth", when: { region: ["latam"] }, levels: { gold: { requires: [] } } }],
    };
    const { results } = await score({ model, assessments: [acme, { ...acme, partner: "Sur", region: "LATAM" }] });
    expect(results.map(({ overlay, level }) => ({ overlay, level }))).toEqual([
      { overlay: null, level: "silver" },
      { overlay: "growth", level: "gold" },
    ]);
  });

  test("answers no assessments with no results", async () => {
    expect((await score({ model: firstSteps, assessments: [] })).results).toEqual([]);
  });
});

describe("bad answers", () => {
  /** Scores one partner; what is not asked about is a plan, so that a silent 0 would show in the coverage. */
  const withAnswer = async (text: string) =>
    answer<ScoreResponse>(
      post(
        "/v1/score",
        `{"model":${JSON.stringify(firstSteps)},"assessments":[{"partner":"Acme","answers":{"plan":"yes","certified":${text}}}]}`,
      ),
    );

  test.each([
    ["a decimal comma", '"4,5"', "4.5"],
    ["text", '"many"', "“many”"],
    ["more than a double holds", "1e999", "finite"],
    ["less than the least", "-1", "less than 0"],
    ["a truth value", "true", "not a number"],
    ["an object", '{"value":4}', "An answer is"],
    ["a list of lists", "[[4]]", "An answer is"],
    ["a hundred thousand lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "An answer is"],
    ["a lone surrogate", '"\\ud800"', "not a number"],
    ["a megabyte of text", `"${"9".repeat(1_000_000)}x"`, "…"],
  ])("%s is reported and counts as unanswered", async (_name, text, words) => {
    const { results, problems, problemCount } = await withAnswer(text);
    expect(problemCount).toBe(1);
    expect(problems).toEqual([{ partner: "Acme", criterion: "certified", message: expect.stringContaining(words) }]);
    expect(problems[0]?.message.length).toBeLessThan(400);
    expect(results[0]).toMatchObject({ coverage: 0.5, index: 50 });
  });

  test.each([
    ["null", "null"],
    ["blank text", '"  "'],
  ])("%s is unanswered, without a problem", async (_name, text) => {
    const { results, problemCount } = await withAnswer(text);
    expect(problemCount).toBe(0);
    expect(results[0]).toMatchObject({ coverage: 0.5, index: 50 });
  });

  test("N/A takes the criterion out of the sum", async () => {
    expect((await withAnswer('"n/a"')).results[0]).toMatchObject({ coverage: 1, index: 100 });
  });

  test("an answer to no criterion is named", async () => {
    const { problems } = await score({
      model: firstSteps,
      assessments: [{ partner: "Acme", answers: { certifeid: 4 } }],
    });
    expect(problems).toEqual([
      { partner: "Acme", criterion: "certifeid", message: expect.stringContaining("no criterion") },
    ]);
  });

  test("a partner sent twice is reported and scored twice", async () => {
    const { results, problems } = await score({
      model: firstSteps,
      assessments: [acme, { ...acme, answers: { certified: 0 } }],
    });
    expect(results.map(({ index }) => index)).toEqual([70, 0]);
    expect(problems).toEqual([
      { partner: "Acme", criterion: null, message: expect.stringContaining("places 1 and 2") },
    ]);
  });

  test.each([
    ["case and outer blanks", " ACME"],
    ["composed and decomposed accents", "Acme\u0301"],
  ])("a partner is the same in spite of %s", async (_, partner) => {
    const first = partner.normalize("NFC").trim().toLowerCase();
    const { results, problems } = await score({
      model: firstSteps,
      assessments: [{ ...acme, partner: first }, acme, { ...acme, partner }],
    });
    expect(results.map((result) => result.partner)).toEqual([first, "Acme", partner]);
    expect(problems.at(-1)).toEqual({ partner, criterion: null, message: expect.stringContaining("places 1 and 3") });
  });

  test("of 100,000 bad answers 100 are listed and all are counted", async () => {
    const criteria = Array.from({ length: 100 }, (_, place) => ({
      ...firstSteps.criteria[0],
      id: `c${place}`,
      name: `C ${place}`,
    }));
    const model = { ...firstSteps, criteria, levels: [{ id: "bronze", name: "Bronze" }] };
    const answers = Object.fromEntries(criteria.map(({ id }) => [id, "x"]));
    const assessments = Array.from({ length: 1_000 }, (_, place) => ({ partner: `p${place}`, answers }));
    const { results, problems, problemCount } = await score({ model, assessments });
    expect(results).toHaveLength(1_000);
    expect(problems).toHaveLength(100);
    expect(problemCount).toBe(100_000);
  });

  test("names of JavaScript's own are names like others", async () => {
    const body = `{"model":${JSON.stringify(firstSteps)},"assessments":[{"partner":"__proto__","answers":{"__proto__":1,"constructor":2,"certified":4}}]}`;
    const { results, problems } = await answer<ScoreResponse>(post("/v1/score", body));
    expect(results[0]).toMatchObject({ partner: "__proto__", index: 20 });
    expect(problems.map(({ criterion }) => criterion).sort()).toEqual(["__proto__", "constructor"]);
  });

  test("a lone surrogate in a name comes back as it was sent", async () => {
    const body = `{"model":${JSON.stringify(firstSteps)},"assessments":[{"partner":"A\\ud800","answers":{"certified":4}}]}`;
    const response = await post("/v1/score", body);
    expect(await response.clone().text()).toContain('"partner":"A\\ud800"');
    expect((await answer<ScoreResponse>(response)).results[0]?.partner).toBe("A\ud800");
  });
});

describe("requests that are none", () => {
  const rejected = async (body: unknown, status: number) => problem(post("/v1/score", body), status);

  test.each([
    ["", "The body is empty"],
    ["   ", "The body is empty"],
    ['{"model": NaN}', "line 1, column 11: “NaN” is not JSON"],
    ['{"model":\n  "a",\n  "assessments": [-Infinity]}', "line 3, column 19"],
    ['{"a": 1,}', "remove the comma"],
    ["{'a': 1}", "double quotation marks"],
    ['{"a": 4,5}', "found “5” where a name"],
    ['{"a": [1, 2}', "where a “,” or “]” must be"],
    ['{"a": 1', "a “}” is missing"],
    ['{"a": "open', "no closing quotation mark"],
    ['{"a": 01}', "“01” is not a number"],
    ['{"a": "\t"}', "control character"],
    ['{"a": "\\x"}', "is no escape"],
    ['{"a" 1}', "where the “:”"],
    ["{} {}", "the document ends before"],
    ["// note\n{}", "no comments"],
    ["<html>", "where a value must be"],
    ["[".repeat(100_000), "a “]” is missing"],
    ['{"a":'.repeat(100_000), "where a value must be"],
  ])("malformed JSON %#: says where and what", async (body, words) => {
    const details = await rejected(body, 400);
    expect(details.type).toBe("/docs#problem-malformed-json");
    expect(details.detail).toContain(words);
  });

  test.each([
    [null, ["body"]],
    [[], ["body"]],
    ["[".repeat(50_000) + "]".repeat(50_000), ["body"]],
    [{}, ["model", "assessments"]],
    [{ model: 5, assessments: {} }, ["model", "assessments"]],
    [{ model: "", assessments: [] }, ["model"]],
    [{ model: [], assessments: [] }, ["model"]],
    [
      { model: "partner-maturity", assessments: [], detail: "all", target: 1, language: "german" },
      ["detail", "target", "language"],
    ],
    [{ model: "partner-maturity", assessments: [], detial: "full" }, ["body"]],
    [{ model: firstSteps, assessments: ["Acme"] }, ["assessments.0"]],
    [
      { model: firstSteps, assessments: [acme, { partner: " ", answers: [] }] },
      ["assessments.1.partner", "assessments.1.answers"],
    ],
    [
      { model: firstSteps, assessments: [{ ...acme, region: 5, anwsers: {} }] },
      ["assessments.0.region", "assessments.0.anwsers"],
    ],
    [{ model: firstSteps, assessments: [{ ...acme, partner: "x".repeat(201) }] }, ["assessments.0.partner"]],
  ])("wrong shape %#: says where", async (body, locations) => {
    const details = await rejected(body === null ? "null" : body, 422);
    expect(details.type).toBe("/docs#problem-invalid-request");
    expect(details.errors?.map(({ location }) => location)).toEqual(locations);
    for (const { message } of details.errors ?? []) expect(message).not.toMatch(/invalid input|expected/i);
  });

  test("an unknown model is 404 with the names near it", async () => {
    const details = await rejected({ model: "partner-maturity-model", assessments: [] }, 404);
    expect(details.detail).toContain("Did you mean “partner-maturity”?");
    await rejected({ model: "__proto__", assessments: [] }, 404);
    await rejected({ model: "@", assessments: [] }, 404);
  });

  test("a document with faults is 422 and names each place", async () => {
    const details = await rejected({ model: { ...firstSteps, levels: [{ id: "bronze" }] }, assessments: [] }, 422);
    expect(details.type).toBe("/docs#problem-invalid-model");
    expect(details.errors).toEqual([{ location: "model.levels.bronze.name", message: expect.any(String) }]);
    const cycle = { ...firstSteps, dimensions: [{ id: "enablement", name: "E", parent: "enablement" }] };
    await rejected({ model: cycle, assessments: [] }, 422);
    const dangling = {
      ...firstSteps,
      levels: [{ id: "bronze", name: "B", requires: [{ of: "criterion", id: "sales", min: 1 }] }],
    };
    expect((await rejected({ model: dangling, assessments: [] }, 422)).errors?.[0]?.location).toMatch(
      /^model\.levels\.bronze/,
    );
  });

  test("bodies over 2 MB are 413, with and without a stated length", async () => {
    const large = JSON.stringify({ model: firstSteps, assessments: [{ ...acme, partner: "x".repeat(2_000_000) }] });
    const stated = await problem(post("/v1/score", large, { "content-length": String(large.length) }), 413);
    expect(stated.detail).toContain("2 MB");
    await problem(post("/v1/score", large), 413);
    const stream = new Blob([large]).stream();
    await problem(
      send("/v1/score", { method: "POST", body: stream, headers: { "content-type": "application/json" } }),
      413,
    );
    const exact = large.slice(0, -2_000_000) + " ".repeat(100);
    await rejected(exact, 400);
  });

  test("more assessments than one request takes are 413", async () => {
    const assessments = Array.from({ length: 1_001 }, (_, place) => ({ partner: `p${place}`, answers: {} }));
    const details = await rejected({ model: firstSteps, assessments, detail: "full" }, 413);
    expect(details.detail).toContain("at most 1000");
    expect((await score({ model: firstSteps, assessments })).results).toHaveLength(1_001);
  });

  test.each([
    [{ "content-type": "text/plain" }, "text/plain"],
    [{ "content-type": "application/x-www-form-urlencoded" }, "content-type: application/json"],
    [{ "content-type": "application/jsonp" }, "application/jsonp"],
    [{ "content-type": "" }, "no content-type"],
    [{ "content-encoding": "gzip" }, "Compressed"],
  ])("%j is 415", async (headers, words) => {
    const response = await post("/v1/score", { model: firstSteps, assessments: [] }, headers as Record<string, string>);
    const details = await problem(response, 415);
    expect(details.detail).toContain(words);
  });

  test.each(["application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.levelsheet+json"])(
    "%s is read",
    async (type) => {
      await answer(post("/v1/score", { model: firstSteps, assessments: [] }, { "content-type": type }));
    },
  );

  test("a byte order mark is no mistake", async () => {
    const body = `\ufeff${JSON.stringify({ model: firstSteps, assessments: [] })}`;
    await answer(post("/v1/score", body));
  });
});
