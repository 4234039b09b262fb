/** How an operation says that it will go: RFC 9745 (Deprecation) and RFC 8594 (Sunset). */

export interface Deprecation {
  /** ISO 8601 date from which it should not be used any more. */
  since: string;
  /** ISO 8601 date on which it may be gone, a year later or more. */
  sunset: string;
  /** Address of what to use in its place. */
  successor: string;
}

const DAY = 86_400_000;
const SHORTEST = 365 * DAY;

/**
 * @returns the headers for every response of the operation.
 * @throws Error where callers would have less than a year.
 */
export function deprecationHeaders({ since, sunset, successor }: Deprecation): Record<string, string> {
  const [from, until] = [Date.parse(since), Date.parse(sunset)];
  if (!(until - from >= SHORTEST)) throw new Error(`from ${since} to ${sunset} is less than a year`);
  return {
    deprecation: `@${from / 1000}`,
    sunset: new Date(until).toUTCString(),
    link: `<${successor}>; rel="successor-version"`,
  };
}
