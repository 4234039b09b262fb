/** The whole way in a browser, in one workbook: from an empty page to a changed model, with the add-on as it ships. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Sample } from "../../../apps-script/preview/page/first-workbook.ts";
import { columnName } from "../../../apps-script/src/cells.ts";
import { answersTab } from "../../../apps-script/src/layout/answers-tab.ts";
import { ANSWERS_HEADER, criterionKey } from "../../../apps-script/src/layout/keys.ts";
import { modelColumns } from "../../../apps-script/src/model-tab/columns.ts";
import { catalog } from "../../../models/catalog/index.ts";
import type { Model } from "../../../models/format.ts";
import { findingsIn, WorkbookPage } from "../../support/preview-page.ts";
import { browserRequired, hasBrowser, openBrowser } from "../../support/worker-browser.ts";
import { type Started, start } from "../../support/worker-process.ts";

const root = resolve(import.meta.dirname, "../../..");
const model = catalog.find(({ id }) => id === "partner-maturity") as Model;
const NAMES = ['=HYPERLINK("http://evil.test","EVIL")', "O'Brien & Söhne GmbH", "Ærø Åkerström", "+49 Größe"];
const COUNT = 50;
/** The browser keeps a change once nothing changes any more. Each look reads the whole workbook, which costs it time. */
const SOON = { timeout: 20_000, interval: 400 };

/** Cells of the Answers tab from the left, by the keys of its columns. */
const keys = [...answersTab(model, []).columnKeys].sort((a, b) => a.column - b.column).map(({ key }) => key);
const cellOf = (criterion: string, partner: number): string =>
  `${columnName(keys.indexOf(criterionKey(criterion)) + 1)}${ANSWERS_HEADER + 1 + partner}`;

let started: Started;
let browser: Browser;
let book: WorkbookPage;
let address = "";

/** 50 of the sample's partners, four of them under names that are hard on a spreadsheet. */
function partners(): string {
  const sample = JSON.parse(
    readFileSync(resolve(root, "apps-script/preview/dist/workbook/sample.json"), "utf8"),
  ) as Sample;
  const places = keys.map((key) => sample.header.indexOf(key.replace("criterion:", "")));
  return sample.rows
    .slice(0, COUNT)
    .map((row, count) => [NAMES[count] ?? row[0], ...places.slice(1).map((place) => row[place] ?? "")].join("\t"))
    .join("\n");
}

/** Rows of a tab with a partner in them. */
const rowsOf = async (tab: string): Promise<unknown[][]> =>
  (await book.kept(tab)).slice(1).filter((row) => (row?.[0] ?? "") !== "");
/** Index by partner. */
const indexes = async (): Promise<Map<unknown, unknown>> =>
  new Map((await rowsOf("Scores")).map((row) => [row[0], row[1]]));

describe.skipIf(!hasBrowser && !browserRequired)("the workbook in a browser", () => {
  beforeAll(async () => {
    [started, browser] = await Promise.all([start(["--port", "8790"]), openBrowser()]);
    const [, printed = ""] = await started.waitFor(/Workbook\s+(http:\S+)[\s\S]*Ctrl-C/);
    address = printed;
    const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
    book = new WorkbookPage(await context.newPage());
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await started?.end("SIGTERM");
  });

  // Each step goes on from the one before.
  let isBroken = false;
  beforeEach(({ skip }) => skip(isBroken, "an earlier step failed"));
  afterEach(({ task }) => {
    isBroken ||= task.result?.state === "fail";
  });

  test("says without a key how to connect, and connects", async () => {
    const [place = "", key = ""] = address.split("#key=");
    await book.page.goto(place);
    await book.page.getByRole("dialog").waitFor({ timeout: 30_000 });
    expect(await book.findings("body > :not(main)")).toEqual([]);
    expect(await book.answer("OK")).toMatch(/Connect this workbook first[\s\S]*npm start/);
    await book.choose("Settings");
    expect(await book.answer("OK", new URL(place).origin)).toContain("Not connected.");
    await book.answer("OK", key);
    expect(await book.answer("OK")).toMatch(/Connected to Demo, .+ It offers Partner Maturity Model, /);
  });

  test("builds the workbook from a model; an open sidebar sees it", async () => {
    await book.choose("Open sidebar");
    const sidebar = await book.sidebar();
    await sidebar.getByText("There is nothing to score here yet.").waitFor();
    await book.choose("Set up workbook");
    const offered = await book.answer("OK", "1");
    expect(offered).toMatch(/Which model\?[\s\S]*1\s+Partner Maturity Model/);
    expect(await book.answer("OK")).toMatch(/Done: Start, Model, Answers, Scores, Gaps, Plan, Dashboard, Settings\./);
    await sidebar.getByRole("button", { name: "Score all partners", exact: true }).waitFor();
  });

  test("takes 50 partners from the clipboard, a typed answer, and one from a drop-down", async () => {
    const { page } = book;
    await page.evaluate((text) => navigator.clipboard.writeText(text), partners());
    await book.go("Answers", `A${ANSWERS_HEADER + 1}`);
    await page.keyboard.press("Control+v");
    await expect.poll(async () => (await book.kept("Answers")).length, SOON).toBeGreaterThan(COUNT);
    const [number, choice] = ["revenue", "delivery"];
    await book.type("Answers", cellOf(number, 1), "1234567");
    await book.go("Answers", cellOf(choice, 1));
    await page.keyboard.press("F2");
    await page.getByText("Sells managed service").last().click();
    const at = (criterion: string, row: number) =>
      [ANSWERS_HEADER + row, keys.indexOf(criterionKey(criterion))] as const;
    await expect
      .poll(async () => {
        const answers = await book.kept("Answers");
        return [at(number, 1), at(choice, 1)].map(([row, column]) => String(answers[row]?.[column]));
      }, SOON)
      .toEqual(["1234567", expect.stringMatching(/^Sells managed service/)]);
    const answers = await book.kept("Answers");
    expect(answers.slice(ANSWERS_HEADER, ANSWERS_HEADER + 4).map(([name]) => name)).toEqual(NAMES);
    expect((await book.kept("Answers", "f")).flat().filter((formula) => formula !== "")).toEqual([]);
  });

  test("scores from the sidebar, with the reason of each level", async () => {
    const sidebar = await book.sidebar();
    await sidebar.getByRole("button", { name: "Score all partners", exact: true }).click();
    await sidebar.getByText(`${COUNT} partners scored`).first().waitFor({ timeout: 30_000 });
    expect(await findingsIn(sidebar, "html")).toEqual([]);
    for (const part of [".bar", ".differs", "#sidebar"]) expect(await book.findings(part), part).toEqual([]);
    await expect.poll(async () => (await indexes()).size, SOON).toBe(COUNT);
    const rows = await rowsOf("Scores");
    const [header = []] = await book.kept("Scores");
    expect(header.slice(0, 5)).toEqual(["Partner", "Index", "Level", "Next level", "Why"]);
    expect(rows.slice(0, 4).map(([name]) => name)).toEqual(NAMES);
    for (const row of rows) expect(String(row[4])).toMatch(/^(Held at|No level|.+ is the top level)/);
  });

  test("finds gaps, and saves a period, from the sidebar", async () => {
    const sidebar = await book.sidebar();
    await sidebar.getByRole("button", { name: "Find gaps", exact: true }).click();
    await sidebar.getByText(`${COUNT} partners looked at`).first().waitFor({ timeout: 30_000 });
    await sidebar.getByRole("button", { name: "Save this period", exact: true }).click();
    expect(await book.answer("OK", "2027-Q1")).toContain("Which period");
    await sidebar.getByText(`2027-Q1: ${COUNT} partners saved`).first().waitFor({ timeout: 30_000 });
    await book.page.click("#sidebar-close");
  });

  test("plans from gaps, and compares with the period before", async () => {
    await book.choose("Plan from gaps");
    expect(await book.answer("OK", NAMES[1])).toContain("For which partners?");
    expect(await book.answer("OK")).toMatch(/3 actions made\./);
    await book.choose("Compare periods");
    expect(await book.answer("OK", "2026-Q4 2027-Q1")).toContain("periods");
    expect(await book.answer("OK")).toMatch(/4 new, .*See the Compare tab/);
    await expect.poll(async () => (await book.kept("Compare")).flat(), SOON).toContain(NAMES[0]);
    expect((await book.kept("Plan")).map((row) => row[0])).toContain(NAMES[1]);
  });

  test("scores with what was changed in the Model tab", async () => {
    const before = await indexes();
    const rows = await book.kept("Model");
    const [id, weight] = (["id", "weight"] as const).map((name) => Object.keys(modelColumns).indexOf(name));
    const row = rows.findIndex((cells) => cells?.[0] === "Criterion" && cells[id ?? 1] === "revenue");
    await book.type("Model", `${columnName((weight ?? 0) + 1)}${row + 1}`, "40");
    await book.choose("Check model");
    // The model's own examples were made with the old weight.
    expect(await book.answer("OK")).toMatch(/examples come out otherwise[\s\S]*index \S+ → \S+/);
    expect(await book.answer("OK")).toMatch(/examples were brought up to date\.[\s\S]*is in order\./);
    await book.choose("Score all partners");
    expect(await book.answer("OK")).toMatch(new RegExp(`${COUNT} partners scored`));
    await expect.poll(async () => (await indexes()).get(NAMES[2]), SOON).not.toBe(before.get(NAMES[2]));
    const after = await indexes();
    expect([...after].filter(([name, index]) => index !== before.get(name)).length).toBeGreaterThan(COUNT / 2);
  });

  test("goes through the menu by keyboard", async () => {
    const { page } = book;
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.getByRole("menuitem", { name: "File", exact: true }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    expect(await book.findings(".bar")).toEqual([]);
    await page.keyboard.press("End");
    expect(await focused()).toBe("Settings");
    await page.keyboard.press("Escape");
    expect(await focused()).toBe("Extensions");
  });

  test("downloads the tab and the workbook", async () => {
    const download = async (item: string): Promise<Buffer> => {
      const waiting = book.page.waitForEvent("download");
      await book.choose(item, "File");
      const chunks: Buffer[] = [];
      for await (const chunk of await (await waiting).createReadStream()) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    };
    await book.page.getByRole("tab", { name: "Scores", exact: true }).click();
    const csv = (await download("Download this tab as CSV")).toString();
    expect(csv.split("\r\n")[0]).toMatch(/^\ufeff/);
    expect(csv).toContain("EVIL");
    expect(csv).not.toMatch(/(^|,)"?[=+@]/m);
    const xlsx = await download("Download as Excel file");
    expect(xlsx.subarray(0, 2).toString()).toBe("PK");
    expect(xlsx.length).toBeGreaterThan(20_000);
  });

  test("is there again after a reload", async () => {
    const tabs = ["Model", "Answers", "Scores", "Gaps", "Plan", "Compare"];
    const all = async () => Promise.all(tabs.map((tab) => book.kept(tab)));
    const before = await all();
    await book.page.reload();
    await book.ready();
    expect(await book.page.textContent("#state")).toBe("Kept in this browser");
    await book.choose("Open sidebar");
    await (await book.sidebar()).getByText("Connected to").first().waitFor();
    expect(await all()).toEqual(before);
  });

  test("opens scored at the address that is printed, without a key in its address", async () => {
    const context = await browser.newContext();
    const visitor = new WorkbookPage(await context.newPage());
    await visitor.page.goto(address);
    await visitor.ready();
    expect(visitor.page.url()).not.toContain("lsk_");
    await visitor.page.waitForFunction(() => performance.getEntriesByName("levelsheet-ready").length > 0);
    const scores = await visitor.kept("Scores");
    expect(scores.slice(1, 61).every((row) => typeof row[1] === "number" && String(row[4]).length > 10)).toBe(true);
    expect((await visitor.kept("Gaps")).slice(1, 61).every((row) => String(row[3]).length > 5)).toBe(true);
    await visitor.choose("Start again with sample partners", "File");
    await visitor.answer("Cancel");
    expect(visitor.faults).toEqual([]);
    await context.close();
  });

  test("reached nothing but its own service, and nothing broke", () => {
    expect(book.faults).toEqual([]);
  });
});
