/** The sidebar as it ships: Sidebar.html in a browser, Code.js behind it, and a fake Google below both. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleSidebar } from "../../apps-script/build.ts";
import { commands } from "../../apps-script/src/commands.ts";
import { customFunctions } from "../../apps-script/src/entry-points.ts";
import { chooseFromMenu } from "../../apps-script/src/menu/choose.ts";
import { startRun } from "../../apps-script/src/menu/run-time.ts";
import { openSettings } from "../../apps-script/src/menu/settings.ts";
import type { FakeGoogle } from "../support/sheet-google.ts";
import { ADDRESS, newKey, problem, sharedKey } from "../support/sheet-service.ts";
import { openSidebar, type Sidebar, type SidebarOptions } from "../support/sheet-sidebar.ts";
import { many, oneInTen, small, three, workbook } from "../support/sheet-workbook.ts";
import { browserRequired, hasBrowser, openBrowser } from "../support/worker-browser.ts";

/** Licensed under MPL-2.0: used here alone, and part of nothing that ships. */
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

test("the page is one file that fetches nothing", async () => {
  const page = await bundleSidebar();
  expect(page).not.toMatch(/\s(src|href)=/);
  expect(page).not.toMatch(/@import|url\(/);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page.match(/<\/script/g)).toHaveLength(1);
});

if (!hasBrowser && browserRequired)
  throw new Error("These tests need a browser. Install chromium, or name it in CHROMIUM.");

describe.skipIf(!hasBrowser)("the sidebar", () => {
  let browser: Browser;
  let open: Sidebar | null = null;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => browser?.close());

  async function sidebar(google: FakeGoogle, options?: SidebarOptions): Promise<Page> {
    await open?.close();
    open = await openSidebar(browser, google, options);
    return open.page;
  }
  const text = (page: Page, selector: string) => page.locator(selector).innerText();
  /** What would be read out now. */
  const told = async (page: Page): Promise<string[]> =>
    (await page.locator("[role=status], [role=alert]").allInnerTexts()).filter((line) => line !== "");
  const focused = (page: Page): Promise<string> => page.evaluate("document.activeElement.id");

  /** Nothing that axe finds, in both colour schemes, nothing wider than the sidebar, nothing fetched. */
  async function inspect(page: Page): Promise<void> {
    await page.evaluate(`${axe}; undefined`);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const faults = await page.evaluate<string[]>(
        `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] })
          .then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))`,
      );
      expect(faults, colorScheme).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: "light" });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(300);
    expect(open?.fetched).toEqual([]);
  }

  /** A workbook without its connection. */
  function unconnected() {
    const book = workbook(small, three);
    book.google.properties.clear();
    return book;
  }

  test("connects with address and key alone, by keyboard, and never shows the key again", async () => {
    const { google } = unconnected();
    const key = newKey();
    const page = await sidebar(google);
    await page.waitForSelector("#address");
    expect(await text(page, "#score")).toContain("Connect this workbook first.");
    await inspect(page);
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("address");
    await page.keyboard.type("levelsheet");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#connection [role=alert]:not(:empty)");
    expect(await told(page)).toEqual([
      "▲ That is no address. Enter one such as https://levelsheet.example.workers.dev.",
    ]);
    await inspect(page);
    await page.keyboard.press("Control+A");
    await page.keyboard.type(`${ADDRESS}/docs`);
    await page.keyboard.press("Tab");
    await page.keyboard.type(key);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#test");
    expect(await text(page, "#connection")).toMatch(
      /Connected to Acme channel,\nhttps:\/\/levelsheet\.example\.workers\.dev\n/,
    );
    expect(await told(page)).toEqual([
      expect.stringMatching(/^Connected to Acme channel, .+ It offers Partner Maturity Model, /),
    ]);
    expect(await page.content()).not.toContain(key);
    expect(await page.content()).toContain(`${key.slice(0, 12)}…`);
    expect(google.properties.get("levelsheet.key")).toBe(key);
    await inspect(page);
  });

  test("keeps the old connection when the new one is wrong, and disconnects after asking", async () => {
    const { google } = workbook(small, three);
    const page = await sidebar(google);
    await page.click("#change");
    expect(await focused(page)).toBe("address");
    expect(await page.inputValue("#address")).toBe(ADDRESS);
    google.serve = () => problem(401, "This key is not known.");
    await page.fill("#key", "lsk_wrong");
    await page.click("#connect");
    await page.waitForSelector("#connection [role=alert]:not(:empty)");
    expect(await told(page)).toEqual([expect.stringMatching(/^▲ The key is not accepted/)]);
    await page.click("#back");
    expect(google.properties.get("levelsheet.address")).toBe(ADDRESS);
    await page.click("#disconnect");
    expect(await focused(page)).toBe("keep");
    await inspect(page);
    await page.click("#keep");
    expect(await focused(page)).toBe("disconnect");
    await page.click("#disconnect");
    await page.click("#confirm");
    await page.waitForSelector("#address");
    expect(google.properties.has("levelsheet.address")).toBe(false);
    expect(await told(page)).toEqual([expect.stringMatching(/^Disconnected\./)]);
  });

  test("scores all partners by keyboard, with progress, and tells what came of it", async () => {
    const { model, partners } = many(2_000);
    const { google, tab } = workbook(model, partners);
    let release = (): void => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    const page = await sidebar(google, { beforeCall: (_, count) => (count === 4 ? held : Promise.resolve()) });
    await page.waitForSelector("#scoreAllPartners");
    await inspect(page);
    await page.focus("#scoreAllPartners");
    await page.keyboard.press("Enter");
    await page.waitForSelector("text=1,000 of 2,000 partners done");
    expect(await focused(page)).toBe("cancel");
    const bar = page.locator("progress");
    expect([
      await bar.getAttribute("max"),
      await bar.getAttribute("value"),
      await bar.getAttribute("aria-label"),
    ]).toEqual(["2000", "1000", "Score all partners"]);
    expect(await told(page)).toEqual(["1,000 of 2,000 partners done"]);
    // What would be ignored says so, and the Tab key still finds it.
    expect(await page.getAttribute("#test", "aria-disabled")).toBe("true");
    await inspect(page);
    release();
    await page.waitForSelector("text=2,000 partners scored");
    expect(await focused(page)).toBe("scoreAllPartners");
    expect(await told(page)).toEqual([expect.stringMatching(/^2,000 partners scored\. See the Scores tab\./)]);
    expect(google.sent).toHaveLength(2);
    expect(tab("Scores").grid()).toHaveLength(2_001);
    await page.click("#history summary");
    expect(await text(page, "#history")).toMatch(
      /Score all partners\s+\d+ \w+ \d{4}, \d\d:\d\d\s+Finished: 2,000 partners, 2 requests, \d+ s\s/,
    );
    await page.click("#usage summary");
    expect(await text(page, "#usage")).toMatch(/Your commands, in every workbook\s+2\s+This workbook's formulas\s+0\s/);
    expect(open?.calls).toEqual(["readState", "startRun", "continueRun", "continueRun", "readState"]);
    await inspect(page);
  }, 60_000);

  test("cancels between portions, and goes on where it stopped after the page was opened again", async () => {
    const { model, partners } = many(2_000);
    const { google, requests } = workbook(model, partners);
    let release = (): void => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    let page = await sidebar(google, { beforeCall: (_, count) => (count === 3 ? held : Promise.resolve()) });
    await page.click("#scoreAllPartners");
    await page.waitForSelector("text=0 of 2,000 partners done");
    await page.keyboard.press("Enter");
    expect(await told(page)).toEqual(["Stopping after these partners…"]);
    release();
    await page.waitForSelector("#continue");
    expect(await told(page)).toEqual(["Cancelled. 1,000 of 2,000 partners done."]);
    expect(await focused(page)).toBe("continue");
    await inspect(page);
    page = await sidebar(google);
    await page.waitForSelector("#continue");
    expect(await text(page, "#score")).toContain("1,000 of 2,000 partners done. It goes on where it stopped.");
    await page.click("#continue");
    await page.waitForSelector("text=2,000 partners scored");
    expect(requests().map(({ grid }) => grid[1]?.[0])).toEqual([partners[0]?.partner, partners[1_000]?.partner]);
  }, 60_000);

  test("waits as long as the service asks, says so, and ends a wait when cancelled", async () => {
    const { google } = workbook(small, three);
    google.serve = () => ({ ...problem(429, "Slow down."), headers: { "Retry-After": "60" } });
    const page = await sidebar(google);
    await page.click("#scoreAllPartners");
    await page.waitForSelector("text=Trying again in 60 s.");
    expect(await told(page)).toEqual(["Too many requests at once. Try again in a minute. Trying again in 60 s."]);
    await inspect(page);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#continue");
    expect(await told(page)).toEqual(["Cancelled."]);
  });

  test("says what failed, keeps what is done, and continues", async () => {
    const { model, partners } = many(2_000);
    const { google } = workbook(model, partners);
    const { serve } = google;
    google.serve = (sent) => (google.sent.length === 1 ? serve(sent) : problem(401, "This key has been revoked."));
    const page = await sidebar(google);
    await page.click("#scoreAllPartners");
    await page.waitForSelector("#score [role=alert]:not(:empty)");
    expect(await told(page)).toEqual([
      "▲ The key has been revoked. Enter another one in Extensions > Levelsheet > Settings. 1,000 of 2,000 partners done.",
    ]);
    expect(await focused(page)).toBe("continue");
    await inspect(page);
    google.serve = serve;
    await page.keyboard.press("Enter");
    await page.waitForSelector("text=2,000 partners scored");
    expect(google.sent).toHaveLength(3);
  }, 60_000);

  test("comes through where one call in ten is lost on its way, and one in ten on its way back", async () => {
    const { model, partners } = many(2_000);
    const calm = workbook(model, partners);
    const rough = workbook(model, partners, oneInTen(3));
    const [there, back] = [oneInTen(21), oneInTen(22)];
    const page = await sidebar(rough.google, {
      fateOf: () => (there() ? "lost" : back() ? "unheard" : "answered"),
      withoutWaiting: true,
    });
    for (let run = 0; run < 5; run++) {
      await page.waitForSelector("#scoreAllPartners:not([aria-disabled]), #retry:not([hidden])");
      if (await page.isVisible("#retry")) await page.click("#retry");
      await page.click("#scoreAllPartners");
      await page.waitForSelector("text=2,000 partners scored", { timeout: 20_000 });
    }
    const calmPage = await sidebar(calm.google);
    await calmPage.click("#scoreAllPartners");
    await calmPage.waitForSelector("text=2,000 partners scored");
    expect(rough.tab("Scores").grid()).toEqual(calm.tab("Scores").grid());
  }, 120_000);

  test.each([
    "Authorization is required to perform that action.",
    "We're sorry, a server error occurred while reading from storage. Error code PERMISSION_DENIED.",
    "ScriptError: You do not have permission to call SpreadsheetApp.getActiveSpreadsheet.",
  ])("says what several Google accounts need, where Google says “%s”", async (fails) => {
    const page = await sidebar(workbook(small, three).google, {
      fateOf: (_, count) => (count === 1 ? { fails } : "answered"),
    });
    await page.waitForSelector("#retry:not([hidden])");
    expect(await told(page)).toEqual([
      expect.stringMatching(
        /^▲ Google does not let this sidebar reach the sheet\. .+ Open the sheet in a private window/,
      ),
    ]);
    expect(await page.isVisible("#score")).toBe(false);
    await inspect(page);
    await page.click("#retry");
    await page.waitForSelector("#scoreAllPartners");
    expect(await told(page)).toEqual([]);
  });

  test("does not wait for ever where Google never answers", async () => {
    const page = await sidebar(workbook(small, three).google, { fateOf: () => "silent", heldClock: true });
    await page.waitForSelector("text=Reading the workbook…");
    await inspect(page);
    await page.clock.fastForward(21_000);
    await page.waitForSelector("#retry:not([hidden])");
    expect(await told(page)).toEqual([
      expect.stringMatching(/^▲ Google did not answer\. If this browser is signed in to several Google accounts/),
    ]);
  });

  test("offers every command but what the Score part has, and shows below it what came of it", async () => {
    const { google, tab } = workbook(small, three);
    const page = await sidebar(google);
    await page.waitForSelector("#command-checkModel");
    expect(await page.locator("#commands button").allInnerTexts()).toEqual(
      commands.filter(({ group }) => group !== "score").map(({ label }) => label),
    );
    await page.click("#command-checkModel");
    await page.waitForSelector("text=“Small model” is in order.");
    await page.click("#command-findGaps");
    await page.waitForSelector("text=3 partners looked at");
    expect(tab("Gaps").grid()).toHaveLength(4);
    await page.click("#command-setUpWorkbook");
    await page.waitForSelector("text=Nothing was changed.");
    await inspect(page);
  });

  test("shows how far a command is that takes its time, and stops it", async () => {
    const { google, platform } = workbook(small, three);
    let release = (): void => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    const page = await sidebar(google, {
      heldClock: true,
      beforeCall: (name) => (name === "runCommand" ? held : Promise.resolve()),
    });
    await page.click("#command-drawDashboard");
    await page.waitForSelector("text=Working…");
    expect(await page.getAttribute("#command-checkModel", "aria-disabled")).toBe("true");
    await page.clock.runFor(2_500);
    await expect.poll(() => open?.calls.filter((name) => name === "readProgress").length).toBe(1);
    expect(await page.locator("#commands progress").count()).toBe(0);
    const run = startRun("drawDashboard", platform);
    run.went(2, 8, "periods");
    await page.clock.runFor(2_500);
    await page.waitForSelector("text=2 of 8 periods done");
    await inspect(page);
    await page.click("#commands #cancel");
    await expect.poll(() => open?.calls.at(-1)).toBe("stopCommand");
    google.time += 2_000;
    expect(run.isOver()).toBe(true);
    expect(await told(page)).toEqual(["Stopping …"]);
    release();
    await page.waitForSelector("#commands progress", { state: "detached" });
    await expect.poll(() => told(page)).toEqual([expect.stringMatching(/^(Drawn|There is nothing to draw)/)]);
  });

  test("sets up a workbook where there is none", async () => {
    const { google } = workbook(small, three);
    for (const name of ["Model", "Answers"])
      google.book.sheets.splice(
        google.book.sheets.findIndex((own) => own.name === name),
        1,
      );
    google.typed.push("2");
    const page = await sidebar(google);
    await page.click("#setUpWorkbook");
    await page.waitForSelector("#scoreAllPartners");
    expect(await told(page)).toEqual([expect.stringMatching(/^Done: Model, Answers\./)]);
  });

  test("follows what the menu does beside it, and leaves what is being typed alone", async () => {
    const { google, platform } = workbook(small, three);
    const tabs = google.book.sheets.splice(0);
    google.properties.clear();
    const page = await sidebar(google, { heldClock: true });
    await page.fill("#address", "https://level");
    await page.clock.runFor(5_000);
    await expect.poll(() => open?.calls.length).toBe(2);
    expect(await page.inputValue("#address")).toBe("https://level");
    google.typed.push(ADDRESS, sharedKey());
    openSettings(platform);
    await page.clock.runFor(5_000);
    await page.waitForSelector("text=There is nothing to score here yet.");
    expect(await text(page, "#connection")).toContain("Connected to Acme channel");
    google.book.sheets.push(...tabs);
    await page.clock.runFor(5_000);
    await page.waitForSelector("#scoreAllPartners");
    const calls = open?.calls.length;
    // There is nothing to wait for now, until somebody comes back to the page.
    await page.clock.runFor(60_000);
    expect(open?.calls).toHaveLength(calls ?? 0);
    chooseFromMenu("scoreAllPartners", platform);
    await page.evaluate("dispatchEvent(new Event('focus'))");
    await page.click("#history summary");
    await page.waitForSelector("#history >> text=Finished: 3 partners");
    expect(await told(page)).toEqual([]);
  });

  test("lists the functions, and inserts one into an empty cell", async () => {
    const { google, tab } = workbook(small, three);
    google.book.active = [tab("Scores").getRange(20, 1)];
    const page = await sidebar(google);
    await page.focus("#functions summary");
    await page.keyboard.press("Enter");
    await inspect(page);
    expect(await page.locator("#functions h3").allInnerTexts()).toEqual(customFunctions.map(({ name }) => name));
    await page.getByRole("button", { name: "Insert MATURITY_WHY" }).click();
    await page.waitForSelector("text=MATURITY_WHY is in A20 of the Scores tab.");
    // The example ends at Z; the tab of this model ends at F.
    expect(tab("Scores").getRange(20, 1).getFormula()).toBe("=MATURITY_WHY(Answers!A2:F)");
    await page.getByRole("button", { name: "Insert MATURITY_LEVEL" }).click();
    await page.waitForSelector("text=A20 holds something already. Select an empty cell first.");
  });

  test("shows names as text, whatever they hold", async () => {
    const { google } = workbook(small, three);
    const name = '<img src=x onerror="document.title=1">';
    google.serve = () => ({ status: 200, text: JSON.stringify({ models: [{ name }], caller: { workspace: name } }) });
    const page = await sidebar(google);
    await page.click("#test");
    await page.waitForSelector("text=It offers");
    expect(await text(page, "#connection")).toContain(name);
    expect(await page.locator("img").count()).toBe(0);
  });

  test("can be walked through with the Tab key from top to bottom, and shows where it is", async () => {
    const page = await sidebar(workbook(small, three).google);
    await page.waitForSelector("#scoreAllPartners");
    const order: string[] = [];
    for (let count = 0; count < 40; count++) {
      await page.keyboard.press("Tab");
      const [name, place, outline] = await page.evaluate<[string, number, string]>(
        `(() => { const own = document.activeElement; const { top } = own.getBoundingClientRect();
          return [own === document.body ? "BODY" : own.id || own.innerText, top + scrollY, getComputedStyle(own).outlineStyle + getComputedStyle(own).outlineWidth]; })()`,
      );
      if (name === "BODY" || order.includes(name)) break;
      expect(outline, name).toBe("solid3px");
      order.push(name);
      expect(place).toBeGreaterThan(0);
    }
    expect(order.slice(0, 5)).toEqual(["test", "change", "disconnect", "scoreAllPartners", "scoreSelectedPartners"]);
    expect(order.slice(-3)).toEqual(["Functions", "Run history", "Usage today"]);
  });
});
