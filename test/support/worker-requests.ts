/** Requests to the Worker in its own runtime, without a socket. */
import { exports } from "cloudflare:workers";
import { expect } from "vitest";
import type { ProblemDetails } from "../../models/contract.ts";
import { usual } from "./worker-workspace.ts";

const worker = (exports as { default: { fetch(request: Request): Promise<Response> } }).default;

/** With the key of the usual workspace, unless the headers name another; a blank one sends none. */
export function send(path: string, options: RequestInit = {}): Promise<Response> {
  const headers = new Headers(options.headers);
  if (!headers.has("authorization")) headers.set("authorization", `Bearer ${usual.key}`);
  if (headers.get("authorization") === "") headers.delete("authorization");
  return worker.fetch(new Request(`https://levelsheet.test${path}`, { redirect: "manual", ...options, headers }));
}

/** Posts a value as JSON, or text as it is. */
export function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return send(path, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
}

/** The answer of a request that must succeed. */
export async function answer<Answer>(response: Response | Promise<Response>): Promise<Answer> {
  const { status, headers, text } = await open(response);
  expect(status, text).toBe(200);
  expect(headers.get("content-type")).toBe("application/json");
  return JSON.parse(text) as Answer;
}

/** The problem of a request that must be turned down; checks what every problem has in common. */
export async function problem(response: Response | Promise<Response>, status: number): Promise<ProblemDetails> {
  const answered = await open(response);
  expect(answered.status, answered.text).toBe(status);
  expect(answered.headers.get("content-type")).toBe("application/problem+json");
  const details = JSON.parse(answered.text) as ProblemDetails;
  expect(details.status).toBe(status);
  expect(details.type).toMatch(/^\/docs#problem-[a-z-]+$/);
  expect(details.title).not.toBe("");
  expect(details.detail).not.toBe("");
  expect(details.requestId).toBe(answered.headers.get("x-request-id"));
  return details;
}

async function open(
  pending: Response | Promise<Response>,
): Promise<{ status: number; headers: Headers; text: string }> {
  const response = await pending;
  expect(response.headers.get("x-request-id")).toMatch(/^[\w\-=]+$/);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Sends JSON with a method and a key of one's own. */
export function sendJson(
  method: string,
  path: string,
  body: unknown,
  key: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return send(path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

/** What the request cost in the database, from its `server-timing`. */
export function costOf(response: Response): { statements: number; rowsRead: number; rowsWritten: number } {
  const numbers = /desc="(\d+) statements, (\d+) rows read, (\d+) rows written"/.exec(
    response.headers.get("server-timing") ?? "",
  );
  const [, statements, rowsRead, rowsWritten] = (numbers ?? []).map(Number);
  return { statements: statements ?? 0, rowsRead: rowsRead ?? 0, rowsWritten: rowsWritten ?? 0 };
}
