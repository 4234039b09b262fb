/** Requirements that decide nothing: every answer satisfies them, or none does. */
import { TOLERANCE } from "../engine/answers.ts";
import type { Condition } from "../engine/compile.ts";
import { holds, meets } from "../engine/conditions.ts";
import type { Bound } from "../engine/words.ts";
import type { Finding } from "../format.ts";
import {
  answersOf,
  type CriteriaCondition,
  candidateHolds,
  rankTaken,
  type ScoresCondition,
  type Subject,
  spend,
  take,
  wantsLess,
} from "./subject.ts";
import { describe, inScale, levelName } from "./words.ts";

/** Requirements no answers satisfy, whatever else is asked: the level stays out of reach, or a route leads nowhere. */
export function neverHolding(subject: Subject): Finding[] {
  const { variant, requirements } = subject;
  return requirements.flatMap(({ condition, rank, place }): Finding[] => {
    if (!spend(subject)) return [];
    const name = `“${levelName(variant, rank)}”`;
    if (neverHolds(subject, condition)) {
      const above = variant.cumulative && rank + 1 < variant.levels.length ? " and every level above it" : "";
      return [
        {
          severity: "error",
          rule: "unreachable-level",
          place,
          message: `Nobody can reach ${name}${above}: it asks for ${describe(variant, condition)}. ${whyNever(subject, condition)}`,
          example: extremeExample(subject, condition.kind === "scores" && wantsLess(condition.bound)),
        },
      ];
    }
    if (condition.kind !== "any") return [];
    return condition.routes.flatMap((route, number) =>
      route.flatMap((part, step): Finding[] =>
        neverHolds(subject, part)
          ? [
              {
                severity: "warning",
                rule: "requirement-never-holds",
                place: `${place}.anyOf.${number}.${step}`,
                message: `Nobody can take this route to ${name}: it asks for ${describe(variant, part)}. ${whyNever(subject, part)}`,
              },
            ]
          : [],
      ),
    );
  });
}

/** Requirements that every answer satisfies. */
export function alwaysHolding(subject: Subject): Finding[] {
  const { variant, requirements } = subject;
  return requirements.flatMap(({ condition, rank, place }): Finding[] => {
    if (!spend(subject) || !alwaysHolds(subject, condition)) return [];
    return [
      {
        severity: "warning",
        rule: "requirement-always-holds",
        place,
        message: `“${levelName(variant, rank)}” asks for ${describe(variant, condition)}, which ${whyAlways(condition)}. Remove it or ask for more.`,
      },
    ];
  });
}

export function neverHolds(subject: Subject, condition: Condition): boolean {
  switch (condition.kind) {
    case "criteria":
      return possibleMembers(subject, condition) < condition.count;
    case "scores": {
      // Scores rise with every answer, so the best answers decide for a minimum and the worst for a maximum.
      take(subject, wantsLess(condition.bound) ? subject.worst : subject.best);
      return !holds(subject.variant, condition, subject.state);
    }
    case "percentile":
      return !meets(condition.bound, wantsLess(condition.bound) ? 0 : 100, condition.needed, 100 * TOLERANCE);
    case "any":
      return condition.routes.every((route) => route.some((part) => neverHolds(subject, part)));
  }
}

export function possibleMembers(subject: Subject, condition: CriteriaCondition): number {
  return condition.members.filter(
    (member) =>
      subject.variant.criteria[member]?.omitted ||
      subject.candidates[member]?.some((candidate) => candidateHolds(subject, condition, member, candidate)),
  ).length;
}

const ENDS: Record<Bound, 0 | 1> = { min: 0, above: 0, max: 1, below: 1 };

function alwaysHolds(subject: Subject, condition: Condition): boolean {
  switch (condition.kind) {
    case "criteria": {
      if (condition.count === 0) return true;
      // What an overlay leaves out holds on purpose.
      if (condition.members.some((member) => subject.variant.criteria[member]?.omitted)) return false;
      const certain = condition.members.filter((member) =>
        subject.candidates[member]?.every((candidate) => candidateHolds(subject, condition, member, candidate)),
      );
      return certain.length >= condition.count;
    }
    case "scores":
      // A score without a value, because nothing in it has weight, satisfies nothing.
      return (
        meets(condition.bound, ENDS[condition.bound], condition.needed, TOLERANCE) && !neverHolds(subject, condition)
      );
    case "percentile":
      return meets(condition.bound, 100 * ENDS[condition.bound], condition.needed, 100 * TOLERANCE);
    case "any":
      return condition.routes.some((route) => route.every((part) => alwaysHolds(subject, part)));
  }
}

function whyAlways(condition: Condition): string {
  if (condition.kind === "criteria" && condition.members.length === 0)
    return "looks at no criterion, so it always holds";
  if (condition.kind === "criteria" && condition.count === 0) return "asks for none of them, so it always holds";
  if (condition.kind === "criteria") return "any answer satisfies, so that only a blank fails";
  if (condition.kind === "any") return "always holds, because one of its routes does";
  return "every score satisfies";
}

function whyNever(subject: Subject, condition: Condition): string {
  const { variant } = subject;
  if (condition.kind === "any") return "None of its routes can be taken. Lower the thresholds.";
  if (condition.kind === "percentile") return "A percentile lies between 0 and 100.";
  if (condition.kind === "criteria") {
    if (condition.on === "attainment" && (condition.needed > 1 || condition.needed < 0)) {
      return "Attainment counts from 0 to 1. Ask for a value between them, or name the options with “is”.";
    }
    const short = condition.members.find(
      (member) =>
        !subject.candidates[member]?.some((candidate) => candidateHolds(subject, condition, member, candidate)),
    );
    const criterion = variant.criteria[short ?? -1];
    return criterion === undefined
      ? "Lower the share."
      : `No answer to “${criterion.name}” satisfies that. Change the threshold or the answers.`;
  }
  return whyScoreNever(subject, condition);
}

function whyScoreNever(subject: Subject, condition: ScoresCondition): string {
  const { variant } = subject;
  const less = wantsLess(condition.bound);
  take(subject, less ? subject.worst : subject.best);
  const scores = condition.dimensions.map((dimension) =>
    dimension < 0 ? subject.state.index : (subject.state.dimension[dimension] as number),
  );
  const worst = less ? Math.max(...scores) : Math.min(...scores);
  if (Number.isNaN(worst)) return "It has no score at all, because nothing in it counts. Check the weights.";
  return `${less ? "Even the worst answers give" : "Even the best answers give only"} ${inScale(variant, worst)}. Change the threshold or the answers.`;
}

export function extremeExample(subject: Subject, least: boolean): NonNullable<Finding["example"]> {
  const choice = least ? subject.worst : subject.best;
  const { index } = take(subject, choice);
  const score = Number.isNaN(index) ? "no index" : `an index of ${inScale(subject.variant, index)}`;
  const level = levelName(subject.variant, rankTaken(subject));
  return {
    answers: answersOf(subject, choice),
    result: `The ${least ? "worst" : "best"} answers give ${score} and ${level}.`,
  };
}
