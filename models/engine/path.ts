import type { Path } from "../contract.ts";
import type { Variant } from "./compile.ts";
import type { Cohort, State } from "./state.ts";
export interface Work { left: number }
export const DEFAULT_WORK = 20_000;
export function cheapestPath(variant: Variant, _state: State, target: number, _work: Work, _cohort?: Cohort): Path {
  return { level: variant.levels[target]?.id ?? "", reachable: false, changes: [], effort: 0, optimal: false, bound: 0 };
}
