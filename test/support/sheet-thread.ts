/** Waits for a thread without promises: a script of a sheet fetches that way, and tests run it as it is. */
import { resolve } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { Reply } from "./sheet-google.ts";

const PATIENCE = 30_000;

export interface ServiceThread {
  ask(message: unknown): Reply;
}

/** @param file of this folder; it answers each message with a `Reply`. */
export function openThread(file: string): ServiceThread {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const thread = new Worker(resolve(import.meta.dirname, file), {
    workerData: { port: port2, signal },
    transferList: [port2],
  });
  // The test run ends when its tests do.
  thread.unref();
  port1.unref();
  return {
    ask(message) {
      Atomics.store(signal, 0, 0);
      port1.postMessage(message);
      if (Atomics.wait(signal, 0, 0, PATIENCE) === "timed-out") throw new Error(`${file} does not answer`);
      return (receiveMessageOnPort(port1) as { message: Reply }).message;
    },
  };
}
