/**
 * Answers of the service by what was asked: a sheet recalculates more often than it changes. Failures are remembered
 * too, for a moment, or two hundred formulas would ask two hundred times.
 */
import type { Cache } from "./platform.ts";

export type Remembered = { answer: string } | { trouble: string };

/** A value may have 100 kB; no character takes more than 3 bytes in UTF-8. */
const PART = 30_000;
/** A larger answer is asked for again rather than push everything else out. */
const MOST_PARTS = 40;

export function recall(key: string, cache: Cache | null): Remembered | null {
  if (cache === null) return null;
  try {
    const head = cache.getAll([key])[key];
    if (head === undefined) return null;
    if (head.startsWith("!")) return { trouble: head.slice(1) };
    const names = partNames(key, Number(head));
    const parts = cache.getAll(names);
    const texts = names.map((name) => parts[name]);
    return texts.some((text) => text === undefined) ? null : { answer: texts.join("") };
  } catch {
    // Google's cache fails at times. Then the service answers.
    return null;
  }
}

export function remember(key: string, remembered: Remembered, seconds: number, cache: Cache | null): void {
  if (cache === null) return;
  try {
    if ("trouble" in remembered) {
      cache.putAll({ [key]: `!${remembered.trouble}` }, seconds);
      return;
    }
    const { answer } = remembered;
    const parts = partsOf(answer);
    if (parts.length > MOST_PARTS) return;
    const values: Record<string, string> = { [key]: String(parts.length) };
    partNames(key, parts.length).forEach((name, place) => {
      values[name] = parts[place] ?? "";
    });
    cache.putAll(values, seconds);
  } catch {
    // Not remembered, asked again.
  }
}

const partNames = (key: string, count: number): string[] =>
  Array.from({ length: count }, (_, place) => `${key}.${place}`);

/** Never cut between the halves of a character: neither half would come back. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  for (let from = 0; from < text.length; ) {
    const last = text.charCodeAt(from + PART - 1);
    const to = from + (last >= 0xd800 && last < 0xdc00 ? PART - 1 : PART);
    parts.push(text.slice(from, to));
    from = to;
  }
  return parts;
}
