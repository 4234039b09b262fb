/** `npm start` as a stranger meets it: a real process, the real runtime, where no eval is allowed. */
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalog } from "../../../models/catalog/index.ts";
import type { GridResponse, ScoreResponse } from "../../../models/contract.ts";
import { browserRequired, hasBrowser, openBrowser } from "../../support/worker-browser.ts";
import { firstSteps } from "../../support/worker-models.ts";
import { occupiedPort, type Started, start } from "../../support/worker-process.ts";

let started: Started;
let address: string;
let key: string;

beforeAll(async () => {
  started = await start(["--port", "18787"]);
  address = await started.address();
  key = (await started.waitFor(/export KEY=(lsk_\S+)/))[1] ?? "";
});
afterAll(async () => {
  await started.end("SIGTERM");
});

async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const response = await fetch(address + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as Answer;
}

describe("npm start", () => {
  test("shows the sample portfolio, scored: partner, level, index, reason, next step", () => {
    const lines = started.said().split("\n");
    const header = lines.find((line) => line.startsWith(" Partner  "));
    expect(header).toMatch(/^ Partner +Level +Index +Held by +Next step$/);
    const levels = catalog.find(({ id }) => id === "partner-maturity")?.levels.map(({ name }) => name) ?? [];
    const rows = lines.filter((line) => levels.some((level) => new RegExp(`  ${level} +[0-9.]+  `).test(line)));
    expect(rows.filter((line) => line.includes("→")).length).toBeGreaterThan(40);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(160);
    for (const level of levels) expect(started.said()).toMatch(new RegExp(`^  ${level} +\\d+ +\\d+%`, "m"));
  });

  test("writes no colour where no person looks", () => {
    expect(started.said()).not.toContain("\u001b[");
  });

  test("names addresses that answer", async () => {
    for (const path of ["/docs", "/health", "/openapi.json"]) {
      expect(started.said()).toContain(address + path);
      expect((await fetch(address + path)).status).toBe(200);
    }
  });

  test("takes the port of the environment, the next one if it is taken, and leaves nothing behind on Ctrl-C", async () => {
    const { port, server } = await occupiedPort();
    const second = await start([], { PORT: String(port) });
    const [, other] = await second.waitFor(new RegExp(`Port ${port} is taken; using (\\d+) instead`));
    expect(await second.address()).toBe(`http://localhost:${other}`);
    server.close();
    const children = childrenOf(second.process.pid);
    expect(await second.end("SIGINT")).toBe(0);
    expect(await answers(Number(other))).toBe(false);
    await expect.poll(() => children.filter(isRunning), { timeout: 3_000 }).toEqual([]);
  });

  test("turns down what is no port", async () => {
    const wrong = await start(["--port", "none"]);
    await wrong.waitFor(/“none” is not a port/);
    expect(await wrong.end("SIGTERM")).toBe(1);
  });
});

describe("the real runtime", () => {
  test("scores with a shipped model and with a document", async () => {
    const example = catalog[0]?.tests?.[0];
    const shipped = await post<ScoreResponse>("/v1/score", {
      model: catalog[0]?.id,
      detail: "full",
      assessments: [{ partner: "Acme", answers: example?.answers }],
    });
    expect(shipped.results[0]).toMatchObject({ level: example?.expect.level });
    const { grid } = await post<GridResponse>("/v1/score/grid", {
      model: firstSteps,
      grid: [
        ["partner", "certified", "plan"],
        ["Acme", 4, "yes"],
      ],
      columns: ["partner", "index", "level"],
    });
    expect(grid[1]).toEqual(["Acme", 70, "Silver"]);
  });

  test("checks a model", async () => {
    expect(await post("/v1/models/check", firstSteps)).toMatchObject({ valid: true });
    expect(await post("/v1/models/check", { id: 5 })).toMatchObject({ valid: false });
  });

  test("counts a body of unknown length", async () => {
    const chunk = new TextEncoder().encode(" ".repeat(500_000));
    let left = 6;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left-- > 0) controller.enqueue(chunk);
        else controller.close();
      },
    });
    const response = await fetch(`${address}/v1/score`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body,
      duplex: "half",
    } as RequestInit);
    expect(response.status).toBe(413);
  });
});

describe("/docs in a browser", () => {
  describe.skipIf(!hasBrowser && !browserRequired)("Chromium (skipped where /usr/bin/chromium is missing)", () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser.close();
    });

    async function open(width: number): Promise<{ page: Page; requests: string[]; faults: string[] }> {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      const requests: string[] = [];
      const faults: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      page.on("console", (message) => {
        if (message.type() === "error") faults.push(message.text());
      });
      page.on("pageerror", (error) => faults.push(String(error)));
      await page.goto(`${address}/docs`, { waitUntil: "load" });
      return { page, requests, faults };
    }

    test("is one request, without a fault", async () => {
      const { page, requests, faults } = await open(1280);
      expect(requests).toEqual([`${address}/docs`]);
      expect(faults).toEqual([]);
      expect(await page.locator("h1").textContent()).toBe("Levelsheet API");
      await page.close();
    });

    test("sends an example with the reader's key and shows the answer", async () => {
      const { page, requests, faults } = await open(1280);
      const form = page.locator("#scoreGrid form");
      await form.getByRole("button", { name: "Send" }).click();
      await form.locator(".status", { hasText: "Status 401" }).waitFor();
      await page.locator("#key").fill(key);
      await form.getByRole("button", { name: "Send" }).click();
      await form.locator(".status", { hasText: "Status 200" }).waitFor();
      expect(await form.locator("pre").textContent()).toContain('"revision"');
      await form.locator("textarea").fill("{");
      await form.getByRole("button", { name: "Send" }).click();
      await form.locator(".status", { hasText: "Status 400" }).waitFor();
      expect(new Set(requests.map((url) => new URL(url).origin))).toEqual(new Set([address]));
      // Chromium reports every answer of 400 or 401 as an error of the console; there must be no other.
      expect(faults.filter((fault) => !/40[01]/.test(fault))).toEqual([]);
      await page.close();
    });

    test("fits a phone, with its contents folded until they are wanted", async () => {
      const { page } = await open(320);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
      const link = page.getByRole("link", { name: "Check a model" });
      expect(await link.isVisible()).toBe(false);
      expect((await page.locator("h1").boundingBox())?.y).toBeLessThan(120);
      await page.locator("nav summary").focus();
      await page.keyboard.press("Enter");
      await link.click();
      expect(await link.isVisible()).toBe(false);
      const title = await page.locator("#checkModel h3").boundingBox();
      const bar = await page.locator("nav").boundingBox();
      expect(title?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
      await page.setViewportSize({ width: 1280, height: 800 });
      expect(await link.isVisible()).toBe(true);
      await page.close();
    });

    test("is readable on a phone without script", async () => {
      const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
      const page = await context.newPage();
      await page.goto(`${address}/docs#checkModel`);
      const bar = await page.locator("nav").boundingBox();
      const title = await page.locator("#checkModel h3").boundingBox();
      expect(title?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
      await context.close();
    });

    test("prints dark on white, whatever the screen prefers, without its contents", async () => {
      const page = await browser.newPage({ colorScheme: "dark" });
      await page.goto(`${address}/docs`);
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
      expect(await page.locator("nav").isVisible()).toBe(false);
      await page.close();
    });

    test("keeps the focus on the button that sends", async () => {
      const { page } = await open(1280);
      await page.getByLabel(/^Your key/).fill(key);
      await page.locator("#listModels button").focus();
      await page.keyboard.press("Enter");
      await page.locator("#listModels .status", { hasText: "Status 200" }).waitFor();
      expect(await page.evaluate("document.activeElement.closest('section').id")).toBe("listModels");
      await page.close();
    });
  });
});

describe("what is stated twice", () => {
  test("the lock file holds one workerd", () => {
    const lock = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../package-lock.json"), "utf8")) as {
      packages: Record<string, unknown>;
    };
    expect(Object.keys(lock.packages).filter((path) => path.endsWith("node_modules/workerd"))).toHaveLength(1);
  });
});

/** Linux lists the children of each process; elsewhere there is nothing to compare. */
function childrenOf(pid: number | undefined): string[] {
  const list = `/proc/${pid}/task/${pid}/children`;
  return existsSync(list) ? readFileSync(list, "utf8").trim().split(" ").filter(Boolean) : [];
}

/** An ended process whose parent has not looked yet is listed too, with the state Z. */
function isRunning(pid: string): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}
