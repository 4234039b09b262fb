import { eraseWorkspace as eraseWorkspaceQuery } from "../db/workspaces.ts";
import { InvalidRequest } from "../errors.ts";
import { forgetKeys } from "./authenticate.ts";
import type { Caller } from "./caller.ts";

/**
 * Erases the workspace with all that it holds, keys and audit log included.
 *
 * @param confirm the workspace's name.
 * @throws InvalidRequest unless the name is right.
 */
export async function eraseWorkspace(
  { database, workspace }: Caller,
  confirm: string | undefined,
): Promise<{ erased: string }> {
  if (confirm !== workspace.name) {
    throw new InvalidRequest([
      {
        location: "query.confirm",
        message: "must be the name of this workspace, exactly; GET /v1/workspace begins with it",
      },
    ]);
  }
  await database.batch([eraseWorkspaceQuery()]);
  forgetKeys();
  return { erased: workspace.name };
}
