import { type Database, inWorkspace, type Query, type WorkspaceDatabase } from "./database.ts";
import { listensTo, readListens, type WebhookEvent } from "./webhooks.ts";

export type Scope = "read" | "write" | "admin";

export interface Key {
  id: string;
  name: string;
  /** The first characters, by which a person tells keys apart. */
  prefix: string;
  scopes: Scope[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

interface KeyRow {
  id: string;
  name: string;
  prefix: string;
  scopes: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
}

function toKey(row: KeyRow): Key {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: JSON.parse(row.scopes) as Scope[],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}

export interface FoundKey {
  key: Key;
  workspace: { id: string; name: string };
  /** What a request with the same Idempotency-Key was answered before, null for none. */
  answer: unknown;
  /** Types of events that webhooks of the workspace want to be told. */
  listens: ReadonlySet<WebhookEvent>;
}

/** The answer to a repeated request comes along, and who listens, so that they cost no statement of their own. */
const FIND_BY_HASH = `
  SELECT k.*, w.name AS workspace_name, a.body AS answer, ${listensTo("k.workspace")} AS listens FROM keys k
  JOIN workspaces w ON w.id = k.workspace
  LEFT JOIN documents a ON a.workspace = k.workspace AND a.kind = 'answer' AND a.key = ?2
  WHERE k.hash = ?1`;

/** @param answerKey of an Idempotency-Key, null without one. */
export async function findKeyByHash(
  database: Database,
  hash: string,
  answerKey: string | null,
): Promise<FoundKey | null> {
  const [row] = await database.unbound<
    KeyRow & { workspace: string; workspace_name: string; answer: string | null; listens: string | null }
  >(FIND_BY_HASH, hash, answerKey);
  if (row === undefined) return null;
  return {
    key: toKey(row),
    workspace: { id: row.workspace, name: row.workspace_name },
    answer: row.answer === null ? null : JSON.parse(row.answer),
    listens: readListens(row.listens),
  };
}

const LIST = inWorkspace("SELECT * FROM keys WHERE workspace = ?1 ORDER BY created_at, id");

export async function listKeys(database: WorkspaceDatabase): Promise<Key[]> {
  return (await database.all<KeyRow>({ sql: LIST, parameters: [] })).map(toKey);
}

const INSERT = inWorkspace(`
  INSERT INTO keys (workspace, hash, id, name, prefix, scopes, created_at, expires_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`);

export type NewKey = Pick<Key, "id" | "name" | "prefix" | "scopes" | "createdAt" | "expiresAt"> & { hash: string };

export function insertKey({ hash, id, name, prefix, scopes, createdAt, expiresAt }: NewKey): Query {
  return { sql: INSERT, parameters: [hash, id, name, prefix, JSON.stringify(scopes), createdAt, expiresAt] };
}

const REVOKE = inWorkspace("UPDATE keys SET revoked_at = coalesce(revoked_at, ?3) WHERE workspace = ?1 AND id = ?2");

export function revokeKey(id: string, now: string): Query {
  return { sql: REVOKE, parameters: [id, now] };
}

const TOUCH = inWorkspace("UPDATE keys SET last_used_at = ?3 WHERE workspace = ?1 AND id = ?2");

export function touchKey(id: string, now: string): Query {
  return { sql: TOUCH, parameters: [id, now] };
}
