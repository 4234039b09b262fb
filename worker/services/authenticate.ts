import type { Database } from "../db/database.ts";
import { type FoundKey, findKeyByHash, type Scope } from "../db/keys.ts";
import { Forbidden, RateLimited, Unauthenticated } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { Recent } from "./recent.ts";
import { KEY_FORM, sha256 } from "./secrets.ts";

export interface Credentials {
  /** The `Authorization` header. */
  authorization: string | undefined;
  scope: Scope;
  /** Whether a key looked up within the last `REMEMBERED` milliseconds counts as looked up. */
  remember: boolean;
  /** What names a repeatable request: operation and Idempotency-Key; null without such a key. */
  repeatable: string | null;
  now: string;
  /** Whether the key may go on; absent where there is no limit. */
  limit?: ((hash: string) => Promise<boolean>) | undefined;
}

/** How long a revoked key can still be taken for a good one, and only where nothing stored is read or written. */
export const REMEMBERED = 10_000;
const remembered = new Recent<{ found: FoundKey; until: number }>(1_000);

/** A revocation takes effect at once where it is made; elsewhere when what is remembered there has run out. */
export function forgetKeys(): void {
  remembered.clear();
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
  const known = credentials.remember ? remembered.get(hash) : undefined;
  const isFresh = known !== undefined && Date.parse(now) < known.until;
  const found = isFresh ? known.found : await findKeyByHash(database, hash, answerKey);
  if (found === null) throw new Unauthenticated("This key is not known.");
  const { key, workspace, answer, listens } = found;
  if (key.revokedAt !== null) throw new Unauthenticated("This key has been revoked.");
  if (key.expiresAt !== null && key.expiresAt <= now) throw new Unauthenticated("This key has expired.");
  if (credentials.remember && !isFresh) remembered.set(hash, { found, until: Date.parse(now) + REMEMBERED });
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
    listens,
  };
}

const list = (scopes: readonly Scope[]): string => scopes.map((scope) => `“${scope}”`).join(", ");
