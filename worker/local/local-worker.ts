/** The Worker with its database on this machine: wrangler's own server, in this process, with nothing reaching outside. */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "../..");
const config = resolve(root, "wrangler.toml");

export interface LocalWorker {
  address: string;
  /** For `POST /v1/setup`; another one each time it starts. */
  setupCode: string;
  stop(): Promise<void>;
}

export interface LocalWorkerOptions {
  port: number;
  /** Folder of the local database. */
  state: string;
  /** Build again when a file changes. */
  watch: boolean;
  /** Say what the Worker logs, and not only what goes wrong. */
  log?: boolean;
  /** The database has its tables; wrangler takes seconds to find that out. */
  migrated?: boolean;
}

/** Wrangler reads these when it is loaded: no usage figures, no update check, no look-up of where this machine stands. */
const QUIET = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_WRITE_LOGS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  X_LOCAL_OBSERVABILITY: "false",
};

export async function startLocalWorker({
  port,
  state,
  watch,
  log = false,
  migrated = false,
}: LocalWorkerOptions): Promise<LocalWorker> {
  Object.assign(process.env, QUIET, { WRANGLER_LOG: log ? "log" : "error" });
  // Wrangler refuses to start without the folder; the page in it is made by `npm run build:preview`.
  mkdirSync(resolve(root, "apps-script/preview/dist"), { recursive: true });
  if (!migrated) await applyMigrations(state);
  const { unstable_startWorker } = await import("wrangler");
  const setupCode = randomUUID();
  const worker = await unstable_startWorker({
    config,
    bindings: {
      SETUP_CODE: { type: "secret_text", value: setupCode },
      WEBHOOKS_ALLOW_LOCAL: { type: "plain_text", value: "true" },
    },
    dev: {
      server: { hostname: "127.0.0.1", port },
      inspector: false,
      remote: false,
      persist: state,
      watch,
      liveReload: false,
    },
  });
  await worker.ready;
  const address = `http://localhost:${port}`;
  await waitForHealth(address);
  return { address, setupCode, stop: () => worker.dispose() };
}

async function applyMigrations(state: string): Promise<void> {
  const wrangler = resolve(root, "node_modules/wrangler/bin/wrangler.js");
  const options = ["d1", "migrations", "apply", "DB", "--local", "--persist-to", state, "--config", config];
  try {
    // Without a terminal wrangler does not ask whether it may.
    await promisify(execFile)(process.execPath, [wrangler, ...options], {
      cwd: root,
      env: { ...process.env, CI: "1" },
    });
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    throw new Error(`The local database could not be prepared.\n${stderr.trim() || String(error)}`);
  }
}

async function waitForHealth(address: string): Promise<void> {
  const until = Date.now() + 15_000;
  for (;;) {
    try {
      const response = await fetch(`${address}/health`);
      await response.body?.cancel();
      if (response.ok) return;
    } catch (error) {
      if (Date.now() > until) throw new Error(`The Worker does not answer at ${address}: ${String(error)}`);
    }
    if (Date.now() > until) throw new Error(`The Worker at ${address} does not become healthy.`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
