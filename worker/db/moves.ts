/**
 * The rows of one workspace, whatever tables there are, for moving them between databases. The tables come from the
 * database itself, so that one which a later migration adds is not left behind.
 */
import type { Database } from "./database.ts";

export interface Table {
  name: string;
  columns: readonly string[];
  /** Columns of the primary key, in its order. */
  key: readonly string[];
  /** The column that names the workspace. */
  owner: string;
}

/** Rows of one read: a few large ones must fit into an answer. */
const PAGE = 50;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Tables of the platform begin with “_” and may not be looked into. */
const TABLES = `
  SELECT t.name AS "table", c.name AS "column", c.pk AS place
  FROM sqlite_master t JOIN pragma_table_info(t.name) c
  WHERE t.type = 'table' AND t.name GLOB '[a-z]*' AND t.name <> 'moves'
  ORDER BY t.name, c.cid`;

/** Every table with rows of workspaces; `workspaces` and `keys` last, since without them nobody gets in. */
export async function readTables(database: Database): Promise<Table[]> {
  const rows = await database.unbound<{ table: string; column: string; place: number }>(TABLES);
  const tables = [...Map.groupBy(rows, ({ table }) => table)].map(([name, columns]): Table => {
    const key = columns.filter(({ place }) => place > 0).sort((a, b) => a.place - b.place);
    return {
      name,
      columns: columns.map(({ column }) => column),
      key: key.map(({ column }) => column),
      owner: name === "workspaces" ? "id" : "workspace",
    };
  });
  const owned = tables.filter(({ columns, owner }) => owner === "id" || columns.includes(owner));
  const last = ["workspaces", "keys"];
  return owned.sort((a, b) => last.indexOf(a.name) - last.indexOf(b.name) || a.name.localeCompare(b.name));
}

export interface RowPage {
  /** Each row as the text of a JSON array, its columns in order, so that no number passes through another form. */
  rows: string[];
  /** The key of the last row; null at the end. */
  after: string | null;
}

/** @param after the key where the page before ended. */
export async function readRows(
  database: Database,
  { name, columns, key, owner }: Table,
  workspace: string,
  after: string | null,
): Promise<RowPage> {
  const keys = key.map(quoted).join(", ");
  const from = key.map((_, at) => `?2 ->> ${at}`).join(", ");
  const rows = await database.unbound<{ row: string; place: string }>(
    `SELECT json_array(${columns.map(quoted).join(", ")}) AS row, json_array(${keys}) AS place FROM ${quoted(name)}
     WHERE ${quoted(owner)} = ?1 AND (?2 IS NULL OR (${keys}) > (${from})) ORDER BY ${keys} LIMIT ${PAGE}`,
    workspace,
    after,
  );
  return { rows: rows.map(({ row }) => row), after: rows.length < PAGE ? null : (rows.at(-1)?.place ?? null) };
}

interface Statement {
  text: string;
  parameters: readonly string[];
}

/** @param rows as they were read. */
export function writeRows({ name, columns }: Table, rows: readonly string[]): Statement {
  const values = columns.map((_, at) => `value ->> ${at}`).join(", ");
  return {
    text: `INSERT OR REPLACE INTO ${quoted(name)} (${columns.map(quoted).join(", ")})
      SELECT ${values} FROM json_each(?1)`,
    parameters: [`[${rows.join(",")}]`],
  };
}

export function deleteRows({ name, owner }: Table, workspace: string): Statement {
  return { text: `DELETE FROM ${quoted(name)} WHERE ${quoted(owner)} = ?1`, parameters: [workspace] };
}

export type MoveState = "leaving" | "arriving";

/** @returns null where the workspace stays. */
export async function readMove(database: Database, workspace: string): Promise<MoveState | null> {
  const text = "SELECT state FROM moves WHERE workspace = ?1";
  return (await database.unbound<{ state: MoveState }>(text, workspace))[0]?.state ?? null;
}

export async function hasWorkspace(database: Database, workspace: string): Promise<boolean> {
  return (await database.unbound("SELECT 1 FROM workspaces WHERE id = ?1", workspace)).length > 0;
}

export function setMove(workspace: string, state: MoveState, now: string): Statement {
  return {
    text: "INSERT OR REPLACE INTO moves (workspace, state, since) VALUES (?1, ?2, ?3)",
    parameters: [workspace, state, now],
  };
}

export function endMove(workspace: string): Statement {
  return { text: "DELETE FROM moves WHERE workspace = ?1", parameters: [workspace] };
}
