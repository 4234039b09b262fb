/** A partner's index as if some criteria had not been asked, next to the plain one. */
import { ANSWERED, NOT_APPLICABLE, UNANSWERED } from "../answers.ts";
import type { CompiledModel, Variant } from "../compile.ts";
import { evaluate } from "../evaluate.ts";
import { roundHalfUp } from "../numbers.ts";
import { newState, type State } from "../state.ts";
import { type Standing, variantOf } from "./standing.ts";

/** In scale units, rounded half up to the model's decimals; null where nothing counts. */
export interface SetAside {
  partner: string;
  index: number | null;
  /** Without the criteria set aside: their weight leaves every sum, as it does for those an overlay omits. */
  without: number | null;
}

/**
 * What each partner's index is without some criteria, such as those where the programme is at fault.
 *
 * @param setAside positions of criteria.
 */
export function setAsideIndexes(
  compiled: CompiledModel,
  standings: readonly Standing[],
  setAside: readonly number[],
): SetAside[] {
  const prepared = new Map<Variant, { variant: Variant; state: State }>();
  return standings.map((standing) => {
    const full = variantOf(compiled, standing);
    let ready = prepared.get(full);
    if (ready === undefined) {
      const variant = variantWithout(full, setAside);
      ready = { variant, state: newState(variant) };
      prepared.set(full, ready);
    }
    const { variant, state } = ready;
    fill(variant, state, standing);
    evaluate(variant, state);
    const { min, width, decimals } = variant.scale;
    const report = (score: number | null): number | null =>
      score === null || Number.isNaN(score) ? null : roundHalfUp(score * width + min, decimals);
    return { partner: standing.partner, index: report(standing.index), without: report(state.index) };
  });
}

/** The variant with further criteria omitted. */
function variantWithout(variant: Variant, setAside: readonly number[]): Variant {
  const positions = new Set(setAside);
  return {
    ...variant,
    criteria: variant.criteria.map((criterion) =>
      positions.has(criterion.position) ? { ...criterion, omitted: true } : criterion,
    ),
  };
}

function fill(variant: Variant, state: State, standing: Standing): void {
  for (const { position, omitted } of variant.criteria) {
    const attainment = standing.attainments[position] ?? null;
    state.status[position] = omitted ? NOT_APPLICABLE : attainment === null ? UNANSWERED : ANSWERED;
    state.attainment[position] = attainment ?? 0;
  }
  for (const position of standing.notApplicable) state.status[position] = NOT_APPLICABLE;
}
