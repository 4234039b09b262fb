/** What became of each partner between two periods. */
import { UNKNOWN } from "../../../../models/appearance.ts";
import type { Model } from "../../../../models/format.ts";
import { dimensionKey } from "../../layout/keys.ts";
import type { StoredAssessment } from "../stored.ts";

export interface Move {
  partner: string;
  /** Blank where neither period has the partner. */
  move: "up" | "down" | "same" | "new" | "gone" | "";
  /** Index points; null where one of the periods has none. */
  change: number | null;
  /** By the key of the column; blank for what there is nothing to say of. */
  cells: Record<string, string | number>;
}

/** By partner. The biggest gain comes first, then those without a change to tell. */
export function movesBetween(
  model: Model,
  before: ReadonlyMap<string, StoredAssessment>,
  after: ReadonlyMap<string, StoredAssessment>,
): Move[] {
  const partners = [...new Set([...before.keys(), ...after.keys()])];
  return partners
    .map((partner) => moveOf(model, partner, before.get(partner), after.get(partner)))
    .sort((a, b) => order(b) - order(a) || (a.partner < b.partner ? -1 : 1));
}

const order = ({ change }: Move): number => change ?? Number.NEGATIVE_INFINITY;

function moveOf(
  model: Model,
  partner: string,
  before: StoredAssessment | undefined,
  after: StoredAssessment | undefined,
): Move {
  const index = (assessment: StoredAssessment | undefined): number | null => assessment?.result?.index ?? null;
  const shown = (assessment: StoredAssessment | undefined, value: string | number | null): string | number =>
    assessment === undefined ? "" : (value ?? UNKNOWN);
  const change = difference(index(before), index(after));
  const move = moveWord(model, before, after);
  return {
    partner,
    move,
    change,
    cells: {
      move,
      levelBefore: shown(before, levelName(model, before)),
      levelAfter: shown(after, levelName(model, after)),
      indexBefore: shown(before, index(before)),
      indexAfter: shown(after, index(after)),
      change: change ?? "",
      ...Object.fromEntries(
        model.dimensions.map(({ id }) => [dimensionKey(id), difference(scoreOf(before, id), scoreOf(after, id)) ?? ""]),
      ),
    },
  };
}

function moveWord(
  model: Model,
  before: StoredAssessment | undefined,
  after: StoredAssessment | undefined,
): Move["move"] {
  if (before === undefined) return "new";
  if (after === undefined) return "gone";
  const rank = (assessment: StoredAssessment): number =>
    model.levels.findIndex(({ id }) => id === assessment.result?.level);
  const steps = rank(after) - rank(before);
  return steps > 0 ? "up" : steps < 0 ? "down" : "same";
}

function levelName(model: Model, assessment: StoredAssessment | undefined): string | null {
  const id = assessment?.result?.level ?? null;
  return model.levels.find((level) => level.id === id)?.name ?? id;
}

const scoreOf = (assessment: StoredAssessment | undefined, dimension: string): number | null =>
  assessment?.dimensions?.find(({ id }) => id === dimension)?.score ?? null;

/** Differences of decimals leave dust behind. */
function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : Math.round((after - before) * 1e6) / 1e6;
}
