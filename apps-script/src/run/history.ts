/** What was run in this workbook, the newest first: 20 runs in one property, which may hold 9 kB. */
import { utf8Length } from "../menu/portions.ts";
import { noteLastRun } from "../menu/start-tab.ts";
import type { MenuPlatform, Properties } from "../platform.ts";
import type { HistoryEntry } from "../sidebar/wire.ts";

const HISTORY = "levelsheet.history";
const MOST = 20;
const MOST_BYTES = 9_000;
const LONGEST_MESSAGE = 200;

export function readHistory(properties: Properties | null): HistoryEntry[] {
  try {
    const entries: unknown = JSON.parse(properties?.getProperty(HISTORY) ?? "[]");
    return Array.isArray(entries) ? (entries as HistoryEntry[]) : [];
  } catch {
    return [];
  }
}

/** A run that was continued takes the place of its former entry. */
export function noteRun(entry: HistoryEntry, platform: MenuPlatform): void {
  const properties = platform.properties();
  const others = readHistory(properties).filter(({ id }) => id !== entry.id);
  const entries = [{ ...entry, message: shortened(entry.message) }, ...others].slice(0, MOST);
  let text = JSON.stringify(entries);
  while (utf8Length(text) > MOST_BYTES) {
    entries.pop();
    text = JSON.stringify(entries);
  }
  properties?.setProperty(HISTORY, text);
  noteLastRun(entry, platform.spreadsheet());
}

const shortened = (message: string): string =>
  message.length <= LONGEST_MESSAGE ? message : `${message.slice(0, LONGEST_MESSAGE - 1)}…`;
