/** The bundle that ships against the Worker that ships: everything a marketer does, in one workbook. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import Papa from "papaparse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleAddOn } from "../../../apps-script/build.ts";
import { FakeGoogle } from "../../support/sheet-google.ts";
import { answer, open, submit } from "../../support/sheet-partner.ts";
import type { FakeSheet, Value } from "../../support/sheet-spreadsheet.ts";
import { openThread } from "../../support/sheet-thread.ts";
import { type Started, start } from "../../support/worker-process.ts";

type Script = Record<string, (...args: unknown[]) => unknown>;

let started: Started;
let google: FakeGoogle;
let script: Script;
let address = "";
let key = "";

beforeAll(async () => {
  started = await start(["--port", "18887"]);
  address = await started.address();
  key = (await started.waitFor(/KEY=(\S+)/))[1] ?? "";
  const thread = openThread("fetch-thread.ts");
  google = new FakeGoogle({ serve: (sent) => thread.ask(sent) });
  google.time = Date.now();
  const context = createContext(google.globals());
  runInContext(await bundleAddOn(), context);
  script = context as Script;
});
afterAll(async () => {
  await started.end("SIGTERM");
});

const tab = (name: string) => google.book.getSheetByName(name) as FakeSheet;
const said = () => google.said.at(-1)?.message ?? "";
function choose(command: string, ...typed: (string | null)[]): string {
  google.typed.push(...typed);
  script[command]?.();
  google.typed.length = 0;
  return said();
}

/** The shipped sample of a quarter, as somebody pastes it: columns in the sample's own order. */
function paste(period: string): number {
  const folder = resolve(import.meta.dirname, "../../../models/catalog/samples");
  const file = period === "2026-Q4" ? "partner-maturity.csv" : `partner-maturity.${period}.csv`;
  const { data } = Papa.parse<Value[]>(readFileSync(resolve(folder, file), "utf8"), {
    dynamicTyping: true,
    skipEmptyLines: true,
  });
  const [header = [], ...rows] = data;
  const answers = tab("Answers");
  const keys = new Map(answers.metadata.map(({ value, column }) => [value.replace("criterion:", ""), column]));
  header.forEach((name, place) => {
    const column = keys.get(String(name));
    if (column === undefined) throw new Error(`there is no column ${String(name)}`);
    answers.getRange(3, column, rows.length, 1).setValues(rows.map((row) => [row[place] ?? ""]));
  });
  return rows.length;
}

describe("add-on flows against the real Worker", () => {
  test("connect and build the workbook", () => {
    choose("openSettings", address, key);
    expect(said()).toMatch(/^Connected to Demo, http:\/\/localhost:\d+\. It offers Partner Maturity Model, /);
    expect(choose("setUpWorkbook", "1")).toMatch(
      /^Done: Start, Model, Answers, Scores, Gaps, Plan, Dashboard, Settings\./,
    );
  });

  test("score, with what holds each partner", () => {
    const count = paste("2026-Q4");
    expect(choose("scoreAllPartners")).toMatch(new RegExp(`^${count} partners scored\\.`));
    const [header = [], ...rows] = tab("Scores").grid();
    expect(rows).toHaveLength(count);
    const why = header.indexOf("Why");
    for (const row of rows) expect(row[why]).toMatch(/^(Held at|No level|.+ is the top level)/);
    expect(choose("findGaps")).toMatch(/^60 partners looked at\./);
    expect(choose("checkModel")).toMatch(/^“Partner Maturity Model” is in order\./);
  });

  test("save: what the demo workspace holds already is not stored again", () => {
    expect(choose("savePeriod", "2026-Q4")).toBe("2026-Q4: 0 partners saved, 0 replaced, 60 unchanged.");
    paste("2026-Q2");
    expect(choose("savePeriod", "2026-Q3")).toMatch(/^2026-Q3: 0 partners saved, \d+ replaced, \d+ unchanged\./);
    paste("2026-Q3");
    choose("savePeriod", "2026-Q3");
    paste("2026-Q4");
    expect(choose("publishModel")).toMatch(/^Unchanged: “Partner Maturity Model” is stored already, as revision/);
  });

  test("compare the last two periods", () => {
    expect(choose("comparePeriods", "")).toMatch(/^2026-Q3 to 2026-Q4: 60 partners, \d+ moved up, /);
    const rows = tab("Compare").grid().slice(1);
    const changes = rows.map((row) => Number(row[6]));
    expect(changes).toEqual([...changes].sort((a, b) => b - a));
    expect(new Set(rows.map((row) => row[1]))).toContain("up");
  });

  test("plan from gaps, and bring both sides together", () => {
    const partners = tab("Answers").getRange(3, 1, 3, 1).peek().flat();
    expect(choose("planFromGaps", partners.join("; "))).toBe("9 actions made. 9 actions added to the tab.");
    const plan = tab("Plan");
    plan.getRange(2, 4, 1, 3).setValues([["Ines", "2026-01-31", "In progress"]]);
    plan.getRange(11, 1, 1, 2).setValues([[String(partners[0]), "=Call them"]]);
    expect(choose("synchronisePlan")).toBe("1 new row stored, 1 changed row stored.");
    expect(plan.getRange(2, 9).getValue()).toMatch(/^▲ \d+ days late$/);
    expect(plan.grid().filter((row) => typeof row[7] === "number").length).toBeGreaterThan(5);
    expect(choose("synchronisePlan")).toBe("Tab and server hold the same plan.");
  });

  test("draw the dashboard, and show the network", () => {
    const [partner] = tab("Answers").getRange(3, 1).peek().flat();
    google.book.getRangeByName("Levelsheet_partner")?.setValue(String(partner));
    expect(choose("drawDashboard")).toMatch(/^Drawn: partners by level, the partner against the others, /);
    expect(choose("showNetwork")).toMatch(/^60 partners are saved\. \d+ questions? where the programme is at fault/);
    const block = (name: string) => google.book.getRangeByName(`Levelsheet_${name}`)?.peek() ?? [];
    expect(
      block("trend")
        .slice(2, 6)
        .map(([period]) => period),
    ).toEqual(["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]);
    const [now, after] = (block("plan")[2] ?? []).slice(1).map(Number);
    expect(after).toBeGreaterThan(now ?? 100);
    expect(block("faults")[2]?.[0]).toMatch(/^▲ /);
  });

  test("invite, see the partner answer, and put both views side by side", () => {
    const [[name = ""] = []] = tab("Answers").getRange(3, 1, 1, 1).peek();
    expect(choose("invitePartners", String(name), "2026-Q4", "")).toMatch(/^1 link was made\./);
    const column = (words: string) => (tab("Invitations").grid()[0]?.indexOf(words) ?? -1) + 1;
    const cell = (words: string) => tab("Invitations").getRange(2, column(words)).getValue();
    const link = String(cell("Link"));
    expect(link).toMatch(/^http:\/\/localhost:\d+\/a\/[\w-]{22}$/);
    expect(String(cell("Mail text"))).toContain(
      `Demo asks ${name} to assess itself for 2026-Q4: Partner Maturity Model`,
    );
    const page = open(link, google.serve);
    choose("updateInvitations");
    expect(cell("State")).toBe("Opened");
    const number = /name="a\.([\w-]+)"[^>]*inputmode="decimal"|inputmode="decimal"[^>]*name="a\.([\w-]+)"/.exec(page);
    const question = number?.[1] ?? number?.[2] ?? "";
    const asked = new Set([...page.matchAll(/name="v\.([^"]+)"/g)].map(([, id]) => id)).size;
    expect(answer(link, { [`a.${question}`]: "1", [`n.${question}`]: "=1+1" }, google.serve)).toBe(200);
    choose("updateInvitations");
    expect([cell("State"), cell("Questions answered")]).toEqual(["Half done", `1 of ${asked}`]);
    expect(submit(link, google.serve)).toBe(200);
    expect(choose("updateInvitations")).toBe("1 link: 1 done.");
    expect(choose("compareViews", "2026-Q4")).toMatch(/^2026-Q4: 1 partner has answered\. 0 answers are the same/);
    const [, row = []] = tab("Views").grid();
    expect([row[0], row[3], row[4], row[6]]).toEqual([name, 1, "Differ", "=1+1"]);
    tab("Views").getRange(2, 6).setValue("Take theirs");
    expect(choose("takeOverAnswers")).toMatch(/^1 answer was taken over/);
    expect(choose("closePeriod", "2026-Q4", "")).toMatch(/^2026-Q4: 1 link is closed, for all partners\./);
    expect(open(link, google.serve)).not.toContain("<form");
    expect(choose("shareScorecards", String(name), "")).toMatch(/^1 link was made\./);
    expect(open(String(tab("Invitations").getRange(3, column("Link")).getValue()), google.serve)).toContain(
      String(name),
    );
  });

  test("benchmark and forecast in a cell", () => {
    const [partner] = tab("Answers").getRange(3, 1).peek().flat();
    const benchmark = script.MATURITY_BENCHMARK?.(partner, "partner-maturity", "") as unknown[][];
    expect(benchmark[1]?.slice(0, 1)).toEqual(["Index"]);
    for (const cell of benchmark[1]?.slice(1, 6) ?? []) expect(cell).toEqual(expect.any(Number));
    const region = script.MATURITY_BENCHMARK?.(
      partner,
      "partner-maturity",
      "cohort: region; name: EMEA",
    ) as unknown[][];
    expect(region[1]?.[3]).not.toBe(benchmark[1]?.[3]);
    const forecast = script.MATURITY_FORECAST?.(partner, "partner-maturity", "periods: 2") as unknown[][];
    expect(forecast.slice(0, 3).map(([period]) => period)).toEqual(["Period", "2027-Q1", "2027-Q2"]);
    expect(forecast[1]?.slice(1).every((cell) => typeof cell === "number")).toBe(true);
  });
});
