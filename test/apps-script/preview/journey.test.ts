/** The workbook in a browser, from what `npm start` prints to a plan: the add-on as it ships, on the Worker in workerd. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserRequired, hasBrowser, openBrowser } from "../../support/worker-browser.ts";
import { type Started, start } from "../../support/worker-process.ts";

const root = resolve(import.meta.dirname, "../../..");
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

let started: Started;
let browser: Browser;
let page: Page;
let address = "";
const faults: string[] = [];

interface KeptCell {
  v?: unknown;
}

/** A tab as the browser keeps it: texts and numbers by row and column, from 0. */
async function kept(tab: string): Promise<unknown[][]> {
  return page.evaluate(async (name) => {
    const ask = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((done) => {
        request.onsuccess = () => done(request.result);
      });
    const database = await ask(indexedDB.open("keyval-store"));
    const { snapshot } = await ask(
      database.transaction("keyval").objectStore("keyval").get("levelsheet.workbook") as IDBRequest<{
        snapshot: { sheets: Record<string, { name: string; cellData: Record<number, Record<number, KeptCell>> }> };
      }>,
    );
    database.close();
    const cells = Object.values(snapshot.sheets).find((sheet) => sheet.name === name)?.cellData ?? {};
    const rows: unknown[][] = [];
    for (const [row, columns] of Object.entries(cells)) {
      for (const [column, cell] of Object.entries(columns)) {
        rows[Number(row)] ??= [];
        (rows[Number(row)] as unknown[])[Number(column)] = cell.v ?? "";
      }
    }
    return rows;
  }, tab);
}

const ready = () =>
  page.waitForFunction(() => ["ready", "failed"].includes(document.documentElement.dataset.state ?? ""), null, {
    timeout: 60_000,
  });

async function choose(item: string): Promise<void> {
  await page.getByRole("menuitem", { name: "Extensions", exact: true }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

/** @returns what the dialog said. */
async function answer(button: string, text?: string): Promise<string> {
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  const said = await dialog.innerText();
  if (text !== undefined) await dialog.getByRole("textbox").fill(text);
  await dialog.getByRole("button", { name: button, exact: true }).click();
  // Another question may follow at once; the one that was answered is gone.
  await expect
    .poll(async () => (await dialog.count()) === 0 || (await dialog.innerText()) !== said, { timeout: 20_000 })
    .toBe(true);
  return said;
}

describe.skipIf(!hasBrowser && !browserRequired)("the workbook in a browser", () => {
  beforeAll(async () => {
    execFileSync(process.execPath, ["apps-script/preview/build.ts"], { cwd: root });
    started = await start(["--port", "8790"]);
    const [, printed = ""] = await started.waitFor(/Workbook\s+(http:\S+)[\s\S]*Ctrl-C/);
    address = printed;
    browser = await openBrowser();
    page = await browser.newPage();
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("request", (request) => {
      if (!/^(http:\/\/localhost:|data:|blob:|about:)/.test(request.url())) faults.push(request.url());
    });
    await page.goto(address);
    await ready();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await started?.end("SIGTERM");
  });

  test("opens scored, without a key in its address", async () => {
    expect(await page.textContent("#state")).toBe("Kept in this browser");
    expect(page.url()).not.toContain("lsk_");
    const scores = await kept("Scores");
    expect(scores[0]?.slice(0, 5)).toEqual(["Partner", "Index", "Level", "Next level", "Why"]);
    expect(scores.slice(1, 61).every((row) => typeof row[1] === "number" && String(row[4]).length > 10)).toBe(true);
    expect((await kept("Gaps")).slice(1, 61).every((row) => String(row[3]).length > 5)).toBe(true);
  });

  test("plans from gaps: asks for whom, and says at the end what was made", async () => {
    await choose("Plan from gaps");
    expect(await answer("OK", "Nordfeld Operations")).toContain("For which partners?");
    expect(await answer("OK")).toMatch(/action/);
    await expect
      .poll(async () => (await kept("Plan")).map((row) => row[0]), { timeout: 20_000 })
      .toContain("Nordfeld Operations");
  });

  test("saves a period, then another one, and compares them", async () => {
    for (const period of ["2026-Q3", "2026-Q4"]) {
      await choose("Save this period");
      expect(await answer("OK", period)).toContain("period");
      expect(await answer("OK")).toMatch(new RegExp(`^Save this period\\s+${period}: .*60`));
    }
    await choose("Compare periods");
    expect(await answer("OK", "2026-Q3 2026-Q4")).toContain("periods");
    expect(await answer("OK")).toMatch(/See the Compare tab/);
    await expect.poll(async () => (await kept("Compare")).flat(), { timeout: 20_000 }).toContain("Nordfeld Operations");
  });

  test("opens the sidebar, which scores with progress", async () => {
    await page.keyboard.press("Escape");
    await choose("Open sidebar");
    const frame = page.frameLocator("#sidebar-page iframe");
    await frame.getByText("Connected to").first().waitFor();
    await frame.getByRole("button", { name: "Score all partners", exact: true }).click();
    await frame
      .getByText(/60 partners scored/)
      .first()
      .waitFor({ timeout: 30_000 });
  });

  test("is accessible around the sheet, with menu and dialog open", async () => {
    const check = async (part: string): Promise<string[]> => {
      // Not as a script of the page, whose policy allows its own only.
      await page.evaluate(readFileSync(axe, "utf8"));
      return page.evaluate(async (selector) => {
        const { axe } = globalThis as unknown as {
          axe: { run(context: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        const { violations } = await axe.run({ include: [selector] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      }, part);
    };
    await page.getByRole("menuitem", { name: "Extensions", exact: true }).click();
    expect(await check(".bar")).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "What differs from Google Sheets" }).click();
    expect(await check("dialog")).toEqual([]);
    await answer("Close");
    expect(await check(".differs")).toEqual([]);
  });

  test("goes through the menu by keyboard", async () => {
    await page.getByRole("menuitem", { name: "File", exact: true }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.keyboard.press("End");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Settings");
    await page.keyboard.press("Escape");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Extensions");
  });

  test("downloads the tab and the workbook", async () => {
    const download = async (item: string): Promise<Buffer> => {
      const waiting = page.waitForEvent("download");
      await page.getByRole("menuitem", { name: "File", exact: true }).click();
      await page.getByRole("menuitem", { name: item, exact: true }).click();
      const chunks: Buffer[] = [];
      for await (const chunk of await (await waiting).createReadStream()) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    };
    const csv = (await download("Download this tab as CSV")).toString();
    expect(csv.split("\r\n")[0]).toMatch(/^\ufeff/);
    expect(csv).not.toMatch(/(^|,)[=+@]/m);
    const xlsx = await download("Download as Excel file");
    expect(xlsx.subarray(0, 2).toString()).toBe("PK");
    expect(xlsx.length).toBeGreaterThan(20_000);
  });

  test("is there again after a reload, and starts anew where that is asked for", async () => {
    await page.reload();
    await ready();
    expect((await kept("Scores")).length).toBeGreaterThan(60);
    await page.getByRole("menuitem", { name: "Extensions", exact: true }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("menuitem", { name: "File", exact: true }).click();
    await page.getByRole("menuitem", { name: "Start again with sample partners", exact: true }).click();
    await answer("Cancel");
    expect(await page.textContent("#state")).toBe("Kept in this browser");
  });

  test("without a key says how to connect, and begins with the sample once it has one", async () => {
    const visitor = await browser.newContext();
    const other = await visitor.newPage();
    const [place = "", key = ""] = address.split("#");
    await other.goto(place);
    const dialog = other.getByRole("dialog");
    await dialog.waitFor({ timeout: 30_000 });
    expect(await dialog.innerText()).toMatch(/Connect this workbook first[\s\S]*npm start/);
    await other.goto(`${place}?again#${key}`);
    await other.getByText("Scores", { exact: true }).first().waitFor({ timeout: 60_000 });
    expect(await other.getByRole("dialog").count()).toBe(0);
    await visitor.close();
  });

  test("reached nothing but its own service, and nothing broke", () => {
    expect(faults).toEqual([]);
  });
});
