/** `npm run sheet` without its machine: what was asked for, done. */
import { counted } from "../src/menu/say.ts";
import { Trouble } from "../src/service.ts";
import { dryRun } from "./dry-run.ts";
import { GoogleLine } from "./google-line.ts";
import { makeWorkbook } from "./make-workbook.ts";
import { helpText, type Options, readOptions } from "./options.ts";
import { readService } from "./service-line.ts";
import { scopesFor, signIn, signOut } from "./sign-in.ts";
import { ProvisionError, type Surroundings } from "./surroundings.ts";
import { exportWorkspace, importWorkspace } from "./workspace-sheet.ts";

/** @returns the exit code; whatever went wrong was said. */
export async function runCommand(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    const options = readOptions(args, surroundings.environment);
    await perform(options, options.open ? surroundings : { ...surroundings, openPage: async () => undefined });
    return 0;
  } catch (error) {
    if (error instanceof ProvisionError) surroundings.complain(`\n${error.message}\n${error.advice}`);
    // The add-on's own code, about cells that somebody changed.
    else if (error instanceof Trouble) surroundings.complain(`\nThe spreadsheet cannot be read: ${error.message}.`);
    else throw error;
    return 1;
  }
}

async function perform(options: Options, surroundings: Surroundings): Promise<void> {
  const { task } = options;
  const { say } = surroundings;
  if (task.kind === "help") return say(helpText());
  if (options.dryRun) return say((await dryRun(options, surroundings)).join("\n"));
  if (task.kind === "logout") {
    return say((await signOut(surroundings)) ? "Signed out of Google." : "Nobody was signed in.");
  }
  if (task.kind === "workbook") return makeWorkbook(options, task, surroundings);
  const service = readService(options.url ?? "", options.key);
  const google = new GoogleLine(await signIn(options.client, scopesFor(false), surroundings), surroundings);
  if (task.kind === "export") {
    say(`\nOpen ${await exportWorkspace(task.title, service, google, surroundings)}`);
  } else {
    const lines = await importWorkspace(task.from, service, google, surroundings);
    say(`\n${counted(lines, "line is", "lines are")} in the workspace at ${service.address}.`);
  }
}
