/** `POST /v1/uploads`: tables as other systems export them. */
import { env } from "cloudflare:workers";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { createApp } from "../../worker/app.ts";
import type { Upload } from "../../worker/services/upload/outcome.ts";
import { faultyDatabase } from "../support/worker-faulty-database.ts";
import { partnersModel } from "../support/worker-links.ts";
import { answer, costOf, problem, send, sendJson } from "../support/worker-requests.ts";
import { newWorkspace } from "../support/worker-workspace.ts";

async function prepared(): Promise<string> {
  const { key } = await newWorkspace();
  await answer(sendJson("PUT", "/v1/models/self-check", partnersModel, key));
  return key;
}

const upload = (
  key: string,
  body: string | Uint8Array,
  query: Record<string, string | string[]> = {},
  headers: Record<string, string> = {},
): Promise<Response> => {
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries({ model: "self-check", period: "2026-Q4", ...query })) {
    for (const value of [values].flat()) parameters.append(name, value);
  }
  return send(`/v1/uploads?${parameters}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "text/csv", ...headers },
    body,
  });
};
const uploaded = (...parts: Parameters<typeof upload>): Promise<Upload> => answer<Upload>(upload(...parts));

interface Stored {
  assessments: { partner: string; source: string; answers: Record<string, unknown>; result: { index: number } }[];
}
const storedBy = async (key: string): Promise<Stored["assessments"]> =>
  (await answer<Stored>(sendJson("GET", "/v1/assessments?model=self-check&period=2026-Q4", undefined, key)))
    .assessments;
const peopleBy = async (key: string): Promise<Record<string, unknown>> =>
  Object.fromEntries((await storedBy(key)).map(({ partner, answers }) => [partner, answers.people]));

/** Rows of partners and of assessments; undefined where they differ, which a transaction must not let happen. */
async function storedRows(workspace: string): Promise<number | undefined> {
  const counts = await env.DB.batch<{ n: number }>(
    ["partners", "assessments"].map((table) =>
      env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE workspace = ?1`).bind(workspace),
    ),
  );
  const [partners, assessments] = counts.map(({ results }) => results[0]?.n);
  return partners === assessments ? partners : undefined;
}

/** UTF-16 as Excel saves “Unicode text”. */
const utf16 = (text: string): Uint8Array =>
  Uint8Array.from([...`\ufeff${text}`].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]));
/** Letters below 256 are the same there; the euro is not. */
const windows1252 = (text: string): Uint8Array =>
  Uint8Array.from([...text].map((letter) => (letter === "€" ? 0x80 : letter.charCodeAt(0))));

describe("POST /v1/uploads", () => {
  test.each<[string, string | Uint8Array, Partial<Upload>]>([
    ["commas", "partner,people,plan\nMüller,2.5,yes\n", { delimiter: ",", decimal: "point", encoding: "utf-8" }],
    [
      "semicolons, decimal commas and a mark, as Excel saves it in Germany",
      "\ufeffpartner;people;plan\r\nMüller;2,5;Ja\r\n",
      { delimiter: ";", decimal: "comma", encoding: "utf-8" },
    ],
    ["tabs", "partner\tpeople\tplan\r\nMüller\t2.5\tyes", { delimiter: "\t", decimal: "point" }],
    [
      "tabs in UTF-16, as Excel saves “Unicode text”",
      utf16("partner\tpeople\tplan\r\nMüller\t2,5\tyes\r\n"),
      { delimiter: "\t", decimal: "comma", encoding: "utf-16le" },
    ],
    [
      "Windows-1252, as older programs save it",
      windows1252("partner;people;field: deal\r\nMüller;2,5;5 €\r\n"),
      { delimiter: ";", encoding: "windows-1252" },
    ],
    ["line ends of the first Macs", "partner,people\rMüller,2.5\r", { delimiter: "," }],
    ["Excel's own line about the separator", "sep=;\r\npartner;people\r\nMüller;2,5\r\n", { delimiter: ";" }],
    [
      "line breaks, separators and quotation marks inside a cell",
      'partner,people,"How do\nyou call it, ""exactly""?"\nMüller,2.5,"one\r\ntwo, ""three"""\n',
      { delimiter: "," },
    ],
  ])("reads %s", async (_name, body, expected) => {
    const key = await prepared();
    expect(await uploaded(key, body)).toMatchObject({ ...expected, rows: 1, saved: 1, skipped: 0, problems: [] });
    expect(await peopleBy(key)).toEqual({ Müller: 2.5 });
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ["a workbook", Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), /CSV UTF-8/],
    ["UTF-16 without its mark", utf16("partner,people\na,1\n").slice(2), /CSV UTF-8/],
    ["bytes that no encoding has", Uint8Array.from([0x61, 0x2c, 0x81, 0x9d]), /neither UTF-8 nor Windows-1252/],
    ["nothing", "", /no header row/],
    ["blank lines", "\n\n;;\n", /no header row/],
    ["a quotation mark that is never closed", 'partner,people\nacme,"4\nb,5\n', /never closed/],
    ["too many columns", `partner${",x".repeat(500)}\n`, /at most 500/],
  ])("refuses %s and says what to do", async (_name, body, expected) => {
    const { errors } = await problem(upload(await prepared(), body), 422);
    expect(errors.map(({ location, message }) => `${location} ${message}`).join()).toMatch(expected);
  });

  test("refuses other types, compressed bodies and more than 15 MB", async () => {
    const key = await prepared();
    const body = "partner,people\na,1\n";
    await problem(upload(key, body, {}, { "content-type": "application/json" }), 415);
    await problem(upload(key, body, {}, { "content-encoding": "gzip" }), 415);
    expect((await problem(upload(key, "x".repeat(15_000_001)), 413)).detail).toContain("15 MB");
  });

  test("takes 20,000 rows, and not one more", async () => {
    const key = await prepared();
    const rows = Array.from({ length: 20_001 }, (_, at) => `p${at},${at % 20}\r\n`);
    const most = await uploaded(key, `partner,people\r\n${rows.slice(1).join("")}`, { check: "true" });
    expect([most.rows, most.saved, most.results.length]).toEqual([20_000, 20_000, 20_000]);
    expect((await problem(upload(key, `partner,people\r\n${rows.join("")}`), 413)).detail).toContain("20001 rows");
  });

  test("stores what is sound, reports the rest by row and column, and keeps nothing half", async () => {
    const key = await prepared();
    const body = [
      "partner,people,campaigns",
      "acme,4,all",
      ",5,all",
      "bonsai,many,all",
      "",
      "acme,6,none",
      "=cmd(),7,never",
      "cedar,9999,some",
      "dahlia,3,some",
    ].join("\r\n");
    const answered = await uploaded(key, body);
    expect(answered).toMatchObject({ rows: 7, saved: 2, skipped: 5, problemCount: 5 });
    expect(answered.problems.map(({ row, column, message }) => [row, column, message])).toEqual([
      [3, 1, "The row names no partner."],
      [4, 2, expect.stringContaining("“many” is not a number for “Certified staff”")],
      [6, 1, "“acme” stands in row 2 already. Only that row is read; keep one."],
      [7, 3, expect.stringContaining("“never” is not an answer to “Campaigns”")],
      [8, 2, expect.stringContaining("9999")],
    ]);
    expect(answered.results.map(({ row, saved }) => [row, saved])).toEqual([
      [2, true],
      [3, false],
      [4, false],
      [6, false],
      [7, false],
      [8, false],
      [9, true],
    ]);
    expect(await peopleBy(key)).toEqual({ acme: 4, dahlia: 3 });
    expect((await storedBy(key))[0]?.source).toBe("import");

    const blanked = await uploaded(key, body, { faulty: "blank" });
    expect(blanked).toMatchObject({ saved: 5, skipped: 2, problemCount: 5 });
    expect(await peopleBy(key)).toEqual({ acme: 4, bonsai: undefined, "=cmd()": 7, cedar: undefined, dahlia: 3 });
  });

  test("a check stores nothing, scores, and says what unknown columns may mean", async () => {
    const key = await prepared();
    const body = "Account Name;Land;Certified stff;plan;Phone\nAcme;DE;4;yes;1\n";
    const checked = await uploaded(key, body, { check: "true" });
    expect(checked.columns.map(({ means, proposed }) => means ?? proposed)).toEqual([
      "partner",
      "region",
      "people",
      "plan",
      null,
    ]);
    expect(checked).toMatchObject({ checked: true, saved: 0, results: [] });
    const column = ["Account Name=partner", "Land=region", "Certified stff=people", "Phone=field:phone"];
    const mapped = await uploaded(key, body, { check: "true", column });
    expect(mapped).toMatchObject({ saved: 1, results: [{ row: 2, partner: "Acme", saved: true, level: "bronze" }] });
    expect(await storedBy(key)).toEqual([]);
    const stored = await uploaded(key, body, { column });
    expect(stored.results).toEqual(mapped.results);
    expect((await storedBy(key))[0]?.result.index).toBe(mapped.results[0]?.index);
  });

  test("keeps what it says of the partner, and only that", async () => {
    const key = await prepared();
    const known = { id: "acme", name: "Acme GmbH", region: "EMEA", fields: { crm: "001", spend: 1 } };
    await answer(sendJson("PUT", "/v1/partners", { partners: [known] }, key));
    const body =
      "partner;segment;region;tags;people;field: spend;field: phone;field: postcode\nacme;MSP;;focus, new;4;1.234,50 €;+49 30 12;01067\n";
    expect(await uploaded(key, body)).toMatchObject({ decimal: "comma", problems: [] });
    const { partner } = await answer<{ partner: object }>(sendJson("GET", "/v1/partners/acme", undefined, key));
    expect(partner).toMatchObject({
      name: "Acme GmbH",
      segment: "MSP",
      region: "EMEA",
      tags: ["focus", "new"],
      fields: { crm: "001", spend: 1234.5, phone: "+49 30 12", postcode: "01067" },
    });
    const scored = "partner,people\nbonsai,4\n";
    await uploaded(key, scored);
    expect((await answer<{ partner: unknown }>(sendJson("GET", "/v1/partners/bonsai", undefined, key))).partner).toBe(
      null,
    );
  });

  test("reads numbers as the file writes them, or as it is told", async () => {
    const key = await prepared();
    await uploaded(key, "partner;people\na;1.234\nb;2,5\n");
    expect(await peopleBy(key)).toEqual({ a: 1234, b: 2.5 });
    await uploaded(key, "partner;people\na;1.234\nb;2,5\n", { decimal: "point" });
    expect(await peopleBy(key)).toEqual({ a: 1.234, b: 2.5 });
    await uploaded(key, 'partner,people\na,"1,234"\nb,2.5\nc,3 people\n');
    expect(await peopleBy(key)).toEqual({ a: 1234, b: 2.5, c: 3 });
  });

  test("refuses a file without a partner or a question, and maps that mean nothing", async () => {
    const key = await prepared();
    const missing = await problem(upload(key, "Account,Phone\nacme,1\n"), 422);
    expect(missing.errors.map(({ message }) => message.slice(0, 26))).toEqual([
      "No column names the partne",
      "No column names a question",
    ]);
    const wrong = await problem(upload(key, "partner,x\na,1\n", { column: ["x=peopel", "y=people", "x"] }), 422);
    expect(wrong.errors).toEqual([expect.objectContaining({ location: "query.column.2" })]);
    const unknown = await problem(upload(key, "partner,x\na,1\n", { column: ["x=peopel", "y=people"] }), 422);
    expect(unknown.errors.map(({ message }) => message)).toEqual([
      expect.stringContaining("Did you mean “people”?"),
      "“y” is no column of the file.",
    ]);
    const twice = await uploaded(key, "partner,people,Certified staff\na,1,2\n");
    expect(twice.problems).toEqual([{ row: 1, column: 3, message: expect.stringContaining("column 2") }]);
    expect(await peopleBy(key)).toEqual({ a: 1 });
  });

  test("says each period and query in its own words", async () => {
    const key = await prepared();
    const body = "partner,people\na,1\n";
    await problem(upload(key, body, { period: "2026-Q5" }), 422);
    await problem(upload(key, body, { check: "maybe" }), 422);
    await problem(upload(key, body, { model: "self-chek" }), 404);
  });

  test("answers a table in which no cell can be a formula, and hostile text is text", async () => {
    const key = await prepared();
    const hostile = ['=HYPERLINK("x")', "<script>alert(1)</script>", "\u202egpj.exe", "-5", "@a"];
    const body = Papa.unparse([
      ["partner", "people", "x".repeat(100_000)],
      ...hostile.map((name, at) => [name, at === 0 ? "+cmd" : "1"]),
      ["nul\u0001", "1"],
    ]);
    const response = await upload(key, body, { format: "csv" });
    expect(response.headers.get("content-type")).toMatch(/^text\/csv/);
    const { data } = Papa.parse<string[]>(await response.text(), { skipEmptyLines: true });
    expect(data[0]).toEqual(["row", "partner", "saved", "level", "index", "problem"]);
    expect(data.slice(1).map(([row, partner, saved]) => [row, partner, saved])).toEqual([
      ["2", `'${hostile[0]}`, "no"],
      ["3", hostile[1], "yes"],
      ["4", hostile[2], "yes"],
      ["5", "'-5", "yes"],
      ["6", "'@a", "yes"],
      ["7", "", "no"],
    ]);
    // What is downloaded can be sent again: the apostrophe is not part of the name.
    await uploaded(key, "partner,people\n'-5,7\n");
    expect((await peopleBy(key))["-5"]).toBe(7);
  });

  test("is one transaction for each thousand rows, and goes on where it was cut off", async () => {
    const key = await prepared();
    const rows = Array.from({ length: 1_500 }, (_, at) => `p${String(at).padStart(4, "0")},${at % 20}\r\n`);
    const body = `partner,people\r\n${rows.join("")}`;
    const headers = { "idempotency-key": "nightly-1" };
    const first = await upload(key, body, {}, headers);
    expect(costOf(first).statements).toBeLessThanOrEqual(6);
    expect(costOf(first).rowsWritten).toBeLessThanOrEqual(2 * 1_500 + 20);
    const { saved, results } = await answer<Upload>(first);
    expect(saved).toBe(1_500);
    const { results: before } = await env.DB.prepare("SELECT count(*) AS n FROM documents WHERE kind = 'answer'").all();
    const again = await upload(key, body, {}, headers);
    expect((await answer<Upload>(again)).results).toEqual(results);
    const { results: after } = await env.DB.prepare("SELECT count(*) AS n FROM documents WHERE kind = 'answer'").all();
    expect(after).toEqual(before);
    await problem(upload(key, `${body}x,1\r\n`, {}, headers), 409);
  });

  test("a fault in the middle leaves whole portions, and the same request stores the rest once", async () => {
    const { id, key } = await newWorkspace();
    await answer(sendJson("PUT", "/v1/models/self-check", partnersModel, key));
    const rows = Array.from({ length: 1_200 }, (_, at) => `p${String(at).padStart(4, "0")};${at % 20};MSP\r\n`);
    const ask = (DB: D1Database) =>
      createApp().request(
        "/v1/uploads?model=self-check&period=2026-Q4",
        {
          method: "POST",
          headers: { authorization: `Bearer ${key}`, "content-type": "text/csv", "idempotency-key": "nightly-2" },
          body: `partner;people;segment\r\n${rows.join("")}`,
        },
        { ...env, DB, RATE_LIMIT: undefined },
      );
    // Key, model, first reading and writing, second reading; then the second writing.
    const faulty = faultyDatabase(6, () => Promise.reject(new Error("D1_ERROR: gone")));
    await problem(ask(faulty.binding), 503);
    expect(faulty.calls()).toBeGreaterThanOrEqual(6);
    expect(await storedRows(id)).toBe(1_000);
    expect((await answer<Upload>(ask(env.DB))).saved).toBe(1_200);
    expect(await storedRows(id)).toBe(1_200);
  });
});
