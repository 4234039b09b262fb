/**
 * The Worker's own app in a thread of its own, answering one request at a time. Whoever asks waits on a shared number,
 * because a script of a sheet fetches without promises. The clock is the one that comes with each request.
 */
import { type MessagePort, workerData } from "node:worker_threads";
import { createApp } from "../../worker/app.ts";
import { openDatabase } from "../../worker/local/sqlite-database.ts";

export interface Asked {
  /** Milliseconds since 1970 that the service takes for now. */
  now: number;
  method: string;
  address: string;
  headers: Record<string, string>;
  payload: string;
}

export interface Answered {
  status: number;
  text: string;
  headers: Record<string, string>;
}

const { port, signal } = workerData as { port: MessagePort; signal: Int32Array };

let now = Date.now();
const SystemDate = Date;
globalThis.Date = class extends SystemDate {
  constructor(time: number | string = now) {
    super(time);
  }
  static override now = () => now;
} as DateConstructor;

const SETUP_CODE = "the set-up code of this thread";
const app = createApp();
// A code makes one workspace, so each set-up gets another one.
const bindings = { DB: openDatabase(), SETUP_CODE };
let codes = 0;

async function answer({ method, address, headers, payload, now: at }: Asked): Promise<Answered> {
  now = at;
  const isSetUp = address.endsWith("/v1/setup");
  const code = isSetUp ? `${SETUP_CODE} ${++codes}` : SETUP_CODE;
  const body = isSetUp ? JSON.stringify({ code, name: "Acme channel" }) : payload;
  const request: RequestInit = { method, headers, ...(body !== "" && { body }) };
  const response = await app.request(address, request, { ...bindings, SETUP_CODE: code });
  return { status: response.status, text: await response.text(), headers: Object.fromEntries(response.headers) };
}

port.on("message", (asked: Asked) => {
  void answer(asked)
    .catch((error: unknown): Answered => ({ status: 599, text: String(error), headers: {} }))
    .then((answered) => {
      port.postMessage(answered);
      Atomics.store(signal, 0, 1);
      Atomics.notify(signal, 0);
    });
});
