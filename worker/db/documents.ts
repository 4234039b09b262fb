/** Small JSON rows: cohorts, journal, answers to repeated requests, shipped models in use. */
import { inWorkspace, type Query, type WorkspaceDatabase } from "./database.ts";

export type DocumentKind = "cohort" | "audit" | "answer" | "revision" | "plan";

export interface DocumentWrite {
  kind: DocumentKind;
  key: string;
  /** The version that is to be replaced, 0 for none; another one fails the batch. `any` keeps what is there. */
  expected: number | "any";
  body: unknown;
}

const WRITE = inWorkspace(`
  INSERT INTO documents (workspace, kind, key, version, body)
  SELECT ?1, value ->> 0, value ->> 1, (value ->> 2) + 1, value -> 3 FROM json_each(?2) WHERE true
  ON CONFLICT (workspace, kind, key) DO UPDATE SET
    body = CASE WHEN excluded.version = 0 THEN documents.body ELSE excluded.body END,
    version = CASE
      WHEN excluded.version = 0 THEN documents.version
      WHEN documents.version = excluded.version - 1 THEN excluded.version
    END`);

export function writeDocuments(documents: readonly DocumentWrite[]): Query {
  const rows = documents.map(({ kind, key, expected, body }) => [kind, key, expected === "any" ? -1 : expected, body]);
  return { sql: WRITE, parameters: [JSON.stringify(rows)] };
}

const FIND = inWorkspace("SELECT body FROM documents WHERE workspace = ?1 AND kind = ?2 AND key = ?3");

export async function findDocument(database: WorkspaceDatabase, kind: DocumentKind, key: string): Promise<unknown> {
  const [row] = await database.all<{ body: string }>({ sql: FIND, parameters: [kind, key] });
  return row === undefined ? null : JSON.parse(row.body);
}

const LIST = inWorkspace(`
  SELECT key, body FROM documents WHERE workspace = ?1 AND kind = ?2 AND key < ?3 ORDER BY key DESC LIMIT ?4`);

export interface DocumentRow {
  key: string;
  body: string;
}

/** Newest first, for kinds whose keys are in the order of time. */
export function listDocuments(
  database: WorkspaceDatabase,
  kind: DocumentKind,
  before: string | null,
  limit: number,
): Promise<DocumentRow[]> {
  return database.all({ sql: LIST, parameters: [kind, before ?? "\u{10ffff}", limit] });
}
