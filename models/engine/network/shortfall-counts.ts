/** How many partners fall short, criterion by criterion: what a diagnosis rests on, kept with each cohort. */
import { TOLERANCE } from "../answers.ts";
import type { CompiledModel } from "../compile.ts";
import { isCount } from "./histogram.ts";
import { needHolds, rememberedNeeds } from "./needs.ts";
import { type Standing, variantOf } from "./standing.ts";

/** By criterion position. */
export interface ShortfallCounts {
  /** Partners that answered, without those of whom the criterion is not expected yet. */
  answered: number[];
  /** Those of them that fall short. */
  short: number[];
  /** Those of them whose next level asks something of the criterion. */
  asked: number[];
  /** Those of the latter that miss it. */
  missed: number[];
}

const FIELDS = ["answered", "short", "asked", "missed"] as const;

/** Less than half of what can be attained is short. */
export const SHORT_BELOW = 0.5;

export function newShortfallCounts(criteria: number): ShortfallCounts {
  const none = (): number[] => new Array<number>(criteria).fill(0);
  return { answered: none(), short: none(), asked: none(), missed: none() };
}

/**
 * Counts one partner in, or out again.
 *
 * A partner is *short* on a criterion it answered when its attainment is below one half and, where its next level
 * asks something of the criterion, that is missed too. One half of its own scale means the same for every criterion
 * and does not depend on how partners were sorted into levels. A level's own bar does: whoever has everything the
 * next level asks is on that level already, so most of the others miss any hard requirement of it, whoever is at
 * fault. It can therefore only excuse: what is enough for the next level is no shortfall. Left out are criteria that
 * are unanswered or not applicable (silence is a matter of coverage, not of ability) and practices of levels beyond
 * the partner's next one, which nobody expects of it yet.
 *
 * @param onShort called with the position of each criterion on which the partner falls short.
 */
export function countShortfalls(
  compiled: CompiledModel,
  counts: ShortfallCounts,
  standing: Standing,
  by: 1 | -1,
  onShort?: (position: number) => void,
): void {
  const marks = shortfallMarks(compiled, standing, new Uint8Array(counts.answered.length));
  countMarks(counts, marks, by);
  if (onShort) marks.forEach((mark, position) => void ((mark & SHORT) !== 0 && onShort(position)));
}

const ANSWERED = 1;
const ASKED = 2;
const MISSED = 4;
const SHORT = 8;

/** What one partner adds to the counts, for a partner that is counted in several cohorts. The marks are returned. */
export function shortfallMarks(compiled: CompiledModel, standing: Standing, marks: Uint8Array): Uint8Array {
  const variant = variantOf(compiled, standing);
  const needs = rememberedNeeds(variant, standing.rank + 1);
  const { attainments } = standing;
  for (let position = 0; position < marks.length; position++) {
    const attainment = attainments[position];
    const need = needs[position];
    if (attainment == null || need === undefined || !need.due) {
      marks[position] = 0;
      continue;
    }
    let mark = ANSWERED;
    if (need.conditions.length > 0) mark |= ASKED;
    if (need.conditions.length === 0 || !needHolds(variant, need, standing, position, attainment)) {
      if (need.conditions.length > 0) mark |= MISSED;
      if (attainment < SHORT_BELOW - TOLERANCE) mark |= SHORT;
    }
    marks[position] = mark;
  }
  return marks;
}

export function countMarks({ answered, short, asked, missed }: ShortfallCounts, marks: Uint8Array, by: 1 | -1): void {
  for (let position = 0; position < answered.length; position++) {
    const mark = marks[position] as number;
    if (mark === 0) continue;
    answered[position] = (answered[position] as number) + by;
    if ((mark & ASKED) !== 0) asked[position] = (asked[position] as number) + by;
    if ((mark & MISSED) !== 0) missed[position] = (missed[position] as number) + by;
    if ((mark & SHORT) !== 0) short[position] = (short[position] as number) + by;
  }
}

export function addShortfallCounts(one: ShortfallCounts, other: ShortfallCounts): ShortfallCounts {
  const sum = newShortfallCounts(one.answered.length);
  for (const field of FIELDS) {
    sum[field] = one[field].map((count, position) => count + (other[field][position] ?? 0));
  }
  return sum;
}

/** Null for anything but counts of so many criteria. */
export function readShortfallCounts(stored: unknown, criteria: number): ShortfallCounts | null {
  if (typeof stored !== "object" || stored === null) return null;
  const counts = newShortfallCounts(criteria);
  for (const field of FIELDS) {
    const list: unknown = (stored as Partial<Record<keyof ShortfallCounts, unknown>>)[field];
    if (!Array.isArray(list) || list.length !== criteria || !list.every(isCount)) return null;
    counts[field] = list;
  }
  return counts;
}
