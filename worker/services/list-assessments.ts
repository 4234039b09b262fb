import { type AssessmentFilter, listAssessments as listRows } from "../db/assessments.ts";
import type { Caller } from "./caller.ts";
import { fromCursor, pageOf } from "./paging.ts";
import { type Recalled, recall, recallWithDimensions, revisionsOf } from "./recall.ts";

/** Stored assessments with their results, a page of them. */
export async function listAssessments(
  caller: Caller,
  { dimensions, ...filter }: AssessmentFilter & { dimensions: boolean },
  cursor: string | undefined,
  limit: number,
): Promise<{ assessments: Recalled[]; cursor: string | null }> {
  const rows = await listRows(caller.database, filter, fromCursor(cursor, 4), limit + 1);
  const page = pageOf(rows, limit, ({ model, partner, period, source }) => [model, partner, period, source]);
  const compiled = await revisionsOf(
    caller,
    page.items.map(({ model, revision }) => [model, revision]),
  );
  return {
    assessments: page.items.map((row) => {
      const known = compiled.get(`${row.model}@${row.revision}`);
      return dimensions ? recallWithDimensions(row, known, caller.now) : recall(row, known, "level", caller.now);
    }),
    cursor: page.cursor,
  };
}
