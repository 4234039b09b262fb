/**
 * Better answers that cost a level. Scores rise with every answer, so only a requirement that some better answer fails
 * can do it: one that asks for less of a score, a threshold across a line that falls, a list of options without the best.
 */
import type { CompiledCriterion, Condition } from "../engine/compile.ts";
import { holds } from "../engine/conditions.ts";
import type { Finding } from "../format.ts";
import { orders, type Reach } from "./reach.ts";
import {
  answersOf,
  type Choice,
  type CriteriaCondition,
  candidateAt,
  candidateHolds,
  isBetter,
  rankTaken,
  type ScoresCondition,
  type Subject,
  spend,
  take,
  wantsLess,
} from "./subject.ts";
import { describe, levelName, spokenAnswer } from "./words.ts";

interface Loss {
  choice: Choice;
  position: number;
  /** The better candidate. */
  place: number;
  before: number;
  after: number;
}

export function betterAnswers(subject: Subject, reached: readonly Reach[]): Finding[] {
  const witnesses = new Map(reached.map((reach) => [reach.rank, reach.witnesses]));
  return subject.requirements.flatMap(({ condition, rank, place }): Finding[] => {
    const part = suspects(subject, condition);
    const loss = part.length > 0 && firstLoss(subject, part, witnesses.get(rank) ?? []);
    return loss ? [findingOf(subject, condition, rank, place, loss)] : [];
  });
}

type Suspect = CriteriaCondition | ScoresCondition;

/** The parts of a condition that a better answer could turn false. */
function suspects(subject: Subject, condition: Condition): Suspect[] {
  switch (condition.kind) {
    case "percentile":
      return []; // depends on other partners
    case "any":
      return condition.routes.flat().flatMap((part) => suspects(subject, part));
    case "scores":
      return wantsLess(condition.bound) ? [condition] : [];
    case "criteria":
      return spend(subject, condition.members.length) &&
        condition.members.some((member) => couldLose(subject, condition, member))
        ? [condition]
        : [];
  }
}

/** Whether a better answer of one criterion fails what a worse one satisfies. */
function couldLose(subject: Subject, condition: CriteriaCondition, member: number): boolean {
  if (subject.variant.criteria[member]?.omitted) return false;
  const candidates = subject.candidates[member] ?? [];
  const worst = candidates.find((candidate) => candidateHolds(subject, condition, member, candidate));
  return (
    worst !== undefined &&
    candidates.some((candidate) => isBetter(candidate, worst) && !candidateHolds(subject, condition, member, candidate))
  );
}

function firstLoss(subject: Subject, parts: readonly Suspect[], witnesses: readonly Choice[]): Loss | null {
  for (const witness of witnesses) {
    for (const part of parts) {
      const loss =
        part.kind === "scores" ? lossAlongTheWay(subject, part, witness) : lossOfOneAnswer(subject, part, witness);
      if (loss) return loss;
    }
  }
  return null;
}

/** From answers that reach the level, changes one criterion from an answer that holds to a better one that does not. */
function lossOfOneAnswer(subject: Subject, condition: CriteriaCondition, witness: Choice): Loss | null {
  for (const position of condition.members) {
    const places = (subject.candidates[position] ?? []).map((_, place) => place);
    const holding = places.filter((place) =>
      candidateHolds(subject, condition, position, candidateAt(subject, position, place)),
    );
    const failing = places.filter((place) => !holding.includes(place));
    if (subject.variant.criteria[position]?.omitted || failing.length === 0) continue;
    // The best holding answer first: the scores need it most.
    for (const from of holding.reverse()) {
      const choice = witness.slice();
      choice[position] = from;
      if (!spend(subject)) return null;
      take(subject, choice);
      const before = rankTaken(subject);
      for (const place of failing) {
        if (!isBetter(candidateAt(subject, position, place), candidateAt(subject, position, from))) continue;
        const loss = lossBy(subject, condition, choice, position, place, before);
        if (loss) return loss;
      }
    }
  }
  return null;
}

/** From answers that reach the level, raises one answer after the other until the score asked for at most is passed. */
function lossAlongTheWay(subject: Subject, condition: ScoresCondition, witness: Choice): Loss | null {
  const looksAt = new Set(
    condition.dimensions.flatMap((dimension) =>
      dimension < 0
        ? subject.variant.criteria.map(({ position }) => position)
        : (subject.variant.dimensions[dimension]?.subtree ?? []),
    ),
  );
  for (const order of orders(witness.length)) {
    const choice = witness.slice();
    take(subject, choice);
    let before = rankTaken(subject);
    for (const position of order) {
      const last = (subject.candidates[position]?.length ?? 1) - 1;
      if (!looksAt.has(position) || subject.variant.criteria[position]?.omitted) continue;
      for (let place = (choice[position] as number) + 1; place <= last; place++) {
        if (
          !isBetter(candidateAt(subject, position, place), candidateAt(subject, position, choice[position] as number))
        )
          continue;
        const loss = lossBy(subject, condition, choice, position, place, before);
        if (loss) return loss;
        if (subject.budget.left < 0) return null;
        const after = rankTaken(subject);
        if (after < before) continue; // another requirement's doing, reported there
        choice[position] = place;
        before = after;
      }
    }
  }
  return null;
}

function lossBy(
  subject: Subject,
  part: Suspect,
  choice: Choice,
  position: number,
  place: number,
  before: number,
): Loss | null {
  if (!spend(subject)) return null;
  const better = choice.slice();
  better[position] = place;
  take(subject, better);
  const after = rankTaken(subject);
  if (after >= before || holds(subject.variant, part, subject.state)) return null;
  return { choice: choice.slice(), position, place, before, after };
}

function findingOf(subject: Subject, condition: Condition, rank: number, place: string, loss: Loss): Finding {
  const { variant } = subject;
  const criterion = variant.criteria[loss.position] as CompiledCriterion;
  const { name } = criterion;
  const [from, to] = [loss.choice[loss.position] as number, loss.place].map((answer) =>
    spokenAnswer(criterion, candidateAt(subject, loss.position, answer).measure),
  );
  const levels = [loss.before, loss.after].map((reached) => levelName(variant, reached));
  return {
    severity: "warning",
    rule: "better-answer-loses-level",
    place,
    message: `A better answer can cost a level: “${levelName(variant, rank)}” asks for ${describe(variant, condition)}, so that changing “${name}” from ${from} to ${to} drops the level from ${levels[0]} to ${levels[1]}. Ask for at least something, or let better answers pass too.`,
    example: {
      answers: answersOf(subject, loss.choice),
      result: `These answers give ${levels[0]}; with ${to} for “${name}”, a better answer, they give ${levels[1]}.`,
    },
  };
}
