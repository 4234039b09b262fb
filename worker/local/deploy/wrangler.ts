/** Wrangler as a child process: what the steps of a deploy ask of it. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");
const program = resolve(root, "node_modules/wrangler/bin/wrangler.js");

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
  /** The entries that wrangler writes about itself for other programs, one object each. */
  report: readonly Record<string, unknown>[];
}

export interface Wrangler {
  /** @param input goes to its standard input, so that a secret never stands in a list of processes. */
  run(parameters: readonly string[], input?: string): Promise<Ran>;
}

/** @param overrides environment variables, such as the address of a stand-in for Cloudflare. */
export function wranglerHere(overrides: NodeJS.ProcessEnv = {}): Wrangler {
  return {
    async run(parameters, input = "") {
      const folder = await mkdtemp(join(tmpdir(), "levelsheet-deploy-"));
      const report = join(folder, "report.ndjson");
      try {
        const ended = await runToEnd(parameters, input, {
          ...process.env,
          // Without a terminal wrangler does not ask whether it may.
          CI: "1",
          NO_COLOR: "1",
          // It is started up to seven times, and reading its megabytes is half of each start.
          NODE_COMPILE_CACHE: resolve(root, "node_modules/.cache/wrangler"),
          WRANGLER_SEND_METRICS: "false",
          WRANGLER_HIDE_BANNER: "true",
          WRANGLER_OUTPUT_FILE_PATH: report,
          ...overrides,
        });
        const lines = (await readFile(report, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
        return { ...ended, report: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function runToEnd(parameters: readonly string[], input: string, env: NodeJS.ProcessEnv): Promise<Omit<Ran, "report">> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, ...parameters], { cwd: root, env, stdio: "pipe" });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", fail);
    child.once("close", (code) => done({ code: code ?? 1, stdout, stderr }));
    // A command that needs no input may have ended before it is written.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
