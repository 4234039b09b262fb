/**
 * Writes the files that are made from others: `node worker/local/generate.ts`, or with `--check` compares them and
 * fails where one is out of step.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import Papa from "papaparse";
import { catalog } from "../../models/catalog/index.ts";
import { portfolios, samplePortfolio } from "../../models/catalog/portfolio.ts";
import { buildOpenApiDocument, modelJsonSchema } from "./openapi.ts";

const root = resolve(import.meta.dirname, "../..");
const checking = process.argv.includes("--check");
const outdated: string[] = [];

function settle(path: string, content: string): void {
  const full = resolve(root, path);
  if (existsSync(full) && readFileSync(full, "utf8") === content) return;
  if (checking) outdated.push(path);
  else {
    writeFileSync(full, content);
    console.log(`wrote ${path}`);
  }
}

const toText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

settle("models/model.schema.json", toText(modelJsonSchema()));
settle("worker/openapi.json", toText(await buildOpenApiDocument()));

for (const plan of portfolios) {
  const model = catalog.find((candidate) => candidate.id === plan.model);
  if (model === undefined) throw new Error(`no shipped model has the id “${plan.model}”`);
  const present = plan.periods.at(-1);
  for (const { period, grid } of samplePortfolio(model, plan)) {
    const name = period === present ? plan.model : `${plan.model}.${period}`;
    settle(`models/catalog/samples/${name}.csv`, `${Papa.unparse(grid, { newline: "\n", escapeFormulae: true })}\n`);
  }
}

const bindings = "worker/worker-configuration.d.ts";
try {
  const options = ["types", bindings, "--include-runtime=false", ...(checking ? ["--check"] : [])];
  execFileSync(resolve(root, "node_modules/.bin/wrangler"), options, {
    cwd: root,
    stdio: "pipe",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" },
  });
} catch {
  if (!checking) throw new Error(`wrangler could not write ${bindings}`);
  outdated.push(bindings);
}

if (outdated.length > 0) {
  console.error(`Out of step: ${outdated.join(", ")}. Run “npm run generate” and commit the result.`);
  process.exitCode = 1;
}
