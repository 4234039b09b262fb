/** The requests to Google that the command makes, each patient, each with an error that says what to do. */
import { script, type script_v1 } from "@googleapis/script";
import { sheets, type sheets_v4 } from "@googleapis/sheets";
import type { OAuth2Client } from "google-auth-library";
import { type Failure, isUnsent, patiently, secondsOf } from "./patience.ts";
import { ProvisionError, type Surroundings } from "./surroundings.ts";

export type ValueRange = sheets_v4.Schema$ValueRange & { range: string; values: unknown[][] };

/** Milliseconds; Google gives up after three minutes itself. */
const PATIENCE = 200_000;

const IN_DRIVE =
  "It may have been made all the same: look at drive.google.com, and delete it there before you run the command again.";
const IN_SHEET =
  "It may be there all the same: choose Extensions > Apps Script in the spreadsheet. If a project Levelsheet opens, remove it in its overview before you run the command again.";

export class GoogleLine {
  readonly #sheets: sheets_v4.Sheets;
  readonly #script: script_v1.Script;
  readonly #surroundings: Surroundings;

  constructor(auth: OAuth2Client, surroundings: Surroundings) {
    const { google } = surroundings;
    // The library would try again by itself, without a word and also where that makes a second spreadsheet.
    const options = { auth, retry: false, timeout: PATIENCE };
    this.#sheets = sheets({ version: "v4", rootUrl: google.sheets, ...options });
    this.#script = script({ version: "v1", rootUrl: google.script, ...options });
    this.#surroundings = surroundings;
  }

  async createSpreadsheet(requestBody: sheets_v4.Schema$Spreadsheet): Promise<{ id: string; address: string }> {
    const { data } = await this.#once("Creating the spreadsheet", IN_DRIVE, () =>
      this.#sheets.spreadsheets.create({ requestBody, fields: "spreadsheetId,spreadsheetUrl" }),
    );
    const id = data.spreadsheetId ?? "";
    return { id, address: data.spreadsheetUrl ?? addressOf(id) };
  }

  async change(spreadsheetId: string, requests: sheets_v4.Schema$Request[]): Promise<void> {
    if (requests.length === 0) return;
    await this.#again("Formatting the spreadsheet", () =>
      this.#sheets.spreadsheets.batchUpdate({ spreadsheetId, requestBody: { requests }, fields: "spreadsheetId" }),
    );
  }

  /** Tabs with their sizes and the metadata of their columns, and the names; no cells. */
  async describe(spreadsheetId: string): Promise<sheets_v4.Schema$Spreadsheet> {
    const fields =
      "namedRanges(name,range),sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),data(startColumn,columnMetadata(pixelSize,developerMetadata(metadataKey,metadataValue))))";
    const { data } = await this.#again("Reading the spreadsheet", () =>
      this.#sheets.spreadsheets.get({ spreadsheetId, fields }),
    );
    return data;
  }

  /** @param ranges in A1 notation. @returns the cells of each, in order; blank rows and cells at the end are left out. */
  async read(spreadsheetId: string, ranges: string[]): Promise<unknown[][][]> {
    const { data } = await this.#again("Reading the spreadsheet", () =>
      this.#sheets.spreadsheets.values.batchGet({
        spreadsheetId,
        ranges,
        majorDimension: "ROWS",
        valueRenderOption: "UNFORMATTED_VALUE",
        dateTimeRenderOption: "FORMATTED_STRING",
      }),
    );
    return ranges.map((_, place) => data.valueRanges?.[place]?.values ?? []);
  }

  /** Writes cells as they are: no text becomes a formula, a date or a number. */
  async write(spreadsheetId: string, data: ValueRange[]): Promise<void> {
    await this.#again("Writing cells", () =>
      this.#sheets.spreadsheets.values.batchUpdate({
        spreadsheetId,
        requestBody: { valueInputOption: "RAW", data },
        fields: "totalUpdatedCells",
      }),
    );
  }

  /** @returns the script's id. */
  async createScript(parentId: string, title: string): Promise<string> {
    const { data } = await this.#once("Putting the add-on into the spreadsheet", IN_SHEET, () =>
      this.#script.projects.create({ requestBody: { parentId, title } }),
    );
    return data.scriptId ?? "";
  }

  /** @returns null where the script is gone. */
  async readScript(scriptId: string): Promise<script_v1.Schema$File[] | null> {
    try {
      const { data } = await this.#again("Reading the add-on in the spreadsheet", () =>
        this.#script.projects.getContent({ scriptId }),
      );
      return data.files ?? [];
    } catch (error) {
      if (error instanceof GoogleTrouble && error.status === 404) return null;
      throw error;
    }
  }

  async writeScript(scriptId: string, files: script_v1.Schema$File[]): Promise<void> {
    await this.#again("Putting the add-on into the spreadsheet", () =>
      this.#script.projects.updateContent({ scriptId, requestBody: { files } }),
    );
  }

  /** A request that may be sent twice. */
  #again<Answer>(what: string, work: () => Promise<Answer>): Promise<Answer> {
    return this.#ask(what, null, work);
  }

  /** A request that would make a second one of something. @param look where to see whether the first one was made. */
  #once<Answer>(what: string, look: string, work: () => Promise<Answer>): Promise<Answer> {
    return this.#ask(what, look, work);
  }

  async #ask<Answer>(what: string, look: string | null, work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await patiently(work, { isRepeatable: look === null, failureOf, whom: "Google" }, this.#surroundings);
    } catch (error) {
      throw new GoogleTrouble(what, error, look);
    }
  }
}

export const addressOf = (spreadsheetId: string): string =>
  `https://docs.google.com/spreadsheets/d/${spreadsheetId}/edit`;

/** As the library throws them. */
interface Thrown {
  message: string;
  response?: { status?: number; headers?: Headers; data?: { error?: GoogleError | string } };
}
interface GoogleError {
  message?: string;
  status?: string;
  details?: { "@type"?: string; reason?: string; metadata?: { activationUrl?: string } }[];
}

function failureOf(error: unknown): Failure {
  const { response } = error as Thrown;
  return {
    status: response?.status ?? null,
    retryAfter: secondsOf(response?.headers?.get("retry-after"), Date.now()),
    isUnsent: isUnsent(error),
  };
}

/** A request that Google refused or did not answer, for good. */
class GoogleTrouble extends ProvisionError {
  /** Null where no answer came. */
  readonly status: number | null;

  /** @param look where to see whether something was made that must not be made twice. */
  constructor(what: string, error: unknown, look: string | null) {
    const { response, message } = error as Thrown;
    const said = response?.data?.error;
    const google: GoogleError = typeof said === "object" && said !== null ? said : {};
    const raw = google.message ?? (typeof said === "string" ? said : message);
    const words = raw.replace(/\s+/g, " ").replace(/\.?$/, ".");
    const status = response?.status ?? null;
    const answer = status === null ? "Google does not answer." : `Google answers ${status}: ${words}`;
    super(`${what} failed: ${answer}`, adviceFor(status, words, google, isUnsent(error) ? null : look));
    this.status = status;
  }
}

function adviceFor(status: number | null, words: string, { details = [] }: GoogleError, look: string | null): string {
  const disabled = details.find(({ reason }) => reason === "SERVICE_DISABLED");
  if (disabled !== undefined) {
    const where = disabled.metadata?.activationUrl;
    return `Enable this API in Google's console${where === undefined ? "" : ` at ${where}`}, wait a minute, and run the command again.`;
  }
  if (/enabled the Apps Script API/i.test(words)) {
    return "Open https://script.google.com/home/usersettings, switch on the Google Apps Script API, and run the command again. Only you can do this, once.";
  }
  if (status === 401) return "Run npm run sheet -- --logout, then the command again.";
  if (status === 404 || status === 403) {
    return "The command reaches only what it made itself with the same Google account and the same OAuth client. Check both; with --new it makes another spreadsheet.";
  }
  if (look !== null && (status === null || status >= 500)) return look;
  return "Run the command again; it goes on where it stopped.";
}
