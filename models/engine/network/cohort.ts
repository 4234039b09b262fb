/**
 * A cohort in numbers: how the index, each dimension, each criterion and some measures are spread over its partners.
 * One stored row each, brought up to date by the standing that changed; its size does not grow with the partners.
 */
import type { CompiledCriterion, CompiledModel, Condition, Variant } from "../compile.ts";
import type { Cohort } from "../state.ts";
import {
  addValue,
  type CompactHistogram,
  compactHistogram,
  type Histogram,
  isCount,
  mergeHistograms,
  newHistogram,
  percentileRank,
  readHistogram,
  removeValue,
} from "./histogram.ts";
import {
  addShortfallCounts,
  countShortfalls,
  newShortfallCounts,
  readShortfallCounts,
  type ShortfallCounts,
} from "./shortfall-counts.ts";
import type { Standing } from "./standing.ts";

/** With fewer partners a quartile or a rank says little and may give a single partner away. */
export const MINIMUM_COHORT = 5;

export interface CohortSummary {
  /** How many partners. */
  partners: number;
  index: Histogram;
  /** Scores by dimension position. */
  dimensions: Histogram[];
  /** Attainments by criterion position, of those who answered. */
  criteria: Histogram[];
  /** Measures of the number criteria that a percentile requirement names, by position, placed 0..1 by `placeOf`. */
  measures: Map<number, Histogram>;
  shortfalls: ShortfallCounts;
}

/** As it is stored, at most some 20 kB for 40 criteria, whatever the number of partners. */
export interface CompactCohort {
  partners: number;
  index: CompactHistogram;
  dimensions: CompactHistogram[];
  criteria: CompactHistogram[];
  measures: [position: number, histogram: CompactHistogram][];
  shortfalls: ShortfallCounts;
}

export function newCohort({ plain }: CompiledModel): CohortSummary {
  return {
    partners: 0,
    index: newHistogram(),
    dimensions: plain.dimensions.map(newHistogram),
    criteria: plain.criteria.map(newHistogram),
    measures: new Map(rankedMeasures(plain).map((position) => [position, newHistogram()])),
    shortfalls: newShortfallCounts(plain.criteria.length),
  };
}

export function cohortOf(compiled: CompiledModel, standings: Iterable<Standing>): CohortSummary {
  const cohort = newCohort(compiled);
  for (const standing of standings) addStanding(compiled, cohort, standing);
  return cohort;
}

/** Brings the cohort up to date; nothing needs to be read again. */
export function addStanding(compiled: CompiledModel, cohort: CohortSummary, standing: Standing): void {
  cohort.partners++;
  change(compiled.plain, cohort, standing, addValue);
  countShortfalls(compiled, cohort.shortfalls, standing, 1);
}

/** Takes a standing out as it was when it was added. */
export function removeStanding(compiled: CompiledModel, cohort: CohortSummary, standing: Standing): void {
  cohort.partners = Math.max(0, cohort.partners - 1);
  change(compiled.plain, cohort, standing, removeValue);
  countShortfalls(compiled, cohort.shortfalls, standing, -1);
}

function change(variant: Variant, cohort: CohortSummary, standing: Standing, apply: typeof addValue): void {
  apply(cohort.index, standing.index);
  for (let position = 0; position < cohort.dimensions.length; position++) {
    apply(cohort.dimensions[position] as Histogram, standing.dimensions[position]);
  }
  for (let position = 0; position < cohort.criteria.length; position++) {
    apply(cohort.criteria[position] as Histogram, standing.attainments[position]);
  }
  for (const [position, histogram] of cohort.measures) {
    const measure = standing.measures[position];
    if (measure != null) apply(histogram, placeOf(variant.criteria[position], measure));
  }
}

/** Both cohorts of the same model together; a partner in both counts twice. */
export function mergeCohorts(one: CohortSummary, other: CohortSummary): CohortSummary {
  const together = (histogram: Histogram, second: Histogram | undefined) =>
    second === undefined ? histogram : mergeHistograms(histogram, second);
  return {
    partners: one.partners + other.partners,
    index: mergeHistograms(one.index, other.index),
    dimensions: one.dimensions.map((histogram, position) => together(histogram, other.dimensions[position])),
    criteria: one.criteria.map((histogram, position) => together(histogram, other.criteria[position])),
    measures: new Map(
      [...one.measures].map(([position, histogram]) => [position, together(histogram, other.measures.get(position))]),
    ),
    shortfalls: addShortfallCounts(one.shortfalls, other.shortfalls),
  };
}

export function compactCohort(cohort: CohortSummary): CompactCohort {
  return {
    partners: cohort.partners,
    index: compactHistogram(cohort.index),
    dimensions: cohort.dimensions.map(compactHistogram),
    criteria: cohort.criteria.map(compactHistogram),
    measures: [...cohort.measures].map(([position, histogram]) => [position, compactHistogram(histogram)]),
    shortfalls: cohort.shortfalls,
  };
}

/** Null where what was stored belongs to another model, or is no cohort: build it anew from the standings. */
export function readCohort({ plain }: CompiledModel, stored: unknown): CohortSummary | null {
  if (typeof stored !== "object" || stored === null) return null;
  const fields = stored as Partial<Record<keyof CompactCohort, unknown>>;
  const { partners } = fields;
  const index = readHistogram(fields.index);
  const dimensions = readHistograms(fields.dimensions, plain.dimensions.length);
  const criteria = readHistograms(fields.criteria, plain.criteria.length);
  const measures = readMeasures(fields.measures, rankedMeasures(plain));
  const shortfalls = readShortfallCounts(fields.shortfalls, plain.criteria.length);
  if (!isCount(partners) || !index || !dimensions || !criteria || !measures || !shortfalls) return null;
  return { partners, index, dimensions, criteria, measures, shortfalls };
}

function readHistograms(stored: unknown, length: number): Histogram[] | null {
  if (!Array.isArray(stored) || stored.length !== length) return null;
  const histograms = stored.flatMap((compact: unknown) => readHistogram(compact) ?? []);
  return histograms.length === length ? histograms : null;
}

function readMeasures(stored: unknown, positions: readonly number[]): Map<number, Histogram> | null {
  if (!Array.isArray(stored) || stored.length !== positions.length) return null;
  const measures = new Map<number, Histogram>();
  for (const entry of stored as unknown[]) {
    const [position, compact] = Array.isArray(entry) ? (entry as unknown[]) : [];
    const histogram = readHistogram(compact);
    if (histogram === null || typeof position !== "number" || !positions.includes(position)) return null;
    measures.set(position, histogram);
  }
  return measures.size === positions.length ? measures : null;
}

/** Where percentile requirements rank a partner: `min: 97` is the top three per cent; null among fewer than 5. */
export function percentilesIn(variant: Variant, cohort: CohortSummary): Cohort {
  const positions = new Map(variant.criteria.map(({ id, position }) => [id, position]));
  const rankIn = (histogram: Histogram, value: number): number | null =>
    histogram.count < MINIMUM_COHORT ? null : percentileRank(histogram, value);
  return {
    percentile(criterion, value) {
      if (criterion === null) {
        return rankIn(cohort.index, (value - variant.scale.min) / variant.scale.width);
      }
      const position = positions.get(criterion) ?? -1;
      const measures = cohort.measures.get(position);
      if (measures) return rankIn(measures, placeOf(variant.criteria[position], value));
      const attainments = cohort.criteria[position];
      const attainment = variant.criteria[position]?.answer.attain(value);
      return attainments === undefined || attainment === undefined ? null : rankIn(attainments, attainment);
    },
  };
}

/** Positions of the number criteria that a percentile requirement of any level names, ascending. */
function rankedMeasures(variant: Variant): number[] {
  const named = new Set<number>();
  const look = (condition: Condition): void => {
    if (condition.kind === "any") for (const route of condition.routes) route.forEach(look);
    if (condition.kind !== "percentile" || condition.criterion < 0) return;
    if (variant.criteria[condition.criterion]?.answer.kind === "number") named.add(condition.criterion);
  };
  for (const level of variant.levels) level.conditions.forEach(look);
  return [...named].sort((a, b) => a - b);
}

/**
 * Where a measure of any size stands between 0 and 1, in ascending order. The middle half is the scored part of the
 * criterion's line; what lies beyond an end closes in on 0 or 1, so that the best of those who all attain 1 still
 * differ: `x / (1 + x)` of the last quarter at a distance of x scored widths.
 */
export function placeOf(criterion: CompiledCriterion | undefined, measure: number): number {
  const line = criterion?.answer.line;
  const first = line?.xs[0] ?? 0;
  const width = Math.max((line?.xs.at(-1) ?? 0) - first, Number.EPSILON);
  const along = (measure - first) / width;
  if (along < 0) return 0.25 - 0.25 * beyond(-along);
  if (along > 1) return 0.75 + 0.25 * beyond(along - 1);
  return 0.25 + 0.5 * along;
}

const beyond = (distance: number): number => 1 - 1 / (1 + distance);
