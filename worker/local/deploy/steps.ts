/** The steps of a deploy, in an order in which each can be repeated and none leaves the one before it half used. */
import { stripVTControlCharacters } from "node:util";
import type { Ran, Wrangler } from "./wrangler.ts";

export const DATABASE = "levelsheet";
export const SETUP_SECRET = "SETUP_CODE";

export interface Deployed {
  /** Where the Worker answers; null where wrangler named no address. */
  address: string | null;
  /** The set-up code made in this run; null where the deployment had one. */
  code: string | null;
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
 * @param newCode makes a set-up code.
 * @param replaceCode whether a deployment that has a set-up code gets another, to make a further workspace.
 * @throws DeployError
 */
export async function deploy(
  wrangler: Wrangler,
  options: { newCode: () => string; replaceCode: boolean },
  say: (line: string) => void,
): Promise<Deployed> {
  const account = await accountOf(wrangler);
  say(`1 of 5  Cloudflare account: ${account}`);
  say(`2 of 5  Database “${DATABASE}”: ${(await hasDatabase(wrangler)) ? "found" : await createDatabase(wrangler)}`);
  await migrate(wrangler);
  say("3 of 5  Tables: up to date");
  const address = await upload(wrangler);
  say(`4 of 5  Worker: ${address ?? "deployed"}`);
  const code = await ensureCode(wrangler, options);
  say(`5 of 5  Set-up code: ${code === null ? "kept" : "made"}`);
  return { address, code };
}

/** What wrangler is asked, in this order; `create` and `put` only where something is missing. */
export const COMMANDS = {
  account: ["whoami", "--json"],
  databases: ["d1", "list", "--json"],
  createDatabase: ["d1", "create", DATABASE],
  migrate: ["d1", "migrations", "apply", DATABASE, "--remote"],
  upload: ["deploy"],
  secrets: ["secret", "list", "--format", "json"],
  putSecret: ["secret", "put", SETUP_SECRET],
} as const satisfies Record<string, readonly string[]>;

async function accountOf(wrangler: Wrangler): Promise<string> {
  const ran = await wrangler.run(COMMANDS.account);
  const accounts = ran.code === 0 ? (readJson<{ accounts?: { name: string }[] }>(ran)?.accounts ?? []) : [];
  if (accounts.length === 0) {
    throw new DeployError(
      "The login",
      "Wrangler is not logged in to Cloudflare, or could not reach it.",
      `Run npx wrangler login (a free account is enough), or set CLOUDFLARE_API_TOKEN. ${AGAIN}${detail(ran)}`,
    );
  }
  const chosen = process.env.CLOUDFLARE_ACCOUNT_ID;
  if (accounts.length > 1 && chosen === undefined) {
    throw new DeployError(
      "The choice of account",
      `The login opens several: ${accounts.map(({ name }) => name).join(", ")}.`,
      `Set CLOUDFLARE_ACCOUNT_ID to the id of one; npx wrangler whoami lists them. ${AGAIN}`,
    );
  }
  return accounts.length === 1 ? (accounts[0]?.name ?? "") : `${chosen}`;
}

async function hasDatabase(wrangler: Wrangler): Promise<boolean> {
  const ran = await wrangler.run(COMMANDS.databases);
  const databases = readJson<{ name: string }[]>(ran);
  if (ran.code !== 0 || !Array.isArray(databases)) {
    throw new DeployError("Looking for the database", reasonOf(ran), AGAIN);
  }
  return databases.some(({ name }) => name === DATABASE);
}

async function createDatabase(wrangler: Wrangler): Promise<string> {
  const ran = await wrangler.run(COMMANDS.createDatabase);
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
async function migrate(wrangler: Wrangler): Promise<void> {
  const ran = await wrangler.run(COMMANDS.migrate);
  if (ran.code !== 0) {
    throw new DeployError(
      "Preparing the tables",
      reasonOf(ran),
      `A migration takes effect as a whole or not at all, and the Worker is as it was. ${AGAIN}`,
    );
  }
}

async function upload(wrangler: Wrangler): Promise<string | null> {
  const ran = await wrangler.run(COMMANDS.upload);
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
  { newCode, replaceCode }: { newCode: () => string; replaceCode: boolean },
): Promise<string | null> {
  const listed = await wrangler.run(COMMANDS.secrets);
  const secrets = readJson<{ name: string }[]>(listed);
  if (listed.code !== 0 || !Array.isArray(secrets)) {
    throw new DeployError("Reading the names of the secrets", reasonOf(listed), `The Worker is deployed. ${AGAIN}`);
  }
  if (!replaceCode && secrets.some(({ name }) => name === SETUP_SECRET)) return null;
  const code = newCode();
  const put = await wrangler.run(COMMANDS.putSecret, code);
  if (put.code !== 0) {
    throw new DeployError("Setting the set-up code", reasonOf(put), `The Worker is deployed. ${AGAIN}`);
  }
  return code;
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
