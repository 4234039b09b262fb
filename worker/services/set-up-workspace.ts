import type { Database } from "../db/database.ts";
import type { Key } from "../db/keys.ts";
import { insertWorkspace } from "../db/workspaces.ts";
import { Conflict, Unauthenticated } from "../errors.ts";
import { withImplied } from "./create-key.ts";
import { deriveKey, isSameSecret, newId, newSalt, sha256 } from "./secrets.ts";

export interface SetUp {
  workspace: { id: string; name: string };
  /** The only time that the key itself is shown. */
  key: string;
  details: Key;
}

export const SHORTEST_CODE = 12;

/** Whoever deploys with a form makes up a code, and anybody may try codes at the deployment's address. */
export const isLongEnough = (secret: string): boolean => secret.length >= SHORTEST_CODE;

/**
 * Makes the first workspace and its first key. A code makes one workspace; change the secret to make another.
 *
 * @param secret the deployment's setup code, absent where there is none.
 * @throws Unauthenticated for a wrong code, Conflict where the code has been used.
 */
export async function setUpWorkspace(
  database: Database,
  secret: string | undefined,
  request: { code: string; name: string },
  now: string,
): Promise<SetUp> {
  const isRight = await isSameSecret(request.code, secret ?? "");
  if (secret !== undefined && secret !== "" && !isLongEnough(secret)) {
    throw new Unauthenticated(
      "The setup code of this deployment can be guessed, so it opens nothing. Set a SETUP_CODE of 12 characters or more.",
    );
  }
  if (secret === undefined || secret === "" || !isRight) {
    throw new Unauthenticated("The setup code is not right. It is the secret SETUP_CODE of the deployment.");
  }
  const workspace = { id: newId("ws"), name: request.name };
  const made = await deriveKey(newSalt(), newSalt());
  const details: Key = {
    id: newId("key"),
    name: "First key",
    prefix: made.prefix,
    scopes: withImplied(["admin"]),
    createdAt: now,
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
  };
  const row = { ...workspace, setup: await sha256(secret), createdAt: now };
  if (!(await insertWorkspace(database, row, { ...details, hash: made.hash }))) {
    throw new Conflict("This setup code has made its workspace. Set another SETUP_CODE to make a further one.");
  }
  return { workspace, key: made.text, details };
}
