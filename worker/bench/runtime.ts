/** A workerd process of our own: the bench's Worker in it, its processor time and memory from outside. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { BENCH_KEY } from "./key.ts";

const here = import.meta.dirname;

export interface Runtime {
  /** Where it listens, for a client that is leaner than `send`. */
  port: number;
  /** Sends a request and throws unless it is answered with success. */
  send(method: string, path: string, body: string | Uint8Array): Promise<Uint8Array>;
  /** Milliseconds of processor time since the start, over all threads. */
  processorTime(): Promise<number>;
  /** Most memory in use since the last call, in MB. */
  peakMemory(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts workerd as the platform runs it: no `eval`, one isolate, nothing between the socket and the Worker. */
export async function startRuntime(): Promise<Runtime> {
  const folder = await mkdtemp(join(tmpdir(), "levelsheet-bench-"));
  await build({
    entryPoints: [resolve(here, "inside.ts")],
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    logLevel: "warning",
  });
  const port = await freePort();
  await writeFile(join(folder, "config.capnp"), configuration(port));
  const workerd = spawn(binary(), ["serve", join(folder, "config.capnp")], { stdio: ["ignore", "ignore", "inherit"] });
  const origin = `http://127.0.0.1:${port}`;
  await untilItAnswers(origin, workerd);
  const pid = workerd.pid ?? 0;
  return {
    port,
    async send(method, path, body) {
      const headers = { "content-type": "application/json", authorization: `Bearer ${BENCH_KEY}` };
      const answer = await fetch(origin + path, { method, body, headers });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (!answer.ok)
        throw new Error(`${method} ${path}: ${answer.status} ${new TextDecoder().decode(bytes).slice(0, 500)}`);
      return bytes;
    },
    processorTime: () => processorTime(pid),
    peakMemory: () => peakMemory(pid),
    async stop() {
      workerd.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(port: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker.js", esModule = embed "worker.js")],
    compatibilityDate = "2026-10-20",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`;
}

/** workerd comes with wrangler. */
export function binary(): string {
  const wrangler = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));
  const { default: path } = wrangler("workerd") as { default: string };
  return path;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function untilItAnswers(origin: string, workerd: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (workerd.exitCode !== null) throw new Error(`workerd ended with code ${workerd.exitCode}`);
    try {
      await (await fetch(`${origin}/v1/models`)).arrayBuffer();
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  throw new Error("workerd does not answer");
}

/** Linux counts each thread's nanoseconds on a processor; `/proc/<pid>/stat` only counts hundredths of a second. */
async function processorTime(pid: number): Promise<number> {
  let nanoseconds = 0;
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8");
    nanoseconds += Number(text.split(" ")[0]);
  }
  return nanoseconds / 1e6;
}

async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]);
  // Starts the peak anew.
  await writeFile(`/proc/${pid}/clear_refs`, "5");
  return kilobytes / 1024;
}
