/** Workspaces and keys for tests, put straight into the database. Every test file begins with the same one. */
import { env } from "cloudflare:workers";

export type Scope = "read" | "write" | "admin";

export interface Workspace {
  id: string;
  /** A key that may do everything. */
  key: string;
}

/** The workspace whose key `send` uses unless told otherwise. */
export const usual: Workspace = { id: "ws_usual", key: keyOf("usual") };

export interface KeyOptions {
  scopes?: readonly Scope[];
  expiresAt?: string;
  revokedAt?: string;
}

/** The text of a key with this name; names of up to 43 letters give keys of the right form. */
export function keyOf(name: string): string {
  return `lsk_${name
    .replace(/[^A-Za-z0-9]/g, "-")
    .padEnd(43, "_")
    .slice(0, 43)}`;
}

let made = 0;

/** A workspace of its own, so that a test need not know what others store. */
export async function newWorkspace(name = `test ${++made}`): Promise<Workspace> {
  const workspace = { id: `ws_${name.replaceAll(" ", "_")}`, key: keyOf(name) };
  await insertWorkspace(workspace, name);
  return workspace;
}

export async function insertWorkspace({ id, key }: Workspace, name: string): Promise<void> {
  await env.DB.prepare("INSERT OR IGNORE INTO workspaces (id, name, created_at) VALUES (?1, ?2, ?3)")
    .bind(id, name, "2026-01-01T00:00:00.000Z")
    .run();
  await insertKey(id, key);
}

export async function insertKey(workspace: string, key: string, options: KeyOptions = {}): Promise<void> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  await env.DB.prepare(
    `INSERT OR IGNORE INTO keys (hash, workspace, id, name, prefix, scopes, created_at, expires_at, revoked_at, last_used_at)
     VALUES (?1, ?2, ?3, 'test', ?4, ?5, ?6, ?7, ?8, ?9)`,
  )
    .bind(
      hash,
      workspace,
      `key_${hash.slice(0, 16)}`,
      key.slice(0, 12),
      JSON.stringify(options.scopes ?? ["read", "write", "admin"]),
      "2026-01-01T00:00:00.000Z",
      options.expiresAt ?? null,
      options.revokedAt ?? null,
      new Date().toISOString(),
    )
    .run();
}
