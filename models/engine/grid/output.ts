/** The columns a caller can ask for, each with its header and its way of writing a cell. */
import type { Variant } from "../compile.ts";
import { positionOf } from "../level.ts";
import { writeNumber } from "../numbers.ts";
import { cheapestPath, type Work } from "../path.ts";
import type { Words } from "../words.ts";
import type { Desk } from "./desk.ts";
import { answerText, type Phrases, phrasesOf } from "./phrases.ts";
import { Reasons } from "./reasons.ts";
import { escaped, inert, type Writer } from "./texts.ts";
import { TopGaps } from "./top-gaps.ts";

/** All that is at hand to write the rows of one variant. */
export class Scored {
  readonly desk: Desk;
  readonly phrases: Phrases;
  readonly reasons: Reasons;
  /** Null when no gaps are asked for. */
  readonly gaps: TopGaps | null;
  readonly work: Work;

  constructor(desk: Desk, gaps: number, work: Work) {
    this.desk = desk;
    this.phrases = phrasesOf(desk.variant);
    this.reasons = new Reasons(desk);
    this.gaps = gaps === 0 ? null : new TopGaps(desk, gaps);
    this.work = work;
  }
}

export interface OutputColumn {
  header(variant: Variant, words: Words): string[];
  /** Writes the cells of a row of the block, each with the comma before it. */
  write(writer: Writer, scored: Scored, row: number, partner: string): void;
  /** How many gaps it shows. */
  gaps: number;
  /** Whether it shows the partner's name. */
  names: boolean;
}

const position = new Float64Array(1);

type PlainColumn = Pick<OutputColumn, "header" | "write">;

const plainColumns: Record<string, PlainColumn> = {
  partner: {
    header: (_, words) => [words.columns.partner],
    write(writer, _scored, _row, partner) {
      writeText(writer, partner);
    },
  },
  index: {
    header: (_, words) => [words.columns.index],
    write(writer, scored, row) {
      writeScore(writer, scored.phrases, scored.desk.index, row);
    },
  },
  level: {
    header: (_, words) => [words.columns.level],
    write(writer, { phrases, desk }, row) {
      writer.piece(phrases.texts, phrases.level(desk.rank[row] as number));
    },
  },
  next: {
    header: (_, words) => [words.columns.next],
    write(writer, { phrases, desk }, row) {
      writer.piece(phrases.texts, phrases.level((desk.rank[row] as number) + 1));
    },
  },
  why: {
    header: (_, words) => [words.columns.why],
    write(writer, { reasons }, row) {
      reasons.write(writer, row);
    },
  },
  coverage: {
    header: (_, words) => [words.columns.coverage],
    write(writer, { phrases, desk }, row) {
      phrases.shares.write(writer, desk.coverage, row);
    },
  },
  position: {
    header: (_, words) => [words.columns.position],
    write(writer, { phrases, desk }, row) {
      const rank = desk.rank[row] as number;
      if (rank < 0) writer.piece(phrases.texts, phrases.unknown);
      else {
        position[0] = positionOf(desk.variant, desk.stateOf(row), rank);
        phrases.shares.write(writer, position, 0);
      }
    },
  },
  overlay: {
    header: (_, words) => [words.columns.overlay],
    write(writer, { phrases }) {
      writer.piece(phrases.texts, phrases.overlay);
    },
  },
  dimensions: {
    header: (variant) => variant.dimensions.map((dimension) => dimension.name),
    write(writer, { phrases, desk }, row) {
      const scores = desk.dimension;
      for (let place = 0; place < scores.length; place++) {
        writeScore(writer, phrases, scores[place] as Float64Array, row);
      }
    },
  },
  path: {
    header: (_, words) => [words.columns.path],
    write(writer, { desk, work }, row) {
      writeText(writer, pathText(desk, row, work));
    },
  },
};

const gapColumns = (count: number): OutputColumn => ({
  gaps: count,
  names: false,
  header: (_, words) => Array.from({ length: count }, (_unused, place) => `${words.columns.gap} ${place + 1}`),
  write(writer, scored, row) {
    for (let place = 0; place < count; place++) {
      writeGap(writer, scored, row, place);
    }
  },
});

export const GRID_COLUMNS = [...Object.keys(plainColumns), "gaps:3"];

/** @returns the column, null where the name is none. */
export function outputColumn(name: string): OutputColumn | null {
  const gaps = /^gaps(?::([1-9]|1\d|20))?$/.exec(name);
  if (gaps) return gapColumns(Number(gaps[1] ?? 3));
  const plain = Object.hasOwn(plainColumns, name) ? plainColumns[name] : undefined;
  return plain === undefined ? null : { ...plain, gaps: 0, names: name === "partner" };
}

export function writeText(writer: Writer, text: string): void {
  writer.text(`,"${escaped(inert(text))}"`);
}

function writeScore(writer: Writer, phrases: Phrases, scores: Float64Array, row: number): void {
  if (Number.isNaN(scores[row])) writer.piece(phrases.texts, phrases.unknown);
  else phrases.scores.write(writer, scores, row);
}

/** "Certified staff → 6 (+3.1 points, 10 days)" */
function writeGap(writer: Writer, { phrases, desk, gaps }: Scored, row: number, place: number): void {
  if (gaps === null || place >= (gaps.counts[row] as number)) {
    writer.piece(phrases.texts, phrases.blank);
    return;
  }
  const at = row * gaps.limit + place;
  const step = gaps.step[at] as number;
  const { pieces } = desk.steps;
  if (pieces[step] === 0) pieces[step] = gapPiece(phrases, desk, step);
  writer.piece(phrases.texts, pieces[step] as number);
  phrases.points.write(writer, gaps.points, at);
  phrases.days.write(writer, gaps.days, at);
}

function gapPiece(phrases: Phrases, { variant, steps }: Desk, step: number): number {
  const position = steps.positions[step] as number;
  const criterion = variant.criteria[position];
  const { measure, answer } = steps.steps[step] ?? { measure: 0, answer: null };
  return phrases.memoryOf(criterion).pieceOf(measure, () => {
    return `,"${escaped(inert(`${criterion?.name} → ${answerText(variant, position, answer)} (+`))}`;
  });
}

/** "Certified staff 4 → 6, portal use 2 → 4 (18 days)" */
function pathText(desk: Desk, row: number, work: Work): string {
  const { variant } = desk;
  const { words, language } = variant;
  const target = variant.levels[(desk.rank[row] as number) + 1];
  if (target === undefined) return words.already;
  const path = cheapestPath(variant, desk.stateOf(row), target.rank, work);
  if (!path.reachable) return words.unreachable(target.name);
  const changes = path.changes.map(({ criterion, from, to }) => {
    const position = variant.criteria.findIndex((candidate) => candidate.id === criterion);
    const before = from === null ? "–" : answerText(variant, position, from);
    return `${variant.criteria[position]?.name} ${before} → ${answerText(variant, position, to)}`;
  });
  // A rank among partners that nobody has here takes no answer that could be named.
  if (changes.length === 0) return "–";
  return `${changes.join("; ")} (${words.days(writeNumber(path.effort, 1, language))})`;
}
