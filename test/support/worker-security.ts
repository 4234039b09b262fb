/** What every route that needs a key must refuse, in the same way. */
import { describe, expect, test } from "vitest";
import { problem, sendJson } from "./worker-requests.ts";
import { insertKey, keyOf, newWorkspace, type Scope } from "./worker-workspace.ts";

export interface SecuredRoute {
  method: string;
  /** With ids that need not exist. */
  path: string;
  body?: unknown;
  scope: Scope;
}

const LOWER: Record<Scope, readonly Scope[]> = { read: [], write: ["read"], admin: ["read", "write"] };

export function refusesStrangers(route: SecuredRoute): void {
  const { method, path, body, scope } = route;
  const ask = (key: string) => sendJson(method, path, body, key);
  const refused = async (response: Promise<Response>, status: number) => {
    const answered = await response;
    if (status === 401) expect(answered.headers.get("www-authenticate")).toMatch(/^Bearer/);
    return problem(answered, status);
  };

  describe(`${method} ${path} needs a key with the scope ${scope}`, () => {
    test("none is refused", async () => {
      await refused(sendJson(method, path, body, "", { authorization: "" }), 401);
    });

    test("malformed and unknown ones are refused", async () => {
      for (const key of ["x", "lsk_short", `${keyOf("a")}b`, "lsk_' OR 1=1 --", keyOf("nobody")])
        await refused(ask(key), 401);
      await refused(sendJson(method, path, body, "", { authorization: `Basic ${btoa("a:b")}` }), 401);
    });

    test("expired and revoked ones are refused", async () => {
      const { id } = await newWorkspace();
      await insertKey(id, keyOf(`${id} expired`), { expiresAt: "2026-01-02T00:00:00.000Z" });
      await insertKey(id, keyOf(`${id} revoked`), { revokedAt: "2026-01-02T00:00:00.000Z" });
      expect((await refused(ask(keyOf(`${id} expired`)), 401)).detail).toContain("expired");
      expect((await refused(ask(keyOf(`${id} revoked`)), 401)).detail).toContain("revoked");
    });

    test("one with lower scopes is refused", async () => {
      const { id } = await newWorkspace();
      await insertKey(id, keyOf(`${id} lower`), { scopes: LOWER[scope] });
      expect((await refused(ask(keyOf(`${id} lower`)), 403)).detail).toContain(`“${scope}”`);
    });
  });
}
