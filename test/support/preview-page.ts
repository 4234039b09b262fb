/** The workbook's page as somebody uses it: menus, dialogs, cells, the sidebar, and what the browser keeps of it. */
import axe from "axe-core";
import type { Frame, Page } from "playwright-core";
import { expect } from "vitest";

interface KeptCell {
  v?: unknown;
  f?: unknown;
}

export type Kept = "v" | "f";

export class WorkbookPage {
  readonly page: Page;
  /** Errors, and requests that went anywhere but to the page's own service. */
  readonly faults: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.faults.push(error.message));
    page.on("request", (request) => {
      if (!/^(http:\/\/localhost:|data:|blob:|about:)/.test(request.url())) this.faults.push(request.url());
    });
  }

  async ready(): Promise<void> {
    await this.page.waitForFunction(
      () => ["ready", "failed"].includes(document.documentElement.dataset.state ?? ""),
      null,
      { timeout: 60_000 },
    );
  }

  /** @param item of the add-on's menu, or of another one. */
  async choose(item: string, menu = "Extensions"): Promise<void> {
    await this.page.getByRole("menuitem", { name: menu, exact: true }).click();
    await this.page.getByRole("menuitem", { name: item, exact: true }).click();
  }

  /** @returns what the dialog said. */
  async answer(button: string, text?: string): Promise<string> {
    const dialog = this.page.getByRole("dialog");
    await dialog.waitFor({ timeout: 30_000 });
    const said = await dialog.innerText();
    if (text !== undefined) await dialog.getByRole("textbox").fill(text);
    await dialog.getByRole("button", { name: button, exact: true }).click();
    // Another question may follow at once; the one that was answered is gone.
    await expect
      .poll(async () => (await dialog.count()) === 0 || (await dialog.innerText()) !== said, { timeout: 30_000 })
      .toBe(true);
    return said;
  }

  /** Goes to a cell of a tab, as one does with the box that names it. */
  async go(tab: string, cell: string): Promise<void> {
    await this.page.getByRole("tab", { name: tab, exact: true }).click();
    const box = this.page.locator("[data-u-comp=defined-name] input");
    await box.fill(cell);
    await box.press("Enter");
  }

  /** Types into a cell. */
  async type(tab: string, cell: string, text: string): Promise<void> {
    await this.go(tab, cell);
    await this.page.keyboard.type(text);
    await this.page.keyboard.press("Enter");
  }

  /** The sidebar's own page. */
  async sidebar(): Promise<Frame> {
    const frame = await (await this.page.waitForSelector("#sidebar-page iframe")).contentFrame();
    if (frame === null) throw new Error("the sidebar has no page");
    await frame.waitForSelector("main section");
    return frame;
  }

  /** A tab as the browser keeps it: values or formulas by row and column, from 0. */
  async kept(tab: string, what: Kept = "v"): Promise<unknown[][]> {
    return this.page.evaluate(
      async ([name, field]) => {
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
            (rows[Number(row)] as unknown[])[Number(column)] = cell[field] ?? "";
          }
        }
        return rows;
      },
      [tab, what] as const,
    );
  }

  /** What axe finds in a part of the page, with the first offending element. */
  findings = (part: string): Promise<string[]> => findingsIn(this.page, part);
}

/** @param part of a page or a frame, as a selector. */
export async function findingsIn(page: Page | Frame, part: string): Promise<string[]> {
  // Not as a script of the page, whose policy allows its own only.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run({ include: [${JSON.stringify(part)}] })`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
