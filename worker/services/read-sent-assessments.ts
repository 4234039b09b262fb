/** The assessments of a save, from a list or from the sheet's own shape. */
import type { CellProblem } from "../../models/contract.ts";
import type { CompiledModel } from "../../models/engine/compile.ts";
import { readHeader } from "../../models/engine/grid/header.ts";
import { ProblemList } from "../../models/engine/grid/problems.ts";
import { type ErrorEntry, InvalidRequest, TooLarge } from "../errors.ts";
import { NAME_FAULT, readName, Spellings } from "./names.ts";
import { faultsOf, type Report } from "./score-assessments.ts";
import { readAnswers, type StoredAnswer } from "./stored-answers.ts";

export const MAX_SAVED = 1_000;
const LISTED_ERRORS = 100;

export interface SentAssessment {
  partner: string;
  answers: Record<string, StoredAnswer>;
  segment?: string | undefined;
  region?: string | undefined;
  type?: string | undefined;
}

export interface Sent {
  assessments?: readonly unknown[] | undefined;
  grid?: readonly unknown[] | undefined;
}

/** The partners that are named, before the model is known; they need not be sound yet. */
export function namedPartners({ assessments, grid }: Sent): string[] {
  const count = assessments ? assessments.length : Math.max((grid ?? []).length - 1, 0);
  if (count > MAX_SAVED)
    throw new TooLarge(`${count} assessments were sent; at most ${MAX_SAVED} are stored per request.`);
  const column = assessments ? -1 : partnerColumn(grid ?? []);
  const cells = assessments
    ? assessments.map((item) => (typeof item === "object" && item !== null ? Reflect.get(item, "partner") : null))
    : (grid ?? []).slice(1).map((row) => (Array.isArray(row) ? (row[column] as unknown) : null));
  return [...new Set(cells.flatMap((cell) => readName(typeof cell === "number" ? String(cell) : cell) ?? []))];
}

function partnerColumn([header]: readonly unknown[]): number {
  if (!Array.isArray(header)) return 0;
  const named = header.findIndex(
    (cell: unknown) => typeof cell === "string" && cell.trim().toLowerCase() === "partner",
  );
  return Math.max(named, 0);
}

/**
 * @returns one assessment per partner; what is said of single cells is in `report`.
 * @throws InvalidRequest where an assessment is not one or a partner is named twice; nothing is stored then.
 */
export function readSentAssessments(
  compiled: CompiledModel,
  sent: Sent,
  report: Report,
): { items: SentAssessment[]; ignored: string[] } {
  const errors: ErrorEntry[] = [];
  const places = new Map<string, string>();
  const spellings = new Spellings();
  const items: SentAssessment[] = [];
  const { rows, ignored } = sent.assessments
    ? { rows: sent.assessments.map((item, at) => ({ item, place: `assessments.${at}` })), ignored: [] }
    : rowsOf(compiled, sent.grid ?? [], errors, report);
  for (const { item, place } of rows) {
    if (errors.length >= LISTED_ERRORS) break;
    const faults = faultsOf(item, place);
    errors.push(...faults);
    if (faults.length > 0) continue;
    const assessment = item as SentAssessment;
    const partner = readName(assessment.partner);
    if (partner === null) {
      errors.push({ location: `${place}.partner`, message: NAME_FAULT });
      continue;
    }
    const first = places.get(partner);
    if (first !== undefined)
      errors.push({ location: `${place}.partner`, message: `is the same partner as in ${first}; send one` });
    places.set(partner, place);
    const message = spellings.take(partner, place);
    if (message !== null) report.add({ partner, criterion: null, message });
    items.push({ ...assessment, partner, answers: readAnswers(partner, assessment.answers, report) });
  }
  if (errors.length > 0) throw new InvalidRequest(errors.slice(0, LISTED_ERRORS));
  return { items, ignored };
}

function rowsOf(compiled: CompiledModel, grid: readonly unknown[], errors: ErrorEntry[], report: Report) {
  const [header, ...rows] = grid;
  if (!Array.isArray(header))
    throw new InvalidRequest([{ location: "grid.0", message: "must be the header row, a list of cells" }]);
  const problems = new ProblemList();
  const input = readHeader(compiled, header, problems);
  for (const { message } of problems.listed as CellProblem[]) report.add({ partner: "", criterion: null, message });
  if (input.partner < 0) errors.push({ location: "grid.0", message: "must have a column “partner”" });
  const items = rows.flatMap((row, at) => {
    const place = `grid.${at + 1}`;
    if (!Array.isArray(row)) {
      errors.push({ location: place, message: "must be a list of cells" });
      return [];
    }
    if (row.every((cell: unknown) => cell === null || cell === "")) return [];
    const cellAt = (column: number): unknown => row[column] ?? null;
    const name = cellAt(input.partner);
    const item: Record<string, unknown> = {
      partner: typeof name === "number" ? String(name) : name,
      answers: Object.fromEntries(
        input.criteria.map(({ position, column }) => [compiled.plain.criteria[position]?.id ?? "", cellAt(column)]),
      ),
    };
    for (const { name: attribute, column } of input.attributes) {
      const cell = cellAt(column);
      if (cell !== null && cell !== "") item[attribute] = String(cell);
    }
    return [{ item, place }];
  });
  return { rows: items, ignored: input.ignored };
}
