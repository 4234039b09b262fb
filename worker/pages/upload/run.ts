/** Sending one portion after another, with progress, until all are sent, one fails, or somebody stops it. */
import { count, element } from "./elements.ts";
import { addOutcome, type Outcome, type Portion } from "./portions.ts";

export interface Run {
  outcome: Outcome;
  /** The first portion that is not sent yet. */
  next: number;
}

export interface Progress {
  shown: HTMLElement;
  stopped(): boolean;
  show(done: number): void;
}

export function progressOf(label: string, total: number): Progress {
  let stopped = false;
  const bar = element("progress", { max: String(total), value: "0", "aria-label": label });
  const said = element("p", { class: "hint" });
  const stop = element("button", { type: "button", class: "second" }, "Stop");
  stop.addEventListener("click", () => {
    stopped = true;
    stop.disabled = true;
  });
  const show = (done: number) => {
    bar.value = done;
    said.textContent = `${label}: ${count(done)} of ${count(total)} rows`;
  };
  show(0);
  return { shown: element("div", {}, bar, said, stop), stopped: () => stopped, show };
}

/**
 * @param send is given the portion and its place.
 * @throws what `send` throws; `run.next` is then the portion to go on with.
 */
export async function sendPortions(
  portions: readonly Portion[],
  run: Run,
  progress: Progress,
  send: (portion: Portion, place: number) => Promise<Outcome>,
): Promise<void> {
  const rowsBefore = (place: number) => portions.slice(0, place).reduce((sum, { rows }) => sum + rows.length, 0);
  let done = rowsBefore(run.next);
  progress.show(done);
  for (; run.next < portions.length && !progress.stopped(); run.next++) {
    const portion = portions[run.next];
    if (portion === undefined) return;
    addOutcome(run.outcome, portion, await send(portion, run.next));
    done += portion.rows.length;
    progress.show(done);
  }
}
