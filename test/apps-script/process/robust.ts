/** What must not go wrong in a workbook, whatever happens to it: part of the flows, so that they share a Worker. */
import { beforeAll, describe, expect, test } from "vitest";
import type { RunState, Said } from "../../../apps-script/src/sidebar/wire.ts";
import { catalog } from "../../../models/catalog/index.ts";
import type { Model } from "../../../models/format.ts";
import { type Cell, type Fate, kept, LIMITS, type Office, type ServedDesk } from "../../support/preview-worker.ts";
import { many, oneInTen } from "../../support/sheet-workbook.ts";
import { modelOf, percent } from "../../support/small-model.ts";

const model = catalog[0] as Model;
const HEADER = ["partner", ...model.criteria.map(({ id }) => id)];

/** The sample's partners under other names, as cells of the Answers tab. */
const rowsOf = (count: number): Cell[][] =>
  many(count).partners.map(({ partner, answers }) => [
    partner,
    ...model.criteria.map(({ id }) => {
      const answer = answers[id] ?? "";
      return typeof answer === "object" ? answer.join("; ") : answer;
    }),
  ]);

/** @returns what was said last. */
function untilDone(desk: ServedDesk, done: RegExp, command: string, ...replies: string[]): string {
  for (let attempt = 0; attempt < 8; attempt++) {
    const said = desk.choose(command, ...replies);
    if (done.test(said)) return said;
    expect(said).toMatch(/did not answer|cannot answer now|continue|again/);
  }
  throw new Error(`${command} never ends: ${desk.said.at(-1)?.message}`);
}

const fatesOf = (seed: number): (() => Fate) => {
  const [there, back] = [oneInTen(seed), oneInTen(seed + 100)];
  return () => (there() ? "lost" : back() ? "unheard" : "answered");
};

/** Names and words that a spreadsheet would take for formulas. */
const EVIL = ['=HYPERLINK("http://evil.test","EVIL")', "+EVIL 49 30", "-EVIL GmbH", "@EVIL", "'EVIL'"];

/** @param office a Worker that is there once the tests run. */
export function describeRobustness(office: () => Office): void {
  let template: ServedDesk;
  beforeAll(() => {
    template = office().open();
    template.choose("setUpWorkbook", "1");
  });

  describe("2,000 partners with 36 questions", () => {
    test("take two requests to score and two to find gaps, far from what Google allows", () => {
      const desk = office().open({ like: template });
      desk.tab("Answers").insertRowsAfter(desk.tab("Answers").getMaxRows(), 1_500);
      desk.paste(HEADER, rowsOf(2_000));
      expect(desk.choose("scoreAllPartners")).toMatch(/^2,000 partners scored\./);
      expect(desk.choose("findGaps")).toMatch(/^2,000 partners looked at\./);
      expect(desk.requests).toEqual(new Array(4).fill("post /v1/score/grid"));
      expect(desk.memory.counters.fetches).toBe(4);
      const scores = desk.grid("Scores");
      expect(new Set(scores.map(([name]) => name)).size).toBe(2_001);
      expect(scores.every((row) => row[4] !== "")).toBe(true);
      const formula = desk.script.compute("MATURITY_TABLE", [
        desk.tab("Answers").getRange("A2:AN2002").getValues(),
        model.id,
      ]);
      expect(formula).toHaveLength(2_001);
      const { fetches } = kept(desk);
      expect(
        desk.script.compute("MATURITY_TABLE", [desk.tab("Answers").getRange("A2:AN2002").getValues(), model.id]),
      ).toEqual(formula);
      expect(kept(desk)).toMatchObject({ fetches });
      const { properties, largestProperty, cacheItems, largestCached } = kept(desk);
      expect(properties).toBeLessThan(LIMITS.propertyStoreBytes / 10);
      expect(largestProperty).toBeLessThanOrEqual(LIMITS.propertyBytes);
      expect(cacheItems).toBeLessThan(LIMITS.cacheItems / 10);
      expect(largestCached).toBeLessThanOrEqual(LIMITS.cacheBytes);
    }, 120_000);

    test("end before Google ends them where the service is slow, and go on where they stopped", () => {
      const partners = rowsOf(1_300);
      const quick = office().open({ like: template });
      quick.tab("Answers").insertRowsAfter(quick.tab("Answers").getMaxRows(), 1_000);
      quick.paste(HEADER, partners);
      expect(quick.choose("savePeriod", "2025-Q4")).toMatch(/^2025-Q4: 1,300 partners saved/);
      quick.book().getRangeByName("Levelsheet_gaps")?.setValue(1);
      const slow = office().open({ like: quick, secondsARequest: 24 });
      const began = slow.clock.time;
      expect(slow.choose("planFromGaps", "")).toMatch(
        /\d+ partners are still to be looked at\. Choose Plan from gaps again\./,
      );
      expect(slow.clock.time - began).toBeLessThan(360_000);
      for (const command of ["drawDashboard", "showNetwork", "synchronisePlan"]) {
        const before = slow.clock.time;
        slow.choose(command);
        expect(slow.clock.time - before, command).toBeLessThan(360_000);
      }
      untilDone(slow, /actions? made(?!.*still to be)/, "planFromGaps", "");
      const mine = new Set(partners.map(([name]) => name));
      const planned = slow.grid("Plan").flatMap(([name]) => (mine.has(name ?? "") ? [name] : []));
      expect(new Set(planned).size).toBe(planned.length);
      expect(planned.length).toBeGreaterThan(1_000);
    }, 120_000);
  });

  describe("one request in ten lost on its way, and one answer in ten on its way back", () => {
    /** All that is said of 20 partners under a model of this id, whatever it takes. */
    function everything(id: string, fateOf?: () => Fate): { tabs: Cell[][][]; stored: unknown; asked: number } {
      office().service("PUT", `/v1/models/${id}`, { ...model, id });
      const desk = office().open({ like: template, ...(fateOf && { fateOf }) });
      const cells = desk.tab("Model").getDataRange().getValues();
      const row = cells.findIndex((own) => own.includes(model.id));
      desk
        .tab("Model")
        .getRange(row + 1, (cells[row]?.indexOf(model.id) ?? 0) + 1)
        .setValue(id);
      const sample = rowsOf(20);
      for (const [period, answers] of [
        ["2026-Q1", sample],
        ["2026-Q2", sample.map(([name], place) => [name ?? "", ...(sample[(place + 1) % 20] ?? []).slice(1)])],
      ] as const) {
        desk.paste(HEADER, answers);
        untilDone(desk, /: \d+ partners saved, .* unchanged\./, "savePeriod", period);
      }
      untilDone(desk, /20 partners scored/, "scoreAllPartners");
      untilDone(desk, /20 partners looked at/, "findGaps");
      untilDone(desk, /See the Compare tab/, "comparePeriods", "2026-Q1 2026-Q2");
      const few = sample.slice(0, 5).map(([name]) => name);
      untilDone(desk, /made/, "planFromGaps", few.join("; "));
      untilDone(desk, /same plan|brought up to date|added to the tab|worked out/, "synchronisePlan");
      untilDone(desk, /same plan/, "synchronisePlan");
      const plan = desk.grid("Plan").map((own) => own.slice(0, 8).map(String));
      const { assessments } = office().service<{
        assessments: { partner: string; period: string; answers: unknown }[];
      }>("GET", `/v1/assessments?model=${id}&limit=1000`);
      const { actions } = office().service<{ actions: { partner: string; text: string }[] }>(
        "GET",
        `/v1/actions?model=${id}&limit=1000`,
      );
      const byText = (one: unknown, other: unknown): number => (String(one) < String(other) ? -1 : 1);
      return {
        asked: desk.requests.length,
        tabs: [desk.grid("Scores"), desk.grid("Gaps"), desk.grid("Compare"), plan.sort(byText)],
        stored: [
          assessments.map(({ partner, period, answers }) => JSON.stringify([partner, period, answers])).sort(),
          actions.map(({ partner, text }) => `${partner}: ${text}`).sort(),
        ],
      };
    }

    test("changes nothing of what comes out, and nothing is there twice", () => {
      const { asked: calmly, ...calm } = everything("calm");
      expect(calm.tabs.map((tab) => tab.length)).toEqual([21, 21, 21, 16]);
      for (const seed of [1, 2]) {
        const { asked, ...rough } = everything(`rough-${seed}`, fatesOf(seed));
        expect(asked, `seed ${seed}`).toBeGreaterThan(calmly);
        expect(rough, `seed ${seed}`).toEqual(calm);
      }
    }, 180_000);
  });

  test("what people did to the tabs stays, and is still right after the next run", () => {
    const desk = office().open({ like: template });
    desk.paste(HEADER, rowsOf(20));
    desk.choose("scoreAllPartners");
    desk.choose("findGaps");
    const before = new Map(desk.grid("Scores").map((row) => [row[0], row]));
    const scores = desk.tab("Scores");
    const width = scores.getLastColumn();
    // A column of one's own in the middle, with a formula beside the index and words beside each partner.
    scores.insertColumnsAfter(2, 2);
    const names = scores.getRange("A2:A21").getValues().flat();
    scores.getRange(1, 3, 1, 2).setValues([["Twice", "My words"]]);
    scores.getRange(2, 3, 20, 2).setValues(names.map((name, place) => [`=B${place + 2}*2`, `about ${String(name)}`]));
    scores.getRange(1, desk.column("Scores", "index")).setValue("Points");
    scores.getRange(2, 1, 20, width + 2).sort({ column: 2, ascending: false });
    const order = scores.getRange("A2:A21").getValues().flat();
    expect(order).not.toEqual(names);
    // The level to the front, answers renamed and moved, rows and columns out of sight.
    const shown = desk.workbook.getSheetByName("Scores");
    const level = desk.column("Scores", "level");
    shown?.moveColumns(shown.getRange(0, level - 1, 1, 1), 1);
    const answers = desk.tab("Answers");
    const [first, second] = [model.criteria[0]?.id ?? "", model.criteria[1]?.id ?? ""];
    answers.getRange(2, desk.column("Answers", first)).setValue("Called otherwise");
    const asked = desk.workbook.getSheetByName("Answers");
    asked?.moveColumns(asked.getRange(0, desk.column("Answers", second) - 1, 1, 1), 8);
    scores.hideColumns(desk.column("Scores", "coverage"));
    scores.hideRows(4, 3);
    answers.hideRows(5, 2);
    const filter = shown?.getRange(0, 0, 21, width + 2).createFilter();
    const filtered = desk.column("Scores", "level") - 1;
    filter?.setColumnFilterCriteria(filtered, { colId: filtered, filters: { filters: ["Gold"] } });

    desk.paste(["partner", first], [["Newcomer", rowsOf(1)[0]?.[1] ?? ""]], 23);
    expect(desk.choose("scoreAllPartners")).toMatch(/^21 partners scored\./);
    const after = desk.grid("Scores");
    expect(after.slice(1).map(([name]) => name)).toEqual([...order, "Newcomer"]);
    const at = (key: string): number => desk.column("Scores", key) - 1;
    const header = after[0]?.map(String) ?? [];
    expect(header[at("index")]).toBe("Points");
    const [own, words] = [header.indexOf("Twice"), header.indexOf("My words")];
    const formulas = scores
      .getRange(2, own + 1, 20, 1)
      .getFormulas()
      .flat();
    after.slice(1, 21).forEach((row, place) => {
      const known = before.get(row[0] ?? "") ?? [];
      expect([row[at("index")], row[at("level")], row[at("why")], row[words]]).toEqual([
        known[1],
        known[2],
        known[4],
        `about ${String(row[0])}`,
      ]);
      expect(formulas[place]).toMatch(/^=[A-Z]+\d+\*2$/);
      expect(formulas[place]).toContain(`${place + 2}*`);
    });
    const sheet = shown?.getSheet();
    expect(sheet?.getColVisible(at("coverage"))).toBe(false);
    expect([3, 4, 5].map((row) => sheet?.getRowRawVisible(row))).toEqual([false, false, false]);
    expect(shown?.getFilter()?.getColumnFilterCriteria(filtered)?.filters?.filters).toEqual(["Gold"]);
    expect(desk.choose("findGaps")).toMatch(/^21 partners looked at\./);
  });

  test("two people do not score at once; whoever was left alone is overtaken", () => {
    const desk = office().open({ like: template });
    desk.paste(HEADER, rowsOf(5));
    const call = <Value>(name: string, ...given: unknown[]) => desk.command(name, [], given) as Said<Value>;
    const started = call<RunState>("startRun", "scoreAllPartners");
    const id = started.ok ? started.value.id : "";
    expect(call("startRun", "findGaps")).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^Somebody else is scoring/),
    });
    expect(desk.choose("findGaps")).toMatch(/^Somebody else is scoring/);
    desk.memory.lock.heldBy = {};
    expect(call("continueRun", id, false)).toMatchObject({ ok: true, value: { done: 0, waitSeconds: 10 } });
    for (const command of ["savePeriod", "planFromGaps"]) {
      expect(desk.choose(command, "")).toMatch(/^Somebody else is working/);
    }
    desk.memory.lock.heldBy = null;
    // Both windows drive the same run.
    expect(call("continueRun", id, false)).toMatchObject({ value: { status: "finished", done: 5 } });
    expect(call("continueRun", id, false)).toMatchObject({ value: { status: "finished", done: 5 } });
    expect(desk.grid("Scores")).toHaveLength(6);
    call("startRun", "scoreAllPartners");
    desk.clock.time += 91_000;
    expect(desk.choose("findGaps")).toMatch(/^5 partners looked at/);
    expect(desk.memory.lock.heldBy).toBeNull();
  });

  test("nothing that somebody wrote becomes a formula, in any tab", () => {
    const [formula = "", plus = "", minus = "", at = ""] = EVIL;
    const evil = modelOf({
      id: "evil",
      name: formula,
      summary: plus,
      criteria: [
        percent("plan", { name: minus, question: at, guidance: { start: plus } }),
        percent("staff", { name: plus }),
      ],
      dimensions: [{ id: "all", name: formula }],
      levels: [
        { id: "start", name: at },
        { id: "gold", name: formula, requires: [{ of: "criterion", id: "plan", min: 60 }] },
      ],
    });
    office().service("PUT", "/v1/models/evil", evil);
    const desk = office().open();
    expect(desk.choose("setUpWorkbook", "evil")).toMatch(/^Done/);
    desk
      .tab("Answers")
      .getRange(3, 1, EVIL.length, 1)
      .setValues(EVIL.map((name) => [`'${name}`]));
    desk.paste(
      ["plan", "staff"],
      EVIL.map((_, place) => [10 * place, 50]),
    );
    expect(desk.choose("scoreAllPartners")).toMatch(/^5 partners scored/);
    desk.choose("findGaps");
    for (const period of ["2026-Q1", "2026-Q2"]) {
      expect(desk.choose("savePeriod", period)).toMatch(/5 partners saved/);
    }
    desk.choose("comparePeriods", "2026-Q1 2026-Q2");
    desk.choose("planFromGaps", "");
    office().service("POST", "/v1/actions", {
      partner: plus,
      model: "evil",
      criterion: "plan",
      text: formula,
      owner: at,
    });
    desk.choose("synchronisePlan");
    desk.choose("drawDashboard");
    desk.choose("showNetwork");
    expect(desk.grid("Scores").map(([name]) => name)).toEqual(["Partner", ...EVIL]);
    expect(desk.grid("Plan").flat()).toEqual(expect.arrayContaining([formula, at, plus]));
    expect(desk.choose("checkModel")).toMatch(/^The model can be scored with/);
    for (const sheet of desk.book().getSheets()) {
      const formulas = sheet.getDataRange().getFormulas().flat();
      expect(
        formulas.filter((text) => text.includes("EVIL")),
        sheet.getName(),
      ).toEqual([]);
    }
  });

  test("a function in a cell ends in words before its 30 seconds are over", () => {
    const desk = office().open({ like: template, fateOf: () => "lost", secondsARequest: 25 });
    const answers = [HEADER, ...rowsOf(2)];
    const said = desk.script.compute("MATURITY_LEVEL", [answers, model.id]);
    expect(said).toBe("Levelsheet: the service did not answer. Try again in a minute");
    // Remembered for a moment, so that a column of them does not ask again and again.
    expect(desk.script.compute("MATURITY_LEVEL", [answers, model.id])).toBe(said);
    expect(desk.requests).toHaveLength(1);
  });
}
