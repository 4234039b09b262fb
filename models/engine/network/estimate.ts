/** A quick guess at the way to the next level, to choose the partners whose exact path is worth searching. */
import { TOLERANCE } from "../answers.ts";
import type { CompiledCriterion, Condition } from "../compile.ts";
import { holds, measureHolds, memberHolds, scoreHolds, scoreOf } from "../conditions.ts";
import { effortOf, rawGaps } from "../gaps.ts";
import type { Cohort } from "../state.ts";
import type { Member } from "./member.ts";

/**
 * Person-days to the next level, roughly: the cheapest answers that its requirements lack, and for the score farthest
 * from what is needed its missing points at the partner's best rate of points per day. Neither a bound nor a plan.
 */
export function estimatedDays(member: Member, cohort?: Cohort): number {
  const { variant, state, rank } = member;
  const conditions = variant.levels[rank + 1]?.conditions ?? [];
  const { days, scores } = missingOf(member, conditions, cohort);
  if (scores <= TOLERANCE) return days;
  const rate = rawGaps(variant, state, rank, rank + 1, cohort, 8).reduce((best, { worth }) => Math.max(best, worth), 0);
  return days + (rate > 0 ? (scores * variant.scale.width) / rate : 0);
}

interface Missing {
  days: number;
  /** As a share of the scale. */
  scores: number;
}

function missingOf(member: Member, conditions: readonly Condition[], cohort: Cohort | undefined): Missing {
  const { variant, state } = member;
  let days = 0;
  let scores = 0;
  for (const condition of conditions) {
    if (holds(variant, condition, state, cohort)) continue;
    if (condition.kind === "criteria") days += answersMissing(member, condition);
    else if (condition.kind === "scores") {
      for (const dimension of condition.dimensions) {
        if (scoreHolds(variant, state, dimension, condition.bound, condition.needed)) continue;
        scores = Math.max(scores, Math.abs((scoreOf(state, dimension) || 0) - condition.needed));
      }
    } else if (condition.kind === "any") {
      const routes = condition.routes.map((route) => missingOf(member, route, cohort));
      const cheapest = routes.reduce(
        (least, route) => (route.days < least.days ? route : least),
        routes[0] ?? { days: 0, scores: 0 },
      );
      days += cheapest.days;
      scores = Math.max(scores, cheapest.scores);
    }
  }
  return { days, scores };
}

/** The least efforts of as many members as lack. */
function answersMissing({ variant, state }: Member, condition: Extract<Condition, { kind: "criteria" }>): number {
  let lacking = condition.count;
  const efforts: number[] = [];
  for (const member of condition.members) {
    if (memberHolds(variant, condition, state, member)) {
      lacking--;
      continue;
    }
    const criterion = variant.criteria[member] as CompiledCriterion;
    let least = Number.POSITIVE_INFINITY;
    for (const step of criterion.steps) {
      if (!measureHolds(variant, condition, member, step.measure, step.attainment)) continue;
      least = Math.min(least, effortOf(variant, criterion, state, step));
    }
    if (Number.isFinite(least)) efforts.push(least);
  }
  return efforts
    .sort((a, b) => a - b)
    .slice(0, Math.max(0, lacking))
    .reduce((sum, effort) => sum + effort, 0);
}
