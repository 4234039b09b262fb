/**
 * What the add-on needs of Google, in interfaces small enough to fake. The spreadsheet itself keeps Google's own type.
 * Nothing here runs when the script is loaded: a service call at load would take the menu away.
 */

export type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
export type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** What reading answers and writing results needs of a tab: Google's own has it, and so has a tab read over REST. */
export interface PlainSheet {
  getName(): string;
  getLastRow(): number;
  getMaxRows(): number;
  getMaxColumns(): number;
  insertRowsAfter(after: number, count: number): unknown;
  insertColumnsAfter(after: number, count: number): unknown;
  getDataRange(): { getValues(): unknown[][] };
  getRange(
    row: number,
    column: number,
    rows: number,
    columns: number,
  ): { setValues(values: (string | number | boolean)[][]): unknown };
  createDeveloperMetadataFinder(): MetadataFinder;
}

export interface MetadataFinder {
  withKey(key: string): MetadataFinder;
  find(): {
    getValue(): string | null;
    getLocation(): { getColumn(): { getColumn(): number } | null };
  }[];
}

/** The same of a spreadsheet. */
export interface PlainBook {
  getSheetByName(name: string): PlainSheet | null;
  getRangeByName(name: string): { getValue(): unknown } | null;
}

export interface FetchRequest {
  method: "get" | "post" | "put" | "patch";
  headers: Record<string, string>;
  contentType?: string;
  payload?: string;
  muteHttpExceptions: true;
  /** Google's types lack it. */
  timeoutSeconds: number;
}

export interface FetchAnswer {
  getResponseCode(): number;
  getContentText(): string;
  /** By name; a name that came several times has a list. */
  getHeaders(): object;
}

export interface Fetch {
  /** @throws where there is no answer at all. */
  fetch(address: string, request: FetchRequest): FetchAnswer;
}

export interface Cache {
  getAll(keys: string[]): Record<string, string>;
  /** A value has at most 100 kB, a life at most 21,600 seconds. */
  putAll(values: Record<string, string>, seconds: number): void;
}

export interface Properties {
  getProperty(name: string): string | null;
  setProperty(name: string, value: string): unknown;
  deleteProperty(name: string): unknown;
}

export interface Lock {
  tryLock(milliseconds: number): boolean;
  releaseLock(): void;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): void;
}

/** What a function in a cell may use; each of the last two is missing where the add-on was not used yet. */
export interface CellPlatform {
  spreadsheet(): Spreadsheet | null;
  fetch: Fetch;
  cache(): Cache | null;
  properties(): Properties | null;
  clock: Clock;
  /** Hex digits of the SHA-256. */
  digest(text: string): string;
  /** The day of a moment (milliseconds since 1970) in a time zone such as `Europe/Berlin`, in ISO 8601. */
  day(time: number, timeZone: string): string;
}

export interface Prompt {
  /** @returns what was entered, null where the dialog was closed. */
  ask(title: string, question: string): string | null;
  say(title: string, message: string): void;
  /** @returns false where the reader chose Cancel or closed the dialog. */
  confirm(title: string, question: string): boolean;
}

/** What the menu may use besides. */
export interface MenuPlatform extends CellPlatform {
  spreadsheet(): Spreadsheet;
  builders(): Builders;
  chartTypes(): Pick<typeof Charts.ChartType, "RADAR" | "BAR" | "COLUMN" | "LINE" | "SCATTER">;
  lock(): Lock | null;
  prompt: Prompt;
  /** What is kept for the person at the keyboard, in every workbook. */
  userProperties(): Properties | null;
  /** Opens the sidebar; only a menu item may. */
  showSidebar(): void;
  /** Everything written so far is to be seen. */
  flush(): void;
}

/** Google's makers of rules, and the constants that go with them. */
export type Builders = Pick<
  typeof SpreadsheetApp,
  | "newDataValidation"
  | "newConditionalFormatRule"
  | "DeveloperMetadataVisibility"
  | "InterpolationType"
  | "ProtectionType"
>;
