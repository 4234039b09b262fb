/** What came of it, for a person to read. */
import { count, element } from "./elements.ts";
import type { Outcome } from "./portions.ts";

const SHOWN = 100;

export function problemTable({ problems, problemCount, results }: Outcome, header: readonly string[]): HTMLElement {
  const partners = new Map(results.map(({ row, partner }) => [row, partner]));
  const caption =
    problemCount > SHOWN
      ? `The first ${SHOWN} of ${count(problemCount)} problems; the download has more. Rows count as in a spreadsheet.`
      : "Rows count as in a spreadsheet: the header is row 1.";
  const titles = ["Row", "Partner", "Column", "What is wrong"];
  return element(
    "table",
    { class: "rows stack" },
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...titles.map((text) => element("th", { scope: "col" }, text)))),
    element(
      "tbody",
      {},
      ...problems
        .slice(0, SHOWN)
        .map(({ row, column, message }) =>
          element(
            "tr",
            {},
            element("td", { class: "number", "data-label": "Row" }, String(row)),
            element("td", { "data-label": "Partner:" }, partners.get(row) || "–"),
            element("td", { "data-label": "Column:" }, column === 0 ? "–" : header[column - 1] || String(column)),
            element("td", {}, message),
          ),
        ),
    ),
  );
}

/** `Gold 12, Silver 30`, in the order of the model, the highest first. */
export function levelsOf({ results }: Outcome, levels: readonly { id: string; name: string }[]): string {
  const reached = results.filter(({ saved }) => saved);
  return levels
    .toReversed()
    .map(({ id, name }) => ({ name, number: reached.filter(({ level }) => level === id).length }))
    .filter(({ number }) => number > 0)
    .map(({ name, number }) => `${name} ${count(number)}`)
    .join(", ");
}
