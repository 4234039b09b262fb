/**
 * Once before the tests that run Workers as processes: static files are built, for a later build would empty the folder
 * under a Worker that serves it, and one first start makes the database that each of the others gets a copy of.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { firstStart, PREPARED } from "./worker-process.ts";

const root = resolve(import.meta.dirname, "../..");

export default async function makeReady(): Promise<() => Promise<void>> {
  for (const script of ["apps-script/preview/build.ts", "worker/local/build-pages.ts"]) {
    execFileSync(process.execPath, [script], { cwd: root });
  }
  const state = await mkdtemp(join(tmpdir(), "levelsheet-"));
  const started = firstStart(["--port", "18687"], state);
  await started.address();
  await started.end("SIGTERM");
  // Test files run in processes of their own, which inherit this.
  process.env[PREPARED] = state;
  return () => rm(state, { recursive: true, force: true });
}
