/** Requests to the Worker in its own runtime, without a socket. */
import { exports } from "cloudflare:workers";
import { expect } from "vitest";
import type { ProblemDetails } from "../../models/contract.ts";

const worker = (exports as { default: { fetch(request: Request): Promise<Response> } }).default;

export function send(path: string, options: RequestInit = {}): Promise<Response> {
  return worker.fetch(new Request(`https://levelsheet.test${path}`, { redirect: "manual", ...options }));
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
