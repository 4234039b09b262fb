/** One partner's way up as a choice of one answer per criterion, in flat arrays. */
import { ANSWERED, NOT_APPLICABLE, UNANSWERED } from "../answers.ts";
import type { CompiledCriterion, Variant } from "../compile.ts";
import { allHold } from "../conditions.ts";
import { evaluate } from "../evaluate.ts";
import { withheld } from "../level.ts";
import { type Cohort, copyState, type State } from "../state.ts";
import type { Candidate, Prepared } from "./prepared.ts";

/**
 * A *variable* is an applicable criterion, its *candidates* lie next to each other in the flat arrays: those of
 * variable v from `first[v]` up to `first[v + 1]`, the present answer first.
 */
export interface Problem {
  variant: Variant;
  prepared: Prepared;
  cohort: Cohort | undefined;
  start: State;
  /** Criterion position by variable. */
  criteria: readonly number[];
  /** Variable by criterion position, -1 where the criterion is not applicable. */
  variableAt: Int32Array;
  first: Int32Array;
  candidates: readonly Candidate[];
  /** Person-days by candidate. */
  effort: Float64Array;
  /** Person-days plus `tie` for a change, so that of two equal ways the one with fewer changes is less. */
  cost: Float64Array;
  tie: number;
  /** What the criterion adds to its dimension, 0..1; NaN where it is excluded. */
  value: Float64Array;
  /** Every sum of efforts is a whole multiple of this many person-days; 0 where there is no such unit. */
  unit: number;
  /** Whether the choice really reaches the level. One candidate by variable. */
  reaches(choice: Int32Array): boolean;
}

export function problemOf(variant: Variant, prepared: Prepared, state: State, cohort: Cohort | undefined): Problem {
  const criteria = variant.criteria
    .map((criterion) => criterion.position)
    .filter((position) => state.status[position] !== NOT_APPLICABLE);
  const variableAt = new Int32Array(variant.criteria.length).fill(-1);
  const first = new Int32Array(criteria.length + 1);
  const candidates: Candidate[] = [];
  const efforts: number[] = [];
  criteria.forEach((position, variable) => {
    variableAt[position] = variable;
    addCandidates(variant, prepared, state, position, candidates, efforts);
    first[variable + 1] = candidates.length;
  });

  const effort = Float64Array.from(efforts);
  const unit = commonUnit(effort);
  const tie = unit > 0 ? (unit * 1e-4) / (criteria.length + 1) : Math.max(1, ...effort) * 1e-9;
  const cost = effort.map((one) => one + tie);
  for (let variable = 0; variable < criteria.length; variable++) cost[first[variable] as number] = 0;
  const absent = variant.unanswered === "zero" ? 0 : Number.NaN;
  const value = Float64Array.from(candidates, (candidate) =>
    Number.isNaN(candidate.measure) ? absent : candidate.attainment,
  );

  const trial = copyState(state);
  const reaches = (choice: Int32Array): boolean => {
    for (let variable = 0; variable < criteria.length; variable++) {
      const { measure, attainment } = candidates[choice[variable] as number] as Candidate;
      const position = criteria[variable] as number;
      trial.status[position] = Number.isNaN(measure) ? UNANSWERED : ANSWERED;
      trial.measure[position] = measure;
      trial.attainment[position] = attainment;
    }
    return reachesIn(variant, prepared, trial, cohort);
  };
  return {
    variant,
    prepared,
    cohort,
    start: state,
    criteria,
    variableAt,
    first,
    candidates,
    effort,
    cost,
    tie,
    value,
    unit,
    reaches,
  };
}

/** Adds the present answer of a criterion and the moves from it that give something. */
function addCandidates(
  variant: Variant,
  prepared: Prepared,
  state: State,
  position: number,
  candidates: Candidate[],
  efforts: number[],
): void {
  const criterion = variant.criteria[position] as CompiledCriterion;
  const isAnswered = state.status[position] === ANSWERED;
  const measure = isAnswered ? (state.measure[position] as number) : Number.NaN;
  const from = isAnswered ? criterion.answer.effortAt(measure) : 0;
  const present = prepared.candidate(
    position,
    isAnswered ? criterion.answer.write(measure) : null,
    measure,
    isAnswered ? (state.attainment[position] as number) : 0,
    from,
  );
  candidates.push(present);
  efforts.push(0);
  const capped = prepared.cappedAbove[position] ?? false;
  const moves: { move: Candidate; effort: number }[] = [];
  // Below the present answer every move is free, so the best of them, which come last, make others superfluous.
  for (const move of [...prepared.movesFrom(position, measure)].reverse()) {
    if (isAnswered && superfluous(present, move, capped)) continue;
    const effort = criterion.effort * Math.max(0, move.steps - from);
    if (moves.some((other) => other.effort <= effort && superfluous(other.move, move, capped))) continue;
    moves.push({ move, effort });
  }
  for (const { move, effort } of moves.reverse()) {
    candidates.push(move);
    efforts.push(effort);
  }
}

/** Evaluates the state and says whether a level may be given and all that the target needs holds. */
export function reachesIn(variant: Variant, prepared: Prepared, state: State, cohort: Cohort | undefined): boolean {
  evaluate(variant, state);
  return withheld(variant, state, state.index) === null && allHold(variant, prepared.conditions, state, cohort);
}

/** Whether a move gives nothing that the other answer does not give as well. */
function superfluous(other: Candidate, move: Candidate, capped: boolean): boolean {
  if (capped ? move.attainment !== other.attainment : move.attainment > other.attainment) return false;
  for (let place = 0; place < move.holds.length; place++) if (move.holds[place] && !other.holds[place]) return false;
  return true;
}

/** The greatest common divisor of efforts (Euclid's), 0 where they have none that is worth the name. */
function commonUnit(efforts: Float64Array): number {
  let divisor = 0;
  let largest = 0;
  for (const effort of efforts) {
    largest = Math.max(largest, effort);
    let remainder = effort;
    while (remainder > 1e-9) {
      const next = divisor % remainder;
      divisor = remainder;
      remainder = Math.min(next, divisor - next) < 1e-9 ? 0 : next;
    }
    if (divisor > 0 && divisor < Math.max(largest * 1e-3, 1e-3)) return 0;
  }
  return divisor;
}
