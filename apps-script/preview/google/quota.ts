/** What Google counts, and where it stops: the figures of a consumer account. */
import { GoogleFailure } from "./as-google.ts";

export const LIMITS = {
  /** Requests a day. */
  fetches: 20_000,
  /** Bytes of an address, of a request, and of an answer. */
  addressBytes: 2_048,
  requestBytes: 50 * 1_024 * 1_024,
  /** Bytes of a property, and of a store of them. */
  propertyBytes: 9 * 1_024,
  propertyStoreBytes: 500 * 1_024,
  /** Bytes of a remembered value; how many there are; seconds they live. */
  cacheBytes: 100 * 1_024,
  cacheItems: 1_000,
  cacheSeconds: 21_600,
  cacheKey: 250,
  /** Cells that a function returns are counted by nobody; its text is. */
  cellText: 50_000,
} as const;

export interface Counters {
  /** Day in ISO 8601; a new one begins at 0. */
  day: string;
  fetches: number;
  /** Bytes sent and received today. */
  sent: number;
  received: number;
}

export const emptyCounters = (): Counters => ({ day: "", fetches: 0, sent: 0, received: 0 });

/** @throws where the day's requests are used up. */
export function countFetch(counters: Counters, now: number, sent: number): void {
  const day = new Date(now).toISOString().slice(0, 10);
  if (counters.day !== day) Object.assign(counters, emptyCounters(), { day });
  if (counters.fetches >= LIMITS.fetches) {
    throw new GoogleFailure("Service invoked too many times for one day: urlfetch.");
  }
  counters.fetches++;
  counters.sent += sent;
}

/** Bytes in UTF-8. */
export function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
