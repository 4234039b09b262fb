/** `UrlFetchApp`: one request, the script waits for its answer. */
import { asGoogle, GoogleFailure } from "./as-google.ts";
import type { Execution } from "./execution.ts";
import { bytesOf, type Counters, countFetch, LIMITS } from "./quota.ts";

type GoogleResponse = GoogleAppsScript.URL_Fetch.HTTPResponse;
type Options = GoogleAppsScript.URL_Fetch.URLFetchRequestOptions;

export interface Sent {
  address: string;
  method: string;
  headers: Record<string, string>;
  /** Null where there is none. */
  payload: string | null;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** @throws where there is no answer. */
export type Send = (sent: Sent) => Answer;

const METHODS = new Set(["get", "post", "put", "patch", "delete"]);

export class UrlFetchApp implements Pick<GoogleAppsScript.URL_Fetch.UrlFetchApp, "fetch" | "fetchAll"> {
  readonly #execution: Execution;
  readonly #send: Send;
  readonly #counters: Counters;
  readonly #now: () => number;

  constructor(execution: Execution, send: Send, counters: Counters, now: () => number) {
    this.#execution = execution;
    this.#send = send;
    this.#counters = counters;
    this.#now = now;
  }

  fetch(address: string, options: Options = {}): GoogleResponse {
    this.#execution.use("fetch", "UrlFetchApp.fetch");
    const sent = sentOf(address, options);
    countFetch(this.#counters, this.#now(), bytesOf(sent.payload ?? ""));
    let answer: Answer;
    try {
      answer = this.#send(sent);
    } catch {
      throw new GoogleFailure(`Address unavailable: ${address}`);
    }
    const received = bytesOf(answer.text);
    this.#counters.received += received;
    if (received > LIMITS.requestBytes) throw new GoogleFailure("Limit Exceeded: URLFetch Response Size.");
    if (answer.status >= 400 && options.muteHttpExceptions !== true) {
      throw new GoogleFailure(
        `Request failed for ${hostOf(address)} returned code ${answer.status}. Truncated server response: ${answer.text.slice(0, 100)} (use muteHttpExceptions option to examine full response)`,
      );
    }
    return asGoogle(new HttpResponse(answer));
  }

  fetchAll(requests: (GoogleAppsScript.URL_Fetch.URLFetchRequest | string)[]): GoogleResponse[] {
    return requests.map((one) => (typeof one === "string" ? this.fetch(one) : this.fetch(one.url, one)));
  }
}

function sentOf(address: string, options: Options): Sent {
  if (bytesOf(address) > LIMITS.addressBytes) throw new GoogleFailure("Limit Exceeded: URLFetch URL Length.");
  if (!/^https?:\/\/[^/]/i.test(address)) throw new GoogleFailure(`Invalid argument: ${address}`);
  const method = (options.method ?? "get").toLowerCase();
  if (!METHODS.has(method)) throw new GoogleFailure(`Attribute provided with invalid value: method`);
  const { payload } = options;
  const headers = { ...(options.headers as Record<string, string> | undefined) };
  if (options.contentType !== undefined) headers["content-type"] = options.contentType;
  if (payload !== undefined && typeof payload !== "string") {
    throw new GoogleFailure("The preview sends text only.");
  }
  if (payload !== undefined && bytesOf(payload) > LIMITS.requestBytes) {
    throw new GoogleFailure("Limit Exceeded: URLFetch POST Size.");
  }
  return { address, method, headers, payload: payload ?? null };
}

const hostOf = (address: string): string => /^https?:\/\/[^/]+/i.exec(address)?.[0] ?? address;

class HttpResponse implements Pick<GoogleResponse, "getResponseCode" | "getContentText" | "getHeaders"> {
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  getResponseCode = () => this.#answer.status;
  getContentText = () => this.#answer.text;
  getHeaders = () => this.#answer.headers;
}
