/** A bulk save in one statement: assessments, the standings that they change, and the documents that go with them. */
import { inWorkspace, type Query } from "./database.ts";
import type { DocumentWrite } from "./documents.ts";

export interface AssessmentWrite {
  partner: string;
  /** JSON text: a value by criterion, or `{ value, note, evidence }`. */
  answers: string;
  /** `[segment, region, type]` it is scored with, and the ranks where the model asks for them. */
  attributes: readonly unknown[];
}

export interface StandingWrite {
  partner: string;
  /** The level after the model's promotion policy. */
  level: string | null;
  pending: unknown;
  /** The standing before this period. */
  before: unknown;
  result: unknown;
  /** JSON text: what cohorts and insights need. */
  data: string;
  /** The version that is replaced, 0 for none; another one fails the batch. */
  expected: number;
}

export interface Save {
  model: string;
  revision: string;
  period: string;
  source: string;
  starts: string;
  savedAt: string;
  savedBy: string;
  answeredAt: string;
  assessments: readonly AssessmentWrite[];
  standings: readonly StandingWrite[];
  documents: readonly DocumentWrite[];
}

/**
 * The long texts stand as values, which json_each gives as they are; taking them out of a list with `->` would have
 * SQLite read each of them once more for every column. The triggers are in the migrations.
 */
const SAVE = inWorkspace(`
  INSERT INTO saved_rows (workspace, kind, model, revision, period, source, starts, saved_at, saved_by, answered_at, head, body)
  SELECT ?1, 'assessment', ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, key, value FROM json_each(?10)
  UNION ALL SELECT ?1, 'standing', ?2, ?3, ?4, ?5, ?6, NULL, NULL, ?9, key, value FROM json_each(?11)
  UNION ALL SELECT ?1, 'document', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, value -> 0, value -> 1 FROM json_each(?12)`);

export function writeSave(save: Save): Query {
  const { model, revision, period, source, starts, savedAt, savedBy, answeredAt } = save;
  const assessments = objectText(
    save.assessments.map(({ partner, answers, attributes }) => [[partner, attributes], answers]),
  );
  const standings = objectText(
    save.standings.map(({ partner, level, pending, before, result, data, expected }) => [
      [partner, level, pending, before, result, expected],
      data,
    ]),
  );
  const documents = save.documents.map(({ kind, key, expected, body }) => [
    [kind, key, expected === "any" ? -1 : expected],
    body,
  ]);
  return {
    sql: SAVE,
    parameters: [
      ...[model, revision, period, source, starts, savedAt, savedBy, answeredAt],
      ...[assessments, standings, JSON.stringify(documents)],
    ],
  };
}

/** JSON text of an object whose names are lists, as JSON, and whose values are JSON already. */
function objectText(entries: readonly (readonly [head: unknown, body: string])[]): string {
  return `{${entries.map(([head, body]) => `${JSON.stringify(JSON.stringify(head))}:${body}`).join(",")}}`;
}
