/** Which migrations the database has. Wrangler notes each one it applies in a table of its own. */
import type { Database } from "./database.ts";

/** The newest migration that this Worker's SQL needs. Migrations go forward only, so a later one does no harm. */
export const NEEDED_MIGRATION = "0011_moves.sql";

const HAS_MIGRATIONS = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'd1_migrations'";
const NEWEST = "SELECT max(name) AS name FROM d1_migrations";

/**
 * @returns the name of the newest migration that was applied, null where there is none.
 * @throws StorageUnavailable
 */
export async function readNewestMigration(database: Database): Promise<string | null> {
  if ((await database.unbound(HAS_MIGRATIONS)).length === 0) return null;
  return (await database.unbound<{ name: string | null }>(NEWEST))[0]?.name ?? null;
}
