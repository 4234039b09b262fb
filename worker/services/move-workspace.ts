/**
 * A workspace goes to another database: all its rows, keys and links included, so that its callers notice nothing but
 * the address. Each step can be repeated, and the old database keeps everything until it is told to erase it.
 */
import type { Database } from "../db/database.ts";
import {
  deleteRows,
  endMove,
  hasWorkspace,
  type MoveState,
  readMove,
  readRows,
  readTables,
  setMove,
  type Table,
  writeRows,
} from "../db/moves.ts";
import { readNewestMigration } from "../db/schema.ts";
import { Conflict, UnknownThing } from "../errors.ts";

export interface Route {
  from: Database;
  to: Database;
  /** Id of the workspace, `ws_…`. */
  workspace: string;
}

export interface Moved {
  /** Rows of each table; the same in both databases, compared value by value. */
  rows: Record<string, number>;
}

/** Of the text that one statement writes; D1 takes 2 MB. */
const MOST_BYTES = 1_000_000;

/**
 * Copies the workspace and compares what has arrived. From its beginning on the old database takes no changes of the
 * workspace and answers reads; the new one opens to its keys at the end. Broken off, it is run again.
 *
 * @throws UnknownThing where there is no such workspace; Conflict where the databases differ in their tables, or the new
 *   one has the workspace already.
 */
export async function moveWorkspace({ from, to, workspace }: Route, now: string): Promise<Moved> {
  const tables = await requireSameTables(from, to);
  if (!(await hasWorkspace(from, workspace))) throw new UnknownThing(`There is no workspace “${workspace}”.`);
  const state = await readMove(to, workspace);
  if (state !== "arriving" && (await hasWorkspace(to, workspace))) {
    throw new Conflict("The new database has this workspace already. Erase one of the two, or compare them.");
  }
  await from.unboundBatch([setMove(workspace, "leaving", now)]);
  // What an earlier run has brought may be gone meanwhile.
  const inverse = tables.toReversed().map((table) => deleteRows(table, workspace));
  await to.unboundBatch([setMove(workspace, "arriving", now), ...inverse, setMove(workspace, "arriving", now)]);
  for (const table of tables) await copyTable({ from, to, workspace }, table);
  const moved = await compare({ from, to, workspace }, tables);
  await to.unboundBatch([endMove(workspace)]);
  return moved;
}

/**
 * The last step, once callers use the new address: the old database forgets the workspace.
 *
 * @throws Conflict where the new one does not have all of it.
 */
export async function eraseMoved({ from, to, workspace }: Route): Promise<void> {
  await requireState(from, workspace, "leaving");
  if ((await readMove(to, workspace)) !== null || !(await hasWorkspace(to, workspace))) {
    throw new Conflict("The move is not complete. Run it again before the old database erases anything.");
  }
  const workspaces = (await readTables(from)).find(({ name }) => name === "workspaces");
  // Its triggers take everything else along.
  if (workspaces) await from.unboundBatch([deleteRows(workspaces, workspace)]);
}

/**
 * Back to before: the old database takes changes again, the new one forgets what it got.
 *
 * @throws Conflict where no move of this workspace has begun.
 */
export async function cancelMove({ from, to, workspace }: Route, now: string): Promise<void> {
  await requireState(from, workspace, "leaving");
  const inverse = (await readTables(to)).toReversed().map((table) => deleteRows(table, workspace));
  await to.unboundBatch([setMove(workspace, "arriving", now), ...inverse, endMove(workspace)]);
  await from.unboundBatch([endMove(workspace)]);
}

async function requireState(database: Database, workspace: string, wanted: MoveState): Promise<void> {
  if ((await readMove(database, workspace)) !== wanted) throw new Conflict("This workspace is not being moved.");
}

async function requireSameTables(from: Database, to: Database): Promise<Table[]> {
  const [here, there] = [await readNewestMigration(from), await readNewestMigration(to)];
  if (here !== there) {
    throw new Conflict(`The databases have different tables: ${here ?? "none"} and ${there ?? "none"}. Migrate both.`);
  }
  return readTables(from);
}

async function copyTable({ from, to, workspace }: Route, table: Table): Promise<void> {
  let after: string | null = null;
  do {
    const page = await readRows(from, table, workspace, after);
    for (const rows of portions(page.rows)) await to.unboundBatch([writeRows(table, rows)]);
    after = page.after;
  } while (after !== null);
}

/** Rows together that one statement can carry; one that is larger goes by itself. */
export function portions(rows: readonly string[], most = MOST_BYTES): string[][] {
  const made: string[][] = [];
  let size = most;
  for (const row of rows) {
    size += row.length;
    if (size > most) {
      made.push([]);
      size = row.length;
    }
    made.at(-1)?.push(row);
  }
  return made;
}

async function compare({ from, to, workspace }: Route, tables: readonly Table[]): Promise<Moved> {
  const rows: Record<string, number> = {};
  for (const table of tables) {
    rows[table.name] = 0;
    let after: string | null = null;
    do {
      const sent = await readRows(from, table, workspace, after);
      const arrived = await readRows(to, table, workspace, after);
      if (sent.rows.length !== arrived.rows.length || sent.rows.some((row, at) => row !== arrived.rows[at])) {
        throw new Conflict(`The table ${table.name} did not arrive as it was sent. Run the move again.`);
      }
      rows[table.name] = (rows[table.name] ?? 0) + sent.rows.length;
      after = sent.after;
    } while (after !== null);
  }
  return { rows };
}
