/**
 * The database of the Worker in this process, without the Worker's runtime: what the generator needs for its examples.
 * Tests use D1 itself.
 */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";

const migrations = resolve(import.meta.dirname, "../migrations");

interface Statement {
  text: string;
  values: SQLInputValue[];
}

/** @param file of a database that is too large for memory. */
export function openDatabase(file = ":memory:"): D1Database {
  const database = new DatabaseSync(file);
  // Wrangler's own note of what it has applied.
  database.exec("CREATE TABLE d1_migrations (name TEXT)");
  const note = database.prepare("INSERT INTO d1_migrations (name) VALUES (?1)");
  for (const name of readdirSync(migrations).sort()) {
    database.exec(readFileSync(resolve(migrations, name), "utf8"));
    note.run(name);
  }
  const size = () =>
    Number(
      database.prepare("SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size").get()?.bytes,
    );
  const run = ({ text, values }: Statement) => ({
    success: true,
    results: database.prepare(text).all(...values),
    meta: { rows_read: 0, rows_written: 0, changes: 0, size_after: size() },
  });
  const prepare = (text: string, values: SQLInputValue[] = []): unknown => ({
    text,
    values,
    bind: (...bound: SQLInputValue[]) => prepare(text, bound),
    first: (column: string) => Promise.resolve(database.prepare(text).get(...values)?.[column] ?? null),
  });
  const batch = (statements: Statement[]) => {
    database.exec("BEGIN");
    try {
      const results = statements.map(run);
      database.exec("COMMIT");
      return Promise.resolve(results);
    } catch (error) {
      database.exec("ROLLBACK");
      return Promise.reject(error);
    }
  };
  return { prepare, batch } as unknown as D1Database;
}
