/** How many requests were used today, and of how many. */
import { WARNING_SIGN } from "../../../../models/appearance.ts";
import type { SidebarState } from "../wire.ts";
import type { Part } from "./app.ts";
import { element, paragraph, redraw } from "./elements.ts";
import { Section } from "./section.ts";
import { many } from "./words.ts";

/** Requests a day: UrlFetchApp for a consumer account, and a Worker on the free plan. */
const GOOGLE_ALLOWS = 20_000;
const WORKER_TAKES = 100_000;
/** From this share on it is worth a word. */
const MUCH = 0.8;

export class UsagePart implements Part {
  readonly #section = new Section("usage", "Usage today", { folds: "closed" });
  readonly node = this.#section.node;
  readonly shows = ["usage"] as const;

  draw({ usage: { commands, formulas } }: SidebarState): void {
    const nearly = commands + formulas >= MUCH * GOOGLE_ALLOWS;
    redraw(this.#section.body, [
      element(
        "dl",
        {},
        element("dt", {}, "Your commands, in every workbook"),
        element("dd", {}, many(commands)),
        element("dt", {}, "This workbook's formulas"),
        element("dd", {}, many(formulas)),
      ),
      nearly
        ? element(
            "p",
            { class: "problem" },
            element("strong", {}, `${WARNING_SIGN} `),
            "Google may soon take no more requests today. Turn formulas you no longer change into values.",
          )
        : null,
      paragraph(
        `In requests, since 00:00 UTC. Google allows a person ${many(GOOGLE_ALLOWS)} a day, more with Workspace. A service on Cloudflare's free plan takes ${many(WORKER_TAKES)} a day from everybody together. Formulas that calculate at the same moment may count as one.`,
        "hint",
      ),
    ]);
  }
}
