/** Puts the add-on into a spreadsheet as its bound script. Files that somebody added to the script stay. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { script_v1 } from "@googleapis/script";
import { bundleAddOn, bundleSidebar } from "../build.ts";
import type { GoogleLine } from "./google-line.ts";

type File = script_v1.Schema$File & { name: string };

interface Manifest {
  oauthScopes: string[];
  urlFetchWhitelist: string[];
}

/** The same three files that `npm run build:sheet` writes. @param address of the service, which the add-on may ask. */
export async function addOnFiles(address: string | null): Promise<File[]> {
  const [code, sidebar] = await Promise.all([bundleAddOn(), bundleSidebar()]);
  const manifest = JSON.parse(readFileSync(resolve(import.meta.dirname, "../appsscript.json"), "utf8")) as Manifest;
  if (address?.startsWith("https:") && !/\.workers\.dev(:|$)/.test(new URL(address).host)) {
    manifest.urlFetchWhitelist.push(`${new URL(address).origin}/`);
  }
  return [
    { name: "appsscript", type: "JSON", source: JSON.stringify(manifest, null, 2) },
    { name: "Code", type: "SERVER_JS", source: code },
    { name: "Sidebar", type: "HTML", source: sidebar },
  ];
}

/** Name of the script project, and of the menu under Extensions. */
const PROJECT = "Levelsheet";

/**
 * @param known id of the script that was made before, if any; somebody may have removed it since.
 * @param made is told of a new script before anything is put into it.
 */
export async function bindAddOn(
  spreadsheetId: string,
  known: string | undefined,
  address: string | null,
  google: GoogleLine,
  made: (scriptId: string) => Promise<void>,
): Promise<void> {
  const files = await addOnFiles(address);
  const present = known === undefined ? null : await google.readScript(known);
  if (known !== undefined && present !== null) {
    await google.writeScript(known, withTheirs(files, present));
    return;
  }
  const scriptId = await google.createScript(spreadsheetId, PROJECT);
  await made(scriptId);
  await google.writeScript(scriptId, files);
}

/** Ours, with what others added: files of their own, and addresses and rights in the manifest. */
function withTheirs(ours: readonly File[], present: readonly script_v1.Schema$File[]): File[] {
  const names = new Set(ours.map(({ name }) => name));
  const theirs = present.flatMap(({ name, type, source }): File[] =>
    // A new script comes with an empty Code.gs, which has the name of ours.
    name == null || names.has(name) ? [] : [{ name, type: type ?? "SERVER_JS", source: source ?? "" }],
  );
  const before = manifestOf(present.find(({ name }) => name === "appsscript")?.source);
  return [
    ...ours.map((file) => {
      if (file.name !== "appsscript") return file;
      const manifest = JSON.parse(file.source ?? "{}") as Manifest;
      const joined: Manifest = {
        ...manifest,
        oauthScopes: [...new Set([...manifest.oauthScopes, ...before.oauthScopes])],
        urlFetchWhitelist: [...new Set([...manifest.urlFetchWhitelist, ...before.urlFetchWhitelist])],
      };
      return { ...file, source: JSON.stringify(joined, null, 2) };
    }),
    ...theirs,
  ];
}

function manifestOf(source: string | null | undefined): Manifest {
  try {
    const { oauthScopes = [], urlFetchWhitelist = [] } = JSON.parse(source ?? "{}") as Partial<Manifest>;
    return { oauthScopes, urlFetchWhitelist };
  } catch {
    return { oauthScopes: [], urlFetchWhitelist: [] };
  }
}
