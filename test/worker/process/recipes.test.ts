/** The recipes, copied and run against the real Worker; what their feed gives, in a real LibreOffice. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import Papa from "papaparse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasLibreOffice, libreOfficeRequired, loadIntoLibreOffice } from "../../support/libreoffice.ts";
import { type Started, start } from "../../support/worker-process.ts";

const recipes = readFileSync(resolve(import.meta.dirname, "../../../worker/recipes.md"), "utf8");
const blocks = [...recipes.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
const canRun = existsSync("/bin/bash") && ["/usr/bin/curl", "/bin/curl"].some(existsSync);

let started: Started;
let address: string;
let key: string;
let folder: string;

async function ask<Answer>(path: string, options: RequestInit = {}): Promise<Answer> {
  const response = await fetch(address + path, {
    ...options,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text) as Answer;
}

const run = async (script: string): Promise<string> =>
  (await promisify(execFile)("/bin/bash", ["-ec", script], { cwd: folder })).stdout;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "levelsheet-recipes-"));
  started = await start(["--port", "18827"]);
  address = await started.address();
  key = /lsk_[\w-]{43}/.exec(started.said())?.[0] ?? "";
});
afterAll(async () => {
  await started?.end("SIGTERM");
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf(!canRun)("the recipes", () => {
  test("check an export, upload it twice and count it once, and make a feed", async () => {
    const [first = "", check = "", script = "", feed = "", ...more] = blocks;
    expect(more).toEqual([]);
    const here = first.replace(/https:\S+/, address).replace(/lsk_\S+/, key);
    const rows = Array.from({ length: 130 }, (_, at) => `Scheduled ${at};${at === 7 ? "many" : at % 9};x\r\n`);
    await writeFile(join(folder, "export.csv"), `Account name;Certified people;Phone\r\n${rows.join("")}`);
    await writeFile(join(folder, "levelsheet-upload.sh"), script);

    const checked = Papa.parse<string[]>(await run(here + check), { skipEmptyLines: true }).data;
    expect(checked).toHaveLength(131);
    expect(checked[8]).toEqual(["9", "Scheduled 7", "no", "", "", expect.stringContaining("“many” is not a number")]);

    const query = check.slice(0, check.indexOf("\n") + 1);
    const results: string[] = [];
    for (let round = 0; round < 2; round++)
      results.push(await run(`${here}${query}sh levelsheet-upload.sh export.csv`));
    expect(results[1]).toBe(results[0]);
    expect(results[0]?.match(/,yes,/g)).toHaveLength(129);
    const { periods } = await ask<{ periods: { earlier: unknown[] }[] }>(
      "/v1/partners/Scheduled%208/history?model=partner-maturity",
    );
    expect(periods.map(({ earlier }) => earlier)).toEqual([[]]);

    const { links } = JSON.parse(await run(here + feed)) as { links: { url: string }[] };
    const table = await fetch(links[0]?.url ?? "");
    expect(await table.text()).toMatch(/^partner,name,period,source,answeredAt,level,index,reached,next,coverage\r\n/);
  });
});

describe.skipIf(!hasLibreOffice && !libreOfficeRequired)("a feed in LibreOffice", () => {
  test("fills cells with text and numbers, and with no formula", async () => {
    const hostile = '=WEBSERVICE("http://localhost/x")';
    const names = [hostile, 'Bonsai, "the" KG; Süd', "-5", "Zoë\u202e"];
    const assessments = names.map((partner, at) => ({ partner, answers: { techCert: at, nps: 12.5 } }));
    await ask("/v1/assessments", {
      method: "POST",
      body: JSON.stringify({ model: "partner-maturity", period: "2032-Q1", assessments }),
    });
    const { links } = await ask<{ links: { url: string }[] }>("/v1/links", {
      method: "POST",
      body: JSON.stringify({ links: [{ kind: "csv", model: "partner-maturity" }] }),
    });
    const url = (links[0]?.url ?? "").replace("localhost", "127.0.0.1");
    const { webservice, rows } = await loadIntoLibreOffice(url);
    const sent = Papa.parse<string[]>(webservice, { skipEmptyLines: true }).data;
    expect(sent[0]?.slice(0, 3)).toEqual(["partner", "name", "period"]);
    expect(rows[0]?.map(({ text }) => text).slice(0, 10)).toEqual(sent[0]);
    expect(rows.flat().filter(({ kind }) => kind === "formula")).toEqual([]);
    for (const name of names) {
      const row = rows.find(([partner]) => partner?.text.replace(/^'/, "") === name);
      expect(row, name).toBeDefined();
      expect(row?.[0]?.kind).toBe("text");
      const index = sent.find(([partner]) => partner?.replace(/^'/, "") === name)?.[6];
      expect(row?.[6]).toMatchObject({ kind: "number", value: Number(index) });
    }
  });
});
