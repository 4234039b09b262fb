/** Builds the OpenAPI document: the routes, the model's own JSON Schema, and examples that the service answered. */
import * as z from "zod";
import { MAX_CRITERIA, modelSchema } from "../../models/format.ts";
import packageFile from "../../package.json" with { type: "json" };
import { createApp } from "../app.ts";
import { PROBLEM_TYPE } from "../http/problem.ts";
import { type Example, examples, SETUP_CODE } from "./examples.ts";
import { openDatabase } from "./sqlite-database.ts";

interface Content {
  schema?: unknown;
  example?: unknown;
}
interface Parameter {
  name: string;
  in: string;
  example?: unknown;
  schema?: { type?: string };
}
interface Operation {
  operationId?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { content?: Record<string, Content> }>;
}
export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

/** `models/model.schema.json`, by which editors complete model files. */
export function modelJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(modelSchema, {
    target: "draft-2020-12",
    io: "input",
    // Without this a pair could have a third member, and tools that know no `prefixItems` would see no type.
    override: ({ jsonSchema }) => {
      const { prefixItems } = jsonSchema;
      if (prefixItems === undefined) return;
      jsonSchema.items = { type: "number" };
      jsonSchema.minItems = jsonSchema.maxItems = prefixItems.length;
    },
  });
}

export async function buildOpenApiDocument(): Promise<OpenApiDocument> {
  const app = createApp();
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Levelsheet",
      version: packageFile.version,
      license: { name: "MIT", url: "https://opensource.org/license/mit" },
      contact: { name: "Levelsheet" },
      description: [
        "Scores partners against maturity models: levels, what holds each partner there, and the cheapest way up.",
        `Requests and responses are JSON in UTF-8 with camelCase names. A body may have 2 MB, a model document 500 kB and ${MAX_CRITERIA} criteria. Every response carries \`x-request-id\`.`,
        "Every request below `/v1` but `POST /v1/setup` carries `Authorization: Bearer lsk_…`. Changes may carry an `Idempotency-Key`: sent again with the same body they are answered as before and change nothing.",
        "Lists take `limit`, `cursor` and `fields`. Every answer to a GET has an `etag`; sent back as `If-None-Match` it brings 304 while nothing has changed. `ratelimit-policy` names the limit on requests of a key. An operation that will go says so in `deprecation` and `sunset`, a year before or more; today there is none.",
        "Whatever goes wrong is answered as problem details (RFC 9457): `detail` says what happened, `errors` where. A bad answer inside an assessment is no error: it is listed in `problems`, counts as unanswered, and everything else is scored.",
      ].join("\n\n"),
    },
    servers: [{ url: "/", description: "This Worker" }],
    tags: [
      { name: "Scoring", description: "Answers in, levels out. Nothing is stored." },
      { name: "Models", description: "What is asked, how it counts, and what each level requires." },
      { name: "Partners", description: "Who is assessed, and how it went." },
      { name: "Assessments", description: "Answers that are kept, period by period." },
      { name: "Insights", description: "What the whole network teaches." },
      { name: "Plan", description: "Who does what by when, and what that would bring." },
      { name: "Links", description: "Pages for partners, without a key." },
      { name: "Webhooks", description: "What happens here, sent to an address of yours." },
      { name: "Keys", description: "Who may do what." },
      { name: "Workspace", description: "All that is stored." },
      { name: "Service", description: "The service itself." },
    ],
  }) as unknown as OpenApiDocument;
  const { $schema: _, ...model } = modelJsonSchema();
  document.components.schemas.Model = { description: "A model document, version 1.", ...model };
  await quietly(() => addExamples(document, app));
  return document;
}

const REQUEST_ID = "0198c0de-0000-7000-8000-000000000000";
const LINES = "application/x-ndjson";
const CSV = "text/csv";

/** The Worker logs each request; here nobody waits for that. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = () => undefined;
  try {
    await work();
  } finally {
    console.log = log;
  }
}

/** Operations whose answers name what later addresses need, and where those have it. */
const MAKERS: Record<string, { place: string; idOf: (answer: unknown) => string }> = {
  createKey: { place: "{key}", idOf: (answer) => (answer as { details: { id: string } }).details.id },
  saveActions: { place: "{action}", idOf: (answer) => (answer as { actions: { id: string }[] }).actions[0]?.id ?? "" },
  createLinks: { place: "{link}", idOf: (answer) => (answer as { links: { id: string }[] }).links[0]?.id ?? "" },
  createWebhook: { place: "{webhook}", idOf: (answer) => (answer as { webhook: { id: string } }).webhook.id },
};

async function addExamples(document: OpenApiDocument, app: ReturnType<typeof createApp>): Promise<void> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => [path, operation] as const),
  );
  const bindings = { DB: openDatabase(), SETUP_CODE };
  let bearer = "";
  const made = new Map<string, string>();
  const lasting = lastingIds();
  lasting(REQUEST_ID);
  const named = (path: string) => path.replace(/\{\w+\}/g, (place) => made.get(place) ?? place);
  const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}, type = LINES) =>
    app.request(
      named(path),
      {
        method,
        headers: {
          "content-type": typeof body === "string" ? type : "application/json",
          "x-request-id": REQUEST_ID,
          authorization: `Bearer ${bearer}`,
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      },
      bindings,
    );
  for (const [operationId, example] of Object.entries(await examples())) {
    const [template, operation] = operations.find(([, candidate]) => candidate.operationId === operationId) ?? [];
    if (template === undefined || operation === undefined) throw new Error(`there is no operation “${operationId}”`);
    const ask = async (path: string, body: unknown, type: string) => {
      const accept = type === example.alsoAs ? { accept: type } : {};
      const response = await send(example.method, path, body, { ...example.headers, ...accept }, example.type);
      const text = await response.text();
      const content = operation.responses[response.status]?.content?.[type];
      if (content === undefined) throw new Error(`${operationId}: ${response.status} is not described: ${text}`);
      if (type === LINES || type === CSV || type === example.alsoAs) {
        content.example = lasting(text);
        return;
      }
      const answer: unknown = JSON.parse(text);
      if (operationId === "setUpWorkspace" && response.ok) bearer = (answer as { key: string }).key;
      const maker = response.ok ? MAKERS[operationId] : undefined;
      if (maker) made.set(maker.place, maker.idOf(answer));
      content.example = shorten(JSON.parse(lasting(text)));
    };
    const type = operation.responses[200]?.content?.[LINES] ? LINES : "application/json";
    showBodies(operation, example);
    exemplify(operation.parameters ?? [], template, lasting(named(example.path)), example.headers ?? {});
    for (const { path = example.path, body } of example.before ?? []) await send(example.method, path, body);
    const success = operation.responses[200]?.content?.["application/json"];
    if (example.answer !== undefined && success) success.example = example.answer;
    else await ask(example.path, example.body, type);
    if (example.alsoAs !== undefined) await ask(example.path, example.body, example.alsoAs);
    if (example.csv !== undefined) await ask(example.csv, example.body, CSV);
    if (example.failing) await ask(example.failing.path ?? example.path, example.failing.body, PROBLEM_TYPE);
  }
}

/** A body for each type that the operation takes. */
function showBodies({ requestBody }: Operation, { body, type = LINES, bodies = {} }: Example): void {
  const shown = { [typeof body === "string" ? type : "application/json"]: body, ...bodies };
  for (const [sent, content] of Object.entries(requestBody?.content ?? {})) {
    if (sent in shown) content.example = shown[sent];
  }
}

/** Each parameter shows the value with which the operation's answer was made. */
function exemplify(parameters: Parameter[], template: string, address: string, headers: Record<string, string>): void {
  const [path = "", search = ""] = address.split("?");
  const query = new URLSearchParams(search);
  const [names, values] = [template.split("/"), path.split("/")];
  const sent: Record<string, (name: string) => string | null | undefined> = {
    path: (name) => decodeURIComponent(values[names.indexOf(`{${name}}`)] ?? ""),
    query: (name) => query.get(name),
    header: (name) => headers[name.toLowerCase()],
  };
  for (const parameter of parameters) {
    const value = sent[parameter.in]?.(parameter.name) ?? null;
    if (value === null) continue;
    const type = parameter.schema?.type;
    parameter.example = type === "integer" ? Number(value) : type === "array" ? [value] : value;
  }
}

/**
 * Chance and the clock must not make the document another one each time: ids and secrets give way to ones that are
 * numbered in the order in which they were first met.
 */
function lastingIds(): (text: string) => string {
  const known = new Map<string, string>();
  const counts = new Map<string, number>();
  const numbered = (form: string) => (met: string) => {
    const before = known.get(met);
    if (before !== undefined) return before;
    const count = counts.get(form) ?? 0;
    counts.set(form, count + 1);
    const made = `${form.slice(0, -String(count).length)}${count}`;
    known.set(met, made);
    return made;
  };
  return (text) =>
    text
      .replace(/lsk_[A-Za-z0-9_-]{43}/g, numbered("lsk_Vt0mYb3q9cUo2Zr8iEwXk5LdNfHsJgPa7uT1RyM4nQ0"))
      .replace(/"lsk_[A-Za-z0-9_-]{8}"/g, '"lsk_Vt0mYb3q"')
      .replace(/key_[0-9a-f]{16}/g, numbered("key_5f2c81d09ab34e60"))
      .replace(/ws_[0-9a-f]{16}/g, numbered("ws_5f2c81d09ab34e60"))
      .replace(/lnk_[0-9a-f]{24}/g, numbered("lnk_019ad8f1c0de00005f2c81d0"))
      .replace(/whsec_[A-Za-z0-9+/]{43}=/g, "whsec_VkRoYzJ0a1pXNWpiMlJsWkNCemIyMWxJSE5sWTNKbGRBMTE=")
      .replace(/whk_[0-9a-f]{16}/g, numbered("whk_5f2c81d09ab34e60"))
      .replace(/(\/a\/|"token":")[\w-]{22}/g, "$1Vt0mYb3q9cUo2Zr8iEwXk5")
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, numbered(REQUEST_ID))
      .replace(/("bytes":|database_bytes )\d+/g, "$1208896")
      .replace(/"cursor":"[\w-]+"/g, '"cursor":"WyJhY21lIl0"')
      .replace(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "2026-10-05T09:00:00.000Z");
}

/** A whole model would fill the page: an example shows two of a list of objects, and three of a long map. */
function shorten(value: unknown): unknown {
  if (Array.isArray(value)) {
    const objects = value.some((item) => typeof item === "object" && item !== null && !Array.isArray(item));
    return (objects ? value.slice(0, 2) : value).map(shorten);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    (entries.length > 30 ? entries.slice(0, 3) : entries).map(([name, item]) => [name, shorten(item)]),
  );
}
