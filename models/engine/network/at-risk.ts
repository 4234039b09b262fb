/**
 * Partners that hold their level by one answer: those that would fall if a single criterion slipped one answer step,
 * or if answers that are due for review counted as unanswered.
 */
import { ANSWERED, TOLERANCE, UNANSWERED } from "../answers.ts";
import type { CompiledCriterion, Condition, Variant } from "../compile.ts";
import { holds, measureHolds, memberHolds, scoreOf } from "../conditions.ts";
import { evaluate } from "../evaluate.ts";
import { blockersOf } from "../explain.ts";
import { isStale, nextReview } from "../freshness.ts";
import { type Cohort, copyState, type State } from "../state.ts";
import { type Member, reachedRank } from "./member.ts";
import { answerText, levelAfter, reasonOf } from "./phrases.ts";
import { type Slip, slipsOf } from "./slip.ts";
import { rankWith } from "./trial.ts";
import { networkWordsOf } from "./words.ts";

/** A single slip that costs the level. */
export interface SlipRisk {
  cause: "slip";
  position: number;
  /** The measure slipped to. */
  measure: number;
  /** The rank fallen to, -1 for none. */
  rank: number;
}

/** Answers that cost the level when nobody renews them. */
export interface StaleRisk {
  cause: "stale";
  /** The last day on which they are fresh, ISO 8601. */
  until: string;
  /** The criteria that go stale then, and those that are stale by then. */
  due: readonly number[];
  stale: readonly number[];
  rank: number;
}

export interface Risk {
  cause: "slip" | "stale";
  /** Criterion id; null where no answer alone is to blame: several go stale on the same day. */
  criterion: string | null;
  /** Level id fallen to, null for none. */
  to: string | null;
  /** For stale answers the last day on which they are fresh. */
  until: string | null;
  /** "Falls to Silver with certified staff at 5 instead of 6: certified staff 5 of 6" */
  sentence: string;
}

export interface AtRisk {
  partner: string;
  level: string;
  /** The deepest falls first, then in the order of the model. */
  risks: Risk[];
}

/**
 * Every criterion whose slip alone costs the level, with its deepest fall. A *slip* is one answer step (see
 * `slip.ts`). Criteria that are unanswered, not applicable or at their worst do not slip.
 *
 * Only those criteria are tried on which a requirement of the present level depends, and which could break it: a
 * member of a requirement that has no member to spare, or one that weighs more than a score's margin.
 */
export function slipRisks({ variant, state, rank }: Member, cohort?: Cohort): SlipRisk[] {
  const conditions = watchedAt(variant, rank);
  if (conditions.length === 0) return [];
  const marks = clearedMarks(variant.criteria.length);
  const slips = slipsOf(variant);
  for (const condition of conditions) mark(variant, state, condition, slips, marks, cohort);
  const risks: SlipRisk[] = [];
  for (let position = 0; position < variant.criteria.length; position++) {
    if (marks[position] !== 1 || state.status[position] !== ANSWERED) continue;
    let deepest: SlipRisk | null = null;
    for (const measure of slips[position]?.to(state.measure[position] as number) ?? []) {
      const fallen = rankWith(variant, state, position, measure, cohort);
      if (fallen < (deepest?.rank ?? rank)) deepest = { cause: "slip", position, measure, rank: fallen };
    }
    if (deepest !== null) risks.push(deepest);
  }
  return risks;
}

let marksBuffer = new Uint8Array(64);
function clearedMarks(size: number): Uint8Array {
  if (marksBuffer.length < size) marksBuffer = new Uint8Array(size);
  return marksBuffer.fill(0);
}

const watched = new WeakMap<Variant, (readonly Condition[])[]>();

/** What the present level rests on: on a cumulative ladder the levels below too, of like conditions the strictest. */
function watchedAt(variant: Variant, rank: number): readonly Condition[] {
  let byRank = watched.get(variant);
  if (byRank === undefined) {
    byRank = variant.levels.map((level) =>
      strictest(
        variant.levels.slice(variant.cumulative ? 0 : level.rank, level.rank + 1).flatMap((below) => below.conditions),
      ),
    );
    watched.set(variant, byRank);
  }
  return byRank[rank] ?? [];
}

function strictest(conditions: readonly Condition[]): Condition[] {
  const kept = new Map<string, Condition>();
  conditions.forEach((condition, place) => {
    const key = likeness(condition) ?? String(place);
    const other = kept.get(key);
    if (other === undefined || stricter(condition, other)) kept.set(key, condition);
  });
  return [...kept.values()];
}

function likeness(condition: Condition): string | null {
  if (condition.kind === "any" || (condition.kind === "criteria" && condition.on === "options")) return null;
  const { kind, bound } = condition;
  if (kind === "percentile") return [kind, bound, condition.criterion].join(" ");
  if (kind === "scores") return [kind, bound, ...condition.dimensions].join(" ");
  return [kind, bound, condition.on, condition.count, ...condition.members].join(" ");
}

function stricter(condition: Condition, other: Condition): boolean {
  if (condition.kind === "any" || other.kind === "any") return false;
  return condition.bound === "min" || condition.bound === "above"
    ? condition.needed > other.needed
    : condition.needed < other.needed;
}

/** Marks the criteria that could break a condition that holds. */
function mark(
  variant: Variant,
  state: State,
  condition: Condition,
  slips: readonly Slip[],
  marks: Uint8Array,
  cohort: Cohort | undefined,
): void {
  switch (condition.kind) {
    case "criteria":
      markMembers(variant, state, condition, slips, marks);
      return;
    case "scores":
      for (const dimension of condition.dimensions) {
        markScore(variant, state, dimension, condition.bound, condition.needed, slips, marks);
      }
      return;
    case "percentile":
      if (condition.criterion >= 0) marks[condition.criterion] = 1;
      else marks.fill(1);
      return;
    case "any": {
      // A slip has to break every route that holds, so what breaks the first of them is enough to look at.
      const route = condition.routes.find((parts) => parts.every((part) => holds(variant, part, state, cohort)));
      for (const part of route ?? []) mark(variant, state, part, slips, marks, cohort);
    }
  }
}

function markMembers(
  variant: Variant,
  state: State,
  condition: Extract<Condition, { kind: "criteria" }>,
  slips: readonly Slip[],
  marks: Uint8Array,
): void {
  const { members } = condition;
  let spare = members.length - condition.count;
  if (spare > 0) {
    spare = -condition.count;
    for (const member of members) if (memberHolds(variant, condition, state, member) && ++spare > 0) return;
  }
  for (const member of members) {
    if (state.status[member] !== ANSWERED || marks[member] === 1) continue;
    for (const measure of slips[member]?.to(state.measure[member] as number) ?? []) {
      const { answer } = variant.criteria[member] as CompiledCriterion;
      if (!measureHolds(variant, condition, member, measure, answer.attain(measure))) marks[member] = 1;
    }
  }
}

function markScore(
  variant: Variant,
  state: State,
  dimension: number,
  bound: "min" | "above" | "max" | "below",
  needed: number,
  slips: readonly Slip[],
  marks: Uint8Array,
): void {
  const least = bound === "min" || bound === "above";
  const margin = scoreOf(state, dimension) - needed - 2 * TOLERANCE;
  const members = variant.dimensions[dimension]?.subtree;
  const length = members?.length ?? variant.criteria.length;
  for (let place = 0; place < length; place++) {
    const position = members === undefined ? place : (members[place] as number);
    if (marks[position] === 1) continue;
    const { most } = slips[position] as Slip;
    // An upper bound breaks only where a worse answer scores more: rare enough to try them all.
    if (!least || !(influence(variant, state, position, dimension) * most < margin)) marks[position] = 1;
  }
}

/** How much a dimension's score (the index for -1) moves at most when a criterion's attainment moves by one. */
function influence(variant: Variant, state: State, position: number, dimension: number): number {
  let factor = 1;
  let weight = variant.criterionWeights[position] as number;
  for (let at = variant.criteria[position]?.dimension ?? -1; ; at = variant.dimensions[at]?.parent ?? -1) {
    const combine = at < 0 ? variant.combine : (variant.dimensions[at] as Variant["dimensions"][number]).combine;
    if (combine === "mean") {
      const total = state.present[at < 0 ? variant.dimensions.length : at] as number;
      factor *= total > 0 ? weight / total : 0;
    } else if (typeof combine === "object") factor *= weight / combine.points;
    // A stack may lose all that stands on the child that slips.
    else if (combine === "stack") return Number.POSITIVE_INFINITY;
    if (at === dimension || at < 0) return factor;
    weight = variant.dimensionWeights[at] as number;
  }
}

/**
 * The first day on which the level would fall because answers have gone stale, if it lies before a given day.
 * Answers of the same age go stale together; stale answers count as unanswered. Without dates, or where the model
 * names no review interval, nothing goes stale.
 *
 * @param by ISO 8601: answers that are stale on that day count.
 */
export function staleRisk(
  member: Member,
  by: string,
  cohort?: Cohort,
  reviews = new Map<string, string | null>(),
): StaleRisk | null {
  const { variant, state, rank, answeredAt } = member;
  const every = variant.model.review?.every;
  if (answeredAt === undefined || every === undefined || rank < 0) return null;
  const untilOf = (given: string | undefined): string | null =>
    given === undefined ? null : staleAfter(given, every, by, reviews);
  const together = typeof answeredAt === "string" ? untilOf(answeredAt) : null;
  if (typeof answeredAt === "string" && together === null) return null;
  const groups = new Map<string, number[]>();
  for (const { position, id } of variant.criteria) {
    if (state.status[position] !== ANSWERED) continue;
    const until =
      typeof answeredAt === "string" ? together : untilOf(Object.hasOwn(answeredAt, id) ? answeredAt[id] : undefined);
    if (until === null) continue;
    const group = groups.get(until);
    if (group) group.push(position);
    else groups.set(until, [position]);
  }
  if (groups.size === 0) return null;
  const trial = copyState(state);
  const stale: number[] = [];
  for (const [until, due] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    stale.push(...due);
    for (const position of due) forget(trial, position);
    evaluate(variant, trial);
    const fallen = reachedRank(variant, trial, cohort);
    if (fallen < rank) return { cause: "stale", until, due, stale, rank: fallen };
  }
  return null;
}

/** The last fresh day of an answer that is stale by a given day, else null; dates repeat, so they are remembered. */
function staleAfter(given: string, every: string, by: string, reviews: Map<string, string | null>): string | null {
  const key = `${given} ${every}`;
  let until = reviews.get(key);
  if (until === undefined) {
    until = isStale(given, every, by) ? nextReview(given, every) : null;
    reviews.set(key, until);
  }
  return until;
}

function forget(state: State, position: number): void {
  state.status[position] = UNANSWERED;
  state.measure[position] = Number.NaN;
  state.attainment[position] = 0;
  state.effort[position] = 0;
}

/** A risk as data and one sentence. */
export function describeRisk(member: Member, risk: SlipRisk | StaleRisk, cohort?: Cohort): Risk {
  return risk.cause === "slip" ? describeSlip(member, risk, cohort) : describeStale(member, risk, cohort);
}

function describeSlip(
  { variant, state }: Member,
  { position, measure, rank }: SlipRisk,
  cohort: Cohort | undefined,
): Risk {
  const words = networkWordsOf(variant.language);
  const criterion = variant.criteria[position] as CompiledCriterion;
  const before = state.measure[position] as number;
  const trial = copyState(state);
  trial.measure[position] = measure;
  trial.attainment[position] = criterion.answer.attain(measure);
  evaluate(variant, trial);
  const lost = criterion.answer.kind === "checklist" ? Math.log2(before - measure) : -1;
  const option = criterion.answer.options[lost];
  const setback =
    option === undefined
      ? words.slipped(criterion.spoken, answerText(variant, criterion, measure), answerText(variant, criterion, before))
      : words.lost(criterion.spoken, option.label);
  const blockers = blockersOf(variant, trial, rank, cohort);
  const saidAlready = blockers.length === 1 && blockers[0]?.bound === "is" && blockers[0].id === criterion.id;
  return {
    cause: "slip",
    criterion: criterion.id,
    to: variant.levels[rank]?.id ?? null,
    until: null,
    sentence: `${words.falls(levelAfter(variant, rank))} ${setback}${saidAlready ? "" : `${variant.words.colon}${reasonOf(variant, trial, rank, cohort)}`}`,
  };
}

/** Of several answers that go stale together, the first that would cost the level alone is named. */
function describeStale(member: Member, { until, due, stale, rank }: StaleRisk, cohort: Cohort | undefined): Risk {
  const { variant, state } = member;
  const words = networkWordsOf(variant.language);
  const trial = copyState(state);
  for (const position of stale) if (!due.includes(position)) forget(trial, position);
  evaluate(variant, trial);
  const blamed =
    due.length === 1
      ? due[0]
      : due.find((position) => rankWith(variant, trial, position, Number.NaN, cohort) < member.rank);
  const criterion = variant.criteria[blamed ?? -1];
  for (const position of due) forget(trial, position);
  evaluate(variant, trial);
  const day = until.slice(0, 10);
  const setback = due.length > 1 ? words.outdatedAll(day) : words.outdated(criterion?.spoken ?? "", day);
  return {
    cause: "stale",
    criterion: criterion?.id ?? null,
    to: variant.levels[rank]?.id ?? null,
    until,
    sentence: `${words.falls(levelAfter(variant, rank))} ${setback}${variant.words.colon}${reasonOf(variant, trial, rank, cohort)}`,
  };
}
