/**
 * A cohort in numbers: how the index, each dimension, each criterion and some measures are spread over its partners.
 * One stored row each, brought up to date by the standing that changed; its size does not grow with the partners.
 */
import type { CompiledCriterion, Condition, Variant } from "../compile.ts";
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
import type { Standing } from "./standing.ts";

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
}

/** As it is stored, about 10 kB for 40 criteria. */
export interface CompactCohort {
  partners: number;
  index: CompactHistogram;
  dimensions: CompactHistogram[];
  criteria: CompactHistogram[];
  measures: [position: number, histogram: CompactHistogram][];
}

/** @param variant the plain model: positions and the places of measures are the same for every overlay. */
export function newCohort(variant: Variant): CohortSummary {
  return {
    partners: 0,
    index: newHistogram(),
    dimensions: variant.dimensions.map(newHistogram),
    criteria: variant.criteria.map(newHistogram),
    measures: new Map(rankedMeasures(variant).map((position) => [position, newHistogram()])),
  };
}

export function cohortOf(variant: Variant, standings: Iterable<Standing>): CohortSummary {
  const cohort = newCohort(variant);
  for (const standing of standings) addStanding(variant, cohort, standing);
  return cohort;
}

export function addStanding(variant: Variant, cohort: CohortSummary, standing: Standing): void {
  cohort.partners++;
  change(variant, cohort, standing, addValue);
}

/** Takes a standing out as it was when it was added. */
export function removeStanding(variant: Variant, cohort: CohortSummary, standing: Standing): void {
  cohort.partners = Math.max(0, cohort.partners - 1);
  change(variant, cohort, standing, removeValue);
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
  };
}

export function compactCohort(cohort: CohortSummary): CompactCohort {
  return {
    partners: cohort.partners,
    index: compactHistogram(cohort.index),
    dimensions: cohort.dimensions.map(compactHistogram),
    criteria: cohort.criteria.map(compactHistogram),
    measures: [...cohort.measures].map(([position, histogram]) => [position, compactHistogram(histogram)]),
  };
}

/** Null where what was stored belongs to another model, or is no cohort: build it anew from the standings. */
export function readCohort(variant: Variant, stored: unknown): CohortSummary | null {
  if (typeof stored !== "object" || stored === null) return null;
  const { partners, index, dimensions, criteria, measures } = stored as Partial<Record<keyof CompactCohort, unknown>>;
  const cohort = {
    index: readHistogram(index),
    dimensions: readHistograms(dimensions, variant.dimensions.length),
    criteria: readHistograms(criteria, variant.criteria.length),
    measures: readMeasures(measures, rankedMeasures(variant)),
  };
  if (!isCount(partners) || !cohort.index || !cohort.dimensions || !cohort.criteria || !cohort.measures) return null;
  return {
    partners,
    index: cohort.index,
    dimensions: cohort.dimensions,
    criteria: cohort.criteria,
    measures: cohort.measures,
  };
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

/** Where percentile requirements rank a partner: `min: 97` is the top three per cent. */
export function percentilesIn(variant: Variant, cohort: CohortSummary): Cohort {
  const positions = new Map(variant.criteria.map(({ id, position }) => [id, position]));
  return {
    percentile(criterion, value) {
      if (criterion === null) {
        return percentileRank(cohort.index, (value - variant.scale.min) / variant.scale.width);
      }
      const position = positions.get(criterion) ?? -1;
      const measures = cohort.measures.get(position);
      if (measures) return percentileRank(measures, placeOf(variant.criteria[position], value));
      const attainments = cohort.criteria[position];
      const attainment = variant.criteria[position]?.answer.attain(value);
      return attainments === undefined || attainment === undefined ? null : percentileRank(attainments, attainment);
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
 * Where a measure of any size stands between 0 and 1, in ascending order. The middle eight tenths are the scored part
 * of the criterion's line; what lies beyond an end closes in on 0 or 1, so that the best of those who all attain 1
 * still differ: `x / (1 + x)` of the last tenth at a distance of x scored widths.
 */
export function placeOf(criterion: CompiledCriterion | undefined, measure: number): number {
  const line = criterion?.answer.line;
  const first = line?.xs[0] ?? 0;
  const width = Math.max((line?.xs.at(-1) ?? 0) - first, Number.EPSILON);
  const along = (measure - first) / width;
  if (along < 0) return 0.1 - 0.1 * beyond(-along);
  if (along > 1) return 0.9 + 0.1 * beyond(along - 1);
  return 0.1 + 0.8 * along;
}

const beyond = (distance: number): number => 1 - 1 / (1 + distance);
