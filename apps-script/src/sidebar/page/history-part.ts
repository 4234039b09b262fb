/** What was run in this workbook, newest first. */
import { WARNING_SIGN } from "../../../../models/appearance.ts";
import { labelOf } from "../../commands.ts";
import type { HistoryEntry, RunStatus, SidebarState } from "../wire.ts";
import type { Part } from "./app.ts";
import { element, paragraph, redraw } from "./elements.ts";
import { Section } from "./section.ts";
import { counted, duration, when } from "./words.ts";

const OUTCOMES: Record<RunStatus, string> = {
  finished: "Finished",
  cancelled: "Cancelled",
  failed: `${WARNING_SIGN} Failed`,
  paused: "Paused",
  running: "Running",
};

export class HistoryPart implements Part {
  readonly #section = new Section("history", "Run history", { folds: "closed" });
  readonly node = this.#section.node;
  readonly shows = ["history"] as const;

  draw({ history }: SidebarState): void {
    redraw(this.#section.body, [
      history.length === 0
        ? paragraph("Nothing was run in this workbook yet.", "quiet")
        : element("ol", {}, ...history.map(entryOf)),
    ]);
  }
}

function entryOf({ at, command, partners, requests, seconds, outcome, message }: HistoryEntry): HTMLElement {
  const facts = [
    ...(partners === null ? [] : [counted(partners, "partner", "partners")]),
    counted(requests, "request", "requests"),
    duration(seconds),
  ];
  return element(
    "li",
    {},
    element("h3", {}, labelOf(command)),
    paragraph(when(at), "number"),
    paragraph(`${OUTCOMES[outcome]}: ${facts.join(", ")}`, "number"),
    message === "" ? null : paragraph(message, "hint"),
  );
}
