/** What the page says about itself. */
import type { Memory } from "../google/globals.ts";
import { bytesOf, LIMITS } from "../google/quota.ts";
import { tell } from "./dialogs.ts";
import { element } from "./elements.ts";

const DIFFERENCES = [
  "The workbook is kept in this browser, and nowhere else. Nobody shares it. Download it to pass it on: the file has values, not formulas or charts.",
  "The spreadsheet is Univer, not Google Sheets. It lacks ARRAYFORMULA, QUERY, SPARKLINE, JOIN and IMPORTDATA, and other functions may differ.",
  "While a script runs, this page stands still. In Google Sheets you go on working meanwhile.",
  "A question of the add-on does not hold its script up: the script begins again with your answer.",
  "Charts are drawn from the add-on's own calls, in a plainer look than Google's. You cannot move or change them by hand.",
  "Protected cells ask before you type, paste, fill, drag, sort, clear or delete there, but not before you cut them out, format them or undo a change.",
  "A rule that checks a cell by a formula about other cells reaches its first 300 rows. The add-on's own rules reach every row.",
  "Rows take the height of their texts in the first 600 rows that a script writes; further down, when you edit them.",
  "In dark mode the sheet shows its colours inverted: the highest level is the lightest. Google Sheets shows them as they are.",
  "The add-on reaches the service that this page comes from, and no other.",
  "Consent, several Google accounts and Google's daily limits show in a real sheet only. The limits are counted here: see Help > Show usage.",
];

export function differences(): Promise<string> {
  return tell(
    "What differs from Google Sheets",
    element("p", {}, "The add-on is the same file that goes into a Google Sheet. Around it, these things differ:"),
    element("ul", {}, ...DIFFERENCES.map((one) => element("li", {}, one))),
  );
}

/** Beside what Google allows a consumer account. */
export function usage({ counters, properties, cache }: Memory): Promise<string> {
  const stored = (store: Record<string, string>): number =>
    Object.entries(store).reduce((sum, [name, value]) => sum + bytesOf(name) + bytesOf(value), 0);
  const today = counters.day === new Date().toISOString().slice(0, 10);
  const rows: [string, number, number | null, string][] = [
    ["Requests today", today ? counters.fetches : 0, LIMITS.fetches, ""],
    ["Sent today", Math.ceil((today ? counters.sent : 0) / 1_000), null, " kB"],
    ["Received today", Math.ceil((today ? counters.received : 0) / 1_000), null, " kB"],
    ["Kept for the workbook", Math.ceil(stored(properties.document) / 1_024), LIMITS.propertyStoreBytes / 1_024, " kB"],
    ["Remembered answers", cache.size, LIMITS.cacheItems, ""],
  ];
  const cells = rows.map(([name, used, most, unit]) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      element("td", {}, `${used.toLocaleString("en")}${unit}`),
      element("td", {}, most === null ? "–" : `${most.toLocaleString("en")}${unit}`),
    ),
  );
  const heads = ["What", "Used", "Google allows"].map((name) => element("th", { scope: "col" }, name));
  return tell(
    "Usage",
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...cells)),
  );
}
