/**
 * `npm start`: the Worker on this machine with the sample portfolio scored, until Ctrl-C. `npm run dev` is the same
 * with `--watch` and `--log`: no sample, every change is taken over, and what the Worker logs is shown.
 */
import { resolve } from "node:path";
import packageFile from "../../package.json" with { type: "json" };
import { demoKey, storeSamples } from "./demo-workspace.ts";
import { freePort } from "./free-port.ts";
import { type LocalWorker, startLocalWorker } from "./local-worker.ts";
import { helpText, readOptions } from "./options.ts";
import { portfolioTable, type Terminal } from "./portfolio-table.ts";
import { DEFAULT_MODEL, sampleFile, scorePortfolio } from "./sample-portfolio.ts";

const root = resolve(import.meta.dirname, "../..");

/** Colour only where a person looks, and never against NO_COLOR (https://no-color.org). */
function terminal(): Terminal {
  const { stdout, env } = process;
  const width = stdout.columns || Number(env.COLUMNS) || 160;
  if (!stdout.isTTY || env.NO_COLOR || env.TERM === "dumb") return { width, colour: 0 };
  const depth = stdout.getColorDepth(env);
  return { width, colour: depth >= 24 ? 24 : depth >= 8 ? 8 : 0 };
}

let worker: LocalWorker | undefined;
let stopping = false;

async function stop(code: number): Promise<never> {
  // A second Ctrl-C does not wait.
  if (stopping) process.exit(130);
  stopping = true;
  await worker?.stop();
  process.exit(code);
}

async function start(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === null) {
    console.log(helpText());
    return stop(0);
  }
  console.log(`Levelsheet ${packageFile.version} is starting …`);
  const port = await freePort(options.port);
  if (port !== options.port) console.log(`Port ${options.port} is taken; using ${port} instead.`);
  worker = await startLocalWorker({ ...options, port });
  listenForSignals();
  const key = await demoKey(worker.address, options.state, worker.setupCode);
  if (!options.watch) {
    const { model } = options;
    // A path is meant from where the command was typed; npm runs scripts in the project's folder.
    const file = resolve(process.env.INIT_CWD ?? ".", options.portfolio ?? resolve(root, sampleFile(model)));
    const portfolio = await scorePortfolio(worker.address, key, model, file);
    const whose =
      options.portfolio === undefined ? `invented partners of ${sampleFile(model)}` : `rows of ${options.portfolio}`;
    console.log(`\n ${portfolio.model}: ${portfolio.partners.length} ${whose},`);
    console.log(` scored by the running Worker in ${Math.round(portfolio.milliseconds)} ms.\n`);
    console.log(portfolioTable(portfolio, terminal()));
    const stored = await storeSamples(worker.address, key);
    console.log(`\n Stored: ${stored.partners} invented partners and ${stored.assessments} assessments.`);
  }
  console.log(`
 Open
   Workbook        ${worker.address}/workbook#key=${key}
   Models          ${worker.address}/models
   Upload          ${worker.address}/upload
   API reference   ${worker.address}/docs
   Health          ${worker.address}/health
   OpenAPI         ${worker.address}/openapi.json

 Try, with the key of the demo workspace
   export LEVELSHEET=${worker.address}
   export KEY=${key}
   curl -H "Authorization: Bearer $KEY" "$LEVELSHEET/v1/assessments?model=${DEFAULT_MODEL}&limit=2"
   curl -H "Authorization: Bearer $KEY" "$LEVELSHEET/v1/insights/${DEFAULT_MODEL}/movers?limit=3"
   curl -H "Authorization: Bearer $KEY" "$LEVELSHEET/v1/partners?region=EMEA&limit=5"

 Press Ctrl-C to stop.`);
}

/** A shell between npm and this process does not pass on the signal that ends it. */
function stopWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void stop(0);
  }, 1_000).unref();
}

/** Wrangler's own listeners end the process at once, with an error for Ctrl-C; ours closes the Worker first. */
function listenForSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => void stop(0));
  }
}

stopWithParent();
listenForSignals();

try {
  await start();
} catch (error) {
  console.error(`Levelsheet could not start: ${error instanceof Error ? error.message : String(error)}`);
  await stop(1);
}
