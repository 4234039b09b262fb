/** Both views side by side: what partners answered on their page beside the Answers tab, and what the reader decides. */
import { describe, expect, test } from "vitest";
import type { CommandId } from "../../apps-script/src/commands.ts";
import { chooseFromMenu } from "../../apps-script/src/menu/choose.ts";
import { compareAnswers } from "../../apps-script/src/menu/views/compare-views.ts";
import type { AnswerValue } from "../../models/contract.ts";
import { connectedWorkbook } from "../support/sheet-connected.ts";
import { criterion, modelOf, percent, yesno } from "../support/small-model.ts";

const model = modelOf({
  criteria: [
    percent("staff", { name: "Staff" }),
    yesno("plan", { name: "Plan" }),
    criterion(
      "events",
      {
        kind: "choice",
        options: [
          { id: "few", label: "1-2", value: 0.2 },
          { id: "many", label: "3-4", value: 1 },
        ],
      },
      { name: "Events" },
    ),
    criterion(
      "tools",
      {
        kind: "checklist",
        options: [
          { id: "crm", label: "CRM", value: 0.5 },
          { id: "web", label: "Web", value: 0.5 },
        ],
      },
      { name: "Tools" },
    ),
    percent("revenue", { name: "Revenue", askedOf: "vendor" }),
  ],
});

const ACME = { staff: 40, plan: "yes", events: "few", tools: ["crm"], revenue: 5 };

function answered() {
  const workbook = connectedWorkbook(model, [
    { partner: "Acme", answers: ACME },
    { partner: "=Birch", answers: {} },
  ]);
  workbook.service("PUT", "/v1/models/small", model);
  const { google, platform, tab } = workbook;
  const choose = (id: CommandId, ...typed: string[]): string => {
    google.typed.push(...typed);
    chooseFromMenu(id, platform);
    return workbook.said();
  };
  return {
    ...workbook,
    choose,
    /** What a partner has submitted. */
    say: (partner: string, answers: Record<string, AnswerValue | object>) =>
      workbook.service("POST", "/v1/assessments", {
        model: "small",
        period: "2026-Q4",
        source: "partner",
        assessments: [{ partner, answers }],
      }),
    views: () =>
      tab("Views")
        .grid()
        .slice(1)
        .map((row) => row.slice(0, 8)),
    decide: (row: number, words: string) => tab("Views").getRange(row, 6).setValue(words),
    answer: (row: number, column: number) => tab("Answers").getRange(row, column).getValue(),
  };
}

const THEIRS = { staff: 60, plan: "yes", events: "many", tools: ["web", "crm"] };

describe("comparing", () => {
  test("lists what differs, with both answers as the drop-downs show them, comment and evidence", () => {
    const { choose, say, views } = answered();
    expect(choose("compareViews", "")).toBe("No partner has submitted answers for 2026-Q4 yet.");
    say("Acme", { ...THEIRS, staff: { value: 60, note: "=since May", evidence: "https://acme.example" } });
    say("=Birch", { plan: "no", events: "N/A" });
    say("Zeder", { plan: "no" });
    expect(choose("compareViews", "2026-Q4")).toBe(
      "2026-Q4: 2 partners have answered. 1 answer is the same as yours, 3 differ, 2 you have left blank. See the Views tab: choose there which answer counts, then Take over answers. Zeder answered too, but is not in the Answers tab.",
    );
    expect(views()).toEqual([
      ["Acme", "Staff", 40, 60, "Differ", "", "=since May", "https://acme.example"],
      ["Acme", "Events", "1-2", "3-4", "Differ", "", "", ""],
      ["Acme", "Tools", "CRM", "CRM; Web", "Differ", "", "", ""],
      ["=Birch", "Plan", "", "No", "Only theirs", "", "", ""],
      ["=Birch", "Events", "", "N/A", "Only theirs", "", "", ""],
    ]);
  });

  test("again changes the rows it finds, and forgets no decision and no column of the reader's own", () => {
    const { choose, say, views, decide, tab } = answered();
    say("Acme", THEIRS);
    choose("compareViews", "");
    decide(2, "Take theirs");
    decide(3, "Take theirs");
    tab("Views")
      .getRange(1, 12, 2, 1)
      .setValues([["Notes"], ["ask Ines"]]);
    const before = views();
    choose("compareViews", "");
    expect(views()).toEqual(before);
    say("Acme", { staff: 70, plan: "no", events: "few" });
    choose("compareViews", "");
    expect(views().map((row) => [row[1], row[2], row[3], row[4], row[5]])).toEqual([
      // The decision was about another answer.
      ["Staff", 40, 70, "Differ", ""],
      ["Events", "1-2", "1-2", "Same", ""],
      ["Tools", "CRM", "", "No answer any more", ""],
      ["Plan", "Yes", "No", "Differ", ""],
    ]);
    expect(tab("Views").grid()[1]?.[11]).toBe("ask Ines");
  });

  test("writes into the Invitations tab how many are the same, and what theirs score", () => {
    const { choose, say, tab } = answered();
    choose("invitePartners", "all", "2026-Q4", "");
    say("Acme", THEIRS);
    choose("compareViews", "");
    const [header = [], acme = [], birch = []] = tab("Invitations").grid();
    const column = header.indexOf("Same answers");
    expect(header.slice(column, column + 3)).toEqual(["Same answers", "Their index", "Their level"]);
    // Staff 60, plan, events and tools in full, and the reader's own 5 for revenue: (0.6 + 3 + 0.05) / 5.
    expect(acme.slice(column, column + 3)).toEqual(["1 of 4", 73, "Start"]);
    expect(birch.slice(column, column + 3)).toEqual(["", "", ""]);
  });

  test("tells an answer that differs from one that nobody gave", () => {
    const cells = new Map<string, string | number | null>([
      ["staff", 40],
      ["plan", "YES"],
      ["tools", " "],
    ]);
    const compared = compareAnswers(model, cells, { answers: { staff: 40, plan: "yes", events: null, tools: [] } });
    expect(compared.map(({ criterion: { id }, view }) => [id, view])).toEqual([
      ["staff", "same"],
      ["plan", "same"],
      ["tools", "theirsOnly"],
    ]);
  });
});

describe("taking over", () => {
  test("writes the chosen answers and nothing else, as the answers they are", () => {
    const { choose, say, views, decide, answer, tab } = answered();
    say("Acme", THEIRS);
    say("=Birch", { events: "few" });
    choose("compareViews", "");
    expect(choose("takeOverAnswers")).toBe(
      "Nothing is chosen. Choose Take theirs in the Views tab first, in the column Decision.",
    );
    decide(2, "Take theirs");
    decide(3, "Keep mine");
    decide(5, "take theirs");
    const formulas = JSON.stringify(tab("Answers").formulas);
    expect(choose("takeOverAnswers")).toBe(
      "2 answers were taken over into the Answers tab. Score the partners again, and choose Save this period to store it.",
    );
    expect([answer(3, 5), answer(3, 7), answer(3, 8), answer(4, 7)]).toEqual([60, "1-2", "CRM", "1-2"]);
    expect(JSON.stringify(tab("Answers").formulas)).toBe(formulas);
    expect(views().map((row) => [row[2], row[4], row[5]])).toEqual([
      [60, "Taken over", ""],
      ["1-2", "Differ", "Keep mine"],
      ["CRM", "Differ", ""],
      ["1-2", "Taken over", ""],
    ]);
    choose("savePeriod", "2026-Q4");
    expect(choose("compareViews", "")).toMatch(
      /^2026-Q4: 2 partners have answered\. 3 answers are the same as yours, 2 differ/,
    );
  });

  test("leaves an answer that was changed since, and says so", () => {
    const { choose, say, decide, answer, tab } = answered();
    say("Acme", THEIRS);
    choose("compareViews", "");
    decide(2, "Take theirs");
    tab("Answers").getRange(3, 5).setValue(55);
    expect(choose("takeOverAnswers")).toBe(
      "0 answers were taken over into the Answers tab. 1 answer was left as it is, since you changed it after comparing: choose Compare views again.",
    );
    expect(answer(3, 5)).toBe(55);
  });

  test("finds partner and question wherever they were moved, and says what is gone", () => {
    const { choose, say, decide, tab } = answered();
    say("Acme", THEIRS);
    say("=Birch", { staff: 10 });
    choose("compareViews", "");
    decide(2, "Take theirs");
    decide(5, "Take theirs");
    tab("Answers").moveColumn(5, 7);
    tab("Answers").getRange(4, 1).setValue("Birch & Sons");
    expect(choose("takeOverAnswers")).toMatch(
      /^1 answer was taken over .* 1 row names a partner or question that the Answers tab does not have\.$/,
    );
    const [header = [], acme = []] = tab("Answers").grid().slice(1);
    expect(acme[header.indexOf("Staff")]).toBe(60);
  });
});
