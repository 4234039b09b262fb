import { describe, expect, test } from "vitest";
import { catalog } from "../../models/catalog/index.ts";
import type { GridResponse, ScoreResponse } from "../../models/contract.ts";
import { firstSteps } from "../support/worker-models.ts";
import { answer, post, problem } from "../support/worker-requests.ts";

const scoreGrid = (request: unknown) => answer<GridResponse>(post("/v1/score/grid", request));
const COLUMNS = ["partner", "index", "level", "next", "why"];

describe("POST /v1/score/grid", () => {
  test("answers a header and a row for each row, in order", async () => {
    const { model, grid, problems, problemCount, ignored } = await scoreGrid({
      model: firstSteps,
      grid: [
        ["partner", "certified", "plan"],
        ["Acme", 4, "yes"],
        ["Bonsai", 8, "yes"],
      ],
      columns: COLUMNS,
    });
    expect(model.id).toBe("first-steps");
    expect(grid).toEqual([
      ["Partner", "Index", "Level", "Next level", "Why"],
      ["Acme", 70, "Silver", "Gold", "Held at Silver: certified staff 4 of 6"],
      ["Bonsai", 90, "Gold", "–", expect.any(String)],
    ]);
    expect({ problems, problemCount, ignored }).toEqual({ problems: [], problemCount: 0, ignored: [] });
  });

  test("finds columns by id, name or question, in any order and case, and names the others", async () => {
    const { grid, ignored, problems } = await scoreGrid({
      model: firstSteps,
      grid: [
        ["Notes", "Is there a signed plan?", "PARTNER", " certified STAFF ", "__proto__", ""],
        ["x", "Yes", "Acme", 4, 5, null],
      ],
      columns: ["partner", "index"],
    });
    expect(grid[1]).toEqual(["Acme", 70]);
    expect(ignored.sort()).toEqual(["Notes", "__proto__"].sort());
    expect(problems).toEqual([]);
  });

  test("says the same as /v1/score", async () => {
    const model = catalog.find(({ id }) => id === "prm-performance");
    const answers = (model?.tests ?? []).map((example) => example.answers);
    const ids = model?.criteria.map(({ id }) => id) ?? [];
    const { results } = await answer<ScoreResponse>(
      post("/v1/score", {
        model: "prm-performance",
        assessments: answers.map((given, place) => ({ partner: `p${place}`, answers: given })),
      }),
    );
    const { grid } = await scoreGrid({
      model: "prm-performance",
      grid: [
        ["partner", ...ids],
        ...answers.map((given, place) => [
          `p${place}`,
          ...ids.map((id) => {
            const value = given[id] ?? null;
            return Array.isArray(value) ? value.join("; ") : value;
          }),
        ]),
      ],
      columns: ["partner", "index", "level"],
    });
    const names = new Map(model?.levels.map(({ id, name }) => [id, name]));
    expect(grid.slice(1)).toEqual(
      results.map(({ partner, index, level }) => [partner, index, level === null ? "–" : names.get(level)]),
    );
  });

  test("has a column of its own for each dimension and gap", async () => {
    const { grid } = await scoreGrid({
      model: firstSteps,
      grid: [
        ["partner", "certified"],
        ["Acme", 4],
      ],
      columns: ["coverage", "dimensions", "gaps:2", "path"],
    });
    expect(grid[0]).toHaveLength(1 + 1 + 2 + 1);
    expect(grid[1]).toHaveLength(5);
    expect(grid[1]?.[0]).toBe(0.5);
  });

  test("keeps a blank row blank and answers a header alone with a header", async () => {
    const blank = await scoreGrid({
      model: firstSteps,
      grid: [
        ["partner", "certified"],
        ["", null],
        ["Acme", 4],
      ],
      columns: ["partner", "index"],
    });
    expect(blank.grid).toEqual([
      ["Partner", "Index"],
      ["", ""],
      ["Acme", 20],
    ]);
    const alone = await scoreGrid({ model: firstSteps, grid: [["partner", "certified"]] });
    expect(alone.grid).toHaveLength(1);
  });

  test("writes text that a spreadsheet would take for a formula as text", async () => {
    const { grid } = await scoreGrid({
      model: firstSteps,
      grid: [
        ["partner", "certified"],
        ['=HYPERLINK("x")', 4],
      ],
      columns: ["partner"],
    });
    expect(grid[1]?.[0]).toBe('\'=HYPERLINK("x")');
  });

  test("speaks the language asked for", async () => {
    const { grid } = await scoreGrid({
      model: firstSteps,
      language: "de",
      grid: [
        ["partner", "certified"],
        ["Acme", 4],
      ],
    });
    expect(grid[0]).toEqual(["Partner", "Index", "Level", "Next level", "Why"]);
    const german = { ...firstSteps, translations: { de: { "levels.bronze.name": "Bronze" } } };
    const spoken = await scoreGrid({
      model: german,
      language: "de",
      grid: [
        ["partner", "certified"],
        ["Acme", 4],
      ],
    });
    expect(spoken.grid[0]).not.toEqual(grid[0]);
  });
});

describe("bad cells", () => {
  test("each is reported with row and column, counts as unanswered, and the rest is scored", async () => {
    const { grid, problems, problemCount } = await scoreGrid({
      model: firstSteps,
      grid: [
        ["partner", "certified", "plan"],
        ["Acme", "4,5", "yes"],
        ["Bonsai", 4, "perhaps"],
        ["Cedar", [4], { yes: true }],
      ],
      columns: ["partner", "index", "coverage"],
    });
    expect(grid.slice(1)).toEqual([
      ["Acme", 50, 0.5],
      ["Bonsai", 20, 0.5],
      ["Cedar", 0, 0],
    ]);
    expect(problems.map(({ row, column }) => [row, column])).toEqual([
      [2, 2],
      [3, 3],
      [4, 2],
      [4, 3],
    ]);
    expect(problems[0]?.message).toContain("4.5");
    expect(problemCount).toBe(4);
  });

  test("1e999 and a hundred thousand nested lists are cells like others", async () => {
    const cells = `1e999,${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const body = `{"model":${JSON.stringify(firstSteps)},"grid":[["partner","certified","plan"],["Acme",${cells}]]}`;
    const { problems } = await answer<GridResponse>(post("/v1/score/grid", body));
    expect(problems.map(({ column }) => column)).toEqual([2, 3]);
  });

  test("ragged rows are reported and scored", async () => {
    const { grid, problems } = await scoreGrid({
      model: firstSteps,
      grid: [["partner", "certified", "plan"], ["Acme", 4], ["Bonsai", 4, "yes", "left over"], []],
      columns: ["partner", "index"],
    });
    expect(grid.slice(1)).toEqual([
      ["Acme", 20],
      ["Bonsai", 70],
      ["", ""],
    ]);
    expect(problems.map(({ row, column }) => [row, column])).toEqual([
      [2, 0],
      [3, 0],
    ]);
  });

  test("a partner in two rows is reported and scored twice", async () => {
    const { grid, problems } = await scoreGrid({
      model: firstSteps,
      grid: [
        ["partner", "certified"],
        ["Acme", 4],
        ["Acme", 6],
      ],
      columns: ["partner", "index"],
    });
    expect(grid.slice(1)).toEqual([
      ["Acme", 20],
      ["Acme", 30],
    ]);
    expect(problems).toEqual([expect.objectContaining({ row: 3, message: expect.stringContaining("row 2") })]);
  });

  test("a criterion in two columns is read once, and said", async () => {
    const { grid, problems } = await scoreGrid({
      model: firstSteps,
      grid: [
        ["partner", "certified", "Certified staff"],
        ["Acme", 4, 8],
      ],
      columns: ["index"],
    });
    expect(grid[1]).toEqual([20]);
    expect(problems).toEqual([expect.objectContaining({ row: 1, column: 3 })]);
  });

  test("a header that names no criterion is said", async () => {
    const { problems, ignored } = await scoreGrid({
      model: firstSteps,
      grid: [
        ["partner", "colour"],
        ["Acme", "red"],
      ],
    });
    expect(ignored).toEqual(["colour"]);
    expect(problems[0]).toMatchObject({ row: 1, message: expect.stringContaining("No header cell names a criterion") });
  });

  test("of 100,000 bad cells 100 are listed and all are counted", async () => {
    const criteria = Array.from({ length: 50 }, (_, place) => ({
      ...firstSteps.criteria[0],
      id: `c${place}`,
      name: `C ${place}`,
    }));
    const model = { ...firstSteps, criteria, levels: [{ id: "bronze", name: "Bronze" }] };
    const row = criteria.map((_, place) => `bad ${place}`);
    const rows = Array.from({ length: 2_000 }, (_, place) => [`p${place}`, ...row]);
    const { grid, problems, problemCount } = await scoreGrid({
      model,
      grid: [["partner", ...criteria.map(({ id }) => id)], ...rows],
    });
    expect(grid).toHaveLength(2_001);
    expect(problems).toHaveLength(100);
    expect(problemCount).toBe(100_000);
  });

  test("lone surrogates and control characters come back as valid JSON", async () => {
    const body = `{"model":${JSON.stringify(firstSteps)},"grid":[["partner","certified"],["A\\ud800\\u0001\\"",4]],"columns":["partner","index"]}`;
    const response = await post("/v1/score/grid", body);
    const { grid } = await answer<GridResponse>(response);
    expect(grid[1]?.[1]).toBe(20);
  });
});

describe("grids that are none", () => {
  test.each([
    [{ model: firstSteps }, ["grid"]],
    [{ model: firstSteps, grid: {} }, ["grid"]],
    [{ model: firstSteps, grid: [] }, ["grid"]],
    [{ model: firstSteps, grid: [["partner"], "Acme", { a: 1 }, null] }, ["grid.1", "grid.2", "grid.3"]],
    [{ model: firstSteps, grid: [["partner"]], columns: [] }, ["columns"]],
    [
      { model: firstSteps, grid: [["partner"]], columns: ["index", "colour", "gaps:0", "gaps:21", "__proto__"] },
      ["columns.1", "columns.2", "columns.3", "columns.4"],
    ],
    [{ model: firstSteps, grid: [["partner"]], columns: ["index", 5] }, ["columns.1"]],
    [{ model: firstSteps, grid: [["partner"]], columns: Array(51).fill("index") }, ["columns"]],
    [{ model: firstSteps, grid: [["partner"]], rows: [] }, ["body"]],
  ])("wrong shape %#: says where", async (body, locations) => {
    const details = await problem(post("/v1/score/grid", body), 422);
    expect(details.errors?.map(({ location }) => location)).toEqual(locations);
  });

  test("more rows than one request takes are 413", async () => {
    const grid = [["partner", "certified"], ...Array.from({ length: 20_001 }, () => ["a", 1])];
    const details = await problem(post("/v1/score/grid", { model: firstSteps, grid }), 413);
    expect(details.detail).toContain("20000");
  });

  test("an unknown model is 404", async () => {
    await problem(post("/v1/score/grid", { model: "none", grid: [["partner"]] }), 404);
  });
});
