/** What the columns of a grid are: the partner, attributes that choose an overlay, criteria, or nothing we know. */
import { quote } from "../answers.ts";
import type { CompiledModel } from "../compile.ts";
import type { Attributes } from "../overlay.ts";
import { criterionHeader } from "./criterion-header.ts";
import type { ProblemList } from "./problems.ts";
import { cellText } from "./table.ts";

export interface Input {
  /** Column of the partner's name, -1 for none. */
  partner: number;
  attributes: { name: keyof Attributes; column: number }[];
  /** In the order of the columns. */
  criteria: { position: number; column: number }[];
  /** Header cells that name nothing. */
  ignored: string[];
}

const fold = (text: string): string => text.trim().toLowerCase();

export function readHeader(compiled: CompiledModel, cells: readonly unknown[], problems: ProblemList): Input {
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
        problems.add(
          0,
          column,
          () => `${quote(text)} is the same criterion as column ${first + 1}. Only that column is read; remove one.`,
        );
      }
    } else if (folded === "partner" && input.partner < 0) input.partner = column;
    else if (folded === "segment" || folded === "region" || folded === "type") {
      const first = input.attributes.find(({ name }) => name === folded);
      if (first === undefined) input.attributes.push({ name: folded, column });
      else
        problems.add(
          0,
          column,
          () => `${quote(text)} is column ${first.column + 1} already. Only that column is read; remove one.`,
        );
    } else input.ignored.push(text);
  });
  if (input.partner < 0) useFirstColumn(cells, input);
  if (input.criteria.length === 0) {
    problems.add(
      0,
      0,
      () =>
        `No header cell names a criterion of “${compiled.model.name}”. Use the ids, names or questions of the model as headers.`,
    );
  }
  return input;
}

/** Without a column named so, partners stand in the first one, whatever its header, unless it is read already. */
function useFirstColumn(cells: readonly unknown[], input: Input): void {
  const isTaken = [...input.criteria, ...input.attributes].some(({ column }) => column === 0);
  if (cells.length === 0 || isTaken) return;
  input.partner = 0;
  if (fold(cellText(cells[0])) !== "") input.ignored.shift();
}

const headerCache = new WeakMap<CompiledModel, Map<string, number>>();

/** Criterion positions by id, then name, then question, then name with unit, then their translations. */
export function headerNames(compiled: CompiledModel): Map<string, number> {
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
  criteria.forEach((criterion, position) => {
    add(criterionHeader(criterion), position);
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
