/**
 * `npm run deploy`: database, tables, Worker and set-up code in the Cloudflare account that wrangler is logged in to.
 * Safe to repeat, also for upgrades.
 */
import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import open from "open";
import { commandsFor, DeployError, deploy } from "./deploy/steps.ts";
import { readTarget } from "./deploy/target.ts";
import { wranglerHere } from "./deploy/wrangler.ts";

const configuration = resolve(import.meta.dirname, "../../wrangler.toml");

const USAGE = `npm run deploy -- [options]
  --dry-run    print the commands and check that the Worker builds; nothing leaves this machine
  --new-code   make another set-up code, for a further workspace
  --no-open    do not open the first-run page in the browser
  --help       print this`;

/** 100 bits, in groups that a person can copy without doubt about a letter. */
function newCode(): string {
  const letters = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";
  const text = [...randomBytes(20)].map((byte) => letters[byte % letters.length]).join("");
  return text.replace(/.{5}(?=.)/g, "$&-");
}

async function dryRun(): Promise<number> {
  const commands = commandsFor(readTarget(configuration).database);
  const { createDatabase, putSecret, ...always } = commands;
  console.log("npm run deploy would run, and change nothing that is there already:");
  for (const command of [...Object.values(always)]) console.log(`  npx wrangler ${command.join(" ")}`);
  console.log("and where they are missing:");
  for (const command of [createDatabase, putSecret]) console.log(`  npx wrangler ${command.join(" ")}`);
  const built = await wranglerHere().run([...commands.upload, "--dry-run", "--outdir", "dist"]);
  const size = /Total Upload: .*/.exec(built.stdout)?.[0];
  console.log(
    built.code === 0 ? `\nThe Worker builds. ${size ?? ""}` : `\nThe Worker does not build.\n${built.stderr}`,
  );
  return built.code;
}

async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      "dry-run": { type: "boolean", default: false },
      "new-code": { type: "boolean", default: false },
      "no-open": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values["dry-run"]) return dryRun();
  // Cloudflare's own builds, which the button "Deploy to Cloudflare" sets up.
  const leaveCode = process.env.WORKERS_CI !== undefined;
  const options = { newCode, replaceCode: values["new-code"], leaveCode };
  const { address, code } = await deploy(wranglerHere(), readTarget(configuration), options, console.log);
  if (code === null) {
    console.log(`\nLevelsheet is deployed${address === null ? "" : ` at ${address}`}. Health: ${address ?? ""}/health`);
    return 0;
  }
  const page = `${address ?? "https://your-worker"}/setup`;
  console.log(
    `\nOpen ${page} and enter this set-up code. It makes one workspace and is not shown again.\n\n  ${code}\n`,
  );
  if (address !== null && !values["no-open"] && process.stdout.isTTY) await open(page).catch(() => undefined);
  return 0;
}

try {
  process.exitCode = await run();
} catch (error) {
  if (error instanceof DeployError) console.error(`${error.message}\n${error.advice}`);
  else console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 1;
}
