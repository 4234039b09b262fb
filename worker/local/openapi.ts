/** Builds the OpenAPI document: routes, the model's own JSON Schema, and examples that the service itself answered. */
import type { OpenAPIObject } from "openapi3-ts/oas31";
import * as z from "zod";
import packageFile from "../../package.json" with { type: "json" };
import { modelSchema } from "../../models/format.ts";
import { createApp } from "../app.ts";
import { PROBLEM_TYPE } from "../http/problem.ts";
import { EXAMPLES } from "../routes/examples.ts";

type Json = Record<string, unknown>;

/** `models/model.schema.json`, by which editors complete model files. */
export function modelJsonSchema(): Json {
  return z.toJSONSchema(modelSchema, { target: "draft-2020-12", io: "input", reused: "ref" }) as Json;
}

export async function buildOpenApiDocument(): Promise<Json> {
  const app = createApp();
  const document: OpenAPIObject = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Levelsheet",
      version: packageFile.version,
      license: { name: "MIT", identifier: "MIT" },
      description: DESCRIPTION,
    },
    servers: [{ url: "/", description: "This Worker" }],
    tags: [
      { name: "Scoring", description: "Answers in, levels out. Nothing is stored." },
      { name: "Models", description: "What is asked, how it counts, and what each level requires." },
      { name: "Service", description: "The service itself." },
    ],
  });
  embedModelSchema(document);

  for (const [operationId, example] of Object.entries(EXAMPLES)) {
    const operation = operationOf(document, operationId);
    const body = example.body === undefined ? null : JSON.stringify(example.body);
    const request = new Request(`http://localhost${example.path}`, {
      method: example.method,
      body,
      headers: { "content-type": "application/json", "x-request-id": EXAMPLE_REQUEST_ID },
    });
    const response = await app.fetch(request, { DB: undefined } as never);
    const answer = shorten(await response.json());
    const content = operation.responses?.[String(response.status)]?.content;
    if (!content) throw new Error(`${operationId}: the example is answered with an undescribed ${response.status}: ${JSON.stringify(answer)}`);
    Object.assign(content["application/json"] ?? {}, { example: answer });
    if (example.body !== undefined) {
      Object.assign((operation.requestBody as { content: Json }).content["application/json"] as Json, { example: shorten(example.body) });
    }
    const failing = example.failing;
    if (failing) {
      const failed = await app.fetch(
        new Request(`http://localhost${failing.path ?? example.path}`, {
          method: example.method,
          body: failing.body === undefined ? null : JSON.stringify(failing.body),
          headers: { "content-type": "application/json", "x-request-id": EXAMPLE_REQUEST_ID },
        }),
        { DB: undefined } as never,
      );
      Object.assign(operation.responses?.[String(failed.status)]?.content?.[PROBLEM_TYPE] ?? {}, { example: await failed.json() });
    }
  }
  return document as unknown as Json;
}
