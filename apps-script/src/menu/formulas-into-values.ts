/**
 * Puts what the Levelsheet formulas show in their place. A formula fills cells beyond its own, and Google does not tell
 * which: its cell gets its value first, and what is gone then was the formula's. Whatever else changed undoes it all.
 */
import { cellName, isDate, plainText } from "../cells.ts";
import { customFunctions } from "../entry-points.ts";
import type { MenuPlatform, Sheet } from "../platform.ts";
import { Trouble } from "../service.ts";
import { counted } from "./say.ts";

/** Rows and columns from 0. */
interface Place {
  row: number;
  column: number;
}

interface Block extends Place {
  rows: number;
  columns: number;
}

class Snapshot {
  readonly values: readonly (readonly unknown[])[];
  readonly #formulas: readonly (readonly string[])[];

  constructor(sheet: Sheet) {
    const range = sheet.getDataRange();
    this.values = range.getValues();
    this.#formulas = range.getFormulas();
  }

  /** Blank beyond what holds anything. */
  value = ({ row, column }: Place): unknown => this.values[row]?.[column] ?? "";
  formula = ({ row, column }: Place): string => this.#formulas[row]?.[column] ?? "";

  /** Row by row. */
  places(keep: (place: Place) => boolean): Place[] {
    return this.values.flatMap((cells, row) => cells.map((_, column) => ({ row, column })).filter(keep));
  }
}

const CALL = new RegExp(`\\b(${customFunctions.map(({ name }) => name).join("|")})\\s*\\(`, "i");
/** The same words in a text in quotes are no call. */
const isOurs = (formula: string): boolean => CALL.test(formula.replace(/"[^"]*"/g, '""'));
/** Still calculating, failed, or saying what is wrong. */
const isUnready = (value: unknown): boolean =>
  typeof value === "string" && /^(#[A-Z/0]+[!?]?$|Loading|Levelsheet: )/.test(value);

export function turnFormulasIntoValues(platform: MenuPlatform): string {
  const sheet = platform.spreadsheet().getActiveSheet();
  const before = new Snapshot(sheet);
  const isChosen = selectionOf(platform, sheet);
  const ours = before.places((place) => isOurs(before.formula(place)) && isChosen(place));
  if (ours.length === 0) {
    return "There is no Levelsheet formula here. Open a tab that has some, or select their cells.";
  }
  const ready = ours.filter((place) => !isUnready(before.value(place)));
  const left = ours.length - ready.length;
  const staying =
    left === 0
      ? ""
      : ` ${counted(left, "formula still calculates or shows a problem, and stays", "formulas still calculate or show a problem, and stay")}.`;
  if (ready.length === 0) return `Nothing was changed.${staying}`;
  const cells = freeze(sheet, before, ready, platform);
  return `${counted(ready.length, "formula", "formulas")} turned into values in ${counted(cells, "cell", "cells")}.${staying}`;
}

/** More than one selected cell means these; one is always selected, so it means the tab. */
function selectionOf(platform: MenuPlatform, sheet: Sheet): (place: Place) => boolean {
  const ranges = (platform.spreadsheet().getActiveRangeList()?.getRanges() ?? []).filter(
    (range) => range.getSheet().getName() === sheet.getName(),
  );
  const cells = ranges.reduce((sum, range) => sum + range.getNumRows() * range.getNumColumns(), 0);
  if (cells <= 1) return () => true;
  return ({ row, column }) =>
    ranges.some((range) => {
      const [down, right] = [row + 1 - range.getRow(), column + 1 - range.getColumn()];
      return down >= 0 && down < range.getNumRows() && right >= 0 && right < range.getNumColumns();
    });
}

/** @returns how many cells hold values now. @throws Trouble after everything was put back. */
function freeze(sheet: Sheet, before: Snapshot, formulas: readonly Place[], platform: MenuPlatform): number {
  const filled: Block[] = [];
  const write = (block: Block): void => {
    rangeOf(sheet, block).setValues(
      Array.from({ length: block.rows }, (_, down) =>
        Array.from({ length: block.columns }, (_unused, right) =>
          entered(before.value({ row: block.row + down, column: block.column + right })),
        ),
      ),
    );
  };
  try {
    for (const place of formulas) write(single(place));
    platform.flush();
    const between = new Snapshot(sheet);
    const isGone = (place: Place): boolean =>
      before.formula(place) === "" && before.value(place) !== "" && between.value(place) === "";
    const isFree = (place: Place): boolean => before.formula(place) === "" && between.value(place) === "";
    const gone = before.places(isGone);
    for (const block of blocksOf(gone, formulas, isFree)) {
      filled.push(block);
      write(block);
    }
    platform.flush();
    // A formula that sorts or filters ours fills cells too, which went and came with ours: they are its own.
    const robbed = changes(before, new Snapshot(sheet), formulas).filter((place) => before.formula(place) !== "");
    const theirs = gone.filter((cell) => robbed.includes(nearest(cell, [...formulas, ...robbed]) as Place));
    for (const cell of theirs) rangeOf(sheet, single(cell)).clearContent();
    if (theirs.length > 0) platform.flush();
    requireUnchanged(before, new Snapshot(sheet), formulas);
    return formulas.length + gone.length - theirs.length;
  } catch (error) {
    for (const block of filled) rangeOf(sheet, block).clearContent();
    for (const place of formulas) rangeOf(sheet, single(place)).setFormula(before.formula(place));
    platform.flush();
    throw error;
  }
}

const single = (place: Place): Block => ({ ...place, rows: 1, columns: 1 });
const rangeOf = (sheet: Sheet, { row, column, rows, columns }: Block) =>
  sheet.getRange(row + 1, column + 1, rows, columns);

/** The same cell again: text that looks like a number or a date stays text. */
function entered(value: unknown): string | number | boolean | Date {
  if (typeof value === "number" || typeof value === "boolean" || isDate(value)) return value;
  const text = String(value);
  return /\d|^(true|false)$/i.test(text) && !/^['=+\-@]/.test(text) ? `'${text}` : plainText(text);
}

/** The formula that is nearest to the left, then above. */
function nearest(cell: Place, formulas: readonly Place[]): Place | undefined {
  return formulas
    .filter(({ row, column }) => row <= cell.row && column <= cell.column)
    .reduce<Place | undefined>(
      (best, own) =>
        best === undefined || own.column > best.column || (own.column === best.column && own.row > best.row)
          ? own
          : best,
      undefined,
    );
}

/** Every cell belongs to the nearest formula. Blank cells between are filled along. */
function blocksOf(cells: readonly Place[], formulas: readonly Place[], isFree: (place: Place) => boolean): Block[] {
  const boxes = new Map<Place, Block>();
  for (const cell of cells) {
    const formula = nearest(cell, formulas);
    if (formula === undefined) continue;
    const box = boxes.get(formula) ?? single(cell);
    const row = Math.min(box.row, cell.row);
    const column = Math.min(box.column, cell.column);
    boxes.set(formula, {
      row,
      column,
      rows: Math.max(box.row + box.rows, cell.row + 1) - row,
      columns: Math.max(box.column + box.columns, cell.column + 1) - column,
    });
  }
  return [...boxes.values()].flatMap((box) => freeBlocks(box, isFree));
}

/** The free cells of a box, in as few blocks as lie below each other with the same columns. */
function freeBlocks(box: Block, isFree: (place: Place) => boolean): Block[] {
  const blocks: Block[] = [];
  for (let row = box.row; row < box.row + box.rows; row++) {
    for (let column = box.column; column < box.column + box.columns; column++) {
      const from = column;
      while (column < box.column + box.columns && isFree({ row, column })) column++;
      if (column === from) continue;
      const above = blocks.find(
        (own) => own.row + own.rows === row && own.column === from && own.columns === column - from,
      );
      if (above === undefined) blocks.push({ row, column: from, rows: 1, columns: column - from });
      else above.rows++;
    }
  }
  return blocks;
}

/** @throws Trouble that names the first cell that shows something else than before. */
function requireUnchanged(before: Snapshot, after: Snapshot, formulas: readonly Place[]): void {
  const [changed] = changes(before, after, formulas);
  if (changed === undefined) return;
  throw new Trouble(
    `${cellName(changed.row + 1, changed.column + 1)} would have changed, so nothing was. Another formula fills cells next to these; turn them into values one at a time`,
  );
}

/** Cells that show something else, and other formulas that lost their place; those may well calculate anew. */
function changes(before: Snapshot, after: Snapshot, formulas: readonly Place[]): Place[] {
  const ours = new Set(formulas.map(({ row, column }) => `${row} ${column}`));
  return before.places((place) => {
    const [was, is] = [before.value(place), after.value(place)];
    const isForeign = before.formula(place) !== "" && !ours.has(`${place.row} ${place.column}`);
    return isForeign ? is === "#REF!" && was !== "#REF!" : !isSame(was, is);
  });
}

const isSame = (one: unknown, other: unknown): boolean =>
  isDate(one) && isDate(other) ? one.getTime() === other.getTime() : one === other;
