/**
 * The sheet's own shape: answers in a grid with a header row, results in a grid that can be written beside them.
 *
 * The fast path of the product. The grid is read column by column (`grid/table.ts`, from bytes by `grid/scan.ts`), each
 * different answer is understood once (`grid/lens.ts`), blocks of rows are scored column by column (`grid/desk.ts`), and
 * cells are written as UTF-8 from pieces made before (`grid/output.ts`). The results are those of `scoreAssessment`.
 */
import type { CellProblem, ModelReference } from "../contract.ts";
import { quote } from "./answers.ts";
import { type CompiledModel, type Variant, variantFor } from "./compile.ts";
import { Desk } from "./grid/desk.ts";
import { type Input, readHeader } from "./grid/header.ts";
import { BLOCK } from "./grid/lens.ts";
import { putBackAll } from "./grid/memory.ts";
import { outputColumn, Scored } from "./grid/output.ts";
import { ProblemList } from "./grid/problems.ts";
import { scanAndKeep } from "./grid/scan.ts";
import { BLANK, type Column, cellOf, cellText, isBlankAt, type Table, tableOf } from "./grid/table.ts";
import { inert, Writer } from "./grid/texts.ts";
import { encodeUtf8 } from "./grid/utf8.ts";
import type { Attributes } from "./overlay.ts";
import { foldName } from "./partner-name.ts";
import { DEFAULT_WORK, type Work } from "./path.ts";
import { wordsOf } from "./words.ts";

export { GRID_COLUMNS } from "./grid/output.ts";
export { LISTED_PROBLEMS } from "./grid/problems.ts";
export { type ScannedBody, scanGrid } from "./grid/scan.ts";
export { type Table, tableOf } from "./grid/table.ts";

export const DEFAULT_GRID_COLUMNS = ["partner", "index", "level", "next", "why"];

export interface GridOptions {
  work?: Work | undefined;
}

export interface GridScore {
  header: string[];
  /** The rows as JSON text in UTF-8, each `[cell,…]`, joined by commas. */
  rows: Uint8Array<ArrayBuffer>;
  problems: CellProblem[];
  problemCount: number;
  /** Header cells that name no criterion. */
  ignored: string[];
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
  return scoreTable(compiled, tableOf(grid), columns, options);
}

/** The same for a grid that was read column by column. */
export function scoreTable(
  compiled: CompiledModel,
  table: Table,
  columns: readonly string[],
  options: GridOptions = {},
): GridScore {
  return runOn(compiled, table, columns, options, (run) => run.score());
}

/**
 * The whole answer to a grid request, a `GridResponse` as JSON in UTF-8: rows of a thousand partners are not written
 * anywhere else first.
 */
export function answerGrid(
  reference: ModelReference,
  compiled: CompiledModel,
  table: Table,
  columns: readonly string[],
  options: GridOptions = {},
): Uint8Array<ArrayBuffer> {
  return runOn(compiled, table, columns, options, (run) => run.answer(reference));
}

function runOn<Answer>(
  compiled: CompiledModel,
  table: Table,
  columns: readonly string[],
  options: GridOptions,
  read: (run: GridRun) => Answer,
): Answer {
  try {
    if (kept.length === 0) kept.push(...smallestRun(compiled));
    return read(new GridRun(compiled, table, columns, options.work ?? { left: DEFAULT_WORK }));
  } finally {
    putBackAll();
  }
}

/**
 * V8 throws compiled code away when a collection finds no object left of a class that the code knows. Between two
 * requests there would be none, so those of one small run stay.
 */
const kept: object[] = [];

function smallestRun(compiled: CompiledModel): readonly object[] {
  const json = `{"grid":[["partner",${JSON.stringify(compiled.model.criteria[0]?.id ?? "")}],["a",0.5]]}`;
  const bytes = new Uint8Array(json.length * 3);
  const { body, objects } = scanAndKeep(bytes.subarray(0, encodeUtf8(json, bytes, 0)));
  const run = new GridRun(compiled, body?.table ?? tableOf([]), ["index", "why", "gaps:1"], { left: 0 });
  run.score();
  return [run, ...objects];
}

const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** Most sheets have few combinations of segment, region and type. */
const REMEMBERED_VARIANTS = 500;

class GridRun {
  readonly #compiled: CompiledModel;
  readonly #table: Table;
  readonly #output: NonNullable<ReturnType<typeof outputColumn>>[];
  readonly #header: string[];
  readonly #problems = new ProblemList();
  readonly #input: Input;
  readonly #work: Work;
  readonly #gaps: number;
  readonly #showsNames: boolean;
  readonly #blankRow: Uint8Array;
  readonly #writer: Writer;
  readonly #scored = new Map<Variant, Scored>();
  readonly #variants = new Map<string, Variant>();
  /** The first row of each partner: by code while all names are plain texts, by name otherwise. */
  readonly #firstRows: Int32Array | null;
  /** By code, the first code of the same partner; null where all are different. */
  readonly #sameNames: Int32Array | null;
  readonly #firstNames = new Map<string, number>();
  /** Of the rows of the block: who scores them (null for blank rows), and their place there. */
  readonly #scoredOf: (Scored | null)[] = [];
  readonly #placeOf = new Int32Array(BLOCK);

  constructor(compiled: CompiledModel, table: Table, columns: readonly string[], work: Work) {
    this.#compiled = compiled;
    this.#table = table;
    this.#work = work;
    this.#output = columns.flatMap((name) => outputColumn(name) ?? []);
    const words = wordsOf(compiled.model.language ?? "en");
    this.#header = this.#output.flatMap((column) => column.header(compiled.plain, words));
    this.#input = readHeader(compiled, table.header, this.#problems);
    this.#gaps = Math.max(0, ...this.#output.map((column) => column.gaps));
    this.#showsNames = this.#output.some((column) => column.names);
    const blank = new Writer(this.#header.length * 3 + 2);
    blank.text(`[${this.#header.map(() => '""').join(",")}]`);
    this.#blankRow = blank.written();
    this.#writer = new Writer(Math.min(table.rows, 2 * BLOCK) * (this.#header.length * 24 + 16));
    const names = this.#plainNames();
    this.#firstRows = names === null ? null : new Int32Array(names.size);
    this.#sameNames = names?.sameNames() ?? null;
  }

  score(): GridScore {
    this.#run();
    return { header: this.#header.map(inert), rows: this.#writer.written(), ...this.#findings() };
  }

  answer(reference: ModelReference): Uint8Array<ArrayBuffer> {
    const writer = this.#writer;
    writer.text(`{"model":${JSON.stringify(reference)},"grid":[${JSON.stringify(this.#header.map(inert))}`);
    this.#run();
    writer.text(`],${JSON.stringify(this.#findings()).slice(1)}`);
    return writer.written();
  }

  #findings(): Pick<GridScore, "problems" | "problemCount" | "ignored"> {
    const { listed, count } = this.#problems;
    return { problems: listed, problemCount: count, ignored: this.#input.ignored };
  }

  /** Writes all rows. */
  #run(): void {
    const { rows } = this.#table;
    for (let from = 0; from < rows; from += BLOCK) {
      const to = Math.min(rows, from + BLOCK);
      this.#assign(from, to);
      for (const { desk, gaps } of this.#scored.values()) {
        if (desk.count === 0) continue;
        desk.score();
        gaps?.find();
      }
      this.#report(from, to);
      this.#write(from, to);
      // The rest will take as much room per row as what is written by now.
      this.#writer.reserve(Math.ceil((this.#writer.length / to) * (rows - to) * 1.02));
    }
  }

  /** Gives each row that is not blank to the desk of its variant. */
  #assign(from: number, to: number): void {
    for (const { desk } of this.#scored.values()) desk.count = 0;
    for (let row = from; row < to; row++) {
      if (this.#isBlank(row)) {
        this.#scoredOf[row - from] = null;
        continue;
      }
      const scored = this.#scoredFor(row);
      const { desk } = scored;
      this.#scoredOf[row - from] = scored;
      this.#placeOf[row - from] = desk.count;
      desk.rows[desk.count++] = row;
    }
  }

  #isBlank(row: number): boolean {
    if (this.#table.overlong[row] === 1) return false;
    if (this.#firstRows !== null && this.#table.columns[this.#input.partner]?.codes[row] !== BLANK) return false;
    for (const column of this.#table.columns) if (!isBlankAt(column, row)) return false;
    return true;
  }

  #scoredFor(row: number): Scored {
    const variant = this.#variantFor(row);
    let scored = this.#scored.get(variant);
    if (scored === undefined) {
      scored = new Scored(new Desk(variant, this.#input, this.#table, this.#gaps > 0), this.#gaps, this.#work);
      this.#scored.set(variant, scored);
    }
    return scored;
  }

  #variantFor(row: number): Variant {
    const { attributes } = this.#input;
    if (this.#compiled.overlays.length === 0 || attributes.length === 0) return this.#compiled.plain;
    const found: Attributes = {};
    let key = "";
    for (const { name, column } of attributes) {
      const value = this.#textAt(column, row);
      found[name] = value;
      key += `${name}\n${value}\n`;
    }
    let variant = this.#variants.get(key);
    if (variant === undefined) {
      variant = variantFor(this.#compiled, found);
      if (this.#variants.size < REMEMBERED_VARIANTS) this.#variants.set(key, variant);
    }
    return variant;
  }

  #textAt(column: number, row: number): string {
    const cells = this.#table.columns[column];
    return cells === undefined ? "" : cellText(cellOf(cells, row));
  }

  /** Problems in the order a reader meets them: by row, then by column. */
  #report(from: number, to: number): void {
    const { lengths, header } = this.#table;
    for (let row = from; row < to; row++) {
      const scored = this.#scoredOf[row - from];
      if (scored == null) continue;
      if (lengths[row] !== header.length) this.#reportRagged(row);
      this.#reportDuplicate(row);
      if (scored.desk.refuses) this.#reportRefused(row, scored, this.#placeOf[row - from] as number);
    }
  }

  #reportRagged(row: number): void {
    const width = this.#table.header.length;
    const length = this.#table.lengths[row] as number;
    const counts = `Row ${row + 2} has ${length} ${length === 1 ? "cell" : "cells"}, the header has ${width}.`;
    if (length < width) this.#problems.add(row + 1, -1, () => `${counts} The missing cells count as unanswered.`);
    else if (this.#table.overlong[row] === 1)
      this.#problems.add(row + 1, -1, () => `${counts} Cells without a header are left out.`);
  }

  /** The partner's column, null unless equal codes in it mean equal names, and different codes different ones. */
  #plainNames(): Column | null {
    const column = this.#table.columns[this.#input.partner];
    if (column === undefined || !column.hasPlainTexts()) return null;
    const isAllText = !column.hasOthers && !column.hasBooleans && !column.small.includes(1);
    return isAllText ? column : null;
  }

  #reportDuplicate(row: number): void {
    const { partner } = this.#input;
    const own = this.#table.columns[partner]?.codes[row] ?? BLANK;
    if (own === BLANK) return;
    const code = this.#sameNames === null ? own : (this.#sameNames[own] as number);
    const first = this.#firstRows === null ? this.#firstByName(row) : (this.#firstRows[code] as number);
    if (first !== 0) this.#reportSecond(row, first);
    else if (this.#firstRows !== null) this.#firstRows[code] = row + 2;
  }

  #reportSecond(row: number, first: number): void {
    const { partner } = this.#input;
    this.#problems.add(row + 1, partner, () => {
      const name = quote(this.#textAt(partner, row));
      const other = quote(this.#textAt(partner, first - 2));
      const same = name === other ? `${name} stands in` : `${name} is the same partner as ${other} in`;
      return `${same} row ${first}${name === other ? " as well" : ""}. Both rows are scored; remove one.`;
    });
  }

  /** The first row of the same name, 0 where this is it or there is no name. */
  #firstByName(row: number): number {
    const name = foldName(this.#textAt(this.#input.partner, row));
    if (name === "") return 0;
    const first = this.#firstNames.get(name);
    if (first === undefined) this.#firstNames.set(name, row + 2);
    return first ?? 0;
  }

  #reportRefused(row: number, { desk }: Scored, place: number): void {
    for (const { position, column } of this.#input.criteria) {
      const lens = desk.lenses[position];
      const cells = this.#table.columns[column];
      if (lens === undefined || cells === undefined || lens.refused[lens.codes[place] as number] !== 1) continue;
      this.#problems.add(row + 1, column, () => {
        const { message } = lens.criterion.answer.read(cellOf(cells, row));
        const partner = this.#textAt(this.#input.partner, row);
        return partner === "" ? message : `${quote(partner)}: ${message}`;
      });
    }
  }

  #write(from: number, to: number): void {
    const writer = this.#writer;
    const output = this.#output;
    for (let row = from; row < to; row++) {
      if (writer.length > 0) writer.byte(COMMA);
      const scored = this.#scoredOf[row - from];
      if (scored == null) {
        writer.bytes(this.#blankRow);
        continue;
      }
      const place = this.#placeOf[row - from] as number;
      const partner = this.#showsNames ? this.#textAt(this.#input.partner, row) : "";
      const start = writer.length;
      for (const column of output) column.write(writer, scored, place, partner);
      // The bracket takes the place of the comma before the first cell.
      if (writer.length > start) writer.put(start, OPEN);
      else writer.byte(OPEN);
      writer.byte(CLOSE);
    }
  }
}
