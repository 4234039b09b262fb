/** One person's command at a time: two of them writing one tab would write over each other. */
import type { MenuPlatform } from "../platform.ts";
import { Trouble } from "../service.ts";

const PATIENCE = 5_000;

/** Ask the reader before, where that is possible: others wait while a dialog is open. @throws Trouble where somebody else is at it. */
export function withLock<Result>(platform: MenuPlatform, work: () => Result): Result {
  const lock = platform.lock();
  if (lock !== null && !lock.tryLock(PATIENCE)) {
    throw new Trouble("somebody else is working with Levelsheet in this workbook. Try again in a minute");
  }
  try {
    return work();
  } finally {
    lock?.releaseLock();
  }
}
