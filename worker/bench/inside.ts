/**
 * The Worker as it is deployed, with the bench's model in its catalogue and routes that do less than it: what a request
 * costs that only parses and writes JSON (the floor), and one that only carries bytes.
 */

import { catalog } from "../../models/catalog/index.ts";
import type { Model } from "../../models/format.ts";
import { createApp } from "../app.ts";
import { authorize } from "../http/authorize.ts";
import { readGridBody } from "../http/grid-body.ts";
import { type GridRequest, scoreGrid } from "../services/score-grid.ts";
import { oneKeyDatabase } from "./key.ts";
import { benchModel } from "./model.ts";

(catalog as Model[]).push(benchModel());

/** What the floor writes: a response of the Worker, parsed. */
let response: unknown = null;
let responseBytes: Uint8Array<ArrayBuffer> = new Uint8Array();

const app = createApp();

app.put("/bench/response", async (context) => {
  const text = await context.req.text();
  response = JSON.parse(text);
  responseBytes = new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
  return context.body(null, 204);
});

/** The floor: `JSON.parse` of the request, `JSON.stringify` of the response. */
app.post("/bench/floor", async (context) => {
  JSON.parse(await context.req.text());
  return context.body(JSON.stringify(response));
});

app.post("/bench/carry", async (context) => {
  await context.req.arrayBuffer();
  return context.body(responseBytes);
});

/** A grid beyond the size that a request may have. */
app.post("/bench/grid", async (context) => {
  const { envelope, table } = readGridBody(new Uint8Array(await context.req.arrayBuffer()));
  const caller = await authorize(context, "read", { remember: true });
  return context.body(
    await scoreGrid(caller, { ...(envelope as GridRequest), ...(table !== null && { grid: table }) }),
  );
});

/** Under the same middleware as the routes it is compared with, and behind the same check of the key. */
app.post("/v1/bench/bare", async (context) => {
  await authorize(context, "read", { remember: true });
  return context.json(await context.req.json());
});

const DB = oneKeyDatabase();

export default {
  fetch: (request, _env, context) => app.fetch(request, { DB }, context),
} satisfies ExportedHandler;
