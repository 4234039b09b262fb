/**
 * Bundles the scripts of the Worker's own pages into the folder of static files: `node worker/local/build-pages.ts`,
 * after the workbook's page, which empties that folder. The pages work without them.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "../..");
const target = resolve(root, "apps-script/preview/dist");

await build({
  entryPoints: [resolve(root, "worker/pages/upload/main.ts")],
  outdir: resolve(target, "upload"),
  bundle: true,
  minify: true,
  charset: "utf8",
  target: "es2023",
  format: "esm",
  logLevel: "warning",
  legalComments: "none",
});
const headers = resolve(target, "_headers");
const HEADERS = `
/upload/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Cache-Control: no-cache
`;
if (!existsSync(headers) || !readFileSync(headers, "utf8").includes(HEADERS)) appendFileSync(headers, HEADERS);
