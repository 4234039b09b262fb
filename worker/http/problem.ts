/** One renderer for everything that goes wrong: RFC 9457 problem details. */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ProblemDetails } from "../../models/contract.ts";
import { type ErrorCode, type ErrorEntry, LevelsheetError, PreconditionFailed } from "../errors.ts";
import type { Environment } from "./environment.ts";
import { RATE_LIMIT_REACHED } from "./rate-limit.ts";

interface ProblemKind {
  status: ContentfulStatusCode;
  title: string;
  /** What the caller can do, for the reference page. */
  advice: string;
  headers?: Readonly<Record<string, string>>;
}

/** Faults that only HTTP knows. */
type TransportCode = "not-found" | "method-not-allowed" | "unsupported-media-type" | "internal" | "unavailable";
export type ProblemCode = ErrorCode | TransportCode;

export const PROBLEMS: Record<ProblemCode, ProblemKind> = {
  "malformed-json": {
    status: 400,
    title: "The body is not valid JSON",
    advice: "Correct the place that `errors` names. JSON has no NaN, no Infinity, no comments and no trailing commas.",
  },
  "invalid-request": {
    status: 422,
    title: "The request is not valid",
    advice: "Correct each place that `errors` names and send the request again.",
  },
  "invalid-model": {
    status: 422,
    title: "The model document is not valid",
    advice: "Send the document to `POST /v1/models/check` and work through its findings.",
  },
  "unknown-model": {
    status: 404,
    title: "There is no such model",
    advice: "Check the spelling, or look at `GET /v1/models`. A whole document can be sent in place of an id.",
  },
  "unknown-revision": {
    status: 404,
    title: "There is no such revision of the model",
    advice: "Leave the revision out to use the present one.",
  },
  "too-large": {
    status: 413,
    title: "The request is too large",
    advice: "Send fewer partners per request; each request stands alone. A model may have 500 kB and 500 criteria.",
  },
  unauthenticated: {
    status: 401,
    title: "The request has no valid key",
    advice: "Send `Authorization: Bearer lsk_…` with a key that is neither expired nor revoked.",
    headers: { "www-authenticate": 'Bearer realm="levelsheet"' },
  },
  forbidden: {
    status: 403,
    title: "The key does not allow this",
    advice: "Use a key with the scope that `detail` names. `POST /v1/keys` makes one.",
  },
  "rate-limited": {
    status: 429,
    title: "Too many requests",
    advice: "Wait for the time in `retry-after`. One request can carry 1,000 partners.",
    headers: RATE_LIMIT_REACHED,
  },
  "unknown-thing": {
    status: 404,
    title: "There is no such thing in this workspace",
    advice: "Check the id, and that the key belongs to the right workspace.",
  },
  conflict: {
    status: 409,
    title: "The request does not fit what is stored",
    advice: "Read the present state and decide again.",
  },
  "idempotency-mismatch": {
    status: 409,
    title: "The Idempotency-Key was used for another request",
    advice: "Use a new key for each new request, and the same one only to repeat it.",
  },
  "precondition-required": {
    status: 428,
    title: "The request does not say which version it changes",
    advice: 'Send the `etag` of what you read as `If-Match: "3"`, so that nobody else\'s change is lost.',
  },
  "precondition-failed": {
    status: 412,
    title: "Somebody else has changed it",
    advice: "`current` is what there is now. Decide again, and send its version in `If-Match`.",
  },
  busy: {
    status: 503,
    title: "Too many changes at the same time",
    advice: "Nothing was stored. Try again after the time in `retry-after`.",
    headers: { "retry-after": "1" },
  },
  moving: {
    status: 503,
    title: "The workspace is being moved",
    advice: "Reading works. Send the change again after the time in `retry-after`, or to the new address.",
    headers: { "retry-after": "60" },
  },
  "storage-unavailable": {
    status: 503,
    title: "The database does not answer",
    advice: "Try again after the time in `retry-after`, with the same Idempotency-Key.",
    headers: { "retry-after": "5" },
  },
  "not-found": {
    status: 404,
    title: "There is nothing at this address",
    advice: "Compare the path with this page.",
  },
  "method-not-allowed": {
    status: 405,
    title: "This address does not take that method",
    advice: "Use a method of the `allow` header.",
  },
  "unsupported-media-type": {
    status: 415,
    title: "The body is of a type that is not read here",
    advice: "Send JSON in UTF-8 with `content-type: application/json`, not compressed.",
  },
  internal: {
    status: 500,
    title: "Something went wrong on our side",
    advice: "Try again. If it stays, report the `x-request-id` of the response.",
  },
  unavailable: {
    status: 503,
    title: "The service cannot answer now",
    advice: "Try again after the time in `retry-after`.",
  },
};

export const PROBLEM_TYPE = "application/problem+json";

/** A fault that arises in HTTP itself, before any service is called. */
export class TransportError extends Error {
  readonly code: TransportCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: TransportCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "TransportError";
    this.code = code;
    this.headers = headers;
  }
}

/** Problem types are anchors of the reference page, so that a caller can look them up. */
export const problemAddress = (code: ProblemCode): string => `/docs#problem-${code}`;

/** The part of the request that a problem without entries of its own is about. */
const PLACES: Partial<Record<ProblemCode, string>> = {
  "malformed-json": "body",
  "unknown-model": "model",
  "unknown-revision": "model",
  "too-large": "body",
  "not-found": "path",
  "method-not-allowed": "method",
  "unsupported-media-type": "header.content-type",
};

export function problem(
  context: Context<Environment>,
  code: ProblemCode,
  detail: string,
  errors: readonly ErrorEntry[] = [],
  headers: Readonly<Record<string, string>> = {},
  current?: Record<string, unknown>,
): Response {
  const { status, title, headers: own } = PROBLEMS[code];
  const body: ProblemDetails = {
    type: problemAddress(code),
    title,
    status,
    detail,
    instance: context.req.path,
    requestId: context.get("requestId"),
    errors: errors.length > 0 ? [...errors] : [{ location: PLACES[code] ?? "request", message: detail }],
    ...(current !== undefined && { current }),
  };
  return context.body(JSON.stringify(body), status, { ...own, ...headers, "content-type": PROBLEM_TYPE });
}

/** The app's error handler: what is not known here is ours, is logged, and shows nothing. */
export function renderError(error: Error, context: Context<Environment>): Response {
  if (error instanceof PreconditionFailed) {
    const { code, message, current } = error;
    return problem(context, code, message, [], { etag: `"${current.version}"` }, current);
  }
  if (error instanceof LevelsheetError) return problem(context, error.code, error.message, error.errors);
  if (error instanceof TransportError) return problem(context, error.code, error.message, [], error.headers);
  if (error instanceof HTTPException && error.status === 415) {
    return problem(context, "unsupported-media-type", PROBLEMS["unsupported-media-type"].advice);
  }
  console.error(
    JSON.stringify({ requestId: context.get("requestId"), route: routePath(context, -1), error: error.stack }),
  );
  return problem(context, "internal", "The request could not be completed. Nothing was stored.");
}
