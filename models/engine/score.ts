/** One assessment in, one result out: reads the answers, evaluates them and describes what the caller asked for. */
import type { Assessment, Detail, Problem, Result } from "../contract.ts";
import { ANSWERED, NOT_APPLICABLE, REFUSED, UNANSWERED } from "./answers.ts";
import { type CompiledCriterion, type CompiledModel, type Variant, variantFor } from "./compile.ts";
import { curveOf } from "./curve.ts";
import { coverage, evaluate } from "./evaluate.ts";
import { blockersOf } from "./explain.ts";
import { describeGaps, rawGaps } from "./gaps.ts";
import { dimensionRank, positionOf, rankOf, withheld } from "./level.ts";
import { roundHalfUp } from "./numbers.ts";
import { cheapestPath, DEFAULT_WORK, type Work } from "./path.ts";
import { rangeOf } from "./range.ts";
import { type Cohort, newState, type State, setAnswer } from "./state.ts";

export interface ScoreOptions {
  detail: Detail;
  /** Id of the level that gaps and path aim at; the next level when absent, unknown or already passed. */
  target?: string | undefined;
  /** Where percentile requirements rank the partner; without it they are undecided. */
  cohort?: Cohort | undefined;
  /** Search work for paths, shared by all partners of a request. */
  work?: Work | undefined;
}

/**
 * Scores one partner. Total: a bad answer becomes a problem and counts as unanswered.
 *
 * @returns index and scores in scale units, rounded half up; see `contract.ts` for every unit.
 */
export function scoreAssessment(
  compiled: CompiledModel,
  assessment: Assessment,
  options: ScoreOptions,
): { result: Result; problems: Problem[] } {
  const variant = variantFor(compiled, assessment);
  const state = blankState(variant);
  const problems = readAnswers(compiled, variant, state, assessment);
  evaluate(variant, state);
  return { result: describe(variant, state, assessment.partner, options), problems };
}

/** Results hold no state, so one per variant serves partner after partner. */
const states = new WeakMap<Variant, State>();

function blankState(variant: Variant): State {
  const known = states.get(variant);
  if (known === undefined) {
    const state = newState(variant);
    states.set(variant, state);
    return state;
  }
  known.status.fill(UNANSWERED);
  known.measure.fill(Number.NaN);
  known.attainment.fill(0);
  known.effort.fill(0);
  return known;
}

/** One partner's answers, read and evaluated under the variant that its attributes choose. */
export function evaluateAssessment(
  compiled: CompiledModel,
  assessment: Assessment,
): { variant: Variant; state: State; problems: Problem[] } {
  const variant = variantFor(compiled, assessment);
  const state = newState(variant);
  const problems = readAnswers(compiled, variant, state, assessment);
  evaluate(variant, state);
  return { variant, state, problems };
}

/** The order in which answers came last: the next partner's nearly always come in the same one. */
interface Order {
  ids: string[];
  criteria: CompiledCriterion[];
}

const orders = new WeakMap<Variant, Order>();

function orderOf(variant: Variant): Order {
  let order = orders.get(variant);
  if (order === undefined) {
    order = { ids: [], criteria: [] };
    orders.set(variant, order);
  }
  return order;
}

function readAnswers(
  compiled: CompiledModel,
  variant: Variant,
  state: State,
  { partner, answers }: Assessment,
): Problem[] {
  const problems: Problem[] = [];
  if (variant.overlay !== null) {
    for (const criterion of variant.criteria) {
      if (criterion.omitted) setAnswer(variant, state, criterion.position, criterion.answer.read(null));
    }
  }
  const order = orderOf(variant);
  let place = -1;
  // Faster than a list of keys, which would be looked up one by one; answers come from JSON and inherit nothing.
  for (const id in answers) {
    place++;
    let criterion = order.ids[place] === id ? order.criteria[place] : undefined;
    if (criterion === undefined) {
      criterion = variant.criteria[compiled.positions.get(id) ?? -1];
      if (criterion !== undefined && place < variant.criteria.length) {
        order.ids[place] = id;
        order.criteria[place] = criterion;
      }
    }
    if (criterion === undefined) {
      const message = `The model “${compiled.model.name}” has no criterion with this id. The answer is left out; check the spelling.`;
      problems.push({ partner, criterion: id, message });
      continue;
    }
    if (criterion.omitted) continue;
    const value = answers[id];
    const { position, answer } = criterion;
    const { accepts, line } = answer;
    if (
      typeof value === "number" &&
      accepts !== null &&
      line !== null &&
      value >= accepts.min &&
      value <= accepts.max
    ) {
      state.status[position] = ANSWERED;
      state.measure[position] = value;
      state.attainment[position] = line.attain(value);
      state.effort[position] = Number.NaN;
      continue;
    }
    // What is not answered is blank already.
    const reading = answer.read(value);
    if (reading.status === ANSWERED) {
      state.status[position] = ANSWERED;
      state.measure[position] = reading.measure;
      state.attainment[position] = reading.attainment;
      state.effort[position] = reading.effort;
    } else if (reading.status === NOT_APPLICABLE) state.status[position] = NOT_APPLICABLE;
    else if (reading.status === REFUSED) problems.push({ partner, criterion: id, message: reading.message });
  }
  return problems;
}

/** The result of an evaluated state. */
export function describe(variant: Variant, state: State, partner: string, options: ScoreOptions): Result {
  const { cohort, detail } = options;
  const { min, width, decimals } = variant.scale;
  const report = (score: number): number | null =>
    !Number.isNaN(score) ? roundHalfUp(score * width + min, decimals) : null;
  const given = withheld(variant, state, state.index) === null;
  const rank = given ? rankOf(variant, state, cohort) : -1;
  const position = rank < 0 ? null : positionOf(variant, state, rank, cohort);
  const level = {
    partner,
    overlay: variant.overlay,
    index: report(state.index),
    level: variant.levels[rank]?.id ?? null,
    next: variant.levels[rank + 1]?.id ?? null,
    position,
    coverage: coverage(variant, state),
    blockers: blockersOf(variant, state, rank, cohort),
  };
  if (detail === "level") return level;

  const target = targetRank(variant, rank, options.target);
  const gaps = {
    ...level,
    dimensions: variant.dimensions.map((dimension) => ({
      id: dimension.id,
      score: report(state.dimension[dimension.position] as number),
      level:
        dimension.parent < 0
          ? (variant.levels[dimensionRank(variant, state, variant.tops.indexOf(dimension.position), cohort)]?.id ??
            null)
          : null,
    })),
    gaps: describeGaps(variant, state, target, rawGaps(variant, state, rank, target, cohort)),
  };
  if (detail === "gaps") return gaps;

  const asked = variant.levels[target];
  return {
    ...gaps,
    range: rangeOf(variant, state, cohort),
    path:
      !given || asked === undefined || target <= rank
        ? null
        : cheapestPath(variant, state, target, options.work ?? { left: DEFAULT_WORK }, cohort),
    curve: curveOf(variant, state, position, cohort),
  };
}

/** Every dimension's score in scale units, null where nothing in it is answered. */
export function dimensionScores(variant: Variant, state: State): { id: string; score: number | null }[] {
  const { min, width, decimals } = variant.scale;
  return variant.dimensions.map(({ id, position }) => {
    const score = state.dimension[position] as number;
    return { id, score: Number.isNaN(score) ? null : roundHalfUp(score * width + min, decimals) };
  });
}

/** The named level where it is still ahead, else the next one; the top rank when there is none. */
export function targetRank(variant: Variant, rank: number, target: string | undefined): number {
  const named = target === undefined ? -1 : variant.levels.findIndex((level) => level.id === target);
  return named > rank ? named : Math.min(rank + 1, variant.levels.length - 1);
}
