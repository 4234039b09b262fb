/** The guide against the add-on: what it tells people to click is there, and what is there is in the guide. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { bundleAddOn, writeSheetFiles } from "../../apps-script/build.ts";
import { commands } from "../../apps-script/src/commands.ts";
import { customFunctions } from "../../apps-script/src/entry-points.ts";
import { TAB_NAMES } from "../../apps-script/src/layout/definition.ts";
import { columnHeaders, decisionWords, statusWords } from "../../apps-script/src/layout/keys.ts";
import { workbookOf } from "../../apps-script/src/layout/workbook.ts";
import { addMenu } from "../../apps-script/src/menu/menu.ts";
import { modelColumns, rowKinds } from "../../apps-script/src/model-tab/columns.ts";
import { small } from "../support/sheet-workbook.ts";

const folder = resolve(import.meta.dirname, "../../apps-script");
const text = readFileSync(resolve(folder, "README.md"), "utf8");
/** Lines may break anywhere. */
const guide = text.replace(/\s+/g, " ");
const bold = [...new Set([...guide.matchAll(/\*\*(.+?)\*\*/g)].map(([, words = ""]) => words))];

function sources(under: string): string {
  return readdirSync(under)
    .map((name) => resolve(under, name))
    .map((path) => (statSync(path).isDirectory() ? sources(path) : readFileSync(path, "utf8")))
    .join("\n");
}
const source = sources(resolve(folder, "src"));

/** The menu as the add-on builds it. */
function menuItems(): string[] {
  const items: string[] = [];
  const menu = {
    addItem(label: string) {
      items.push(label);
      return menu;
    },
    addSeparator: () => menu,
    addToUi: () => undefined,
  };
  // Of the user interface the menu takes this much.
  addMenu({ createAddonMenu: () => menu } as unknown as GoogleAppsScript.Base.Ui);
  return items;
}

const MENU = "Extensions > Levelsheet > ";

/** What people click in Google's own pages, which nothing here can check. */
const GOOGLES = [
  "bold",
  "Extensions > Apps Script",
  "Untitled project",
  "Project Settings",
  'Show "appsscript.json" manifest file in editor',
  "Editor",
  "Code.gs",
  "+",
  "Files",
  "HTML",
  "appsscript.json",
  "Extensions > Levelsheet",
  "Script ID",
  "Advanced",
  "Go to Levelsheet (unsafe)",
  "Loading...",
];

test("every menu item has its path in the guide, and every path there is in the menu", () => {
  const told = bold.filter((words) => words.startsWith(MENU)).map((words) => words.slice(MENU.length));
  expect(told.sort()).toEqual(menuItems().sort());
  expect(menuItems()).toEqual(expect.arrayContaining(commands.map(({ label }) => label)));
});

test("every word to click is a word on the screen", () => {
  const onScreen = new Set<string>([
    ...GOOGLES,
    ...TAB_NAMES,
    ...Object.values(columnHeaders),
    ...Object.values(statusWords),
    ...Object.values(decisionWords),
    ...Object.values(modelColumns).map(({ header }) => header),
    ...Object.values(rowKinds),
    ...commands.map(({ label }) => label),
    ...workbookOf(small).tabs.flatMap(({ cells }) => cells.flat().map(String)),
  ]);
  const page = sources(resolve(folder, "src/sidebar/page"));
  const unknown = bold.filter(
    (words) => !words.startsWith(MENU) && !onScreen.has(words) && !page.includes(`"${words}"`),
  );
  // Two more tabs come with what is first written into them.
  expect(unknown.sort()).toEqual(["Briefs", "Compare"]);
  expect(source).toContain('insertSheet("Briefs"');
  expect(source).toContain('insertSheet("Compare"');
});

test("the tabs are those of the workbook, in their order", () => {
  const table = text.slice(text.indexOf("| Tab |"), text.indexOf("You may sort"));
  expect([...table.matchAll(/^\| \*\*(\w+)\*\* \|/gm)].map(([, name]) => name)).toEqual([...TAB_NAMES]);
});

test("every function stands there with one of its own examples, and no other one", () => {
  const rows = [...text.matchAll(/^\| `(MATURITY_\w+)` \| .+ \| `(=.+)` \|$/gm)].map(([, name, example]) => ({
    name,
    example,
  }));
  expect(rows.map(({ name }) => name)).toEqual(customFunctions.map(({ name }) => name));
  for (const { name, example } of rows) {
    expect(customFunctions.find((own) => own.name === name)?.examples, name).toContain(example);
  }
});

test("what goes wrong is in the words of the add-on", () => {
  const table = text.slice(text.indexOf("| You see |"), text.indexOf("`/health` at the end"));
  const quoted = [...table.matchAll(/^\| (“.+?) \| /gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/“([^”]+)”/g)].map(([, words = ""]) => words),
  );
  expect(quoted.length).toBeGreaterThan(10);
  // The service's own words about a number, with the answer in them.
  expect(quoted.filter((words) => !source.includes(words))).toEqual(["0,4"]);
});

test("its links and pictures lead somewhere, and its addresses are those of the manifest", () => {
  const targets = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
  for (const target of targets.filter((own) => !/^https?:/.test(own))) {
    const [file = "", anchor] = target.split("#");
    const path = file === "" ? resolve(folder, "README.md") : resolve(folder, file);
    const anchors = [...readFileSync(path, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replace(/[^\w\s-]/g, "")
        .replace(/ /g, "-"),
    );
    if (anchor !== undefined) expect(anchors, target).toContain(anchor);
  }
  const manifest = JSON.parse(readFileSync(resolve(folder, "appsscript.json"), "utf8"));
  for (const prefix of manifest.urlFetchWhitelist) expect(text).toContain(prefix);
});

test("the build leaves nothing in its folder but the three files that the guide names", async () => {
  const target = mkdtempSync(join(tmpdir(), "levelsheet-sheet-"));
  try {
    writeFileSync(join(target, "Code.js"), "function old() {}");
    writeFileSync(join(target, "Old.html"), "left by an earlier build or by clasp");
    await writeSheetFiles(target);
    const names = readdirSync(target).sort();
    expect(names).toEqual(["Code.js", "Sidebar.html", "appsscript.json"]);
    for (const name of names) expect(text).toContain(`\`${name}\``);
    expect(readFileSync(join(target, "Code.js"), "utf8")).toBe(await bundleAddOn());
    expect(readFileSync(join(target, "appsscript.json"), "utf8")).toBe(
      readFileSync(resolve(folder, "appsscript.json"), "utf8"),
    );
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
});
