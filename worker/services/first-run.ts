import type { Database } from "../db/database.ts";
import { type CreatedKey, createKey } from "./create-key.ts";
import { type SetUp, setUpWorkspace } from "./set-up-workspace.ts";

export interface FirstRun extends SetUp {
  /** Scores and saves, and nothing else: everybody who can open a sheet can read the key in it. */
  sheet: CreatedKey;
}

/**
 * Makes the first workspace, its first key, and one to put into sheets.
 *
 * @throws what setUpWorkspace throws
 */
export async function firstRun(
  database: Database,
  secret: string | undefined,
  request: { code: string; name: string },
  now: string,
): Promise<FirstRun> {
  const made = await setUpWorkspace(database, secret, request, now);
  const { workspace, key, details } = made;
  const caller = {
    database: database.within(workspace.id),
    workspace,
    key: details,
    bearer: key,
    now,
    repeatable: null,
    listens: new Set<never>(),
  };
  const outcome = await createKey(caller, new Uint8Array(), { name: "Sheets", scopes: ["write"] });
  return { ...made, sheet: outcome.answer };
}
