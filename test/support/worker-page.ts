/** What every page for people must stand up to in a browser. Expressions are text: they run in the page, not here. */
import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds against WCAG 2.2 AA and its own best practices, with the first offending element. */
export async function findings(page: Page): Promise<string[]> {
  // The page's own policy lets no other script in; the debugger's comes past it.
  await page.evaluate(axe.source);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, { runOnly: ${JSON.stringify(tags)} })`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

/** Whether one would have to scroll sideways. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>("document.documentElement.scrollWidth > window.innerWidth");
