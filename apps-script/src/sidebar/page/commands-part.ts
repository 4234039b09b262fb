/** Every command but those of the Score part; what comes of each stands right below it. */
import { type CommandGroup, commandGroups, commands, type OnceId } from "../../commands.ts";
import type { SidebarState } from "../wire.ts";
import type { App, Part } from "./app.ts";
import { button, element, paragraph } from "./elements.ts";
import { call, wordsOf } from "./script.ts";
import { Lines, Section } from "./section.ts";
import { whileWatched } from "./watch.ts";

type Listed = (typeof commands)[number];

export class CommandsPart implements Part {
  readonly #section = new Section("commands", "Commands", { folds: "open" });
  readonly node = this.#section.node;
  readonly shows = ["connection"] as const;
  readonly #app: App;
  readonly #connectFirst = paragraph("Most of them need a connection.", "hint");

  constructor(app: App) {
    this.#app = app;
    const groups = (Object.keys(commandGroups) as CommandGroup[]).filter((group) => group !== "score");
    this.#section.body.append(
      this.#connectFirst,
      ...groups.flatMap((group) => {
        const listed = commands.filter((command) => command.group === group);
        if (listed.length === 0) return [];
        return [element("h3", {}, commandGroups[group]), element("ul", {}, ...listed.map((own) => this.#item(own)))];
      }),
    );
  }

  draw({ connection }: SidebarState): void {
    this.#connectFirst.hidden = connection !== null;
  }

  #item(command: Listed): HTMLElement {
    const lines = new Lines();
    const watched = element("div", { class: "watched" });
    const hint = `${command.id}-help`;
    const choose = button(`command-${command.id}`, command.label, () => {
      if (command.kind === "run") this.#app.run(command.id);
      else this.#once(command.id, watched, lines);
    });
    choose.setAttribute("aria-describedby", hint);
    return element(
      "li",
      {},
      choose,
      element("p", { class: "hint", id: hint }, command.help),
      watched,
      lines.said,
      lines.problem,
    );
  }

  #once(id: OnceId, watched: HTMLElement, lines: Lines): void {
    this.#app.whileBusy(async () => {
      lines.say("Working…");
      try {
        const message = await whileWatched(id, watched, lines, () => call("runCommand", id));
        await this.#app.refresh();
        lines.say(message ?? "Nothing was changed.");
      } catch (error) {
        lines.warn(wordsOf(error));
      }
    });
  }
}
