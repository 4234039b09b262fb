/** The sidebar's page in a browser, with the shipped Code.js behind `google.script.run` and a fake Google below it. */
import { createContext, runInContext } from "node:vm";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { bundleAddOn, bundleSidebar } from "../../apps-script/build.ts";
import type { FakeGoogle } from "./sheet-google.ts";

/** What becomes of a call: `lost` never reaches the script, `unheard` does but its answer is lost. */
export type Fate = "answered" | "lost" | "unheard" | { fails: string };

export interface SidebarOptions extends BrowserContextOptions {
  /** By the name of the call and how manieth call it is, from 1. */
  fateOf?: (name: string, count: number) => Fate;
  /** Holds a call back until the test has looked. */
  beforeCall?: (name: string, count: number) => Promise<void>;
  /** The page's waits end at once. */
  withoutWaiting?: true;
}

export interface Sidebar {
  page: Page;
  /** Names of the calls, in order. */
  calls: string[];
  /** Whether anything was asked for beyond the page itself. */
  fetched: string[];
  close(): Promise<void>;
}

const ORIGIN = "https://script.test";

const files = { code: bundleAddOn(), page: bundleSidebar() };

/** What Google puts into the page: a chain of handlers, then the function's name. */
const RUNNER = `
  const runner = (done, failed) => new Proxy({}, { get: (_, name) =>
    name === "withSuccessHandler" ? (handler) => runner(handler, failed)
    : name === "withFailureHandler" ? (handler) => runner(done, handler)
    : (...given) => void callScript(name, JSON.stringify(given)).then((answer) => {
        const { value, error } = JSON.parse(answer);
        if (error === undefined) done?.(value); else failed?.(new Error(error));
      }) });
  globalThis.google = { script: { run: runner() } };
`;

export async function openSidebar(
  browser: Browser,
  google: FakeGoogle,
  options: SidebarOptions = {},
): Promise<Sidebar> {
  const { fateOf = () => "answered", beforeCall, withoutWaiting, ...look } = options;
  const context = await browser.newContext({
    viewport: { width: 300, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    ...look,
  });
  const page = await context.newPage();
  const script = createContext(google.globals());
  runInContext(await files.code, script);
  const calls: string[] = [];
  const fetched: string[] = [];
  await page.exposeFunction("callScript", async (name: string, given: string) => {
    const count = calls.push(name);
    await beforeCall?.(name, count);
    const fate = fateOf(name, count);
    if (typeof fate === "object") return JSON.stringify({ error: fate.fails });
    if (fate === "lost") return JSON.stringify({ error: "NetworkError: Connection failure due to HTTP 0" });
    // As Google does: names that end in an underscore are not to be called, and only plain values come back.
    const call = (script as Record<string, (...given: unknown[]) => unknown>)[name];
    if (name.endsWith("_") || typeof call !== "function") {
      return JSON.stringify({ error: `Script function not found: ${name}` });
    }
    const value = call(...(JSON.parse(given) as unknown[]));
    if (fate === "unheard") return JSON.stringify({ error: "NetworkError: Connection failure due to HTTP 0" });
    return JSON.stringify({ value });
  });
  await page.addInitScript(RUNNER);
  if (withoutWaiting)
    await page.addInitScript(
      "const wait = setTimeout; setTimeout = (work, time) => time > 60_000 ? 0 : wait(work, 0);",
    );
  await page.route("**/*", async (route) => {
    const address = route.request().url();
    if (address === `${ORIGIN}/`)
      await route.fulfill({ contentType: "text/html; charset=utf-8", body: await files.page });
    else {
      fetched.push(address);
      await route.abort();
    }
  });
  await page.goto(`${ORIGIN}/`);
  return { page, calls, fetched, close: () => context.close() };
}
