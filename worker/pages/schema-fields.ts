/** JSON Schema as nested lists of fields that a person reads. */
import { html } from "hono/html";
import { inline } from "./docs.ts";
import type { Markup } from "./markup.ts";

export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  example?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

type Schemas = Record<string, JsonSchema>;
export function schemaFields(schema: JsonSchema, schemas: Schemas, open: readonly JsonSchema[] = []): Markup | string {
  const shape = withFields(schema, schemas);
  if (shape === undefined || open.includes(shape)) return "";
  const required = new Set(shape.required ?? []);
  return html`<ul class="schema">${Object.entries(shape.properties ?? {}).map(([name, field]) => {
    const description = field.description ?? resolve(field, schemas).description ?? "";
    const nested = schemaFields(field, schemas, [...open, shape]);
    const line = html`<code>${name}</code> <span class="type">${typeOf(field, schemas)}${required.has(name) ? "" : ", optional"}</span>
${description ? html`<span class="meaning">${inline(description)}</span>` : ""}`;
    return nested === ""
      ? html`<li>${line}</li>`
      : html`<li><details><summary>${line}</summary>${nested}</details></li>`;
  })}</ul>`;
}

/** The object behind references, lists and maps; of alternatives the one with most fields. */
function withFields(schema: JsonSchema, schemas: Schemas): JsonSchema | undefined {
  const shape = resolve(schema, schemas);
  if (shape.properties) return shape;
  if (shape.items) return withFields(shape.items, schemas);
  if (typeof shape.additionalProperties === "object") return withFields(shape.additionalProperties, schemas);
  return (shape.anyOf ?? shape.oneOf ?? [])
    .map((alternative) => withFields(alternative, schemas))
    .filter((alternative) => alternative !== undefined)
    .sort((a, b) => fieldCount(b) - fieldCount(a))[0];
}

const fieldCount = (schema: JsonSchema): number => Object.keys(schema.properties ?? {}).length;

function resolve(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : resolve(schemas[name] ?? {}, schemas);
}

function typeOf(schema: JsonSchema, schemas: Schemas): string {
  const shape = resolve(schema, schemas);
  if (shape.enum) return shape.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (shape.const !== undefined) return JSON.stringify(shape.const);
  const alternatives = shape.anyOf ?? shape.oneOf;
  if (alternatives) return [...new Set(alternatives.map((alternative) => typeOf(alternative, schemas)))].join(" or ");
  if (shape.prefixItems) return `[${shape.prefixItems.map((item) => typeOf(item, schemas)).join(", ")}]`;
  const types = [shape.type ?? "any"].flat();
  return types.map((type) => wordFor(type, shape, schemas)).join(" or ");
}

function wordFor(type: string, shape: JsonSchema, schemas: Schemas): string {
  if (type === "array") return shape.items ? `list of ${typeOf(shape.items, schemas)}` : "list";
  if (type === "object" && typeof shape.additionalProperties === "object" && !shape.properties) {
    return `map of ${typeOf(shape.additionalProperties, schemas)}`;
  }
  if (type === "string") return "text";
  if (type === "boolean") return "true or false";
  if (type === "integer") return "whole number";
  return type;
}
