/** The steps of a deploy, in an order in which each can be repeated and none leaves the one before it half used. */
import { stripVTControlCharacters } from "node:util";
import type { Target } from "./target.ts";
import type { Ran, Wrangler } from "./wrangler.ts";

export const SETUP_SECRET = "SETUP_CODE";

export interface Deployed {
  /** Where the Worker answers; null where wrangler named no address. */
  address: string | null;
  /** The set-up code made in this run; null where none was made. */
  code: string | null;
}

export interface DeployOptions {
  /** Makes a set-up code. */
  newCode: () => string;
  /** Whether a deployment that has a set-up code gets another, to make a further workspace. */
  replaceCode: boolean;
  /** Whether a missing set-up code is left to a person, since what is said here stays in the log of a build. */
  leaveCode: boolean;
}

/** A step that failed: which one, why, and how to go on. */
export class DeployError extends Error {
  readonly advice: string;

  constructor(step: string, reason: string, advice: string) {
    super(`${step} failed. ${reason}`);
    this.name = "DeployError";
    this.advice = advice;
  }
}

const AGAIN = "Then run npm run deploy again: what is done already is found and kept.";

/**
 * Brings the Worker into the Cloudflare account that wrangler is logged in to, or up to date there.
 *
 * @throws DeployError
 */
export async function deploy(
  wrangler: Wrangler,
  { database }: Target,
  options: DeployOptions,
  say: (line: string) => void,
): Promise<Deployed> {
  const commands = commandsFor(database);
  // Both only look, so they need not wait for each other; a failed login is what to hear of first.
  const found = database.id === null ? hasDatabase(wrangler, commands, database.name) : Promise.resolve(true);
  found.catch(() => undefined);
  const account = await accountOf(wrangler, commands);
  say(`1 of 5  Cloudflare account: ${account}`);
  say(`2 of 5  Database “${database.name}”: ${(await found) ? "found" : await createDatabase(wrangler, commands)}`);
  await migrate(wrangler, commands);
  say("3 of 5  Tables: up to date");
  const address = await upload(wrangler, commands);
  say(`4 of 5  Worker: ${address ?? "deployed"}`);
  const { code, state } = await ensureCode(wrangler, commands, options);
  say(`5 of 5  Set-up code: ${state}`);
  return { address, code };
}

/** What wrangler is asked, in this order; `create` and `put` only where something is missing. */
export const commandsFor = ({ binding, name }: Target["database"]) =>
  ({
    account: ["whoami", "--json"],
    databases: ["d1", "list", "--json"],
    createDatabase: ["d1", "create", name],
    migrate: ["d1", "migrations", "apply", binding, "--remote"],
    upload: ["deploy"],
    secrets: ["secret", "list", "--format", "json"],
    putSecret: ["secret", "put", SETUP_SECRET],
  }) as const satisfies Record<string, readonly string[]>;
type Commands = ReturnType<typeof commandsFor>;

async function accountOf(wrangler: Wrangler, commands: Commands): Promise<string> {
  const ran = await wrangler.run(commands.account);
  const accounts = ran.code === 0 ? (readJson<{ accounts?: { name: string }[] }>(ran)?.accounts ?? []) : [];
  const chosen = process.env.CLOUDFLARE_ACCOUNT_ID;
  // A build's token may deploy without seeing whose it is.
  if (accounts.length === 0 && chosen !== undefined && process.env.CLOUDFLARE_API_TOKEN !== undefined) return chosen;
  if (accounts.length === 0) {
    throw new DeployError(
      "The login",
      "Wrangler is not logged in to Cloudflare, or could not reach it.",
      `Run npx wrangler login (a free account is enough), or set CLOUDFLARE_API_TOKEN. ${AGAIN}${detail(ran)}`,
    );
  }
  if (accounts.length > 1 && chosen === undefined) {
    throw new DeployError(
      "The choice of account",
      `The login opens several: ${accounts.map(({ name }) => name).join(", ")}.`,
      `Set CLOUDFLARE_ACCOUNT_ID to the id of one; npx wrangler whoami lists them. ${AGAIN}`,
    );
  }
  return accounts.length === 1 ? (accounts[0]?.name ?? "") : `${chosen}`;
}

async function hasDatabase(wrangler: Wrangler, commands: Commands, wanted: string): Promise<boolean> {
  const ran = await wrangler.run(commands.databases);
  const databases = readJson<{ name: string }[]>(ran);
  if (ran.code !== 0 || !Array.isArray(databases)) {
    throw new DeployError("Looking for the database", reasonOf(ran), AGAIN);
  }
  return databases.some(({ name }) => name === wanted);
}

async function createDatabase(wrangler: Wrangler, commands: Commands): Promise<string> {
  const ran = await wrangler.run(commands.createDatabase);
  if (ran.code !== 0) {
    throw new DeployError(
      "Creating the database",
      reasonOf(ran),
      `The free plan has ten databases an account; npx wrangler d1 list shows them. ${AGAIN}`,
    );
  }
  return "created";
}

/** Before the Worker, since a Worker may need its tables and the one before it does not mind new ones. */
async function migrate(wrangler: Wrangler, commands: Commands): Promise<void> {
  const ran = await wrangler.run(commands.migrate);
  if (ran.code !== 0) {
    throw new DeployError(
      "Preparing the tables",
      reasonOf(ran),
      `A migration takes effect as a whole or not at all, and the Worker is as it was. ${AGAIN}`,
    );
  }
}

async function upload(wrangler: Wrangler, commands: Commands): Promise<string | null> {
  const ran = await wrangler.run(commands.upload);
  if (ran.code !== 0) {
    throw new DeployError(
      "Uploading the Worker",
      reasonOf(ran),
      `The database is ready; the Worker is as it was. ${AGAIN}`,
    );
  }
  const { targets } = ran.report.find(({ type }) => type === "deploy") ?? {};
  const address = Array.isArray(targets) ? targets.find((target) => typeof target === "string") : undefined;
  return typeof address === "string" ? address : null;
}

async function ensureCode(
  wrangler: Wrangler,
  commands: Commands,
  { newCode, replaceCode, leaveCode }: DeployOptions,
): Promise<{ code: string | null; state: string }> {
  const listed = await wrangler.run(commands.secrets);
  const secrets = readJson<{ name: string }[]>(listed);
  if (listed.code !== 0 || !Array.isArray(secrets)) {
    throw new DeployError("Reading the names of the secrets", reasonOf(listed), `The Worker is deployed. ${AGAIN}`);
  }
  if (!replaceCode && secrets.some(({ name }) => name === SETUP_SECRET)) return { code: null, state: "kept" };
  if (leaveCode) {
    return { code: null, state: `none yet; add ${SETUP_SECRET} as a secret under Settings, Variables and Secrets` };
  }
  const code = newCode();
  const put = await wrangler.run(commands.putSecret, code);
  if (put.code !== 0) {
    throw new DeployError("Setting the set-up code", reasonOf(put), `The Worker is deployed. ${AGAIN}`);
  }
  return { code, state: "made" };
}

/** Wrangler may say other things before its JSON. */
function readJson<Value>({ stdout }: Ran): Value | null {
  const start = stdout.search(/^[[{]/m);
  if (start < 0) return null;
  try {
    return JSON.parse(stdout.slice(start)) as Value;
  } catch {
    return null;
  }
}

/** What wrangler said, without its frames and the place of its log. */
function reasonOf({ stdout, stderr }: Ran): string {
  const said = stripVTControlCharacters(stderr.trim() || stdout.trim())
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/Logs were written to|wrangler-/.test(line));
  return said.length === 0 ? "Wrangler gave no reason." : `Wrangler says:\n  ${said.slice(0, 12).join("\n  ")}`;
}

const detail = (ran: Ran): string => (ran.stderr.trim() === "" ? "" : `\n${reasonOf(ran)}`);
