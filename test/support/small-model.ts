/** Small models for specifications: a test writes only what it is about. */
import type { AnswerValue, Assessment, FullResult, Problem } from "../../models/contract.ts";
import { compile } from "../../models/engine/compile.ts";
import { type ScoreOptions, scoreAssessment } from "../../models/engine/score.ts";
import { type Criterion, type Level, type Model, parseModel, type Requirement } from "../../models/format.ts";

/** A model of one dimension `all`, scale 0..100 and one level that requires nothing, but for what is given. */
export function modelOf(parts: Partial<Model> & Pick<Model, "criteria">): Model {
  return {
    id: "small",
    name: "Small model",
    scale: { min: 0, max: 100, decimals: 1 },
    dimensions: [{ id: "all", name: "All" }],
    levels: [{ id: "start", name: "Start" }],
    ...parts,
  };
}

/** A criterion of dimension `all` whose answer in percent is its attainment. */
export function percent(id: string, fields: Partial<Criterion> = {}): Criterion {
  return criterion(
    id,
    {
      kind: "number",
      points: [
        [0, 0],
        [100, 1],
      ],
    },
    fields,
  );
}

export function yesno(id: string, fields: Partial<Criterion> = {}): Criterion {
  return criterion(id, { kind: "yesno" }, fields);
}

export function criterion(id: string, answer: Criterion["answer"], fields: Partial<Criterion> = {}): Criterion {
  return { id, name: id, question: `${id}?`, dimension: "all", answer, ...fields };
}

/** Levels `l0`, `l1`, ... of which the lowest requires nothing and each further one what is given for it. */
export function levelsOf(...requires: Requirement[][]): Level[] {
  return [[], ...requires].map((required, rank) => ({ id: `l${rank}`, name: `Level ${rank}`, requires: required }));
}

export interface Scored extends FullResult {
  problems: Problem[];
}

/** Scores with every detail, after making sure that the model is one a person could publish. */
export function score(
  model: Model,
  answers: Record<string, AnswerValue>,
  attributes: Omit<Assessment, "partner" | "answers"> = {},
  options: Partial<ScoreOptions> = {},
): Scored {
  const { findings } = parseModel(model);
  if (findings.length > 0) throw new Error(`The test's model is not valid: ${JSON.stringify(findings)}`);
  const { result, problems } = scoreAssessment(
    compile(model),
    { partner: "acme", answers, ...attributes },
    { ...options, detail: "full" },
  );
  return { ...(result as FullResult), problems };
}
