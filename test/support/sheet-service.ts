/** The service as the sheet meets it: the Worker's own app, asked without promises as UrlFetchApp asks. */
import type { FakeGoogle, Reply, Sent } from "./sheet-google.ts";
import { openThread, type ServiceThread } from "./sheet-thread.ts";

export const ADDRESS = "https://levelsheet.example.workers.dev";

let thread: ServiceThread | null = null;

/** Answers as the Worker does, at this time of the service's clock. */
export function serve(sent: Sent, now = Date.UTC(2026, 10, 22, 12)): Reply {
  thread ??= openThread("service-thread.ts");
  return thread.ask({ ...sent, method: sent.method.toUpperCase(), now });
}

export function problem(status: number, detail: string, errors?: { location: string; message: string }[]): Reply {
  return { status, text: JSON.stringify({ type: "about:blank", title: "No", status, detail, errors }) };
}

/** @returns the key of a workspace of its own that may do everything. */
export function newKey(): string {
  const { status, text } = serve({
    address: `${ADDRESS}/v1/setup`,
    method: "post",
    headers: { "content-type": "application/json" },
    payload: "{}",
  });
  if (status !== 200) throw new Error(`no workspace: ${text}`);
  return (JSON.parse(text) as { key: string }).key;
}

/** Connects a workbook to a workspace of its own; the service's clock is the script's. @returns its key. */
export function connect(google: FakeGoogle): string {
  const key = newKey();
  google.serve = (sent) => serve(sent, google.time);
  google.properties.set("levelsheet.address", ADDRESS);
  google.properties.set("levelsheet.key", key);
  return key;
}

/** What the service says to a request of the test's own. */
export function ask<Answer>(key: string, method: string, path: string, body?: unknown): Answer {
  const { status, text } = serve({
    address: `${ADDRESS}${path}`,
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    payload: body === undefined ? "" : JSON.stringify(body),
  });
  if (status !== 200) throw new Error(`${method} ${path} answers ${status}: ${text}`);
  return JSON.parse(text) as Answer;
}
