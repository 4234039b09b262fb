/** The scorecard and the network page in a real browser: on a phone, in the dark, for axe, and on paper. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserRequired, hasBrowser, openBrowser } from "../../support/worker-browser.ts";
import { findings, isTooWide } from "../../support/worker-page.ts";
import { type Started, start } from "../../support/worker-process.ts";

let started: Started;
let browser: Browser;
/** One for each level of the sample portfolio, the lowest first. */
let urls: string[];
let network: string;

async function send<Answer>(
  address: string,
  key: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(address + path, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as Answer;
}

interface Stored {
  assessments: { partner: string; result: { level: string | null } }[];
}

const pagesOf = (pdf: Buffer): number => pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;

describe.skipIf(!hasBrowser && !browserRequired)("a scorecard in a browser", () => {
  beforeAll(async () => {
    started = await start(["--port", "18807"]);
    const address = await started.address();
    const key = /lsk_[\w-]{43}/.exec(started.said())?.[0] ?? "";
    const model = "partner-maturity";
    const { assessments } = await send<Stored>(
      address,
      key,
      "GET",
      `/v1/assessments?model=${model}&period=2026-Q4&limit=100`,
    );
    const byLevel = new Map(assessments.map(({ partner, result }) => [result.level, partner]));
    const links = ["bronze", "silver", "gold", "platinum"].flatMap((level) => {
      const partner = byLevel.get(level);
      return partner === undefined ? [] : [{ kind: "scorecard", partner, model }];
    });
    expect(links.length).toBeGreaterThanOrEqual(3);
    const made = await send<{ links: { url: string }[] }>(address, key, "POST", "/v1/links", {
      links: [{ kind: "network", model }, ...links],
    });
    [network = "", ...urls] = made.links.map(({ url }) => url);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await started?.end("SIGTERM");
  });

  const openPage = async (url: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };

  test.each([
    ["light", "de-DE", 320],
    ["dark", "en-GB", 1280],
  ] as const)("axe finds nothing in %s, %s, %i px wide", async (colorScheme, locale, width) => {
    for (const url of urls) {
      const page = await openPage(url, { colorScheme, locale, viewport: { width, height: 800 } });
      for (const summary of await page.locator("summary").all()) await summary.click();
      expect(await findings(page)).toEqual([]);
      await page.context().close();
    }
  });

  test.each(["en-GB", "de-DE", "fr-FR", "es-ES"])("is not too wide for a phone in %s", async (locale) => {
    for (const url of urls) {
      const page = await openPage(url, { locale, viewport: { width: 320, height: 800 } });
      for (const summary of await page.locator("summary").all()) await summary.click();
      expect(await isTooWide(page), url).toBe(false);
      await page.context().close();
    }
  });

  test.each(["en-GB", "de-DE", "fr-FR", "es-ES"])(
    "prints on one sheet of A4 and of Letter, in %s, light on a dark screen too",
    async (locale) => {
      for (const url of urls) {
        const page = await openPage(url, { locale, colorScheme: "dark" });
        for (const format of ["A4", "Letter"]) expect(pagesOf(await page.pdf({ format })), `${url} ${format}`).toBe(1);
        await page.emulateMedia({ media: "print" });
        expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
        expect(await page.locator(".chip").isVisible()).toBe(true);
        await page.context().close();
      }
    },
  );

  test("loads one page and one style sheet, and nothing from elsewhere", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(urls[0] ?? "");
    const own = new URL(urls[0] ?? "").origin;
    expect(asked.filter((url) => !url.startsWith("data:")).map((url) => url.replace(own, "").slice(0, 8))).toEqual([
      expect.stringMatching(/^\/s\//),
      "/assets/",
    ]);
    expect(await context.cookies()).toEqual([]);
  });

  test("the network page stands up to axe as well, on a phone and in the dark", async () => {
    const page = await openPage(`${network}?outcome=revenue`, {
      locale: "de-DE",
      viewport: { width: 320, height: 800 },
    });
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await findings(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await findings(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(await page.locator("form").isVisible()).toBe(false);
    await page.context().close();
  });

  test("the network page is narrowed by keyboard and without script", async () => {
    const page = await openPage(`${network}?outcome=revenue`, { locale: "en-GB", javaScriptEnabled: false });
    await page.getByLabel("Partners shown").selectOption({ label: "EMEA (15)" });
    await page.getByRole("button", { name: "Show" }).press("Enter");
    await page.getByText("Region: EMEA").waitFor();
    expect(await page.getByText("15 partners assessed").count()).toBe(1);
    expect(await page.getByRole("combobox", { name: "Outcome" }).inputValue()).toBe("revenue");
    await page.context().close();
  });
});
