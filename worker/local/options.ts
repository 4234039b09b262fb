/** What `npm start` can be told on the command line. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { nearNames } from "../services/near-names.ts";
import { DEFAULT_MODEL } from "./sample-portfolio.ts";

const DEFAULT_PORT = 8787;
const root = resolve(import.meta.dirname, "../..");

export interface Options {
  port: number;
  state: string;
  watch: boolean;
  /** Show what the Worker logs. */
  log: boolean;
  model: string;
  /** The portfolio to score; the model's invented one when absent. */
  portfolio: string | undefined;
}

/** The value that an option takes, if any, and one line of help. */
interface Known {
  value?: string;
  short?: string;
  help: string;
}
const KNOWN = {
  port: { value: "number", short: "p", help: `where to listen, ${DEFAULT_PORT} or the next free; or set PORT` },
  model: { value: "id", help: `the model to score with, ${DEFAULT_MODEL} if left out` },
  portfolio: { value: "file", help: "your partners as CSV, in place of the invented ones" },
  state: { value: "folder", help: "where the database lies, .wrangler/state if left out" },
  watch: { help: "build again on every change; npm run dev does this" },
  log: { help: "show what the Worker logs; npm run dev does this" },
  help: { short: "h", help: "show this and stop" },
} satisfies Record<string, Known>;
type Name = keyof typeof KNOWN;
const known: readonly [string, Known][] = Object.entries(KNOWN);

export function helpText(): string {
  const lines = known.map(([name, { value, short, help }]) => {
    const option = `--${name}${value === undefined ? "" : ` <${value}>`}`;
    return `  ${(short === undefined ? option : `${option}, -${short}`).padEnd(22)}  ${help}`;
  });
  return `Starts Levelsheet on this machine and scores a portfolio. Ctrl-C stops it.

  npm start -- [options]

${lines.join("\n")}

  For example: npm start -- --port 8080 --portfolio my-partners.csv`;
}

/**
 * @returns null where help was asked for.
 * @throws Error that names the option and what to do.
 */
export function readOptions(args: readonly string[], environment: { PORT?: string | undefined }): Options | null {
  const given = read(args);
  if (given.help !== undefined) return null;
  const wanted = given.port ?? environment.PORT ?? String(DEFAULT_PORT);
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(
      `“${wanted}” is not a port. Choose a number from 1 to 65535, for example: npm start -- --port 8080`,
    );
  }
  return {
    port,
    watch: given.watch !== undefined,
    log: given.log !== undefined,
    model: given.model ?? DEFAULT_MODEL,
    portfolio: given.portfolio,
    state: resolve(given.state ?? resolve(root, ".wrangler/state")),
  };
}

/** Values by name; an option that takes none has an empty one. */
function read(args: readonly string[]): Partial<Record<Name, string>> {
  const options = Object.fromEntries(
    known.map(([name, { value, short }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const), ...(short !== undefined && { short }) },
    ]),
  );
  // Not strict: its own messages do not say what to do.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const given: Partial<Record<Name, string>> = {};
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") throw unknown(token.value);
    const { name, rawName, value } = token;
    if (!isName(name)) throw unknown(rawName);
    const { value: takes }: Known = KNOWN[name];
    if (takes === undefined && value !== undefined) throw new Error(`“${rawName}” takes no value. ${SEE_HELP}`);
    const isMissing = (value ?? "") === "" || (!token.inlineValue && value?.startsWith("-"));
    if (takes !== undefined && isMissing)
      throw new Error(`“${rawName}” needs a value: --${name} <${takes}>. ${SEE_HELP}`);
    given[name] = value ?? "";
  }
  return given;
}

const SEE_HELP = "npm start -- --help lists the options.";
const isName = (name: string): name is Name => Object.hasOwn(KNOWN, name);

function unknown(given: string): Error {
  const [near] = nearNames(given.replace(/^-+/, ""), Object.keys(KNOWN));
  return new Error(`There is no option “${given}”.${near ? ` Did you mean “--${near}”?` : ""} ${SEE_HELP}`);
}
