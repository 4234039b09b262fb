/** The sidebar's page. It holds nothing: every part draws itself from what the script says. */
import type { SidebarState } from "../wire.ts";
import type { App, Part } from "./app.ts";
import { CommandsPart } from "./commands-part.ts";
import { ConnectionPart } from "./connection-part.ts";
import { button, element } from "./elements.ts";
import { followSheet } from "./follow-sheet.ts";
import { FunctionsPart } from "./functions-part.ts";
import { HistoryPart } from "./history-part.ts";
import { ScorePart } from "./score-part.ts";
import { call, readStatePatiently, wordsOf } from "./script.ts";
import { Lines } from "./section.ts";
import { UsagePart } from "./usage-part.ts";

const main = document.querySelector("main") ?? document.body.appendChild(element("main"));
const lines = new Lines();

let busy = false;
let shown: SidebarState | null = null;

const app: App = {
  whileBusy(work) {
    if (busy) return;
    setBusy(true);
    void work().finally(() => setBusy(false));
  },
  async refresh() {
    try {
      const state = await readStatePatiently();
      lines.clear();
      retry.hidden = true;
      shown = state;
      for (const part of parts) {
        part.node.hidden = false;
        part.draw(state);
      }
    } catch (error) {
      shown = null;
      lines.warn(wordsOf(error));
      retry.hidden = false;
    }
  },
  run: (begun) => app.whileBusy(() => score.run(begun)),
};

/** What would be ignored now says so, and keeps its place in the order of the Tab key. */
function setBusy(is: boolean): void {
  busy = is;
  for (const own of main.querySelectorAll("button:not(#cancel)")) {
    if (is) own.setAttribute("aria-disabled", "true");
    else own.removeAttribute("aria-disabled");
  }
}

const score = new ScorePart(app);
const parts: readonly Part[] = [
  new ConnectionPart(app),
  score,
  new CommandsPart(app),
  new FunctionsPart(app),
  new HistoryPart(),
  new UsagePart(),
];
const retry = button("retry", "Try again", () => app.whileBusy(app.refresh), "primary");

for (const { node } of parts) node.hidden = true;
retry.hidden = true;
lines.say("Reading the workbook…");
main.replaceChildren(
  element("h1", {}, "Levelsheet"),
  lines.said,
  lines.problem,
  retry,
  ...parts.map(({ node }) => node),
);
app.whileBusy(app.refresh);
followSheet({
  shown: () => (busy ? null : shown),
  async look() {
    const state = await call("readState");
    if (busy || shown === null) return;
    const before = shown;
    shown = state;
    for (const part of parts) {
      if (part.shows.some((field) => JSON.stringify(state[field]) !== JSON.stringify(before[field]))) part.draw(state);
    }
  },
});
