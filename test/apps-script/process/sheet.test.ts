/** `npm run sheet` as its own process, as far as it goes without Google. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "levelsheet-sheet-"));
  writeFileSync(join(folder, "mine.csv"), "partner,revenue\nAcme,400000\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]) {
  return spawnSync(process.execPath, ["apps-script/provision/main.ts", ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, XDG_CONFIG_HOME: folder, APPDATA: folder, INIT_CWD: folder },
  });
}

test("says what it would do with a file beside where the command was typed, and keeps nothing", () => {
  const { status, stdout, stderr } = run("--dry-run", "--portfolio", "mine.csv", "--title", "Partners");
  expect(stderr).toBe("");
  expect(stdout).toMatch(/add 1 partners? of mine\.csv[\s\S]*Nothing was sent\./);
  expect(status).toBe(0);
  expect(existsSync(join(folder, "levelsheet"))).toBe(false);
});

test("ends with an error, in words, where it is not told what it needs", () => {
  const { status, stdout, stderr } = run("--title", "Partners");
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^\nGoogle does not know this program yet\.\nMake an OAuth client/);
});
