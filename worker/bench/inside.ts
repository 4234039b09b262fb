/**
 * The Worker as it is deployed, with the bench's model in its catalogue and routes that do less than it: what a request
 * costs that only parses and writes JSON (the floor), and one that only carries bytes.
 */

import { catalog } from "../../models/catalog/index.ts";
import type { Model } from "../../models/format.ts";
import { createApp } from "../app.ts";
import { readGridBody } from "../http/grid-body.ts";
import { type GridRequest, scoreGrid } from "../services/score-grid.ts";
import { benchModel } from "./model.ts";

(catalog as Model[]).push(benchModel());

/** What the floor writes: a response of the Worker, parsed. */
let response: unknown = null;
let responseBytes = new Uint8Array();

const app = createApp();

app.put("/bench/response", async (context) => {
  const text = await context.req.text();
  response = JSON.parse(text);
  responseBytes = new TextEncoder().encode(text);
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
  const { score } = await scoreGrid({ ...(envelope as GridRequest), ...(table !== null && { grid: table }) });
  return context.body(score.rows);
});

app.post("/bench/bare2", async (context) => {
  await context.req.arrayBuffer();
  return context.body("{}");
});
app.post("/bench/bare", async (context) => context.json(await context.req.json()));

export default app;

import { compile } from "../../models/engine/compile.ts";
import { scanGrid, scoreTable } from "../../models/engine/grid.ts";

app.post("/bench/repeat/:what/:times", async (context) => {
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  const what = context.req.param("what"),
    times = Number(context.req.param("times"));
  const compiled = compile(benchModel());
  const scanned = scanGrid(bytes)!;
  const text = new TextDecoder().decode(bytes);
  let n = 0;
  for (let i = 0; i < times; i++) {
    if (what === "scan") n += scanGrid(bytes)!.table.rows;
    else if (what === "score")
      n += scoreTable(compiled, scanned.table, ["index", "level", "next", "why", "coverage", "dimensions", "gaps:3"])
        .rows.length;
    else if (what === "index") n += scoreTable(compiled, scanned.table, ["index"]).rows.length;
    else if (what === "gaps") n += scoreTable(compiled, scanned.table, ["gaps:3"]).rows.length;
    else if (what === "parse") n += JSON.parse(text).grid.length;
    else if (what === "stringify") n += JSON.stringify(response).length;
  }
  return context.json(n);
});

const compiledOnce = compile(benchModel());
const COLS = ["index", "level", "next", "why", "coverage", "dimensions", "gaps:3"];
app.post("/bench/a", async (context) => {
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  return context.body(String(scanGrid(bytes)!.table.rows));
});
app.post("/bench/b", async (context) => {
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  return context.body(String(scoreTable(compiledOnce, scanGrid(bytes)!.table, COLS).rows.length));
});
app.post("/bench/c", async (context) => {
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  return context.body(scoreTable(compiledOnce, scanGrid(bytes)!.table, COLS).rows);
});
