/** Conditional requests: a reader that has the present answer already gets 304 and no body. */
import type { MiddlewareHandler } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import type { Environment } from "./environment.ts";

const tagged = etag({
  retainedHeaders: [
    ...RETAINED_304_HEADERS,
    "x-request-id",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "ratelimit-policy",
    "deprecation",
    "sunset",
    "link",
  ],
});

/**
 * Every answer to a GET has an `etag`: the version of what has one, else a hash of the body. It may be kept, by its
 * reader alone, and is asked about each time before it is used again.
 */
export const conditional: MiddlewareHandler<Environment> = (context, next) => {
  if (context.req.method === "GET" || context.req.method === "HEAD") {
    context.header("cache-control", "private, no-cache");
  }
  return tagged(context, next);
};
