/** The same answers under a changed model: who moves, and why. */
import type { Assessment } from "../../contract.ts";
import type { CompiledModel } from "../compile.ts";
import { blockersOf } from "../explain.ts";
import type { Cohort } from "../state.ts";
import { type Member, readMember, reportedIndex } from "./member.ts";
import { withoutOpening } from "./phrases.ts";
import { networkWordsOf } from "./words.ts";

export interface ReplayMove {
  partner: string;
  /** Level ids, null for none. */
  from: string | null;
  to: string | null;
  /** By the order of a model that knows both levels, the changed one first; null where none does. */
  direction: "up" | "down" | null;
  /** In the scale units of each model, rounded half up. */
  indexBefore: number | null;
  indexAfter: number | null;
  /** What holds the partner now and did not before; for a rise what is no longer in the way. */
  why: string;
}

export interface Replay {
  moves: ReplayMove[];
  moved: number;
  unchanged: number;
  /** Every pair of levels that occurs, unchanged ones too, in the order of the levels before and after. */
  matrix: { from: string | null; to: string | null; count: number }[];
  /** Ids that only one of the models has: their answers are not read by the other. */
  criteria: { onlyBefore: string[]; onlyAfter: string[] };
  levels: { onlyBefore: string[]; onlyAfter: string[] };
}

/**
 * Scores a network under two models and compares the levels by id.
 *
 * @param limit how many moves are described, in the order of the assessments; all are counted.
 */
export function replay(
  before: CompiledModel,
  after: CompiledModel,
  assessments: readonly Assessment[],
  limit = Number.POSITIVE_INFINITY,
  cohorts: { before?: Cohort | undefined; after?: Cohort | undefined } = {},
): Replay {
  const levelsBefore = before.model.levels.map((level) => level.id);
  const levelsAfter = after.model.levels.map((level) => level.id);
  // One place more on either side for no level at all.
  const width = levelsAfter.length + 1;
  const counts = new Array<number>((levelsBefore.length + 1) * width).fill(0);
  const moves: ReplayMove[] = [];
  let moved = 0;
  for (const assessment of assessments) {
    const old = readMember(before, assessment, undefined, cohorts.before);
    const now = readMember(after, assessment, undefined, cohorts.after);
    const cell = (old.rank + 1) * width + now.rank + 1;
    counts[cell] = (counts[cell] ?? 0) + 1;
    if (levelOf(old) === levelOf(now)) continue;
    moved++;
    if (moves.length < limit) moves.push(moveOf(old, now, levelsBefore, levelsAfter, cohorts));
  }
  return {
    moves,
    moved,
    unchanged: assessments.length - moved,
    matrix: counts.flatMap((count, cell) =>
      count === 0
        ? []
        : [
            {
              from: levelsBefore[Math.floor(cell / width) - 1] ?? null,
              to: levelsAfter[(cell % width) - 1] ?? null,
              count,
            },
          ],
    ),
    criteria: difference(idsOf(before), idsOf(after)),
    levels: difference(levelsBefore, levelsAfter),
  };
}

const idsOf = (compiled: CompiledModel): string[] => compiled.model.criteria.map((criterion) => criterion.id);

function difference(
  before: readonly string[],
  after: readonly string[],
): { onlyBefore: string[]; onlyAfter: string[] } {
  return {
    onlyBefore: before.filter((id) => !after.includes(id)),
    onlyAfter: after.filter((id) => !before.includes(id)),
  };
}

function levelOf({ variant, rank }: Member): string | null {
  return variant.levels[rank]?.id ?? null;
}

function moveOf(
  old: Member,
  now: Member,
  levelsBefore: readonly string[],
  levelsAfter: readonly string[],
  cohorts: { before?: Cohort | undefined; after?: Cohort | undefined },
): ReplayMove {
  const from = levelOf(old);
  const to = levelOf(now);
  const direction = compare(from, to, levelsAfter) ?? compare(from, to, levelsBefore);
  return {
    partner: old.partner,
    from,
    to,
    direction,
    indexBefore: reportedIndex(old.variant, old.state),
    indexAfter: reportedIndex(now.variant, now.state),
    why: whyMoved(old, now, direction, cohorts),
  };
}

function compare(from: string | null, to: string | null, levels: readonly string[]): "up" | "down" | null {
  const [start, end] = [from, to].map((level) => (level === null ? -1 : levels.indexOf(level)));
  if (start === undefined || end === undefined || (start < 0 && from !== null) || (end < 0 && to !== null)) return null;
  return end > start ? "up" : "down";
}

function whyMoved(
  old: Member,
  now: Member,
  direction: ReplayMove["direction"],
  cohorts: { before?: Cohort | undefined; after?: Cohort | undefined },
): string {
  const held = (member: Member, cohort: Cohort | undefined): string[] =>
    blockersOf(member.variant, member.state, member.rank, cohort).map((blocker) => blocker.sentence);
  const sentencesBefore = held(old, cohorts.before);
  const sentencesAfter = held(now, cohorts.after);
  const released = (): string | undefined => {
    const sentence = sentencesBefore.find((text) => !sentencesAfter.includes(text));
    if (sentence === undefined) return undefined;
    return networkWordsOf(now.variant.language).released(withoutOpening(old.variant, sentence, old.rank));
  };
  const holding = sentencesAfter.find((text) => !sentencesBefore.includes(text)) ?? sentencesAfter[0];
  return (
    (direction === "up" ? released() : undefined) ?? holding ?? released() ?? now.variant.words.top(levelName(now))
  );
}

function levelName({ variant, rank }: Member): string {
  return variant.levels[rank]?.name ?? variant.words.noLevel;
}
