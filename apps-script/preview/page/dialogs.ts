/** Dialogs and passing messages. */
import type { Question, Reply } from "../google/ui.ts";
import { byId, element } from "./elements.ts";

const WORDS: Record<string, string> = { OK: "OK", CANCEL: "Cancel", YES: "Yes", NO: "No", EDIT: "Edit anyway" };

/** @returns which button was pressed, and what was entered. */
export function ask({ kind, title, message, buttons }: Question): Promise<Reply> {
  const input = element("input", { type: "text", id: "reply", autocomplete: "off", "aria-describedby": "question" });
  const made = buttons.map((button, place) =>
    element(
      "button",
      { type: "submit", value: button, class: place === 0 ? "main" : "plain" },
      WORDS[button] ?? button,
    ),
  );
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { id: "asked" }, title === "" ? "Levelsheet" : title),
    element("p", { id: "question", class: "message" }, message),
    ...(kind === "prompt" ? [element("label", { for: "reply", class: "unseen" }, "Your answer"), input] : []),
    element("div", { class: "buttons" }, ...made),
  );
  const dialog = element("dialog", { "aria-labelledby": "asked" }, form);
  return open(dialog).then((button) => ({ button: button === "" ? "CLOSE" : button, text: input.value }));
}

/** A dialog of this page's own, with whatever is to be shown in it. */
export function tell(title: string, ...content: (Node | string)[]): Promise<string> {
  const form = element(
    "form",
    { method: "dialog" },
    // The button would else have the focus, and bring the end of a long text into view.
    element("h2", { id: "asked", tabindex: "-1", autofocus: "" }, title),
    ...content,
    element("div", { class: "buttons" }, element("button", { type: "submit", value: "OK", class: "main" }, "Close")),
  );
  return open(element("dialog", { "aria-labelledby": "asked" }, form));
}

let last: Promise<unknown> = Promise.resolve();

/** One after the other. @returns the value of the button, blank for none. */
function open(dialog: HTMLDialogElement): Promise<string> {
  const shown = last.then(
    () =>
      new Promise<string>((done) => {
        document.body.append(dialog);
        dialog.addEventListener("close", () => {
          dialog.remove();
          done(dialog.returnValue);
        });
        dialog.showModal();
      }),
  );
  last = shown;
  return shown;
}

export function toast(message: string, title: string, seconds: number): void {
  const made = element("p", { class: "toast" }, ...(title === "" ? [] : [element("strong", {}, title)]), message);
  const place = byId("toasts");
  place.replaceChildren(made);
  // Google keeps a message with a negative time until it is clicked away.
  if (seconds > 0) window.setTimeout(() => made.remove(), seconds * 1_000);
}
