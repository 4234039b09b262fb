/** The workbook's page: Univer, the add-on as it ships, and what Google's pages have around them. */
import "@univerjs/preset-sheets-core/lib/index.css";
import "@univerjs/preset-sheets-conditional-formatting/lib/index.css";
import "@univerjs/preset-sheets-data-validation/lib/index.css";
import "@univerjs/preset-sheets-drawing/lib/index.css";
import "@univerjs/preset-sheets-filter/lib/index.css";
import "@univerjs/preset-sheets-note/lib/index.css";
import "@univerjs/preset-sheets-sort/lib/index.css";
import "./style.css";
import { CommandType } from "@univerjs/core";
import type { Book, ProtectionRecord } from "../google/book.ts";
import { Execution } from "../google/execution.ts";
import { followMoves } from "../google/follow-moves.ts";
import { emptyMemory, type Memory, type Surroundings } from "../google/globals.ts";
import { Sheet } from "../google/sheet.ts";
import { customFunctions } from "../univer/functions.ts";
import { functionHelp } from "../univer/help.ts";
import { patternAt, rowsOf } from "../univer/look-up.ts";
import { type Outcome, Script } from "../univer/script.ts";
import { differences, usage } from "./about.ts";
import { openCellLinks } from "./cell-links.ts";
import { Charts } from "./charts.ts";
import { ask, tell, toast } from "./dialogs.ts";
import { byId } from "./elements.ts";
import { makeFirstWorkbook, type Sample } from "./first-workbook.ts";
import { Guard } from "./guard.ts";
import { findKept, forget, holdWorkbook, Keeper } from "./keep.ts";
import { MenuBar } from "./menu-bar.ts";
import { pause, send } from "./network.ts";
import { openRealms } from "./realms.ts";
import { showSheet } from "./sheet.ts";
import { Sidebar } from "./sidebar.ts";

const state = byId("state");
const say = (words: string, kind: "opening" | "ready" | "failed"): void => {
  state.textContent = words;
  document.documentElement.dataset.state = kind;
};

const keyAfterHash = (): string | null => new URLSearchParams(location.hash.slice(1)).get("key");

/** The key comes after the `#`, which no browser sends anywhere; then it leaves the address. */
function keyInAddress(): string | null {
  const key = keyAfterHash();
  if (location.hash !== "") history.replaceState(null, "", location.pathname + location.search);
  return key;
}

async function textOf(path: string): Promise<string> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} is not there (${response.status}).`);
  return response.text();
}

const KEPT = "Kept in this browser";

async function open(): Promise<void> {
  const key = keyInAddress();
  let settle = async (): Promise<void> => undefined;
  // An address with a key that is entered while the page is open: the page begins again with it.
  window.addEventListener("hashchange", () => {
    if (keyAfterHash() !== null) void settle().then(() => location.reload());
  });
  if (!(await holdWorkbook())) {
    say("The workbook is open in another window. Use that one, or close it and load this page again.", "failed");
    return;
  }
  const [kept, code, sidebarPage, load] = await Promise.all([
    findKept(),
    textOf("/workbook/Code.js"),
    textOf("/workbook/Sidebar.txt"),
    openRealms(),
  ]);
  const memory: Memory = kept?.memory ?? emptyMemory();
  memory.lock.heldBy = null;
  connect(memory, key);

  let script: Script | null = null;
  const help = functionHelp(code);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const { univer, workbook, rendered } = showSheet({
    container: byId("sheet"),
    help,
    functions: customFunctions(help, () => ({
      compute: (name, args) => script?.compute(name, args),
      patternOf: (sheetId, row, column) => patternAt(workbook, sheetId, row, column),
      rowsOf: (sheetId) => rowsOf(workbook, sheetId),
    })),
    snapshot: kept?.snapshot ?? null,
    dark: dark.matches,
  });
  openCellLinks(univer);

  const keeper = new Keeper(
    () => ({ version: 1, snapshot: workbook.save(), memory, tab: workbook.getActiveSheet().getSheetId() }),
    (how) =>
      say(how === "kept" ? KEPT : "This browser keeps nothing. Download the workbook before you leave.", "ready"),
  );
  settle = () => keeper.finish();
  const guard = new Guard(univer, workbook, () => memory.annex.protections, askFirst);
  const charts = new Charts(
    univer,
    workbook,
    () => memory.annex.charts,
    () => dark.matches,
  );
  dark.addEventListener("change", () => {
    univer.toggleDarkMode(dark.matches);
    charts.changed();
  });
  const sidebar = new Sidebar({
    run: async (name, args) => finish(await soon(() => guard.without(() => running().run(name, args)))),
    focusSheet: () => byId("sheet").querySelector<HTMLElement>("[tabindex], canvas, input")?.focus(),
    resized: () => window.dispatchEvent(new Event("resize")),
  });
  const menus = new MenuBar(byId("menus"), (handler) => void command(handler));
  const view: Surroundings["view"] = {
    toast,
    say: (question) => void ask(question),
    showMenu: (caption, items) =>
      menus.show(
        caption ?? "Extensions",
        caption === null ? [{ kind: "heading", caption: "Levelsheet" }, ...items] : items,
      ),
    showSidebar: (html, title) => sidebar.open(html, title),
    showDialog: (html, title) => sidebar.open(html, title),
    chartsChanged: () => {
      charts.changed();
      keeper.changed();
    },
    memoryChanged: () => keeper.changed(),
  };
  const surroundings: Surroundings = {
    univer,
    workbook,
    memory,
    view,
    send,
    clock: { now: () => Date.now(), pause },
    files: { Sidebar: sidebarPage },
  };
  followMoves(univer, () => memory.annex);
  script = new Script(load, surroundings);
  const running = (): Script => script as Script;
  const book = (): Book => ({
    univer,
    workbook,
    execution: new Execution("FULL", () => Date.now()),
    annex: memory.annex,
    view,
    toFit: new Map(),
  });

  async function finish(outcome: Outcome): Promise<unknown> {
    if (outcome.kind === "asks") {
      const reply = await ask(outcome.question);
      return finish(guard.without(() => outcome.resume(reply)));
    }
    if (outcome.kind === "failed") throw new Error(outcome.message);
    return outcome.value;
  }

  /** A script holds the page up, so what it says first has to be seen first. */
  async function command(handler: string): Promise<void> {
    const before = state.textContent ?? "";
    say("Running script …", "opening");
    try {
      await finish(await soon(() => guard.without(() => running().run(handler))));
    } catch (error) {
      await tell("The script stopped", error instanceof Error ? error.message : String(error));
    } finally {
      if (document.documentElement.dataset.state === "opening") say(before === "" ? KEPT : before, "ready");
      charts.changed();
    }
  }

  menus.show("File", [
    { kind: "action", caption: "Download as Excel file", act: () => void download("xlsx") },
    { kind: "action", caption: "Download this tab as CSV", act: () => void download("csv") },
    { kind: "separator" },
    { kind: "action", caption: "Start again with sample partners", act: () => void startAgain() },
  ]);
  running().run("onOpen", [{ authMode: "LIMITED" }], "LIMITED");
  menus.show("Help", [
    { kind: "action", caption: "What differs from Google Sheets", act: () => void differences() },
    { kind: "action", caption: "Show usage", act: () => void usage(memory) },
  ]);
  byId("differs").addEventListener("click", () => void differences());

  async function download(kind: "xlsx" | "csv"): Promise<void> {
    const { fileName, save, tabAsCsv, workbookAsXlsx } = await import("./downloads.ts");
    const tab = workbook.getActiveSheet();
    if (kind === "xlsx") save(await workbookAsXlsx(book()), fileName(workbook.getName(), "xlsx"));
    else save(await tabAsCsv(book(), tab), fileName(`${workbook.getName()} ${tab.getSheetName()}`, "csv"));
  }

  async function startAgain(): Promise<void> {
    const message =
      "Everything in this workbook is thrown away, and the sample partners come back. Download it first to keep it.";
    const { button } = await ask({ kind: "alert", title: "Start again", message, buttons: ["OK", "CANCEL"] });
    if (button !== "OK") return;
    keeper.stop();
    await forget();
    // The connection comes with the address.
    location.hash = `key=${memory.properties.document["levelsheet.key"] ?? ""}`;
    location.reload();
  }

  await rendered;
  const isConnected = memory.properties.document["levelsheet.key"] !== undefined;
  // A visit without a key may have kept a blank workbook; the first one with a key still begins with the sample.
  const isFirst =
    kept === null || (key !== null && workbook.getSheets().every((tab) => new Sheet(book(), tab).getLastRow() === 0));
  if (isFirst && isConnected) {
    const sample = JSON.parse(await textOf("/workbook/sample.json")) as Sample;
    // Nobody has asked for anything yet, so nothing is said about it.
    const { say: aloud, toast: shown } = view;
    Object.assign(view, { say: () => undefined, toast: () => undefined });
    try {
      guard.without(() => makeFirstWorkbook(running(), workbook, book(), sample));
    } finally {
      Object.assign(view, { say: aloud, toast: shown });
    }
  }
  if (kept?.tab !== undefined && workbook.getSheetBySheetId(kept.tab) !== null) workbook.setActiveSheet(kept.tab);
  charts.draw();
  univer.addEvent(univer.Event.ActiveSheetChanged, () => {
    charts.changed();
    keeper.changed();
  });
  univer.getFormula().calculationEnd(() => charts.changed());
  univer.addEvent(univer.Event.CommandExecuted, ({ type }) => {
    if (type === CommandType.MUTATION) keeper.changed();
  });
  say(KEPT, "ready");
  // Without a connection there is nothing to keep yet, and a later visit with a key still begins with the sample.
  if (kept !== null || isConnected) await keeper.keep();
  performance.mark("levelsheet-ready");
  if (kept === null && !isConnected) {
    const message =
      "Open the address that npm start prints, which brings a key along. Or choose Extensions > Levelsheet > Settings, enter this page's address and your key, and then choose Set up workbook.";
    await ask({ kind: "alert", title: "Connect this workbook first", message, buttons: ["OK"] });
  }
}

/** The workbook belongs to the service its page came from. */
function connect(memory: Memory, key: string | null): void {
  if (key === null || key === "") return;
  Object.assign(memory.properties.document, { "levelsheet.address": location.origin, "levelsheet.key": key });
}

/** As Google Sheets asks, with what the add-on says of the cells. */
async function askFirst({ description }: ProtectionRecord): Promise<boolean> {
  const { button } = await ask({
    kind: "alert",
    title: "Protected cells",
    message: `You are about to change cells that are best left as they are.${description === "" ? "" : `\n\n${description}`}`,
    buttons: ["CANCEL", "EDIT"],
  });
  return button === "EDIT";
}

/** After the page has been painted. */
const soon = <Value>(work: () => Value): Promise<Value> =>
  new Promise((done, failed) => {
    requestAnimationFrame(() =>
      window.setTimeout(() => {
        try {
          done(work());
        } catch (error) {
          failed(error);
        }
      }),
    );
  });

open().catch((error: unknown) => {
  say(`The workbook could not be opened: ${error instanceof Error ? error.message : String(error)}`, "failed");
  console.error(error);
});
