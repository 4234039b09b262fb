/** The plan in the sheet: made from gaps, brought together with the service's both ways, and never overwritten. */
import { describe, expect, test } from "vitest";
import type { CommandId } from "../../apps-script/src/commands.ts";
import { chooseFromMenu } from "../../apps-script/src/menu/choose.ts";
import type { Action } from "../../apps-script/src/menu/plan/fields.ts";
import { mergeRow } from "../../apps-script/src/menu/plan/merge-row.ts";
import type { AnswerValue, Assessment } from "../../models/contract.ts";
import {
  type ConnectedWorkbook,
  connectedWorkbook,
  losesOneInTen,
  type WorkbookOptions,
} from "../support/sheet-connected.ts";
import { modelOf, percent, yesno } from "../support/small-model.ts";

const model = modelOf({
  criteria: [
    percent("staff", { name: "Staff", effort: 4, owner: "partner manager" }),
    yesno("plan", { name: "Joint plan", effort: 1 }),
  ],
  levels: [
    { id: "silver", name: "Silver" },
    { id: "gold", name: "Gold", requires: [{ of: "criterion", id: "staff", min: 60 }] },
  ],
});
const partner = (name: string, staff: AnswerValue, plan: AnswerValue): Assessment => ({
  partner: name,
  answers: { staff, plan },
});
const partners = [partner("Acme", 50, "no"), partner("=Birch", 80, "no"), partner("Cedar", 100, "yes")];
const PARTNER = 1;
const TEXT = 2;
const CRITERION = 3;
const OWNER = 4;
const DUE = 5;
const STATUS = 6;
const DAYS = 7;
const GAIN = 8;
const LATE = 9;
const CONFLICT = 10;
const ID = 11;

function planned(options: WorkbookOptions = {}, who: readonly Assessment[] = partners) {
  const workbook = connectedWorkbook(model, who, options);
  workbook.service("PUT", "/v1/models/small", model);
  const assessments = who.map(({ partner: name, answers }) => ({ partner: name, answers }));
  workbook.service("POST", "/v1/assessments", { model: "small", period: "2026-Q3", assessments });
  const choose = (id: CommandId, ...typed: (string | null)[]): string => {
    workbook.google.typed.push(...typed);
    chooseFromMenu(id, workbook.platform);
    return workbook.said();
  };
  return {
    ...workbook,
    fromGaps: (names: string | null = "") => choose("planFromGaps", names),
    fromPath: () => choose("planFromPath", ""),
    synchronise: () => choose("synchronisePlan"),
    plan: () => workbook.tab("Plan"),
    cell: (row: number, column: number) => workbook.tab("Plan").getRange(row, column),
    stored: () => workbook.service<{ actions: Action[] }>("GET", "/v1/actions?limit=1000").actions,
    change: (action: Action | undefined, body: object) => patch(workbook, action, body),
  };
}

function patch({ google, key }: ConnectedWorkbook, action: Action | undefined, body: object): void {
  const { status } = google.serve({
    method: "patch",
    address: `https://levelsheet.example.workers.dev/v1/actions/${action?.id}`,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "if-match": "*" },
    payload: JSON.stringify(body),
  });
  expect(status).toBe(200);
}

describe("planning from gaps", () => {
  test("fills the tab with who, what, until when, and what it brings", () => {
    const { fromGaps, plan, stored } = planned();
    expect(fromGaps()).toBe("4 actions made. 4 actions added to the tab.");
    const rows = plan().grid();
    expect(rows[0]?.slice(0, 10)).toEqual([
      "Partner",
      "Action",
      "Criterion",
      "Owner",
      "Due",
      "Status",
      "Days",
      "Points gained",
      "Overdue",
      "Conflict",
    ]);
    const actions = stored();
    expect(rows.slice(1).map((row) => [row[0], row[2], row[5], row[7]])).toEqual(
      actions.map(({ partner: name, criterion }) => [
        name,
        criterion === "staff" ? "Staff" : "Joint plan",
        "Open",
        // Two criteria of equal weight: staff from 50 to the 60 that gold asks for, from 80 to 100, or a plan.
        criterion === "plan" ? 50 : name === "Acme" ? 5 : 10,
      ]),
    );
    expect(rows.slice(1).map((row) => row[10])).toEqual(actions.map(({ id }) => id));
    expect([...plan().hidden]).toEqual([11, 12, 13]);
    expect(plan().formulas.flat().filter(Boolean)).toEqual([]);
  });

  test("makes none twice, and brings what was made elsewhere", () => {
    const { fromGaps, fromPath, synchronise, stored, service } = planned();
    fromGaps();
    expect(fromGaps()).toBe(
      "0 actions made, 4 left out because one for the same is open. Tab and server hold the same plan.",
    );
    expect(fromPath()).toMatch(/^0 actions made, 1 left out/);
    service("POST", "/v1/actions", { model: "small", partner: "Cedar", text: "=Call them" });
    expect(synchronise()).toBe("1 action added to the tab.");
    expect(stored()).toHaveLength(5);
    expect(synchronise()).toBe("Tab and server hold the same plan.");
  });

  test("looks at the partners that are named, and says who has nothing saved", () => {
    const { fromGaps, tab, stored } = planned();
    tab("Answers").getRange(6, 1).setValue("Dune");
    expect(fromGaps("acme; Dune")).toBe(
      "2 actions made. Nothing is saved of Dune: choose Save this period first. 2 actions added to the tab.",
    );
    expect(new Set(stored().map(({ partner: name }) => name))).toEqual(new Set(["Acme"]));
    expect(fromGaps("Elm")).toBe("The Answers tab has no partner “Elm”.");
    const unknown = connectedWorkbook(model, partners);
    unknown.google.typed.push("");
    chooseFromMenu("planFromGaps", unknown.platform);
    expect(unknown.said()).toMatch(/^The model is not stored yet\. Choose Save this period first/);
  });
});

describe("both ways", () => {
  test("changed rows are stored, changes elsewhere come in, and each side keeps its own", () => {
    const { fromGaps, synchronise, cell, stored, change, requests } = planned();
    fromGaps();
    const [first, second] = stored();
    cell(2, STATUS).setValue("In progress");
    cell(2, OWNER).setValue("Ines");
    cell(2, DUE).setValue("2026-11-20");
    change(first, { effort: 7 });
    change(second, { text: "@Train them", due: "2027-01-31" });
    requests();
    expect(synchronise()).toBe("1 changed row stored. 2 rows brought up to date.".replace(". 2", ", 2"));
    expect(requests().filter((sent) => sent.startsWith("patch"))).toHaveLength(1);
    expect(stored()[0]).toMatchObject({ status: "doing", owner: "Ines", due: "2026-11-20", effort: 7 });
    expect(cell(2, DAYS).getValue()).toBe(7);
    expect(cell(2, LATE).getValue()).toBe("▲ 2 days late");
    expect(cell(3, TEXT).getValue()).toBe("@Train them");
    expect(cell(3, DUE).getValue()).toEqual(new Date("2027-01-31T00:00:00Z"));
    requests();
    expect(synchronise()).toBe("Tab and server hold the same plan.");
    expect(requests().filter((sent) => sent.startsWith("patch"))).toEqual([]);
    cell(2, STATUS).setValue("Done");
    cell(3, OWNER).setValue("");
    synchronise();
    expect(cell(2, LATE).getValue()).toBe("");
    expect(stored()[1]?.owner).toBeNull();
  });

  test("a day is the spreadsheet's own", () => {
    const { fromGaps, synchronise, cell, stored } = planned({ timeZone: "America/Los_Angeles" });
    fromGaps();
    cell(2, DUE).setValue("2026-12-31");
    synchronise();
    expect(stored()[0]?.due).toBe("2026-12-31");
    expect(synchronise()).toBe("Tab and server hold the same plan.");
  });

  test.each([
    ["Keep mine", { status: "done", owner: "Ana" }, "Done"],
    ["take theirs", { status: "dropped", owner: "Ana" }, "Dropped"],
  ])("what both changed is shown and waits for “%s”", (decision, result, shown) => {
    const { fromGaps, synchronise, cell, stored, change } = planned();
    fromGaps();
    const [first] = stored();
    cell(2, STATUS).setValue("Done");
    change(first, { status: "dropped", owner: "Ana" });
    expect(synchronise()).toBe("1 row brought up to date. 1 conflict: the Conflict column says what to do.");
    expect(cell(2, CONFLICT).getValue()).toBe(
      "▲ Status is “Done” here and “Dropped” on the server. Choose “Keep mine” or “Take theirs” in this cell, then synchronise again.",
    );
    expect(cell(2, OWNER).getValue()).toBe("Ana");
    expect(cell(2, STATUS).getValue()).toBe("Done");
    expect(stored()[0]).toMatchObject({ status: "dropped" });
    synchronise();
    expect(stored()[0]).toMatchObject({ status: "dropped" });
    cell(2, CONFLICT).setValue(decision);
    synchronise();
    expect(stored()[0]).toMatchObject(result);
    expect(cell(2, STATUS).getValue()).toBe(shown);
    expect(cell(2, CONFLICT).getValue()).toBe("");
    expect(synchronise()).toBe("Tab and server hold the same plan.");
  });

  test("a decision counts for nothing that came after it was asked for", () => {
    const { fromGaps, synchronise, cell, stored, change } = planned();
    fromGaps();
    cell(2, OWNER).setValue("Ines");
    change(stored()[0], { owner: "Ana" });
    synchronise();
    cell(2, CONFLICT).setValue("Keep mine");
    change(stored()[0], { owner: "Kim" });
    synchronise();
    expect(cell(2, CONFLICT).getValue()).toMatch(/^▲ Owner is “Ines” here and “Kim” on the server\./);
    expect(stored()[0]?.owner).toBe("Kim");
  });

  test("somebody who is faster in the same moment is not overwritten", () => {
    const { fromGaps, synchronise, cell, stored, change, google } = planned();
    fromGaps();
    const [first] = stored();
    cell(2, OWNER).setValue("Ines");
    cell(2, DAYS).setValue(9);
    const { serve } = google;
    let faster = true;
    google.serve = (sent) => {
      if (sent.method === "patch" && faster) {
        faster = false;
        change(first, { owner: "Ana" });
      }
      return serve(sent);
    };
    synchronise();
    expect(stored()[0]).toMatchObject({ owner: "Ana", effort: 9 });
    expect(cell(2, CONFLICT).getValue()).toMatch(/^▲ Owner is “Ines” here and “Ana” on the server\./);
  });
});

describe("rows of the reader's own", () => {
  test("are stored, once, though the answer is lost and the run breaks off", () => {
    const { synchronise, cell, stored, google } = planned();
    cell(2, PARTNER).setValue("Acme");
    cell(2, TEXT).setValue("Call them");
    cell(2, CRITERION).setValue("joint plan");
    cell(2, DAYS).setValue(0.5);
    const { serve } = google;
    google.serve = (sent) => {
      const reply = serve(sent);
      if (sent.method === "post") throw new Error("Address unavailable");
      return reply;
    };
    expect(synchronise()).toMatch(
      /^The service did not answer\. Try again in a minute\. Choose Synchronise plan again to continue\.$/,
    );
    expect(stored()).toHaveLength(1);
    cell(2, TEXT).setValue("Write to them");
    google.serve = serve;
    expect(synchronise()).toBe("1 new row stored, 1 changed row stored.");
    expect(stored()).toEqual([
      expect.objectContaining({ partner: "Acme", text: "Write to them", criterion: "plan", effort: 0.5 }),
    ]);
    expect(cell(2, ID).getValue()).toBe(stored()[0]?.id);
    expect(synchronise()).toBe("Tab and server hold the same plan.");
  });

  test("say what keeps them from being stored", () => {
    const { synchronise, cell, stored, plan } = planned();
    plan()
      .getRange(2, 1, 4, 7)
      .setValues([
        ["Acme", "", "", "", "", "", ""],
        ["Acme", "Call", "Nothing of the kind", "", "", "", ""],
        ["Acme", "Call", "", "", "soon", "perhaps", "many"],
        ["Acme", "Call", "", "", "", "", 20_000],
      ]);
    expect(synchronise()).toBe("4 rows that were not stored: the Conflict column says what to do.");
    expect(stored()).toEqual([]);
    expect([2, 3, 4, 5].map((row) => cell(row, CONFLICT).getValue())).toEqual([
      "▲ Say what is to be done.",
      "▲ The model has no question “Nothing of the kind”. Choose one from the list, or leave it blank.",
      "▲ “soon” is no date. Enter one such as 2026-11-30. “perhaps” is no status. Choose one from the list. “many” is no number of person-days.",
      "▲ Effort must be at most 10,000.",
    ]);
    cell(5, DAYS).setValue(2);
    expect(synchronise()).toMatch(/^1 new row stored\./);
    expect(cell(5, CONFLICT).getValue()).toBe("");
  });

  test("a copied row is another action, and a row of somebody else's partner stays whose it is", () => {
    const { fromGaps, synchronise, cell, stored, plan } = planned();
    fromGaps("Acme");
    plan()
      .getRange(4, 1, 1, 13)
      .setValues(plan().getRange(2, 1, 1, 13).getValues());
    cell(4, TEXT).setValue("And again");
    cell(3, PARTNER).setValue("Cedar");
    expect(synchronise()).toBe("1 new row stored.");
    expect(stored()).toHaveLength(3);
    expect(new Set([2, 3, 4].map((row) => cell(row, ID).getValue())).size).toBe(3);
    expect(cell(3, CONFLICT).getValue()).toBe(
      "▲ The partner of a stored action stays “Acme”. Put it back, or write a new row.",
    );
  });
});

describe("deleted rows", () => {
  const without = (row: number, { plan }: ReturnType<typeof planned>) => {
    const values = plan().getDataRange().getValues();
    const kept = [...values.slice(0, row - 1), ...values.slice(row), values[0]?.map(() => "") ?? []];
    plan().getDataRange().setValues(kept);
  };

  test("are dropped only where the reader says so, and come back otherwise", () => {
    const workbook = planned();
    const { fromGaps, synchronise, stored, google, cell } = workbook;
    fromGaps("Acme");
    const [first, second] = stored();
    without(2, workbook);
    expect(synchronise()).toBe("1 action added to the tab.");
    expect(google.said.at(-2)?.message).toMatch(/^1 open action is no longer in the Plan tab:\n\nAcme: /);
    expect([2, 3].map((row) => cell(row, ID).getValue())).toEqual([second?.id, first?.id]);
    without(3, workbook);
    google.confirmed.push(true);
    expect(synchronise()).toBe("1 action dropped.");
    expect(stored()[0]).toMatchObject({ id: first?.id, status: "dropped" });
    expect(synchronise()).toBe("Tab and server hold the same plan.");
  });

  test("of a closed action ask for nothing; an erased action says so in its row", () => {
    const workbook = planned();
    const { fromGaps, synchronise, cell, service } = workbook;
    fromGaps("Acme; =Birch");
    cell(2, STATUS).setValue("Done");
    synchronise();
    without(2, workbook);
    expect(synchronise()).toBe("Tab and server hold the same plan.");
    service("DELETE", `/v1/partners/${encodeURIComponent("=Birch")}`);
    synchronise();
    expect(cell(2, CONFLICT).getValue()).toMatch(/^▲ This action is no longer on the server\./);
  });
});

describe("a tab that people made their own", () => {
  test("keeps its order and its columns, and gets the columns it lacks behind them", () => {
    const { fromGaps, synchronise, plan, tab, stored, cell } = planned();
    const sheet = tab("Plan");
    sheet.metadata = sheet.metadata.slice(0, 6);
    sheet.getRange(1, 7, 1, 7).setValues([["My notes", "", "", "", "", "", ""]]);
    fromGaps();
    cell(2, 7).setValue("ask Kim");
    expect(plan().grid()[0]?.slice(6, 11)).toEqual(["My notes", "Days", "Points gained", "Overdue", "Conflict"]);
    plan().moveColumn(6, 1);
    plan().getRange(1, 1).setValue("Stage");
    plan().getRange(2, 1).setValue("Done");
    const rows = plan().getRange(2, 1, 4, 14).getValues();
    const plain = (row: (typeof rows)[number]) => row.map((own) => (own === "=Birch" ? "'=Birch" : own));
    plan().getRange(2, 1, 4, 14).setValues(rows.reverse().map(plain));
    expect(synchronise()).toBe("1 changed row stored.");
    expect(stored()[0]?.status).toBe("done");
    expect(plan().grid().at(-1)?.slice(0, 2)).toEqual(["Done", "=Birch"]);
    expect(plan().grid().at(-1)?.[6]).toBe("ask Kim");
  });
});

test("a plan of 2,000 partners, with one request in ten lost", () => {
  const lost = losesOneInTen(11);
  const who = Array.from({ length: 2_000 }, (_, place) => partner(`p${String(place).padStart(4, "0")}`, 10, "no"));
  const workbook = connectedWorkbook(model, who, { isLost: lost });
  const { google, service, tab, said, platform } = workbook;
  service("PUT", "/v1/models/small", model);
  for (const from of [0, 1_000]) {
    const assessments = who.slice(from, from + 1_000).map(({ partner: name, answers }) => ({ partner: name, answers }));
    service("POST", "/v1/assessments", { model: "small", period: "2026-Q3", assessments });
  }
  const words: string[] = [];
  for (let run = 0; run < 8 && words.at(-1) !== "Tab and server hold the same plan."; run++) {
    google.typed.push("");
    google.book.counts.writes = 0;
    chooseFromMenu(run === 0 ? "planFromGaps" : "synchronisePlan", platform);
    google.typed.length = 0;
    words.push(said());
  }
  expect(words.at(-1)).toBe("Tab and server hold the same plan.");
  const ids = tab("Plan")
    .grid()
    .slice(1)
    .map((row) => row[ID - 1]);
  expect(ids.length).toBeGreaterThanOrEqual(4_000);
  expect(new Set(ids).size).toBe(ids.length);
  expect(tab("Plan").getRange(2, GAIN).getValue()).toBeGreaterThan(0);
  expect(google.book.counts.writes).toBeLessThanOrEqual(4);
}, 120_000);

describe("merging a row", () => {
  const base = { text: "Call", owner: null, due: null, status: "open", effort: 1 } as const;
  const theirs: Action = { ...base, id: "a", model: "m", partner: "p", criterion: null, answer: null, version: 3 };

  test("a row that remembers nothing takes nothing for granted", () => {
    const { conflicts, outgoing, incoming, synced } = mergeRow({ ...base, effort: 2 }, null, theirs, null);
    expect([conflicts, outgoing, incoming]).toEqual([["effort"], {}, {}]);
    expect(synced).toEqual({ base: { ...base, effort: null }, seen: 3 });
  });

  test("both changed to the same is no conflict", () => {
    const done = { ...base, status: "done" } as const;
    const merged = mergeRow(done, { base }, { ...theirs, status: "done" }, null);
    expect(merged).toEqual({ outgoing: {}, incoming: {}, conflicts: [], synced: { base: done } });
  });
});
