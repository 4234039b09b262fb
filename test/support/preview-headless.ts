/** The add-on as it ships, on Univer without a page. Univer's packages need a bundler before Node takes them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { bundleAddOn, bundleSidebar } from "../../apps-script/build.ts";
import type { Question, Reply } from "../../apps-script/preview/google/ui.ts";
import type { Send } from "../../apps-script/preview/google/url-fetch.ts";
import type * as HeadlessModule from "../../apps-script/preview/univer/headless.ts";
import type { Functions, Outcome } from "../../apps-script/preview/univer/script.ts";

const root = resolve(import.meta.dirname, "../..");

export type Headless = HeadlessModule.Headless;

async function bundled(): Promise<typeof HeadlessModule> {
  const folder = mkdtempSync(join(tmpdir(), "levelsheet-headless-"));
  const file = join(folder, "headless.mjs");
  await build({
    entryPoints: [resolve(root, "apps-script/preview/univer/headless.ts")],
    bundle: true,
    format: "esm",
    platform: "node",
    outfile: file,
    logLevel: "error",
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(import.meta.url)});`,
    },
  });
  try {
    return (await import(pathToFileURL(file).href)) as typeof HeadlessModule;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Desk extends Headless {
  /** What was said in dialogs and passing messages. */
  said: Question[];
  toasts: string[];
  sidebars: { html: string; title: string }[];
  menus: { caption: string | null; items: readonly unknown[] }[];
  /** Moves when somebody sleeps or a request is made. */
  clock: { time: number };
  /** Runs a function to its end, with these replies to its questions. */
  command(name: string, replies?: readonly (Partial<Reply> | string)[], args?: readonly unknown[]): unknown;
}

export interface DeskOptions {
  send?: Send;
  snapshot?: Parameters<typeof HeadlessModule.openHeadless>[0]["snapshot"];
}

/** The script's time is the desk's, as its patience is. */
const OWN_CLOCK = `{
  const now = clockNow;
  delete globalThis.clockNow;
  globalThis.Date = class extends Date {
    constructor(...given) { if (given.length === 0) super(now()); else super(...given); }
    static now() { return now(); }
  };
}`;

export async function prepareDesks() {
  const [{ openHeadless }, code, sidebar] = await Promise.all([bundled(), bundleAddOn(), bundleSidebar()]);
  const files = { Sidebar: sidebar };

  return ({ send, snapshot }: DeskOptions = {}): Desk => {
    const clock = { time: Date.UTC(2026, 10, 22) };
    const said: Question[] = [];
    const toasts: string[] = [];
    const sidebars: Desk["sidebars"] = [];
    const menus: Desk["menus"] = [];
    const quiet = () => undefined;
    const headless = openHeadless({
      code,
      files,
      load: (globals: object): Functions => {
        // Nothing but what Google gives a script, and each run begins anew.
        const context = createContext({ ...globals, clockNow: () => clock.time });
        runInContext(OWN_CLOCK, context);
        runInContext(code, context, { filename: "Code.js" });
        return context;
      },
      send:
        send ??
        (() => {
          throw new Error("no network");
        }),
      clock: {
        now: () => clock.time,
        pause: (milliseconds) => {
          clock.time += milliseconds;
        },
      },
      view: {
        toast: (message) => toasts.push(message),
        say: (question) => said.push(question),
        showMenu: (caption, items) => menus.push({ caption, items }),
        showSidebar: (html, title) => sidebars.push({ html, title }),
        showDialog: (html, title) => sidebars.push({ html, title }),
        chartsChanged: quiet,
        memoryChanged: quiet,
      },
      ...(snapshot && { snapshot }),
    });
    return {
      ...headless,
      said,
      toasts,
      sidebars,
      menus,
      clock,
      command(name, replies = [], args = []) {
        let outcome: Outcome = headless.script.run(name, args);
        for (const reply of replies) {
          if (outcome.kind !== "asks") throw new Error(`${name} asks no more than that.`);
          const given = typeof reply === "string" ? { text: reply } : reply;
          outcome = outcome.resume({ button: "OK", text: "", ...given });
        }
        if (outcome.kind === "asks") throw new Error(`${name} asks: ${outcome.question.message}`);
        if (outcome.kind === "failed") throw new Error(outcome.message);
        return outcome.value;
      },
    };
  };
}
