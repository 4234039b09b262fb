/** `npm run sheet` from its command line to what stands in the spreadsheet afterwards. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundleAddOn } from "../../../apps-script/build.ts";
import { addOnFiles } from "../../../apps-script/provision/bind-add-on.ts";
import { workbookOf } from "../../../apps-script/src/layout/workbook.ts";
import { catalog } from "../../../models/catalog/index.ts";
import { portfolios, samplePortfolio } from "../../../models/catalog/portfolio.ts";
import type { KeptSpreadsheet } from "../../support/google-spreadsheet.ts";
import { canStandIn, Machine, MISSING, openService } from "../../support/sheet-command.ts";
import { newKey } from "../../support/sheet-service.ts";
import { small } from "../../support/sheet-workbook.ts";
import { modelOf, yesno } from "../../support/small-model.ts";

if (process.env.CI === "true") test(MISSING, () => expect(canStandIn).toBe(true));

const CREATE = "sheets.spreadsheets.create";
const FORMAT = "sheets.spreadsheets.batchUpdate";
const GET = "sheets.spreadsheets.get";
const READ = "sheets.spreadsheets.values.batchGet";
const WRITE = "sheets.spreadsheets.values.batchUpdate";
const SCRIPT = "script.projects.create";
const CONTENT = "script.projects.updateContent";

const THREE =
  'partner,plan,Staff,region,Their note\nAcme,50,50,007,x\n"=HYPERLINK(""http://evil"")",100,80,+1,y\nCedar,n/a,,,z\n';

describe.skipIf(!canStandIn)("npm run sheet", () => {
  let machine: Machine;
  let service: Awaited<ReturnType<typeof openService>>;
  let key = "";
  beforeAll(async () => {
    service = await openService();
    key = newKey();
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    machine = await Machine.open();
    await machine.file("small.json", JSON.stringify(small));
    await machine.file("three.csv", THREE);
    service.requests.length = 0;
  });
  afterEach(() => machine.close());

  const only = (): KeptSpreadsheet => {
    expect([...machine.google.spreadsheets.keys()]).toHaveLength(1);
    return [...machine.google.spreadsheets.values()][0] as KeptSpreadsheet;
  };
  const tab = (name: string) => only().tab(name).values();
  const plain = ["--model", "small.json", "--title", "Partners"];
  const filled = [...plain, "--portfolio", "three.csv", "--no-add-on"];

  test("goes from nothing to a scored spreadsheet with the add-on in it", async () => {
    const { code, text } = await machine.make(
      ...plain,
      "--portfolio",
      "three.csv",
      "--url",
      service.address,
      "--key",
      key,
    );
    expect(code, text).toBe(0);
    expect(text.split("\n").slice(4)).toEqual([
      "1 of 5  Spreadsheet: “Partners” made, with 8 tabs",
      "2 of 5  Drop-downs and formats: set",
      "3 of 5  Partners: 3 added; columns of no question: Their note; 1 request",
      "4 of 5  Scores and gaps: 3 partners, in 1 request",
      "5 of 5  Add-on: in the spreadsheet",
      "",
      `Open https://docs.google.com/spreadsheets/d/${only().id}/edit`,
      "",
      "Left for you, in the spreadsheet:",
      "  Choose Extensions > Levelsheet > Open sidebar. Google asks for your permission once.",
      `  Under Connection, enter ${service.address} and your key.`,
      "  No program outside the spreadsheet can do this: it is kept where only the add-on can write.",
    ]);
    expect(machine.google.methods).toEqual([CREATE, GET, READ, FORMAT, WRITE, WRITE, SCRIPT, CONTENT]);
    expect(only().source.properties).toEqual({ title: "Partners", timeZone: "Europe/Berlin", locale: "en_US" });
    expect(tab("Answers").slice(2)).toEqual([
      ["Acme", "", "007", "", 50, 50],
      ['=HYPERLINK("http://evil")', "", "+1", "", 100, 80],
      ["Cedar", "", "", "", "n/a"],
    ]);
    const scores = tab("Scores");
    expect(scores.map((row) => row.slice(0, 3))).toEqual([
      ["Partner", "Index", "Level"],
      ["Acme", 50, "Silver"],
      ['=HYPERLINK("http://evil")', 90, "Gold"],
      expect.arrayContaining(["Cedar"]),
    ]);
    expect(scores[1]?.[4]).toMatch(/^Held at Silver: /);
    expect(tab("Gaps").map(([partner]) => partner)).toEqual(scores.map(([partner]) => partner));
    const formulas = only().tabs.flatMap(({ cells }) =>
      cells.flat().flatMap((cell) => cell?.userEnteredValue?.formulaValue ?? []),
    );
    const ours = workbookOf(small).tabs.flatMap(({ cells }) =>
      cells.flat().flatMap((cell) => (typeof cell === "object" ? cell.formula : [])),
    );
    expect(formulas).toEqual(ours);
    const [[, script] = []] = machine.google.scripts;
    expect(script).toMatchObject({ parentId: only().id, title: "Levelsheet" });
    expect(script?.files.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "appsscript JSON",
      "Code SERVER_JS",
      "Sidebar HTML",
    ]);
    expect(script?.files[1]?.source).toBe(await bundleAddOn());
  });

  test("asks nobody anything with --dry-run", async () => {
    const { code, text } = await machine.run(
      ...plain,
      "--portfolio",
      "three.csv",
      "--url",
      "https://levels.example.com",
      "--key",
      "lsk_1",
      "--dry-run",
    );
    expect(code, text).toBe(0);
    expect(text).toMatch(/make the spreadsheet “Partners” from the model small \(1 request, \d+ kB\)/);
    expect(text).toMatch(/Answers +2,002 rows +26 columns/);
    expect(text).toMatch(/add 3 partners of three\.csv \(1 request, 1 kB\)/);
    expect(text).toContain("score all partners by https://levels.example.com");
    expect(text).toMatch(/drive\.file[\s\S]*script\.projects[\s\S]*Nothing was sent\.$/);
    expect(machine.google.accounts.grants).toEqual([]);
    expect(machine.google.carried).toEqual([]);
    expect(service.requests).toEqual([]);
  });

  test("takes 2,000 partners and 60 criteria in few requests, none of which is large", async () => {
    const many = modelOf({
      id: "many",
      criteria: Array.from({ length: 60 }, (_, place) => yesno(`q${place}`, { name: `Question ${place}` })),
    });
    await machine.file("many.json", JSON.stringify(many));
    const rows = Array.from({ length: 2_000 }, (_, place) =>
      [`Partner ${place}`, ...many.criteria.map((_criterion, at) => ["yes", "no", "N/A", ""][(place + at) % 4])].join(
        ",",
      ),
    );
    await machine.file("many.csv", [`partner,${many.criteria.map(({ id }) => id).join(",")}`, ...rows].join("\n"));
    const { code, text } = await machine.make(
      "--model",
      "many.json",
      "--title",
      "Many",
      "--portfolio",
      "many.csv",
      "--url",
      service.address,
      "--key",
      key,
      "--no-add-on",
    );
    expect(code, text).toBe(0);
    // One for the answers; scores and gaps share theirs.
    expect(machine.google.methods).toEqual([CREATE, GET, READ, FORMAT, WRITE, WRITE]);
    for (const { bytes } of machine.google.carried) expect(bytes).toBeLessThan(2_100_000);
    expect(tab("Answers").length).toBe(2_002);
    expect(tab("Scores").length).toBe(2_001);
    expect(tab("Gaps").at(-1)?.[0]).toBe("Partner 1999");
    expect(service.requests.filter((request) => request === "POST /v1/score/grid")).toHaveLength(4);
  });

  describe("of the same title again", () => {
    beforeEach(async () => {
      await machine.make(...filled);
      machine.google.carried.length = 0;
    });

    test("says what to add where nobody can be asked, and does nothing where the answer is no", async () => {
      expect(await machine.run(...filled)).toMatchObject({
        code: 1,
        text: expect.stringMatching(/was made before.*--update.*--new/s),
      });
      machine.agrees = false;
      expect(await machine.run(...filled)).toEqual({ code: 0, text: "Nothing was changed." });
      expect(machine.asked).toEqual([
        expect.stringMatching(/^“Partners” was made before: https.*Bring it up to date\?/s),
      ]);
      expect(machine.google.carried).toEqual([]);
    });

    test("adds who is new, below, and leaves every cell as people have it", async () => {
      const answers = only().tab("Answers");
      answers.enter(2, 0, "Acme", "RAW");
      answers.enter(2, 4, 77, "RAW");
      answers.enter(3, 4, "", "RAW");
      answers.enter(1, 7, "Our own", "RAW");
      answers.enter(2, 7, "=1+1", "RAW");
      const before = structuredClone(answers.values());
      await machine.file("three.csv", `${THREE}Dune,10,20,EMEA,\n`);
      const { code, text } = await machine.run(...filled, "--update");
      expect(code, text).toBe(0);
      expect(text).toContain("3 of 3  Partners: 1 added; 3 were there and stay as they are");
      expect(answers.values()).toEqual([...before, ["Dune", "", "EMEA", "", 10, 20]]);
      expect(machine.google.methods).toEqual([GET, READ, WRITE]);
    });

    test("writes into the columns where people moved them, and makes room", async () => {
      const answers = only().tab("Answers");
      // Plan and Staff change places, with their metadata.
      const metadata = answers.source.data?.[0]?.columnMetadata ?? [];
      [metadata[4], metadata[5]] = [metadata[5] ?? {}, metadata[4] ?? {}];
      answers.rows = 5;
      await machine.file("three.csv", `${THREE}Dune,10,20,EMEA,\n`);
      await machine.run(...filled, "--update");
      expect(answers.values().at(-1)).toEqual(["Dune", "", "EMEA", "", 20, 10]);
      expect(answers.rows).toBe(6);
      expect(machine.google.methods).toEqual([GET, READ, FORMAT, WRITE]);
    });

    test("puts the add-on in later, and brings it up to date beside what others added to the script", async () => {
      const withAddOn = [...plain, "--update"];
      expect((await machine.run(...withAddOn)).text).toContain("Add-on: in the spreadsheet");
      const [[, script] = []] = machine.google.scripts;
      const manifest = {
        oauthScopes: ["https://www.googleapis.com/auth/documents"],
        urlFetchWhitelist: ["https://example.com/"],
      };
      script?.files.splice(
        0,
        2,
        { name: "appsscript", type: "JSON", source: JSON.stringify(manifest) },
        { name: "Code", type: "SERVER_JS", source: "old()" },
      );
      script?.files.push({ name: "Own", type: "SERVER_JS", source: "function own() {}" });
      expect((await machine.run(...withAddOn)).text).toContain("Add-on: brought up to date");
      expect(machine.google.scripts.size).toBe(1);
      const files = [...machine.google.scripts.values()][0]?.files ?? [];
      expect(files.map(({ name }) => name)).toEqual(["appsscript", "Code", "Sidebar", "Own"]);
      expect(files[1]?.source).toBe(await bundleAddOn());
      const joined = JSON.parse(files[0]?.source ?? "{}") as typeof manifest;
      expect(joined.urlFetchWhitelist).toEqual(["https://*.workers.dev/", "https://example.com/"]);
      expect(joined.oauthScopes).toContain("https://www.googleapis.com/auth/documents");
    });

    test("makes another one with --new, and refuses another model", async () => {
      expect((await machine.run(...filled, "--new")).code).toBe(0);
      expect(machine.google.spreadsheets.size).toBe(2);
      const { text } = await machine.run("--title", "Partners", "--model", "prm-performance", "--update");
      expect(text).toMatch(/was made from the model small, not prm-performance/);
    });

    test("says so where the spreadsheet is gone, or its columns are", async () => {
      only().tab("Answers").enter(1, 0, "Who", "RAW");
      const columns = only().tab("Answers").source.data?.[0]?.columnMetadata ?? [];
      for (const column of columns) delete column.developerMetadata;
      expect((await machine.run(...filled, "--update")).text).toMatch(
        /cannot be read: the Answers tab has no column “Partner”/,
      );
      machine.google.spreadsheets.clear();
      expect((await machine.run(...filled, "--update")).text).toMatch(/404.*with --new it makes another spreadsheet/s);
    });
  });

  test.each([
    [FORMAT, ["--no-add-on"]],
    [GET, ["--no-add-on"]],
    [WRITE, ["--no-add-on"]],
    [SCRIPT, []],
    [CONTENT, []],
  ])("that fails for good at %s says what there is, and goes on the next time", async (method, options) => {
    const mishap = { method, times: 100, how: { status: 500 } as const };
    machine.google.mishaps.push(mishap);
    const all = [...plain, "--portfolio", "three.csv", ...options];
    const first = await machine.make(...all);
    expect(first.code).toBe(1);
    expect(first.text).toContain(`So far there is: https://docs.google.com/spreadsheets/d/${only().id}/edit`);
    mishap.times = 0;
    const second = await machine.run(...all);
    expect(second.code, second.text).toBe(0);
    expect(second.text).toMatch(/^1 of [34] {2}Spreadsheet: “Partners” is there$/m);
    expect(tab("Answers")).toHaveLength(5);
    expect(only().tab("Answers").look(2, 4).dataValidation?.condition?.type).toBe("CUSTOM_FORMULA");
    const scripts = [...machine.google.scripts.values()].map(({ files }) => files.length);
    expect(scripts).toEqual(options.length === 0 ? [3] : []);
  });

  test("makes room for a portfolio that grew between a failure and the next try", async () => {
    const mishap = { method: FORMAT, times: 100, how: { status: 500 } as const };
    machine.google.mishaps.push(mishap);
    expect((await machine.make(...filled)).code).toBe(1);
    mishap.times = 0;
    await machine.file(
      "three.csv",
      `partner\n${Array.from({ length: 2_100 }, (_, place) => `Partner ${place}`).join("\n")}`,
    );
    expect((await machine.run(...filled)).code).toBe(0);
    const answers = only().tab("Answers");
    expect(answers.rows).toBe(2_102);
    expect(answers.look(2_101, 0).userEnteredValue).toEqual({ stringValue: "Partner 2099" });
    expect(answers.look(2_101, 4).dataValidation?.strict).toBe(true);
  });

  test("waits as long as Google asks, and longer each time, never in step with others", async () => {
    machine.google.mishaps.push(
      { method: CREATE, times: 1, how: { status: 429, retryAfter: "7" } },
      { method: FORMAT, times: 3, how: { status: 503 } },
      { method: WRITE, times: 2, how: "cut" },
    );
    const { code, text } = await machine.make(...filled);
    expect(code, text).toBe(0);
    expect(machine.pauses).toEqual([7_500, 1_500, 2_500, 4_500, 1_500, 2_500]);
    expect(text).toContain("Google asks to slow down; trying again in 8 s");
    expect(text).toContain("Google does not answer; trying again in 2 s");
    expect(tab("Answers")).toHaveLength(5);
  });

  test("never makes a second spreadsheet of one whose answer was lost", async () => {
    machine.google.mishaps.push({ method: CREATE, times: 1, how: "cut after" });
    const { code, text } = await machine.make(...filled);
    expect(code).toBe(1);
    expect(text).toMatch(
      /Creating the spreadsheet failed: Google does not answer\.\nIt may have been made all the same/,
    );
    expect(machine.google.spreadsheets.size).toBe(1);
    expect(machine.pauses).toEqual([]);
  });

  test("never makes a second script either, and says where to look; one that was removed is made anew", async () => {
    machine.google.mishaps.push({ method: SCRIPT, times: 1, how: "cut after" });
    const lost = await machine.make(...plain);
    expect(lost).toMatchObject({
      code: 1,
      text: expect.stringMatching(/choose Extensions > Apps Script in the spreadsheet/),
    });
    machine.google.scripts.clear();
    expect((await machine.run(...plain)).code).toBe(0);
    machine.google.scripts.clear();
    expect((await machine.run(...plain, "--update")).code).toBe(0);
    expect([...machine.google.scripts.values()].map(({ files }) => files.length)).toEqual([3]);
  });

  test("writes an answer that was lost once: the same rows into the same cells", async () => {
    machine.google.mishaps.push({ method: WRITE, times: 1, how: "cut after" });
    expect((await machine.make(...filled)).code).toBe(0);
    expect(tab("Answers")).toHaveLength(5);
  });

  test("gives up on a server that asks to wait for hours", async () => {
    machine.google.mishaps.push({ method: FORMAT, times: 1, how: { status: 429, retryAfter: "7200" } });
    expect((await machine.make(...filled)).text).toMatch(/Google answers 429: Quota exceeded.*Run the command again/s);
    expect(machine.pauses).toEqual([]);
  });

  test("says which switch is off, and where it is", async () => {
    machine.google.scriptsAreOn = false;
    const { text } = await machine.make(...plain);
    expect(text).toMatch(/not enabled the Apps Script API.*Open https:\/\/script\.google\.com\/home\/usersettings/s);
    expect(only().tabs).toHaveLength(8);
    machine.google.scriptsAreOn = true;
    expect((await machine.run(...plain)).text).toContain("4 of 4  Add-on: in the spreadsheet");
    machine.google.sheetsAreOn = false;
    expect((await machine.run(...plain, "--new")).text).toMatch(
      /Enable this API in Google's console at https:\/\/console\.developers\.google\.com\/apis\/api\/sheets/,
    );
  });

  test("keeps what is made when the service refuses the key, and never sends the key elsewhere", async () => {
    const { code, text } = await machine.make(...filled, "--url", service.address, "--key", "lsk_wrong");
    expect(code).toBe(1);
    expect(text).toMatch(/The service at http:\/\/127.* refuses: .*\nCheck --key/);
    expect(tab("Answers")).toHaveLength(5);
    expect(JSON.stringify([...machine.google.carried])).not.toContain("lsk_wrong");
    expect((await machine.run(...filled, "--update", "--url", service.address, "--key", key)).code).toBe(0);
    expect(tab("Scores")).toHaveLength(4);
  });

  test("does not follow a service that leads elsewhere: the key would go along", async () => {
    const followed: string[] = [];
    const other = createServer((request, response) => {
      followed.push(request.headers.authorization ?? "");
      response.end("{}");
    });
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    const { port } = other.address() as AddressInfo;
    const leading = createServer((_, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end();
    });
    await new Promise<void>((done) => leading.listen(0, "127.0.0.1", done));
    const address = `http://127.0.0.1:${(leading.address() as AddressInfo).port}`;
    const { code, text } = await machine.make(...filled, "--url", address, "--key", "lsk_secret");
    for (const server of [other, leading]) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
    expect(code).toBe(1);
    expect(text).toContain("Check --url");
    expect(followed).toEqual([]);
  });

  test("makes a workbook without partners, and has nobody to score in it", async () => {
    const { code, text } = await machine.make(...plain, "--no-add-on", "--url", service.address, "--key", key);
    expect(code, text).toBe(0);
    expect(text).toContain("3 of 4  Partners: none given; enter them in the Answers tab");
    expect(text).toContain("4 of 4  Scores and gaps: nobody to score yet");
    expect(service.requests).toEqual([]);
  });

  test("writes address and key into the Settings tab only when told to", async () => {
    await machine.make(...filled, "--url", service.address, "--key", key, "--write-key");
    expect(
      tab("Settings")
        .slice(1, 3)
        .map((row) => row.slice(0, 2)),
    ).toEqual([
      ["Address", service.address],
      ["Key", key],
    ]);
  });

  test("lets the add-on reach a domain of the service's own", async () => {
    const [manifest] = await addOnFiles("https://levels.example.com:8443/team");
    expect(JSON.parse(manifest?.source ?? "{}").urlFetchWhitelist).toEqual([
      "https://*.workers.dev/",
      "https://levels.example.com:8443/",
    ]);
    const [usual] = await addOnFiles("https://levelsheet.me.workers.dev");
    expect(JSON.parse(usual?.source ?? "{}").urlFetchWhitelist).toEqual(["https://*.workers.dev/"]);
  });

  test("makes a workbook of every shipped model with its sample", async () => {
    for (const model of catalog) {
      const plan = portfolios.find((own) => own.model === model.id);
      const grid = plan === undefined ? [] : (samplePortfolio(model, plan).at(-1)?.grid ?? []);
      await machine.file(
        "sample.csv",
        grid.map((row) => row.map((cell) => `"${String(cell ?? "").replaceAll('"', '""')}"`).join(",")).join("\n"),
      );
      const { code, text } = await machine.make("--model", model.id, "--portfolio", "sample.csv", "--no-add-on");
      expect(code, text).toBe(0);
      expect(text).toContain(`“${model.name}” made`);
      expect(text).toContain(`Partners: ${grid.length - 1} added; 1 request`);
    }
  }, 30_000);
});
