/** Criteria and dimensions that change neither the index nor any level, whatever the answers. */
import { TOLERANCE } from "../engine/answers.ts";
import type { Condition, Variant } from "../engine/compile.ts";
import type { Finding } from "../format.ts";
import { answerAt, candidateAt, type Subject } from "./subject.ts";
import { usesWeights } from "./weights.ts";
import { spokenAnswer } from "./words.ts";

/** `subjects` are the plain model and each overlay: what counts for some partners is not idle. */
export function influence(subjects: readonly Subject[]): Finding[] {
  const plain = subjects[0];
  if (plain === undefined) return [];
  const influences = subjects.map((subject) => influenceOf(subject));
  const idleDimensions = new Set<number>();
  const dimensions = plain.variant.dimensions.flatMap((dimension): Finding[] => {
    if (dimension.subtree.length === 0) {
      return [
        {
          severity: "warning",
          rule: "empty-dimension",
          place: `dimensions.${dimension.id}`,
          message: `“${dimension.name}” has no criteria, so it never has a score. Add a criterion or remove it.`,
        },
      ];
    }
    if (influences.some((found) => !found.idleDimensions.has(dimension.position))) return [];
    idleDimensions.add(dimension.position);
    if (idleDimensions.has(dimension.parent)) return [];
    return [
      {
        severity: "warning",
        rule: "dimension-never-matters",
        place: `dimensions.${dimension.id}.weight`,
        message: `“${dimension.name}” has a weight of 0 and no level asks for it, so nothing in it ever counts. Give it a weight, or remove it.`,
      },
    ];
  });
  const criteria = plain.variant.criteria.flatMap((criterion): Finding[] => {
    const { position } = criterion;
    if (idleDimensions.has(criterion.dimension)) return [];
    const reasons = influences.map((found) => found.idleCriteria.get(position));
    const reason = reasons[0];
    if (reason === undefined || reasons.some((other) => other === undefined)) return [];
    const worst = spokenAnswer(criterion, candidateAt(plain, position, 0).measure);
    const field = criterion.answer.kind === "number" ? "points" : "options";
    return [
      {
        severity: "warning",
        rule: "criterion-never-matters",
        place: `criteria.${criterion.id}.${reason === "weight" ? "weight" : `answer.${field}`}`,
        message:
          reason === "weight"
            ? `“${criterion.name}” has a weight of 0 and no level asks for it, so its answer never matters. Give it a weight, name it in a level, or remove it.`
            : `Every answer to “${criterion.name}” counts the same, so its answer never matters. Give its answers different values, or remove it.`,
        example: {
          answers: { [criterion.id]: answerAt(plain, position, plain.best[position] as number) },
          result: `Index and level are the same as with ${worst}.`,
        },
      },
    ];
  });
  return [...dimensions, ...criteria];
}

interface Influence {
  idleDimensions: ReadonlySet<number>;
  idleCriteria: ReadonlyMap<number, "weight" | "answers">;
}

function influenceOf({ variant, candidates }: Subject): Influence {
  const asked = askedFor(variant);
  const weighs = (weight: number, parent: number): boolean =>
    weight > 0 || !usesWeights(parent < 0 ? variant.combine : (variant.dimensions[parent]?.combine ?? "mean"));
  const counting: boolean[] = [];
  for (const position of [...variant.order].reverse()) {
    const dimension = variant.dimensions[position];
    if (dimension === undefined) continue;
    const parentCounts = dimension.parent < 0 || counting[dimension.parent] === true;
    counting[position] = asked.dimensions.has(position) || (parentCounts && weighs(dimension.weight, dimension.parent));
  }
  const idleCriteria = new Map<number, "weight" | "answers">();
  for (const { position, weight, dimension, omitted } of variant.criteria) {
    const list = candidates[position] ?? [];
    const same = Math.abs((list.at(-1)?.attainment ?? 0) - (list[0]?.attainment ?? 0)) <= TOLERANCE;
    const counts = counting[dimension] === true && weighs(weight, dimension);
    if (asked.measures.has(position)) continue;
    if (omitted || same) idleCriteria.set(position, "answers");
    else if (!counts && !asked.attainments.has(position)) idleCriteria.set(position, "weight");
  }
  const idleDimensions = new Set(
    variant.dimensions.flatMap(({ position, subtree }) =>
      counting[position] || subtree.some((member) => asked.measures.has(member) || asked.attainments.has(member))
        ? []
        : [position],
    ),
  );
  return { idleDimensions, idleCriteria };
}

interface Asked {
  dimensions: Set<number>;
  /** Criteria whose answer itself is asked for: a number, an option, a rank. */
  measures: Set<number>;
  attainments: Set<number>;
}

function askedFor(variant: Variant): Asked {
  const asked: Asked = { dimensions: new Set(), measures: new Set(), attainments: new Set() };
  const add = (condition: Condition): void => {
    switch (condition.kind) {
      case "any":
        for (const part of condition.routes.flat()) add(part);
        return;
      case "scores":
        for (const dimension of condition.dimensions) asked.dimensions.add(dimension);
        return;
      case "percentile":
        asked.measures.add(condition.criterion);
        return;
      case "criteria":
        for (const member of condition.members)
          (condition.on === "attainment" ? asked.attainments : asked.measures).add(member);
    }
  };
  for (const level of variant.levels) for (const condition of level.conditions) add(condition);
  return asked;
}
