/**
 * Bundles the add-on: `node apps-script/build.ts` writes `Code.js`, `Sidebar.html` and `appsscript.json` to `dist`.
 *
 * Google finds functions by their top-level declarations and their help by the comment above them. So the bundle is one
 * expression, and below it stands one documented function per entry of `src/entry-points.ts`.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { commands } from "./src/commands.ts";
import { type CustomFunction, customFunctions, handlers, sidebarCalls } from "./src/entry-points.ts";
import { style } from "./src/sidebar/page/style.ts";

const folder = import.meta.dirname;
const BUNDLE = "Levelsheet";

/** @returns the text of `Code.js`. */
export async function bundleAddOn(): Promise<string> {
  const result = await build({
    entryPoints: [resolve(folder, "src/main.ts")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: BUNDLE,
    target: "es2019",
    platform: "neutral",
    charset: "utf8",
    legalComments: "inline",
    banner: { js: "// Levelsheet for Google Sheets. Made by “npm run build:sheet”; change apps-script/src instead." },
  });
  const bundle = result.outputFiles[0]?.text ?? "";
  requireExports(bundle, [...customFunctions.map(({ name }) => name), ...handlers, "choose", "answer"]);
  return [
    bundle,
    ...customFunctions.map(documentedStub),
    ...handlers.map((name) => stub(name, ["event"], `${name}(event)`)),
    ...commands.map(({ id }) => stub(id, [], `choose("${id}")`)),
    ...Object.entries(sidebarCalls).map(([name, given]) =>
      stub(name, given, `answer("${name}", [${given.join(", ")}])`),
    ),
  ].join("\n");
}

/** @returns the text of `Sidebar.html`: the page with its style and its script, and nothing to fetch. */
export async function bundleSidebar(): Promise<string> {
  const result = await build({
    entryPoints: [resolve(folder, "src/sidebar/page/main.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2019",
    platform: "browser",
    charset: "utf8",
  });
  // A tag that ends a script would end it inside a text, too.
  const script = (result.outputFiles[0]?.text ?? "").replaceAll("</", "<\\/");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<base target="_top">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Levelsheet</title>
<style>${style}</style>
</head>
<body>
<main><h1>Levelsheet</h1><p>Reading the workbook…</p></main>
<script>${script}</script>
</body>
</html>
`;
}

/** The comment is what autocomplete and the help box of a cell show. */
function documentedStub({ name, summary, parameters, returns, examples }: CustomFunction): string {
  const names = parameters.map((parameter) => parameter.name).join(", ");
  const lines = [
    summary,
    "",
    ...examples.map((example) => `Example: ${example}`),
    "",
    ...parameters.map(
      ({ name: own, type, optional, help }) => `@param {${type}} ${optional ? `[${own}]` : own} ${help}`,
    ),
    `@return {${returns.type}} ${returns.help}`,
    "@customfunction",
  ];
  const comment = lines.map((line) => ` * ${line}`.trimEnd()).join("\n");
  return `/**\n${comment}\n */\nfunction ${name}(${names}) {\n  return ${BUNDLE}.${name}(${names});\n}\n`;
}

function stub(name: string, given: readonly string[], call: string): string {
  return `function ${name}(${given.join(", ")}) {\n  return ${BUNDLE}.${call};\n}\n`;
}

/** An entry without an implementation would show only when somebody clicks it. */
function requireExports(bundle: string, names: readonly string[]): void {
  const exported: unknown = runInContext(`${bundle}; Object.keys(${BUNDLE})`, createContext({}));
  const missing = names.filter((name) => !(exported as string[]).includes(name));
  if (missing.length > 0) throw new Error(`src/main.ts does not export ${missing.join(", ")}.`);
}

/**
 * Empties the folder first, even if the build fails after that: what lies there is pushed as a whole, and must never be
 * older than the source.
 *
 * @returns the texts of the built files by name.
 */
export async function writeSheetFiles(target: string): Promise<Record<string, string>> {
  rmSync(target, { recursive: true, force: true });
  const files = { "Code.js": await bundleAddOn(), "Sidebar.html": await bundleSidebar() };
  mkdirSync(target, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(resolve(target, name), text);
  copyFileSync(resolve(folder, "appsscript.json"), resolve(target, "appsscript.json"));
  return files;
}

if (process.argv[1] === import.meta.filename) {
  const files = await writeSheetFiles(resolve(folder, "dist"));
  const sizes = Object.entries(files).map(
    ([name, text]) => `${name} (${Math.round(Buffer.byteLength(text) / 1000)} kB)`,
  );
  console.log(`wrote to apps-script/dist: ${sizes.join(", ")}, appsscript.json`);
}
