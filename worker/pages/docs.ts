/** The API reference: one page made from the OpenAPI document, readable without script, loading nothing. */
import { html, raw } from "hono/html";
import { PROBLEMS } from "../http/problem.ts";
import openApiDocument from "../openapi.json" with { type: "json" };
import { DOCS_SCRIPT } from "./docs-script.ts";
import { DOCS_STYLE } from "./docs-style.ts";
import { type Markup, sourceHash } from "./markup.ts";
import { prettyJson } from "./pretty-json.ts";
import { type JsonSchema, schemaFields } from "./schema-fields.ts";

interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  description?: string;
  example?: unknown;
  schema: JsonSchema;
}
interface Content {
  schema: JsonSchema;
  example?: unknown;
}
interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
}
interface Document {
  info: { title: string; version: string; description: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  /** Messages that the service sends, by type. */
  webhooks: Record<string, { post: Operation }>;
}
interface Listed extends Operation {
  method: string;
  path: string;
}

export interface Page {
  html: string;
  contentSecurityPolicy: string;
}

let page: Promise<Page> | undefined;

export function docsPage(): Promise<Page> {
  page ??= render(openApiDocument as unknown as Document);
  return page;
}

async function render(document: Document): Promise<Page> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]): Listed => ({ ...operation, method: method.toUpperCase(), path }),
    ),
  );
  const events = Object.entries(document.webhooks).map(
    ([path, { post }]): Listed => ({ ...post, method: "event", path }),
  );
  const groups = document.tags.map((tag) => ({
    ...tag,
    operations: operations.filter((operation) => operation.tags.includes(tag.name)),
    events: events.filter((event) => event.tags.includes(tag.name)),
  }));
  const body = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${document.info.title} API</title>
<link rel="icon" href="data:,">
<style>${raw(DOCS_STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<nav aria-label="Contents">
<p class="product">${document.info.title} <span class="version">API ${document.info.version}</span></p>
<details open><summary>${document.info.title} API: contents</summary>
${groups.map(
  (group) => html`<p class="group">${group.name}</p>
<ul>${[...group.operations, ...group.events].map((operation) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`)}</ul>`,
)}
<p class="group">More</p>
<ul><li><a href="#problems">Problems</a></li><li><a href="/openapi.json">OpenAPI document</a></li><li><a href="/models">Models</a></li><li><a href="/upload">Upload partners</a></li></ul>
</details>
</nav>
<main id="content">
<h1>${document.info.title} API</h1>
${prose(document.info.description)}
<div class="key" hidden><label for="key">Your key, to try requests. It stays on this page.</label>
<input id="key" type="password" placeholder="lsk_…" autocomplete="off" spellcheck="false"></div>
${groups.map(
  (group) => html`<section class="tag"><h2>${group.name}</h2><p>${group.description}</p></section>
${group.operations.map(operationSection)}
${group.events.map(eventSection)}`,
)}
${problemSection()}
</main>
<script>${raw(DOCS_SCRIPT)}</script>
</body>
</html>`;
  const [style, script] = await Promise.all([sourceHash(DOCS_STYLE), sourceHash(DOCS_SCRIPT)]);
  return {
    html: String(body),
    contentSecurityPolicy: [
      "default-src 'none'",
      `style-src ${style}`,
      `script-src ${script}`,
      "img-src data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
  };
}

function operationSection(operation: Listed): Markup {
  const request = operation.requestBody?.content["application/json"];
  const responses = Object.entries(operation.responses);
  const good = operation.responses["200"]?.content?.["application/json"];
  const failing = responses.filter(([status]) => status !== "200");
  return html`<section class="operation" id="${operation.operationId}" aria-labelledby="${operation.operationId}-title">
<h3 id="${operation.operationId}-title">${operation.summary}</h3>
<p class="address"><span class="method">${operation.method}</span> <code>${operation.path}</code></p>
${operation.description ? prose(operation.description) : ""}
${parameterTable(operation.parameters ?? [])}
${request ? html`<h4>Request</h4>${fieldList(request.schema)}${example("Example request", request.example)}` : ""}
${textExamples("Example request", operation.requestBody?.content)}
${good ? html`<h4>Response</h4>${fieldList(good.schema)}${example("Example response", good.example)}` : ""}
${textExamples("Example response", operation.responses["200"]?.content)}
<h4>Problems</h4>
<table><thead><tr><th scope="col">Status</th><th scope="col">When</th></tr></thead>
<tbody>${failing.map(([status, { description }]) => html`<tr><td class="number">${status}</td><td>${description}</td></tr>`)}</tbody></table>
${failing.map(([status, { content }]) => {
  const problem = Object.values(content ?? {})[0]?.example;
  return problem === undefined ? "" : example(`Example problem, ${status}`, problem);
})}
${tryForm(operation, request)}
</section>`;
}

/** A message that a receiver gets: nothing to try, and answers in place of problems. */
function eventSection(event: Listed): Markup {
  const sent = event.requestBody?.content["application/json"];
  return html`<section class="operation" id="${event.operationId}" aria-labelledby="${event.operationId}-title">
<h3 id="${event.operationId}-title">${event.summary}</h3>
<p class="address"><span class="method">${event.method}</span> <code>${event.path}</code></p>
${event.description ? prose(event.description) : ""}
${parameterTable(event.parameters ?? [])}
${sent ? html`<h4>Message</h4>${fieldList(sent.schema)}${example("Example message", sent.example)}` : ""}
<h4>What the receiver answers</h4>
<table><thead><tr><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
<tbody>${Object.entries(event.responses).map(
    ([status, { description }]) => html`<tr><td class="number">${status}</td><td>${description}</td></tr>`,
  )}</tbody></table>
</section>`;
}

function parameterTable(parameters: readonly Parameter[]): Markup | string {
  if (parameters.length === 0) return "";
  return html`<h4>Parameters</h4>
<table><thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Meaning</th></tr></thead>
<tbody>${parameters.map(
    (
      parameter,
    ) => html`<tr><td><code>${parameter.name}</code></td><td>${parameter.in}${parameter.required ? "" : ", optional"}</td>
<td>${inline(parameter.description ?? parameter.schema.description ?? "")}${suchAs(parameter)}</td></tr>`,
  )}</tbody></table>`;
}

const exampleOf = (parameter: Parameter): unknown => parameter.example ?? parameter.schema.example;

function suchAs(parameter: Parameter): Markup | string {
  const shown = exampleOf(parameter);
  return shown === undefined ? "" : html` Such as <code>${String(shown)}</code>.`;
}

function fieldList(schema: JsonSchema): Markup {
  return html`<details class="fields"><summary>Fields</summary>${schemaFields(schema, openApiDocument.components.schemas as never)}</details>`;
}

function example(title: string, value: unknown): Markup | string {
  if (value === undefined) return "";
  return html`<figure><figcaption>${title}</figcaption><pre tabindex="0"><code>${prettyJson(value)}</code></pre></figure>`;
}

/** Bodies that are not JSON, each under its type. */
function textExamples(title: string, contents: Record<string, Content> = {}): Markup[] {
  return Object.entries(contents)
    .filter(([, content]) => typeof content.example === "string")
    .map(
      ([type, { example: text }]) => html`<figure><figcaption>${title}, ${type}</figcaption>
<pre tabindex="0"><code>${String(text)}</code></pre></figure>`,
    );
}

/** Needs the script, which takes the form out of hiding. */
function tryForm(operation: Listed, request: Content | undefined): Markup {
  const name = (field: string) => `${operation.operationId}-${field}`;
  return html`<form class="try" hidden data-method="${operation.method}" data-path="${operation.path}">
<h4>Try it</h4>
${(operation.parameters ?? []).map(
  (parameter) => html`<label for="${name(parameter.name)}">${parameter.name}</label>
<input id="${name(parameter.name)}" name="${parameter.name}" data-in="${parameter.in}" value="${parameter.required ? String(exampleOf(parameter) ?? "") : ""}" autocomplete="off" spellcheck="false">`,
)}
${
  request
    ? html`<label for="${name("body")}">Body</label>
<textarea id="${name("body")}" name="body" rows="16" spellcheck="false">${prettyJson(request.example)}</textarea>`
    : ""
}
<button type="submit">Send</button>
<p class="status" role="status"></p>
<pre tabindex="0" hidden><code></code></pre>
</form>`;
}

function problemSection(): Markup {
  return html`<section id="problems"><h2>Problems</h2>
<p>Every problem has a <code>type</code> that leads here.</p>
<dl>${Object.entries(PROBLEMS).map(
    ([code, { status, title, advice }]) => html`<div class="problem" id="problem-${code}">
<dt><span class="number">${status}</span> ${title}</dt><dd>${inline(advice)}</dd></div>`,
  )}</dl></section>`;
}

/** Paragraphs with code in backticks: all that our own descriptions use. */
function prose(text: string): Markup[] {
  return text.split("\n\n").map((paragraph) => html`<p>${inline(paragraph)}</p>`);
}

export function inline(text: string): (Markup | string)[] {
  return text.split("`").map((part, place) => (place % 2 === 1 ? html`<code>${part}</code>` : part));
}
