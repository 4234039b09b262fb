/** Every shipped model scores its sample portfolio, and the levels spread as a network's do. */
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { catalog } from "../../models/catalog/index.ts";
import type { GridResponse } from "../../models/contract.ts";
import { answer, post } from "../support/worker-requests.ts";

const files: Record<string, string> = import.meta.glob("../../models/catalog/samples/*.csv", {
  query: "?raw",
  import: "default",
  eager: true,
});

describe.each(catalog.map((model) => ({ id: model.id, model })))("the sample of $id", ({ id, model }) => {
  const text = files[`../../models/catalog/samples/${id}.csv`] ?? "";
  const grid = Papa.parse<string[]>(text, { skipEmptyLines: true }).data;

  const score = (): Promise<GridResponse> =>
    answer<GridResponse>(
      post("/v1/score/grid", { model: id, grid, columns: ["partner", "index", "level", "why", "gaps:3", "path"] }),
    );

  it("has every criterion of the model as a column, and no other", async () => {
    expect((await score()).ignored).toEqual([]);
    expect(grid[0]).toEqual(expect.arrayContaining(model.criteria.map((criterion) => criterion.id)));
  });

  it("comes back as one row for each subject, with a level and its reason", async () => {
    const rows = (await score()).grid.slice(1);
    expect(rows.map(([name]) => name)).toEqual(grid.slice(1).map(([name]) => name));
    for (const [, index, level, why] of rows) {
      expect(index).toBeTypeOf("number");
      expect(model.levels.map(({ name }) => name)).toContain(level);
      expect(String(why)).toContain(String(level));
    }
  });

  it("puts nobody's portfolio on one level", async () => {
    const rows = (await score()).grid.slice(1);
    const counts = Map.groupBy(rows, ([, , level]) => level);
    expect(counts.size).toBeGreaterThanOrEqual(3);
    for (const onLevel of counts.values()) expect(onLevel.length / rows.length).toBeLessThan(0.6);
  });

  it("reports what a person mistyped, by row and column, and scores the rest", async () => {
    const { problems, problemCount } = await score();
    expect(problemCount).toBeGreaterThan(0);
    for (const { row, column, message } of problems) {
      expect(grid[row - 1]?.[column - 1]).toBeTruthy();
      expect(message).toContain(String(grid[row - 1]?.[0]));
    }
  });
});
