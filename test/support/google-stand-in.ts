/**
 * Google on this machine: sign-in, spreadsheets and scripts. Every request is held against Google's discovery
 * documents; what is refused is refused in Google's shape, and what is done can be read back.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Script } from "node:vm";
import type { script_v1 } from "@googleapis/script";
import type { sheets_v4 } from "@googleapis/sheets";
import { Accounts, type Said } from "./google-accounts.ts";
import { Discovery, GoogleRefusal, invalid } from "./google-discovery.ts";
import { KeptSpreadsheet } from "./google-spreadsheet.ts";

const MOST_BYTES = 10_000_000;

/** What happens to a request in place of its answer; `after` lets it take effect first. */
export interface Mishap {
  /** Of the method, such as `sheets.spreadsheets.create`. */
  method: string;
  times: number;
  how: { status: number; retryAfter?: string } | "cut" | "cut after";
}

export interface Carried {
  method: string;
  bytes: number;
  body: unknown;
}

interface KeptScript {
  parentId: string;
  title: string;
  files: script_v1.Schema$File[];
}

interface ValuesRequest {
  valueInputOption?: string;
  data?: { range: string; values: unknown[][] }[];
}

interface Asked {
  caught: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}

export class GoogleStandIn {
  readonly accounts = new Accounts();
  readonly spreadsheets = new Map<string, KeptSpreadsheet>();
  readonly scripts = new Map<string, KeptScript>();
  /** Requests that took effect. */
  readonly carried: Carried[] = [];
  readonly mishaps: Mishap[] = [];
  /** The switch at script.google.com/home/usersettings. */
  scriptsAreOn = true;
  /** Whether the Sheets API is enabled in the project of the OAuth client. */
  sheetsAreOn = true;
  address = "";
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #sheets = new Discovery("sheets-v4");
  readonly #script = new Discovery("script-v1");

  static async open(): Promise<GoogleStandIn> {
    const google = new GoogleStandIn();
    await new Promise<void>((done) => google.#server.listen(0, "127.0.0.1", done));
    google.address = `http://127.0.0.1:${(google.#server.address() as AddressInfo).port}`;
    return google;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  get addresses() {
    return {
      sheets: `${this.address}/`,
      script: `${this.address}/`,
      consent: `${this.address}/consent`,
      token: `${this.address}/token`,
      revoke: `${this.address}/revoke`,
    };
  }

  /** The methods that took effect, in order. */
  get methods(): string[] {
    return this.carried.map(({ method }) => method);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", this.address);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    if (pathname === "/consent") return answer(response, this.accounts.askConsent(searchParams));
    if (pathname === "/token") return answer(response, this.accounts.token(new URLSearchParams(text)));
    if (pathname === "/revoke") return answer(response, this.accounts.revoke(new URLSearchParams(text)));
    try {
      const said = this.#api(request, pathname, searchParams, text);
      if (said === null) request.socket.destroy();
      else answer(response, { status: 200, body: said });
    } catch (error) {
      if (!(error instanceof GoogleRefusal)) throw error;
      const { code, status, message, details, headers } = error;
      answer(response, { status: code, body: { error: { code, message, status, details } }, headers });
    }
  }

  /** Null where the connection is to break. */
  #api(request: IncomingMessage, pathname: string, query: URLSearchParams, text: string): object | null {
    const api = pathname.startsWith("/v4/") ? "sheets" : "script";
    const discovery = api === "sheets" ? this.#sheets : this.#script;
    const { method, caught } = discovery.match(request.method ?? "", pathname, query);
    const scope = this.accounts.access.get((request.headers.authorization ?? "").replace(/^Bearer /, ""));
    if (scope === undefined)
      throw new GoogleRefusal(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
    if (!scope.split(" ").some((own) => method.scopes?.includes(own))) {
      throw new GoogleRefusal(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.");
    }
    if (Buffer.byteLength(text) > MOST_BYTES) throw invalid("Request payload size exceeds the limit: 10485760 bytes.");
    const mishap = this.mishaps.find((own) => own.method === method.id && own.times > 0);
    if (mishap !== undefined) mishap.times--;
    if (mishap?.how === "cut") return null;
    if (typeof mishap?.how === "object") throw refusalOf(mishap.how);
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    discovery.checkBody(method, body);
    this.#requireOn(api);
    const verb = this.#verbs[method.id];
    if (verb === undefined) throw new GoogleRefusal(501, "UNIMPLEMENTED", `The stand-in has no ${method.id}.`);
    const said = verb({ caught, query, body });
    this.carried.push({ method: method.id, bytes: Buffer.byteLength(text), body });
    if (mishap?.how === "cut after") return null;
    return discovery.masked(method.response?.$ref ?? "", query.get("fields"), said) as object;
  }

  #requireOn(api: string): void {
    if (api === "script" && !this.scriptsAreOn) {
      throw new GoogleRefusal(
        403,
        "PERMISSION_DENIED",
        "User has not enabled the Apps Script API. Enable it by visiting https://script.google.com/home/usersettings then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.",
      );
    }
    if (api === "sheets" && !this.sheetsAreOn) {
      const activationUrl = "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project=123";
      throw new GoogleRefusal(
        403,
        "PERMISSION_DENIED",
        `Google Sheets API has not been used in project 123 before or it is disabled. Enable it by visiting ${activationUrl} then retry.`,
        [
          {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            reason: "SERVICE_DISABLED",
            domain: "googleapis.com",
            metadata: { service: "sheets.googleapis.com", activationUrl },
          },
        ],
      );
    }
  }

  #spreadsheet({ spreadsheetId = "" }: Record<string, string>): KeptSpreadsheet {
    const found = this.spreadsheets.get(spreadsheetId);
    if (found === undefined) throw new GoogleRefusal(404, "NOT_FOUND", "Requested entity was not found.");
    return found;
  }

  #project({ scriptId = "" }: Record<string, string>): KeptScript {
    const found = this.scripts.get(scriptId);
    if (found === undefined) throw new GoogleRefusal(404, "NOT_FOUND", "Requested entity was not found.");
    return found;
  }

  readonly #verbs: Readonly<Record<string, (asked: Asked) => object>> = {
    "sheets.spreadsheets.create": ({ body }) => {
      const id = randomBytes(22).toString("base64url");
      const made = new KeptSpreadsheet(id, body as sheets_v4.Schema$Spreadsheet);
      this.spreadsheets.set(id, made);
      return made.described();
    },
    "sheets.spreadsheets.get": ({ caught }) => this.#spreadsheet(caught).described(),
    "sheets.spreadsheets.batchUpdate": ({ caught, body }) => {
      const spreadsheet = this.#spreadsheet(caught);
      const { requests = [] } = body as sheets_v4.Schema$BatchUpdateSpreadsheetRequest;
      requests.forEach((request, place) => {
        try {
          spreadsheet.change(request, this.#sheets);
        } catch (error) {
          throw invalid(`Invalid requests[${place}]: ${(error as Error).message}`);
        }
      });
      return { spreadsheetId: spreadsheet.id, replies: requests.map(() => ({})) };
    },
    "sheets.spreadsheets.values.batchUpdate": ({ caught, body }) => {
      const spreadsheet = this.#spreadsheet(caught);
      const { data = [], valueInputOption } = body as ValuesRequest;
      if (valueInputOption == null) throw invalid("'valueInputOption' is required but not specified");
      const places = data.map(({ range, values }) => {
        const { tab, top, left, bottom, right } = spreadsheet.located(range);
        if (values.length > bottom - top + 1 || values.some((row) => row.length > right - left + 1)) {
          throw invalid(`Requested writing within range [${range}], but tried writing more cells than it has`);
        }
        return { tab, top, left, values };
      });
      for (const { tab, top, left, values } of places) {
        values.forEach((row, down) => {
          row.forEach((value, across) => {
            tab.enter(top + down, left + across, value, valueInputOption);
          });
        });
      }
      const cells = places.reduce((sum, { values }) => sum + values.flat().length, 0);
      return { spreadsheetId: spreadsheet.id, totalUpdatedCells: cells };
    },
    "sheets.spreadsheets.values.batchGet": ({ caught, query }) => {
      const spreadsheet = this.#spreadsheet(caught);
      const valueRanges = query.getAll("ranges").map((range) => {
        const { tab } = spreadsheet.located(range);
        return { range, majorDimension: "ROWS", values: tab.values() };
      });
      return { spreadsheetId: spreadsheet.id, valueRanges };
    },
    "script.projects.create": ({ body }) => {
      const { parentId = "", title = "" } = body as script_v1.Schema$CreateProjectRequest;
      this.#spreadsheet({ spreadsheetId: parentId ?? "" });
      const scriptId = randomBytes(22).toString("base64url");
      const files = [
        { name: "appsscript", type: "JSON", source: '{"timeZone":"America/New_York"}' },
        { name: "Code", type: "SERVER_JS", source: "function myFunction() {}" },
      ];
      this.scripts.set(scriptId, { parentId: parentId ?? "", title: title ?? "", files });
      return { scriptId, title, parentId };
    },
    "script.projects.getContent": ({ caught }) => ({ scriptId: caught.scriptId, files: this.#project(caught).files }),
    "script.projects.updateContent": ({ caught, body }) => {
      const project = this.#project(caught);
      const { files = [] } = body as script_v1.Schema$Content;
      requireContent(files);
      project.files = files;
      return { scriptId: caught.scriptId, files };
    },
  };
}

/** One manifest, names that differ, and code that can be read. */
function requireContent(files: readonly script_v1.Schema$File[]): void {
  const names = files.map(({ name }) => name);
  if (new Set(names).size !== names.length) throw invalid("Two files have the same name.");
  const manifest = files.filter(({ name, type }) => name === "appsscript" && type === "JSON");
  if (manifest.length !== 1) throw invalid("Project contents must include a manifest file named appsscript.");
  try {
    JSON.parse(manifest[0]?.source ?? "");
    for (const { type, source } of files) if (type === "SERVER_JS") new Script(source ?? "");
  } catch (error) {
    throw invalid(`Syntax error: ${(error as Error).message}`);
  }
}

function refusalOf({ status, retryAfter }: { status: number; retryAfter?: string }): GoogleRefusal {
  const [name, message] =
    status === 429
      ? [
          "RESOURCE_EXHAUSTED",
          "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user'.",
        ]
      : ["UNAVAILABLE", "The service is currently unavailable."];
  return new GoogleRefusal(status, name, message, [], retryAfter === undefined ? {} : { "retry-after": retryAfter });
}

function answer(response: ServerResponse, { status, body, headers }: Said): void {
  response.writeHead(status, { "content-type": "application/json; charset=UTF-8", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}
