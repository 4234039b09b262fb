/** The logistic S-curve over the level position. */
import type { Curve } from "../contract.ts";
import { ANSWERED } from "./answers.ts";
import type { Variant } from "./compile.ts";
import { routeReached } from "./conditions.ts";
import { dimensionRank } from "./level.ts";
import type { Cohort, State } from "./state.ts";

/** y = 1 / (1 + e^(-steepness (x - midpoint))): Verhulst's logistic function, 1845. */
export function logistic(x: number, midpoint: number, steepness: number): number {
  return 1 / (1 + Math.exp(-steepness * (x - midpoint)));
}

/**
 * Where the whole, each top-level dimension and each answered criterion stand on the model's curve; null when the
 * model has no curve or no level can be given. A criterion's position is its attainment over the whole ladder.
 */
export function curveOf(variant: Variant, state: State, position: number | null, cohort?: Cohort): Curve | null {
  const { curve } = variant.model;
  if (curve === undefined || position === null) return null;
  const top = variant.levels.length - 1;
  const place = (x: number) => ({
    x,
    y: logistic(x, curve.midpoint, curve.steepness),
    phase: variant.levels[Math.max(0, Math.min(top, Math.floor(x + 1e-9)))]?.id ?? "",
  });
  return {
    ...place(position),
    dimensions: variant.tops.flatMap((dimension, at) => {
      const rank = dimensionRank(variant, state, at, cohort);
      if (rank < 0) return [];
      const next = variant.levels[rank + 1]?.byTop[at];
      const x = rank + (next === undefined || next.length === 0 ? 0 : routeReached(variant, next, state, cohort));
      return [{ id: variant.dimensions[dimension]?.id ?? "", ...place(x) }];
    }),
    criteria: variant.criteria.flatMap((criterion) =>
      state.status[criterion.position] === ANSWERED
        ? [{ id: criterion.id, ...place((state.attainment[criterion.position] as number) * top) }]
        : [],
    ),
  };
}
