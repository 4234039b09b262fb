/** What every route says in the same words. */
import type { createRoute, RouteConfig } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ZodType, z } from "zod";
import { type ErrorEntry, InvalidRequest } from "../errors.ts";
import type { App, Environment } from "../http/environment.ts";
import { PROBLEM_TYPE, PROBLEMS, type ProblemCode } from "../http/problem.ts";
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
  const all: ProblemCode[] = [...codes, "internal"];
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
): void {
  app.openAPIRegistry.registerPath(route);
  app.on(route.method, [route.getRoutingPath()], handler);
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
