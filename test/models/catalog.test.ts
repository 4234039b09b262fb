/** The shipped models: each parses, passes the linter and gives what its own tests and the plain scorer say. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog } from "../../models/catalog/index.ts";
import { checkModel } from "../../models/check.ts";
import type { FullResult } from "../../models/contract.ts";
import { compile } from "../../models/engine/compile.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
import { type ModelTest, parseModel } from "../../models/format.ts";
import { agree } from "../support/agreement.ts";
import { randomAnswers } from "../support/random-model.ts";

const LEAST_TESTS = 6;

test("the catalogue has the five models, each id once", () => {
  expect(catalog.map((model) => model.id).sort()).toEqual([
    "lead-management-maturity",
    "marketing-execution-maturity",
    "marketing-maturity-index",
    "partner-maturity",
    "prm-performance",
  ]);
});

describe.each(catalog.map((model) => [model.id, model] as const))("%s", (_, model) => {
  test("is a document of the format", () => {
    expect(parseModel(model)).toEqual({ model, findings: [] });
  });

  test("has nothing the linter finds", () => {
    expect(checkModel(model)).toEqual([]);
  });

  test("has tests of its own for every level", () => {
    const levels = new Set(model.tests?.map((own) => own.expect.level));
    expect(model.tests?.length).toBeGreaterThanOrEqual(LEAST_TESTS);
    expect(model.levels.filter((level) => !levels.has(level.id))).toEqual([]);
  });

  test.each((model.tests ?? []).map((own) => [own.name, own] as const))("gives what is expected of: %s", (_, own) => {
    const { result, problems } = scoreAssessment(compile(model), { ...own, partner: own.name }, { detail: "full" });
    expect(problems).toEqual([]);
    expect(expectedPartOf(result as FullResult, own)).toEqual(own.expect);
  });

  test("scores any answers as the plain scorer does", () => {
    fc.assert(
      fc.property(randomAnswers(model), (answers) => agree(model, { answers })),
      { seed: 20_261_122, numRuns: 40 },
    );
  });
});

function expectedPartOf(result: FullResult, { expect: expected }: ModelTest): ModelTest["expect"] {
  const scores = Object.fromEntries(result.dimensions.map((dimension) => [dimension.id, dimension.score]));
  return {
    ...("index" in expected ? { index: result.index } : {}),
    ...("level" in expected ? { level: result.level } : {}),
    ...("overlay" in expected ? { overlay: result.overlay } : {}),
    ...("dimensions" in expected
      ? { dimensions: Object.fromEntries(Object.keys(expected.dimensions ?? {}).map((id) => [id, scores[id] ?? null])) }
      : {}),
  };
}
