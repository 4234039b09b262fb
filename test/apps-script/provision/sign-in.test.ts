/** Signing in as an installed program, and what is kept of it. */
import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { settingsFolder } from "../../../apps-script/provision/surroundings.ts";
import { CLIENT } from "../../support/google-accounts.ts";
import { canStandIn, Machine, MISSING } from "../../support/sheet-command.ts";

const TOKENS = "google-tokens.json";

if (process.env.CI === "true") test(MISSING, () => expect(canStandIn).toBe(true));

describe.skipIf(!canStandIn)("signing in to Google", () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await Machine.open();
  });
  afterEach(() => machine.close());

  const kept = async (name: string) => JSON.parse(await readFile(join(machine.settings, name), "utf8"));

  const client = "client_secret.json";

  test("brings the consent back to this machine, with PKCE, and keeps tokens and client for nobody else", async () => {
    expect(await machine.signIn({ client })).toMatch(/^Sign in to Google in your browser/);
    expect(machine.page).toMatch(/^200 .*You are signed in\. Go back to the terminal/s);
    expect(machine.google.accounts.grants).toEqual(["authorization_code"]);
    const scopes = "https://www.googleapis.com/auth/drive.file https://www.googleapis.com/auth/script.projects";
    expect((await kept(TOKENS)).tokens.scope).toBe(scopes);
    expect((await stat(machine.settings)).mode & 0o777).toBe(0o700);
    for (const name of [TOKENS, "google-client.json"]) {
      expect((await stat(join(machine.settings, name))).mode & 0o777, name).toBe(0o600);
    }
  });

  test("is not asked for again, nor for less than was allowed", async () => {
    await machine.signIn({ client });
    expect(await machine.signIn()).toBe("");
    expect(await machine.signIn({ addOn: false })).toBe("");
    expect(machine.google.accounts.grants).toEqual(["authorization_code"]);
  });

  test("asks for the right to scripts only where the add-on is wanted", async () => {
    await machine.signIn({ client, addOn: false });
    expect((await kept(TOKENS)).tokens.scope).toBe("https://www.googleapis.com/auth/drive.file");
    expect(await machine.signIn()).toContain("script.projects");
    expect(machine.google.accounts.grants).toEqual(["authorization_code", "authorization_code"]);
  });

  test("renews a token that is about to expire, and keeps the new one", async () => {
    machine.google.accounts.life = 30;
    await machine.signIn({ client });
    const before = (await kept(TOKENS)).tokens;
    expect(await machine.signIn()).toBe("");
    expect(machine.google.accounts.grants).toEqual(["authorization_code", "refresh_token"]);
    const after = (await kept(TOKENS)).tokens;
    expect(after.access_token).not.toBe(before.access_token);
    expect(after.refresh_token).toBe(before.refresh_token);
    expect(after.scope).toBe(before.scope);
  });

  test("asks again once the right was withdrawn", async () => {
    machine.google.accounts.life = 30;
    await machine.signIn({ client });
    machine.google.accounts.refresh.clear();
    expect(await machine.signIn()).toMatch(/^The sign-in to Google has expired or was withdrawn\.\nSign in/);
    expect(machine.google.accounts.grants.at(-1)).toBe("authorization_code");
  });

  test("does not take an answer to another question, and goes on waiting for its own", async () => {
    machine.browse = async (address) => {
      machine.google.accounts.consent = "send another state";
      await machine.follow(address);
      expect(machine.page).toMatch(/^400 .*not the answer to the sign-in that is under way/s);
      const redirect = new URL(address).searchParams.get("redirect_uri") ?? "";
      expect((await fetch(`${redirect}/favicon.ico`)).status).toBe(404);
      expect((await fetch(`${redirect}/?code=stolen`)).status).toBe(400);
      expect(machine.google.accounts.grants).toEqual([]);
      machine.google.accounts.consent = "allow";
      await machine.follow(address);
    };
    await machine.signIn({ client });
    expect(machine.page).toContain("You are signed in");
  });

  test("fails where the code was asked for by another program: its verifier is missing", async () => {
    machine.browse = async (address) => {
      const other = new URL(address);
      other.searchParams.set("code_challenge", "A".repeat(43));
      await machine.follow(String(other));
    };
    expect(await machine.signIn({ client })).toContain("Google did not complete the sign-in: Token has been expired");
  });

  test("says so where consent is refused, is not whole, or never comes", async () => {
    machine.google.accounts.consent = "deny";
    expect(await machine.signIn({ client })).toContain("You did not allow it, so nothing was made.");
    expect(machine.page).toContain("You did not allow it");
    machine.google.accounts.consent = "allow without scripts";
    expect(await machine.signIn()).toMatch(/did not allow everything.*--no-add-on/s);
    machine.browse = async () => undefined;
    machine.patience = 50;
    expect(await machine.signIn()).toContain("Nobody signed in within 1 minute.");
  });

  test("is forgotten, here and at Google, with --logout", async () => {
    await machine.signIn({ client });
    expect(machine.google.accounts.refresh.size).toBe(1);
    expect((await machine.run("--logout")).text).toBe("Signed out of Google.");
    expect(machine.google.accounts.refresh.size).toBe(0);
    await expect(stat(join(machine.settings, TOKENS))).rejects.toThrow("ENOENT");
    expect((await machine.run("--logout")).text).toBe("Nobody was signed in.");
  });

  test("needs a client of the right type, and says how to get one", async () => {
    expect(await machine.signIn()).toContain("Make an OAuth client of the type “Desktop app”");
    await machine.file("web.json", '{"web":{"client_id":"1","client_secret":"2"}}');
    expect(await machine.signIn({ client: "web.json" })).toContain("is of the type “Web application”");
    await machine.file("broken.json", "{");
    expect(await machine.signIn({ client: "broken.json" })).toContain("broken.json” is not JSON.");
    expect(await machine.signIn({ client: "none.json" })).toContain("cannot be read");
    machine.environment = { GOOGLE_CLIENT_ID: CLIENT.id, GOOGLE_CLIENT_SECRET: "wrong" };
    expect(await machine.signIn()).toMatch(/The OAuth client was not found\..*Download its JSON file again/);
    machine.environment = { GOOGLE_CLIENT_ID: CLIENT.id, GOOGLE_CLIENT_SECRET: CLIENT.secret };
    expect(await machine.signIn()).toMatch(/^Sign in to Google/);
    expect((await kept(TOKENS)).client).toBe(CLIENT.id);
  });

  test("makes a folder that others could read its own, and says where a file is damaged", async () => {
    await machine.signIn({ client });
    await chmod(machine.settings, 0o755);
    await machine.signIn({ client });
    expect((await stat(machine.settings)).mode & 0o777).toBe(0o700);
    await writeFile(join(machine.settings, TOKENS), "{");
    expect(await machine.signIn()).toMatch(/google-tokens\.json is damaged.*Delete it/s);
  });
});

describe("the folder for settings", () => {
  test.each([
    [{ XDG_CONFIG_HOME: "/x" }, "linux", "/x/levelsheet"],
    [{ HOME: "/h" }, "darwin", /\/\.config\/levelsheet$/],
    [{ APPDATA: "/roaming", XDG_CONFIG_HOME: "/x" }, "win32", "/roaming/levelsheet"],
  ] as const)("%j on %s", (environment, platform, expected) => {
    expect(settingsFolder(environment, platform)).toMatch(expected);
  });
});
