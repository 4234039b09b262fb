/** What the sidebar does to single cells: functions inserted, formulas turned into values. */
import { describe, expect, test } from "vitest";
import { customFunctions } from "../../apps-script/src/entry-points.ts";
import { answersOf } from "../../apps-script/src/sidebar/calls.ts";
import { FakeGoogle } from "../support/sheet-google.ts";
import type { FakeSheet, Value } from "../support/sheet-spreadsheet.ts";
import { small, three, workbook } from "../support/sheet-workbook.ts";

function sheet() {
  const google = new FakeGoogle();
  const tab = google.book.sheets[0] as FakeSheet;
  const freeze = () => answersOf(google.platform()).runCommand("turnFormulasIntoValues");
  return { google, tab, freeze };
}

const TABLE: Value[][] = [
  ["Partner", "Index", "Level"],
  ["Acme", 50.25, "Silver"],
  ["", "", ""],
  ["3-4", 90, "'=Gold"],
];

describe("turning formulas into values", () => {
  test("keeps every cell a formula fills as it shows, and nothing else", () => {
    const { tab, freeze } = sheet();
    tab.fill(2, 2, '=MATURITY_TABLE(Answers!A2:Z, "partner-maturity")', TABLE);
    tab.getRange(1, 1, 1, 4).setValues([["Title", "", "=1+1", "x"]]);
    tab.getRange(6, 2).setValue("My note");
    tab.getRange(2, 5).setValue("Beside");
    tab.getRange(2, 3, 4, 1).setNumberFormat("0.0");
    const before = tab.grid();
    expect(freeze()).toEqual({ ok: true, value: "1 formula turned into values in 9 cells." });
    expect(tab.grid()).toEqual(before);
    expect(tab.formulas.flat().filter((formula) => formula)).toEqual(["=1+1"]);
    expect(tab.patterns[2]?.[2]).toBe("0.0");
    expect(freeze()).toMatchObject({ value: expect.stringMatching(/^There is no Levelsheet formula here/) });
  });

  test("takes formulas next to each other, and ours within others", () => {
    const { tab, freeze } = sheet();
    tab.fill(1, 1, "=MATURITY_LEVEL(Answers!A2:Z)", [["Level"], ["Gold"], ["Silver"]]);
    tab.fill(1, 2, '=IFERROR(maturity_index (Answers!A2:Z), "")', [["Index"], [1], [2]]);
    tab.fill(5, 1, '=MATURITY_WHY(Answers!A2:Z, , "header: no")', [["Held at Gold: staff 5 of 6"]]);
    tab.fill(7, 1, '="MATURITY_WHY(" & 1', [["MATURITY_WHY(1"]]);
    const before = tab.grid();
    expect(freeze()).toMatchObject({ value: "3 formulas turned into values in 7 cells." });
    expect(tab.grid()).toEqual(before);
    expect(tab.getRange(7, 1).getFormula()).not.toBe("");
  });

  test("leaves what still calculates or shows a problem", () => {
    const { tab, freeze } = sheet();
    tab.fill(1, 1, "=MATURITY_LEVEL(A9:B)", [["Loading..."]]);
    tab.fill(1, 2, "=MATURITY_LEVEL(A9:B)", [["Levelsheet: not connected"]]);
    tab.fill(1, 3, "=MATURITY_LEVEL(A9:B)", [["#NAME?"]]);
    expect(freeze()).toMatchObject({
      value: "Nothing was changed. 3 formulas still calculate or show a problem, and stay.",
    });
    tab.fill(1, 4, "=MATURITY_LEVEL(A9:B)", [["Level"], ["Gold"]]);
    expect(freeze()).toMatchObject({
      value: "1 formula turned into values in 2 cells. 3 formulas still calculate or show a problem, and stay.",
    });
    expect(tab.formulas[0]?.slice(0, 4).map((formula) => formula !== "")).toEqual([true, true, true, false]);
  });

  test("takes the selected formulas where more than one cell is selected", () => {
    const { google, tab, freeze } = sheet();
    tab.fill(1, 1, "=MATURITY_LEVEL(A9:B)", [["Level"], ["Gold"]]);
    tab.fill(1, 3, "=MATURITY_LEVEL(A9:B)", [["Level"], ["Gold"]]);
    google.book.active = [tab.getRange(1, 3, 2, 1)];
    expect(freeze()).toMatchObject({ value: "1 formula turned into values in 2 cells." });
    expect(tab.getRange(1, 1, 1, 3).getFormulas()).toEqual([["=MATURITY_LEVEL(A9:B)", "", ""]]);
  });

  /** Fills C1:C2 from A1:A2, as Google calculates: while A2 is blank, there is one cell to sort. */
  function sort(tab: FakeSheet, row = 1) {
    tab.getRange(row, 3).setFormula("=SORT(A1:A2)");
    tab.spills.push({
      row: row - 1,
      column: 2,
      get values() {
        const isBlank = tab.formulas[0]?.[0] === "" && (tab.values[1]?.[0] ?? "") === "";
        return isBlank ? [["Level"]] : [["Level"], ["Gold"]];
      },
    });
  }

  test("leaves a formula that sorts ours its cells", () => {
    const { tab, freeze } = sheet();
    tab.fill(1, 1, "=MATURITY_LEVEL(A9:B)", [["Level"], ["Gold"]]);
    sort(tab);
    const before = tab.grid();
    expect(freeze()).toMatchObject({ value: "1 formula turned into values in 2 cells." });
    expect(tab.grid()).toEqual(before);
    expect(tab.getRange(1, 1, 1, 3).getFormulas()).toEqual([["", "", "=SORT(A1:A2)"]]);
    expect(tab.values[1]?.[2] ?? "").toBe("");
  });

  test("puts everything back where a cell would have changed", () => {
    const { google, tab, freeze } = sheet();
    tab.fill(1, 1, "=MATURITY_LEVEL(A9:B)", [["Level"], ["Gold"]]);
    tab.getRange(4, 1).setValue("Mine");
    const before = tab.grid();
    const platform = google.platform();
    // Somebody else types at the same moment.
    platform.flush = () => tab.getRange(4, 1).setValue("Theirs");
    const said = answersOf(platform).runCommand("turnFormulasIntoValues");
    expect(said).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^A4 would have changed, so nothing was\./),
    });
    expect(tab.grid().slice(0, 3)).toEqual(before.slice(0, 3));
    expect(tab.getRange(1, 1).getFormula()).toBe("=MATURITY_LEVEL(A9:B)");
    expect(tab.getRange(4, 1).getValue()).toBe("Theirs");
    expect(freeze()).toMatchObject({ ok: true });
  });
});

describe("inserting a function", () => {
  test.each(customFunctions.map(({ name, examples }) => [name, examples[0]]))(
    "writes the example of %s",
    (name, example) => {
      const { google, tab } = sheet();
      google.book.active = [tab.getRange(3, 2)];
      expect(answersOf(google.platform()).insertFunction(String(name))).toEqual({
        ok: true,
        value: `${name} is in B3 of the Sheet1 tab. Change the formula there.`,
      });
      expect(tab.getRange(3, 2).getFormula()).toBe(example);
    },
  );

  test("names the workbook's own model and reads its whole Answers tab", () => {
    const { google, tab } = workbook(small, three);
    google.book.active = [tab("Scores").getRange(20, 1)];
    expect(answersOf(google.platform()).insertFunction("MATURITY_GAPS")).toMatchObject({ ok: true });
    expect(tab("Scores").getRange(20, 1).getFormula()).toBe(`=MATURITY_GAPS(Answers!A2:F, "${small.id}", "gaps: 5")`);
  });

  test("leaves a cell that holds anything", () => {
    const { google, tab } = sheet();
    const script = answersOf(google.platform());
    google.book.active = [tab.getRange(1, 1)];
    for (const held of [0, false, "x", "=1"]) {
      tab.getRange(1, 1).setValue(held);
      expect(script.insertFunction("MATURITY_LEVEL")).toEqual({
        ok: false,
        message: "A1 holds something already. Select an empty cell first.",
      });
    }
    google.book.active = [google.book.insertSheet("Answers").getRange(5, 30 - 10)];
    expect(script.insertFunction("MATURITY_LEVEL")).toMatchObject({
      ok: false,
      message: expect.stringMatching(/reads the Answers tab/),
    });
    google.book.active = [];
    expect(script.insertFunction("MATURITY_LEVEL")).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^No cell is selected/),
    });
  });
});
