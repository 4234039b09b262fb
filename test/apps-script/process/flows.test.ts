/** The bundle that ships, on Univer, against the Worker that ships: everything a marketer does, in one workbook. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import Papa from "papaparse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { modelColumns } from "../../../apps-script/src/model-tab/columns.ts";
import { type Cell, type Office, openOffice, type ServedDesk } from "../../support/preview-worker.ts";
import { answer, open, submit } from "../../support/sheet-partner.ts";
import { describeRobustness } from "./robust.ts";

let office: Office;
let desk: ServedDesk;

beforeAll(async () => {
  office = await openOffice(18887);
  desk = office.open({ connected: false });
}, 120_000);
afterAll(() => office?.close());

/** The shipped sample of a quarter, as somebody pastes it: columns in the sample's own order. */
function paste(period: string): number {
  const folder = resolve(import.meta.dirname, "../../../models/catalog/samples");
  const file = period === "2026-Q4" ? "partner-maturity.csv" : `partner-maturity.${period}.csv`;
  const { data } = Papa.parse<Cell[]>(readFileSync(resolve(folder, file), "utf8"), {
    dynamicTyping: true,
    skipEmptyLines: true,
  });
  const [header = [], ...rows] = data;
  desk.paste(header.map(String), rows);
  return rows.length;
}

describe("add-on flows against the real Worker", () => {
  test("connect and build the workbook", () => {
    expect(desk.choose("openSettings", office.address, office.key)).toMatch(
      /^Connected to Demo, http:\/\/localhost:\d+\. It offers Partner Maturity Model, /,
    );
    expect(desk.choose("setUpWorkbook", "1")).toMatch(
      /^Done: Start, Model, Answers, Scores, Gaps, Plan, Dashboard, Settings\./,
    );
  });

  test("score, with what holds each partner", () => {
    const count = paste("2026-Q4");
    expect(desk.choose("scoreAllPartners")).toMatch(new RegExp(`^${count} partners scored\\.`));
    const [header = [], ...rows] = desk.grid("Scores");
    expect(rows).toHaveLength(count);
    const why = header.indexOf("Why");
    for (const row of rows) expect(row[why]).toMatch(/^(Held at|No level|.+ is the top level)/);
    expect(desk.choose("findGaps")).toMatch(/^60 partners looked at\./);
    expect(desk.choose("checkModel")).toMatch(/^“Partner Maturity Model” is in order\./);
  });

  test("save: what the demo workspace holds already is not stored again", () => {
    expect(desk.choose("savePeriod", "2026-Q4")).toBe("2026-Q4: 0 partners saved, 0 replaced, 60 unchanged.");
    paste("2026-Q2");
    expect(desk.choose("savePeriod", "2026-Q3")).toMatch(/^2026-Q3: 0 partners saved, \d+ replaced, \d+ unchanged\./);
    paste("2026-Q3");
    desk.choose("savePeriod", "2026-Q3");
    paste("2026-Q4");
    expect(desk.choose("publishModel")).toMatch(/^Unchanged: “Partner Maturity Model” is stored already, as revision/);
  });

  test("compare the last two periods", () => {
    expect(desk.choose("comparePeriods", "")).toMatch(/^2026-Q3 to 2026-Q4: 60 partners, \d+ moved up, /);
    const rows = desk.grid("Compare").slice(1);
    const changes = rows.map((row) => Number(row[6]));
    expect(changes).toEqual([...changes].sort((a, b) => b - a));
    expect(new Set(rows.map((row) => row[1]))).toContain("up");
    expect(desk.choose("comparePeriods", "2026-Q2 2026-Q4")).toMatch(/^2026-Q2 to 2026-Q4: 60 partners, /);
    const again = desk.grid("Compare").slice(1);
    expect(again.map(([name]) => name).sort()).toEqual(rows.map(([name]) => name).sort());
    const sorted = again.map((row) => Number(row[6]));
    expect(sorted).toEqual([...sorted].sort((a, b) => b - a));
  });

  test("plan from gaps, and bring both sides together", () => {
    const partners = desk.tab("Answers").getRange(3, 1, 3, 1).getValues().flat();
    expect(desk.choose("planFromGaps", partners.join("; "))).toBe("9 actions made. 9 actions added to the tab.");
    const plan = desk.tab("Plan");
    plan.getRange(2, 4, 1, 3).setValues([["Ines", "2026-01-31", "In progress"]]);
    plan.getRange(11, 1, 1, 2).setValues([[String(partners[0]), "=Call them"]]);
    expect(desk.choose("synchronisePlan")).toBe("1 new row stored, 1 changed row stored.");
    expect(plan.getRange(2, 9).getValue()).toMatch(/^▲ \d+ days late$/);
    expect(desk.grid("Plan").filter((row) => typeof row[7] === "number").length).toBeGreaterThan(5);
    expect(desk.choose("synchronisePlan")).toBe("Tab and server hold the same plan.");
  });

  test("draw the dashboard, and show the network", () => {
    const [partner] = desk.tab("Answers").getRange(3, 1).getValues().flat();
    desk.book().getRangeByName("Levelsheet_partner")?.setValue(String(partner));
    expect(desk.choose("drawDashboard")).toMatch(/^Drawn: partners by level, the partner against the others, /);
    expect(desk.choose("showNetwork")).toMatch(
      /^60 partners are saved\. \d+ questions? where the programme is at fault/,
    );
    const block = (name: string) => desk.book().getRangeByName(`Levelsheet_${name}`)?.getValues() ?? [];
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
    const [[name = ""] = []] = desk.tab("Answers").getRange(3, 1, 1, 1).getValues();
    expect(desk.choose("invitePartners", String(name), "2026-Q4", "")).toMatch(/^1 link was made\./);
    const column = (words: string) => (desk.grid("Invitations")[0]?.indexOf(words) ?? -1) + 1;
    const cell = (words: string) => desk.tab("Invitations").getRange(2, column(words)).getValue();
    const link = String(cell("Link"));
    expect(link).toMatch(/^http:\/\/localhost:\d+\/a\/[\w-]{22}$/);
    expect(String(cell("Mail text"))).toContain(
      `Demo asks ${name} to assess itself for 2026-Q4: Partner Maturity Model`,
    );
    const page = open(link, office.serve);
    desk.choose("updateInvitations");
    expect(cell("State")).toBe("Opened");
    const number = /name="a\.([\w-]+)"[^>]*inputmode="decimal"|inputmode="decimal"[^>]*name="a\.([\w-]+)"/.exec(page);
    const question = number?.[1] ?? number?.[2] ?? "";
    const asked = new Set([...page.matchAll(/name="v\.([^"]+)"/g)].map(([, id]) => id)).size;
    expect(answer(link, { [`a.${question}`]: "1", [`n.${question}`]: "=1+1" }, office.serve)).toBe(200);
    desk.choose("updateInvitations");
    expect([cell("State"), cell("Questions answered")]).toEqual(["Half done", `1 of ${asked}`]);
    expect(submit(link, office.serve)).toBe(200);
    expect(desk.choose("updateInvitations")).toBe("1 link: 1 done.");
    expect(desk.choose("compareViews", "2026-Q4")).toMatch(/^2026-Q4: 1 partner has answered\. 0 answers are the same/);
    const [, row = []] = desk.grid("Views");
    expect([row[0], row[3], row[4], row[6]]).toEqual([name, 1, "Differ", "=1+1"]);
    desk.tab("Views").getRange(2, 6).setValue("Take theirs");
    expect(desk.choose("takeOverAnswers")).toMatch(/^1 answer was taken over/);
    expect(desk.choose("closePeriod", "2026-Q4", "")).toMatch(/^2026-Q4: 1 link is closed, for all partners\./);
    expect(open(link, office.serve)).not.toContain("<form");
    expect(desk.choose("shareScorecards", String(name), "")).toMatch(/^1 link was made\./);
    expect(open(String(desk.tab("Invitations").getRange(3, column("Link")).getValue()), office.serve)).toContain(
      String(name),
    );
  });

  test("benchmark and forecast in a cell", () => {
    const [partner] = desk.tab("Answers").getRange(3, 1).getValues().flat();
    const benchmark = desk.script.compute("MATURITY_BENCHMARK", [partner, "partner-maturity", ""]) as unknown[][];
    expect(benchmark[1]?.slice(0, 1)).toEqual(["Index"]);
    for (const cell of benchmark[1]?.slice(1, 6) ?? []) expect(cell).toEqual(expect.any(Number));
    const region = desk.script.compute("MATURITY_BENCHMARK", [
      partner,
      "partner-maturity",
      "cohort: region; name: EMEA",
    ]) as unknown[][];
    expect(region[1]?.[3]).not.toBe(benchmark[1]?.[3]);
    const forecast = desk.script.compute("MATURITY_FORECAST", [
      partner,
      "partner-maturity",
      "periods: 2",
    ]) as unknown[][];
    expect(forecast.slice(0, 3).map(([period]) => period)).toEqual(["Period", "2027-Q1", "2027-Q2"]);
    expect(forecast[1]?.slice(1).every((cell) => typeof cell === "number")).toBe(true);
  });

  test("publish a changed model under an id of its own, and score with it", () => {
    const model = desk.tab("Model");
    const [id, name, weight] = (["id", "name", "weight"] as const).map(
      (column) => Object.keys(modelColumns).indexOf(column) + 1,
    );
    const row = desk.grid("Model").findIndex(([kind]) => kind === "Model") + 1;
    model.getRange(row, name ?? 0).setValue("Our partner programme");
    const question = desk.grid("Model").findIndex(([kind]) => kind === "Criterion") + 1;
    model.getRange(question, weight ?? 0).setValue(40);
    const before = desk.grid("Scores").map(([, index]) => index);
    // The model's own examples come out otherwise: they are brought up to date first.
    expect(desk.choose("publishModel", {}, "our-programme")).toMatch(
      /^\d+ examples were brought up to date\.\n\n“Our partner programme” is stored as revision [0-9a-f]{12} of “our-programme”\./,
    );
    expect(model.getRange(row, id ?? 0).getValue()).toBe("our-programme");
    expect(desk.choose("savePeriod", "2026-Q4")).toMatch(/^2026-Q4: 60 partners saved, 0 replaced, 0 unchanged\./);
    expect(desk.choose("comparePeriods", "2026-Q3 2026-Q4")).toBe(
      "Nothing is saved of “Our partner programme” for 2026-Q3.",
    );
    expect(desk.choose("scoreAllPartners")).toMatch(/^60 partners scored\./);
    expect(desk.grid("Scores").map(([, index]) => index)).not.toEqual(before);
    desk.clock.time += 60_000;
    expect(desk.choose("publishModel")).toMatch(/^Unchanged: “Our partner programme” is stored already/);
  });
});

describeRobustness(() => office);
