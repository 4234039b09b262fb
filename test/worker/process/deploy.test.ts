import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DeployError, deploy } from "../../../worker/local/deploy/steps.ts";
import { wranglerHere } from "../../../worker/local/deploy/wrangler.ts";
import { type CloudflareAccount, openAccount, TOKEN } from "../../support/cloudflare-account.ts";

const root = resolve(import.meta.dirname, "../../..");
let account: CloudflareAccount;
beforeAll(async () => {
  // A deploy uploads what stands here; `npm run deploy` builds it before.
  await mkdir(resolve(root, "apps-script/preview/dist"), { recursive: true });
});
beforeEach(async () => {
  account = await openAccount();
});
afterEach(() => account.close());

const environment = (token = TOKEN) => ({ CLOUDFLARE_API_BASE_URL: account.address, CLOUDFLARE_API_TOKEN: token });
const run = async ({ replaceCode = false, token = TOKEN } = {}) => {
  const said: string[] = [];
  const deployed = await deploy(wranglerHere(environment(token)), { newCode: () => "CODE-1", replaceCode }, (line) =>
    said.push(line),
  );
  return { deployed, said };
};
const failure = async (options?: Parameters<typeof run>[0]) => {
  const error = await run(options).then(
    () => expect.fail("the deploy went through"),
    (thrown: DeployError) => thrown,
  );
  return `${error.message}\n${error.advice}`;
};

describe("a deploy, by wrangler itself, to a stand-in for Cloudflare's API", () => {
  test("makes database, tables, Worker and set-up code, and finds them the next time", async () => {
    const first = await command(["--no-open"]);
    expect(first.code, first.text).toBe(0);
    const code = account.secrets.get("SETUP_CODE") ?? expect.fail("no code");
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(first.text.trimEnd().split("\n")).toEqual([
      "1 of 5  Cloudflare account: Example account",
      "2 of 5  Database “levelsheet”: created",
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
    expect(account.workers.get("levelsheet")).toContainEqual(expect.objectContaining({ name: "DB", type: "d1", id }));
    expect(account.schedules.get("levelsheet")).toEqual(["* * * * *"]);

    const second = await run();
    expect(second.deployed).toEqual({ address: "https://levelsheet.example.workers.dev", code: null });
    expect(second.said).toContain("2 of 5  Database “levelsheet”: found");
    expect(account.databases.size).toBe(1);
    expect(account.secrets.get("SETUP_CODE")).toBe(code);

    expect((await run({ replaceCode: true })).deployed.code).toBe("CODE-1");
    expect(account.secrets.get("SETUP_CODE")).toBe("CODE-1");
  });

  test("that breaks off says what is there, and the next one goes on from it", async () => {
    account.failing = /^PUT .*\/scripts\/levelsheet$/;
    expect(await failure()).toMatch(
      /^Uploading the Worker failed\. Wrangler says:[\s\S]*unknown error[\s\S]*The database is ready; the Worker is as it was/i,
    );
    expect(account.databases.size).toBe(1);
    expect(account.secrets.size).toBe(0);
    account.failing = null;
    expect((await run()).deployed.code).toBe("CODE-1");
    expect(account.databases.size).toBe(1);
  });

  test("names a migration that fails and leaves the Worker alone", async () => {
    account.failing = /^POST .*\/query$/;
    expect(await failure()).toMatch(/^Preparing the tables failed/);
    expect(account.workers.size).toBe(0);
  });

  test("says how to log in", async () => {
    expect(await failure({ token: "another" })).toMatch(/^The login failed\.[\s\S]*npx wrangler login/);
    expect(account.databases.size).toBe(0);
  });

  test("passes on where to choose a workers.dev name in a new account", async () => {
    account.subdomain = null;
    expect(await failure()).toMatch(/^Uploading the Worker failed[\s\S]*workers\.dev subdomain/);
  });
});

describe("npm run deploy", () => {
  test("with --dry-run prints the commands, builds the Worker, and asks Cloudflare nothing", async () => {
    const { code, text } = await command(["--dry-run"]);
    expect(code, text).toBe(0);
    expect(text).toContain("npx wrangler d1 migrations apply levelsheet --remote");
    expect(text).toMatch(/The Worker builds\. Total Upload: [\d.]+ KiB/);
    expect(account.requests).toEqual([]);
  });

  test("refuses an option that it does not know, and prints those it does", async () => {
    const { code, text } = await command(["--dryrun"]);
    expect(code).toBe(1);
    expect(text).toContain("--dryrun");
    expect(text).toContain("--dry-run");
    expect(account.requests).toEqual([]);
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
