/** Briefs in the sheet: written from what was saved, yours to change, and never written over. */
import { describe, expect, test } from "vitest";
import type { CommandId } from "../../apps-script/src/commands.ts";
import { chooseFromMenu } from "../../apps-script/src/menu/choose.ts";
import type { AnswerValue, Assessment } from "../../models/contract.ts";
import { connectedWorkbook, type WorkbookOptions } from "../support/sheet-connected.ts";
import { modelOf, percent, yesno } from "../support/small-model.ts";

const model = modelOf({
  criteria: [
    percent("staff", { name: "Staff", effort: 4, guidance: { gold: "=Train them." } }),
    yesno("plan", { name: "Joint plan", effort: 1 }),
  ],
  levels: [
    { id: "silver", name: "Silver", programme: ["+Portal"] },
    { id: "gold", name: "Gold", requires: [{ of: "criterion", id: "staff", min: 60 }] },
  ],
});
const partner = (name: string, staff: AnswerValue): Assessment => ({ partner: name, answers: { staff, plan: "no" } });
const three = [partner("Acme", 50), partner("=Birch", 80), partner("Cedar", 10)];
const HEADER = [
  "Partner",
  "Brief",
  "Brief language",
  "Subject",
  "Opening",
  "Where they stand",
  "What to do next",
  "What we offer",
  "Dates",
  "Whole brief",
  "Levelsheet brief",
];
const STATE = 2;
const STEPS = 7;
const WHOLE = 10;
const MEMORY = 11;

function saved(who: readonly Assessment[] = three, options: WorkbookOptions = {}, stored = who) {
  const workbook = connectedWorkbook(model, who, options);
  workbook.service("PUT", "/v1/models/small", model);
  if (stored.length > 0) {
    workbook.service("POST", "/v1/assessments", { model: "small", period: "2026-Q3", assessments: stored });
  }
  const choose = (id: CommandId): string => {
    chooseFromMenu(id, workbook.platform);
    return workbook.said();
  };
  const grid = () => workbook.tab("Briefs").grid();
  return {
    ...workbook,
    write: () => choose("writeBriefs"),
    writeSelected: () => choose("writeSelectedBriefs"),
    grid,
    row: (name: string) => grid().find(([first]) => first === name) ?? [],
    cell: (row: number, column: number) => workbook.tab("Briefs").getRange(row, column),
  };
}

describe("briefs", () => {
  test("stand in a tab, a section in each column, as text and not as formulas", () => {
    const { write, grid, row, tab, requests } = saved();
    requests();
    expect(write()).toBe("3 briefs written. See the Briefs tab.");
    expect(requests()).toEqual(["post /v1/briefs"]);
    expect(grid()[0]).toEqual(HEADER);
    expect(grid().map(([name]) => name)).toEqual(["Partner", "Acme", "=Birch", "Cedar"]);
    const [, state, language, subject, opening, stand, steps, offer, dates, whole] = row("Acme").map(String);
    expect([state, language, subject]).toEqual(["Written", "en", "Acme: Silver, 2026-Q3"]);
    expect(opening).toMatch(/^Dear Acme team,\n\nThis is how /);
    expect(stand).toMatch(/^You stand at Silver, with an index of 25 of 100\. Held at Silver: /);
    expect(steps).toMatch(/\n1\. Staff: from 50 to 60/);
    expect(offer).toBe("At Silver you get:\n• +Portal");
    expect(dates).toContain("2026-Q3");
    expect(whole).toBe(
      [
        opening,
        `Where you stand\n${stand}`,
        `What to do next\n${steps}`,
        `What we offer\n${offer}`,
        `Dates\n${dates}`,
      ].join("\n\n"),
    );
    expect(row("=Birch")[1]).toBe("Written");
    expect(tab("Briefs").formulas.flat().filter(Boolean)).toEqual([]);
    expect([...tab("Briefs").hidden]).toEqual([MEMORY]);
    expect(tab("Briefs").heights.slice(2, 5)).toEqual([21, 21, 21]);
  });

  test("written again follow what is saved, wherever their rows and columns are by now", () => {
    const { write, row, tab, cell, service } = saved();
    write();
    tab("Briefs").moveColumn(3, 9);
    cell(1, 4).setValue("My subject");
    service("POST", "/v1/assessments", { model: "small", period: "2026-Q4", assessments: [partner("Acme", 55)] });
    expect(write()).toBe("3 briefs written. See the Briefs tab.");
    expect(row("Acme").join()).toContain("from 55 to 60");
    expect(row("Acme").join()).toContain("2026-Q4");
    expect(row("Cedar").join()).toContain("2026-Q3");
  });

  test("that somebody has changed are left alone, and the whole text follows changed sections", () => {
    const { write, row, cell } = saved();
    write();
    cell(2, STEPS).setValue("First call us.");
    cell(3, WHOLE).setValue("All my own words.");
    const kept = row("Acme").slice(3, 9);
    expect(write()).toBe(
      "1 brief written. See the Briefs tab. 2 partners have no new one: the column Brief says whether it was edited, or nothing is saved yet.",
    );
    expect(row("Acme").slice(3, 9)).toEqual(kept);
    expect(row("Acme")[STATE - 1]).toBe("Edited, joined anew");
    expect(row("Acme")[WHOLE - 1]).toMatch(/\n\nWhat to do next\nFirst call us\.\n\nWhat we offer\n/);
    expect(row("=Birch")[STATE - 1]).toBe("Edited, left as it is");
    expect(row("=Birch")[WHOLE - 1]).toBe("All my own words.");
    const second = [row("Acme"), row("=Birch")];
    write();
    expect([row("Acme"), row("=Birch")]).toEqual(second);
    cell(2, WHOLE).setValue("And now all of it.");
    write();
    expect(row("Acme")[WHOLE - 1]).toBe("And now all of it.");
    expect(row("Acme")[STATE - 1]).toBe("Edited, left as it is");
  });

  test("are written anew where their texts were cleared, and left alone where nothing tells who wrote them", () => {
    const { write, row, cell } = saved();
    write();
    for (let column = 4; column <= WHOLE; column++) cell(2, column).setValue("");
    cell(3, MEMORY).setValue("");
    cell(3, STEPS).setValue("Mine.");
    write();
    expect(row("Acme")[STEPS - 1]).toMatch(/1\. Staff/);
    expect(row("=Birch")[STEPS - 1]).toBe("Mine.");
    expect(row("=Birch")[STATE - 1]).toBe("Edited, left as it is");
  });

  test("of partners of whom nothing is saved say so", () => {
    const { write, row } = saved(three, {}, three.slice(0, 1));
    expect(write()).toMatch(/^1 brief written\. .*2 partners have no new one/);
    expect(row("Cedar").slice(0, 3)).toEqual(["Cedar", "Nothing saved yet", ""]);
    const unknown = connectedWorkbook(model, three);
    chooseFromMenu("writeBriefs", unknown.platform);
    expect(unknown.said()).toMatch(/^The model is not stored yet\. Choose Save this period first/);
  });

  test("are written for the selected partners alone", () => {
    const { writeSelected, grid, google, tab } = saved();
    google.book.active = [tab("Answers").getRange(4, 2, 1, 3)];
    expect(writeSelected()).toBe("1 brief written. See the Briefs tab.");
    expect(grid().map(([name]) => name)).toEqual(["Partner", "=Birch"]);
  });

  test("of many partners come ten at a time, whatever is lost on the way", () => {
    const many = Array.from({ length: 35 }, (_, at) => partner(`Partner ${at}`, at));
    const { write, grid, requests } = saved(many, { isLost: (count) => count === 2 });
    requests();
    expect(write()).toBe("35 briefs written. See the Briefs tab.");
    expect(requests()).toHaveLength(5);
    expect(grid().map(([name]) => name)).toEqual(["Partner", ...many.map(({ partner: name }) => name)]);
    expect(
      grid()
        .slice(1)
        .every((row) => row[STATE - 1] === "Written"),
    ).toBe(true);
  });

  test("leave a tab of the reader's own with this name as it is", () => {
    const { write, platform, grid } = saved();
    platform.spreadsheet().insertSheet("Briefs").getRange(1, 1).setValue("Ours");
    expect(write()).toMatch(/^The Briefs tab is not one of Levelsheet's\. Rename it/);
    expect(grid()).toEqual([["Ours"]]);
  });
});
