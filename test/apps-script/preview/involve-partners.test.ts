/**
 * From the invitation to the printed scorecard: the vendor in the workbook, two partners on phones in German, with the
 * add-on, the Worker and the pages as they ship.
 */
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { columnName } from "../../../apps-script/src/cells.ts";
import { answersTab } from "../../../apps-script/src/layout/answers-tab.ts";
import type { TabDefinition } from "../../../apps-script/src/layout/definition.ts";
import { invitationsTab } from "../../../apps-script/src/layout/invitations-tab.ts";
import { ANSWERS_HEADER, criterionKey } from "../../../apps-script/src/layout/keys.ts";
import { viewsTab } from "../../../apps-script/src/layout/views-tab.ts";
import { catalog } from "../../../models/catalog/index.ts";
import type { Model } from "../../../models/format.ts";
import { WorkbookPage } from "../../support/preview-page.ts";
import { browserRequired, hasBrowser, openBrowser } from "../../support/worker-browser.ts";
import { findings, isTooWide } from "../../support/worker-page.ts";
import { type Started, start } from "../../support/worker-process.ts";

const model = catalog.find(({ id }) => id === "partner-maturity") as Model;
const PERIOD = "2026-Q4";
/** Both of the sample portfolio. The first answers all it is asked, the second begins. */
const [THOROUGH, SHORT] = ["Lindqvist IT", "Brückner & Kehl IT"] as const;
const PHONE = { width: 360, height: 740 };
/** Compressed, as the Worker's network sends a page. */
const HEAVIEST = 60_000;
/** The browser keeps a change once nothing changes any more. Each look reads the whole workbook, which costs it time. */
const SOON = { timeout: 20_000, interval: 400 };

let started: Started;
let browser: Browser;
let book: WorkbookPage;
let phone: BrowserContext;
/** What the partner's pages asked for since somebody last looked: path and bytes, compressed. */
let asked: { path: string; bytes: Promise<number> }[] = [];
const faults: string[] = [];

/** Keys of a tab's columns, from the left. */
const keysOf = ({ columnKeys }: TabDefinition): string[] =>
  [...columnKeys].sort((a, b) => a.column - b.column).map(({ key }) => key);
const columns = {
  Invitations: keysOf(invitationsTab()),
  Views: keysOf(viewsTab()),
  Answers: keysOf(answersTab(model, [])),
};
type Tab = keyof typeof columns;

const cellOf = (tab: Tab, column: string, row: number): string =>
  `${columnName(columns[tab].indexOf(column) + 1)}${row}`;

/** Rows of a tab below its header, by the keys of their columns. */
async function rowsOf(tab: Tab): Promise<Record<string, unknown>[]> {
  const rows = (await book.kept(tab)).slice(tab === "Answers" ? ANSWERS_HEADER : 1);
  return rows
    .filter((row) => (row?.[0] ?? "") !== "")
    .map((row) => Object.fromEntries(columns[tab].map((key, place) => [key, row[place] ?? ""])));
}

const invitations = async (): Promise<Map<unknown, Record<string, unknown>>> =>
  new Map((await rowsOf("Invitations")).map((row) => [`${row.partner}, ${row.page}`, row]));

/** As one copies a link to send it. */
async function copied(tab: Tab, column: string, row: number): Promise<string> {
  await book.go(tab, cellOf(tab, column, row));
  await book.page.evaluate(() => navigator.clipboard.writeText(""));
  await book.page.keyboard.press("Control+c");
  const read = () => book.page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(read, SOON).not.toBe("");
  return (await read()).trim();
}

async function openOnPhone(url: string): Promise<Page> {
  const page = await phone.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(url).origin) && !request.url().startsWith("data:"))
      faults.push(request.url());
  });
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    const path = pathname.replace(/[\w-]{22}/, "…").replace(/\.[0-9a-z]+\./, ".");
    if (response.request().method() !== "GET" || response.url().startsWith("data:")) return;
    asked.push({ path, bytes: response.body().then((body) => gzipSync(body).length) });
  });
  await page.goto(url);
  return page;
}

/** Empties what was noted. @returns the paths, after none of them was found too heavy. */
async function requests(): Promise<string[]> {
  const all = asked;
  asked = [];
  for (const { path, bytes } of all) expect(await bytes, path).toBeLessThan(HEAVIEST);
  return all.map(({ path }) => path);
}

async function isFlawless(page: Page, state: string): Promise<void> {
  expect(await findings(page), state).toEqual([]);
  expect(await isTooWide(page), state).toBe(false);
}

const question = (page: Page, id: string) => page.locator(`#q-${id}`);
const saved = (page: Page) => page.locator("#status", { hasText: "Gespeichert" }).waitFor();

describe.skipIf(!hasBrowser && !browserRequired)("a vendor and its partners", () => {
  beforeAll(async () => {
    [started, browser] = await Promise.all([start(["--port", "18817"]), openBrowser()]);
    const [, address = ""] = await started.waitFor(/Workbook\s+(http:\S+)[\s\S]*Ctrl-C/);
    const desk = await browser.newContext({
      permissions: ["clipboard-read", "clipboard-write"],
      viewport: { width: 1440, height: 900 },
    });
    phone = await browser.newContext({ viewport: PHONE, isMobile: true, hasTouch: true, locale: "de-DE" });
    book = new WorkbookPage(await desk.newPage());
    await book.page.goto(address);
    await book.ready();
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

  const links = { thorough: "", short: "", scorecard: "" };

  test("the vendor invites two partners in the workbook, and copies their links", async () => {
    await book.choose("Invite partners");
    expect(await book.answer("OK", `${THOROUGH}; ${SHORT}`)).toContain("Whom?");
    expect(await book.answer("OK", PERIOD)).toContain("Which period do they answer for?");
    await book.answer("OK");
    expect(await book.answer("OK")).toMatch(/^[\s\S]*2 links were made\..* Nothing was sent/);
    await expect
      .poll(async () => (await rowsOf("Invitations")).map(({ partner }) => partner), SOON)
      .toEqual([THOROUGH, SHORT]);
    const [first] = await rowsOf("Invitations");
    expect(first).toMatchObject({ page: "Self-assessment", period: PERIOD, state: "Sent" });
    const [, row] = await book.kept("Invitations", "f");
    expect(row?.[columns.Invitations.indexOf("draft")]).toMatch(/^=HYPERLINK\("mailto:\?subject=/);
    links.thorough = await copied("Invitations", "link", 2);
    links.short = await copied("Invitations", "link", 3);
    expect(links.thorough).toMatch(/^http:\/\/localhost:\d+\/a\/[\w-]{22}$/);
    expect(String(first?.mail)).toContain(links.thorough);
  });

  test("a partner opens it on a phone, answers in German, and closes the tab", async () => {
    const page = await openOnPhone(links.thorough);
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    // The one script is kept by the browser, like the style sheet, and the page works without it.
    expect(await requests()).toEqual(["/a/…", "/assets/partner.css", "/assets/self-assessment.js"]);
    await page.locator("#a-nps").fill("41,5");
    await question(page, "joint").getByText("Trifft auf uns nicht zu").tap();
    await question(page, "delivery").locator("label", { hasText: "Managed Service" }).tap();
    await question(page, "techCert").locator("summary").last().tap();
    await page.locator("#a-techCert").fill("6");
    await page.locator("#n-techCert").fill("Zwei Prüfungen laufen noch, Größe: „XL“");
    await page.locator("#e-techCert").fill("https://example.com/zertifikate");
    await saved(page);
    await isFlawless(page, "answered");
    await page.locator("#a-salesCert").fill("3");
    await page.close();
    const other = await openOnPhone(links.short);
    await other.close();
  });

  test("the vendor sees who has opened the link and who is half done", async () => {
    await book.choose("Update invitations");
    expect(await book.answer("OK")).toContain("2 links: 1 opened, 1 half done.");
    await expect
      .poll(async () => (await rowsOf("Invitations")).map(({ state }) => state), SOON)
      .toEqual(["Half done", "Opened"]);
    expect((await rowsOf("Invitations")).map(({ answered }) => answered)).toEqual(["5 of 17", "0 of 17"]);
  });

  test("the partner comes back, finds every answer, reviews and submits", async () => {
    asked = [];
    const page = await openOnPhone(links.thorough);
    expect(await page.locator("#progress-text").textContent()).toContain("5");
    expect(await page.locator("#a-nps").inputValue()).toBe("41,5");
    expect(await page.locator("#a-salesCert").inputValue()).toBe("3");
    expect(await page.locator("#n-techCert").inputValue()).toContain("Größe: „XL“");
    expect(await question(page, "joint").locator("input[value='N/A']").isChecked()).toBe(true);
    await page.locator("#a-qbr").fill("2");
    await page.locator("button[value=review]").tap();
    await page.getByRole("heading", { name: "Antworten prüfen" }).waitFor();
    const review = await page.locator("main").innerText();
    for (const words of ["41,5 Punkte", "Zwei Prüfungen laufen noch"]) expect(review).toContain(words);
    await isFlawless(page, "review");
    await page.getByRole("button", { name: "Absenden" }).tap();
    await page.getByRole("heading", { name: "Abgesendet" }).waitFor();
    await requests();
    await page.close();
  });

  test("the vendor sees it done, and both views side by side with what the partner's answers would score", async () => {
    await book.choose("Update invitations");
    expect(await book.answer("OK")).toContain("2 links: 1 opened, 1 done.");
    await book.choose("Compare views");
    await book.answer("OK", PERIOD);
    expect(await book.answer("OK")).toMatch(
      /1 partner has answered\. 1 answer is the same as yours, 5 differ, 0 you have left blank\./,
    );
    await expect.poll(async () => (await rowsOf("Views")).length, SOON).toBe(5);
    const views = new Map((await rowsOf("Views")).map((row) => [row.criterionId, row]));
    expect(views.get("nps")).toMatchObject({ partner: THOROUGH, mine: 23, theirs: 41.5, views: "Differ" });
    expect(views.get("techCert")).toMatchObject({
      mine: 2,
      theirs: 6,
      comment: "Zwei Prüfungen laufen noch, Größe: „XL“",
      evidence: "https://example.com/zertifikate",
    });
    expect(views.get("joint")).toMatchObject({ mine: 3, theirs: "N/A" });
    const own = (await invitations()).get(`${THOROUGH}, Self-assessment`);
    expect(own).toMatchObject({ state: "Done", sameAnswers: "1 of 6", theirLevel: "Silver" });
    // By its own answers it stands higher than the 45.2 that the vendor's give.
    expect(own?.theirIndex).toBeGreaterThan(46);
  });

  test("the vendor takes over one answer, and no other", async () => {
    const row = 2 + (await rowsOf("Views")).findIndex(({ criterionId }) => criterionId === "techCert");
    await book.go("Views", cellOf("Views", "decision", row));
    await book.page.keyboard.press("F2");
    await book.page.getByText("Take theirs", { exact: true }).last().click();
    await book.choose("Take over answers");
    expect(await book.answer("OK")).toContain("1 answer was taken over into the Answers tab.");
    const answers = async () => (await rowsOf("Answers")).find(({ partner }) => partner === THOROUGH) ?? {};
    await expect.poll(async () => (await answers())[criterionKey("techCert")], SOON).toBe(6);
    expect((await answers())[criterionKey("nps")]).toBe(23);
    await book.choose("Save this period");
    await book.answer("OK", PERIOD);
    expect(await book.answer("OK")).toContain(`${PERIOD}: 0 partners saved, 1 replaced, 59 unchanged.`);
  });

  test("the vendor shares the scorecard; the partner opens it and prints it on one sheet of A4", async () => {
    await book.choose("Share scorecards");
    await book.answer("OK", THOROUGH);
    await book.answer("OK");
    expect(await book.answer("OK")).toContain("1 link was made.");
    await expect.poll(async () => (await rowsOf("Invitations")).length, SOON).toBe(3);
    links.scorecard = await copied("Invitations", "link", 4);
    asked = [];
    const page = await openOnPhone(links.scorecard);
    expect(await requests()).toEqual(["/s/…", "/assets/partner.css"]);
    const text = await page.locator("body").innerText();
    expect(text).toContain("Silber");
    // The answer that was taken over is the same now, and the partner sees where the others differ.
    expect(text).toMatch(/2 Antworten sind gleich\.[\s\S]*NPS der Endkunden\s+41,5 Punkte\s+23 Punkte/);
    await isFlawless(page, "scorecard");
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1);
    await page.close();
  });

  test("the partner's pages kept to their own service, and nothing broke", () => {
    expect(faults).toEqual([]);
    expect(book.faults).toEqual([]);
  });
});
