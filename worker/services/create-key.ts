import { insertKey, type Key, type Scope } from "../db/keys.ts";
import { InvalidRequest } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { type Outcome, once } from "./once.ts";
import { deriveKey, newId, newSalt } from "./secrets.ts";

export interface NewKeyRequest {
  name: string;
  scopes: readonly Scope[];
  expiresAt?: string | null | undefined;
}

export interface CreatedKey {
  /** The only time that the key itself is shown. */
  key: string;
  details: Key;
}

/**
 * Makes a key for the caller's workspace.
 *
 * @throws InvalidRequest for a key that would have expired already; what `once` throws.
 */
export function createKey(caller: Caller, sent: Uint8Array, request: NewKeyRequest): Promise<Outcome<CreatedKey>> {
  // In one way of writing: instants are compared as text.
  const expiresAt = request.expiresAt == null ? null : new Date(request.expiresAt).toISOString();
  return once(
    caller,
    sent,
    async () => {
      if (expiresAt !== null && expiresAt <= caller.now) {
        throw new InvalidRequest([{ location: "expiresAt", message: "must be in the future" }]);
      }
      const salt = newSalt();
      const secret = await deriveKey(caller.bearer, salt);
      const details: Key = {
        id: newId("key"),
        name: request.name,
        prefix: secret.prefix,
        scopes: withImplied(request.scopes),
        createdAt: caller.now,
        expiresAt,
        lastUsedAt: null,
        revokedAt: null,
      };
      return {
        answer: { key: secret.text, details },
        kept: { salt, details },
        audit: { action: "key.created", what: { key: details.id, scopes: details.scopes } },
        queries: [insertKey({ ...details, hash: secret.hash })],
      };
    },
    async ({ salt, details }) => ({ key: (await deriveKey(caller.bearer, salt)).text, details }),
  );
}

const ORDER: readonly Scope[] = ["read", "write", "admin"];

/** Who may write may read, and who may administer may do both. */
export function withImplied(scopes: readonly Scope[]): Scope[] {
  const highest = Math.max(...scopes.map((scope) => ORDER.indexOf(scope)));
  return ORDER.slice(0, highest + 1);
}
