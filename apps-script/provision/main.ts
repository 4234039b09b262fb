/** `npm run sheet`: a Google Sheet from a model by one command. */
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as wait } from "node:timers/promises";
import open from "open";
import { runCommand } from "./command.ts";
import { GOOGLE, type Surroundings, settingsFolder } from "./surroundings.ts";

const MINUTE = 60_000;

async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

const surroundings: Surroundings = {
  google: GOOGLE,
  environment: process.env,
  // npm runs scripts in the project's folder; a path is meant from where the command was typed.
  workingFolder: resolve(process.env.INIT_CWD ?? "."),
  folder: settingsFolder(process.env, process.platform),
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
  confirm: process.stdin.isTTY && process.stdout.isTTY ? confirm : null,
  openPage: async (address) => {
    if (process.stdout.isTTY) await open(address).catch(() => undefined);
  },
  pause: async (milliseconds) => {
    await wait(milliseconds);
  },
  random: Math.random,
  patience: 5 * MINUTE,
};

try {
  process.exitCode = await runCommand(process.argv.slice(2), surroundings);
} catch (error) {
  console.error(`Levelsheet could not finish: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
