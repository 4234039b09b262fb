/** What the network functions know of a partner: its latest evaluated result, as plain data that JSON keeps whole. */
import { ANSWERED, NOT_APPLICABLE } from "../answers.ts";
import type { Variant } from "../compile.ts";
import type { Attributes } from "../overlay.ts";
import type { State } from "../state.ts";

/**
 * One partner's evaluated result. Lists follow the positions of the model's criteria and dimensions, which overlays
 * leave as they are, so that standings of one revision compare. Scores and attainments are 0..1, not rounded.
 */
export interface Standing {
  partner: string;
  segment: string | null;
  region: string | null;
  type: string | null;
  /** Id of the overlay it was scored under, null for the plain model. */
  overlay: string | null;
  /** Null where nothing counts. */
  index: number | null;
  /** Rank of the level reached (the lowest is 0), -1 where none can be given. */
  rank: number;
  /** By dimension position; null where everything in it is excluded. */
  dimensions: (number | null)[];
  /** By criterion position; null where unanswered or not applicable. */
  attainments: (number | null)[];
  /** By criterion position: the number that was answered, in the criterion's own unit; null for other kinds too. */
  measures: (number | null)[];
  /** Positions of the criteria that are not applicable or left out by the overlay, ascending. */
  notApplicable: number[];
}

/**
 * The standing of an evaluated state.
 *
 * @param rank the level reached, -1 where none can be given (see `withheld` and `rankOf`).
 */
export function standingOf(
  variant: Variant,
  state: State,
  rank: number,
  partner: string,
  attributes: Attributes,
): Standing {
  const attainments: (number | null)[] = [];
  const measures: (number | null)[] = [];
  const notApplicable: number[] = [];
  for (const { position, answer } of variant.criteria) {
    const answered = state.status[position] === ANSWERED;
    attainments.push(answered ? known(state.attainment[position]) : null);
    measures.push(answered && answer.kind === "number" ? known(state.measure[position]) : null);
    if (state.status[position] === NOT_APPLICABLE) notApplicable.push(position);
  }
  return {
    partner,
    segment: attributes.segment ?? null,
    region: attributes.region ?? null,
    type: attributes.type ?? null,
    overlay: variant.overlay,
    index: known(state.index),
    rank,
    dimensions: Array.from(state.dimension, known),
    attainments,
    measures,
    notApplicable,
  };
}

/** The variant of the model under which a standing was scored; the plain one where its overlay is no longer there. */
export function variantOf(
  compiled: { plain: Variant; overlays: readonly { variant: Variant }[] },
  standing: Standing,
): Variant {
  if (standing.overlay === null) return compiled.plain;
  return compiled.overlays.find(({ variant }) => variant.overlay === standing.overlay)?.variant ?? compiled.plain;
}

function known(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
