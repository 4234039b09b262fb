/** Runs `worker/local/start.ts` as its own process and waits for what it says. */
import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

export interface Started {
  process: ChildProcess;
  /** All it has said so far. */
  said(): string;
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** The address it names for the API reference. */
  address(): Promise<string>;
}

/** The variable that names a database with its tables and samples, made by a first start. */
export const PREPARED = "LEVELSHEET_TEST_STATE";

/** Each start has a database of its own, so that tests meet neither the developer's nor each other's. */
export async function start(options: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const state = await mkdtemp(join(tmpdir(), "levelsheet-"));
  const { [PREPARED]: prepared } = process.env;
  if (prepared !== undefined) await cp(prepared, state, { recursive: true });
  return firstStart(options, state, env, () => rm(state, { recursive: true, force: true }));
}

/** @param ended is called once the process is gone. */
export function firstStart(
  options: readonly string[],
  state: string,
  env: NodeJS.ProcessEnv = {},
  ended: () => void = () => undefined,
): Started {
  const child = spawn(process.execPath, ["worker/local/start.ts", "--state", state, ...options], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1", COLUMNS: "160", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const waiting = new Set<() => void>();
  const tell = () => {
    for (const check of waiting) check();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      tell();
    });
  }
  const exit = new Promise<number | null>((done) => {
    child.once("exit", (code) => {
      done(code);
      tell();
      ended();
    });
  });

  const waitFor = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((done, fail) => {
      const check = () => {
        const found = pattern.exec(text);
        if (found === null && child.exitCode === null) return;
        waiting.delete(check);
        if (found) done(found);
        else fail(new Error(`ended with ${child.exitCode} before ${pattern}:\n${text}`));
      };
      waiting.add(check);
      check();
    });

  return {
    process: child,
    said: () => text,
    waitFor,
    async end(signal) {
      if (child.exitCode === null) child.kill(signal);
      return exit;
    },
    async address() {
      const [, address = ""] = await waitFor(/(http:\/\/localhost:\d+)\/docs[\s\S]*Ctrl-C/);
      return address;
    },
  };
}

/** A port that something else holds. */
export function occupiedPort(): Promise<{ port: number; server: Server }> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      done({ port: typeof address === "object" && address ? address.port : 0, server });
    });
  });
}
