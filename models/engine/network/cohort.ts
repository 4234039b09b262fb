/**
 * A cohort in numbers: how the index, each dimension, each criterion and some measures are spread over its partners.
 * One stored row each, brought up to date by the standing that changed; its size does not grow with the partners.
 */
import type { CompiledCriterion, CompiledModel, Condition, Variant } from "../compile.ts";
import type { Cohort } from "../state.ts";
import {
  addToBin,
  binOf,
  binOrNone,
  type CompactHistogram,
  compactHistogram,
  type Histogram,
  isCount,
  newHistogram,
  percentileRank,
  readHistogram,
  removeFromBin,
} from "./histogram.ts";
import {
  countMarks,
  newShortfallCounts,
  readShortfallCounts,
  type ShortfallCounts,
  shortfallMarks,
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

/** Brings the cohort up to date; nothing needs to be read again. */
export function addStanding(compiled: CompiledModel, cohort: CohortSummary, standing: Standing): void {
  addCounted(cohort, countedOf(compiled, standing));
}

/** Takes a standing out as it was when it was added. */
export function removeStanding(compiled: CompiledModel, cohort: CohortSummary, standing: Standing): void {
  removeCounted(cohort, countedOf(compiled, standing));
}

/** A standing as cohorts count it, worked out once for all the cohorts that a partner is in. */
export interface Counted {
  /** Bins; -1 for no value. */
  index: number;
  /** By position. */
  dimensions: Int8Array;
  criteria: Int8Array;
  /** In the order of the cohort's measures. */
  measures: Int8Array;
  /** See `shortfallMarks`. */
  marks: Uint8Array;
}

/** One for each model: thousands of small arrays would be more work to clear away than to fill. */
const countedByVariant = new WeakMap<Variant, Counted>();

/** @returns what is good until the next standing of this model is counted. */
export function countedOf(compiled: CompiledModel, standing: Standing): Counted {
  const { plain } = compiled;
  const ranked = rankedMeasures(plain);
  let counted = countedByVariant.get(plain);
  if (counted === undefined) {
    counted = {
      index: -1,
      dimensions: new Int8Array(plain.dimensions.length),
      criteria: new Int8Array(plain.criteria.length),
      measures: new Int8Array(ranked.length),
      marks: new Uint8Array(plain.criteria.length),
    };
    countedByVariant.set(plain, counted);
  }
  counted.index = binOrNone(standing.index);
  fillBins(counted.dimensions, standing.dimensions);
  fillBins(counted.criteria, standing.attainments);
  for (let place = 0; place < ranked.length; place++) {
    const position = ranked[place] as number;
    const measure = standing.measures[position];
    counted.measures[place] = measure == null ? -1 : binOf(placeOf(plain.criteria[position], measure));
  }
  shortfallMarks(compiled, standing, counted.marks);
  return counted;
}

function fillBins(bins: Int8Array, values: readonly (number | null)[]): void {
  for (let position = 0; position < bins.length; position++) bins[position] = binOrNone(values[position]);
}

export function addCounted(cohort: CohortSummary, counted: Counted): void {
  cohort.partners++;
  change(cohort, counted, addToBin);
  countMarks(cohort.shortfalls, counted.marks, 1);
}

export function removeCounted(cohort: CohortSummary, counted: Counted): void {
  cohort.partners = Math.max(0, cohort.partners - 1);
  change(cohort, counted, removeFromBin);
  countMarks(cohort.shortfalls, counted.marks, -1);
}

function change(cohort: CohortSummary, counted: Counted, apply: typeof addToBin): void {
  apply(cohort.index, counted.index);
  const { dimensions, criteria } = cohort;
  for (let position = 0; position < dimensions.length; position++) {
    apply(dimensions[position] as Histogram, counted.dimensions[position] as number);
  }
  for (let position = 0; position < criteria.length; position++) {
    apply(criteria[position] as Histogram, counted.criteria[position] as number);
  }
  let place = 0;
  for (const histogram of cohort.measures.values()) apply(histogram, counted.measures[place++] as number);
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

const rankedByVariant = new WeakMap<Variant, readonly number[]>();

/** Positions of the number criteria that a percentile requirement of any level names, ascending. */
function rankedMeasures(variant: Variant): readonly number[] {
  const known = rankedByVariant.get(variant);
  if (known !== undefined) return known;
  const named = new Set<number>();
  const look = (condition: Condition): void => {
    if (condition.kind === "any") for (const route of condition.routes) route.forEach(look);
    if (condition.kind !== "percentile" || condition.criterion < 0) return;
    if (variant.criteria[condition.criterion]?.answer.kind === "number") named.add(condition.criterion);
  };
  for (const level of variant.levels) level.conditions.forEach(look);
  const positions = [...named].sort((a, b) => a - b);
  rankedByVariant.set(variant, positions);
  return positions;
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
