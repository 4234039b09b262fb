/**
 * The cheapest way up: the least-effort set of answer changes that reaches a level.
 *
 * Each applicable criterion takes one of a few answers, each with an effort; what the level needs becomes demands on
 * their sums: a multiple-choice knapsack with several covering constraints (Kellerer, Pferschy, Pisinger, Knapsack
 * Problems, 2004, chapters 9 and 11), with alternatives as branches. It is solved exactly by branch and bound:
 * bounds from the Lagrangian relaxation, which for this problem is as strong as the linear one (Geoffrion 1974;
 * Sinha and Zoltners, The multiple-choice knapsack problem, Operations Research 27, 1979, for the latter), blocks of
 * criteria with demands of their own solved by themselves (Lagrangian decomposition, Guignard and Kim 1987), a greedy
 * first solution, dominated answers removed, and scores of non-linear combinations bounded by what the best answers
 * still open would give. Every answer set is checked by the engine itself before it counts as a solution.
 */
import type { Path, PathChange } from "../contract.ts";
import type { Variant } from "./compile.ts";
import { rankOf, withheld } from "./level.ts";
import { roundHalfUp } from "./numbers.ts";
import { prepare } from "./path/prepared.ts";
import { problemOf, reachesIn } from "./path/problem.ts";
import { search, type Work } from "./path/search.ts";
import { type Cohort, copyState, type State } from "./state.ts";

export type { Work } from "./path/search.ts";

/** Work for one request, in nodes of about a microsecond: 5 to 10 ms of CPU. */
export const DEFAULT_WORK = 5_000;

/**
 * The cheapest path to a level.
 *
 * Only answers change; criteria that are not applicable stay so. An unanswered criterion may be answered, counted
 * from the worst answer, or stay unanswered. A percentile that is undecided (without a cohort, or in one that is too
 * small) cannot be planned for and is taken as satisfied. Of two paths of equal effort the one with fewer changes is
 * preferred.
 *
 * @param target rank of the level, lowest is 0.
 * @param work search nodes left, shared by the partners of a request. When they are used up, the best path known is
 *   returned with `optimal: false` and the proven lower `bound`.
 * @returns effort and bound in person-days, changes in the order of the model. A level that is reached already, or
 *   surpassed on an independent ladder, needs no changes; one that does not exist is not reachable.
 */
export function cheapestPath(variant: Variant, state: State, target: number, work: Work, cohort?: Cohort): Path {
  const level = variant.levels[target]?.id;
  const none = { level: level ?? "", changes: [], effort: 0, bound: 0 };
  if (level === undefined) return { ...none, reachable: false, optimal: true };
  const start = copyState(state);
  const prepared = prepare(variant, target, cohort);
  const isThere =
    reachesIn(variant, prepared, start, cohort) ||
    (withheld(variant, start, start.index) === null && rankOf(variant, start, cohort) >= target);
  if (isThere) return { ...none, reachable: true, optimal: true };

  const problem = problemOf(variant, prepared, start, cohort);
  const found = search(problem, work);
  const { choice } = found;
  if (choice === null) return { ...none, reachable: false, optimal: found.open === Number.POSITIVE_INFINITY };

  const changes: PathChange[] = [];
  let effort = 0;
  problem.criteria.forEach((position, variable) => {
    const present = problem.first[variable] as number;
    const chosen = choice[variable] as number;
    if (chosen === present) return;
    const change = withoutDust(problem.effort[chosen] as number);
    effort += change;
    changes.push({
      criterion: variant.criteria[position]?.id ?? "",
      from: problem.candidates[present]?.answer ?? null,
      to: problem.candidates[chosen]?.answer ?? null,
      effort: change,
    });
  });
  effort = withoutDust(effort);
  const proven = found.open >= found.cost - problem.tie / 2;
  const bound = proven
    ? effort
    : Math.min(effort, lowerBound(found.open, problem.tie * problem.criteria.length, problem.unit));
  return { level, reachable: true, changes, effort, optimal: proven || bound >= effort - 1e-9, bound };
}

/** Person-days as people write them: 0.8, not 0.7999999999999998. */
const withoutDust = (days: number): number => roundHalfUp(days, 9);

/** A bound on the efforts alone, rounded up to the next sum that efforts can have. */
function lowerBound(cost: number, ties: number, unit: number): number {
  const least = Math.max(0, cost - ties);
  return unit > 0 ? Math.ceil(least / unit - 1e-6) * unit : least;
}
