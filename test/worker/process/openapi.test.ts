import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { buildOpenApiDocument, modelJsonSchema } from "../../../worker/local/openapi.ts";

const root = resolve(import.meta.dirname, "../../..");
const read = (path: string): unknown => JSON.parse(readFileSync(resolve(root, path), "utf8"));
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("worker/openapi.json is what the routes say (else run “npm run generate”)", async () => {
  expect(read("worker/openapi.json")).toEqual(plain(await buildOpenApiDocument()));
});

test("models/model.schema.json is what models/format.ts says (else run “npm run generate”)", () => {
  expect(read("models/model.schema.json")).toEqual(plain(modelJsonSchema()));
});

test("every reference in the document leads somewhere", () => {
  const document = read("worker/openapi.json") as { components: { schemas: Record<string, unknown> } };
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
  for (const [, name = ""] of references) expect(document.components.schemas).toHaveProperty(name);
});
