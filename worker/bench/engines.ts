/** The compiled engine beside general ones, on the same partners and with the same results. */

import type { AnswerValue, Assessment } from "../../models/contract.ts";
import { answerKind } from "../../models/engine/answers.ts";
import { compile, type Variant } from "../../models/engine/compile.ts";
import { evaluate } from "../../models/engine/evaluate.ts";
import { scanGrid, scoreTable, type Table } from "../../models/engine/grid.ts";
import { rankOf, withheld } from "../../models/engine/level.ts";
import { roundHalfUp } from "../../models/engine/numbers.ts";
import { evaluateAssessment, scoreAssessment } from "../../models/engine/score.ts";
import { newState, type State, setMeasure } from "../../models/engine/state.ts";
import type { Criterion, Model } from "../../models/format.ts";
import { ENGINES, installed } from "./engines/contestants.ts";
import { type Figures, type Inputs, input, programmeOf } from "./engines/programme.ts";
import {
  type Finding,
  finding,
  interleave,
  type Measurement,
  median,
  notMeasured,
  ownCost,
  ratios,
} from "./measure.ts";
import { benchAssessments, benchModel, WORKLOAD } from "./model.ts";

const ROUNDS = 7;
const PARTNERS = 500;
const WARM_UP = 3;
/** The compiled engine is too fast to be measured by one pass. */
const PASSES = 30;
const AIM = 20;

export async function measureEngines(): Promise<Measurement> {
  const model = benchModel();
  const compiled = compile(model);
  const assessments = benchAssessments(model, PARTNERS).map((assessment) => complete(model, assessment));
  const partners = assessments.map((assessment) => inputsOf(model, assessment));
  const programme = programmeOf(model);

  const figures = (variant: Variant, state: State): Figures => {
    const level = withheld(variant, state, state.index) === null ? rankOf(variant, state) : -1;
    return { index: state.index * variant.scale.width + variant.scale.min, level };
  };
  const measures = assessments.map((assessment) => evaluateAssessment(compiled, assessment).state.measure);
  const { plain } = compiled;
  const state = newState(plain);
  const own = (): Figures[] =>
    measures.map((measured) => {
      for (let position = 0; position < measured.length; position++) {
        setMeasure(plain, state, position, measured[position] as number);
      }
      evaluate(plain, state);
      return figures(plain, state);
    });
  const fromWords = (): Figures[] =>
    assessments.map((assessment) => {
      const { variant, state } = evaluateAssessment(compiled, assessment);
      return figures(variant, state);
    });
  const withReasons = () => assessments.map((assessment) => scoreAssessment(compiled, assessment, { detail: "level" }));
  const body = new TextEncoder().encode(JSON.stringify({ model: model.id, grid: sheetOf(model, assessments) }));
  const read = () => {
    const scanned = scanGrid(body);
    if (scanned === null) throw new Error("The bench's grid cannot be read.");
    return scanned.table;
  };
  const table = read();
  const gridOf = (cells: Table) => scoreTable(compiled, cells, ["index", "level"]);
  const expected = own();
  requireEqual("The engine from words", fromWords(), expected);

  const missing: Finding[] = [];
  const others = [];
  for (const [name, prepare] of Object.entries(ENGINES)) {
    const version = installed(name);
    if (version === null) missing.push(notMeasured(name, "not installed; npm run bench:engines installs it"));
    else {
      const engine = prepare(programme);
      requireEqual(engine.name, await engine.run(partners), expected);
      others.push({ ...engine, name: `${engine.name} ${version}` });
    }
  }

  for (let warm = 0; warm < WARM_UP; warm++) {
    for (let pass = 0; pass < PASSES; pass++) {
      own();
      fromWords();
      withReasons();
      gridOf(table);
      gridOf(read());
    }
    for (const engine of others) await engine.run(partners);
  }
  const repeatedly = (work: () => unknown) => async () =>
    (await ownCost(() => {
      for (let pass = 0; pass < PASSES; pass++) work();
    })) / PASSES;
  const [levels = [], words = [], reasons = [], tables = [], grids = [], ...costs] = await interleave(
    [
      { name: "numbers", run: repeatedly(own) },
      { name: "words", run: repeatedly(fromWords) },
      { name: "reasons", run: repeatedly(withReasons) },
      { name: "table", run: repeatedly(() => gridOf(table)) },
      { name: "grid", run: repeatedly(() => gridOf(read())) },
      ...others.map((engine) => ({ name: engine.name, run: () => ownCost(() => engine.run(partners)) })),
    ],
    ROUNDS,
  );
  const beside = (cost: readonly number[]) => ({ unit: "ms", ratio: ratios(cost, tables) });
  return {
    title: `Engines: index and level of ${PARTNERS} partners, in Node`,
    work: `${WORKLOAD.split(";")[0]}; all answered. Results were compared first and are equal. Ratios are to the compiled engine as it scores many partners: by columns, from answers that were read before, as they were for the others. One partner after the other it is slower.`,
    findings: [
      finding("compiled engine by columns", tables, { unit: "ms" }),
      finding("the same from bytes", grids, beside(grids)),
      finding("partner by partner, numbers in", levels, beside(levels)),
      finding("partner by partner, words in", words, beside(words)),
      finding("partner by partner, words in, reasons out", reasons, beside(reasons)),
      ...others.map(({ name }, place) => {
        const { unit, ratio } = beside(costs[place] ?? []);
        const aim = `${AIM} times the engine or more`;
        return finding(name, costs[place] ?? [], { unit, ratio, aim, met: median(ratio) >= AIM });
      }),
      ...missing,
    ],
  };
}

/** Blanks and N/A become the first answer a criterion has: the others would need formulas of their own for them. */
function complete(model: Model, { partner, answers }: Assessment): Assessment {
  const given = model.criteria.map((criterion): [string, AnswerValue] => {
    const answer = answers[criterion.id] ?? null;
    if (answer !== null && answer !== "" && answer !== "N/A") return [criterion.id, answer];
    if (criterion.answer.kind === "number") return [criterion.id, criterion.answer.points[0]?.[0] ?? 0];
    const { options } = answerKind(model, criterion);
    return [criterion.id, options[0]?.id ?? null];
  });
  return { partner, answers: Object.fromEntries(given) };
}

function sheetOf(model: Model, assessments: readonly Assessment[]): AnswerValue[][] {
  const header = ["partner", ...model.criteria.map(({ id }) => id)];
  const rows = assessments.map(({ partner, answers }) => [
    partner,
    ...model.criteria.map(({ id }) => answers[id] ?? null),
  ]);
  return [header, ...rows];
}

function inputsOf(model: Model, { answers }: Assessment): Inputs {
  const inputs: Inputs = {};
  model.criteria.forEach((criterion: Criterion, position) => {
    const { measure, attainment } = answerKind(model, criterion).read(answers[criterion.id]);
    inputs[input(position)] = criterion.answer.kind === "number" ? measure : attainment;
  });
  return inputs;
}

function requireEqual(name: string, found: readonly Figures[], expected: readonly Figures[]): void {
  expected.forEach(({ index, level }, row) => {
    const other = found[row];
    if (other !== undefined && roundHalfUp(other.index, 1) === roundHalfUp(index, 1) && other.level === level) return;
    const [theirs, ours] = [JSON.stringify(other), JSON.stringify({ index, level })];
    throw new Error(`${name} scores partner ${row + 1} ${theirs}, the engine ${ours}; nothing was timed.`);
  });
}
