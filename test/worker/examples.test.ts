/**
 * Every example of the OpenAPI document, sent as it stands to the Worker: the requests succeed, and what comes back
 * fits the schema that the document gives for it, as do the answers that it shows.
 */
import { env } from "cloudflare:workers";
import { type Schema, Validator } from "@cfworker/json-schema";
import { expect, test } from "vitest";
import { createApp } from "../../worker/app.ts";
import { examples, SETUP_CODE } from "../../worker/local/examples.ts";
import openApi from "../../worker/openapi.json" with { type: "json" };
import { newWorkspace } from "../support/worker-workspace.ts";

interface Content {
  schema: Schema;
  example?: unknown;
}
interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean; example?: string | number | string[] }[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { content?: Record<string, Content> }>;
}

const document = openApi as unknown as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

const DRAFT = "2020-12";
function faultsOf(schema: Schema, value: unknown): string[] {
  const validator = new Validator({ ...schema, components: document.components } as Schema, DRAFT, false);
  return validator
    .validate(value)
    .errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`)
    .slice(-3);
}

test("every operation shows its request and its answer", () => {
  const missing: string[] = [];
  for (const { operation } of operations) {
    const { operationId, parameters = [], requestBody, responses } = operation;
    for (const { name, required, example } of parameters) {
      if (required && example === undefined) missing.push(`${operationId}: ${name}`);
    }
    const shown = [
      requestBody?.content ?? {},
      ...Object.entries(responses).map(([status, { content = {} }]) => (status < "300" ? content : {})),
    ];
    for (const content of shown) {
      for (const [type, { example }] of Object.entries(content)) {
        if (example === undefined) missing.push(`${operationId}: ${type}`);
      }
    }
  }
  expect(missing).toEqual([]);
});

test("every answer that is shown fits its schema", () => {
  const faults: string[] = [];
  let checked = 0;
  for (const { operation } of operations) {
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      for (const { schema, example } of Object.values(content)) {
        if (example === undefined) continue;
        checked++;
        for (const fault of faultsOf(schema, example)) faults.push(`${operation.operationId} ${status} ${fault}`);
      }
    }
  }
  expect(faults).toEqual([]);
  expect(checked).toBeGreaterThan(operations.length);
});

/** Ids, keys and cursors that the examples show, with those that this run got in their place. */
const known = new Map<string, string>();

function learn(shown: unknown, got: unknown): void {
  if (typeof shown === "string" && typeof got === "string") {
    if (/^(lsk_|key_|lnk_|act_|whk_)/.test(shown) && !known.has(shown)) known.set(shown, got);
    return;
  }
  if (typeof shown !== "object" || shown === null || typeof got !== "object" || got === null) return;
  for (const [name, value] of Object.entries(shown)) learn(value, (got as Record<string, unknown>)[name]);
}

const live = (text: string): string => [...known].reduce((filled, [shown, got]) => filled.replaceAll(shown, got), text);

const app = createApp();
let bearer = "";

async function ask(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | null,
): Promise<Response> {
  const request = new Request(`https://levelsheet.test${live(path)}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, ...headers },
    ...(body !== null && { body: live(body) }),
  });
  return app.fetch(request, { ...env, SETUP_CODE, RATE_LIMIT: undefined });
}

const typed = (type: string, value: unknown): string =>
  type === "application/json" ? JSON.stringify(value) : String(value);

/** One request for each type of body that the operation takes, and for each type that it answers with. */
function requestsOf({ path, method, operation }: (typeof operations)[number]) {
  const { parameters = [], requestBody, responses } = operation;
  let address = path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const { name, in: place, example } of parameters) {
    if (example === undefined) continue;
    if (place === "path") address = address.replace(`{${name}}`, encodeURIComponent(String(example)));
    else if (place === "query") for (const value of [example].flat()) query.append(name, String(value));
    else headers[name] = String(example);
  }
  const bodies = Object.entries(requestBody?.content ?? {});
  const answers = Object.entries(responses[200]?.content ?? {});
  const search = (type: string) => {
    const asked = new URLSearchParams(query);
    if (type === "text/csv") asked.set("format", "csv");
    return asked.size === 0 ? "" : `?${asked}`;
  };
  if (bodies.length === 0) {
    return answers.map(([type, answer]) => ({
      method,
      path: address + search(type),
      headers: { ...headers, accept: type },
      body: null,
      type,
      answer,
    }));
  }
  return bodies.flatMap(([sent, { example }]) =>
    answers.map(([type, answer]) => ({
      method,
      path: address + search(type),
      headers: { ...headers, "content-type": sent },
      body: typed(sent, example),
      type,
      answer,
    })),
  );
}

/** They would send to a stranger's address, or again what was never sent. */
const UNSENT = ["testWebhook", "replayDelivery"];

test("every request that is shown succeeds, and its answer fits its schema", async () => {
  const faults: string[] = [];
  const asked = new Set<string>();
  const prepared = await examples();
  const inOrder = Object.keys(prepared);
  // What needs nothing that is stored stands in no order.
  operations.sort((a, b) => inOrder.indexOf(a.operation.operationId) - inOrder.indexOf(b.operation.operationId));
  const sendable = operations.filter(({ operation }) => !UNSENT.includes(operation.operationId));
  for (const found of sendable) {
    const { operationId } = found.operation;
    const { method = "GET", path: usual = "", before = [] } = prepared[operationId] ?? {};
    for (const { path = usual, body } of before) {
      const json = { "content-type": "application/json" };
      await ask(method, path, json, body === undefined ? null : JSON.stringify(body));
    }
    for (const { type, answer, ...sent } of requestsOf(found)) {
      // The second of two imports needs an empty workspace too.
      const again = asked.has(operationId) && operationId === "importWorkspace";
      asked.add(operationId);
      const key = again ? (await newWorkspace()).key : bearer;
      const response = await ask(
        sent.method,
        sent.path,
        { authorization: `Bearer ${key}`, ...sent.headers },
        sent.body,
      );
      const text = new TextDecoder().decode(await response.arrayBuffer());
      if (response.status !== 200) faults.push(`${operationId} ${response.status} ${text}`);
      else {
        expect(response.headers.get("content-type"), operationId).toContain(type);
        const value: unknown = type === "application/json" ? JSON.parse(text) : text;
        for (const fault of faultsOf(answer.schema, value)) faults.push(`${operationId}${fault}`);
        learn(answer.example, value);
        if (operationId === "setUpWorkspace") bearer = (value as { key: string }).key;
      }
    }
  }
  expect(faults).toEqual([]);
  expect([...asked]).toEqual(sendable.map(({ operation }) => operation.operationId));
});
