/** How long the workbook's page takes until somebody can use it, loaded again in the same browser. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { finding, interleave, type Measurement, median, notMeasured, ratios } from "./measure.ts";

const ROUNDS = 7;
/** Milliseconds. */
const AIM = 3_000;
/** Looks at the page, 20 ms apart at least. */
const PATIENCE = 3_000;
const TITLE = "The workbook's page, loaded again";
const READY = "ready, sixty sample partners scored in it";
const root = resolve(import.meta.dirname, "../..");

export async function measurePage(): Promise<Measurement> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const work = "by the browser's clock, workbook and scripts kept in it; an empty page of the same Worker is the floor";
  if (!existsSync(executablePath)) {
    return { title: TITLE, work, findings: [notMeasured(READY, `there is no browser at ${executablePath}`)] };
  }
  execFileSync(process.execPath, ["apps-script/preview/build.ts"], { cwd: root });
  const state = await mkdtemp(join(tmpdir(), "levelsheet-bench-"));
  const worker = spawn(process.execPath, ["worker/local/start.ts", "--state", state], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((done) => worker.once("exit", done));
  let browser: Browser | null = null;
  try {
    const address = await printedAddress(worker);
    browser = await chromium.launch({
      executablePath,
      args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    });
    const page = await browser.newPage();
    // The first visit makes and scores the workbook.
    await page.goto(address);
    await timeToReady(page);
    const empty = new URL("/workbook/realm.html", address).href;
    const [floors = [], loads = []] = await interleave(
      [
        { name: "floor", run: () => timeToLoad(page, empty) },
        { name: "page", run: () => page.goto(address.split("#")[0] ?? "").then(() => timeToReady(page)) },
      ],
      ROUNDS,
    );
    const met = median(loads) <= AIM;
    return {
      title: TITLE,
      work,
      findings: [
        finding("floor: an empty page", floors, { unit: "ms" }),
        finding(READY, loads, { unit: "ms", ratio: ratios(loads, floors), aim: "3 s", met }),
      ],
    };
  } finally {
    await browser?.close();
    worker.kill("SIGTERM");
    await ended;
    await rm(state, { recursive: true, force: true });
  }
}

function printedAddress(worker: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = "";
    worker.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const [, address] = /Workbook\s+(http:\S+)[\s\S]*Ctrl-C/.exec(text) ?? [];
      if (address !== undefined) done(address);
    });
    worker.once("exit", (code) => fail(new Error(`the Worker ended with ${code}:\n${text}`)));
  });
}

/** Milliseconds from the navigation on. */
const timeToReady = (page: Page): Promise<number> =>
  said(page, "performance.getEntriesByName('levelsheet-ready')[0]?.startTime");

async function timeToLoad(page: Page, address: string): Promise<number> {
  await page.goto(address);
  return said(page, "performance.getEntriesByType('navigation')[0]?.loadEventEnd");
}

/** @param expression runs in the page, not here; asked again until it gives a number above 0. */
async function said(page: Page, expression: string): Promise<number> {
  for (let attempt = 0; attempt < PATIENCE; attempt++) {
    const value = await page.evaluate<unknown>(expression);
    if (typeof value === "number" && value > 0) return value;
    await page.waitForTimeout(20);
  }
  throw new Error(`the page never says ${expression}`);
}
