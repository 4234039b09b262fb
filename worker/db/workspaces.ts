import { type Database, inWorkspace, type Query } from "./database.ts";
import type { NewKey } from "./keys.ts";

const SET_UP = `
  INSERT INTO workspaces (id, name, setup, created_at)
  SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM workspaces WHERE setup = ?3)
  RETURNING id`;
const FIRST_KEY = `
  INSERT INTO keys (workspace, hash, id, name, prefix, scopes, created_at)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM workspaces WHERE id = ?1)
  RETURNING id`;

/**
 * Makes a workspace, once for each setup code.
 *
 * @returns false where the code has made one before.
 */
export async function insertWorkspace(
  database: Database,
  workspace: { id: string; name: string; setup: string; createdAt: string },
  key: NewKey,
): Promise<boolean> {
  const [, made] = await database.unboundBatch<{ id: string }>([
    { text: SET_UP, parameters: [workspace.id, workspace.name, workspace.setup, workspace.createdAt] },
    {
      text: FIRST_KEY,
      parameters: [workspace.id, key.hash, key.id, key.name, key.prefix, JSON.stringify(key.scopes), key.createdAt],
    },
  ]);
  return made !== undefined && made.length > 0;
}

/** The trigger workspace_erased takes everything else with it. */
const ERASE = inWorkspace("DELETE FROM workspaces WHERE id = ?1");

export function eraseWorkspace(): Query {
  return { sql: ERASE, parameters: [] };
}
