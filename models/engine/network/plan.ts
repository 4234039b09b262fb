/** From what is missing to what somebody does by when, and what that would bring. */
import type { AnswerValue, Gap, Path } from "../../contract.ts";
import { REFUSED } from "../answers.ts";
import type { Variant } from "../compile.ts";
import { evaluate } from "../evaluate.ts";
import { addDuration, compareInstants, daysBetween } from "../freshness.ts";
import { guidanceFor } from "../gaps.ts";
import { roundHalfUp } from "../numbers.ts";
import { type Cohort, copyState, type State, setAnswer } from "../state.ts";
import { reachedRank, reportedIndex } from "./member.ts";

/** One change of an answer, by criterion id. */
export interface Change {
  criterion: string;
  to: AnswerValue;
}

export interface PlannedAction extends Change {
  /** The model's guidance towards the level aimed at, else the criterion's name. */
  text: string;
  /** The role that the model names; null where it names none. */
  owner: string | null;
  /** Person-days. */
  effort: number;
  /** ISO 8601 date: one review interval after the start; null where the model names no interval. */
  due: string | null;
}

/**
 * One action for each gap, or for each change of a path, in the order given.
 *
 * @param start ISO 8601 date from which the review interval counts.
 */
export function actionsFrom(variant: Variant, source: readonly Gap[] | Path, start: string): PlannedAction[] {
  const every = variant.model.review?.every;
  const due = every === undefined ? null : (addDuration(start, every)?.slice(0, 10) ?? null);
  const action = ({ criterion, to }: Change, effort: number, guidance: string | null): PlannedAction => {
    const asked = variant.model.criteria[positionOf(variant, criterion)];
    return { criterion, to, text: guidance ?? asked?.name ?? criterion, owner: asked?.owner ?? null, effort, due };
  };
  if ("changes" in source) {
    const target = variant.levels.findIndex((level) => level.id === source.level);
    return source.changes.map((change) =>
      action(
        change,
        roundHalfUp(change.effort, 2),
        guidanceFor(variant, positionOf(variant, change.criterion), target),
      ),
    );
  }
  return source.map((gap) => action({ criterion: gap.criterion, to: gap.answer }, gap.effort, gap.guidance));
}

const positionOf = (variant: Variant, id: string): number =>
  variant.criteria.findIndex((criterion) => criterion.id === id);

export interface Projection {
  /** In scale units, rounded half up; null where nothing counts. */
  index: number | null;
  /** Level id. */
  level: string | null;
  /** How many of the changes could be applied. */
  applied: number;
  /** Criteria whose change could not: unknown, left out for this partner, or an answer that cannot be read. */
  refused: string[];
}

/** Index and level if all changes were made and everything else stayed. Of two changes of a criterion the last counts. */
export function projected(variant: Variant, state: State, changes: readonly Change[], cohort?: Cohort): Projection {
  const trial = copyState(state);
  const refused: string[] = [];
  for (const { criterion, to } of changes) {
    const found = variant.criteria[positionOf(variant, criterion)];
    const reading = found?.answer.read(to);
    if (found === undefined || found.omitted || reading === undefined || reading.status === REFUSED)
      refused.push(criterion);
    else setAnswer(variant, trial, found.position, reading);
  }
  evaluate(variant, trial);
  return {
    index: reportedIndex(variant, trial),
    level: variant.levels[reachedRank(variant, trial, cohort)]?.id ?? null,
    applied: changes.length - refused.length,
    refused,
  };
}

/** Statuses of actions that nobody waits for. */
export const CLOSED: readonly string[] = ["done", "dropped"];

/**
 * Open actions whose day has passed, the oldest first, each with the days it is late. An action is not late on its
 * due day itself, nor without a due day that can be read.
 *
 * @param today ISO 8601.
 */
export function overdue<Action extends { due: string | null; status?: string | undefined }>(
  actions: readonly Action[],
  today: string,
  closed: readonly string[] = CLOSED,
): { action: Action; daysLate: number }[] {
  return actions
    .flatMap((action) => {
      if (action.due === null || (action.status !== undefined && closed.includes(action.status))) return [];
      if (compareInstants(today, action.due) !== 1) return [];
      return [{ action, daysLate: daysBetween(action.due, today) ?? 0 }];
    })
    .sort((a, b) => b.daysLate - a.daysLate);
}
