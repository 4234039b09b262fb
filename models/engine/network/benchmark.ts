/** Where a partner stands within a cohort, how the cohort is spread, and what the partners one level up reach. */
import type { Variant } from "../compile.ts";
import { roundHalfUp } from "../numbers.ts";
import { type CohortSummary, MINIMUM_COHORT } from "./cohort.ts";
import { type Histogram, percentileRank, quantile } from "./histogram.ts";
import type { Standing } from "./standing.ts";

/** What a cohort's partners have in common. */
export const COHORT_KINDS = ["all", "segment", "region", "type", "level"] as const;
export type CohortKind = (typeof COHORT_KINDS)[number];

/**
 * Index and dimension scores are in scale units, rounded half up to the model's decimals; a criterion's are
 * attainments 0..1, quartiles to the whole per cent.
 */
export interface Placement {
  /** How many partners have a value. */
  count: number;
  /** The partner's own; null where it has none or no partner was asked about. */
  value: number | null;
  /** Percentile rank 0..100 by mid-ranks, to one decimal; the partner itself counts as half. */
  percentile: number | null;
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
  /** The median of the partners one level up; null where they are fewer than 5 or there is no such level. */
  target: number | null;
}

export interface Benchmark {
  /** Partners in the cohort. */
  partners: number;
  /** Each null where fewer than 5 partners have a value. */
  index: Placement | null;
  dimensions: { id: string; placement: Placement | null }[];
  criteria: { id: string; placement: Placement | null }[];
}

/**
 * @param variant the plain model.
 * @param standing the partner to place; null for the cohort alone.
 * @param above the cohort of the next level, null where there is none.
 * @returns null for a cohort of fewer than 5 partners.
 */
export function benchmarkOf(
  variant: Variant,
  cohort: CohortSummary,
  standing: Standing | null,
  above: CohortSummary | null,
): Benchmark | null {
  if (cohort.partners < MINIMUM_COHORT) return null;
  const { min, width, decimals } = variant.scale;
  const inScale = (value: number): number => roundHalfUp(value * width + min, decimals);
  const inPercent = (value: number): number => roundHalfUp(value, 2);
  return {
    partners: cohort.partners,
    index: placementOf(cohort.index, standing?.index, above?.index, inScale, inScale),
    dimensions: variant.dimensions.map(({ id, position }) => ({
      id,
      placement: placementOf(
        cohort.dimensions[position],
        standing?.dimensions[position],
        above?.dimensions[position],
        inScale,
        inScale,
      ),
    })),
    criteria: variant.criteria.map(({ id, position }) => ({
      id,
      placement: placementOf(
        cohort.criteria[position],
        standing?.attainments[position],
        above?.criteria[position],
        (value) => value,
        inPercent,
      ),
    })),
  };
}

function placementOf(
  values: Histogram | undefined,
  own: number | null | undefined,
  above: Histogram | undefined,
  reportOwn: (value: number) => number,
  report: (value: number) => number,
): Placement | null {
  if (values === undefined || values.count < MINIMUM_COHORT) return null;
  const value = own ?? null;
  const percentile = value === null ? null : percentileRank(values, value);
  const target = above === undefined || above.count < MINIMUM_COHORT ? null : quantile(above, 0.5);
  return {
    count: values.count,
    value: value === null ? null : reportOwn(value),
    percentile: percentile === null ? null : roundHalfUp(percentile, 1),
    lowerQuartile: report(quantile(values, 0.25) ?? 0),
    median: report(quantile(values, 0.5) ?? 0),
    upperQuartile: report(quantile(values, 0.75) ?? 0),
    target: target === null ? null : report(target),
  };
}

/**
 * Names of the cohorts a standing belongs to: `all`, `segment:it-reseller`, `region:emea`, `type:reseller` and
 * `level:gold`. Case and outer blanks make no difference, as in overlays.
 */
export function cohortKeys(variant: Variant, standing: Standing): string[] {
  const named = (kind: CohortKind, name: string | null | undefined): string[] => {
    const key = name == null ? null : cohortKey(kind, name);
    return key === null ? [] : [key];
  };
  return [
    "all",
    ...named("segment", standing.segment),
    ...named("region", standing.region),
    ...named("type", standing.type),
    ...named("level", variant.levels[standing.rank]?.id),
  ];
}

/** The name of a cohort; null where a name is needed and blank. */
export function cohortKey(kind: CohortKind, name = ""): string | null {
  if (kind === "all") return "all";
  const folded = name.trim().toLowerCase();
  return folded === "" ? null : `${kind}:${folded}`;
}

/** The cohort of the partners one level up; null at the top. Without a level, those of the lowest. */
export function nextLevelKey(variant: Variant, standing: Standing): string | null {
  const next = variant.levels[standing.rank + 1];
  return next === undefined ? null : cohortKey("level", next.id);
}
