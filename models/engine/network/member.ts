/** A partner as the network functions that ask “what if” need it: its answers, evaluated under its own variant. */
import type { Assessment } from "../../contract.ts";
import { type CompiledModel, type Variant, variantFor } from "../compile.ts";
import { evaluate } from "../evaluate.ts";
import { rankOf, withheld } from "../level.ts";
import { roundHalfUp } from "../numbers.ts";
import { type Cohort, newState, type State, setAnswer } from "../state.ts";

export interface Member {
  partner: string;
  variant: Variant;
  /** Evaluated. */
  state: State;
  /** Rank of the level the answers reach (the lowest is 0), -1 where none can be given. */
  rank: number;
  /** When it answered, ISO 8601: one date for all answers, or one by criterion id. */
  answeredAt?: string | Readonly<Record<string, string>> | undefined;
}

/** Reads and evaluates one assessment. An answer that cannot be read counts as unanswered. */
export function readMember(
  compiled: CompiledModel,
  assessment: Assessment,
  answeredAt?: Member["answeredAt"],
  cohort?: Cohort,
): Member {
  const variant = variantFor(compiled, assessment);
  const state = newState(variant);
  for (const criterion of variant.criteria) {
    const given = Object.hasOwn(assessment.answers, criterion.id);
    if (!given && !criterion.omitted) continue;
    setAnswer(
      variant,
      state,
      criterion.position,
      criterion.answer.read(given ? assessment.answers[criterion.id] : null),
    );
  }
  evaluate(variant, state);
  return { partner: assessment.partner, variant, state, rank: reachedRank(variant, state, cohort), answeredAt };
}

/** The index in scale units, rounded half up; null where nothing counts. */
export function reportedIndex({ scale }: Variant, { index }: State): number | null {
  return Number.isNaN(index) ? null : roundHalfUp(index * scale.width + scale.min, scale.decimals);
}

/** Rank of the level that an evaluated state reaches, -1 where none can be given. */
export function reachedRank(variant: Variant, state: State, cohort?: Cohort): number {
  return withheld(variant, state, state.index) === null ? rankOf(variant, state, cohort) : -1;
}
