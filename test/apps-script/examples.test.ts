/** The model's own examples, when a change in the Model tab lets them come out otherwise. */
import { describe, expect, test } from "vitest";
import { chooseFromMenu } from "../../apps-script/src/menu/choose.ts";
import { modelOf as modelIn } from "../../apps-script/src/model-tab/model-of.ts";
import { rowsOf } from "../../apps-script/src/model-tab/rows-of.ts";
import type { Model } from "../../models/format.ts";
import { connectedWorkbook } from "../support/sheet-connected.ts";
import type { FakeSheet } from "../support/sheet-spreadsheet.ts";
import { small, workbook } from "../support/sheet-workbook.ts";

type Test = NonNullable<Model["tests"]>[number];

/** Index: the mean of both answers, staff weighing twice below. Gold asks for staff of 60. */
const withTests: Model = {
  ...small,
  tests: [
    { name: "Acme", answers: { plan: 50, staff: 80 }, expect: { index: 65, level: "gold" } },
    { name: "Birch", answers: { plan: 100, staff: 20 }, expect: { index: 60, dimensions: { all: 60 } } },
    { name: "Cedar", answers: { plan: 10, staff: 100 }, expect: { level: "gold" } },
    { name: "Doe", answers: { plan: 40, staff: 40 }, expect: { index: 40.02, level: "silver" } },
  ],
};

/** A tab with these columns changed: all rows whose cells hold a word, by the header of the column. */
function change(sheet: FakeSheet, word: string, header: string, value: string | number): void {
  const grid = sheet.grid();
  const row = grid.findIndex((cells) => cells.includes(word)) + 1;
  sheet.getRange(row, (grid[0] ?? []).indexOf(header) + 1).setValue(value);
}

const modelOf = (sheet: FakeSheet) => modelIn(sheet.getDataRange().getValues()).model;

/** A workbook whose staff question has just been given a weight of 2. */
function reweighted(model = withTests, prepare: (sheet: FakeSheet) => void = () => undefined) {
  const book = workbook(model, []);
  const sheet = book.tab("Model");
  prepare(sheet);
  change(sheet, "staff", "Weight", 2);
  const paths = () => book.google.sent.map(({ address }) => new URL(address).pathname);
  return { ...book, sheet, paths, check: () => chooseFromMenu("checkModel", book.platform) };
}

const expectations = (sheet: FakeSheet) => modelOf(sheet)?.tests?.map((own: Test) => own.expect);
const UPDATED: Test["expect"][] = [
  { index: 70, level: "gold" },
  { index: 46.7, dimensions: { all: 46.7 } },
  { level: "gold" },
  { index: 40.02, level: "silver" },
];

describe("checking a model whose examples come out otherwise", () => {
  test("shows what would change, and brings it up to date", () => {
    const { sheet, google, said, check, paths } = reweighted();
    google.confirmed.push(true);
    check();
    expect(google.said[0]).toEqual({
      title: "Check model",
      message:
        "2 of the model's 4 examples come out otherwise than their rows “Test” say. The model has no other fault.\n\n“Acme”: index 65 → 70\n“Birch”: index 60 → 46.7, All 60 → 46.7\n\nIf your change is meant to do this, choose OK: the rows are brought up to date. Choose Cancel to look first: each cell that differs has a note.",
    });
    expect(said()).toBe("2 examples were brought up to date.\n\n“Small model” is in order.");
    expect(modelOf(sheet)).toStrictEqual({
      ...withTests,
      criteria: withTests.criteria.map((own) => (own.id === "staff" ? { ...own, weight: 2 } : own)),
      tests: withTests.tests?.map((own, place) => ({ ...own, expect: UPDATED[place] })),
    });
    expect(sheet.getDataRange().getNotes().flat().join()).not.toContain("▲");
    expect(paths()).toEqual(["/v1/models/check", "/v1/score", "/v1/models/check"]);
  });

  test("leaves the rows, and notes in them, where the reader wants to look first", () => {
    const { sheet, google, said, check } = reweighted();
    const before = sheet.grid();
    check();
    expect(sheet.grid()).toEqual(before);
    expect(google.said).toHaveLength(2);
    expect(said()).toMatch(
      /^The model has faults\. 3 cells have a note that says what to do\.\n\nJ\d+: Test “Acme” expects an index of 65 and gets 70\./,
    );
    expect(sheet.getDataRange().getNotes().flat().join()).toContain("▲ Levelsheet: Test “Birch” expects");
  });

  test("names levels as people know them, the level first", () => {
    const { sheet, google, check } = reweighted();
    change(sheet, "at least", "Value", 35);
    google.confirmed.push(true);
    check();
    expect(google.said[0]?.message).toContain(
      "say. The model has no other fault.\n\n“Doe”: level Silver → Gold\n“Acme”: index 65 → 70\n",
    );
    expect(expectations(sheet)?.[3]).toEqual({ index: 40.02, level: "gold" });
  });

  test("offers nothing where something else is wrong too", () => {
    const elsewhere = reweighted();
    change(elsewhere.sheet, "plan", "Part of", "nowhere");
    elsewhere.check();
    const refused = reweighted();
    change(refused.sheet, "Answer", "Kind", "text");
    change(refused.sheet, "Answer", "Text", "lots");
    refused.check();
    for (const { google, said } of [elsewhere, refused]) {
      expect(google.said).toHaveLength(1);
      expect(said()).toMatch(/^The model has faults\./);
      expect(google.sent).toHaveLength(1);
    }
  });

  test("finds the rows wherever rows and columns stand", () => {
    const { sheet, google, check, said } = reweighted(withTests, (tab) => {
      tab.moveColumn((tab.grid()[0] ?? []).indexOf("Value") + 1, 1);
      tab.moveColumn((tab.grid()[0] ?? []).indexOf("Row") + 1, 9);
      const [header = [], ...rows] = tab.grid();
      const apart = [header, ...rows.flatMap((cells) => [cells.map(() => ""), cells])];
      tab.getRange(1, 1, apart.length, header.length).setValues(apart);
    });
    google.confirmed.push(true);
    check();
    expect(said()).toContain("is in order.");
    expect(expectations(sheet)).toEqual(UPDATED);
  });

  test("turns a number into none, and none into a number", () => {
    const asks = (notApplicable: "zero" | "exclude", index: number | null): Model => ({
      ...small,
      missing: { notApplicable },
      tests: [
        { name: "Nobody", answers: { plan: "N/A", staff: "N/A" }, expect: { index, dimensions: { all: index } } },
      ],
    });
    for (const [before, after] of [
      [asks("zero", 0), asks("exclude", null)],
      [asks("exclude", null), asks("zero", 0)],
    ] as const) {
      const { tab, platform, google, said } = workbook(before, []);
      change(tab("Model"), "N/A counts as", "Text", after.missing?.notApplicable ?? "");
      google.confirmed.push(true);
      chooseFromMenu("checkModel", platform);
      expect(google.said[0]?.message).toMatch(
        /^1 of the model's 1 example comes out otherwise than its row “Test” says\./,
      );
      expect(said()).toMatch(/^1 example was brought up to date\./);
      expect(tab("Model").grid()).toEqual(rowsOf(after));
    }
  });

  test("brings all of them up to date, more than are listed and noted", () => {
    const many = Array.from(
      { length: 30 },
      (_, place): Test => ({
        name: `Example ${place + 1}`,
        answers: { plan: place, staff: 90 },
        expect: { index: (place + 90) / 2 },
      }),
    );
    const { sheet, google, check, said } = reweighted({ ...small, tests: many });
    google.confirmed.push(true);
    check();
    expect(google.said[0]?.message).toMatch(/“Example 5”: index 47 → 61\.3\nand 25 more\n\n/);
    expect(said()).toMatch(/^30 examples were brought up to date\.\n\n“Small model” is in order\./);
    expect(expectations(sheet)?.[29]).toEqual({ index: 69.7 });
  });

  test("writes nothing where somebody has changed the tab meanwhile", () => {
    const { sheet, google, said, platform } = reweighted();
    const asked = platform.prompt.confirm;
    platform.prompt.confirm = (title, question) => {
      change(sheet, "Cedar", "Name", "Cedar & Sons");
      return asked(title, question);
    };
    google.confirmed.push(true);
    chooseFromMenu("checkModel", platform);
    expect(said()).toBe("The Model tab was changed while you were asked. Choose the command again.");
    expect(expectations(sheet)).toEqual(withTests.tests?.map((own) => own.expect));
  });
});

describe("publishing a model whose examples come out otherwise", () => {
  test("asks once, then stores it and saves the period", () => {
    const partners = [{ partner: "Acme", answers: { plan: 50, staff: 80 } }];
    const { tab, google, platform, said, service } = connectedWorkbook(withTests, partners);
    change(tab("Model"), "staff", "Weight", 2);
    google.typed.push("2026-Q4");
    google.confirmed.push(true);
    chooseFromMenu("savePeriod", platform);
    expect(google.said.map(({ message }) => message.slice(0, 22))).toEqual([
      "Which period are these",
      "2 of the model's 4 exa",
      "2026-Q4: 1 partner sav",
    ]);
    expect(google.said[1]?.message).toContain("brought up to date, and the model is published.");
    const { document } = service<{ document: Model }>("GET", "/v1/models/small");
    expect(document).toStrictEqual(modelOf(tab("Model")));
    google.typed.push("2026-Q4");
    chooseFromMenu("savePeriod", platform);
    expect(said()).toBe("2026-Q4: 0 partners saved, 0 replaced, 1 unchanged.");
  });

  test("writes to the tab when nothing more is asked, a dialog that is closed included", () => {
    const { tab, google, platform, service } = connectedWorkbook(withTests, [{ partner: "Acme", answers: {} }]);
    const sheet = tab("Model");
    change(sheet, "staff", "Weight", 2);
    const before = sheet.grid();
    const seen: unknown[] = [];
    const asked = platform.prompt.ask;
    platform.prompt.ask = (title, question) => {
      seen.push(sheet.grid());
      return asked(title, question);
    };
    google.confirmed.push(true);
    google.typed.push("Acme", "2026-Q4", null);
    chooseFromMenu("invitePartners", platform);
    expect(seen).toEqual([before, before, before]);
    expect(expectations(sheet)).toEqual(UPDATED);
    expect(service<{ document: Model }>("GET", "/v1/models/small").document).toStrictEqual(modelOf(sheet));
  });

  test("stores nothing where the reader wants to look first, and says how to go on", () => {
    const { tab, platform, said, requests } = connectedWorkbook(withTests, []);
    change(tab("Model"), "staff", "Weight", 2);
    chooseFromMenu("publishModel", platform);
    expect(said()).toMatch(
      /^The model has faults, so it was not stored\. 3 cells .* If your change is meant, choose the command again/,
    );
    expect(requests()).toEqual(["post /v1/models/check", "post /v1/score"]);
  });
});
