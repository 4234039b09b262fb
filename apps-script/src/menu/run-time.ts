/** How long a run may go on: Google ends it after six minutes, and a stop of our own keeps the last word ours. */
import type { Clock } from "../platform.ts";

const PATIENCE = 270_000;

export interface RunTime {
  isOver(): boolean;
}

export function startRun(clock: Clock): RunTime {
  const started = clock.now();
  return { isOver: () => clock.now() - started > PATIENCE };
}
