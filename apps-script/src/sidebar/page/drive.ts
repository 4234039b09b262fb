/** Drives a run portion by portion, through lost calls and failures that pass. */
import type { RunId } from "../../commands.ts";
import type { RunState } from "../wire.ts";
import { call, Unreachable } from "./script.ts";

/** Calls in a row that may get lost. */
const MOST_LOST = 5;
/** Waits in a row in which nothing gets done, such as for somebody else's run. */
const MOST_IDLE = 20;

export interface Watcher {
  /** Called before each wait and each portion. */
  show(state: RunState): void;
  isCancelled(): boolean;
  /** Waits, or less where the reader cancels. */
  wait(seconds: number): Promise<void>;
}

/**
 * @returns the run as it ended, or as it was cancelled.
 * @throws Error in words where it cannot go on; what is done stays done.
 */
export async function drive(begun: RunId | RunState, watcher: Watcher): Promise<RunState> {
  let state = typeof begun === "string" ? await start(begun, watcher) : { ...begun, status: "running" as const };
  let resume = typeof begun !== "string";
  let lost = 0;
  let idle = 0;
  while (state.status === "running") {
    watcher.show(state);
    if (state.waitSeconds > 0) await watcher.wait(state.waitSeconds);
    const before = state.done;
    try {
      state = await (watcher.isCancelled() ? call("cancelRun", state.id) : call("continueRun", state.id, resume));
      resume = false;
      lost = 0;
      idle = state.done === before ? idle + 1 : 0;
      if (idle > MOST_IDLE) throw new Error(state.message);
    } catch (error) {
      if (!(error instanceof Unreachable && error.passing) || ++lost > MOST_LOST) throw error;
      state = { ...state, message: error.message, waitSeconds: 2 ** (lost - 1) };
    }
  }
  return state;
}

/** Where the answer got lost, the run may have begun all the same. */
async function start(command: RunId, watcher: Watcher): Promise<RunState> {
  for (let lost = 0; ; ) {
    try {
      return await call("startRun", command);
    } catch (error) {
      if (!(error instanceof Unreachable && error.passing) || ++lost > MOST_LOST) throw error;
      await watcher.wait(2 ** (lost - 1));
      const { run } = await call("readState").catch(() => ({ run: null }));
      if (run?.command === command && run.status === "running") return run;
    }
  }
}
