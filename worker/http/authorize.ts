/** From a request to the caller that the services know. */
import type { Context } from "hono";
import { Database } from "../db/database.ts";
import { type Scope, touchKey } from "../db/keys.ts";
import { InvalidRequest, RateLimited } from "../errors.ts";
import { authenticate } from "../services/authenticate.ts";
import type { Caller } from "../services/caller.ts";
import type { Environment } from "./environment.ts";
import { RATE_LIMIT_POLICY } from "./rate-limit.ts";

const HOUR = 3_600_000;

interface Authorizing {
  /** Whether a key that was looked up a few seconds ago need not be looked up again. */
  remember?: boolean;
  /** In place of the header, for a form. */
  authorization?: string;
}

/**
 * @throws what authenticate throws; InvalidRequest where the Idempotency-Key cannot be one.
 */
export async function authorize(
  context: Context<Environment>,
  scope: Scope,
  { remember = false, authorization = context.req.header("authorization") }: Authorizing = {},
): Promise<Caller> {
  const { RATE_LIMIT } = context.env;
  if (RATE_LIMIT) context.header("ratelimit-policy", RATE_LIMIT_POLICY);
  const changes = scope !== "read" && context.req.method !== "GET" && context.req.method !== "HEAD";
  const caller = await authenticate(databaseOf(context), {
    authorization,
    scope,
    remember,
    repeatable: changes ? repeatableOf(context) : null,
    now: new Date().toISOString(),
    limit: RATE_LIMIT && (async (key) => (await RATE_LIMIT.limit({ key })).success),
  });
  if (!changes) touch(context, caller);
  return caller;
}

/**
 * For forms, which come without a key: whoever guesses is slowed down.
 *
 * @param form names the limit; `sender` counts each sender by itself.
 * @throws RateLimited.
 */
export async function limitForm(context: Context<Environment>, form: string, sender = ""): Promise<void> {
  const { RATE_LIMIT } = context.env;
  if (!RATE_LIMIT || (await RATE_LIMIT.limit({ key: `${form}${sender && ` ${sender}`}` })).success) return;
  throw new RateLimited("Too many attempts have come. Wait a few seconds, then try again.");
}

/** One for each request: it counts what the request costs. */
export function databaseOf(context: Context<Environment>): Database {
  const known = context.get("database");
  if (known) return known;
  const database = new Database(context.env.DB);
  context.set("database", database);
  return database;
}

function repeatableOf(context: Context<Environment>): string | null {
  const sent = context.req.header("idempotency-key");
  if (sent === undefined) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(sent)) {
    throw new InvalidRequest([
      { location: "header.idempotency-key", message: "must be 1 to 255 characters without blanks" },
    ]);
  }
  const { pathname, search } = new URL(context.req.url);
  return `${context.req.method} ${pathname}${search} ${sent}`;
}

/** Changes are audited, which notes the use of the key; reads and scoring note it at most once an hour. */
function touch(context: Context<Environment>, { key, database, now }: Caller): void {
  if (key.lastUsedAt !== null && Date.parse(now) - Date.parse(key.lastUsedAt) < HOUR) return;
  // Or each request of the seconds for which the key is remembered would note it.
  key.lastUsedAt = now;
  const written = database.batch([touchKey(key.id, now)]).catch(() => []);
  try {
    context.executionCtx.waitUntil(written);
  } catch {
    // There is no execution context outside the platform.
  }
}
