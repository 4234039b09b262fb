/** Rows of the grid against the engine that scores one partner at a time, over random models. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnswerValue, Assessment, GapsResult, GridCell } from "../../models/contract.ts";
import { type CompiledModel, compile, type Variant, variantFor } from "../../models/engine/compile.ts";
import { coverage, evaluate } from "../../models/engine/evaluate.ts";
import { whyOf } from "../../models/engine/explain.ts";
import { rawGaps } from "../../models/engine/gaps.ts";
import { answerText } from "../../models/engine/grid/phrases.ts";
import { scoreGrid, scoreTable } from "../../models/engine/grid.ts";
import { positionOf } from "../../models/engine/level.ts";
import { roundHalfUp, writeNumber } from "../../models/engine/numbers.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
import { newState, setAnswer } from "../../models/engine/state.ts";
import type { Model } from "../../models/format.ts";
import { type Row, rowsOf } from "../support/grid-rows.ts";
import { type RandomModelOptions, randomAnswers, randomModel } from "../support/random-model.ts";
import { scanned } from "../support/scanned.ts";

/** One row composed plainly from what the engine says about one partner. */
function plainRow(compiled: CompiledModel, assessment: Assessment): (string | number)[] {
  const { result } = scoreAssessment(compiled, assessment, { detail: "gaps" }) as { result: GapsResult };
  const variant = variantFor(compiled, assessment);
  const state = newState(variant);
  for (const { id, answer, position } of variant.criteria)
    setAnswer(variant, state, position, answer.read(assessment.answers[id] ?? null));
  evaluate(variant, state);
  const rank = variant.levels.findIndex(({ id }) => id === result.level);
  const gaps = rawGaps(variant, state, rank, Math.min(rank + 1, variant.levels.length - 1)).slice(0, 3);
  const unknown = "–";
  return [
    assessment.partner,
    result.index ?? unknown,
    variant.levels[rank]?.name ?? unknown,
    variant.levels[rank + 1]?.name ?? unknown,
    whyOf(variant, state, rank),
    roundHalfUp(coverage(variant, state), 4),
    result.position === null ? unknown : roundHalfUp(positionOf(variant, state, rank), 4),
    result.overlay ?? unknown,
    ...result.dimensions.map(({ score }) => score ?? unknown),
    ...[0, 1, 2].map((place) => gapText(variant, gaps[place])),
  ];
}

function gapText(variant: Variant, gap: ReturnType<typeof rawGaps>[number] | undefined): string {
  if (gap === undefined) return "";
  const { words, language, scale } = variant;
  const points = words.points(writeNumber(gap.points, scale.decimals, language));
  const days = words.days(writeNumber(gap.effort, 1, language));
  return `${variant.criteria[gap.position]?.name} → ${answerText(variant, gap.position, gap.step.answer)} (+${points}, ${days})`;
}

const COLUMNS = ["partner", "index", "level", "next", "why", "coverage", "position", "overlay", "dimensions", "gaps:3"];

/** Answers nobody can read count as unanswered. */
const unreadable = fc.constantFrom<AnswerValue>("no such option", "4,5", "1.000", "-0", 1e300, true);

interface Partner {
  answers: Record<string, AnswerValue>;
  region: string | null;
  segment: string | null;
}

function partnerOf(model: Model): fc.Arbitrary<Partner> {
  return fc
    .record({
      answers: randomAnswers(model),
      bad: fc.dictionary(fc.constantFrom(...model.criteria.map(({ id }) => id)), unreadable, { maxKeys: 1 }),
      region: fc.constantFrom(null, "latam", " LATAM ", "emea"),
      segment: fc.constantFrom(null, "smb", "enterprise", "public"),
    })
    .map(({ bad, answers, ...rest }) => ({ answers: asCells({ ...answers, ...bad }), ...rest }));
}

/** A sheet has no lists in its cells. */
function asCells(answers: Record<string, AnswerValue>): Record<string, AnswerValue> {
  return Object.fromEntries(
    Object.entries(answers).map(([id, answer]) => [id, Array.isArray(answer) ? answer.join(";") : answer]),
  );
}

interface Case {
  model: Model;
  partners: Partner[];
  language: string;
}

function randomCase(options: RandomModelOptions, rows: number): fc.Arbitrary<Case> {
  return fc
    .tuple(randomModel(options), fc.constantFrom("en", "de", "fr", "es"))
    .chain(([model, language]) =>
      fc
        .array(partnerOf(model), { minLength: 1, maxLength: rows })
        .map((partners) => ({ model: { ...model, language }, partners, language })),
    );
}

function gridOf({ model, partners }: Case, until: number): (GridCell | undefined)[][] {
  const ids = model.criteria.map(({ id }) => id);
  const body = partners.map(({ answers, region, segment }, row) => {
    const cells = [segment, `p${row}`, ...ids.map((id) => answers[id] as GridCell), region];
    // Ragged rows lack their region, too.
    return row % 4 === 3 ? cells.slice(0, until) : cells;
  });
  return [["segment", "partner", ...ids, "region"], ...body];
}

function assessmentOf(header: readonly unknown[], row: Row): Assessment {
  const at = (name: string) => row[header.indexOf(name)];
  const ids = header.filter(
    (name): name is string => typeof name === "string" && !["segment", "partner", "region"].includes(name),
  );
  return {
    partner: String(at("partner")),
    answers: Object.fromEntries(ids.map((id) => [id, (at(id) ?? null) as AnswerValue])),
    ...(typeof at("region") === "string" && { region: at("region") as string }),
    ...(typeof at("segment") === "string" && { segment: at("segment") as string }),
  };
}

function agree(drawn: Case, until: number): void {
  const compiled = compile(drawn.model);
  const grid = gridOf(drawn, until);
  const [header = [], ...body] = grid;
  const score = scoreGrid(compiled, grid, COLUMNS);
  expect(rowsOf(score)).toEqual(body.map((row) => plainRow(compiled, assessmentOf(header, row))));
  const table = scanned(JSON.stringify({ grid }))?.table;
  expect(table).toBeDefined();
  if (table) expect(scoreTable(compiled, table, COLUMNS)).toEqual(score);
}

describe("a row of the grid is what the engine says of the partner", () => {
  const runs = { seed: 20_261_122, numRuns: 500 };
  const everything: RandomModelOptions = {
    overlays: true,
    requirementKinds: ["index", "dimension", "dimensions", "criterion", "criteria", "practices", "percentile", "anyOf"],
  };
  const means: RandomModelOptions = {
    ...everything,
    combines: ["mean"],
    criteria: { min: 1, max: 12 },
    dimensions: { min: 1, max: 6 },
  };

  test.each([
    ["of every kind of model", everything, 1_000],
    ["where all scores are weighted means", means, 1_500],
    [
      "that a careful author writes",
      { ...means, plausible: true, levels: { min: 2, max: 5 } } as RandomModelOptions,
      500,
    ],
    [
      "with many requirements",
      { ...means, requirements: { min: 3, max: 6 }, levels: { min: 2, max: 4 } } as RandomModelOptions,
      500,
    ],
  ])("%s", (_, options, numRuns) => {
    const drawn = fc.tuple(randomCase(options, 9), fc.integer({ min: 2, max: 14 }));
    fc.assert(
      fc.property(drawn, ([drawn, until]) => agree(drawn, until)),
      { ...runs, numRuns },
    );
  });

  test("over many rows, whatever came before them", () => {
    const many = randomCase({ ...means, criteria: { min: 3, max: 6 } }, 12);
    fc.assert(
      fc.property(many, (drawn) => {
        const partners = Array.from(
          { length: 600 },
          (_, row) => drawn.partners[(row * 7) % drawn.partners.length] as Partner,
        );
        agree({ ...drawn, partners }, 4);
      }),
      { ...runs, numRuns: 20 },
    );
  });
});

test("a blocker that was told before reads as it would anew", () => {
  const many = randomCase({ overlays: true, requirements: { min: 1, max: 4 }, levels: { min: 2, max: 4 } }, 12);
  fc.assert(
    fc.property(many, (drawn) => {
      const compiled = compile(drawn.model);
      const [header = [], ...body] = gridOf(drawn, 14);
      for (const row of [...body, ...body]) {
        const assessment = assessmentOf(header, row);
        // As JSON, which knows one zero.
        const told = (by: CompiledModel) => JSON.stringify(scoreAssessment(by, assessment, { detail: "level" }));
        expect(told(compiled)).toBe(told(compile(drawn.model)));
      }
    }),
    { seed: 20_261_122, numRuns: 300 },
  );
});
