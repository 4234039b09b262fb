/** Google's services in memory, each refusing what Google refuses; together the globals of a script. */
import { createHash } from "node:crypto";
import type { MenuPlatform } from "../../apps-script/src/platform.ts";
import { dayIn, FakeSpreadsheet } from "./sheet-spreadsheet.ts";

export type AuthMode = "NONE" | "LIMITED" | "CUSTOM_FUNCTION" | "FULL";

export interface Sent {
  address: string;
  method: string;
  headers: Record<string, string>;
  payload: string;
}

export interface Reply {
  status: number;
  text: string;
  headers?: Record<string, string>;
}

export interface FakeGoogleOptions {
  mode?: AuthMode;
  /** The service; throws where the network fails. */
  serve?: (sent: Sent) => Reply;
  /** Whether the request of this number, from 1, is lost on its way. */
  isLost?: (count: number) => boolean;
}

/** Google's names; a chart keeps the name. */
const CHART_TYPES = { RADAR: "RADAR", BAR: "BAR", COLUMN: "COLUMN", LINE: "LINE", SCATTER: "SCATTER" } as const;

/** Builds what was called, so that tests can look at it: `{ requireDate: [], setAllowInvalid: [false] }`. */
function recorder(): unknown {
  const calls: Record<string, unknown[]> = {};
  const proxy: unknown = new Proxy(
    {},
    {
      get: (_, name) =>
        name === "build"
          ? () => calls
          : (...args: unknown[]) => {
              calls[String(name)] = args;
              return proxy;
            },
    },
  );
  return proxy;
}

export class FakeGoogle {
  readonly book = new FakeSpreadsheet();
  readonly sent: Sent[] = [];
  readonly menus: { name: string; handler: string }[][] = [];
  readonly said: { title: string; message: string }[] = [];
  /** What the reader types into dialogs, in order; null closes one. */
  readonly typed: (string | null)[] = [];
  /** What the reader answers when asked to go on, in order; nothing is Cancel. */
  readonly confirmed: boolean[] = [];
  readonly properties = new Map<string, string>();
  readonly userProperties = new Map<string, string>();
  /** Files of the sidebars that were opened. */
  readonly sidebars: string[] = [];
  readonly cached = new Map<string, { value: string; until: number }>();
  lockedByOther = false;
  locks = 0;
  time = Date.UTC(2026, 10, 22);
  /** Milliseconds each request takes. */
  requestTime = 500;
  mode: AuthMode;
  serve: (sent: Sent) => Reply;
  isLost: (count: number) => boolean;

  constructor({ mode = "FULL", serve, isLost = () => false }: FakeGoogleOptions = {}) {
    this.mode = mode;
    this.serve = serve ?? (() => ({ status: 404, text: "<html>" }));
    this.isLost = isLost;
    this.book.readOnly = mode === "CUSTOM_FUNCTION";
  }

  /** The globals of the script. */
  globals(): Record<string, unknown> {
    const ui = {
      ButtonSet: { OK: "OK", OK_CANCEL: "OK_CANCEL" },
      Button: { OK: "OK", CANCEL: "CANCEL" },
      createAddonMenu: () => this.#menu(),
      prompt: (title: string, message: string) => {
        this.said.push({ title, message });
        const text = this.typed.shift();
        return { getSelectedButton: () => (text == null ? "CANCEL" : "OK"), getResponseText: () => text ?? "" };
      },
      showSidebar: (page: { file: string }) => {
        if (this.mode !== "FULL") throw new Error("You do not have permission to call Ui.showSidebar.");
        this.sidebars.push(page.file);
      },
      alert: (title: string, message: string, buttons: string) => {
        this.said.push({ title, message });
        return buttons === "OK" ? "OK" : this.confirmed.shift() === true ? "OK" : "CANCEL";
      },
    };
    return {
      SpreadsheetApp: {
        getActiveSpreadsheet: () => {
          if (this.mode === "NONE")
            throw new Error("You do not have permission to call SpreadsheetApp.getActiveSpreadsheet.");
          return this.book;
        },
        getUi: () => {
          if (this.mode === "CUSTOM_FUNCTION") throw new Error("Cannot call SpreadsheetApp.getUi() from this context.");
          return ui;
        },
        flush: () => undefined,
        newDataValidation: recorder,
        newConditionalFormatRule: recorder,
        DeveloperMetadataVisibility: { DOCUMENT: "DOCUMENT" },
        InterpolationType: { NUMBER: "NUMBER" },
        ProtectionType: { RANGE: "RANGE" },
      },
      UrlFetchApp: { fetch: (address: string, options: Record<string, unknown>) => this.#fetch(address, options) },
      CacheService: {
        getDocumentCache: () => (this.mode === "NONE" ? null : this.#cache()),
        getScriptCache: () => this.#cache(),
      },
      PropertiesService: {
        getDocumentProperties: () => {
          if (this.mode === "NONE")
            throw new Error("You do not have permission to call PropertiesService.getDocumentProperties.");
          return propertiesIn(this.properties);
        },
        getUserProperties: () => {
          if (this.mode === "NONE" || this.mode === "CUSTOM_FUNCTION")
            throw new Error("You do not have permission to call PropertiesService.getUserProperties.");
          return propertiesIn(this.userProperties);
        },
      },
      HtmlService: {
        createHtmlOutputFromFile: (file: string) => {
          const page = { file, setTitle: () => page };
          return page;
        },
      },
      LockService: {
        getDocumentLock: () => ({
          tryLock: () => {
            if (!this.lockedByOther) this.locks++;
            return !this.lockedByOther;
          },
          releaseLock: () => {
            this.locks--;
          },
        }),
      },
      Utilities: {
        DigestAlgorithm: { SHA_256: "SHA_256" },
        Charset: { UTF_8: "UTF_8" },
        computeDigest: (_: string, text: string) => [...Int8Array.from(createHash("sha256").update(text).digest())],
        sleep: (milliseconds: number) => {
          this.time += milliseconds;
        },
        formatDate: (date: Date, timeZone: string, format: string) => {
          if (format !== "yyyy-MM-dd") throw new Error(`the fake writes no dates as ${format}`);
          return dayIn(date.getTime(), timeZone);
        },
      },
      Charts: { ChartType: CHART_TYPES },
      ScriptApp: { AuthMode: { NONE: "NONE", LIMITED: "LIMITED", FULL: "FULL", CUSTOM_FUNCTION: "CUSTOM_FUNCTION" } },
    };
  }

  /** The same as the add-on's modules take it. */
  platform(): MenuPlatform {
    const globals = this.globals() as {
      SpreadsheetApp: ReturnType<MenuPlatform["builders"]>;
      UrlFetchApp: MenuPlatform["fetch"];
      CacheService: { getDocumentCache: MenuPlatform["cache"] };
      PropertiesService: { getDocumentProperties: MenuPlatform["properties"] };
      LockService: { getDocumentLock: MenuPlatform["lock"] };
      Utilities: { sleep(milliseconds: number): void };
    };
    return {
      spreadsheet: () => this.book as unknown as ReturnType<MenuPlatform["spreadsheet"]>,
      fetch: globals.UrlFetchApp,
      cache: globals.CacheService.getDocumentCache,
      properties: globals.PropertiesService.getDocumentProperties,
      clock: { now: () => this.time, sleep: globals.Utilities.sleep },
      digest: (text) => createHash("sha256").update(text).digest("hex"),
      day: dayIn,
      chartTypes: () => CHART_TYPES as unknown as ReturnType<MenuPlatform["chartTypes"]>,
      builders: () => globals.SpreadsheetApp,
      lock: globals.LockService.getDocumentLock,
      prompt: {
        ask: (title, message) => {
          this.said.push({ title, message });
          return this.typed.shift() ?? null;
        },
        say: (title, message) => {
          this.said.push({ title, message });
        },
        confirm: (title, message) => {
          this.said.push({ title, message });
          return this.confirmed.shift() === true;
        },
      },
      flush: () => undefined,
      userProperties: () => propertiesIn(this.userProperties),
      showSidebar: () => {
        this.sidebars.push("Sidebar");
      },
    };
  }

  #menu() {
    const items: { name: string; handler: string }[] = [];
    const menu = {
      addItem: (name: string, handler: string) => {
        items.push({ name, handler });
        return menu;
      },
      addSeparator: () => menu,
      addToUi: () => {
        this.menus.push(items);
      },
    };
    return menu;
  }

  #fetch(address: string, options: Record<string, unknown>) {
    if (this.mode === "NONE" || this.mode === "LIMITED") {
      throw new Error(
        "Exception: You do not have permission to call UrlFetchApp.fetch. Required permissions: https://www.googleapis.com/auth/script.external_request",
      );
    }
    if (address.length > 2_048) throw new Error("Limit Exceeded: URLFetch URL Length.");
    const method = String(options.method ?? "get").toLowerCase();
    if (!["get", "post", "put", "patch", "delete"].includes(method)) {
      throw new Error(`Attribute provided with invalid value: method`);
    }
    const payload = String(options.payload ?? "");
    if (Buffer.byteLength(payload) > 50_000_000) throw new Error("Limit Exceeded: URLFetch POST Size.");
    const type = String(options.contentType ?? "application/x-www-form-urlencoded");
    const sent: Sent = {
      address,
      method,
      headers: {
        ...(options.headers as Record<string, string>),
        ...(options.payload !== undefined && { "content-type": type }),
      },
      payload,
    };
    this.sent.push(sent);
    this.time += this.requestTime;
    if (this.isLost(this.sent.length)) throw new Error(`Address unavailable: ${address}`);
    const { status, text, headers = {} } = this.serve(sent);
    if (status >= 400 && options.muteHttpExceptions !== true)
      throw new Error(`Request failed for ${address} returned code ${status}.`);
    return { getResponseCode: () => status, getContentText: () => text, getHeaders: () => headers };
  }

  #cache() {
    return {
      getAll: (keys: string[]) => {
        const found: Record<string, string> = {};
        for (const key of keys) {
          const entry = this.cached.get(key);
          if (entry !== undefined && entry.until > this.time) found[key] = entry.value;
        }
        return found;
      },
      putAll: (values: Record<string, string>, seconds: number) => {
        if (!(seconds > 0 && seconds <= 21_600)) throw new Error("Invalid argument: expirationInSeconds");
        for (const [key, value] of Object.entries(values)) {
          if (key.length > 250) throw new Error("Argument too large: key");
          if (Buffer.byteLength(value) > 100 * 1024) throw new Error("Argument too large: value");
          this.cached.set(key, { value: Buffer.from(value).toString(), until: this.time + seconds * 1_000 });
        }
      },
    };
  }
}

function propertiesIn(store: Map<string, string>) {
  return {
    getProperty: (name: string) => store.get(name) ?? null,
    setProperty: (name: string, value: string) => {
      if (Buffer.byteLength(value) > 9 * 1024) throw new Error("Argument too large: value");
      store.set(name, value);
    },
    deleteProperty: (name: string) => {
      store.delete(name);
    },
  };
}
