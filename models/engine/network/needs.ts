/** What a level asks of single criteria, and whether a partner falls short of it. */
import { TOLERANCE } from "../answers.ts";
import type { Condition, Variant } from "../compile.ts";
import { measureHolds } from "../conditions.ts";
import type { Standing } from "./standing.ts";

type CriteriaCondition = Extract<Condition, { kind: "criteria" }>;

/** What a level asks of one criterion. */
export interface Need {
  /** Requirements that name the criterion; empty where none does. */
  conditions: readonly CriteriaCondition[];
  /** False for a practice of a higher level, which is not this level's concern yet. */
  due: boolean;
}

/**
 * What the level of a rank asks of each criterion for itself, by position: requirements of the criterion, of all
 * criteria and of the practices of a level. A route of `anyOf` is a choice, so no criterion in it is needed;
 * requirements of the index or a dimension name no criterion.
 */
export function needsOf(variant: Variant, rank: number): Need[] {
  const conditions: CriteriaCondition[][] = variant.criteria.map(() => []);
  const later = new Set<number>();
  const sooner = new Set<number>();
  for (const level of variant.levels) {
    for (const condition of level.conditions) {
      if (condition.kind !== "criteria") continue;
      for (const member of condition.members) {
        if (level.rank === rank) conditions[member]?.push(condition);
        if (level.rank <= rank) sooner.add(member);
        else if (condition.source.of === "practices") later.add(member);
      }
    }
  }
  return conditions.map((named, position) => ({
    conditions: named,
    due: sooner.has(position) || !later.has(position),
  }));
}

const known = new WeakMap<Variant, Map<number, readonly Need[]>>();

/** `needsOf`, worked out once for each variant and level. */
export function rememberedNeeds(variant: Variant, rank: number): readonly Need[] {
  let levels = known.get(variant);
  if (levels === undefined) {
    levels = new Map();
    known.set(variant, levels);
  }
  let needs = levels.get(rank);
  if (needs === undefined) {
    needs = needsOf(variant, rank);
    levels.set(rank, needs);
  }
  return needs;
}

/** Whether an answered criterion satisfies everything the level asks of it. */
export function needHolds(
  variant: Variant,
  need: Need,
  standing: Standing,
  position: number,
  attainment: number,
): boolean {
  for (const condition of need.conditions) {
    // A standing knows no options: one that attains as much as the least of those asked for is as good.
    const holds =
      condition.on === "options"
        ? attainment >= condition.needed - TOLERANCE
        : measureHolds(variant, condition, position, standing.measures[position] ?? Number.NaN, attainment);
    if (!holds) return false;
  }
  return true;
}
