/**
 * Do partners see themselves as the vendor sees them? Both sides' answers to the same questions, criterion by
 * criterion. Large optimism asks for evidence; large pessimism may mean that partners do not know what they have.
 * Mean and standard deviation are simple-statistics' (pure, ISC licence).
 */
import { mean, sampleStandardDeviation } from "simple-statistics";
import { TOLERANCE } from "../answers.ts";
import type { Variant } from "../compile.ts";
import { MINIMUM_COHORT } from "./cohort.ts";
import { type Interval, NORMAL_975 } from "./proportion.ts";
import type { Standing } from "./standing.ts";
import { student975 } from "./student.ts";

/** How both sides answered for one partner in one period. */
export interface TwoViews {
  partner: string;
  own: Standing;
  vendor: Standing;
}

/** Differences are the partner's attainment minus the vendor's, -1..1: above 0 the partner sees itself better. */
export interface Agreement {
  /** Answers both sides gave. */
  count: number;
  /** Mean difference and its 95 % interval; null without an answer, and the interval with fewer than 5. */
  mean: number | null;
  interval: Interval | null;
  /** Standard deviation of the differences, and the limits within which 95 % of them lie; null with fewer than 5. */
  spread: number | null;
  limits: Interval | null;
  /** Share of answers that are the same, 0..1. */
  identical: number | null;
  /** Where the interval excludes 0; null with fewer than 5 answers. */
  verdict: "optimistic" | "pessimistic" | "agree" | null;
}

export interface CriterionAgreement extends Agreement {
  criterion: string;
  name: string;
}

export interface PartnerAgreement extends Agreement {
  partner: string;
}

/** Criteria that both sides are asked, in the model's order, and partners in the order given. */
export function agreementOf(
  variant: Variant,
  views: readonly TwoViews[],
): { criteria: CriterionAgreement[]; partners: PartnerAgreement[] } {
  const shared = variant.criteria.filter(
    ({ position }) => (variant.model.criteria[position]?.askedOf ?? "both") === "both",
  );
  return {
    criteria: shared.map(({ id, name, position }) => ({
      criterion: id,
      name,
      ...agreement(views.flatMap((view) => difference(view, position))),
    })),
    partners: views.map((view) => ({
      partner: view.partner,
      ...agreement(shared.flatMap(({ position }) => difference(view, position))),
    })),
  };
}

function difference({ own, vendor }: TwoViews, position: number): number[] {
  const ownView = own.attainments[position];
  const vendorView = vendor.attainments[position];
  return ownView == null || vendorView == null ? [] : [ownView - vendorView];
}

/**
 * Mean `d`, standard deviation `s`, limits of agreement `d ± 1.96 s` and the interval of the mean `d ± t s / √n` with
 * n - 1 degrees of freedom. Source: J. M. Bland and D. G. Altman, Statistical methods for assessing agreement between
 * two methods of clinical measurement, The Lancet 327 (1986).
 */
export function agreement(differences: readonly number[]): Agreement {
  const count = differences.length;
  if (count === 0) {
    return { count, mean: null, interval: null, spread: null, limits: null, identical: null, verdict: null };
  }
  const values = [...differences];
  const middle = mean(values);
  const identical = values.filter((value) => Math.abs(value) <= TOLERANCE).length / count;
  if (count < MINIMUM_COHORT) {
    return { count, mean: middle, interval: null, spread: null, limits: null, identical, verdict: null };
  }
  const spread = sampleStandardDeviation(values);
  const around = (reach: number): Interval => ({ low: middle - reach, high: middle + reach });
  const interval = around((student975(count - 1) * spread) / Math.sqrt(count));
  return {
    count,
    mean: middle,
    interval,
    spread,
    limits: around(NORMAL_975 * spread),
    identical,
    verdict: interval.low > TOLERANCE ? "optimistic" : interval.high < -TOLERANCE ? "pessimistic" : "agree",
  };
}
