/**
 * Percentile requirements of what is stored. They are decided when answers are saved, against the cohort as it is with
 * them, and the ranks are kept beside the answers: a result stays what it was, whoever is saved after it. A partner's
 * rank is no answer of its own, so gaps and paths of stored results take it as given.
 */
import type { Assessment } from "../../models/contract.ts";
import type { CompiledModel, Condition } from "../../models/engine/compile.ts";
import {
  addStanding,
  type CohortSummary,
  newCohort,
  percentilesIn,
  removeStanding,
} from "../../models/engine/network/cohort.ts";
import { type Standing, standingOf } from "../../models/engine/network/standing.ts";
import { evaluateAssessment } from "../../models/engine/score.ts";
import type { Cohort } from "../../models/engine/state.ts";

/** Percentile ranks 0..100 by criterion id, that of the index under a blank id. */
export type Ranks = Record<string, number>;

const INDEX = "";

/** What the levels of a model rank partners by: criterion ids, null for the index. */
export function rankedBy({ plain, overlays }: CompiledModel): (string | null)[] {
  const found = new Set<string | null>();
  const look = (condition: Condition): void => {
    if (condition.kind === "any") for (const route of condition.routes) route.forEach(look);
    if (condition.kind === "percentile") found.add(plain.criteria[condition.criterion]?.id ?? null);
  };
  for (const { levels } of [plain, ...overlays.map(({ variant }) => variant)]) {
    for (const { conditions } of levels) conditions.forEach(look);
  }
  return [...found];
}

/** One of a save: its answers, and the standing that they replace. */
export interface Newcomer {
  assessment: Assessment;
  /** Under the same revision; null for none. */
  former: Standing | null;
  /** False where the answers are of a period or source that does not decide where the partner stands. */
  decides: boolean;
}

/**
 * The ranks of partners that are saved together, each among all the others.
 *
 * @param before the cohort of all partners without this save; null for none.
 * @returns for each newcomer; null where nothing asks for a rank or the answers do not decide. A rank is missing where
 *   fewer than 5 partners have a value, or the partner has none: the requirement is undecided then.
 */
export function ranksOf(
  compiled: CompiledModel,
  before: CohortSummary | null,
  newcomers: readonly Newcomer[],
): (Ranks | null)[] {
  const wanted = rankedBy(compiled);
  if (wanted.length === 0) return newcomers.map(() => null);
  const cohort = before ?? newCohort(compiled);
  const evaluated = newcomers.map(({ assessment, former, decides }) => {
    if (!decides) return null;
    const { variant, state } = evaluateAssessment(compiled, assessment);
    if (former !== null) removeStanding(compiled, cohort, former);
    addStanding(compiled, cohort, standingOf(variant, state, -1, assessment.partner, assessment));
    return { scale: variant.scale, state };
  });
  const { percentile } = percentilesIn(compiled.plain, cohort);
  return evaluated.map((newcomer) => {
    if (newcomer === null) return null;
    const { scale, state } = newcomer;
    const ranks: Ranks = {};
    for (const id of wanted) {
      const value =
        id === null
          ? state.index * scale.width + scale.min
          : (state.measure[compiled.positions.get(id) ?? -1] ?? Number.NaN);
      const rank = Number.isNaN(value) ? null : percentile(id, value);
      if (rank !== null) ranks[id ?? INDEX] = rank;
    }
    return ranks;
  });
}

/** The ranks that were kept, as the engine asks for them; undefined where none were. */
export function keptRanks(ranks: Ranks | null | undefined): Cohort | undefined {
  return ranks == null ? undefined : { percentile: (criterion) => ranks[criterion ?? INDEX] ?? null };
}
