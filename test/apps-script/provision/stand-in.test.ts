/** The stand-in for Google refuses what Google refuses; else the tests of the command would prove little. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GoogleStandIn } from "../../support/google-stand-in.ts";
import { canStandIn, MISSING } from "../../support/sheet-command.ts";

if (process.env.CI === "true") test(MISSING, () => expect(canStandIn).toBe(true));

describe.skipIf(!canStandIn)("the stand-in for Google", () => {
  let google: GoogleStandIn;
  let id = "";
  beforeAll(async () => {
    google = await GoogleStandIn.open();
    google.accounts.access.set("files", "https://www.googleapis.com/auth/drive.file");
    google.accounts.access.set("scripts", "https://www.googleapis.com/auth/script.projects");
    const made = await ask("POST", "/v4/spreadsheets", {
      sheets: [{ properties: { title: "A", gridProperties: { rowCount: 2, columnCount: 2 } } }],
    });
    id = made.body.spreadsheetId as string;
  });
  afterAll(() => google.close());

  interface Answered {
    status: number;
    body: { error?: { code: number; message: string; status: string }; spreadsheetId?: string };
  }
  async function ask(method: string, path: string, body?: unknown, token = "files"): Promise<Answered> {
    const response = await fetch(`${google.address}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answered["body"] };
  }
  const values = (range: string, rows: unknown[][]) => ({ valueInputOption: "RAW", data: [{ range, values: rows }] });

  test.each<[what: string, path: string, body: unknown, message: RegExp]>([
    ["an unknown field", "", { propertys: {} }, /Unknown name "propertys" at '': Cannot find field/],
    [
      "one deep inside",
      "",
      { sheets: [{ data: [{ rowData: [{ values: [{ notes: "x" }] }] }] }] },
      /Unknown name "notes" at 'sheets\[0\]\.data/,
    ],
    ["another type", "", { properties: { title: 7 } }, /Invalid value at 'properties\.title'/],
    ["no whole number", "", { sheets: [{ properties: { sheetId: 1.5 } }] }, /sheetId/],
    ["a word that is none of those", "", { sheets: [{ properties: { sheetType: "GRIDS" } }] }, /sheetType/],
    ["nothing in place of something", "", { properties: { title: null } }, /title/],
    ["an unknown query", "?fieldz=x", {}, /Unknown name "fieldz": Cannot bind query parameter/],
    ["a mask of no field", "?fields=spreadsheetId,nothing(x)", {}, /Cannot find matching fields for path 'nothing'/],
    [
      "two tabs of one name",
      "",
      { sheets: [{ properties: { title: "A" } }, { properties: { title: "A" } }] },
      /"A" already exists/,
    ],
    [
      "more cells than a spreadsheet has",
      "",
      { sheets: [{ properties: { gridProperties: { rowCount: 1_000_000, columnCount: 11 } } }] },
      /above the limit of 10000000 cells/,
    ],
    [
      "cells outside the grid",
      "",
      {
        sheets: [
          {
            properties: { gridProperties: { rowCount: 1, columnCount: 1 } },
            data: [{ rowData: [{ values: [{}, {}] }] }],
          },
        ],
      },
      /exceeds grid limits/,
    ],
    [
      "all rows frozen",
      "",
      { sheets: [{ properties: { gridProperties: { rowCount: 1, columnCount: 1, frozenRowCount: 1 } } }] },
      /can't freeze all/,
    ],
    [
      "a warning with editors",
      "",
      { sheets: [{ protectedRanges: [{ range: { sheetId: 1 }, warningOnly: true, editors: {} }] }] },
      /has no editors/,
    ],
    ["a name with a blank", "", { namedRanges: [{ name: "a b", range: {} }] }, /namedRanges/],
  ])("refuses %s", async (_, query, body, message) => {
    const answered = await ask("POST", `/v4/spreadsheets${query}`, body);
    expect(answered.body.error).toMatchObject({
      code: 400,
      status: "INVALID_ARGUMENT",
      message: expect.stringMatching(message),
    });
  });

  test.each<[what: string, body: unknown, message: RegExp]>([
    ["a range outside the grid", values("A!A2:C2", [["x"]]), /exceeds grid limits. Max rows: 2, max columns: 2/],
    ["more values than the range has", values("A!A1:A1", [["x", "y"]]), /tried writing more cells/],
    ["a tab that is not there", values("B!A1:A1", [["x"]]), /Unable to parse range: B/],
    ["a cell of more than 50,000 characters", values("A!A1:A1", [["x".repeat(50_001)]]), /maximum of 50000 characters/],
    ["a request of more than 10 MB", values("A!A1:A1", [["x".repeat(10_000_001)]]), /payload size exceeds/],
    ["values without saying how they are meant", { data: [] }, /valueInputOption/],
  ])("refuses %s", async (_, body, message) => {
    const answered = await ask("POST", `/v4/spreadsheets/${id}/values:batchUpdate`, body);
    expect(answered.body.error?.message).toMatch(message);
  });

  test("refuses who has no right, and what is not there", async () => {
    expect((await ask("POST", "/v4/spreadsheets", {}, "none")).status).toBe(401);
    expect((await ask("POST", "/v4/spreadsheets", {}, "scripts")).status).toBe(403);
    expect((await ask("POST", "/v1/projects", { title: "x" }, "files")).status).toBe(403);
    expect((await ask("GET", "/v4/spreadsheets/none")).status).toBe(404);
    expect((await ask("POST", "/v1/projects", { title: "x", parentId: "none" }, "scripts")).status).toBe(404);
    expect((await ask("GET", "/v4/nothing")).status).toBe(404);
  });

  test("takes a formula for one where it is entered as a person would, and only there", async () => {
    for (const valueInputOption of ["RAW", "USER_ENTERED"]) {
      await ask("POST", `/v4/spreadsheets/${id}/values:batchUpdate`, {
        valueInputOption,
        data: [{ range: "A!A1:A1", values: [["=1+1"]] }],
      });
      const field = valueInputOption === "RAW" ? "stringValue" : "formulaValue";
      expect(google.spreadsheets.get(id)?.tab("A").cell(0, 0).userEnteredValue).toEqual({ [field]: "=1+1" });
    }
  });
});
