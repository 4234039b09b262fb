/** What `npm run sheet` can be told on the command line. */
import { parseArgs } from "node:util";
import { ProvisionError } from "./surroundings.ts";

/** The value that an option takes, if any, and one line of help. */
interface Known {
  value?: string;
  help: string;
}

const KNOWN = {
  title: { value: "text", help: "name of the spreadsheet; the model's if left out" },
  model: { value: "id", help: "a shipped model, one of the service, or a JSON file" },
  portfolio: { value: "file", help: "your partners as CSV, with or without answers" },
  url: { value: "address", help: "your service: it scores what is there" },
  key: { value: "key", help: "goes with it; or set LEVELSHEET_KEY" },
  "write-key": { help: "write both into the Settings tab, for all to read" },
  "no-add-on": { help: "leave the add-on out; asks Google for less" },
  update: { help: "bring the spreadsheet of this title up to date" },
  new: { help: "make another one of the same title" },
  export: { value: "title", help: "the service's workspace into a new spreadsheet" },
  import: { value: "id", help: "back into an empty workspace; or by its title" },
  client: { value: "file", help: "your OAuth client from Google's console, once" },
  "dry-run": { help: "say what it would do; asks nobody anything" },
  "no-open": { help: "do not open the browser, print the address" },
  logout: { help: "forget the sign-in to Google" },
  help: { help: "show this and stop" },
} satisfies Record<string, Known>;
type Name = keyof typeof KNOWN;
const known: readonly [string, Known][] = Object.entries(KNOWN);

type Given = Partial<Record<Name, string>>;

export type Task =
  | { kind: "help" }
  | { kind: "logout" }
  | { kind: "workbook"; ifThere: "ask" | "update" | "new" }
  | { kind: "export"; title: string }
  | { kind: "import"; from: string };

export interface Options {
  task: Task;
  title: string | undefined;
  model: string | undefined;
  portfolio: string | undefined;
  url: string | undefined;
  key: string | undefined;
  writeKey: boolean;
  addOn: boolean;
  client: string | undefined;
  dryRun: boolean;
  open: boolean;
}

export function helpText(): string {
  const lines = known.map(([name, { value, help }]) => {
    const option = `--${name}${value === undefined ? "" : ` <${value}>`}`;
    return `  ${option.padEnd(20)}  ${help}`;
  });
  return `Makes a Google Sheet from a model, with the add-on in it.

  npm run sheet -- [options]

${lines.join("\n")}

  For example: npm run sheet -- --title "Partners" --portfolio partners.csv`;
}

/** @throws ProvisionError that names the option and what to do. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const given = read(args);
  if ((given.key !== undefined || given["write-key"] !== undefined) && given.url === undefined) {
    throw new ProvisionError(
      "A key belongs to a service, and none is named.",
      `Add --url and its address. ${SEE_HELP}`,
    );
  }
  return {
    task: taskOf(given),
    title: given.title,
    model: given.model,
    portfolio: given.portfolio,
    url: given.url,
    key: given.key ?? environment.LEVELSHEET_KEY,
    writeKey: given["write-key"] !== undefined,
    addOn: given["no-add-on"] === undefined,
    client: given.client,
    dryRun: given["dry-run"] !== undefined,
    open: given["no-open"] === undefined,
  };
}

function taskOf(given: Given): Task {
  if (given.help !== undefined) return { kind: "help" };
  const wanted = (["logout", "export", "import", "update", "new"] as const).filter((name) => given[name] !== undefined);
  if (wanted.length > 1) {
    throw new ProvisionError(`--${wanted[0]} and --${wanted[1]} do not go together.`, `Choose one. ${SEE_HELP}`);
  }
  const [name] = wanted;
  if (name === "logout") return { kind: "logout" };
  if (name === "export" || name === "import") {
    if (given.url === undefined) {
      throw new ProvisionError(`--${name} needs the service.`, `Add --url and --key. ${SEE_HELP}`);
    }
    return name === "export"
      ? { kind: "export", title: given.export as string }
      : { kind: "import", from: given.import as string };
  }
  return { kind: "workbook", ifThere: name ?? "ask" };
}

/** Values by name; an option that takes none has an empty one. */
function read(args: readonly string[]): Given {
  const options = Object.fromEntries(
    known.map(([name, { value }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  // Not strict: its own messages do not say what to do.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const given: Given = {};
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") throw unknown(token.value);
    const { name, rawName, value } = token;
    if (!isName(name)) throw unknown(rawName);
    const { value: takes }: Known = KNOWN[name];
    if (takes === undefined && value !== undefined) throw new ProvisionError(`“${rawName}” takes no value.`, SEE_HELP);
    const isMissing = (value ?? "").trim() === "" || (!token.inlineValue && value?.startsWith("-"));
    if (takes !== undefined && isMissing) {
      throw new ProvisionError(`“${rawName}” needs a value: --${name} <${takes}>.`, SEE_HELP);
    }
    given[name] = value ?? "";
  }
  return given;
}

const SEE_HELP = "npm run sheet -- --help lists the options.";
const isName = (name: string): name is Name => Object.hasOwn(KNOWN, name);
const unknown = (given: string): Error => new ProvisionError(`There is no option “${given}”.`, SEE_HELP);
