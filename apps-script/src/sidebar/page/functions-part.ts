/** The functions for cells, with help and an example to insert. */
import { customFunctions } from "../../entry-points.ts";
import type { App, Part } from "./app.ts";
import { button, element, paragraph } from "./elements.ts";
import { call, wordsOf } from "./script.ts";
import { Lines, Section } from "./section.ts";

export class FunctionsPart implements Part {
  readonly #section = new Section("functions", "Functions", { folds: "closed" });
  readonly node = this.#section.node;
  readonly shows = [] as const;

  constructor(app: App) {
    this.#section.body.append(
      paragraph("Insert writes the example into the selected cell, if it is empty.", "hint"),
      element(
        "ul",
        {},
        ...customFunctions.map(({ name, summary, examples }) => {
          const lines = new Lines();
          const insert = button(`insert-${name}`, "Insert", () =>
            app.whileBusy(async () => {
              try {
                lines.say(await call("insertFunction", name));
              } catch (error) {
                lines.warn(wordsOf(error));
              }
            }),
          );
          insert.setAttribute("aria-label", `Insert ${name}`);
          return element(
            "li",
            {},
            element("h3", {}, name),
            paragraph(summary),
            element("code", {}, examples[0] ?? ""),
            element("div", { class: "row" }, insert),
            lines.said,
            lines.problem,
          );
        }),
      ),
    );
  }

  draw(): void {
    // The list is always the same.
  }
}
