/**
 * Which levels some answers reach. Every combination of routes narrows each criterion to the answers its requirements
 * allow; between the worst and the best of those, scores only rise. So where no requirement asks for less of a score,
 * the best allowed answers decide exactly; where one does, a search in between may leave the question open.
 */
import { NOT_APPLICABLE } from "../engine/answers.ts";
import type { Condition } from "../engine/compile.ts";
import { allHold, holds } from "../engine/conditions.ts";
import type { Finding } from "../format.ts";
import { neverHolds } from "./requirements.ts";
import {
  answersOf,
  type Choice,
  type CriteriaCondition,
  candidateAt,
  candidateHolds,
  rankTaken,
  type ScoresCondition,
  type Subject,
  spend,
  take,
  wantsLess,
} from "./subject.ts";
import { describe, inScale, levelName, list } from "./words.ts";

/** Combinations of routes followed at once; more than this and the search is no longer complete. */
const MOST_COMBINATIONS = 32;

/** Answers allowed per criterion (places of candidates, worst first) under one choice of routes. */
interface Combination {
  domains: readonly (readonly number[])[];
  conditions: readonly Condition[];
}

type Obstacle =
  | { kind: "criterion"; condition: CriteriaCondition; member: number; others: readonly Condition[] }
  | { kind: "count"; condition: CriteriaCondition }
  | { kind: "score"; condition: ScoresCondition; score: number; choice: Choice };

export interface Reach {
  rank: number;
  /** Answers that satisfy all that the level asks: the best and the worst of each combination of routes, or some between. */
  witnesses: readonly Choice[];
  /** Why not, when proven; null while witnesses are empty means that none were found. */
  obstacle: Obstacle | null;
}

/** Levels up to the first that nobody reaches, or all of them where each stands alone; those out of reach by a single
 * requirement are left to `neverHolding`. */
export function reachLevels(subject: Subject): Reach[] {
  const { variant, ladder } = subject;
  const start: Combination = {
    domains: subject.candidates.map((candidates) => candidates.map((_, place) => place)),
    conditions: [],
  };
  const hopeless = new Set(
    subject.requirements.flatMap(({ condition, rank }) =>
      spend(subject) && neverHolds(subject, condition) ? [rank] : [],
    ),
  );
  const reached: Reach[] = [];
  let combinations = [start];
  for (let rank = 0; rank < ladder.length; rank++) {
    if (hopeless.has(rank)) {
      if (variant.cumulative) break;
      continue;
    }
    const routes = routesOf(ladder[rank] ?? [], variant.cumulative ? combinations.length : 1);
    const tried = (variant.cumulative ? combinations : [start]).flatMap((combination) =>
      routes.ways.map((way) => attempt(subject, combination, way)),
    );
    if (subject.budget.left < 0) break;
    const open = tried.filter((result) => result.obstacle === null);
    const witnesses = tried.flatMap((result) => result.witnesses);
    const proven = open.length === 0 && !routes.cut;
    reached.push({ rank, witnesses, obstacle: proven ? (tried[0]?.obstacle ?? null) : null });
    combinations = open.map((result) => result.combination);
    if (variant.cumulative && witnesses.length === 0) break;
  }
  return reached;
}

/** All ways to take one route of each alternative, as flat lists of conditions. */
function routesOf(conditions: readonly Condition[], following: number): { ways: Condition[][]; cut: boolean } {
  const most = Math.max(1, Math.floor(MOST_COMBINATIONS / following));
  let ways: Condition[][] = [[]];
  let cut = false;
  for (const condition of conditions) {
    const parts = condition.kind === "any" ? condition.routes : [[condition]];
    ways = parts.flatMap((part) => ways.map((way) => [...way, ...part]));
    if (ways.length > most) {
      ways = ways.slice(0, most);
      cut = true;
    }
  }
  return { ways, cut };
}

interface Attempt {
  combination: Combination;
  witnesses: readonly Choice[];
  obstacle: Obstacle | null;
}

function attempt(subject: Subject, from: Combination, added: readonly Condition[]): Attempt {
  const conditions = [...from.conditions, ...added];
  const domains = [...from.domains];
  const blocked = (obstacle: Obstacle): Attempt => ({ combination: { domains, conditions }, witnesses: [], obstacle });
  for (const condition of added) {
    if (condition.kind !== "criteria" || condition.count < condition.members.length) continue;
    for (const member of condition.members) {
      if (subject.variant.criteria[member]?.omitted) continue;
      const allowed = domains[member]?.filter((place) => satisfies(subject, condition, member, place)) ?? [];
      spend(subject, 1 + allowed.length);
      if (allowed.length === 0) {
        const others = conditions.filter(
          (other) => other !== condition && other.kind === "criteria" && other.members.includes(member),
        );
        return blocked({ kind: "criterion", condition, member, others });
      }
      domains[member] = allowed;
    }
  }
  const combination = { domains, conditions };
  for (const condition of conditions) {
    if (condition.kind !== "criteria" || condition.count === condition.members.length) continue;
    spend(subject, condition.members.length);
    const possible = condition.members.filter(
      (member) =>
        subject.variant.criteria[member]?.omitted ||
        domains[member]?.some((place) => satisfies(subject, condition, member, place)),
    );
    if (possible.length < condition.count) return blocked({ kind: "count", condition });
  }

  spend(subject, 2 * subject.cost);
  const best = Uint16Array.from(domains, (places) => places.at(-1) ?? 0);
  const worst = Uint16Array.from(domains, (places) => places[0] ?? 0);
  const ends = [best, worst].filter((choice) => {
    take(subject, choice);
    return allHold(subject.variant, conditions, subject.state);
  });
  if (ends.length > 0) return { combination, witnesses: ends, obstacle: null };
  for (const [choice, less] of [
    [best, false],
    [worst, true],
  ] as const) {
    take(subject, choice);
    const short = failing(subject, conditions, less);
    if (short) return blocked({ kind: "score", ...short, choice });
  }
  const found = searchBetween(subject, combination, worst);
  return { combination, witnesses: found ? [found] : [], obstacle: null };
}

const satisfies = (subject: Subject, condition: CriteriaCondition, member: number, place: number): boolean =>
  candidateHolds(subject, condition, member, candidateAt(subject, member, place));

/** The first score condition of one direction that the answers last taken fail, with the score that fails it. */
function failing(
  { variant, state }: Subject,
  conditions: readonly Condition[],
  less: boolean,
): { condition: ScoresCondition; score: number } | null {
  for (const condition of conditions) {
    if (condition.kind !== "scores" || wantsLess(condition.bound) !== less || holds(variant, condition, state))
      continue;
    const scores = condition.dimensions.map((dimension) =>
      dimension < 0 ? state.index : (state.dimension[dimension] as number),
    );
    return { condition, score: less ? Math.max(...scores) : Math.min(...scores) };
  }
  return null;
}

/** Raises allowed answers one by one from the worst, in a few orders, until everything holds. */
function searchBetween(subject: Subject, { domains, conditions }: Combination, worst: Choice): Choice | null {
  for (const order of orders(domains.length)) {
    const choice = worst.slice();
    for (const position of order) {
      for (const place of domains[position] ?? []) {
        if (!spend(subject)) return null;
        choice[position] = place;
        take(subject, choice);
        if (allHold(subject.variant, conditions, subject.state)) return choice;
      }
    }
  }
  return null;
}

/** First to last, last to first, and three shuffles that are the same every time. */
export function orders(length: number): number[][] {
  const ascending = Array.from({ length }, (_, place) => place);
  let seed = 12_345;
  // Numerical Recipes' linear congruential generator: enough to mix an order, and the same on every machine.
  const next = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const shuffled = Array.from({ length: 3 }, () => {
    const order = [...ascending];
    for (let place = order.length - 1; place > 0; place--) {
      const other = Math.floor(next() * (place + 1));
      [order[place], order[other]] = [order[other] as number, order[place] as number];
    }
    return order;
  });
  return [ascending, [...ascending].reverse(), ...shuffled];
}

/** Levels whose requirements contradict each other or those of the levels below. */
export function unreachableLevels(subject: Subject, reached: readonly Reach[]): Finding[] {
  const { variant } = subject;
  return reached
    .filter(({ witnesses }) => witnesses.length === 0)
    .map(({ rank, obstacle }): Finding => {
      const level = variant.levels[rank];
      const name = `“${levelName(variant, rank)}”`;
      const above = variant.cumulative && rank + 1 < variant.levels.length ? " and every level above it" : "";
      if (obstacle === null) {
        return {
          severity: "warning",
          rule: "unreachable-level",
          place: `levels.${level?.id}`,
          message: `No answers were found that reach ${name}${above}; its requirements seem to contradict each other. Relax those that ask for at most something.`,
        };
      }
      return {
        severity: "error",
        rule: "unreachable-level",
        place: placeOfObstacle(subject, rank, obstacle),
        message: `Nobody can reach ${name}${above}: ${reasonOf(subject, obstacle)}`,
        ...exampleOf(subject, obstacle),
      };
    });
}

function placeOfObstacle(subject: Subject, rank: number, obstacle: Obstacle): string {
  const own = subject.requirements.find((written) => written.rank === rank && written.condition === obstacle.condition);
  return own?.place ?? `levels.${subject.variant.levels[rank]?.id}`;
}

function reasonOf(subject: Subject, obstacle: Obstacle): string {
  const { variant } = subject;
  const asked = describe(variant, obstacle.condition);
  switch (obstacle.kind) {
    case "criterion": {
      const others = obstacle.others.slice(0, 3).map((other) => describe(variant, other));
      const name = variant.criteria[obstacle.member]?.name;
      return `no answer to “${name}” satisfies ${list([asked, ...others], "and")} at once. Change one of them.`;
    }
    case "count":
      return `the other requirements leave too few answers for ${asked}. Change one of them.`;
    case "score": {
      const end = wantsLess(obstacle.condition.bound) ? "worst" : "best";
      return `it asks for ${asked}, and the ${end} answers that the other requirements allow give ${inScale(variant, obstacle.score)}. Change one of them.`;
    }
  }
}

function exampleOf(subject: Subject, obstacle: Obstacle): { example?: NonNullable<Finding["example"]> } {
  if (obstacle.kind !== "score") return {};
  take(subject, obstacle.choice);
  const answered = subject.state.status.some((status) => status !== NOT_APPLICABLE);
  if (!answered) return {};
  const result = `These answers give an index of ${inScale(subject.variant, subject.state.index)} and ${levelName(subject.variant, rankTaken(subject))}.`;
  return { example: { answers: answersOf(subject, obstacle.choice), result } };
}
