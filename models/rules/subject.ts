/**
 * What the rules about scoring look at: one compiled variant (the plain model, or the model under one overlay), the
 * answers worth trying, and where each requirement is written.
 */
import { ANSWERED, NOT_APPLICABLE, TOLERANCE } from "../engine/answers.ts";
import type { CompiledCriterion, Condition, Variant } from "../engine/compile.ts";
import { measureHolds } from "../engine/conditions.ts";
import { evaluate } from "../engine/evaluate.ts";
import { rankOf } from "../engine/level.ts";
import { newState, type State } from "../engine/state.ts";

export type CriteriaCondition = Extract<Condition, { kind: "criteria" }>;
export type ScoresCondition = Extract<Condition, { kind: "scores" }>;

/** One answer worth trying. */
export interface Candidate {
  measure: number;
  attainment: number;
}

/** For each criterion the place of the candidate taken; 0 for criteria the overlay leaves out. */
export type Choice = Uint16Array;

export interface WrittenCondition {
  condition: Condition;
  /** Rank of its level. */
  rank: number;
  place: string;
}

/** Counts work in criteria looked at, so that a check takes bounded time on any machine. */
export interface Budget {
  left: number;
}

export interface Subject {
  variant: Variant;
  /** By criterion, from worst to best attainment; never empty. */
  candidates: readonly (readonly Candidate[])[];
  /** The requirements as the document lists them, routes of an `anyOf` inside it. */
  requirements: readonly WrittenCondition[];
  /** By rank, without percentiles: those depend on other partners and are taken to be favourable. */
  ladder: readonly (readonly Condition[])[];
  best: Choice;
  worst: Choice;
  /** Filled by `take`; rules share it one after the other. */
  state: State;
  /** Criteria looked at by one evaluation with all its requirements. */
  cost: number;
  budget: Budget;
}

export function subjectOf(variant: Variant, budget: Budget): Subject {
  const ladder = variant.levels.map((level) => level.conditions.flatMap((condition) => decidable(condition)));
  const naming = namingByCriterion(variant, ladder);
  const candidates = variant.criteria.map((criterion) =>
    candidatesOf(variant, criterion, naming[criterion.position] ?? []),
  );
  const sizes = ladder.flat().reduce((sum, condition) => sum + sizeOf(condition), 0);
  return {
    variant,
    candidates,
    requirements: variant.levels.flatMap((level) =>
      level.conditions.map((condition, count) => ({
        condition,
        rank: level.rank,
        place: `levels.${level.id}.requires.${count}`,
      })),
    ),
    ladder,
    best: Uint16Array.from(candidates, (list) => list.length - 1),
    worst: new Uint16Array(candidates.length),
    state: newState(variant),
    cost: variant.criteria.length + variant.dimensions.length + sizes,
    budget,
  };
}

/** False once the work allowed is used up; the rule then stops looking. */
export function spend(subject: Subject, work = subject.cost): boolean {
  subject.budget.left -= work;
  return subject.budget.left >= 0;
}

/** Evaluates a choice of answers into `subject.state`. */
export function take(subject: Subject, choice: Choice): State {
  const { state } = subject;
  for (let position = 0; position < choice.length; position++)
    setCandidate(subject, position, choice[position] as number);
  evaluate(subject.variant, state);
  return state;
}

export const candidateAt = ({ candidates }: Subject, position: number, place: number): Candidate =>
  candidates[position]?.[place] as Candidate;

function setCandidate(subject: Subject, position: number, place: number): void {
  const { variant, state } = subject;
  const candidate = candidateAt(subject, position, place);
  const omitted = variant.criteria[position]?.omitted;
  state.status[position] = omitted ? NOT_APPLICABLE : ANSWERED;
  state.measure[position] = omitted ? Number.NaN : candidate.measure;
  state.attainment[position] = omitted ? 0 : candidate.attainment;
}

/** The level of the answers last taken, with favourable percentiles; -1 for none. */
export function rankTaken(subject: Subject): number {
  const { index } = subject.state;
  if (Number.isNaN(index)) return -1; // nothing counts, so no level is given
  return rankOf(subject.variant, subject.state, undefined, (rank) => subject.ladder[rank] ?? []);
}

/** The answers as a person would give them; left-out criteria are not asked. */
export function answersOf(subject: Subject, choice: Choice): Record<string, string | number | string[] | null> {
  const answers: Record<string, string | number | string[] | null> = {};
  for (const criterion of subject.variant.criteria) {
    if (!criterion.omitted)
      answers[criterion.id] = answerAt(subject, criterion.position, choice[criterion.position] as number);
  }
  return answers;
}

export function answerAt(subject: Subject, position: number, place: number): string | number | string[] | null {
  const candidate = candidateAt(subject, position, place);
  const written = subject.variant.criteria[position]?.answer.write(candidate.measure) ?? null;
  return typeof written === "boolean" ? String(written) : written;
}

/** Whether one candidate of one criterion satisfies a condition. */
export function candidateHolds(
  subject: Subject,
  condition: CriteriaCondition,
  position: number,
  candidate: Candidate,
): boolean {
  return measureHolds(subject.variant, condition, position, candidate.measure, candidate.attainment);
}

/** A condition without its percentiles, none if nothing is left. */
function decidable(condition: Condition): Condition[] {
  if (condition.kind === "percentile") return [];
  if (condition.kind !== "any") return [condition];
  return [{ ...condition, routes: condition.routes.map((route) => route.flatMap(decidable)) }];
}

function sizeOf(condition: Condition): number {
  switch (condition.kind) {
    case "criteria":
      return condition.members.length;
    case "scores":
      return condition.dimensions.length;
    case "percentile":
      return 1;
    case "any":
      return condition.routes.flat().reduce((sum, part) => sum + sizeOf(part), 0);
  }
}

/** Conditions that look at each criterion's answer. */
function namingByCriterion(variant: Variant, ladder: readonly (readonly Condition[])[]): CriteriaCondition[][] {
  const naming: CriteriaCondition[][] = variant.criteria.map(() => []);
  const add = (condition: Condition): void => {
    if (condition.kind === "any") for (const part of condition.routes.flat()) add(part);
    if (condition.kind !== "criteria") return;
    // Many conditions on one criterion differ in their thresholds only, and a few dozen show all there is to see.
    for (const member of condition.members) if ((naming[member]?.length ?? 0) < 40) naming[member]?.push(condition);
  };
  for (const condition of ladder.flat()) add(condition);
  return naming;
}

function candidatesOf(
  variant: Variant,
  criterion: CompiledCriterion,
  naming: readonly CriteriaCondition[],
): Candidate[] {
  const measures =
    criterion.answer.kind === "number"
      ? numberMeasures(variant, criterion, naming)
      : criterion.answer.kind === "checklist"
        ? checklistMeasures(criterion, naming)
        : criterion.answer.options.map((_, position) => position);
  const candidates = [...new Set(measures)].map((measure) => ({
    measure,
    attainment: criterion.answer.attain(measure),
  }));
  // Of equal answers the smaller number comes last: 100 % reads better than 1,000 % as an example of the best answer.
  return candidates.sort(
    (a, b) => a.attainment - b.attainment || Math.abs(b.measure) - Math.abs(a.measure) || a.measure - b.measure,
  );
}

/** Ticks in order of value, everything, each exclusive option, and each option a requirement names on top of them. */
function checklistMeasures({ answer }: CompiledCriterion, naming: readonly CriteriaCondition[]): number[] {
  const greedy = answer.steps([], null).map((step) => step.measure);
  const positions = answer.options.map((_, position) => position);
  const exclusive = positions.filter((position) => answer.options[position]?.exclusive);
  const together = positions.filter((position) => !answer.options[position]?.exclusive);
  const all = together.reduce((sum, position) => sum + 2 ** position, 0);
  const named = together.filter((position) => naming.some((condition) => condition.positions.includes(position)));
  return [
    ...greedy,
    all,
    ...exclusive.map((position) => 2 ** position),
    ...named.flatMap((position) =>
      greedy.map((measure) => (answer.includes(measure, position) ? measure : measure + 2 ** position)),
    ),
  ];
}

/** The points of the line, its ends, the thresholds that requirements name, and a value beyond each. */
function numberMeasures(
  variant: Variant,
  { answer, position, thresholds }: CompiledCriterion,
  naming: readonly CriteriaCondition[],
): number[] {
  const written = variant.model.criteria[position]?.answer;
  if (written?.kind !== "number") return [0];
  const xs = written.points.map((point) => point[0]).sort((a, b) => a - b);
  // A measure whose points are all 0 or more counts something: nobody means less than nothing.
  const least = written.min ?? ((xs[0] as number) >= 0 ? 0 : Number.NEGATIVE_INFINITY);
  const needed = naming.filter((condition) => condition.on === "measure").map((condition) => condition.needed);
  const measures = [
    ...xs,
    ...thresholds,
    ...needed.flatMap((threshold) => {
      const beyond = Number.isInteger(threshold) ? 1 : Math.abs(threshold) / 1000;
      return [threshold - beyond, threshold, threshold + beyond];
    }),
    ...[written.min, written.max].flatMap((end) => end ?? []),
  ];
  const directions = new Set(naming.map(({ bound }) => bound === "min" || bound === "above"));
  if (directions.size > 1) measures.push(...between(answer.attain, measures, naming));
  const allowed = measures.filter(
    (measure) =>
      measure >= least && answer.read(measure).status === ANSWERED && Number.isFinite(answer.attain(measure)),
  );
  return allowed.length > 0 ? allowed : [written.min ?? written.max ?? 0];
}

/** Where requirements pull in two directions: values between, and where the line passes the attainments asked for. */
function between(
  attain: (measure: number) => number,
  measures: readonly number[],
  naming: readonly CriteriaCondition[],
): number[] {
  const wanted = naming.filter((condition) => condition.on === "attainment").map((condition) => condition.needed);
  const sorted = [...new Set(measures)].sort((a, b) => a - b);
  return sorted.slice(1).flatMap((right, place) => {
    const left = sorted[place] as number;
    const [low, high] = [attain(left), attain(right)];
    const crossings = wanted
      .filter((attainment) => (attainment - low) * (attainment - high) < 0)
      .map((attainment) => left + ((right - left) * (attainment - low)) / (high - low));
    return [(left + right) / 2, ...crossings];
  });
}

/** Whether raising answers could turn a score condition from true to false. */
export const wantsLess = (bound: ScoresCondition["bound"]): boolean => bound === "max" || bound === "below";

export const isBetter = (candidate: Candidate, than: Candidate): boolean =>
  candidate.attainment > than.attainment + TOLERANCE;
