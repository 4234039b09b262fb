/**
 * The one engine of everything that goes in portions. Each portion is written before the next is asked for, and the
 * place is kept: whoever goes on, from the menu or the sidebar, today or tomorrow, goes on from there.
 */
import { labelOf, type RunId } from "../commands.ts";
import { counted, sentence } from "../menu/say.ts";
import { requireConnection } from "../menu/settings.ts";
import { jobs } from "../menu/work.ts";
import type { MenuPlatform } from "../platform.ts";
import { ask, askPatiently, type Question, Trouble } from "../service.ts";
import type { RunState } from "../sidebar/wire.ts";
import { noteRun } from "./history.ts";
import type { Ask, Prepared } from "./job.ts";
import { type RunRecord, readNames, readRun, writeNames, writeRun } from "./record.ts";

/** Google ends a run after six minutes; stopping before that keeps the last word ours. */
const PATIENCE = 270_000;
const LOCK_PATIENCE = 5_000;
/** Nobody has gone on for so long: its page was closed, or Google ended it. */
const ABANDONED = 90_000;
const MOST_FAILURES = 5;
const MOST_RESTARTS = 3;
/** A longer wait is the reader's to decide. */
const LONGEST_WAIT = 120;
const BUSY = "somebody else is scoring this workbook. Try again in a minute";

interface Run {
  record: RunRecord;
  prepared: Prepared;
}

/** Finds out what there is to do, and asks for nothing yet. @throws Trouble. */
export function startRun(command: RunId, platform: MenuPlatform): RunState {
  requireConnection(platform);
  return alone(platform, () => stateOf(begin(command, platform).record));
}

/**
 * Does one portion, with one request.
 *
 * @param resume whether a run that was cancelled, or failed, goes on; else it stays as somebody left it.
 * @throws Trouble where the run is not there any more.
 */
export function continueRun(id: string, resume: boolean, platform: MenuPlatform): RunState {
  const ends = ({ status }: RunRecord): boolean => status === "finished" || (status !== "running" && !resume);
  const known = requireRun(id, platform);
  if (ends(known)) return stateOf(known);
  const waiting = { ...stateOf(known), message: sentence(BUSY), waitSeconds: 10 };
  return alone(
    platform,
    () => {
      // Read again: whoever held the lock may have done a portion.
      const record = requireRun(id, platform);
      if (ends(record)) return stateOf(record);
      if (resume) Object.assign(record, { status: "running", failures: 0, restarts: 0 });
      const connection = requireConnection(platform);
      const once = (question: Question): string => ask(question, connection, countingFetch(record, platform));
      attempt(record, MOST_FAILURES, platform, () => {
        const prepared = jobs[record.command].prepare(platform, readNames(record, platform.properties()));
        beginAnewIfChanged(record, prepared);
        portion({ record, prepared }, once, platform);
      });
      return stateOf(record);
    },
    waiting,
  );
}

/** What is written stays; starting or continuing goes on from here. @throws Trouble where the run is not there. */
export function cancelRun(id: string, platform: MenuPlatform): RunState {
  const record = requireRun(id, platform);
  if (record.status === "finished") return stateOf(record);
  Object.assign(record, { status: "cancelled", message: "", waitSeconds: 0 });
  keep(record, platform);
  return stateOf(record);
}

/** Portion after portion, as the menu does it. @returns what to tell. @throws Trouble. */
export function runToEnd(command: RunId, platform: MenuPlatform): string {
  const connection = requireConnection(platform);
  return alone(platform, () => {
    const started = platform.clock.now();
    const run = begin(command, platform);
    const { record } = run;
    const patiently = (question: Question): string =>
      askPatiently(question, connection, countingFetch(record, platform), platform.clock);
    while (record.status === "running") {
      if (platform.clock.now() - started > PATIENCE) {
        record.status = "paused";
        keep(record, platform);
        break;
      }
      attempt(record, 1, platform, () => portion(run, patiently, platform));
      if (record.status === "running") {
        platform.spreadsheet().toast(`${record.done} of ${record.total} partners`, labelOf(command), 10);
      }
    }
    const { status, done, total, message } = record;
    if (status === "finished") return message;
    const paused =
      done === 0
        ? ""
        : `${counted(done, "partner", "partners")} of ${total.toLocaleString("en")} are done. Choose ${labelOf(command)} again to continue.`;
    const words = [message, paused].filter((text) => text !== "").join(" ");
    if (status === "failed") throw new Trouble(words);
    return words;
  });
}

export const stateOf = ({ id, command, status, done, total, message, waitSeconds }: RunRecord): RunState => ({
  id,
  command,
  status,
  done,
  total,
  message,
  waitSeconds,
});

/** A new run, or the last one of this command where it stopped over the same answers. @throws Trouble. */
function begin(command: RunId, platform: MenuPlatform): Run {
  const properties = platform.properties();
  const now = platform.clock.now();
  const before = readRun(properties);
  if (before?.status === "running" && now - before.touched < ABANDONED) throw new Trouble(BUSY);
  const names = jobs[command].choose?.(platform.spreadsheet()) ?? null;
  const prepared = jobs[command].prepare(platform, names && new Set(names));
  const { print, total } = prepared;
  const goesOn = before?.command === command && before.print === print && before.status !== "finished";
  const record: RunRecord = {
    ...(goesOn
      ? before
      : {
          id: platform.digest(`${command} ${now} ${print}`).slice(0, 16),
          command,
          print,
          done: 0,
          notes: 0,
          requests: 0,
          worked: 0,
          started: now,
        }),
    total,
    status: "running",
    failures: 0,
    restarts: 0,
    touched: now,
    message: "",
    waitSeconds: 0,
    nameParts: writeNames(names, before, properties),
  };
  writeRun(record, properties);
  return { record, prepared };
}

function beginAnewIfChanged(record: RunRecord, { print, total }: Prepared): void {
  if (record.print !== print) {
    if (record.restarts === MOST_RESTARTS) {
      throw new Trouble("the answers keep changing while they are scored. Continue when nobody is editing them");
    }
    Object.assign(record, { print, done: 0, notes: 0, restarts: record.restarts + 1 });
  }
  record.total = total;
}

function portion({ record, prepared }: Run, patience: Ask, platform: MenuPlatform): void {
  const { partners, notes } = prepared.portion(record.done, patience);
  platform.flush();
  Object.assign(record, {
    status: "running",
    done: record.done + partners,
    notes: record.notes + notes,
    failures: 0,
    message: "",
    waitSeconds: 0,
  });
  if (record.done >= record.total)
    Object.assign(record, { status: "finished", message: prepared.summary(record.notes) });
}

/** @param most failures in a row that end the run. */
function attempt(record: RunRecord, most: number, platform: MenuPlatform, work: () => void): void {
  const before = platform.clock.now();
  try {
    work();
  } catch (error) {
    record.failures++;
    const trouble = error instanceof Trouble ? error : new Trouble(UNFORESEEN, true);
    const wait = Math.max(trouble.waitSeconds, 2 ** record.failures);
    const ends = !trouble.passing || record.failures >= most || wait > LONGEST_WAIT;
    Object.assign(record, {
      status: ends ? "failed" : "running",
      message: sentence(trouble.message),
      waitSeconds: ends ? 0 : wait,
    });
  }
  record.worked += platform.clock.now() - before;
  keep(record, platform);
}

/** Google's own services fail at times, in words that help nobody. */
const UNFORESEEN = "Google Sheets did not take what was written. Try again in a minute";

function keep(record: RunRecord, platform: MenuPlatform): void {
  const properties = platform.properties();
  record.touched = platform.clock.now();
  writeRun(record, properties);
  if (record.status === "running") return;
  const { id, command, started, total, done, requests, worked, status, message } = record;
  noteRun(
    {
      id,
      at: new Date(started).toISOString(),
      command,
      partners: status === "finished" ? total : done,
      requests,
      seconds: worked / 1_000,
      outcome: status,
      message,
    },
    platform,
  );
}

function requireRun(id: string, platform: MenuPlatform): RunRecord {
  const record = readRun(platform.properties());
  if (record?.id === id) return record;
  throw new Trouble("another run has begun in this workbook since. Look at the run history");
}

function countingFetch(record: RunRecord, { fetch }: MenuPlatform): MenuPlatform["fetch"] {
  return {
    fetch(address, request) {
      record.requests++;
      return fetch.fetch(address, request);
    },
  };
}

/** @param busy what to give where somebody else holds the workbook. @throws Trouble without it. */
function alone<Result>(platform: MenuPlatform, work: () => Result, busy?: Result): Result {
  const lock = platform.lock();
  if (lock !== null && !lock.tryLock(LOCK_PATIENCE)) {
    if (busy !== undefined) return busy;
    throw new Trouble(BUSY);
  }
  try {
    return work();
  } finally {
    lock?.releaseLock();
  }
}
