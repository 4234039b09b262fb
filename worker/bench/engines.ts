/** The compiled engine beside general ones, on the same partners and with the same results. */

import type { AnswerValue, Assessment } from "../../models/contract.ts";
import { answerKind } from "../../models/engine/answers.ts";
import { compile } from "../../models/engine/compile.ts";
import { rankOf, withheld } from "../../models/engine/level.ts";
import { roundHalfUp } from "../../models/engine/numbers.ts";
import { evaluateAssessment, scoreAssessment } from "../../models/engine/score.ts";
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

const ROUNDS = 5;
const PARTNERS = 500;
const WARM_UP = 3;
/** The compiled engine is too fast to be measured by one pass. */
const PASSES = 20;
const AIM = 20;

export async function measureEngines(): Promise<Measurement> {
  const model = benchModel();
  const compiled = compile(model);
  const assessments = benchAssessments(model, PARTNERS).map((assessment) => complete(model, assessment));
  const partners = assessments.map((assessment) => inputsOf(model, assessment));
  const programme = programmeOf(model);

  const own = (): Figures[] =>
    assessments.map((assessment) => {
      const { variant, state } = evaluateAssessment(compiled, assessment);
      const level = withheld(variant, state, state.index) === null ? rankOf(variant, state) : -1;
      return { index: state.index * variant.scale.width + variant.scale.min, level };
    });
  const withReasons = () => assessments.map((assessment) => scoreAssessment(compiled, assessment, { detail: "level" }));
  const expected = own();

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
      withReasons();
    }
    for (const engine of others) await engine.run(partners);
  }
  const repeatedly = (work: () => unknown) => async () =>
    (await ownCost(() => {
      for (let pass = 0; pass < PASSES; pass++) work();
    })) / PASSES;
  const [levels = [], reasons = [], ...costs] = await interleave(
    [
      { name: "engine", run: repeatedly(own) },
      { name: "reasons", run: repeatedly(withReasons) },
      ...others.map((engine) => ({ name: engine.name, run: () => ownCost(() => engine.run(partners)) })),
    ],
    ROUNDS,
  );
  return {
    title: `Engines: index and level of ${PARTNERS} partners, in Node`,
    work: `${WORKLOAD.split(";")[0]}; all answered. Results were compared first and are equal. The compiled engine reads words; the others are given numbers.`,
    findings: [
      finding("compiled engine, from answers to index and level", levels, { unit: "ms" }),
      finding("compiled engine, detail level (reasons, position, coverage)", reasons, {
        unit: "ms",
        ratio: ratios(reasons, levels),
      }),
      ...others.map(({ name }, place) => {
        const ratio = ratios(costs[place] ?? [], levels);
        const aim = `${AIM} times the engine or more`;
        return finding(name, costs[place] ?? [], { unit: "ms", ratio, aim, met: median(ratio) >= AIM });
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
