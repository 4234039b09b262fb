import type { Database } from "../db/database.ts";
import { findKeyByHash, type Scope } from "../db/keys.ts";
import { Forbidden, RateLimited, Unauthenticated } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { KEY_FORM, sha256 } from "./secrets.ts";

export interface Credentials {
  /** The `Authorization` header. */
  authorization: string | undefined;
  scope: Scope;
  /** What names a repeatable request: operation and Idempotency-Key; null without such a key. */
  repeatable: string | null;
  now: string;
  /** Whether the key may go on; absent where there is no limit. */
  limit?: ((hash: string) => Promise<boolean>) | undefined;
}

/**
 * @throws Unauthenticated, Forbidden where the key's scopes do not include the one needed, RateLimited.
 */
export async function authenticate(database: Database, credentials: Credentials): Promise<Caller> {
  const { authorization, scope, now } = credentials;
  if (authorization === undefined) {
    throw new Unauthenticated("The request has no key. Send the header “Authorization: Bearer lsk_…”.");
  }
  const [, bearer = ""] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
  if (!KEY_FORM.test(bearer))
    throw new Unauthenticated("This is no key of Levelsheet. Keys begin with “lsk_” and have 47 characters.");
  const hash = await sha256(bearer);
  if ((await credentials.limit?.(hash)) === false) throw new RateLimited();
  const answerKey = credentials.repeatable === null ? null : await sha256(`${hash} ${credentials.repeatable}`);
  const found = await findKeyByHash(database, hash, answerKey);
  if (found === null) throw new Unauthenticated("This key is not known.");
  const { key, workspace, answer } = found;
  if (key.revokedAt !== null) throw new Unauthenticated("This key has been revoked.");
  if (key.expiresAt !== null && key.expiresAt <= now) throw new Unauthenticated("This key has expired.");
  if (!key.scopes.includes(scope)) {
    throw new Forbidden(
      `This needs a key with the scope “${scope}”. The key “${key.prefix}…” has ${list(key.scopes)}.`,
    );
  }
  return {
    database: database.within(workspace.id),
    workspace,
    key,
    bearer,
    now,
    repeatable: answerKey === null ? null : { answerKey, found: answer },
  };
}

const list = (scopes: readonly Scope[]): string => scopes.map((scope) => `“${scope}”`).join(", ");
