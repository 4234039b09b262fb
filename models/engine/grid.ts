/**
 * The sheet's own shape: answers in a grid with a header row, results in a grid that can be written beside them.
 * The fast path of the product: cells are checked in one loop and the result is written as JSON text directly.
 */
import type { AnswerValue, CellProblem } from "../contract.ts";
import { ANSWERED, quote, type Reading, REFUSED } from "./answers.ts";
import { type CompiledModel, type Variant, variantFor } from "./compile.ts";
import { coverage, evaluate } from "./evaluate.ts";
import { whyOf } from "./explain.ts";
import { type RawGap, rawGaps } from "./gaps.ts";
import { positionOf, rankOf, withheld } from "./level.ts";
import { roundHalfUp, writeNumber } from "./numbers.ts";
import type { Attributes } from "./overlay.ts";
import { cheapestPath, DEFAULT_WORK, type Work } from "./path.ts";
import { newState, setAnswer, type State } from "./state.ts";
import { type Words, wordsOf } from "./words.ts";

/** Only this many problems are listed; all are counted. */
export const LISTED_PROBLEMS = 100;

export interface GridOptions {
  work?: Work | undefined;
}

export interface GridScore {
  header: string[];
  /** The rows as JSON text, each `[cell,…]`, joined by commas. */
  rows: string;
  problems: CellProblem[];
  problemCount: number;
  /** Header cells that name no criterion. */
  ignored: string[];
}

/** A row after its answers were read and scored. */
interface Scored {
  partner: string;
  variant: Variant;
  state: State;
  rank: number;
  gaps: readonly RawGap[];
  work: Work;
}

interface OutputColumn {
  header(variant: Variant, words: Words): string[];
  /** Cells as JSON text, joined by commas. */
  write(scored: Scored): string;
  /** How many gaps it shows. */
  gaps: number;
}

/** An unknown value is an en dash, never 0. */
const UNKNOWN = '"–"';

const scoreCell = (variant: Variant, score: number): string =>
  !Number.isNaN(score) ? String(roundHalfUp(score * variant.scale.width + variant.scale.min, variant.scale.decimals)) : UNKNOWN;

const plainColumns: Record<string, Omit<OutputColumn, "gaps">> = {
  partner: {
    header: (_, words) => [words.columns.partner],
    write: ({ partner }) => textCell(partner),
  },
  index: {
    header: (_, words) => [words.columns.index],
    write: ({ variant, state }) => scoreCell(variant, state.index),
  },
  level: {
    header: (_, words) => [words.columns.level],
    write: ({ variant, rank }) => levelCell(variant, rank),
  },
  next: {
    header: (_, words) => [words.columns.next],
    write: ({ variant, rank }) => levelCell(variant, rank + 1),
  },
  why: {
    header: (_, words) => [words.columns.why],
    write: ({ variant, state, rank }) => textCell(whyOf(variant, state, rank)),
  },
  coverage: {
    header: (_, words) => [words.columns.coverage],
    write: ({ variant, state }) => String(roundHalfUp(coverage(variant, state), 4)),
  },
  position: {
    header: (_, words) => [words.columns.position],
    write: ({ variant, state, rank }) => (rank < 0 ? UNKNOWN : String(roundHalfUp(positionOf(variant, state, rank), 4))),
  },
  overlay: {
    header: (_, words) => [words.columns.overlay],
    write: ({ variant }) => (variant.overlay === null ? UNKNOWN : textCell(variant.overlay)),
  },
  dimensions: {
    header: (variant) => variant.dimensions.map((dimension) => dimension.name),
    write({ variant, state }) {
      let text = "";
      for (const dimension of variant.dimensions) {
        text += (text === "" ? "" : ",") + scoreCell(variant, state.dimension[dimension.position] as number);
      }
      return text;
    },
  },
  path: {
    header: (_, words) => [words.columns.path],
    write: ({ variant, state, rank, work }) => textCell(pathText(variant, state, rank, work)),
  },
};

const gapColumns = (count: number): OutputColumn => ({
  gaps: count,
  header: (_, words) => Array.from({ length: count }, (_unused, place) => `${words.columns.gap} ${place + 1}`),
  write({ variant, gaps }) {
    let text = "";
    for (let place = 0; place < count; place++) {
      const gap = gaps[place];
      text += (place === 0 ? "" : ",") + (gap === undefined ? '""' : textCell(gapText(variant, gap)));
    }
    return text;
  },
});

export const GRID_COLUMNS = [...Object.keys(plainColumns), "gaps:3"];
export const DEFAULT_GRID_COLUMNS = ["partner", "index", "level", "next", "why"];

/** @returns the columns, or the name that is none. */
function outputColumn(name: string): OutputColumn | null {
  const gaps = /^gaps(?::([1-9]|1\d|20))?$/.exec(name);
  if (gaps) return gapColumns(Number(gaps[1] ?? 3));
  const plain = Object.hasOwn(plainColumns, name) ? plainColumns[name] : undefined;
  return plain === undefined ? null : { ...plain, gaps: 0 };
}

/** Whether a name is a column that `scoreGrid` can write. */
export function isGridColumn(name: string): boolean {
  return outputColumn(name) !== null;
}

/**
 * Scores a grid of answers.
 *
 * @param grid the header row (criterion ids, names or questions in any order, `partner`, and the attributes
 *   `segment`, `region`, `type`), then one row per partner. Rows and columns of problems count from 1.
 * @param columns names that `isGridColumn` accepts; others are left out.
 */
export function scoreGrid(
  compiled: CompiledModel,
  grid: readonly (readonly unknown[])[],
  columns: readonly string[],
  options: GridOptions = {},
): GridScore {
  const words = wordsOf(compiled.model.language ?? "en");
  const output = columns.flatMap((name) => outputColumn(name) ?? []);
  const header = output.flatMap((column) => column.header(compiled.plain, words));
  const problems = new ProblemList();
  const input = readHeader(compiled, grid[0] ?? [], problems);
  const wantedGaps = Math.max(0, ...output.map((column) => column.gaps));
  const blank = `[${header.map(() => '""').join(",")}]`;
  const work = options.work ?? { left: DEFAULT_WORK };
  const desks = new Map<Variant, Desk>();
  const variants = new Map<string, Variant>();
  const seen = new Map<string, number>();
  const width = grid[0]?.length ?? 0;

  let rows = "";
  for (let at = 1; at < grid.length; at++) {
    const row = grid[at] as readonly unknown[];
    if (at > 1) rows += ",";
    if (isBlank(row)) {
      rows += blank;
      continue;
    }
    if (row.length !== width) reportRagged(row, width, at, problems);
    const partner = input.partner < 0 ? "" : cellText(row[input.partner]);
    if (partner !== "") {
      const first = seen.get(partner);
      if (first === undefined) seen.set(partner, at);
      else problems.add(at, input.partner, () => `${quote(partner)} stands in row ${first + 1} as well. Both rows are scored; remove one.`);
    }
    const variant = pickVariant(compiled, input, row, variants);
    let desk = desks.get(variant);
    if (desk === undefined) {
      desk = openDesk(variant, input.criteria);
      desks.set(variant, desk);
    }
    readRow(desk, row, at, partner, problems);
    const { state } = desk;
    evaluate(variant, state);
    const rank = withheld(variant, state, state.index) === null ? rankOf(variant, state) : -1;
    const target = Math.min(rank + 1, variant.levels.length - 1);
    const scored: Scored = {
      partner,
      variant,
      state,
      rank,
      gaps: wantedGaps === 0 ? [] : rawGaps(variant, state, rank, target, undefined, wantedGaps),
      work,
    };
    rows += "[";
    for (let column = 0; column < output.length; column++) {
      if (column > 0) rows += ",";
      rows += (output[column] as OutputColumn).write(scored);
    }
    rows += "]";
  }
  return { header: header.map(inert), rows, problems: problems.listed, problemCount: problems.count, ignored: input.ignored };
}

/** Problems by cell; messages are only written for those that are listed. */
class ProblemList {
  listed: CellProblem[] = [];
  count = 0;
  add(row: number, column: number, message: () => string): void {
    this.count++;
    if (this.listed.length < LISTED_PROBLEMS) this.listed.push({ row: row + 1, column: column + 1, message: message() });
  }
}

interface Input {
  partner: number;
  attributes: { name: keyof Attributes; column: number }[];
  criteria: { position: number; column: number }[];
  ignored: string[];
}

const fold = (text: string): string => text.trim().toLowerCase();

function readHeader(compiled: CompiledModel, cells: readonly unknown[], problems: ProblemList): Input {
  const names = headerNames(compiled);
  const input: Input = { partner: -1, attributes: [], criteria: [], ignored: [] };
  const taken = new Map<number, number>();
  cells.forEach((cell, column) => {
    const text = cellText(cell);
    const folded = fold(text);
    if (folded === "") return;
    const position = names.get(folded);
    if (position !== undefined) {
      const first = taken.get(position);
      if (first === undefined) {
        taken.set(position, column);
        input.criteria.push({ position, column });
      } else {
        problems.add(0, column, () => `${quote(text)} is the same criterion as column ${first + 1}. Only that column is read; remove one.`);
      }
    } else if (folded === "partner" && input.partner < 0) input.partner = column;
    else if (folded === "segment" || folded === "region" || folded === "type") input.attributes.push({ name: folded, column });
    else if (column > 0 || input.partner >= 0) input.ignored.push(text);
  });
  const first = cells[0];
  if (input.partner < 0 && !input.criteria.some(({ column }) => column === 0) && first !== undefined) {
    if (!input.attributes.some(({ column }) => column === 0)) input.partner = 0;
  }
  if (input.criteria.length === 0) {
    problems.add(0, 0, () => `No header cell names a criterion of “${compiled.model.name}”. Use the ids, names or questions of the model as headers.`);
  }
  return input;
}

const headerCache = new WeakMap<CompiledModel, Map<string, number>>();
/** Criterion positions by id, then name, then question, then their translations. */
function headerNames(compiled: CompiledModel): Map<string, number> {
  const cached = headerCache.get(compiled);
  if (cached) return cached;
  const names = new Map<string, number>();
  const add = (text: string | undefined, position: number) => {
    if (text !== undefined && !names.has(fold(text))) names.set(fold(text), position);
  };
  const { criteria, translations } = compiled.model;
  criteria.forEach((criterion, position) => {
    add(criterion.id, position);
  });
  criteria.forEach((criterion, position) => {
    add(criterion.name, position);
  });
  criteria.forEach((criterion, position) => {
    add(criterion.question, position);
  });
  for (const texts of Object.values(translations ?? {})) {
    criteria.forEach((criterion, position) => {
      add(texts[`criteria.${criterion.id}.name`], position);
      add(texts[`criteria.${criterion.id}.question`], position);
    });
  }
  headerCache.set(compiled, names);
  return names;
}

/** What is needed to read rows of one variant: its state and, by column, the answers already seen. */
interface Desk {
  variant: Variant;
  state: State;
  columns: { column: number; position: number; min: number; max: number; seen: Map<unknown, Reading> }[];
}

function openDesk(variant: Variant, criteria: Input["criteria"]): Desk {
  const state = newState(variant);
  const absent = { status: 0, measure: Number.NaN, attainment: 0, effort: 0, message: "" } as const;
  for (const criterion of variant.criteria) setAnswer(variant, state, criterion.position, absent);
  return {
    variant,
    state,
    columns: criteria
      .filter(({ position }) => !variant.criteria[position]?.omitted)
      .map(({ column, position }) => {
        const accepts = variant.criteria[position]?.answer.accepts;
        return { column, position, min: accepts?.min ?? 1, max: accepts?.max ?? 0, seen: new Map() };
      }),
  };
}

/** A column remembers this many different words, so that hostile input cannot fill the memory. */
const REMEMBERED = 500;

function readRow(desk: Desk, row: readonly unknown[], at: number, partner: string, problems: ProblemList): void {
  const { variant, state, columns } = desk;
  for (let place = 0; place < columns.length; place++) {
    const input = columns[place] as Desk["columns"][number];
    const { position } = input;
    const cell = row[input.column];
    const answer = (variant.criteria[position] as Variant["criteria"][number]).answer;
    if (typeof cell === "number" && cell >= input.min && cell <= input.max) {
      state.status[position] = ANSWERED;
      state.measure[position] = cell;
      state.attainment[position] = answer.line?.attain(cell) ?? 0;
      state.effort[position] = Number.NaN;
      continue;
    }
    let reading = input.seen.get(cell);
    if (reading === undefined) {
      reading = answer.read(cell);
      if (input.seen.size < REMEMBERED) input.seen.set(cell, reading);
    }
    setAnswer(variant, state, position, reading);
    if (reading.status === REFUSED) {
      const { message } = reading;
      problems.add(at, input.column, () => (partner === "" ? message : `${quote(partner)}: ${message}`));
    }
  }
}

function pickVariant(compiled: CompiledModel, input: Input, row: readonly unknown[], known: Map<string, Variant>): Variant {
  if (compiled.overlays.length === 0 || input.attributes.length === 0) return compiled.plain;
  const attributes: Attributes = {};
  let key = "";
  for (const { name, column } of input.attributes) {
    const value = cellText(row[column]);
    attributes[name] = value;
    key += `${name}\n${value}\n`;
  }
  const cached = known.get(key);
  if (cached) return cached;
  const variant = variantFor(compiled, attributes);
  if (known.size < REMEMBERED) known.set(key, variant);
  return variant;
}

function isBlank(row: readonly unknown[]): boolean {
  for (const cell of row) {
    if (cell !== null && cell !== undefined && (typeof cell !== "string" || cell.trim() !== "")) return false;
  }
  return true;
}

function reportRagged(row: readonly unknown[], width: number, at: number, problems: ProblemList): void {
  if (row.length < width) {
    problems.add(at, -1, () => `Row ${at + 1} has ${row.length} cells, the header has ${width}. The missing cells count as unanswered.`);
  } else if (!isBlank(row.slice(width))) {
    problems.add(at, -1, () => `Row ${at + 1} has ${row.length} cells, the header has ${width}. Cells without a header are left out.`);
  }
}

function cellText(cell: unknown): string {
  return typeof cell === "string" ? cell.trim() : typeof cell === "number" || typeof cell === "boolean" ? String(cell) : "";
}

const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;
/** Text that a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A leading apostrophe makes a spreadsheet take the cell as text. */
function inert(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function textCell(text: string): string {
  const safe = inert(text);
  return NEEDS_ESCAPE.test(safe) ? JSON.stringify(safe) : `"${safe}"`;
}

function levelCell(variant: Variant, rank: number): string {
  const level = variant.levels[rank];
  return level === undefined ? UNKNOWN : textCell(level.name);
}

/** "Certified staff → 6 (+3.1 points, 10 days)" */
function gapText(variant: Variant, { position, step, points, effort }: RawGap): string {
  const { words, language } = variant;
  const gained = words.points(writeNumber(points, variant.scale.decimals, language));
  const days = words.days(writeNumber(effort, 1, language));
  return `${variant.criteria[position]?.name} → ${answerText(variant, position, step.answer)} (+${gained}, ${days})`;
}

/** "Certified staff 4 → 6, portal use 2 → 4 (18 days)" */
function pathText(variant: Variant, state: State, rank: number, work: Work): string {
  const { words, language } = variant;
  const target = variant.levels[rank + 1];
  if (target === undefined) return words.already;
  const path = cheapestPath(variant, state, target.rank, work);
  if (!path.reachable) return words.unreachable(target.name);
  const changes = path.changes.map(({ criterion, from, to }) => {
    const position = variant.criteria.findIndex((candidate) => candidate.id === criterion);
    const before = from === null ? "–" : answerText(variant, position, from);
    return `${variant.criteria[position]?.name} ${before} → ${answerText(variant, position, to)}`;
  });
  return `${changes.join("; ")} (${words.days(writeNumber(path.effort, 1, language))})`;
}

/** An answer in words: option labels, or the number with its unit where that is a percentage. */
function answerText(variant: Variant, position: number, value: AnswerValue): string {
  const answer = variant.criteria[position]?.answer;
  if (answer === undefined || value === null) return "–";
  if (typeof value === "number") {
    const text = writeNumber(value, 2, variant.language);
    return answer.unit === "%" ? variant.words.percent(text) : text;
  }
  const ids = Array.isArray(value) ? value : [String(value)];
  return ids.map((id) => answer.options.find((option) => option.id === id)?.label ?? id).join(", ");
}
