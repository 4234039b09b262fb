/** What a model asks of a partner about itself. */
import type { CompiledCriterion, Variant } from "../../models/engine/compile.ts";
import type { Criterion, Dimension, Requirement } from "../../models/format.ts";

export interface Question {
  criterion: Criterion;
  compiled: CompiledCriterion;
  /** False where the answer can decide a level by itself: only the vendor may take it out of the count. */
  mayBeNotApplicable: boolean;
}

export interface QuestionGroup {
  dimension: Dimension;
  questions: Question[];
}

const questionnaires = new WeakMap<Variant, QuestionGroup[]>();

/**
 * The questions for a partner under one variant of a model, by the dimension they belong to, in the model's order;
 * dimensions without a question are left out. What the vendor alone answers is not among them.
 */
export function questionnaireOf(variant: Variant): QuestionGroup[] {
  const known = questionnaires.get(variant);
  if (known !== undefined) return known;
  const { model } = variant;
  const deciding = new Set(model.levels.flatMap(({ requires = [] }) => requires.flatMap(criteriaNamed)));
  const groups = new Map(
    model.dimensions.map((dimension) => [dimension.id, { dimension, questions: [] as Question[] }]),
  );
  model.criteria.forEach((criterion, position) => {
    const compiled = variant.criteria[position];
    if (compiled === undefined || compiled.omitted || criterion.askedOf === "vendor") return;
    const question = { criterion, compiled, mayBeNotApplicable: !deciding.has(criterion.id) };
    groups.get(criterion.dimension)?.questions.push(question);
  });
  const questionnaire = [...groups.values()].filter(({ questions }) => questions.length > 0);
  questionnaires.set(variant, questionnaire);
  return questionnaire;
}

function criteriaNamed(requirement: Requirement): string[] {
  if ("anyOf" in requirement) return requirement.anyOf.flatMap((route) => route.flatMap(criteriaNamed));
  return requirement.of === "criterion" ? [requirement.id] : [];
}

export const questionsOf = (groups: readonly QuestionGroup[]): Question[] =>
  groups.flatMap(({ questions }) => questions);
