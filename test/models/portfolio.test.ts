/** The invented portfolios: what the generator writes is what is committed, and it looks like life. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { catalog } from "../../models/catalog/index.ts";
import { type PortfolioPlan, portfolios, samplePortfolio } from "../../models/catalog/portfolio.ts";
import { compile } from "../../models/engine/compile.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
import type { Model } from "../../models/format.ts";

const LEAST_LEVELS = 3;
const MOST_ON_ONE_LEVEL = 0.7;
const SUBJECTS = { partners: 60, organisations: 12 };

const modelOf = (plan: PortfolioPlan): Model => catalog.find(({ id }) => id === plan.model) as Model;
const isPresent = (plan: PortfolioPlan, period: string): boolean => period === plan.periods.at(-1);

function committed(plan: PortfolioPlan, period: string): string {
  const name = isPresent(plan, period) ? plan.model : `${plan.model}.${period}`;
  return readFileSync(resolve(import.meta.dirname, `../../models/catalog/samples/${name}.csv`), "utf8");
}

type Row = Record<string, string>;

const rowsOf = (text: string): Row[] => Papa.parse<Row>(text, { header: true, skipEmptyLines: true }).data;

const answersIn = (plan: PortfolioPlan, period: string): (string | undefined)[] =>
  rowsOf(committed(plan, period)).flatMap((row) => modelOf(plan).criteria.map(({ id }) => row[id]));

/** Every column that names a criterion is an answer, as it is for the service. */
function scored(model: Model, rows: readonly Row[]) {
  const compiled = compile(model);
  return rows.map(({ partner = "", segment, region, type, ...answers }) =>
    scoreAssessment(compiled, { partner, segment, region, type, answers }, { detail: "level" }),
  );
}

test("every shipped model has a portfolio", () => {
  expect(portfolios.map((plan) => plan.model).sort()).toEqual(catalog.map((model) => model.id).sort());
});

test.each(["partner-maturity", "prm-performance"])("%s has at least two past periods", (id) => {
  const plan = portfolios.find(({ model }) => model === id);
  expect(plan?.periods.length).toBeGreaterThanOrEqual(3);
});

describe.each(portfolios.map((plan) => [plan.model, plan] as const))("%s", (_, plan) => {
  const model = modelOf(plan);
  const generated = samplePortfolio(model, plan);

  test.each(generated.map((portfolio) => [portfolio.period, portfolio.grid] as const))(
    "the file of %s is what the generator writes",
    (period, grid) => {
      expect(committed(plan, period)).toBe(`${Papa.unparse(grid, { newline: "\n", escapeFormulae: true })}\n`);
    },
  );

  test("asks the same subjects in every period", () => {
    const names = plan.periods.map((period) => rowsOf(committed(plan, period)).map(({ partner }) => partner));
    expect(new Set(names[0]).size).toBe(SUBJECTS[plan.subjects]);
    for (const others of names) expect(others).toEqual(names[0]);
  });

  test.each(plan.periods)("spreads over the levels in %s", (period) => {
    const results = scored(model, rowsOf(committed(plan, period)));
    const counts = Map.groupBy(results, ({ result }) => result.level ?? "none");
    const most = Math.max(...Array.from(counts.values(), (subjects) => subjects.length));
    expect(most / results.length).toBeLessThanOrEqual(MOST_ON_ONE_LEVEL);
    expect(model.levels.filter(({ id }) => counts.has(id)).length).toBeGreaterThanOrEqual(LEAST_LEVELS);
  });

  test.each(plan.periods)("holds blanks in %s, but not many", (period) => {
    const cells = answersIn(plan, period);
    const blank = cells.filter((cell) => cell === "").length / cells.length;
    expect(blank).toBeGreaterThan(0);
    expect(blank).toBeLessThan(0.1);
  });

  test("holds questions that do not apply", () => {
    for (const period of plan.periods) expect(answersIn(plan, period)).toContain("N/A");
  });

  test("holds a few answers that a person mistyped, in the present only", () => {
    const problems = plan.periods.map((period) =>
      scored(model, rowsOf(committed(plan, period))).flatMap((subject) => subject.problems),
    );
    const [present = [], ...past] = problems.reverse();
    expect(present.length).toBeGreaterThan(0);
    expect(present.length).toBeLessThanOrEqual(SUBJECTS[plan.subjects] / 10);
    expect(past.flat()).toEqual([]);
  });
});
