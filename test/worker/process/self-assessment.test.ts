/** A partner's pages in a real browser: with and without script, two people at once, without a connection, by keyboard. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserRequired, hasBrowser, openBrowser } from "../../support/worker-browser.ts";
import { findings, isTooWide } from "../../support/worker-page.ts";
import { type Started, start } from "../../support/worker-process.ts";

interface Made {
  url: string;
  partner: string;
}

let started: Started;
let browser: Browser;
let address: string;
let key: string;
let invitations = 0;

async function send<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(address + path, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as Answer;
}

/** A link for a partner that nobody else has answered for. */
async function invite(): Promise<Made> {
  const partner = `Prüfstand ${++invitations}`;
  await send("PUT", "/v1/partners", { partners: [{ id: partner, name: `${partner} GmbH` }] });
  const links = [{ partner, model: "partner-maturity", period: "2026-Q4" }];
  const made = await send<{ links: { url: string }[] }>("POST", "/v1/links", { links });
  return { url: made.links[0]?.url ?? "", partner };
}

const PHONE = { width: 320, height: 640 };

async function openPage(options: BrowserContextOptions = {}): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: PHONE, locale: "de-DE", ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return { page, errors };
}

const question = (page: Page, id: string) => page.locator(`#q-${id}`);
const saved = (page: Page, text: string) => page.locator("#status", { hasText: text }).waitFor();

describe.skipIf(!hasBrowser && !browserRequired)("a self-assessment in a browser", () => {
  beforeAll(async () => {
    started = await start(["--port", "18797"]);
    address = await started.address();
    key = /lsk_[\w-]{43}/.exec(started.said())?.[0] ?? "";
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await started?.end("SIGTERM");
  });

  test("without script, in German, on a phone: answered, saved, reviewed, submitted, changed", async () => {
    const { url, partner } = await invite();
    const { page } = await openPage({ javaScriptEnabled: false });
    await page.goto(url);
    expect(await page.locator("h1").textContent()).toContain("Selbsteinschätzung");
    await question(page, "techCert").locator("#a-techCert").fill("6");
    await question(page, "nps").locator("#a-nps").fill("41,5");
    await question(page, "delivery").locator("input[type=radio]").nth(2).check();
    await question(page, "techCert").locator("summary").last().click();
    await page.locator("#n-techCert").fill("Stand November");
    await page.locator("button[value=save]").click();
    expect(await page.locator("[role=status].notice").textContent()).toContain("gespeichert");
    expect(await page.locator("#a-nps").inputValue()).toBe("41,5");
    await page.locator("button[value=review]").click();
    expect(await page.locator("h1").textContent()).toBe("Antworten prüfen");
    expect(await page.locator("main").textContent()).toContain("41,5 Punkte");
    await page.getByRole("button", { name: "Absenden" }).click();
    expect(await page.locator("h1").textContent()).toBe("Abgesendet");
    await page.reload();
    const stored = async () =>
      (
        await send<{ assessments: { answers: Record<string, unknown> }[] }>(
          "GET",
          `/v1/assessments?model=partner-maturity&source=partner&partner=${encodeURIComponent(partner)}`,
        )
      ).assessments;
    expect((await stored())[0]?.answers).toMatchObject({ techCert: { value: 6, note: "Stand November" }, nps: 41.5 });
    await page.getByRole("link", { name: "Zurück zu den Fragen" }).click();
    await page.locator("#a-nps").fill("42");
    await page.locator("button[value=review]").click();
    await page.getByRole("button", { name: "Änderungen absenden" }).click();
    expect((await stored()).map(({ answers }) => answers.nps)).toEqual([42]);
  });

  test("with script each answer is saved as it is given, and a closed tab loses nothing", async () => {
    const { url } = await invite();
    const { page, errors } = await openPage({ locale: "en-GB" });
    await page.goto(url);
    await page.locator("#a-techCert").fill("6");
    await question(page, "delivery").locator("input[type=radio]").first().check();
    await saved(page, "Saved");
    expect(await page.locator("#progress-text").textContent()).toBe("2 of 19 answered");
    await page.locator("#a-nps").fill("12");
    // At once, before anything could be sent.
    await page.goto("about:blank");
    await page.goto(url);
    await saved(page, "Saved");
    expect(await page.locator("#a-nps").inputValue()).toBe("12");
    expect(await page.locator("#progress-text").textContent()).toBe("3 of 19 answered");
    expect(await page.evaluate("Object.keys(localStorage)")).toEqual([]);
    await page.locator("button[value=review]").click();
    await page.getByRole("heading", { name: "Review your answers" }).waitFor();
    expect(errors).toEqual([]);
  });

  test("a lost connection loses nothing: kept in the browser, said so, sent when it is back", async () => {
    const { url } = await invite();
    const { page } = await openPage({ locale: "en-GB" });
    await page.goto(url);
    await page.context().setOffline(true);
    await page.locator("#a-techCert").fill("9");
    await saved(page, "Not connected");
    await page.locator("#a-nps").fill("30");
    expect(await page.evaluate("localStorage.length")).toBe(2);
    await page.context().setOffline(false);
    await saved(page, "Saved");
    expect(await page.evaluate("localStorage.length")).toBe(0);
    await page.reload();
    expect(await page.locator("#a-techCert").inputValue()).toBe("9");
    expect(await page.locator("#a-nps").inputValue()).toBe("30");
  });

  test("two people at once: both answers stay, and where both changed one the second decides", async () => {
    const { url } = await invite();
    const one = (await openPage({ locale: "en-GB" })).page;
    const two = (await openPage({ locale: "en-GB" })).page;
    await Promise.all([one.goto(url), two.goto(url)]);
    await one.locator("#a-techCert").fill("4");
    await saved(one, "Saved");
    await two.locator("#a-nps").fill("20");
    await saved(two, "Saved");
    await two.locator("#a-techCert").fill("7");
    const conflict = question(two, "techCert").locator(".conflict");
    await conflict.waitFor();
    expect(await conflict.textContent()).toContain("somebody else has answered: 4 people");
    expect(await findings(two)).toEqual([]);
    await conflict.getByRole("button", { name: "Keep the other answer" }).click();
    expect(await two.locator("#a-techCert").inputValue()).toBe("4");
    await two.locator("#a-techCert").fill("8");
    await saved(two, "Saved");
    await one.locator("#a-techCert").fill("5");
    await question(one, "techCert").locator(".conflict").getByRole("button", { name: "Use my answer" }).click();
    await saved(one, "Saved");
    await two.reload();
    expect(await two.locator("#a-techCert").inputValue()).toBe("5");
    expect(await two.locator("#a-nps").inputValue()).toBe("20");
  });

  test("a language is changed without losing what was typed", async () => {
    const { url } = await invite();
    const { page } = await openPage();
    await page.goto(url);
    await page.locator("#a-nps").fill("41,5");
    await page.getByRole("button", { name: "English" }).click();
    await page.waitForURL(/language=en/);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await page.locator("#a-nps").inputValue()).toBe("41.5");
  });

  test("by keyboard alone: the links of the topics, a choice, a number, and the form by Enter", async () => {
    const { url } = await invite();
    const { page } = await openPage({ locale: "en-GB", viewport: { width: 1024, height: 768 } });
    await page.goto(url);
    const focused = () => page.evaluate<string>("document.activeElement.textContent.trim()");
    const order: string[] = [];
    for (let step = 0; step < 8; step++) {
      await page.keyboard.press("Tab");
      order.push(await focused());
    }
    expect(order.slice(0, 3)).toEqual(["Deutsch", "français", "español"]);
    expect(order.slice(3)).toEqual(["Capability", "Demand", "Customer success", "Engagement", "Alignment"]);
    await question(page, "delivery").locator("input[type=radio]").last().focus();
    await page.keyboard.press("ArrowDown");
    expect(await question(page, "delivery").locator("input[type=radio]").first().isChecked()).toBe(true);
    await page.locator("#a-nps").focus();
    await page.keyboard.type("77");
    await page.keyboard.press("Enter");
    await saved(page, "Saved");
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(page.url()).toBe(url);
    const hidden = await page.evaluate<boolean>(
      'document.getElementById("a-nps").getBoundingClientRect().bottom > document.querySelector(".bar").getBoundingClientRect().top',
    );
    expect(hidden).toBe(false);
  });

  test.each([
    ["light", "de-DE", PHONE],
    ["dark", "es-ES", { width: 1280, height: 800 }],
  ] as const)("axe finds nothing in %s, %s, and nothing is too wide", async (colorScheme, locale, viewport) => {
    const { url } = await invite();
    const { page, errors } = await openPage({ colorScheme, locale, viewport });
    const check = async (state: string) => {
      expect(await findings(page), state).toEqual([]);
      expect(await isTooWide(page), state).toBe(false);
    };
    await page.goto(url);
    await check("empty");
    await page.locator("#a-techCert").fill("x");
    await question(page, "techCert").locator(".fault:not(:empty)").waitFor();
    for (const summary of await page.locator("summary").all()) await summary.click();
    await check("with a fault, and everything open");
    await page.goto(`${url}/review`);
    await check("review with a fault");
    await page.goto(url);
    await page.locator("#a-techCert").fill("3");
    await page.locator("#progress-text", { hasText: "1" }).waitFor();
    await page.locator("button[value=review]").click();
    await page.waitForURL(/review/);
    await check("review");
    await page.locator("form.submit button").click();
    await check("submitted");
    expect(errors).toEqual([]);
    await page.goto(`${url}x`);
    await check("a link that opens nothing");
  });

  test("prints as a sheet of questions and answers, without buttons", async () => {
    const { url } = await invite();
    const { page } = await openPage({ colorScheme: "dark" });
    for (const path of [url, `${url}/review`]) {
      await page.goto(path);
      await page.emulateMedia({ media: "print" });
      for (const button of await page.locator(".bar, .submit, .languages, .topics").all())
        expect(await button.isVisible()).toBe(false);
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
      expect((await page.pdf({ format: "A4" })).byteLength).toBeGreaterThan(1_000);
    }
  });
});
