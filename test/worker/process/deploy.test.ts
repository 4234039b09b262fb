import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DeployError, type DeployOptions, deploy } from "../../../worker/local/deploy/steps.ts";
import { readTarget } from "../../../worker/local/deploy/target.ts";
import { type Wrangler, wranglerHere } from "../../../worker/local/deploy/wrangler.ts";
import { type CloudflareAccount, openAccount, TOKEN } from "../../support/cloudflare-account.ts";

const root = resolve(import.meta.dirname, "../../..");
let account: CloudflareAccount;
beforeAll(async () => {
  // A deploy uploads what stands here; `npm run deploy` builds it before.
  await mkdir(resolve(root, "apps-script/preview/dist"), { recursive: true });
  account = await openAccount();
});
afterAll(() => account.close());

const target = readTarget(resolve(root, "wrangler.toml"));
const environment = (token = TOKEN) => ({ CLOUDFLARE_API_BASE_URL: account.address, CLOUDFLARE_API_TOKEN: token });
const run = async ({ replaceCode = false, token = TOKEN } = {}) => {
  const said: string[] = [];
  const options = { newCode: () => "CODE-1", replaceCode, leaveCode: false };
  const deployed = await deploy(wranglerHere(environment(token)), target, options, (line) => said.push(line));
  return { deployed, said };
};
const failure = async (options?: Parameters<typeof run>[0]) => {
  const error = await run(options).then(
    () => expect.fail("the deploy went through"),
    (thrown: DeployError) => thrown,
  );
  return `${error.message}\n${error.advice}`;
};

/** One account, in the order in which things go wrong in it: each test finds what those before it left. */
describe("a deploy, by wrangler itself, to a stand-in for Cloudflare's API", () => {
  test("says how to log in", async () => {
    expect(await failure({ token: "another" })).toMatch(/^The login failed\.[\s\S]*npx wrangler login/);
    expect(account.databases.size).toBe(0);
  });

  test("names a migration that fails and leaves the Worker alone", async () => {
    account.failing = /^POST .*\/query$/;
    expect(await failure()).toMatch(/^Preparing the tables failed/);
    expect(account.databases.size).toBe(1);
    expect(account.workers.size).toBe(0);
  });

  test("that breaks off says what is there", async () => {
    account.failing = /^PUT .*\/scripts\/levelsheet$/;
    expect(await failure()).toMatch(
      /^Uploading the Worker failed\. Wrangler says:[\s\S]*unknown error[\s\S]*The database is ready; the Worker is as it was/i,
    );
    expect(account.secrets.size).toBe(0);
    account.failing = null;
  });

  test("passes on where to choose a workers.dev name in a new account", async () => {
    account.subdomain = null;
    expect(await failure()).toMatch(/^Uploading the Worker failed[\s\S]*workers\.dev subdomain/);
    account.subdomain = "example";
  });

  test("goes on from there to tables, Worker and set-up code", async () => {
    const first = await command(["--no-open"]);
    expect(first.code, first.text).toBe(0);
    const code = account.secrets.get("SETUP_CODE") ?? expect.fail("no code");
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(first.text.trimEnd().split("\n")).toEqual([
      "1 of 5  Cloudflare account: Example account",
      "2 of 5  Database “levelsheet”: found",
      "3 of 5  Tables: up to date",
      "4 of 5  Worker: https://levelsheet.example.workers.dev",
      "5 of 5  Set-up code: made",
      "",
      "Open https://levelsheet.example.workers.dev/setup and enter this set-up code. It makes one workspace and is not shown again.",
      "",
      `  ${code}`,
    ]);
    const [[id, { database }] = expect.fail("no database")] = account.databases;
    const applied = database.prepare("SELECT name FROM d1_migrations ORDER BY name").all();
    expect(applied.map(({ name }) => name)).toEqual(readdirSync(resolve(root, "worker/migrations")).sort());
    expect(account.databases.size).toBe(1);
    expect(account.workers.get("levelsheet")).toContainEqual(expect.objectContaining({ name: "DB", type: "d1", id }));
    expect(account.schedules.get("levelsheet")).toEqual(["* * * * *"]);
  });

  test("finds everything the next time, and makes another code only when told to", async () => {
    const code = account.secrets.get("SETUP_CODE");
    const again = await command(["--no-open"]);
    expect(again.text).toContain("5 of 5  Set-up code: kept");
    expect(account.databases.size).toBe(1);
    expect(account.secrets.get("SETUP_CODE")).toBe(code);
    const { commands, deployed } = await withoutWrangler({ replaceCode: true });
    expect(deployed.code).toBe("CODE-1");
    expect(commands.at(-1)).toBe("secret put SETUP_CODE < CODE-1");
  });
});

/** What a deploy asks of a wrangler to which everything is there already. */
async function withoutWrangler(options: Partial<DeployOptions>, database = target.database, secrets = ["SETUP_CODE"]) {
  const commands: string[] = [];
  const answers: Record<string, unknown> = {
    whoami: { accounts: [{ name: "Example account" }] },
    d1: [{ name: database.name }],
    secret: secrets.map((name) => ({ name })),
  };
  const wrangler: Wrangler = {
    run(parameters, input) {
      commands.push([...parameters, ...(input === undefined ? [] : ["<", input])].join(" "));
      const stdout = JSON.stringify(answers[parameters[0] ?? ""] ?? {});
      return Promise.resolve({ code: 0, stdout, stderr: "", report: [] });
    },
  };
  const said: string[] = [];
  const all = { newCode: () => "CODE-1", replaceCode: false, leaveCode: false, ...options };
  const deployed = await deploy(wrangler, { ...target, database }, all, (line) => said.push(line));
  return { commands, deployed, said };
}

describe("a build that Cloudflare runs for the button", () => {
  test("takes the database that the configuration names, by its binding, and leaves the code to a person", async () => {
    const folder = await mkdtemp(join(tmpdir(), "levelsheet-target-"));
    const file = join(folder, "wrangler.toml");
    const own = (await readFile(resolve(root, "wrangler.toml"), "utf8"))
      .replace('name = "levelsheet"', 'name = "our-scores"')
      .replace('database_name = "levelsheet"', 'database_name = "our-scores"\ndatabase_id = "1f0c"');
    await writeFile(file, own);
    const read = readTarget(file);
    await rm(folder, { recursive: true });
    expect(read).toEqual({ worker: "our-scores", database: { binding: "DB", name: "our-scores", id: "1f0c" } });

    const { commands, said } = await withoutWrangler({ leaveCode: true }, read.database, []);
    expect(commands).toEqual([
      "whoami --json",
      "d1 migrations apply DB --remote",
      "deploy",
      "secret list --format json",
    ]);
    expect(said.at(-1)).toBe(
      "5 of 5  Set-up code: none yet; add SETUP_CODE as a secret under Settings, Variables and Secrets",
    );
  });

  test("asks for every secret of the template, with no value that anybody could read here", async () => {
    const template = await readFile(resolve(root, ".dev.vars.example"), "utf8");
    const { bindings } = (JSON.parse(await readFile(resolve(root, "package.json"), "utf8")) as Package).cloudflare;
    const names = [...template.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => {
      expect(value).toBe('""');
      return name ?? "";
    });
    expect(names).toEqual(["SETUP_CODE"]);
    for (const name of [...names, target.database.binding]) expect(bindings[name]?.description).toMatch(/\.$/);
  });
});

interface Package {
  cloudflare: { bindings: Record<string, { description: string }> };
}

describe("npm run deploy", () => {
  test("with --dry-run prints the commands, builds the Worker, and asks Cloudflare nothing", async () => {
    const before = account.requests.length;
    const { code, text } = await command(["--dry-run"]);
    expect(code, text).toBe(0);
    expect(text).toContain("npx wrangler d1 migrations apply DB --remote");
    expect(text).toMatch(/The Worker builds\. Total Upload: [\d.]+ KiB/);
    expect(account.requests).toHaveLength(before);
  });

  test("refuses an option that it does not know, and prints those it does", async () => {
    const before = account.requests.length;
    const { code, text } = await command(["--dryrun"]);
    expect(code).toBe(1);
    expect(text).toContain("--dryrun");
    expect(text).toContain("--dry-run");
    expect(account.requests).toHaveLength(before);
  });
});

function command(options: readonly string[]): Promise<{ code: number | null; text: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ["worker/local/deploy.ts", ...options], {
      cwd: root,
      env: { ...process.env, ...environment() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
    }
    child.once("close", (code) => done({ code, text }));
  });
}
