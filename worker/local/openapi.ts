/** Builds the OpenAPI document: the routes, the model's own JSON Schema, and examples that the service answered. */
import * as z from "zod";
import { MAX_CRITERIA, modelSchema } from "../../models/format.ts";
import packageFile from "../../package.json" with { type: "json" };
import { createApp } from "../app.ts";
import { PROBLEM_TYPE } from "../http/problem.ts";
import { examples } from "./examples.ts";

interface Content {
  schema?: unknown;
  example?: unknown;
}
interface Operation {
  operationId?: string;
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { content?: Record<string, Content> }>;
}
export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

/** `models/model.schema.json`, by which editors complete model files. */
export function modelJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(modelSchema, { target: "draft-2020-12", io: "input" });
}

export async function buildOpenApiDocument(): Promise<OpenApiDocument> {
  const app = createApp();
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Levelsheet",
      version: packageFile.version,
      license: { name: "MIT" },
      description: [
        "Scores partners against maturity models: levels, what holds each partner there, and the cheapest way up.",
        `Requests and answers are JSON in UTF-8 with camelCase names. A body may have 2 MB, a model document 500 kB and ${MAX_CRITERIA} criteria. Every answer carries \`x-request-id\`.`,
        "Whatever goes wrong is answered as problem details (RFC 9457): `detail` says what happened, `errors` where. A bad answer inside an assessment is no error: it is listed in `problems`, counts as unanswered, and everything else is scored.",
      ].join("\n\n"),
    },
    servers: [{ url: "/", description: "This Worker" }],
    tags: [
      { name: "Scoring", description: "Answers in, levels out. Nothing is stored." },
      { name: "Models", description: "What is asked, how it counts, and what each level requires." },
      { name: "Service", description: "The service itself." },
    ],
  }) as unknown as OpenApiDocument;
  const { $schema: _, ...model } = modelJsonSchema();
  document.components.schemas.Model = { description: "A model document, version 1.", ...model };
  await addExamples(document, app);
  return document;
}

const REQUEST_ID = "0198c0de-0000-7000-8000-000000000000";

async function addExamples(document: OpenApiDocument, app: ReturnType<typeof createApp>): Promise<void> {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  for (const [operationId, example] of Object.entries(await examples())) {
    const operation = operations.find((candidate) => candidate.operationId === operationId);
    if (operation === undefined) throw new Error(`there is no operation “${operationId}”`);
    const ask = async (path: string, body: unknown, type: string) => {
      const response = await app.request(path, {
        method: example.method,
        headers: { "content-type": "application/json", "x-request-id": REQUEST_ID },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const content = operation.responses[response.status]?.content?.[type];
      const answer: unknown = await response.json();
      if (content === undefined)
        throw new Error(`${operationId}: ${response.status} is not described: ${JSON.stringify(answer)}`);
      content.example = shorten(answer);
    };
    const request = operation.requestBody?.content["application/json"];
    if (request) request.example = example.body;
    await ask(example.path, example.body, "application/json");
    if (example.failing) await ask(example.failing.path ?? example.path, example.failing.body, PROBLEM_TYPE);
  }
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
