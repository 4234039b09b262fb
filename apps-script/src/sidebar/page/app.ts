/** What the parts of the page share: the state the script gave, and that one thing is done at a time. */
import type { RunId } from "../../commands.ts";
import type { RunState, SidebarState } from "../wire.ts";

export interface App {
  /** Does one thing after another; a click meanwhile does nothing. */
  whileBusy(work: () => Promise<void>): void;
  /** Asks the script how things stand and draws every part anew. */
  refresh(): Promise<void>;
  /** Starts a run, or goes on with one, in the Score part. */
  run(begun: RunId | RunState): void;
}

/** A part that draws itself from the state. */
export interface Part {
  node: HTMLElement;
  /** What it draws from: nothing of it is drawn anew unasked while that stays the same, such as what somebody types. */
  shows: readonly (keyof SidebarState)[];
  draw(state: SidebarState): void;
}
