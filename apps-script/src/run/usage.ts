/** Counts requests by day: Google allows a person 20,000, a free Worker takes 100,000 from everybody together. */
import type { Clock, Fetch, Properties } from "../platform.ts";
import type { Usage } from "../sidebar/wire.ts";

const USAGE = "levelsheet.usage";

export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/**
 * Formulas count in the workbook's properties: inside a cell, a person's own are not to be had. Several at once may
 * count as one there, since waiting for each other would take longer than they have.
 */
export function countedFetch(fetch: Fetch, properties: () => Properties | null, clock: Clock): Fetch {
  return {
    fetch(address, request) {
      try {
        const store = properties();
        const day = dayOf(clock.now());
        store?.setProperty(USAGE, `${day} ${countOf(store, day) + 1}`);
      } catch {
        // Counting must never keep anybody from working.
      }
      return fetch.fetch(address, request);
    },
  };
}

export function readUsage(person: Properties | null, workbook: Properties | null, now: number): Usage {
  const day = dayOf(now);
  return { day, commands: countOf(person, day), formulas: countOf(workbook, day) };
}

function countOf(properties: Properties | null, day: string): number {
  const [counted, count] = (properties?.getProperty(USAGE) ?? "").split(" ");
  return counted === day ? Number(count) || 0 : 0;
}
