/** A part of the page: what it shows, and two lines that are read out when they change. */
import { WARNING_SIGN } from "../../../../models/appearance.ts";
import { element } from "./elements.ts";

/** They stay in the page and only their text changes, or screen readers would miss it. */
export class Lines {
  readonly said = element("p", { class: "said", role: "status" });
  readonly problem = element("p", { class: "problem", role: "alert" });

  say(text: string): void {
    this.problem.replaceChildren();
    this.said.textContent = text;
  }

  warn(text: string): void {
    this.said.textContent = "";
    this.problem.replaceChildren(element("strong", {}, `${WARNING_SIGN} `), text);
  }

  clear(): void {
    this.say("");
  }
}

export class Section extends Lines {
  readonly node: HTMLElement;
  readonly body = element("div");

  /**
   * @param folds whether a reader opens it; the others are always open.
   * @param above whether the lines stand above what it shows.
   */
  constructor(
    id: string,
    title: string,
    { folds, above = false }: { folds?: "closed" | "open"; above?: boolean } = {},
  ) {
    super();
    if (folds === undefined) {
      const heading = element("h2", { id: `${id}-title` }, title);
      this.node = element("section", { id, "aria-labelledby": heading.id });
      this.node.append(heading);
    } else {
      this.node = element(
        "details",
        { id, open: folds === "open" },
        element("summary", {}, element("span", {}, title)),
      );
    }
    const lines = [this.said, this.problem];
    this.node.append(...(above ? [...lines, this.body] : [this.body, ...lines]));
  }
}
