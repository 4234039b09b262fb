/** Levels that ask for nothing new, and thresholds that fall on the way up. */
import { TOLERANCE } from "../engine/answers.ts";
import type { Condition } from "../engine/compile.ts";
import type { Bound } from "../engine/words.ts";
import type { Finding } from "../format.ts";
import { type Subject, spend } from "./subject.ts";
import { describe, levelName } from "./words.ts";

export function ladderSteps(subject: Subject): Finding[] {
  return subject.variant.cumulative
    ? [...levelsAddingNothing(subject), ...fallingThresholds(subject)]
    : easierLevels(subject);
}

/** Cumulative: whoever reaches the level below has this one too, so that the one below is never given. */
function levelsAddingNothing(subject: Subject): Finding[] {
  const { variant } = subject;
  return variant.levels.slice(1).flatMap((level): Finding[] => {
    const below = variant.levels.slice(0, level.rank).flatMap((lower) => lower.conditions);
    if (!spend(subject, 1 + below.length * level.conditions.length)) return [];
    if (!level.conditions.every((condition) => implied(below, condition))) return [];
    const asks = level.conditions.length === 0 ? "asks for nothing" : "asks for no more than the levels below";
    return [
      {
        severity: "warning",
        rule: "level-adds-nothing",
        place: `levels.${level.id}.requires`,
        message: `“${level.name}” ${asks}, so nobody is ever at “${levelName(variant, level.rank - 1)}”. Let it require something more.`,
      },
    ];
  });
}

/** Cumulative: a requirement that a stricter one of a lower level has made pointless. */
function fallingThresholds(subject: Subject): Finding[] {
  const { variant, requirements } = subject;
  return requirements.flatMap(({ condition, rank, place }): Finding[] => {
    if (!spend(subject, 1 + requirements.length)) return [];
    const stricter = requirements.find(
      (lower) =>
        lower.rank < rank &&
        sameTarget(lower.condition, condition) &&
        implies(lower.condition, condition) &&
        !implies(condition, lower.condition),
    );
    if (stricter === undefined) return [];
    return [
      {
        severity: "warning",
        rule: "threshold-falls",
        place,
        message: `“${levelName(variant, rank)}” asks for ${describe(variant, condition)}, but the lower level “${levelName(variant, stricter.rank)}” already asks for ${describe(variant, stricter.condition)}. Raise it or remove it.`,
      },
    ];
  });
}

/** Independent: a level whose requirements follow from those of a lower one, which therefore is never given. */
function easierLevels(subject: Subject): Finding[] {
  const { variant } = subject;
  return variant.levels.slice(1).flatMap((level): Finding[] => {
    const hidden = variant.levels
      .slice(0, level.rank)
      .reverse()
      .find((lower) => {
        if (!spend(subject, 1 + lower.conditions.length * level.conditions.length)) return false;
        return level.conditions.every((condition) => implied(lower.conditions, condition));
      });
    if (hidden === undefined) return [];
    return [
      {
        severity: "warning",
        rule: "higher-level-easier",
        place: `levels.${level.id}.requires`,
        message: `Whoever satisfies “${hidden.name}” also satisfies the higher “${level.name}”, so nobody is ever at “${hidden.name}”. Let “${level.name}” ask for more.`,
      },
    ];
  });
}

/** Whether conditions that hold make another one hold, as far as their form shows it. */
function implied(given: readonly Condition[], wanted: Condition): boolean {
  if (wanted.kind === "any" && wanted.routes.some((route) => route.every((part) => implied(given, part)))) return true;
  return given.some((condition) => implies(condition, wanted));
}

function implies(given: Condition, wanted: Condition): boolean {
  if (given.kind === "any") return given.routes.every((route) => implied(route, wanted));
  if (wanted.kind === "any") return wanted.routes.some((route) => route.every((part) => implies(given, part)));
  if (given.kind === "scores" && wanted.kind === "scores") {
    return covers(given.dimensions, wanted.dimensions) && asStrict(given, wanted);
  }
  if (given.kind === "percentile" && wanted.kind === "percentile") {
    return given.criterion === wanted.criterion && asStrict(given, wanted);
  }
  if (given.kind !== "criteria" || wanted.kind !== "criteria" || given.on !== wanted.on) return false;
  const all = given.count === given.members.length;
  const sameMembers = given.members.length === wanted.members.length && covers(given.members, wanted.members);
  if (!(all && covers(given.members, wanted.members)) && !(sameMembers && given.count >= wanted.count)) return false;
  return given.on === "options" ? covers(wanted.positions, given.positions) : asStrict(given, wanted);
}

/** A threshold may fall only against one on the very same thing: “every dimension” says more than “this dimension”. */
function sameTarget(one: Condition, other: Condition): boolean {
  if (one.kind === "scores" && other.kind === "scores") return one.dimensions.join() === other.dimensions.join();
  if (one.kind === "percentile" && other.kind === "percentile") return one.criterion === other.criterion;
  return (
    one.kind === "criteria" &&
    other.kind === "criteria" &&
    one.members.length > 0 &&
    one.members.join() === other.members.join()
  );
}

const covers = (all: readonly number[], some: readonly number[]): boolean => {
  const among = new Set(all);
  return some.every((position) => among.has(position));
};

const UPWARD: Record<Bound, boolean> = { min: true, above: true, max: false, below: false };
const STRICT: Record<Bound, boolean> = { min: false, above: true, max: false, below: true };

interface Threshold {
  bound: Bound;
  needed: number;
}

function asStrict(given: Threshold, wanted: Threshold): boolean {
  if (UPWARD[given.bound] !== UPWARD[wanted.bound]) return false;
  const difference = UPWARD[given.bound] ? given.needed - wanted.needed : wanted.needed - given.needed;
  const tolerance = TOLERANCE * Math.max(1, Math.abs(wanted.needed));
  if (Math.abs(difference) <= tolerance) return STRICT[given.bound] || !STRICT[wanted.bound];
  return difference > 0;
}
