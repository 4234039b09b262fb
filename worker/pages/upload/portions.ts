/** A file in portions that one request each can carry, and what came of them put together again. */
import Papa from "papaparse";
import type { CellProblem } from "../../../models/contract.ts";
import { readName } from "../../services/names.ts";
import type { UploadedRow } from "../../services/upload/outcome.ts";
import type { UploadTable } from "../../services/upload/table.ts";

export interface Portion {
  csv: string;
  /** The file's row for each row of the portion, and its column for each column, as a spreadsheet counts. */
  rows: number[];
  columns: number[];
}

export interface Outcome {
  results: UploadedRow[];
  problems: CellProblem[];
  problemCount: number;
}

/** The separator is told, not guessed: a portion may have one column. */
const asText = (cells: readonly (readonly string[])[]): string => `sep=,\r\n${Papa.unparse([...cells])}`;

const SAMPLED = 20;

/** The header and the first rows, as they are. */
export function sampleOf({ header, rows }: UploadTable): string {
  return asText([header, ...rows.filter((row) => row.length > 0).slice(0, SAMPLED)]);
}

/**
 * @param meanings for each column of the file; null for one that is not read.
 * @param size rows at most.
 * @returns the portions, and the rows of partners that came before: no portion sees both.
 */
export function portionsOf(
  { rows }: UploadTable,
  meanings: readonly (string | null)[],
  size: number,
): { portions: Portion[]; repeated: Outcome } {
  const columns = meanings.flatMap((means, column) => (means === null ? [] : [column]));
  const identity = meanings.includes("partner") ? meanings.indexOf("partner") : meanings.indexOf("name");
  const header = columns.map((column) => meanings[column] ?? "");
  const repeated: Outcome = { results: [], problems: [], problemCount: 0 };
  const first = new Map<string, number>();
  const kept: { row: number; cells: string[] }[] = [];
  rows.forEach((cells, at) => {
    if (cells.length === 0) return;
    const row = at + 2;
    const partner = readName((cells[identity] ?? "").trim());
    const before = partner === null ? undefined : first.get(partner);
    if (partner !== null && before === undefined) first.set(partner, row);
    if (partner === null || before === undefined) {
      kept.push({ row, cells: columns.map((column) => cells[column] ?? "") });
      return;
    }
    repeated.results.push({ row, partner, saved: false, level: null, index: null });
    const message = `“${partner}” stands in row ${before} already. Only that row is read; keep one.`;
    repeated.problems.push({ row, column: identity + 1, message });
    repeated.problemCount++;
  });
  const portions: Portion[] = [];
  for (let start = 0; start < kept.length; start += size) {
    const portion = kept.slice(start, start + size);
    portions.push({
      csv: asText([header, ...portion.map(({ cells }) => cells)]),
      rows: portion.map(({ row }) => row),
      columns: columns.map((column) => column + 1),
    });
  }
  return { portions, repeated };
}

/** Adds what came of a portion, with the rows and columns of the file. */
export function addOutcome(
  all: Outcome,
  { rows, columns }: Portion,
  { results, problems, problemCount }: Outcome,
): void {
  const rowOf = (row: number): number => rows[row - 2] ?? 1;
  all.results.push(...results.map((result) => ({ ...result, row: rowOf(result.row) })));
  all.problemCount += problemCount;
  all.problems.push(
    ...problems.map(({ row, column, message }) => ({ row: rowOf(row), column: columns[column - 1] ?? 0, message })),
  );
}

/** In the order of the file. */
export function sorted({ results, problems, problemCount }: Outcome): Outcome {
  return {
    results: results.toSorted((a, b) => a.row - b.row),
    problems: problems.toSorted((a, b) => a.row - b.row || a.column - b.column),
    problemCount,
  };
}
