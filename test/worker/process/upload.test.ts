/** The page `/upload` in a real browser: on a phone in the dark, by keyboard, with a connection that breaks, without script. */
import { readFile } from "node:fs/promises";
import Papa from "papaparse";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserRequired, hasBrowser, openBrowser } from "../../support/worker-browser.ts";
import { findings, isTooWide } from "../../support/worker-page.ts";
import { type Started, start } from "../../support/worker-process.ts";

let started: Started;
let browser: Browser;
let address: string;
let key: string;

async function stored(period: string): Promise<Map<string, Record<string, unknown>>> {
  const response = await fetch(`${address}/v1/assessments?model=partner-maturity&period=${period}&limit=1000`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const { assessments } = (await response.json()) as {
    assessments: { partner: string; answers: Record<string, unknown>; earlier?: number }[];
  };
  return new Map(assessments.map(({ partner, answers }) => [partner, answers]));
}

const file = (text: string, encoding: BufferEncoding = "utf8") => ({
  name: "export.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(text, encoding),
});

async function openPage(options: BrowserContextOptions = {}): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ acceptDownloads: true, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(`${address}/upload`);
  return { page, errors };
}

async function fill(page: Page, period: string, sent: ReturnType<typeof file>): Promise<void> {
  await page.fill("#key", key);
  await page.fill("#period", period);
  await page.setInputFiles("#file", sent);
}

const focused = (page: Page) => page.evaluate<string>("document.activeElement.textContent");

describe.skipIf(!hasBrowser && !browserRequired)("uploading in a browser", () => {
  beforeAll(async () => {
    started = await start(["--port", "18817"]);
    address = await started.address();
    key = /lsk_[\w-]{43}/.exec(started.said())?.[0] ?? "";
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await started?.end("SIGTERM");
  });

  test("on a phone, in the dark, by keyboard: mapped once, checked, saved, and the result to keep", async () => {
    const viewport = { width: 320, height: 700 };
    const { page, errors } = await openPage({ viewport, colorScheme: "dark" });
    const text =
      "Firma;Land;techCert;nps;Telefon\r\nMüller & Söhne;DE;4;41,5;030 1\r\n\r\n=cmd();AT;viele;3;\r\nMüller & Söhne;DE;5;1;\r\n<b>Bold</b>;CH;6;7;\r\n";
    await fill(page, "2031-Q1", file(text, "latin1"));
    await page.locator("button", { hasText: "Read the file" }).press("Enter");
    await page.locator("#columns").waitFor();
    expect(await focused(page)).toBe("What the columns mean");
    expect(await page.locator("#columns p").first().textContent()).toContain(
      "4 rows, 5 columns, separated by semicolons",
    );
    const means = page.locator("#columns select");
    expect(await means.nth(0).inputValue()).toBe("partner");
    expect(await means.nth(1).inputValue()).toBe("region");
    expect(await means.nth(2).inputValue()).toBe("-");
    await means.nth(2).selectOption("field:Telefon");
    expect(await page.locator("#decimal").inputValue()).toBe("comma");
    await page.locator("#columns .buttons button").press("Enter");
    await page.locator("#checked .buttons").waitFor();
    expect(await page.locator("#checked .warning").textContent()).toContain("2 rows can be saved, 2 cannot");
    const problems = await page.locator("#checked tbody tr").allTextContents();
    expect(problems.map((row) => row.replace(/(\d+).*/, "$1"))).toEqual(["4", "5"]);
    expect(problems[0]).toContain("=cmd()");
    expect(await findings(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    expect(await stored("2031-Q1")).toEqual(new Map());

    await page.locator("#checked .buttons button").first().press("Enter");
    await page.locator("#saved .buttons").waitFor();
    expect(await focused(page)).toBe("Saved");
    expect(await page.locator("#saved .done").textContent()).toBe("2 rows saved for 2031-Q1, 2 left out.");
    const download = page.waitForEvent("download");
    await page.locator("#saved .buttons button").press("Enter");
    const kept = await readFile(await (await download).path(), "utf8");
    const { data } = Papa.parse<string[]>(kept, { skipEmptyLines: true });
    expect(data.map(([row, partner, saved]) => [row, partner, saved]).slice(1)).toEqual([
      ["2", "Müller & Söhne", "yes"],
      ["4", "'=cmd()", "no"],
      ["5", "Müller & Söhne", "no"],
      ["6", "<b>Bold</b>", "yes"],
    ]);
    const answers = await stored("2031-Q1");
    expect(answers.get("Müller & Söhne")).toMatchObject({ techCert: 4, nps: 41.5 });
    expect([...answers.keys()].sort()).toEqual(["<b>Bold</b>", "Müller & Söhne"]);

    // The next export of the same system needs no mapping, and the key is still in the tab.
    await page.reload();
    await page.setInputFiles("#file", file("Firma;Telefon;techCert\r\nA;1;2\r\n"));
    await page.locator("button", { hasText: "Read the file" }).press("Enter");
    await page.locator("#columns").waitFor();
    expect(await page.locator("#columns select").nth(1).inputValue()).toBe("field:Telefon");
    expect(await page.evaluate("Object.values(localStorage).join()")).not.toContain("Müller");
    expect(errors).toEqual([]);
  });

  test("with answers that get lost and a refusal in the middle nothing is stored twice or forgotten", async () => {
    const { page } = await openPage();
    const rows = Array.from({ length: 250 }, (_, at) => `Partner ${at},x${at},${at % 12}\n`);
    await fill(page, "2031-Q2", file(`name,partner,techCert\n${rows.join("")}`));
    await page.getByText("Read the file").click();
    await page.locator("#columns .buttons button").click();
    await page.locator("#checked .buttons").waitFor();
    const names: string[] = [];
    let lost = 0;
    let refused = 0;
    await page.route("**/v1/uploads?*", async (route) => {
      const name = (await route.request().headerValue("idempotency-key")) ?? "";
      names.push(name);
      if (name.endsWith("-1") && lost++ === 0) {
        await route.fetch();
        return route.abort();
      }
      if (name.endsWith("-2") && refused++ === 0) {
        return route.fulfill({ status: 409, json: { detail: "The model is archived.", errors: [] } });
      }
      return route.continue();
    });
    await page.locator("#checked .buttons button").first().click();
    await page.getByText("Not finished").waitFor();
    expect(await page.locator("#saved").textContent()).toContain("The model is archived.");
    expect(await page.locator("#saved").textContent()).toContain("200 rows saved so far");
    expect((await stored("2031-Q2")).size).toBe(200);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.locator("#saved .done").waitFor();
    expect(await page.locator("#saved .done").textContent()).toBe("250 rows saved for 2031-Q2, 0 left out.");
    expect((await stored("2031-Q2")).size).toBe(250);
    expect(new Set(names).size).toBe(3);
    expect(names).toHaveLength(5);
  });

  test("says what keeps a file from being read, and takes another", async () => {
    const { page, errors } = await openPage({ viewport: { width: 1280, height: 800 } });
    await fill(page, "2031-Q5", file("partner,techCert\na,1\n"));
    await page.getByText("Read the file").click();
    await page.locator("#upload .warning").waitFor();
    expect(await page.locator("#upload .warning").textContent()).toContain("query.period");
    await fill(page, "2031-Q3", { ...file("PK\u0003\u0004"), name: "book.xlsx" });
    await page.getByText("Read the file").click();
    await page.getByText("is a workbook or an archive").waitFor();
    await fill(page, "2031-Q3", file("Konto,Foo\na,1\n"));
    await page.getByText("Read the file").click();
    await page.locator("#columns .buttons button").click();
    expect(await page.locator("#columns .warning").textContent()).toContain("Say which columns answer questions");
    expect(await findings(page)).toEqual([]);
    expect(errors.filter((text) => !text.includes("422"))).toEqual([]);
  });

  test("without script a small file goes as a form, and twice counts once", async () => {
    const { page } = await openPage({ viewport: { width: 320, height: 700 } });
    // axe needs scripts, so the page's own is kept away.
    await page.route("**/upload/main.js", (route) => route.abort());
    await page.reload();
    await fill(page, "2031-Q4", file("partner;techCert;nps\nMüller;4;1,5\nBad;x;1\n"));
    await page.getByText("Check the file").click();
    expect(await page.locator("[role=status]").first().textContent()).toBe("▲ 1 row can be saved, 1 row cannot.");
    expect(await stored("2031-Q4")).toEqual(new Map());
    expect(await page.locator("table").first().textContent()).toContain("“x” is not a number");
    for (let round = 0; round < 2; round++) {
      await fill(page, "2031-Q4", file("partner;techCert;nps\nMüller;4;1,5\nBad;x;1\n"));
      await page.getByRole("button", { name: "Save it" }).click();
      expect(await page.locator("[role=status]").first().textContent()).toBe("▲ 1 row saved, 1 left out.");
    }
    expect([...(await stored("2031-Q4"))]).toEqual([["Müller", { techCert: 4, nps: 1.5 }]]);
    expect(await findings(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    expect(await page.content()).not.toContain(key);
  });
});
