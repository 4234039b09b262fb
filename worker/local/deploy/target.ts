/** What is deployed, as the configuration of wrangler says: whoever clones may give the database another name. */
import { unstable_readConfig as readConfig } from "wrangler";

export interface Target {
  /** Name of the Worker. */
  worker: string;
  database: {
    /** By which wrangler finds the database whatever its name is. */
    binding: string;
    name: string;
    /** Null where wrangler looks for it, and makes it, by its name. */
    id: string | null;
  };
}

/**
 * @param file the configuration, such as `wrangler.toml`.
 * @throws Error where it names no Worker or no D1 database.
 */
export function readTarget(file: string): Target {
  const { name, d1_databases: databases } = readConfig({ config: file }, { hideWarnings: true });
  const [database] = databases;
  if (name === undefined || database?.database_name === undefined) {
    throw new Error(`${file} needs a name for the Worker, and a D1 database with a database_name.`);
  }
  return {
    worker: name,
    database: { binding: database.binding, name: database.database_name, id: database.database_id ?? null },
  };
}
