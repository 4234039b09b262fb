/** Numbers and times as the page writes them. */

export const many = (count: number): string => count.toLocaleString("en");
export const counted = (count: number, one: string, several: string): string =>
  `${many(count)} ${count === 1 ? one : several}`;

/** In the reader's own time zone and way of writing. @param at ISO 8601. */
export const when = (at: string): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

export const duration = (seconds: number): string =>
  seconds < 60
    ? `${Math.max(1, Math.round(seconds))} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
