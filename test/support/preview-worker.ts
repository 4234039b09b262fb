/** The add-on on Univer, connected to a Worker in workerd: what a marketer has, without a page. */
import { LIMITS } from "../../apps-script/preview/google/quota.ts";
import type { Answer, Sent } from "../../apps-script/preview/google/url-fetch.ts";
import { COLUMN_METADATA } from "../../apps-script/src/layout/definition.ts";
import { ANSWERS_HEADER } from "../../apps-script/src/layout/keys.ts";
import { type Desk, prepareDesks } from "./preview-headless.ts";
import type { Serve } from "./sheet-partner.ts";
import { openThread } from "./sheet-thread.ts";
import { type Started, start } from "./worker-process.ts";

export type GoogleSheet = GoogleAppsScript.Spreadsheet.Sheet;
export type Cell = string | number | boolean | Date;

export interface ServedDesk extends Desk {
  /** Requests that left the script, such as `post /v1/score/grid`, lost ones too. */
  requests: string[];
  book(): GoogleAppsScript.Spreadsheet.Spreadsheet;
  tab(name: string): GoogleSheet;
  /** What is in a tab. */
  grid(name: string): Cell[][];
  /** The column, from 1, that is for this key, wherever it is by now. */
  column(tab: string, key: string): number;
  /** Runs a command as the menu does. @returns what was said at the end. */
  choose(command: string, ...replies: Parameters<Desk["command"]>[1] & object): string;
  /** Writes answers below each other, columns by what the tab's metadata calls them. */
  paste(header: readonly string[], rows: readonly (readonly unknown[])[], first?: number): void;
}

export type Fate = "answered" | "lost" | "unheard";

export interface ServedDeskOptions {
  /** False: address and key are still to be entered. */
  connected?: boolean;
  /** Whose workbook it begins with: a copy of what that one holds now. */
  like?: ServedDesk;
  /** What becomes of the request of this number, from 1: `unheard` reaches the Worker, its answer reaches nobody. */
  fateOf?: (count: number) => Fate;
  /** How long each request takes, by the script's clock. */
  secondsARequest?: number;
}

export interface Office {
  started: Started;
  address: string;
  key: string;
  /** Asks the Worker without the sheet. @throws where it refuses. */
  service<Answered>(method: string, path: string, body?: unknown): Answered;
  /** Sends what somebody else than the sheet sends, such as a partner's browser. */
  serve: Serve;
  open(options?: ServedDeskOptions): ServedDesk;
  close(): Promise<void>;
}

/** @param port to begin looking for a free one at. */
export async function openOffice(port: number): Promise<Office> {
  const [started, prepared] = await Promise.all([start(["--port", String(port)]), prepareDesks()]);
  const address = await started.address();
  const key = (await started.waitFor(/KEY=(\S+)/))[1] ?? "";
  const thread = openThread("fetch-thread.ts");
  const desks: Desk[] = [];

  const open = ({
    connected = true,
    like,
    fateOf = () => "answered",
    secondsARequest = 0,
  }: ServedDeskOptions = {}): ServedDesk => {
    const requests: string[] = [];
    const send = (sent: Sent): Answer => {
      const fate = fateOf(requests.push(`${sent.method} ${sent.address.slice(address.length).split("?")[0]}`));
      desk.clock.time += secondsARequest * 1_000;
      if (fate === "lost") throw new Error("lost on its way");
      const answer = thread.ask({ ...sent, payload: sent.payload ?? "" });
      if (fate === "unheard" || answer.status === 599) throw new Error("no answer");
      return { ...answer, headers: (answer.headers ?? {}) as Record<string, string> };
    };
    const desk = prepared({ send, ...(like && { snapshot: structuredClone(like.workbook.save()) }) });
    desks.push(desk);
    desk.clock.time = Date.now();
    if (like !== undefined) {
      const { annex, properties } = structuredClone({ annex: like.memory.annex, properties: like.memory.properties });
      Object.assign(desk.memory.annex, annex);
      for (const store of ["document", "user", "script"] as const) {
        Object.assign(desk.memory.properties[store], properties[store]);
      }
    }
    if (connected) {
      Object.assign(desk.memory.properties.document, { "levelsheet.address": address, "levelsheet.key": key });
    }
    const book = () => desk.services("FULL").SpreadsheetApp.getActiveSpreadsheet();
    const tab = (name: string): GoogleSheet => {
      const found = book().getSheetByName(name);
      if (found === null) throw new Error(`there is no tab ${name}`);
      return found;
    };
    const column = (name: string, key: string): number => {
      const found = tab(name).createDeveloperMetadataFinder().withKey(COLUMN_METADATA).find();
      const entry = found.find((one) => one.getValue() === key || one.getValue() === `criterion:${key}`);
      const place = entry?.getLocation().getColumn()?.getColumn();
      if (place === undefined) throw new Error(`${name} has no column ${key}`);
      return place;
    };
    return {
      ...desk,
      requests,
      book,
      tab,
      column,
      grid: (name) => tab(name).getDataRange().getValues(),
      choose(command, ...replies) {
        desk.command(command, replies);
        return desk.said.at(-1)?.message ?? "";
      },
      paste(header, rows, first = ANSWERS_HEADER + 1) {
        const columns = header.map((key) => column("Answers", key));
        const left = Math.min(...columns);
        const range = tab("Answers").getRange(first, left, rows.length, Math.max(...columns) - left + 1);
        const cells: unknown[][] = range.getValues();
        rows.forEach((row, down) => {
          columns.forEach((place, right) => {
            (cells[down] as unknown[])[place - left] = row[right] ?? "";
          });
        });
        range.setValues(cells);
      },
    };
  };
  const service = <Answered>(method: string, path: string, body?: unknown): Answered => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const payload = body === undefined ? "" : JSON.stringify(body);
    const { status, text } = thread.ask({ method, address: `${address}${path}`, headers, payload });
    if (status >= 300) throw new Error(`${method} ${path} answers ${status}: ${text}`);
    return JSON.parse(text) as Answered;
  };
  return {
    started,
    address,
    service,
    key,
    serve: (sent) => thread.ask(sent),
    open,
    async close() {
      for (const desk of desks) desk.dispose();
      await started.end("SIGTERM");
    },
  };
}

/** What Google would refuse at the latest: what the script keeps and remembers, in bytes. */
export function kept({ memory }: Desk) {
  const bytes = (store: Record<string, string>) =>
    Object.entries(store).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);
  const values = [...Object.values(memory.properties.document), ...Object.values(memory.properties.user)];
  return {
    fetches: memory.counters.fetches,
    properties: bytes(memory.properties.document),
    largestProperty: Math.max(0, ...values.map((value) => Buffer.byteLength(value))),
    cacheItems: memory.cache.size,
    largestCached: Math.max(0, ...[...memory.cache.values()].map(({ value }) => Buffer.byteLength(value))),
  };
}

export { LIMITS };
