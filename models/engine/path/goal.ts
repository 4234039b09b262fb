/**
 * A level's conditions as linear demands over the candidates, as candidates that are ruled out, and as choices
 * between routes. Every demand follows from the conditions, so nothing that reaches the level is lost; where a
 * demand asks less than the conditions do, the goal is marked as not exact.
 */
import { NOT_APPLICABLE, TOLERANCE, UNANSWERED } from "../answers.ts";
import type { Condition, Variant } from "../compile.ts";
import { nothingApplies } from "../conditions.ts";
import { ALWAYS, leastNeeded, MAYBE, NEVER, type Outlook, SLACK, valueOfNotApplicable } from "./optimistic.ts";
import type { CriteriaCondition, PercentileCondition } from "./prepared.ts";
import type { Problem } from "./problem.ts";
import { ScoreSums } from "./sums.ts";

/** The gains of the chosen candidates add up to at least `need`. */
export interface Demand {
  /** By candidate. */
  gain: Float64Array;
  need: number;
}

export interface Goal {
  demands: Demand[];
  /** Candidates that are ruled out. */
  forbidden: number[];
  /** Of each, one route must be taken. */
  choices: Goal[][];
}

/** The most numbers that demands may hold together; what goes beyond is left to the search to check. */
const MOST_GAINS = 500_000;

/** Routes that a single score may be split into; beyond it the search checks the score itself. */
const MOST_ROUTES = 40;

/** What rules out candidates one by one: requirements of all members, and required answers. */
export function forbiddenBy(problem: Problem, conditions: readonly Condition[]): number[] {
  const forbidden: number[] = [];
  if (problem.variant.unanswered === "block") {
    for (const position of problem.criteria) {
      if (problem.start.status[position] !== UNANSWERED || !problem.variant.criteria[position]?.required) continue;
      forbidden.push(problem.first[problem.variableAt[position] as number] as number);
    }
  }
  for (const condition of conditions) {
    if (condition.kind === "percentile" && condition.criterion >= 0)
      forbidUnheld(problem, condition, condition.criterion, forbidden);
    if (condition.kind !== "criteria" || condition.count < condition.members.length) continue;
    for (const member of condition.members) forbidUnheld(problem, condition, member, forbidden);
  }
  return forbidden;
}

function forbidUnheld(
  problem: Problem,
  condition: CriteriaCondition | PercentileCondition,
  position: number,
  forbidden: number[],
): void {
  const variable = problem.variableAt[position] as number;
  if (variable < 0) return;
  const place = problem.prepared.asked[position]?.indexOf(condition) ?? -1;
  for (
    let candidate = problem.first[variable] as number;
    candidate < (problem.first[variable + 1] as number);
    candidate++
  ) {
    if (!problem.candidates[candidate]?.holds[place]) forbidden.push(candidate);
  }
}

/**
 * Makes goals of conditions. `outlook` says which scores are sure to be present and how high they can get, once the
 * candidates that `forbiddenBy` names are gone.
 */
export class GoalMaker {
  readonly #problem: Problem;
  readonly #variant: Variant;
  readonly #outlook: Outlook;
  readonly #sums: ScoreSums;
  /** Stands for the gains of demands that there is no room for, or that cannot be met anyway. */
  readonly #spare: Float64Array;
  #gains = 0;

  constructor(problem: Problem, outlook: Outlook) {
    this.#spare = new Float64Array(problem.candidates.length);
    this.#problem = problem;
    this.#variant = problem.variant;
    this.#outlook = outlook;
    this.#sums = new ScoreSums(problem, outlook);
  }

  /** False once a demand asks less than its condition. */
  get exact(): boolean {
    return this.#sums.exact;
  }

  /** The goal of conditions that must all hold. */
  all(conditions: readonly Condition[]): Goal {
    const goal: Goal = { demands: [], forbidden: forbiddenBy(this.#problem, conditions), choices: [] };
    const least = new Map<number, number>();
    const most = new Map<number, number>();
    for (const condition of conditions) {
      switch (condition.kind) {
        case "criteria":
          if (condition.count < condition.members.length) this.#someOf(goal, condition);
          break;
        case "scores":
          for (const dimension of condition.dimensions) {
            const { bound, needed } = condition;
            if (bound === "min" || bound === "above") {
              least.set(
                dimension,
                Math.max(least.get(dimension) ?? Number.NEGATIVE_INFINITY, leastNeeded(bound, needed)),
              );
            } else {
              const allowed = bound === "max" ? needed + TOLERANCE : needed - TOLERANCE;
              most.set(dimension, Math.min(most.get(dimension) ?? Number.POSITIVE_INFINITY, allowed));
            }
          }
          break;
        case "percentile":
          // A rank is no linear thing: the search checks it when an answer set is complete.
          if (condition.criterion < 0) this.#sums.exact = false;
          break;
        case "any":
          goal.choices.push(condition.routes.map((route) => this.all(route)));
      }
    }
    for (const [dimension, needed] of least) this.#atLeast(goal, dimension, needed - SLACK);
    for (const [dimension, allowed] of most) this.#atMost(goal, dimension, allowed + SLACK);
    return goal;
  }

  /** Enough of the weight must be answered for a level to be given. */
  coverage(goal: Goal): void {
    const { criteria, coverage } = this.#variant;
    if (coverage <= 0) return;
    const applicable = criteria.filter(({ position }) => this.#problem.start.status[position] !== NOT_APPLICABLE);
    const total = applicable.reduce((sum, criterion) => sum + criterion.weight, 0);
    const demand = this.#demand((total > 0 ? total : applicable.length) * (coverage - TOLERANCE));
    for (const { position, weight } of applicable) {
      this.#sums.each(position, (candidate) => {
        const { measure } = this.#problem.candidates[candidate] ?? { measure: Number.NaN };
        if (!Number.isNaN(measure)) demand.gain[candidate] = total > 0 ? weight : 1;
      });
    }
    demand.need -= SLACK * Math.max(1, total);
    goal.demands.push(demand);
  }

  #demand(need: number): Demand {
    this.#gains += this.#problem.candidates.length;
    if (this.#gains > MOST_GAINS) {
      this.#sums.exact = false;
      return { gain: this.#spare, need: Number.NEGATIVE_INFINITY };
    }
    return { gain: new Float64Array(this.#problem.candidates.length), need };
  }

  #someOf(goal: Goal, condition: CriteriaCondition): void {
    const demand = this.#demand(condition.count);
    for (const member of condition.members) {
      if ((this.#problem.variableAt[member] as number) < 0) demand.need--;
      const place = this.#problem.prepared.asked[member]?.indexOf(condition) ?? -1;
      this.#sums.each(member, (candidate) => {
        if (this.#problem.candidates[candidate]?.holds[place]) demand.gain[candidate] = 1;
      });
    }
    demand.need -= 1e-6;
    if (demand.need > 0) goal.demands.push(demand);
  }

  #impossible(goal: Goal): void {
    goal.demands.push({ gain: this.#spare, need: Number.POSITIVE_INFINITY });
  }

  /** The score of a dimension, or of the index for -1, is present and at least `needed`. */
  #atLeast(goal: Goal, dimension: number, needed: number): void {
    const presence = this.#sums.presenceOf(dimension);
    if (presence === NEVER) {
      if (!nothingApplies(this.#variant, this.#problem.start, dimension)) this.#impossible(goal);
      return;
    }
    if (presence === MAYBE) this.#sums.exact = false;
    const { criteria, dimensions, combine } = this.#sums.childrenOf(dimension);
    const presences = [
      ...criteria.map((position) => this.#outlook.criterionPresence[position] as number),
      ...dimensions.map((position) => this.#outlook.dimensionPresence[position] as number),
    ];
    const sure = presences.every((one) => one !== MAYBE);
    const present = presences.filter((one) => one !== NEVER).length;
    switch (combine) {
      case "min":
        for (const position of criteria) this.#valueAtLeast(goal, position, needed);
        for (const child of dimensions) this.#childAtLeast(goal, child, needed);
        return;
      case "max":
        this.#manyAtLeast(goal, criteria, dimensions, needed, 1);
        return;
      case "median":
        if (sure) this.#medianAtLeast(goal, criteria, dimensions, needed, present);
        else this.#sums.exact = false;
        return;
      case "stack":
        if (!sure) break;
        this.#stackAtLeast(goal, criteria, dimensions, needed);
        return;
    }
    const demand = this.#demand(0);
    this.#sums.addScore(demand, dimension, needed, 1);
    goal.demands.push(demand);
  }

  /** `present` is the number of children, all of which are sure to take part. */
  #medianAtLeast(
    goal: Goal,
    criteria: readonly number[],
    dimensions: readonly number[],
    needed: number,
    present: number,
  ): void {
    const half = Math.floor(present / 2);
    const isOdd = present % 2 === 1;
    this.#manyAtLeast(goal, criteria, dimensions, needed, isOdd ? half + 1 : half);
    if (isOdd) return;
    // The mean of the two in the middle: the lower one lacks at most what the upper one has over.
    this.#sums.exact = false;
    if (dimensions.length === 0) this.#manyAtLeast(goal, criteria, dimensions, 2 * needed - 1, half + 1);
  }

  /** A stack of n children reaches a score s when the first floor(s n) are full and the next has the rest. */
  #stackAtLeast(goal: Goal, criteria: readonly number[], dimensions: readonly number[], needed: number): void {
    const children = [
      ...criteria.map((child) => ({ child, isCriterion: true, presence: this.#outlook.criterionPresence[child] })),
      ...dimensions.map((child) => ({ child, isCriterion: false, presence: this.#outlook.dimensionPresence[child] })),
    ].filter(({ presence }) => presence !== NEVER);
    const reach = needed * children.length;
    for (const [full, { child, isCriterion }] of children.entries()) {
      const least = Math.min(reach - full, 1 - TOLERANCE - SLACK);
      if (least <= 0) return;
      if (isCriterion) this.#valueAtLeast(goal, child, least);
      else this.#childAtLeast(goal, child, least);
    }
    if (reach > children.length) this.#impossible(goal);
  }

  /** Answers of a criterion whose value takes part and is less than `needed` are out. */
  #valueAtLeast(goal: Goal, position: number, needed: number): void {
    if ((this.#problem.variableAt[position] as number) < 0) {
      if (valueOfNotApplicable(this.#problem, position) < needed) this.#impossible(goal);
      return;
    }
    this.#sums.each(position, (candidate) => {
      if ((this.#problem.value[candidate] as number) < needed) goal.forbidden.push(candidate);
    });
  }

  #childAtLeast(goal: Goal, child: number, needed: number): void {
    const presence = this.#outlook.dimensionPresence[child];
    if (presence === ALWAYS) this.#atLeast(goal, child, needed);
    if (presence === MAYBE) this.#sums.exact = false;
  }

  /** At least `count` of the children have `needed`; which of the dimensions do is a choice of routes. */
  #manyAtLeast(
    goal: Goal,
    criteria: readonly number[],
    dimensions: readonly number[],
    needed: number,
    count: number,
  ): void {
    const demand = this.#demand(0);
    let reachable = 0;
    for (const position of criteria) {
      let gains = false;
      if ((this.#problem.variableAt[position] as number) < 0) {
        if (valueOfNotApplicable(this.#problem, position) >= needed) demand.need--;
      }
      this.#sums.each(position, (candidate) => {
        if ((this.#problem.value[candidate] as number) < needed || Number.isNaN(this.#problem.value[candidate])) return;
        demand.gain[candidate] = 1;
        gains = true;
      });
      if (gains) reachable++;
    }
    const fixed = -demand.need;
    const open = dimensions.filter((child) => (this.#outlook.dimension[child] as number) >= needed);
    const from = Math.max(0, count - fixed - reachable);
    if (from > open.length) {
      this.#impossible(goal);
      return;
    }
    const routes: Goal[] = [];
    for (const chosen of combinations(open, from, Math.min(open.length, Math.max(from, count - fixed)))) {
      if (routes.length >= MOST_ROUTES) {
        this.#sums.exact = false;
        return;
      }
      const route: Goal = { demands: [], forbidden: [], choices: [] };
      for (const child of chosen) this.#atLeast(route, child, needed);
      const need = count - fixed - chosen.length;
      if (need > 0) route.demands.push({ gain: demand.gain, need: need - 1e-6 });
      routes.push(route);
    }
    const [only] = routes;
    if (routes.length === 1 && only !== undefined) {
      goal.demands.push(...only.demands);
      goal.forbidden.push(...only.forbidden);
      goal.choices.push(...only.choices);
    } else goal.choices.push(routes);
  }

  /** The score is at most `allowed`. */
  #atMost(goal: Goal, dimension: number, allowed: number): void {
    const { criteria, dimensions, combine } = this.#sums.childrenOf(dimension);
    const presence = this.#sums.presenceOf(dimension);
    if (presence === NEVER) {
      if (!nothingApplies(this.#variant, this.#problem.start, dimension)) this.#impossible(goal);
      return;
    }
    if (combine === "max") {
      if (presence === MAYBE) this.#sums.exact = false;
      for (const position of criteria) {
        if (
          valueOfNotApplicable(this.#problem, position) > allowed &&
          (this.#problem.variableAt[position] as number) < 0
        )
          this.#impossible(goal);
        this.#sums.each(position, (candidate) => {
          if ((this.#problem.value[candidate] as number) > allowed) goal.forbidden.push(candidate);
        });
      }
      for (const child of dimensions) {
        if (this.#outlook.dimensionPresence[child] === ALWAYS) this.#atMost(goal, child, allowed);
        else if (this.#outlook.dimensionPresence[child] === MAYBE) this.#sums.exact = false;
      }
      return;
    }
    if (presence === MAYBE) this.#sums.exact = false;
    const isPoints = typeof combine !== "string";
    if (combine !== "mean" && !(isPoints && allowed < 1)) {
      if (!isPoints) this.#sums.exact = false;
      return;
    }
    const demand = this.#demand(0);
    this.#sums.addScore(demand, dimension, allowed, -1);
    goal.demands.push(demand);
  }
}

/** All subsets of `least` to `most` members. */
function* combinations(items: readonly number[], least: number, most: number): Generator<number[]> {
  const chosen: number[] = [];
  function* from(place: number, size: number): Generator<number[]> {
    if (chosen.length === size) {
      yield [...chosen];
      return;
    }
    for (let next = place; next <= items.length - (size - chosen.length); next++) {
      chosen.push(items[next] as number);
      yield* from(next + 1, size);
      chosen.pop();
    }
  }
  for (let size = least; size <= most; size++) yield* from(0, size);
}
