/** A command that is done in one go: how far it is, where it says so, and a way to stop it. */
import { labelOf, type OnceId } from "../../commands.ts";
import { button, element, paragraph } from "./elements.ts";
import { call } from "./script.ts";
import type { Lines } from "./section.ts";
import { many } from "./words.ts";

/** Milliseconds between two looks: each is a run of the script. */
const OFTEN = 2_000;

/** @param place shows the progress while there is one. @throws what the work throws. */
export async function whileWatched<Value>(
  command: OnceId,
  place: HTMLElement,
  lines: Lines,
  work: () => Promise<Value>,
): Promise<Value> {
  const bar = element("progress", { "aria-label": labelOf(command) });
  const count = paragraph("", "number");
  const cancel = button("cancel", "Cancel", () => {
    cancel.setAttribute("aria-disabled", "true");
    lines.say("Stopping …");
    // Where this is lost, the command goes on to its end.
    call("stopCommand").catch(() => cancel.removeAttribute("aria-disabled"));
  });
  let timer = 0;
  let isOver = false;
  const look = async (): Promise<void> => {
    const progress = await call("readProgress").catch(() => null);
    if (isOver) return;
    if (progress?.command === command) {
      bar.max = progress.total;
      bar.value = progress.done;
      count.textContent = `${many(progress.done)} of ${many(progress.total)} ${progress.unit} done`;
      if (bar.parentNode === null) place.replaceChildren(bar, count, element("div", { class: "row" }, cancel));
    }
    timer = window.setTimeout(look, OFTEN);
  };
  timer = window.setTimeout(look, OFTEN);
  try {
    return await work();
  } finally {
    isOver = true;
    window.clearTimeout(timer);
    place.replaceChildren();
  }
}
