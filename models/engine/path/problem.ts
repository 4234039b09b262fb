/** One partner's way up as a choice of one answer per criterion, in flat arrays. */
import { ANSWERED, NOT_APPLICABLE } from "../answers.ts";
import type { Variant } from "../compile.ts";
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
  const criteria: number[] = [];
  const variableAt = new Int32Array(variant.criteria.length).fill(-1);
  const firsts: number[] = [];
  const candidates: Candidate[] = [];
  const efforts: number[] = [];
  for (const criterion of variant.criteria) {
    const { position } = criterion;
    const status = state.status[position];
    if (status === NOT_APPLICABLE) continue;
    variableAt[position] = criteria.length;
    criteria.push(position);
    firsts.push(candidates.length);
    const answered = status === ANSWERED;
    const measure = answered ? (state.measure[position] as number) : Number.NaN;
    const from = answered ? criterion.answer.effortAt(measure) : 0;
    const present = prepared.candidate(
      position,
      answered ? criterion.answer.write(measure) : null,
      measure,
      answered ? (state.attainment[position] as number) : 0,
      from,
    );
    candidates.push(present);
    efforts.push(0);
    const begin = candidates.length;
    const capped = prepared.cappedAbove[position] ?? false;
    for (const move of prepared.movesFrom(position, measure)) {
      if (answered && superfluous(present, move, capped)) continue;
      const effort = criterion.effort * Math.max(0, move.steps - from);
      // Below the present answer every move is free, so the best of them makes the others superfluous.
      let place = begin;
      while (place < candidates.length && !(effort >= (efforts[place] as number) && superfluous(candidates[place] as Candidate, move, capped))) place++;
      if (place < candidates.length) continue;
      candidates.push(move);
      efforts.push(effort);
    }
  }
  firsts.push(candidates.length);

  const first = Int32Array.from(firsts);
  const effort = Float64Array.from(efforts);
  const unit = commonUnit(effort);
  const most = effort.reduce((largest, one) => Math.max(largest, one), 0);
  const tie = unit > 0 ? (unit * 1e-4) / (criteria.length + 1) : Math.max(1, most) * 1e-9;
  const cost = effort.slice();
  const value = new Float64Array(candidates.length);
  const absent = variant.unanswered === "zero" ? 0 : Number.NaN;
  for (let variable = 0; variable < criteria.length; variable++) {
    const begin = first[variable] as number;
    for (let place = begin; place < (first[variable + 1] as number); place++) {
      const candidate = candidates[place] as Candidate;
      value[place] = !Number.isNaN(candidate.measure) ? candidate.attainment : absent;
      if (place > begin) cost[place] = (cost[place] as number) + tie;
    }
  }

  const trial = copyState(state);
  const reaches = (choice: Int32Array): boolean => {
    for (let variable = 0; variable < criteria.length; variable++) {
      const candidate = candidates[choice[variable] as number] as Candidate;
      const position = criteria[variable] as number;
      const answered = !Number.isNaN(candidate.measure);
      trial.status[position] = answered ? ANSWERED : (state.status[position] as number);
      trial.measure[position] = candidate.measure;
      trial.attainment[position] = candidate.attainment;
    }
    return reachesIn(variant, prepared, trial, cohort);
  };
  return { variant, prepared, cohort, start: state, criteria, variableAt, first, candidates, effort, cost, tie, value, unit, reaches };
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
