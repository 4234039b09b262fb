/**
 * The menu works beside an open sidebar, and Google tells a sidebar nothing: so it looks again when somebody comes back
 * to it, and every few seconds while it waits for something that is done elsewhere.
 */
import type { SidebarState } from "../wire.ts";

export interface Follower {
  /** What the page shows now; null while it must not change. */
  shown(): SidebarState | null;
  /** Reads the state, and shows what has changed. */
  look(): Promise<void>;
}

/** Milliseconds between two looks. */
const OFTEN = 4_000;
/** Looks without a change, ten minutes of them: then whoever comes back makes it look again. */
const MOST = 150;

export function followSheet({ shown, look }: Follower): void {
  let idle = 0;
  let looking = false;
  const lookAgain = async (): Promise<void> => {
    if (looking || shown() === null || document.hidden) return;
    looking = true;
    const before = shown();
    try {
      await look();
      idle = isSame(before, shown()) ? idle + 1 : 0;
    } catch {
      // Whoever presses a button is told; a look that nobody asked for is not worth a word.
      idle++;
    } finally {
      looking = false;
    }
  };
  const comeBack = (): void => {
    idle = 0;
    void lookAgain();
  };
  window.addEventListener("focus", comeBack);
  document.addEventListener("visibilitychange", comeBack);
  window.setInterval(() => {
    const state = shown();
    if (state !== null && waits(state) && idle < MOST) void lookAgain();
  }, OFTEN);
}

/** For a connection, for tabs, or for the end of a run that the menu or another window began. */
const waits = ({ connection, hasWorkbook, run }: SidebarState): boolean =>
  connection === null || !hasWorkbook || run?.status === "running";

const isSame = (one: SidebarState | null, other: SidebarState | null): boolean =>
  JSON.stringify({ ...one, now: 0 }) === JSON.stringify({ ...other, now: 0 });
