/** The run of a workbook as it is kept between its portions: one at a time, in DocumentProperties. */
import type { RunId } from "../commands.ts";
import { utf8Length } from "../menu/portions.ts";
import type { Properties } from "../platform.ts";
import type { RunStatus } from "../sidebar/wire.ts";

export interface RunRecord {
  id: string;
  command: RunId;
  print: string;
  status: RunStatus;
  /** Partners. */
  done: number;
  total: number;
  notes: number;
  requests: number;
  /** Milliseconds spent at work, waits left out. */
  worked: number;
  /** Failures in a row. */
  failures: number;
  /** How often it began anew because something had changed. */
  restarts: number;
  /** Milliseconds since 1970. */
  started: number;
  touched: number;
  message: string;
  waitSeconds: number;
  /** Properties that hold the names of the chosen partners; null where all are meant. */
  nameParts: number | null;
}

const RUN = "levelsheet.run";
const namesProperty = (part: number): string => `${RUN}.names.${part}`;
/** Of the 9 kB a value may have. */
const PART_BYTES = 8_000;

export function readRun(properties: Properties | null): RunRecord | null {
  try {
    return JSON.parse(properties?.getProperty(RUN) ?? "null") as RunRecord | null;
  } catch {
    return null;
  }
}

export function writeRun(record: RunRecord, properties: Properties | null): void {
  properties?.setProperty(RUN, JSON.stringify(record));
}

/** @returns how many properties hold them, null for all partners. */
export function writeNames(
  names: readonly string[] | null,
  before: RunRecord | null,
  properties: Properties | null,
): number | null {
  const parts: string[][] = [];
  let bytes = 0;
  for (const name of names ?? []) {
    const own = utf8Length(JSON.stringify(name)) + 1;
    const part = parts.at(-1);
    if (part === undefined || bytes + own > PART_BYTES) {
      parts.push([name]);
      bytes = own;
    } else {
      part.push(name);
      bytes += own;
    }
  }
  for (let part = parts.length; part < (before?.nameParts ?? 0); part++)
    properties?.deleteProperty(namesProperty(part));
  parts.forEach((part, place) => {
    properties?.setProperty(namesProperty(place), JSON.stringify(part));
  });
  return names === null ? null : parts.length;
}

/** @returns null for all partners. */
export function readNames({ nameParts }: RunRecord, properties: Properties | null): Set<string> | null {
  if (nameParts === null) return null;
  const names = new Set<string>();
  for (let part = 0; part < nameParts; part++) {
    for (const name of JSON.parse(properties?.getProperty(namesProperty(part)) ?? "[]") as string[]) names.add(name);
  }
  return names;
}
