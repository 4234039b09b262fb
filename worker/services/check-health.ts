import type { Database } from "../db/database.ts";
import { NEEDED_MIGRATION, readNewestMigration } from "../db/schema.ts";
import { StorageUnavailable } from "../errors.ts";

/** What keeps the service from working, and what its operator can do about it. */
export interface Ailment {
  problem: string;
  advice: string;
}

const APPLY = "Run npm run deploy, or npx wrangler d1 migrations apply DB --remote.";

/**
 * @param database null where the deployment has none.
 * @returns null where all is well.
 */
export async function checkHealth(database: Database | null): Promise<Ailment | null> {
  if (database === null) {
    return {
      problem: "The Worker has no database.",
      advice: "Its configuration needs a D1 database with the binding DB, as in wrangler.toml. Run npm run deploy.",
    };
  }
  try {
    const newest = await readNewestMigration(database);
    if (newest === null) return { problem: "The database has no tables yet.", advice: APPLY };
    if (newest < NEEDED_MIGRATION) {
      return {
        problem: `The database's tables are those of an older release: it has ${newest} and needs ${NEEDED_MIGRATION}.`,
        advice: `${APPLY} What is stored stays.`,
      };
    }
    return null;
  } catch (error) {
    if (!(error instanceof StorageUnavailable)) throw error;
    return {
      problem: "The database does not answer.",
      advice:
        "Wait a minute and look again. If it stays, check cloudflarestatus.com, and with npx wrangler d1 list that the database still exists.",
    };
  }
}
