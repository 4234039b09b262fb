/**
 * `npm run move`: a workspace from the database of wrangler.toml to another one of the same account, or of this machine.
 * The databases are reached by wrangler's own bindings, so the login is that of `npx wrangler login`.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { getPlatformProxy } from "wrangler";
import { Database } from "../db/database.ts";
import { LevelsheetError } from "../errors.ts";
import { cancelMove, eraseMoved, moveWorkspace } from "../services/move-workspace.ts";
import { readTarget } from "./deploy/target.ts";

const USAGE = `npm run move -- --workspace ws_… --to ID [--from ID] [options]
  --workspace  id of the workspace
  --to         id of the other database, as npx wrangler d1 list shows it; its tables must be those of the first
  --from       id of the first database, where wrangler.toml does not have it
  --erase      the last step: the first database forgets the workspace, once the other has all of it
  --cancel     back to before: the first database takes changes again, the other forgets what it got
  --local      databases of this machine, in .wrangler/state
  --help       print this`;

const configuration = resolve(import.meta.dirname, "../../wrangler.toml");
/** A statement may take as long as D1 lets it; nobody waits for an answer. */
const HOUR = 3_600_000;

interface Databases {
  FROM: D1Database;
  TO: D1Database;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workspace: { type: "string" },
      to: { type: "string" },
      from: { type: "string" },
      erase: { type: "boolean", default: false },
      cancel: { type: "boolean", default: false },
      local: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { workspace, to, local } = values;
  const { database: first } = readTarget(configuration);
  // Where wrangler makes a local database for a binding without an id, it takes the binding for one.
  const from = values.from ?? first.id ?? (local ? first.binding : undefined);
  if (values.help || workspace === undefined || to === undefined || from === undefined) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const bindings = [
    { binding: "FROM", database_name: first.name, database_id: from, remote: !local },
    { binding: "TO", database_name: "other", database_id: to, remote: !local },
  ];
  const folder = await mkdtemp(join(tmpdir(), "levelsheet-move-"));
  const file = join(folder, "wrangler.json");
  await writeFile(
    file,
    JSON.stringify({ name: "levelsheet-move", compatibility_date: "2026-10-20", d1_databases: bindings }),
  );
  const persist = { path: resolve(configuration, "../.wrangler/state/v3") };
  const platform = await getPlatformProxy<Databases>({ configPath: file, persist });
  try {
    const { FROM, TO } = platform.env;
    const route = { from: new Database(FROM, HOUR), to: new Database(TO, HOUR), workspace };
    const now = new Date().toISOString();
    if (values.erase) {
      await eraseMoved(route);
      console.log(`The database “${first.name}” has forgotten ${workspace}.`);
    } else if (values.cancel) {
      await cancelMove(route, now);
      console.log(`${workspace} stays where it was, and takes changes again.`);
    } else {
      const { rows } = await moveWorkspace(route, now);
      for (const [table, count] of Object.entries(rows)) console.log(`${String(count).padStart(8)}  ${table}`);
      console.log(`\nAll rows arrived as they were sent. Let callers use the new address; then run this with --erase.`);
    }
  } finally {
    await platform.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

try {
  await run();
} catch (error) {
  if (!(error instanceof LevelsheetError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
