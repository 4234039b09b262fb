/** Scoring from the menu: what is asked, what is written, and what stays as it was. */
import { describe, expect, test } from "vitest";
import type { CommandId } from "../../apps-script/src/commands.ts";
import { chooseFromMenu } from "../../apps-script/src/menu/choose.ts";
import { utf8Length } from "../../apps-script/src/menu/portions.ts";
import { openSettings } from "../../apps-script/src/menu/settings.ts";
import { modelColumns } from "../../apps-script/src/model-tab/columns.ts";
import type { MenuPlatform } from "../../apps-script/src/platform.ts";
import type { Model } from "../../models/format.ts";
import { FakeGoogle } from "../support/sheet-google.ts";
import { ADDRESS, newKey, serve } from "../support/sheet-service.ts";
import type { FakeSheet } from "../support/sheet-spreadsheet.ts";
import { many, oneInTen, partner, small, three, workbook } from "../support/sheet-workbook.ts";
import { modelOf, percent } from "../support/small-model.ts";

const choosing = (id: CommandId) => (platform: MenuPlatform) => chooseFromMenu(id, platform);
const setUpWorkbook = choosing("setUpWorkbook");
const scoreAllPartners = choosing("scoreAllPartners");
const scoreSelectedPartners = choosing("scoreSelectedPartners");
const findGaps = choosing("findGaps");
const checkModel = choosing("checkModel");

describe("scoring all partners", () => {
  test("writes level, reason and dimensions beside each name", () => {
    const { platform, tab, said, google } = workbook(small, three);
    scoreAllPartners(platform);
    expect(tab("Scores").grid()).toEqual([
      ["Partner", "Index", "Level", "Next level", "Why", "Answered", "All", "To check"],
      ["Acme", 50, "Silver", "Gold", "Held at Silver: staff 50 of 60", 1, 50, ""],
      ["=Birch", 90, "Gold", "–", "Gold is the top level", 1, 90, ""],
      ["Cedar", 0, "Silver", "Gold", "Held at Silver: staff not answered, 60 needed", 0, 0, ""],
    ]);
    expect(
      tab("Scores")
        .formulas.flat()
        .filter((formula) => formula),
    ).toEqual([]);
    expect(said()).toBe("3 partners scored. See the Scores tab.");
    expect([google.sent.length, google.locks]).toEqual([1, 0]);
  });

  test("sends the model as the tab has it now", () => {
    const { platform, tab, requests } = workbook(small, three);
    const sheet = tab("Model");
    const row = sheet.grid().findIndex((cells) => cells.includes("Certified") || cells.includes("staff"));
    const column = Object.keys(modelColumns).indexOf("weight") + 1;
    sheet.getRange(row + 1, column).setValue(7);
    scoreAllPartners(platform);
    expect(requests()[0]?.model.criteria.find(({ id }) => id === "staff")?.weight).toBe(7);
  });

  test("names the cell of the Model tab that cannot be read", () => {
    const { platform, tab, said } = workbook(small, three);
    tab("Model").getRange(3, 1).setValue("Critter");
    scoreAllPartners(platform);
    expect(said()).toMatch(
      /^Model!A3: “Row” holds “Critter”\. Enter one of: .+ Choose Check model to see everything at once\.$/,
    );
  });

  test("tells which answers could not be read, and rows without a partner", () => {
    const { platform, tab, said } = workbook(small, [
      partner("Acme", "lots", 50),
      partner("", 1, 1),
      ...three.slice(1),
    ]);
    scoreAllPartners(platform);
    expect(said()).toBe(
      "3 partners scored. See the Scores tab. 1 answer that cannot be read counts as unanswered; the Scores tab says which. 1 row has answers but no partner, and were left out.",
    );
    expect(tab("Scores").grid()[1]?.at(-1)).toMatch(/“lots” is not a number/);
  });

  test("says so where nobody is there, nothing is connected, or somebody else is scoring", () => {
    const empty = workbook(small, []);
    scoreAllPartners(empty.platform);
    expect(empty.said()).toMatch(/^There is nobody to score/);
    const { google, platform, said } = workbook(small, three);
    google.lockedByOther = true;
    scoreAllPartners(platform);
    expect(said()).toBe("Somebody else is scoring this workbook. Try again in a minute.");
    google.properties.clear();
    scoreAllPartners(platform);
    expect(said()).toBe("Not connected. Open Extensions > Levelsheet > Settings.");
    expect(google.sent).toEqual([]);
  });
});

describe("what belongs to the reader", () => {
  test("rows keep their order, columns their place, and added ones their cells", () => {
    const { platform, tab } = workbook(small, three);
    scoreAllPartners(platform);
    const scores = tab("Scores");
    scores.getRange(1, 9, 4, 1).setValues([["My notes"], ["a"], ["b"], ["c"]]);
    const rows = scores.getRange(2, 1, 3, 9).getValues();
    scores
      .getRange(2, 1, 3, 9)
      .setValues(
        [rows[2], rows[0], rows[1]].map((row) => (row ?? []).map((cell) => (cell === "=Birch" ? "'=Birch" : cell))),
      );
    scores.moveColumn(9, 2);
    scores.getRange(1, 3).setValue("Points");
    tab("Answers").getRange(3, 6).setValue(70);
    scoreAllPartners(platform);
    expect(scores.grid().map((row) => row.slice(0, 5))).toEqual([
      ["Partner", "My notes", "Points", "Level", "Next level"],
      ["Cedar", "c", 0, "Silver", "Gold"],
      ["Acme", "a", 60, "Gold", "–"],
      ["=Birch", "b", 90, "Gold", "–"],
    ]);
  });

  test("a partner that left keeps its row, one that comes gets one", () => {
    const { platform, tab } = workbook(small, three);
    scoreAllPartners(platform);
    tab("Answers")
      .getRange(4, 1, 1, 6)
      .setValues([["Dune", "", "", "", 1, 1]]);
    scoreAllPartners(platform);
    expect(
      tab("Scores")
        .grid()
        .map((row) => row[0]),
    ).toEqual(["Partner", "Acme", "=Birch", "Cedar", "Dune"]);
    expect(tab("Scores").grid()[2]?.[1]).toBe(90);
  });

  test("two partners of one name have a row each", () => {
    const { platform, tab } = workbook(small, [partner("Acme", 10, 10), partner("Acme", 90, 90)]);
    scoreAllPartners(platform);
    scoreAllPartners(platform);
    expect(
      tab("Scores")
        .grid()
        .slice(1)
        .map((row) => row.slice(0, 2)),
    ).toEqual([
      ["Acme", 10],
      ["Acme", 90],
    ]);
  });

  test("moved and renamed columns of answers are still known, the reader's own are not sent", () => {
    const { platform, tab, requests } = workbook(small, three);
    const answers = tab("Answers");
    answers.getRange(2, 7, 2, 1).setValues([["Margin"], ["secret"]]);
    answers.getRange(2, 6).setValue("People");
    answers.moveColumn(6, 2);
    scoreAllPartners(platform);
    expect(requests()[0]?.grid[0]).toEqual(["partner", "segment", "region", "type", "plan", "staff"]);
    expect(JSON.stringify(requests()[0]?.grid)).not.toContain("secret");
    expect(tab("Scores").grid()[1]?.slice(1, 3)).toEqual([50, "Silver"]);
  });

  test("a column for a question that was added to the model is found by its name", () => {
    const { platform, tab, requests } = workbook(small, three);
    const model = tab("Model");
    const rows = model.grid();
    const at = rows.findIndex((cells) => cells[0] === "Criterion");
    const added = rows
      .slice(at, at + 3)
      .map((row) =>
        row.map((cell) => (cell === "plan" ? "reach" : cell === "Plan" ? "Reach" : cell === "plan?" ? "reach?" : cell)),
      );
    const tail = rows.slice(at);
    model.getRange(at + 1, 1, added.length + tail.length, rows[0]?.length).setValues([...added, ...tail]);
    tab("Answers")
      .getRange(2, 7, 2, 1)
      .setValues([["Reach"], [40]]);
    scoreAllPartners(platform);
    expect(requests()[0]?.grid[0]).toContain("reach");
  });
});

test("a question called as a column of another tab is read, in a copy that lost what its columns are", () => {
  const model = modelOf({ criteria: [percent("plan", { name: "Period" }), percent("staff", { name: "State" })] });
  const { platform, tab, requests } = workbook(model, [partner("Acme", 40, 60)]);
  tab("Answers").metadata = [];
  scoreAllPartners(platform);
  expect(requests()[0]?.grid).toEqual([expect.arrayContaining(["plan", "staff"]), expect.arrayContaining([40, 60])]);
});

describe("selected partners", () => {
  test("are scored alone, wherever they are selected", () => {
    const { platform, tab, google, requests, said } = workbook(small, three);
    google.book.active = [tab("Answers").getRange(5, 3, 40, 1)];
    scoreSelectedPartners(platform);
    expect(said()).toBe("1 partner scored. See the Scores tab.");
    scoreAllPartners(platform);
    google.book.active = [tab("Scores").getRange(2, 2), tab("Scores").getRange(4, 2)];
    scoreSelectedPartners(platform);
    expect(requests().map(({ grid }) => grid.slice(1).map(([name]) => name))).toEqual([
      ["Cedar"],
      ["Cedar", "Acme", "=Birch"],
      ["Cedar", "=Birch"],
    ]);
  });
});

describe("gaps", () => {
  test("stand in the Gaps tab, with the way to the next level", () => {
    const { platform, tab } = workbook(small, three);
    findGaps(platform);
    const [header = [], acme = []] = tab("Gaps").grid();
    expect(header).toEqual([
      "Partner",
      "Level",
      "Next level",
      "Gap 1",
      "Gap 2",
      "Gap 3",
      "Gap 4",
      "Gap 5",
      "Way to the next level",
    ]);
    expect(acme.slice(0, 4)).toEqual(["Acme", "Silver", "Gold", expect.stringMatching(/^Staff → 60 \(\+5 points/)]);
    expect(acme.at(-1)).toMatch(/^Staff 50 → 60 \(/);
  });

  test("come back when somebody deleted the tab", () => {
    const { platform, tab, google } = workbook(small, three);
    google.book.sheets.splice(google.book.sheets.indexOf(tab("Gaps")), 1);
    findGaps(platform);
    expect(tab("Gaps").grid()).toHaveLength(4);
  });
});

describe("2,000 partners", () => {
  const { model, partners } = many(2_000);
  const scoresOf = (tab: (name: string) => FakeSheet) => tab("Scores").grid();

  test("take two requests, one reading and few writings", () => {
    const { platform, tab, google, said } = workbook(model, partners);
    google.book.counts.reads = 0;
    google.book.counts.writes = 0;
    scoreAllPartners(platform);
    expect(google.sent).toHaveLength(2);
    expect(google.book.counts.reads).toBeLessThanOrEqual(6);
    // Names and results of each request, and one line in the Start tab.
    expect(google.book.counts.writes).toBeLessThanOrEqual(5);
    expect(scoresOf(tab)).toHaveLength(2_001);
    expect(said()).toMatch(/^2,000 partners scored\./);
    expect(google.book.toasts).toEqual(["1000 of 2000 partners"]);
    for (const { payload } of google.sent) expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(2_000_000);
  }, 30_000);

  test("are scored alike when one request in ten is lost, each partner once", () => {
    const calm = workbook(model, partners);
    scoreAllPartners(calm.platform);
    const rough = workbook(model, partners, oneInTen(7));
    for (let run = 0; run < 12; run++) scoreAllPartners(rough.platform);
    expect(rough.google.sent.length).toBeGreaterThan(24);
    expect(scoresOf(rough.tab)).toEqual(scoresOf(calm.tab));
  }, 60_000);

  test("go on where a broken network stopped them, and begin anew for other answers", () => {
    const { platform, tab, google, said, requests } = workbook(model, partners, (count) => count >= 2 && count <= 4);
    scoreAllPartners(platform);
    expect(said()).toBe(
      "The service did not answer. Try again in a minute. 1,000 partners of 2,000 are done. Choose Score all partners again to continue.",
    );
    expect(scoresOf(tab)).toHaveLength(1_001);
    scoreAllPartners(platform);
    expect(google.sent).toHaveLength(5);
    expect(requests().at(-1)?.grid[1]?.[0]).toBe(partners[1_000]?.partner);
    expect(scoresOf(tab)).toHaveLength(2_001);
    expect(google.properties.get("levelsheet.run") ?? "").toContain('"finished"');
  }, 30_000);

  test("stop before Google ends the run, and go on", () => {
    const { platform, google, tab, said } = workbook(model, partners);
    google.requestTime = 300_000;
    scoreAllPartners(platform);
    expect(said()).toBe("1,000 partners of 2,000 are done. Choose Score all partners again to continue.");
    scoreAllPartners(platform);
    expect(said()).toMatch(/^2,000 partners scored/);
    expect(google.sent).toHaveLength(2);
    expect(new Set(scoresOf(tab).map(([name]) => name)).size).toBe(2_001);
  }, 30_000);
});

describe("checking the model", () => {
  const spoilt = (): Model => ({
    ...small,
    criteria: small.criteria.map((own, place) => (place === 0 ? { ...own, dimension: "nowhere" } : own)),
  });

  test("notes each finding in its cell, and takes it away when it is mended", () => {
    const { platform, tab, said } = workbook(spoilt(), three);
    const model = tab("Model");
    const row = model.grid().findIndex((cells) => cells.includes("nowhere")) + 1;
    const column = Object.keys(modelColumns).indexOf("of") + 1;
    model.getRange(row, column).setNote("Ask Ines.");
    checkModel(platform);
    const [[note = ""] = []] = model.getRange(row, column).getNotes();
    expect(note).toMatch(/^Ask Ines\.\n\n▲ Levelsheet: .*“nowhere”/);
    expect(said()).toMatch(/^The model has faults\. 1 cell has a note that says what to do\.\n\nE\d+: /);
    model.getRange(row, column).setValue("all");
    checkModel(platform);
    expect(model.getRange(row, column).getNotes()).toEqual([["Ask Ines."]]);
  });

  test("notes a cell that cannot be read, without asking the service", () => {
    const { platform, tab, google, said } = workbook(small, three);
    tab("Model").getRange(3, 1).setValue("Critter");
    checkModel(platform);
    expect(tab("Model").getRange(3, 1).getNotes()[0]?.[0]).toMatch(/^▲ Levelsheet: “Row” holds “Critter”/);
    expect(said()).toMatch(/^The model cannot be scored with yet\. /);
    expect(google.sent).toEqual([]);
  });

  test("writes what a changed requirement says", () => {
    const { platform, tab } = workbook(small, three);
    const model = tab("Model");
    const row = model.grid().findIndex((cells) => cells.includes(60)) + 1;
    const names = Object.keys(modelColumns);
    model.getRange(row, names.indexOf("value") + 1).setValue(75);
    checkModel(platform);
    expect(model.getRange(row, names.indexOf("reads") + 1).getValue()).toBe("Staff: at least 75");
  });
});

describe("settings and set-up", () => {
  test("connect, say what is connected, and build the workbook that was chosen", () => {
    const google = new FakeGoogle({ serve });
    const platform = google.platform();
    const key = newKey();
    google.typed.push(`${ADDRESS}/`, key);
    openSettings(platform);
    expect(google.said.at(-1)?.message).toMatch(
      /^Connected to Acme channel, https:\/\/levelsheet.*\. It offers Partner Maturity Model, /,
    );
    expect(google.sent[0]?.headers.authorization).toBe(`Bearer ${key}`);
    google.typed.push("2");
    setUpWorkbook(platform);
    expect(google.said.at(-1)?.message).toMatch(
      /^Done: Start, Model, Answers, Scores, Gaps, Plan, Dashboard, Settings\. /,
    );
    expect(google.book.getRangeByName("Levelsheet_model")?.getValue()).toBe("prm-performance");
    expect(google.book.getRangeByName("Levelsheet_connection")?.getValue()).toBe(
      `Connected to Acme channel, ${ADDRESS}`,
    );
    google.typed.push("9");
    setUpWorkbook(platform);
    expect(google.said.at(-1)?.message).toMatch(/^“9” is none of them/);
  });

  test("keep the old connection when the new one is none, or the dialog is closed", () => {
    const { google, platform, said } = workbook(small, three);
    google.typed.push("https://nothing.example", "lsk_other");
    google.serve = () => ({ status: 200, text: "<html>" });
    openSettings(platform);
    expect(said()).toMatch(/^There is no Levelsheet service at this address/);
    google.typed.push("ftp://x");
    openSettings(platform);
    expect(said()).toMatch(/^That is no address/);
    google.typed.push(null);
    openSettings(platform);
    expect(google.properties.get("levelsheet.address")).toBe(ADDRESS);
  });
});

test("bytes are counted as UTF-8 has them", () => {
  for (const text of ["", "abc", "Sí – 日本", "😀é"]) expect(utf8Length(text)).toBe(Buffer.byteLength(text));
});
