/** Comparing two periods: who moved, how far, and what stays the reader's own. */
import { describe, expect, test } from "vitest";
import { chooseFromMenu } from "../../apps-script/src/menu/choose.ts";
import type { AnswerValue } from "../../models/contract.ts";
import { connectedWorkbook } from "../support/sheet-connected.ts";
import { modelOf, percent } from "../support/small-model.ts";

const model = modelOf({
  dimensions: [
    { id: "sell", name: "Selling" },
    { id: "know", name: "Knowing" },
  ],
  criteria: [percent("deals", { dimension: "sell" }), percent("staff", { dimension: "know" })],
  levels: [
    { id: "silver", name: "Silver" },
    { id: "gold", name: "Gold", requires: [{ of: "index", min: 50 }] },
  ],
});

type Answers = Record<string, [deals: AnswerValue, staff: AnswerValue]>;

function compared(periods: Record<string, Answers>) {
  const workbook = connectedWorkbook(model, []);
  const save = (period: string, answers: Answers, source = "vendor") =>
    workbook.service("POST", "/v1/assessments", {
      model: "small",
      period,
      source,
      assessments: Object.entries(answers).map(([partner, [deals, staff]]) => ({ partner, answers: { deals, staff } })),
    });
  workbook.service("PUT", "/v1/models/small", model);
  for (const [period, answers] of Object.entries(periods)) save(period, answers);
  const compare = (typed: string | null = "") => {
    workbook.google.typed.push(typed);
    chooseFromMenu("comparePeriods", workbook.platform);
    workbook.google.typed.length = 0;
    return workbook.said();
  };
  return { ...workbook, compare, save, grid: () => workbook.tab("Compare").grid() };
}

const before: Answers = { Acme: [20, 40], "=Birch": [60, 60], Cedar: [50, null], Dune: [10, 10] };
const after: Answers = { Acme: [60, 60], "=Birch": [50, 40], Cedar: [50, null], Elm: [0, 0] };

describe("comparing periods", () => {
  test("writes who moved and how far, the biggest gain first", () => {
    const { compare, grid, google } = compared({ "2026-Q1": { Acme: [0, 0] }, "2026-Q2": before, "2026-Q4": after });
    expect(compare()).toBe(
      "2026-Q2 to 2026-Q4: 5 partners, 1 moved up, 1 moved down, 1 stayed, 1 new, 1 gone. See the Compare tab.",
    );
    expect(google.said.at(-2)?.message).toMatch(/Leave it blank for 2026-Q2 2026-Q4\.$/);
    expect(grid()).toEqual([
      [
        "Partner",
        "Moved",
        "Level 2026-Q2",
        "Level 2026-Q4",
        "Index 2026-Q2",
        "Index 2026-Q4",
        "Change",
        "Selling",
        "Knowing",
      ],
      ["Acme", "up", "Silver", "Gold", 30, 60, 30, 40, 20],
      ["Cedar", "same", "Silver", "Silver", 25, 25, 0, 0, 0],
      ["=Birch", "down", "Gold", "Silver", 60, 45, -15, -10, -20],
      ["Dune", "gone", "Silver", "", 10, "", "", "", ""],
      ["Elm", "new", "", "Silver", "", 0, "", "", ""],
    ]);
  });

  test("again, with other periods: rows move with what people wrote beside them", () => {
    const { compare, grid, tab } = compared({ "2026-Q2": before, "2026-Q3": after, "2026-H2": { Acme: [1, 1] } });
    compare("2026-Q2, 2026-Q3");
    const sheet = tab("Compare");
    sheet.getRange(1, 10, 6, 1).setValues([["My notes"], ["of Acme"], ["of Cedar"], ["of Birch"], ["of Dune"], [""]]);
    sheet.getRange(1, 7).setValue("Points");
    sheet.moveColumn(10, 2);
    expect(compare("2026-q3 to 2026-q2")).toMatch(/^2026-Q3 to 2026-Q2: 5 partners, 1 moved up, 1 moved down/);
    expect(grid().map((row) => [row[0], row[1], row[2], row[7]])).toEqual([
      ["Partner", "My notes", "Moved", "Points"],
      ["=Birch", "of Birch", "up", 15],
      ["Cedar", "of Cedar", "same", 0],
      ["Acme", "of Acme", "down", -30],
      ["Dune", "of Dune", "new", ""],
      ["Elm", "", "gone", ""],
    ]);
    expect(grid()[0]?.[3]).toBe("Level 2026-Q3");
    compare("2026-H2 2026-Q3");
    expect(
      grid()
        .find((row) => row[0] === "Dune")
        ?.slice(1, 9),
    ).toEqual(["of Dune", "", "", "", "", "", "", ""]);
  });

  test("believes the vendor before the partner", () => {
    const { compare, grid, save } = compared({ "2026-Q2": before, "2026-Q3": after });
    save("2026-Q3", { Acme: [100, 100] }, "partner");
    compare("2026-Q2 2026-Q3");
    expect(grid()[1]?.slice(0, 6)).toEqual(["Acme", "up", "Silver", "Gold", 30, 60]);
  });

  test("says what is missing", () => {
    const empty = compared({});
    expect(empty.compare()).toBe("Nothing is saved of this model yet. Choose Save this period first.");
    const { compare, google, tab } = compared({ "2026-Q3": after });
    expect(compare("2026-Q2 2026-Q3")).toBe("Nothing is saved of “Small model” for 2026-Q2.");
    expect(compare("2026-Q3")).toBe("Enter two different periods, such as 2026-Q3 2026-Q4.");
    expect(compare("yesterday 2026-Q3")).toMatch(/^“yesterday” is no period/);
    const said = google.said.length;
    compare(null);
    expect(google.said.length).toBe(said + 1);
    expect(tab("Compare")).toBeNull();
    const own = compared({ "2026-Q2": before, "2026-Q3": after });
    own.platform.spreadsheet().insertSheet("Compare").getRange(1, 1).setValue("Ours");
    expect(own.compare()).toMatch(/^The Compare tab is not one of Levelsheet's\. Rename it/);
    expect(own.grid()).toEqual([["Ours"]]);
  });

  test("of 2,000 partners takes few requests and few writings", () => {
    const many = (deals: number): Answers =>
      Object.fromEntries(Array.from({ length: 1_000 }, (_, place) => [`p${place}`, [deals, place % 100]]));
    const more = (deals: number): Answers =>
      Object.fromEntries(Array.from({ length: 1_000 }, (_, place) => [`q${place}`, [deals, place % 100]]));
    const { compare, save, google, requests, grid } = compared({ "2026-Q2": many(10), "2026-Q3": many(30) });
    save("2026-Q2", more(10));
    save("2026-Q3", more(50));
    requests();
    google.book.counts.writes = 0;
    expect(compare()).toMatch(/^2026-Q2 to 2026-Q3: 2,000 partners, /);
    expect(requests().length).toBeLessThanOrEqual(12);
    expect(google.book.counts.writes).toBeLessThanOrEqual(4);
    expect(grid()).toHaveLength(2_001);
  }, 30_000);
});
