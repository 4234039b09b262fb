/** Scoring: the buttons, the progress of a run whoever began it, and what came of it. */
import { commands, labelOf, type RunId } from "../../commands.ts";
import type { RunState, SidebarState } from "../wire.ts";
import type { App, Part } from "./app.ts";
import { drive, type Watcher } from "./drive.ts";
import { button, element, paragraph, redraw } from "./elements.ts";
import { call, wordsOf } from "./script.ts";
import { Section } from "./section.ts";
import { counted, many } from "./words.ts";

export class ScorePart implements Part {
  readonly #section = new Section("score", "Score", { above: true });
  readonly node = this.#section.node;
  readonly shows = ["connection", "hasWorkbook", "run"] as const;
  readonly #app: App;
  #cancelled = false;
  /** Ends a wait early. */
  #wake: () => void = () => undefined;

  constructor(app: App) {
    this.#app = app;
  }

  draw({ connection, hasWorkbook, run }: SidebarState): void {
    const { body } = this.#section;
    if (connection === null) redraw(body, [paragraph("Connect this workbook first.", "quiet")]);
    else if (!hasWorkbook) redraw(body, this.#setUp(), "setUpWorkbook");
    else if (run === null) redraw(body, this.#choices("primary"), "scoreAllPartners");
    else redraw(body, this.#unfinished(run), "continue");
  }

  /** The caller sees to it that nothing else is under way. */
  async run(begun: RunId | RunState): Promise<void> {
    const section = this.#section;
    const command = typeof begun === "string" ? begun : begun.command;
    this.#cancelled = false;
    section.clear();
    const bar = element("progress", { "aria-label": labelOf(command) });
    const count = paragraph("Reading the answers…", "number");
    const cancel = button("cancel", "Cancel", () => this.#cancel(cancel));
    redraw(section.body, [element("h3", {}, labelOf(command)), bar, count, element("div", { class: "row" }, cancel)]);
    cancel.focus();
    const watcher: Watcher = {
      show: (state) => {
        bar.max = Math.max(1, state.total);
        bar.value = state.done;
        count.textContent = doneOf(state);
        section.say(this.#cancelled ? STOPPING : progressOf(state));
      },
      isCancelled: () => this.#cancelled,
      wait: (seconds) =>
        new Promise((done) => {
          const timer = setTimeout(done, this.#cancelled ? 0 : seconds * 1_000);
          this.#wake = () => {
            clearTimeout(timer);
            done();
          };
        }),
    };
    let tell: () => void;
    try {
      const ended = await drive(begun, watcher);
      const words = [ended.message, ended.status === "finished" || ended.done === 0 ? "" : `${doneOf(ended)}.`].filter(
        (text) => text !== "",
      );
      if (ended.status === "failed") tell = () => section.warn(words.join(" "));
      else tell = () => section.say([ended.status === "cancelled" ? "Cancelled." : "", ...words].join(" ").trim());
    } catch (error) {
      tell = () => section.warn(wordsOf(error));
    }
    await this.#app.refresh();
    tell();
  }

  #cancel(cancel: HTMLButtonElement): void {
    this.#cancelled = true;
    cancel.setAttribute("aria-disabled", "true");
    this.#section.say(STOPPING);
    this.#wake();
  }

  #setUp(): HTMLElement[] {
    const setUp = button(
      "setUpWorkbook",
      labelOf("setUpWorkbook"),
      () =>
        this.#app.whileBusy(async () => {
          this.#section.say("Choose a model in the dialog over the sheet.");
          let tell: () => void;
          try {
            const message = await call("runCommand", "setUpWorkbook");
            tell = () => this.#section.say(message ?? "");
          } catch (error) {
            tell = () => this.#section.warn(wordsOf(error));
          }
          await this.#app.refresh();
          tell();
        }),
      "primary",
    );
    return [paragraph("There is nothing to score here yet."), element("div", { class: "row" }, setUp)];
  }

  #choices(kind: string): HTMLElement[] {
    return commands
      .filter(({ group }) => group === "score")
      .flatMap(({ id, label, help, kind: how }, place) =>
        how !== "run"
          ? []
          : [
              element(
                "div",
                { class: "row" },
                button(id, label, () => this.#app.run(id), place === 0 ? kind : ""),
              ),
              paragraph(help, "hint"),
            ],
      );
  }

  #unfinished(run: RunState): HTMLElement[] {
    const bar = element("progress", {
      "aria-label": labelOf(run.command),
      max: String(run.total),
      value: String(run.done),
    });
    const state = run.status === "running" ? "It may be running in another window." : "It goes on where it stopped.";
    return [
      element("h3", {}, `${labelOf(run.command)}: not finished`),
      bar,
      paragraph(`${doneOf(run)}. ${state}`, "number"),
      element(
        "div",
        { class: "row" },
        button("continue", "Continue", () => this.#app.run(run), "primary"),
      ),
      ...this.#choices(""),
    ];
  }
}

const STOPPING = "Stopping after these partners…";

const doneOf = ({ done, total }: RunState): string => `${many(done)} of ${counted(total, "partner", "partners")} done`;

/** What is read out: nothing before there is something to tell. */
function progressOf(state: RunState): string {
  if (state.message !== "") return `${state.message} Trying again in ${state.waitSeconds} s.`;
  return state.done === 0 ? "" : doneOf(state);
}
