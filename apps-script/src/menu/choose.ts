/** Does what somebody chose: from the menu, with a dialog at the end, or from the sidebar, which shows it itself. */
import { type CommandId, isRun, labelOf, type OnceId } from "../commands.ts";
import type { MenuPlatform } from "../platform.ts";
import { noteRun } from "../run/history.ts";
import { runToEnd } from "../run/run.ts";
import { forgetProgress } from "./run-time.ts";
import { command, inWords } from "./say.ts";
import { works } from "./work.ts";

export function chooseFromMenu(id: CommandId, platform: MenuPlatform): void {
  command(labelOf(id), platform, () => (isRun(id) ? runToEnd(id, platform) : workOnce(id, platform)));
}

/** @returns what to tell, null where a dialog was closed. @throws what the work throws. */
export function workOnce(id: OnceId, platform: MenuPlatform): string | null {
  const started = platform.clock.now();
  let requests = 0;
  const fetch: MenuPlatform["fetch"] = {
    fetch(address, request) {
      requests++;
      return platform.fetch.fetch(address, request);
    },
  };
  const note = (outcome: "finished" | "failed", message: string): void =>
    noteRun(
      {
        id: platform.digest(`${id} ${started}`).slice(0, 16),
        at: new Date(started).toISOString(),
        command: id,
        partners: null,
        requests,
        seconds: (platform.clock.now() - started) / 1_000,
        outcome,
        message,
      },
      platform,
    );
  forgetProgress(platform);
  try {
    const message = works[id]({ ...platform, fetch });
    if (message !== null) note("finished", message);
    return message;
  } catch (error) {
    note("failed", inWords(error));
    throw error;
  } finally {
    forgetProgress(platform);
  }
}
