/** Where person-days pay: the gaps of a whole network worked off by points per day, all of them or one stage's. */

import { evaluate } from "../evaluate.ts";
import { type RawGap, rawGaps } from "../gaps.ts";
import { roundHalfUp } from "../numbers.ts";
import { type Cohort, copyState, setMeasure } from "../state.ts";
import { type Member, reachedRank } from "./member.ts";

export interface DaysPaid {
  /** Lifecycle stage; null for all gaps, whatever their stage. */
  stage: string | null;
  /** Person-days used. */
  days: number;
  actions: number;
  /** Index points, summed over the partners, after all their actions together. */
  points: number;
  /** Levels, summed over the partners, and the partners that gain one. */
  levels: number;
  partners: number;
}

interface Task {
  member: number;
  gap: RawGap;
}

/**
 * What a number of person-days would bring if they went to the gaps of most points per day, and if they went to one
 * stage of the lifecycle only. Gaps are those towards each partner's next level.
 *
 * Greedy: each gap is taken while it fits, in order of points per day; that gets most of the points but need not get
 * the most levels (see `planCapacity` for those). Gained points and levels are worked out anew with all of a
 * partner's actions done, because points of single gaps do not always add up.
 *
 * @param days person-days for each row.
 * @returns the row of all stages first, then the stages by levels gained, then points.
 */
export function whereDaysPay(members: readonly Member[], days: number, cohort?: Cohort): DaysPaid[] {
  const capacity = days > 0 ? days : 0;
  const tasks = members.flatMap(({ variant, state, rank }, member): Task[] => {
    const target = Math.min(rank + 1, variant.levels.length - 1);
    return rawGaps(variant, state, rank, target, cohort).map((gap) => ({ member, gap }));
  });
  tasks.sort((a, b) => b.gap.worth - a.gap.worth || a.member - b.member);
  const all: Budget = { stage: null, used: 0, actions: 0, chosen: new Map() };
  const byStage = new Map<string, Budget>();
  for (const task of tasks) {
    spend(all, task, capacity);
    for (const stage of members[task.member]?.variant.model.criteria[task.gap.position]?.stages ?? []) {
      const budget = byStage.get(stage) ?? { stage, used: 0, actions: 0, chosen: new Map() };
      byStage.set(stage, budget);
      spend(budget, task, capacity);
    }
  }
  const rows = [...byStage.values()].map((budget) => gained(members, budget, cohort));
  return [gained(members, all, cohort), ...rows.sort((a, b) => b.levels - a.levels || b.points - a.points)];
}

/** Days that go to one stage, and the gaps by place of the member that they are spent on. */
interface Budget {
  stage: string | null;
  used: number;
  actions: number;
  chosen: Map<number, RawGap[]>;
}

function spend(budget: Budget, { member, gap }: Task, capacity: number): void {
  if (budget.used + gap.effort > capacity + 1e-9) return;
  budget.used += gap.effort;
  budget.actions++;
  const gaps = budget.chosen.get(member);
  if (gaps) gaps.push(gap);
  else budget.chosen.set(member, [gap]);
}

function gained(members: readonly Member[], budget: Budget, cohort: Cohort | undefined): DaysPaid {
  let points = 0;
  let levels = 0;
  let partners = 0;
  for (const [place, gaps] of budget.chosen) {
    const { variant, state, rank } = members[place] as Member;
    const trial = copyState(state);
    for (const { position, step } of gaps) setMeasure(variant, trial, position, step.measure);
    evaluate(variant, trial);
    points += ((trial.index || 0) - (state.index || 0)) * variant.scale.width;
    const climbed = Math.max(0, reachedRank(variant, trial, cohort) - rank);
    levels += climbed;
    if (climbed > 0) partners++;
  }
  const { stage, used, actions } = budget;
  return { stage, days: roundHalfUp(used, 2), actions, points: roundHalfUp(points, 2), levels, partners };
}
