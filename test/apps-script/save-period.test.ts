/** Saving a period and publishing a model: what the service has afterwards, and what the reader is told. */
import { describe, expect, test } from "vitest";
import type { CommandId } from "../../apps-script/src/commands.ts";
import { chooseFromMenu } from "../../apps-script/src/menu/choose.ts";
import { modelColumns } from "../../apps-script/src/model-tab/columns.ts";
import type { MenuPlatform } from "../../apps-script/src/platform.ts";
import { answersOf } from "../../apps-script/src/sidebar/calls.ts";
import type { AnswerValue, Assessment } from "../../models/contract.ts";
import type { Model } from "../../models/format.ts";
import { connectedWorkbook, losesOneInTen, type WorkbookOptions } from "../support/sheet-connected.ts";
import { many } from "../support/sheet-workbook.ts";
import { criterion, modelOf, percent, yesno } from "../support/small-model.ts";

const choosing = (id: CommandId) => (platform: MenuPlatform) => chooseFromMenu(id, platform);
const savePeriod = choosing("savePeriod");
const publishModel = choosing("publishModel");
const scoreAllPartners = choosing("scoreAllPartners");

const small = modelOf({
  criteria: [
    percent("staff", { name: "Staff" }),
    yesno("plan", { name: "Plan" }),
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
  ],
  levels: [
    { id: "silver", name: "Silver" },
    { id: "gold", name: "Gold", requires: [{ of: "criterion", id: "staff", min: 60 }] },
  ],
});
const partner = (name: string, staff: AnswerValue, more: Partial<Assessment> = {}): Assessment => ({
  partner: name,
  answers: { staff, plan: "yes", tools: ["crm", "web"] },
  ...more,
});
const two = [partner("Acme", 50, { region: "EMEA" }), partner("=Birch", 80)];

interface Listed {
  assessments: { partner: string; period: string; revision: string; answers: Record<string, unknown> }[];
}

/** A workbook whose model is stored. */
function published(partners: readonly Assessment[], options: WorkbookOptions = {}, model: Model = small) {
  const workbook = connectedWorkbook(model, partners, options);
  if (model === small) workbook.service("PUT", `/v1/models/${model.id}`, model);
  const save = (period: string | null) => {
    workbook.google.typed.push(period);
    savePeriod(workbook.platform);
    return workbook.said();
  };
  const stored = (query = "") => workbook.service<Listed>("GET", `/v1/assessments?limit=1000${query}`).assessments;
  return { ...workbook, save, stored };
}

describe("saving a period", () => {
  test("stores answers and details of the partners, of the quarter of today unless another is named", () => {
    const { save, stored, service, google, requests } = published(two);
    expect(save("")).toBe("2026-Q4: 2 partners saved, 0 replaced, 0 unchanged. 2 moved up.");
    expect(google.said.at(-2)?.message).toMatch(/Leave it blank for 2026-Q4\.$/);
    expect(stored()).toEqual([
      expect.objectContaining({ partner: "=Birch", period: "2026-Q4", source: "vendor" }),
      expect.objectContaining({
        partner: "Acme",
        answers: { staff: 50, plan: "yes", tools: ["crm", "web"] },
      }),
    ]);
    expect(service<{ partners: unknown[] }>("GET", "/v1/partners").partners).toEqual([
      expect.objectContaining({ id: "Acme", region: "EMEA" }),
    ]);
    expect(requests().slice(-4)).toEqual([
      "get /v1/assessments",
      "get /v1/partners",
      "post /v1/assessments",
      "put /v1/partners",
    ]);
  });

  test("takes the quarter from the spreadsheet's own midnight", () => {
    const { save, google } = published(two, { timeZone: "Pacific/Auckland" });
    google.time = Date.UTC(2026, 11, 31, 12);
    expect(save("")).toMatch(/^2027-Q1: /);
  });

  test("sends what is new, and says what was replaced and what was not", () => {
    const { save, stored, tab, requests } = published(two);
    save("2026-q3");
    requests();
    expect(save("2026-Q3")).toBe("2026-Q3: 0 partners saved, 0 replaced, 2 unchanged.");
    expect(requests().filter((sent) => !sent.startsWith("get"))).toEqual(["post /v1/models/check"]);
    tab("Answers").getRange(3, 5).setValue(70);
    tab("Answers").getRange(5, 1).setValue("Cedar");
    expect(save("2026-Q3")).toBe("2026-Q3: 1 partner saved, 1 replaced, 1 unchanged. 2 moved up.");
    expect(stored().map(({ partner: name, answers }) => [name, answers.staff])).toEqual([
      ["=Birch", 80],
      ["Acme", 70],
      ["Cedar", undefined],
    ]);
  });

  test("goes back to answers that were saved before", () => {
    const { save, stored, tab } = published(two);
    for (const staff of [50, 70, 50]) {
      tab("Answers").getRange(3, 5).setValue(staff);
      save("2026-Q3");
      expect(stored("&partner=Acme")[0]?.answers.staff).toBe(staff);
    }
  });

  test("leaves details that the tab leaves blank as they are, and stores an owner", () => {
    const { save, service, tab } = published(two);
    service("PUT", "/v1/partners", { partners: [{ id: "Acme", segment: "growth", region: "APAC", owner: "Ana" }] });
    tab("Answers")
      .getRange(2, 8, 3, 1)
      .setValues([["Owner"], [""], ["Ines"]]);
    save("2026-Q3");
    const { partners } = service<{ partners: Record<string, unknown>[] }>("GET", "/v1/partners");
    expect(partners.map(({ id, segment, region, owner }) => [id, segment, region, owner])).toEqual([
      ["=Birch", null, null, "Ines"],
      ["Acme", "growth", "EMEA", "Ana"],
    ]);
    expect(save("2026-Q3")).toBe("2026-Q3: 0 partners saved, 0 replaced, 2 unchanged.");
  });

  test("puts what cannot be stored beside the partner, and stores the rest", () => {
    const { save, stored, tab, platform } = published([
      partner("Acme", "lots"),
      partner("Acme", 50),
      partner("Line\nbreak", 50),
      partner("Birch", 50),
    ]);
    scoreAllPartners(platform);
    tab("Answers").getRange(3, 5).setValue("many");
    expect(save("2026-Q3")).toBe(
      "2026-Q3: 2 partners saved, 0 replaced, 0 unchanged. 2 moved up. 2 rows were not saved; the Scores tab says why. 1 answer that cannot be read counts as unanswered; the Scores tab says which.",
    );
    expect(stored().map(({ partner: name }) => name)).toEqual(["Acme", "Birch"]);
    const checks = tab("Scores")
      .grid()
      .map((row) => row.at(-1));
    expect(checks).toEqual([
      "To check",
      expect.stringMatching(/^Staff: “many” is not a number/),
      "This partner stands in an earlier row too; that one is saved. Delete one of the rows.",
      "Not saved: a partner's name has at most 200 characters and no line breaks.",
      "",
    ]);
  });

  test("says what is wrong before it stores anything", () => {
    const { save, google, stored, platform } = published(two);
    expect(save("last quarter")).toMatch(/^“last quarter” is no period\. Enter one such as 2026-Q4/);
    google.lockedByOther = true;
    expect(save("2026-Q3")).toMatch(/^Somebody else is working with Levelsheet/);
    google.lockedByOther = false;
    google.said.length = 0;
    google.typed.push(null);
    savePeriod(platform);
    expect(google.said).toHaveLength(1);
    expect(stored()).toEqual([]);
    expect(google.locks).toBe(0);
  });

  test("publishes a changed model only where the reader agrees", () => {
    const { save, stored, google, platform, tab, service } = connectedUnpublished();
    expect(save("2026-Q3")).toBe("Nothing was saved: the model was not published.");
    expect(stored()).toEqual([]);
    google.confirmed.push(true);
    expect(save("2026-Q3")).toMatch(/^2026-Q3: 2 partners saved/);
    const [first] = stored();
    const model = tab("Model");
    const row = model.grid().findIndex((cells) => cells.includes("staff")) + 1;
    model.getRange(row, Object.keys(modelColumns).indexOf("weight") + 1).setValue(3);
    google.confirmed.push(true);
    expect(save("2026-Q3")).toMatch(/^2026-Q3: 0 partners saved, 2 replaced, 0 unchanged/);
    expect(stored()[0]?.revision).not.toBe(first?.revision);
    publishModel(platform);
    expect(service<{ models: { id: string }[] }>("GET", "/v1/models").models.some(({ id }) => id === "small")).toBe(
      true,
    );
  });

  function connectedUnpublished() {
    const workbook = connectedWorkbook(small, two);
    const save = (period: string) => {
      workbook.google.typed.push(period);
      savePeriod(workbook.platform);
      return workbook.said();
    };
    const stored = () => workbook.service<Listed>("GET", "/v1/assessments").assessments;
    return { ...workbook, save, stored };
  }
});

describe("2,000 partners", () => {
  test("are saved in two portions, and again without any", () => {
    const { model, partners } = many(2_000);
    const { save, requests, google } = published(partners, {}, model);
    google.book.counts.reads = 0;
    expect(save("2026-Q4")).toMatch(/^2026-Q4: 2,000 partners saved, 0 replaced, 0 unchanged\./);
    expect(google.book.counts.reads).toBeLessThanOrEqual(10);
    expect(requests().filter((sent) => sent === "post /v1/assessments")).toHaveLength(2);
    expect(save("2026-Q4")).toBe("2026-Q4: 0 partners saved, 0 replaced, 2,000 unchanged.");
  }, 60_000);

  test("say how far they are, stop where the sidebar asks for it, and go on from there", () => {
    const { model, partners } = many(2_000);
    const { save, stored, google } = published(partners, {}, model);
    const sidebar = answersOf(google.platform());
    const { serve } = google;
    const told: unknown[] = [];
    let stops = true;
    google.serve = (sent) => {
      if (sent.method === "post" && sent.address.endsWith("/v1/assessments")) {
        google.time += 2_000;
        told.push(sidebar.readProgress());
        if (stops) sidebar.stopCommand();
      }
      return serve(sent);
    };
    google.typed.push("2026-Q3");
    expect(sidebar.runCommand("savePeriod")).toEqual({
      ok: true,
      value: "1,000 partners of 2,000 are saved. Choose Save this period again to continue.",
    });
    expect(stored()).toHaveLength(1_000);
    expect(sidebar.readProgress()).toEqual({ ok: true, value: null });
    stops = false;
    expect(save("2026-Q3")).toMatch(/^2026-Q3: 1,000 partners saved, 0 replaced, 1,000 unchanged\./);
    expect(save("2026-Q4")).toMatch(/^2026-Q4: 2,000 partners saved/);
    expect(told.at(-1)).toEqual({
      ok: true,
      value: { command: "savePeriod", done: 1_000, total: 2_000, unit: "partners" },
    });
  }, 60_000);

  test("are each stored once though one request in ten is lost and runs break off", () => {
    const { model, partners } = many(2_000);
    let answers = 0;
    const lost = losesOneInTen(3);
    const { save, google, stored } = published(partners, {}, model);
    // An answer that is lost after the service has stored it is the worst case.
    const { serve } = google;
    google.serve = (sent) => {
      const reply = serve(sent);
      const isSave = sent.method === "post" && sent.address.endsWith("/v1/assessments");
      if (lost() || (isSave && answers++ < 4)) throw new Error("Address unavailable");
      return reply;
    };
    const words: string[] = [];
    for (let run = 0; run < 6 && !words.at(-1)?.includes("unchanged."); run++) words.push(save("2026-Q4"));
    expect(words[0]).toMatch(/^The service did not answer/);
    expect(words.at(-1)).toMatch(/^2026-Q4: .* unchanged\./);
    expect(new Set(stored().map(({ partner: name }) => name)).size).toBe(1_000);
    const histories = google.sent.filter(({ address }) => address.endsWith("/v1/assessments"));
    expect(histories.length).toBeGreaterThan(4);
  }, 60_000);
});

describe("publishing", () => {
  const idCell = (tab: ReturnType<typeof connectedWorkbook>["tab"]) =>
    tab("Model").getRange(2, Object.keys(modelColumns).indexOf("id") + 1);

  test("says the revision, and that the same document changes nothing", () => {
    const { platform, said, service } = connectedWorkbook(small, []);
    publishModel(platform);
    expect(said()).toMatch(/^“Small model” is stored as revision [0-9a-f]{12} of “small”\./);
    const { document } = service<{ document: Model }>("GET", "/v1/models/small");
    expect(document).toEqual(small);
    publishModel(platform);
    expect(said()).toMatch(/^Unchanged: “Small model” is stored already, as revision [0-9a-f]{12} of “small”\./);
  });

  test("keeps its word where the answer is lost", () => {
    const { platform, said, google } = connectedWorkbook(small, []);
    const { serve } = google;
    let lost = 0;
    google.serve = (sent) => {
      const reply = serve(sent);
      if (sent.method === "put" && lost++ === 0) throw new Error("Address unavailable");
      return reply;
    };
    publishModel(platform);
    expect(lost).toBe(2);
    expect(said()).toMatch(/^“Small model” is stored as revision/);
  });

  test("puts faults into their cells and stores nothing", () => {
    const { platform, said, tab, requests } = connectedWorkbook(small, []);
    const model = tab("Model");
    const row = model.grid().findIndex((cells) => cells.includes("staff")) + 1;
    model.getRange(row, Object.keys(modelColumns).indexOf("of") + 1).setValue("nowhere");
    publishModel(platform);
    expect(said()).toMatch(/^The model has faults, so it was not stored\. \d+ cells? of the Model tab/);
    expect(requests()).toEqual(["post /v1/models/check"]);
    expect(model.getDataRange().getNotes().flat().join()).toMatch(/▲ Levelsheet: .*nowhere/);
  });

  test("gives a changed copy of a shipped model an id of its own, in the workbook too", () => {
    const { model } = many(1);
    const { platform, said, tab, google } = connectedWorkbook(model, []);
    publishModel(platform);
    expect(said()).toMatch(/^Unchanged: “Partner Maturity Model” is stored already, as revision [0-9a-f]{12}/);
    const row =
      tab("Model")
        .grid()
        .findIndex((cells) => cells[0] === "Criterion") + 1;
    tab("Model")
      .getRange(row, Object.keys(modelColumns).indexOf("weight") + 1)
      .setValue(9);
    const [asked, cells] = [google.said.length, tab("Model").grid()];
    google.confirmed.push(true);
    google.typed.push(null);
    publishModel(platform);
    // The examples, and the id: the dialog that was closed.
    expect(google.said.length).toBe(asked + 2);
    expect(tab("Model").grid()).toEqual(cells);
    google.confirmed.push(true);
    google.typed.push("prm-performance", "");
    publishModel(platform);
    expect(google.said.at(-2)?.message).toMatch(/^“prm-performance” came with the service and stays as it is\./);
    expect(said()).toMatch(/is stored as revision [0-9a-f]{12} of “my-partner-maturity”\./);
    expect(said()).toMatch(/^\d+ examples were brought up to date\./);
    expect(idCell(tab).getValue()).toBe("my-partner-maturity");
    expect(google.book.getRangeByName("Levelsheet_model")?.getValue()).toBe("my-partner-maturity");
    publishModel(platform);
    expect(said()).toMatch(/^Unchanged: /);
    google.typed.push(null);
    chooseFromMenu("setUpWorkbook", platform);
    expect(said()).toMatch(
      /Partner Maturity Model \(partner-maturity\)\n(.*\n)*\d+ {2}Partner Maturity Model \(my-partner-maturity\)/,
    );
  });
});
