/** Fetches in a thread of its own, so that whoever asks can wait for the answer as a script of a sheet does. */
import { type MessagePort, workerData } from "node:worker_threads";

interface Asked {
  method: string;
  address: string;
  headers: Record<string, string>;
  payload: string;
}

const { port, signal } = workerData as { port: MessagePort; signal: Int32Array };

async function answer({ method, address, headers, payload }: Asked) {
  // Of all methods, fetch leaves only this one as it is written.
  const response = await fetch(address, {
    method: method.toUpperCase(),
    headers,
    ...(payload !== "" && { body: payload }),
  });
  return { status: response.status, text: await response.text(), headers: Object.fromEntries(response.headers) };
}

port.on("message", (asked: Asked) => {
  void answer(asked)
    .catch((error: unknown) => ({ status: 599, text: String(error), headers: {} }))
    .then((answered) => {
      port.postMessage(answered);
      Atomics.store(signal, 0, 1);
      Atomics.notify(signal, 0);
    });
});
