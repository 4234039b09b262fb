/** What the command line and the CSV file say, and what is made of it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { helpText, readOptions } from "../../../apps-script/provision/options.ts";
import { secondsOf } from "../../../apps-script/provision/patience.ts";
import { portfolioOf } from "../../../apps-script/provision/portfolio.ts";
import { readService } from "../../../apps-script/provision/service-line.ts";
import { valueBlocks } from "../../../apps-script/provision/value-blocks.ts";
import { criterion, modelOf, yesno } from "../../support/small-model.ts";

const model = modelOf({
  criteria: [
    criterion(
      "staff",
      {
        kind: "number",
        points: [
          [0, 0],
          [6, 1],
        ],
      },
      { name: "Certified staff" },
    ),
    yesno("sponsor"),
    criterion("tools", {
      kind: "checklist",
      options: [
        { id: "crm", label: "CRM", value: 0.5 },
        { id: "web", label: "Web", value: 0.5 },
      ],
    }),
    criterion("plan", {
      kind: "choice",
      options: [
        { id: "no", label: "None", value: 0 },
        { id: "yes", label: "Plan", value: 1 },
      ],
    }),
  ],
});
const read = (text: string) => portfolioOf(text, "my.csv", model);

describe("a portfolio", () => {
  test("is read by ids, names or questions, with comma, semicolon or tab", () => {
    for (const sign of [",", ";", "\t"]) {
      const text = ["\uFEFF Partner ", "CERTIFIED STAFF", "sponsor?", "plan"].join(sign);
      expect(read(`${text}\nAcme${sign}4${sign}true${sign}yes\n`).partners).toEqual([
        { partner: "Acme", answers: { staff: 4, sponsor: true, plan: "yes" } },
      ]);
    }
  });

  test("keeps texts as texts, numbers as numbers, and leaves what it cannot read to be seen", () => {
    const text = 'partner,region,staff,tools\n007,1e3,1.5,crm; web\n"=A1",,"1,5","CRM; other"\n,x,1,\nBlank,,,\n\n';
    expect(read(text)).toEqual({
      partners: [
        { partner: "007", region: "1e3", answers: { staff: 1.5, tools: ["crm", "web"] } },
        { partner: "=A1", answers: { staff: "1,5", tools: "CRM; other" } },
        { partner: "Blank", answers: {} },
      ],
      ignored: [],
      nameless: 1,
    });
  });

  test("names columns of no question, and needs a column of partners", () => {
    expect(read("partner,plan,plan,Notes\nAcme,yes,no,x\n").ignored).toEqual(["plan", "Notes"]);
    expect(() => read("name,plan\nAcme,yes\n")).toThrow("“my.csv” has no column “Partner”");
  });
});

describe("options", () => {
  const options = (...args: string[]) => readOptions(args, { LEVELSHEET_KEY: "lsk_env" });

  test("name what to do", () => {
    expect(options().task).toEqual({ kind: "workbook", ifThere: "ask" });
    expect(options("--update", "--title=Mine")).toMatchObject({
      task: { ifThere: "update" },
      title: "Mine",
      addOn: true,
    });
    expect(options("--url", "https://a.b", "--export", "Mine")).toMatchObject({
      task: { kind: "export", title: "Mine" },
      key: "lsk_env",
    });
    expect(options("--url", "https://a.b", "--key", "lsk_1").key).toBe("lsk_1");
    expect(options("--help", "--logout").task).toEqual({ kind: "help" });
  });

  test.each([
    [["--titel", "x"], "There is no option “--titel”."],
    [["x"], "There is no option “x”."],
    [["--title"], "“--title” needs a value: --title <text>."],
    [["--title", "--new"], "“--title” needs a value: --title <text>."],
    [["--new=1"], "“--new” takes no value."],
    [["--new", "--update"], "--update and --new do not go together."],
    [["--export", "x"], "--export needs the service."],
    [["--key", "x"], "A key belongs to a service, and none is named."],
    [["--write-key"], "A key belongs to a service, and none is named."],
  ])("%j is refused", (args, message) => {
    expect(() => options(...args)).toThrow(message);
  });

  test("a service has an address that keys may go to, and a key", () => {
    expect(readService("levelsheet.me.workers.dev/docs", "lsk_1").address).toBe("https://levelsheet.me.workers.dev");
    expect(() => readService("ftp://x", "lsk_1")).toThrow("is no address of a service");
    expect(() => readService("https://a.b", undefined)).toThrow("The key of the service is missing.");
    expect(() => readService("https://a.b", "lsk 1")).toThrow("The key of the service is missing.");
  });

  test("help has a line for each, within 80 columns", () => {
    for (const line of helpText().split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    for (const name of ["title", "export", "dry-run", "logout"])
      expect(helpText()).toMatch(new RegExp(`^ {2}--${name}\\b.* {2}\\S`, "m"));
  });
});

describe("the guide", () => {
  const folder = resolve(import.meta.dirname, "../../../apps-script/provision");
  const guide = readFileSync(resolve(folder, "README.md"), "utf8");

  test("has commands that the program takes, and options that it knows", () => {
    const commands = [...guide.matchAll(/^npm run sheet -- (.+)$/gm)].map(([, words = ""]) => words);
    expect(commands.length).toBeGreaterThan(4);
    for (const words of commands) {
      const args = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
      expect(() => readOptions(args, {}), words).not.toThrow();
    }
    const known = [...helpText().matchAll(/^ {2}(--[\w-]+)/gm)].map(([, name]) => name);
    const told = new Set([...guide.matchAll(/(?<=[ `])--[a-z][a-z-]*/g)].map(([name]) => name));
    expect([...told].filter((name) => !known.includes(name))).toEqual([]);
    expect(known.filter((name) => name !== undefined && !told.has(name))).toEqual([]);
  });

  test("says what goes wrong in the words of the program", () => {
    const source = readdirSync(folder)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(resolve(folder, name), "utf8"))
      .join("\n");
    const table = guide.slice(guide.indexOf("| You see |"), guide.indexOf("## 6."));
    const quoted = [...table.matchAll(/^\| (“.+?”) \| /gm)].map(([, cell = ""]) => cell.replace(/^“|”$/g, ""));
    expect(quoted.length).toBeGreaterThan(7);
    const googles = ["Access blocked” or “You did not allow it", "User has not enabled the Apps Script API"];
    for (const words of quoted.filter((own) => !googles.includes(own))) {
      expect(source, words).toContain(words.replace(" … refuses", ""));
    }
  });

  test("has links that lead somewhere", () => {
    for (const [, target = ""] of guide.matchAll(/\]\(([^)]+)\)/g)) {
      const [file = "", anchor] = target.split("#");
      const path = resolve(folder, file === "" ? "README.md" : file);
      expect(existsSync(path), target).toBe(true);
      if (anchor === undefined) continue;
      const anchors = [...readFileSync(path, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
        title
          .toLowerCase()
          .replace(/[^\w\s-]/g, "")
          .replace(/ /g, "-"),
      );
      expect(anchors, target).toContain(anchor);
    }
  });
});

describe("cells in requests", () => {
  test("go in as few as 2 MB allow, rows whole and in their places", () => {
    const row = Array.from({ length: 50 }, () => "x".repeat(997));
    const blocks = valueBlocks([
      { tab: "It's", row: 3, column: 2, values: Array.from({ length: 100 }, () => row) },
      { tab: "B", row: 1, column: 1, values: [[1]] },
    ]);
    // 50,001 bytes a row: 39 of them fit.
    expect(blocks.map((data) => data.map(({ range }) => range))).toEqual([
      ["'It''s'!B3:AY41"],
      ["'It''s'!B42:AY80"],
      ["'It''s'!B81:AY102", "'B'!A1:A1"],
    ]);
    for (const data of blocks) expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThan(2_001_000);
    expect(valueBlocks([])).toEqual([]);
  });
});

test.each([
  ["7", 7],
  ["0.5", 0.5],
  ["Sun, 22 Nov 2026 00:00:30 GMT", 30],
  ["Sat, 21 Nov 2026 00:00:00 GMT", 0],
  ["soon", null],
  [null, null],
  ["", null],
])("Retry-After %j is %j seconds", (header, seconds) => {
  expect(secondsOf(header, Date.UTC(2026, 10, 22))).toBe(seconds);
});
