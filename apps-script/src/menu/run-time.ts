/**
 * How long a command that is done in one go may take, how far it is, and whether somebody stopped it. Google ends it after
 * six minutes, and a stop of our own keeps the last word ours. The sidebar asks meanwhile, in a run of its own: what it is
 * told goes through the cache, and may get lost there.
 */
import { labelOf, type OnceId } from "../commands.ts";
import type { Cache, MenuPlatform } from "../platform.ts";
import type { Progress } from "../sidebar/wire.ts";

/** Milliseconds after which nothing new is begun: what is begun may take four requests of 25 seconds. */
const PATIENCE = 240_000;
/** Milliseconds between two looks for a stop. */
const OFTEN = 1_000;
/** Seconds; no run takes longer. */
const LIFE = 360;
const PROGRESS = "levelsheet.progress";
const STOP = "levelsheet.stop";

export interface RunTime {
  /** Whether to begin nothing new: the time is up, or somebody stopped the command. */
  isOver(): boolean;
  /** Tells whoever waits how far it is. */
  went(done: number, total: number, unit: Progress["unit"]): void;
}

export function startRun(command: OnceId, platform: MenuPlatform): RunTime {
  const { clock } = platform;
  const started = clock.now();
  let looked = started;
  let isStopped = false;
  let isTold = false;
  return {
    isOver() {
      const now = clock.now();
      // Nobody can stop what tells nobody how far it is.
      if (isTold && !isStopped && now - looked >= OFTEN) {
        looked = now;
        isStopped = noted(STOP, platform) !== "";
      }
      return isStopped || now - started > PATIENCE;
    },
    went(done, total, unit) {
      isTold = true;
      platform.spreadsheet().toast(`${done} of ${total} ${unit}`, labelOf(command), 10);
      const progress: Progress = { command, done, total, unit };
      note({ [PROGRESS]: JSON.stringify(progress) }, platform);
    },
  };
}

/** Of the command that is under way, where it has told anything. */
export function readProgress(platform: MenuPlatform): Progress | null {
  const text = noted(PROGRESS, platform);
  return text === "" ? null : (JSON.parse(text) as Progress);
}

/** Before a command begins, and once it has ended. */
export function forgetProgress(platform: MenuPlatform): void {
  note({ [PROGRESS]: "", [STOP]: "" }, platform);
}

/** What is done stays done; choosing the command again goes on from there. */
export function stopCommand(platform: MenuPlatform): void {
  note({ [STOP]: "stop" }, platform);
}

function noted(name: string, { cache }: { cache(): Cache | null }): string {
  try {
    return cache()?.getAll([name])[name] ?? "";
  } catch {
    return "";
  }
}

/** Google's cache fails at times; that must keep nobody from working. */
function note(values: Record<string, string>, { cache }: { cache(): Cache | null }): void {
  try {
    cache()?.putAll(values, LIFE);
  } catch {
    // Then nothing is shown.
  }
}
