/**
 * Bundles the workbook's page: `node apps-script/preview/build.ts` writes `dist/`, which the Worker serves as static
 * files. The add-on in it is the same bytes that go into a Google Sheet.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import Papa from "papaparse";
import { dark, light, type Palette } from "../../models/appearance.ts";
import { catalog } from "../../models/catalog/index.ts";
import { bundleAddOn, bundleSidebar } from "../build.ts";

const folder = import.meta.dirname;
const target = resolve(folder, "dist");
const MODEL = "partner-maturity";

/** Univer writes styles into the page; everything else comes from this address alone. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  // The writer of Excel files compresses in a worker of its own making.
  "worker-src blob:",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** The sidebar's page brings its own scripts and styles, and reaches nothing: its frame has no origin. */
const FRAME_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

const REALM_POLICY =
  "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const HEADERS = `/workbook
  Content-Security-Policy: ${PAGE_POLICY}
  Cache-Control: no-cache
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer

/workbook/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer

/workbook/frame
  Content-Security-Policy: ${FRAME_POLICY}

/workbook/realm
  Content-Security-Policy: ${REALM_POLICY}

/workbook/parts/*
  Cache-Control: public, max-age=31536000, immutable
`;

async function buildPage(): Promise<void> {
  rmSync(target, { recursive: true, force: true });
  const page = resolve(target, "workbook");
  mkdirSync(page, { recursive: true });
  const common = {
    bundle: true,
    minify: true,
    charset: "utf8",
    target: "es2022",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
    legalComments: "none",
  } as const;
  await Promise.all([
    build({
      ...common,
      entryPoints: [resolve(folder, "page/main.ts")],
      outdir: page,
      format: "esm",
      splitting: true,
      chunkNames: "parts/[name]-[hash]",
      assetNames: "parts/[name]-[hash]",
    }),
    build({
      ...common,
      entryPoints: ["frame", "realm"].map((name) => resolve(folder, `page/${name}.ts`)),
      outdir: page,
    }),
  ]);
  writeFileSync(resolve(page, "main.css"), themeOf() + readFileSync(resolve(page, "main.css"), "utf8"));
  writeFileSync(resolve(page, "Code.js"), await bundleAddOn());
  writeFileSync(resolve(page, "Sidebar.txt"), await bundleSidebar());
  writeFileSync(resolve(page, "sample.json"), JSON.stringify(sample()));
  cpSync(resolve(folder, "page/index.html"), resolve(target, "workbook.html"));
  for (const name of ["frame", "realm"]) cpSync(resolve(folder, `page/${name}.html`), resolve(page, `${name}.html`));
  writeFileSync(resolve(target, "_headers"), HEADERS);
}

const variables = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${colour};`)
    .join("");

const themeOf = (): string =>
  `:root{color-scheme:light dark;${variables(light)}}@media (prefers-color-scheme:dark){:root{${variables(dark)}}}`;

/** The invented partners with their present answers, as somebody would paste them. */
function sample() {
  const text = readFileSync(resolve(folder, `../../models/catalog/samples/${MODEL}.csv`), "utf8");
  const { data } = Papa.parse<(string | number | null)[]>(text, { dynamicTyping: true, skipEmptyLines: true });
  const [header = [], ...rows] = data;
  return { model: MODEL, name: catalog.find(({ id }) => id === MODEL)?.name, header, rows };
}

await buildPage();
