import { type Key, listKeys, revokeKey } from "../db/keys.ts";
import { Conflict, UnknownThing } from "../errors.ts";
import { forgetKeys } from "./authenticate.ts";
import type { Caller } from "./caller.ts";
import { NOTHING_SENT, type Outcome, once } from "./once.ts";

/**
 * Makes a key useless from now on; it stays in the list.
 *
 * @throws UnknownThing; Conflict for the last key that may administer, without which nobody could make another.
 */
export async function revokeOneKey(caller: Caller, id: string): Promise<Outcome<{ key: Key }>> {
  const revoked = await once(caller, NOTHING_SENT, async () => {
    const keys = await listKeys(caller.database);
    const key = keys.find((candidate) => candidate.id === id);
    if (key === undefined) throw new UnknownThing("There is no key with this id. GET /v1/keys lists every key.");
    const isGood = ({ scopes, revokedAt, expiresAt }: Key) =>
      scopes.includes("admin") && revokedAt === null && (expiresAt === null || expiresAt > caller.now);
    if (isGood(key) && !keys.some((other) => other.id !== id && isGood(other))) {
      throw new Conflict("This is the last key with the scope “admin”. Make another one first.");
    }
    const answer = { key: { ...key, revokedAt: key.revokedAt ?? caller.now } };
    return {
      answer,
      kept: answer,
      audit: { action: "key.revoked", what: { key: id } },
      queries: [revokeKey(id, caller.now)],
    };
  });
  forgetKeys();
  return revoked;
}
