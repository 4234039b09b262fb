/** All services of one run, by the names a script knows them by. */
import { asGoogle } from "./as-google.ts";
import { type Annex, type Book, type BookView, emptyAnnex, fitRows } from "./book.ts";
import { type AuthMode, Execution } from "./execution.ts";
import { HtmlService } from "./html-service.ts";
import { type Counters, emptyCounters } from "./quota.ts";
import { Charts, LockService, type LockState, Session, Utilities } from "./services.ts";
import { SpreadsheetApp } from "./spreadsheet-app.ts";
import { type CacheEntries, CacheService, emptyProperties, PropertiesService, type PropertyStores } from "./storage.ts";
import { type Replies, Ui, type UiView } from "./ui.ts";
import { type Send, UrlFetchApp } from "./url-fetch.ts";

/** What outlives a run. */
export interface Memory {
  annex: Annex;
  properties: PropertyStores;
  cache: CacheEntries;
  counters: Counters;
  lock: LockState;
}

export const emptyMemory = (): Memory => ({
  annex: emptyAnnex(),
  properties: emptyProperties(),
  cache: new Map(),
  counters: emptyCounters(),
  lock: { heldBy: null },
});

/** Where the script runs: a page, or a test. */
export interface Surroundings extends Pick<Book, "univer" | "workbook"> {
  memory: Memory;
  view: BookView & UiView & { memoryChanged(): void };
  send: Send;
  clock: { now(): number; pause(milliseconds: number): void };
  /** Pages of the project by name. */
  files: Readonly<Record<string, string>>;
}

export function googleGlobals(mode: AuthMode, place: Surroundings, replies: Replies = { given: [], pending: null }) {
  const { memory, view, clock } = place;
  const execution = new Execution(mode, clock.now);
  const book: Book = {
    univer: place.univer,
    workbook: place.workbook,
    execution,
    annex: memory.annex,
    view,
    toFit: new Map(),
  };
  const ui = new Ui(execution, view, replies);
  const quiet = () => undefined;
  const services = {
    SpreadsheetApp: new SpreadsheetApp(book, () => asGoogle(ui)),
    UrlFetchApp: new UrlFetchApp(execution, place.send, memory.counters, clock.now),
    HtmlService: new HtmlService(place.files),
    PropertiesService: new PropertiesService(execution, memory.properties, view.memoryChanged),
    CacheService: new CacheService(execution, memory.cache, clock.now),
    LockService: new LockService(execution, memory.lock),
    Utilities: new Utilities(clock.pause),
    Session: new Session(),
    Charts,
    ScriptApp: {
      AuthMode: { NONE: "NONE", LIMITED: "LIMITED", FULL: "FULL", CUSTOM_FUNCTION: "CUSTOM_FUNCTION" },
    },
    Logger: { log: quiet },
    console: { log: quiet, info: quiet, warn: quiet, error: quiet },
  }; /** What Google does once a run is over. */
  const end = () => fitRows(book);
  return { services, end };
}
