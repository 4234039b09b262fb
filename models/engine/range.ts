/** How far the result could still move: every open question answered as badly or as well as can be. */
import type { Range } from "../contract.ts";
import { type Step, UNANSWERED } from "./answers.ts";
import type { CompiledCriterion, Variant } from "./compile.ts";
import { evaluate } from "./evaluate.ts";
import { rankOf, withheld } from "./level.ts";
import { roundHalfUp } from "./numbers.ts";
import { type Cohort, copyState, type State, setMeasure } from "./state.ts";

export function rangeOf(variant: Variant, state: State, cohort?: Cohort): Range {
  const open = variant.criteria.filter((criterion) => state.status[criterion.position] === UNANSWERED);
  const extremes = open.map((criterion) => ({ criterion, ...extremesOf(criterion) }));
  const worst = copyState(state);
  const best = copyState(state);
  for (const { criterion, least, most } of extremes) {
    setMeasure(variant, worst, criterion.position, least.measure);
    setMeasure(variant, best, criterion.position, most.measure);
  }
  evaluate(variant, worst);
  evaluate(variant, best);

  let ask: Range["ask"] = null;
  for (const { criterion, least, most } of extremes) {
    const narrowed = (swing(variant, worst, criterion, most) + swing(variant, best, criterion, least)) / 2;
    const points = roundHalfUp(narrowed * variant.scale.width, variant.scale.decimals);
    if (points > 0 && (ask === null || points > ask.points)) {
      ask = { criterion: criterion.id, question: variant.model.criteria[criterion.position]?.question ?? "", points };
    }
  }
  return { worst: summary(variant, worst, cohort), best: summary(variant, best, cohort), ask };
}

/** How much the index moves when one open question goes to its other extreme. The state is put back. */
function swing(variant: Variant, state: State, criterion: CompiledCriterion, step: Step): number {
  const before = state.measure[criterion.position] as number;
  const index = state.index;
  setMeasure(variant, state, criterion.position, step.measure);
  evaluate(variant, state);
  const moved = Math.abs(state.index - index);
  setMeasure(variant, state, criterion.position, before);
  evaluate(variant, state);
  return !Number.isNaN(moved) ? moved : 0;
}

/** Of the answers with the least and the most attainment, the ones that requirements like least and most. */
function extremesOf(criterion: CompiledCriterion): { least: Step; most: Step } {
  const steps = criterion.answer.steps(criterion.thresholds, null);
  let least = steps[0] as Step;
  let most = steps[0] as Step;
  for (const step of steps) {
    if (step.attainment < least.attainment || (step.attainment === least.attainment && step.effort < least.effort))
      least = step;
    if (step.attainment > most.attainment || (step.attainment === most.attainment && step.effort > most.effort))
      most = step;
  }
  return { least, most };
}

function summary(variant: Variant, state: State, cohort: Cohort | undefined): Range["worst"] {
  const { min, width, decimals } = variant.scale;
  const given = withheld(variant, state, state.index) === null;
  const rank = given ? rankOf(variant, state, cohort) : -1;
  return {
    index: !Number.isNaN(state.index) ? roundHalfUp(state.index * width + min, decimals) : null,
    level: variant.levels[rank]?.id ?? null,
  };
}
