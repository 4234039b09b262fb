/** What every route says in the same words. */
import { type createRoute, type RouteConfig, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ZodType } from "zod";
import type { Scope } from "../db/keys.ts";
import { type ErrorEntry, InvalidRequest } from "../errors.ts";
import { authorize } from "../http/authorize.ts";
import { type Deprecation, deprecationHeaders } from "../http/deprecation.ts";
import type { App, Environment } from "../http/environment.ts";
import { PROBLEM_TYPE, PROBLEMS, type ProblemCode } from "../http/problem.ts";
import type { Caller } from "../services/caller.ts";
import type { Outcome } from "../services/once.ts";
import { problemDetails } from "./wire.ts";

const requestId = {
  "x-request-id": {
    description: "Names this request. Sent along, it is kept: up to 255 letters, digits, “-”, “_” and “=”.",
    schema: { type: "string" as const },
  },
};

export function json<Schema extends ZodType>(description: string, schema: Schema, example?: unknown) {
  return {
    description,
    headers: requestId,
    content: { "application/json": { schema, ...(example !== undefined && { example }) } },
  };
}

/** The problems an operation may answer with, by status; `internal` is added to all. */
export function problems(...codes: ProblemCode[]) {
  const all = new Set<ProblemCode>([...codes, "internal"]);
  const byStatus = Map.groupBy(all, (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    Array.from(byStatus, ([status, sharing]) => [
      status,
      {
        description: sharing.map((code) => PROBLEMS[code].title).join("; or: "),
        headers: requestId,
        content: { [PROBLEM_TYPE]: { schema: problemDetails } },
      },
    ]),
  );
}

export const BODY_PROBLEMS = ["malformed-json", "too-large", "unsupported-media-type", "invalid-request"] as const;

/**
 * Puts a route into the app and into the OpenAPI document. Requests are read by the handler with `readEnvelope`: the
 * check that comes with zod-openapi would go through every answer of a large body.
 */
export function serve<Route extends RouteConfig>(
  app: App,
  route: ReturnType<typeof createRoute<string, Route & { path: string }>>,
  handler: (context: Context<Environment>) => Response | Promise<Response>,
  { deprecation }: { deprecation?: Deprecation } = {},
): void {
  app.openAPIRegistry.registerPath({ ...route, security: [], ...(deprecation && { deprecated: true }) });
  app.on(route.method, [route.getRoutingPath()], announcing(deprecation, handler));
}

type Handler = (context: Context<Environment>) => Response | Promise<Response>;

/** Says on every response, refusals too, that the operation will go. */
function announcing(deprecation: Deprecation | undefined, handler: Handler): Handler {
  if (deprecation === undefined) return handler;
  const headers = Object.entries(deprecationHeaders(deprecation));
  return (context) => {
    for (const [name, value] of headers) context.header(name, value);
    return handler(context);
  };
}

/** The key that a route needs, for the OpenAPI document. */
export const KEY_PROBLEMS = ["unauthenticated", "forbidden", "rate-limited", "storage-unavailable"] as const;
/** `invalid-request`: the Idempotency-Key may be none. */
export const WRITE_PROBLEMS = ["invalid-request", "idempotency-mismatch", "busy", "moving"] as const;

export const idempotencyHeader = z.object({
  "Idempotency-Key": z
    .string()
    .min(1)
    .max(255)
    .optional()
    .openapi({
      param: { name: "Idempotency-Key", in: "header" },
      description:
        "A name for this very request, such as a UUID. Sent again with the same body within 30 days, it is answered as before, with `idempotency-replayed: true`, and changes nothing.",
    }),
});

/** Like `serve`, for a caller with a key that has this scope. */
export function serveKeyed<Route extends RouteConfig>(
  app: App,
  scope: Scope,
  route: ReturnType<typeof createRoute<string, Route & { path: string }>>,
  handler: (context: Context<Environment>, caller: Caller) => Response | Promise<Response>,
  { remember = false, deprecation }: { remember?: boolean; deprecation?: Deprecation } = {},
): void {
  const keyed = {
    ...route,
    ...(deprecation && { deprecated: true }),
    description: `${route.description ?? route.summary} Needs a key with the scope \`${scope}\`.`,
    security: [{ key: [] }],
    responses: { ...problems(...KEY_PROBLEMS), ...route.responses },
  };
  app.openAPIRegistry.registerPath(keyed);
  keyedRoutes.push({ method: route.method, path: route.path, scope });
  const authorized: Handler = async (context) => handler(context, await authorize(context, scope, { remember }));
  app.on(route.method, [route.getRoutingPath()], announcing(deprecation, authorized));
}

/**
 * Like `serveKeyed` with the scope `read`, for a route that stores nothing and shows nothing of any partner: here a key
 * that was good a few seconds ago is good enough, which spares most requests the database.
 */
export function serveStateless<Route extends RouteConfig>(
  app: App,
  route: ReturnType<typeof createRoute<string, Route & { path: string }>>,
  handler: (context: Context<Environment>, caller: Caller) => Response | Promise<Response>,
): void {
  serveKeyed(app, "read", route, handler, { remember: true });
}

/** Every route that needs a key, for the security suite. */
export const keyedRoutes: { method: string; path: string; scope: Scope }[] = [];

/** An answer that may be a repetition of an earlier one. */
export function answerOnce(context: Context<Environment>, { answer, replayed }: Outcome<unknown>): Response {
  return context.json(answer as object, 200, replayed ? { "idempotency-replayed": "true" } : {});
}

/** Checks parameters, query, or the envelope of a body: what is asked and in which shape, not the answers in it. */
export function readEnvelope<Schema extends ZodType>(schema: Schema, value: unknown, part = ""): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, 100).map(({ path, message }): ErrorEntry => {
    const location = [...(part === "" ? [] : [part]), ...path].map(String).join(".");
    return { location: location || "body", message };
  });
  throw new InvalidRequest(errors);
}

/** The words of zod for an envelope that is no object or has a field too many. */
export function envelopeError(issue: { code?: string; keys?: string[] }): string {
  if (issue.code !== "unrecognized_keys") return "must be an object { … }";
  const names = (issue.keys ?? []).slice(0, 5).map((key) => `“${key.slice(0, 64).toWellFormed()}”`);
  return `has a field that is not known here: ${names.join(", ")}`;
}
