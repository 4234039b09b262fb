/** What a formula shows: levels, reasons, blanks, and words where something is wrong. */
import { describe, expect, test } from "vitest";
import { scoreRange } from "../../apps-script/src/functions/grid-functions.ts";
import { benchmark, forecast } from "../../apps-script/src/functions/insight-functions.ts";
import { rowsOf } from "../../apps-script/src/model-tab/rows-of.ts";
import { FakeGoogle, type Reply, type Sent } from "../support/sheet-google.ts";
import { ADDRESS, ask, connect, problem, serve } from "../support/sheet-service.ts";
import { modelOf, percent } from "../support/small-model.ts";

const model = modelOf({
  criteria: [percent("plan", { name: "Plan" }), percent("staff", { name: "Staff" })],
  levels: [
    { id: "silver", name: "Silver" },
    { id: "gold", name: "=Gold", requires: [{ of: "criterion", id: "staff", min: 60 }] },
  ],
});
const tab = rowsOf(model);
const answers = [
  ["Partner", "Plan", "Staff", "My notes"],
  ["Acme", 50, 50, "call them"],
  ["", "", "", ""],
  ["Birch", 100, 80, ""],
  ["", "", "", ""],
  ["", "", "", ""],
];

function connected(answer: (sent: Sent) => Reply = serve) {
  const google = new FakeGoogle({ serve: answer });
  google.properties.set("levelsheet.address", ADDRESS);
  return { google, platform: google.platform() };
}

describe("scoring a range", () => {
  test("gives a row for each row, blanks for blank ones, and stops where the answers stop", () => {
    const { platform } = connected();
    expect(scoreRange("LEVEL", answers, tab, "", platform)).toEqual([["Level"], ["Silver"], [""], ["'=Gold"]]);
    expect(scoreRange("INDEX", answers, tab, "header: no", platform)).toEqual([[50], [""], [90]]);
  });

  test("never returns what could become a formula", () => {
    const { platform } = connected();
    const hostile = [
      ["Partner", "Plan"],
      ["=HYPERLINK(1)", 1],
      ["+1", 1],
      ["-1", 1],
      ["@x", 1],
    ];
    const table = scoreRange("TABLE", hostile, tab, "", platform) as unknown[][];
    for (const cell of table.flat()) expect(String(cell)).not.toMatch(/^[=+@-]./);
  });

  test("says why and how, in the language asked for", () => {
    const { platform, google } = connected();
    expect(scoreRange("WHY", answers, tab, "header: no", platform)).toEqual([
      ["Held at Silver: staff 50 of 60"],
      [""],
      ["'=Gold is the top level"],
    ]);
    const options = [
      ["header", "no"],
      ["language", "de"],
    ];
    const [first] = scoreRange("PATH", answers, tab, options, platform) as string[][];
    expect(first?.[0]).toMatch(/^Staff 50 → 60 \(/);
    expect(JSON.parse(google.sent.at(-1)?.payload ?? "").language).toBe("de");
  });

  test("shows as many gaps as asked for", () => {
    const { platform } = connected();
    const gaps = scoreRange("GAPS", answers, tab, "gaps: 2; header: no", platform) as string[][];
    expect(gaps[0]).toHaveLength(2);
    expect(gaps[0]?.[0]).toMatch(/^Staff → 60 \(\+5 points/);
  });

  test("takes the model of the Settings tab where none is named", () => {
    const { platform, google } = connected();
    google.book.setNamedRange(
      "Levelsheet_model",
      google.book.insertSheet("Settings").getRange(1, 1).setValue("prm-performance"),
    );
    scoreRange("LEVEL", answers, "", "", platform);
    expect(JSON.parse(google.sent[0]?.payload ?? "").model).toBe("prm-performance");
  });

  test("takes a date as a day and a single cell as a range", () => {
    const { platform, google } = connected();
    scoreRange("LEVEL", "Acme", tab, "", platform);
    scoreRange(
      "LEVEL",
      [
        ["Partner", "Plan"],
        ["Acme", new Date(2026, 0, 5)],
      ],
      tab,
      "",
      platform,
    );
    expect(google.sent.map(({ payload }) => JSON.parse(payload).grid)).toEqual([
      [["Acme"]],
      [
        ["Partner", "Plan"],
        ["Acme", "2026-01-05"],
      ],
    ]);
  });

  test("shows nothing for nothing, without asking", () => {
    const { platform, google } = connected();
    expect(
      scoreRange(
        "LEVEL",
        [
          ["", ""],
          ["", ""],
        ],
        tab,
        "",
        platform,
      ),
    ).toBe("");
    expect(google.sent).toEqual([]);
  });
});

describe("asking once", () => {
  test("the same answers are not asked for twice, other answers are", () => {
    const { platform, google } = connected();
    for (let count = 0; count < 3; count++) scoreRange("LEVEL", answers, tab, "", platform);
    expect(google.sent).toHaveLength(1);
    scoreRange("LEVEL", [...answers, ["Cedar", 1, 1, ""]], tab, "", platform);
    expect(google.sent).toHaveLength(2);
  });

  test("an id is asked for again soon, for somebody may publish", () => {
    const { platform, google } = connected();
    scoreRange("LEVEL", answers, "prm-performance", "", platform);
    google.time += 400_000;
    scoreRange("LEVEL", answers, "prm-performance", "", platform);
    expect(google.sent).toHaveLength(2);
  });

  test("a failure is remembered for a moment", () => {
    const { platform, google } = connected(() => ({ status: 503, text: "" }));
    const shown = "Levelsheet: the service cannot answer now. Try again in a minute";
    for (let count = 0; count < 20; count++) expect(scoreRange("LEVEL", answers, tab, "", platform)).toBe(shown);
    expect(google.sent).toHaveLength(1);
    google.time += 20_000;
    google.serve = serve;
    expect(scoreRange("LEVEL", answers, tab, "header: no", platform)).toEqual([["Silver"], [""], ["'=Gold"]]);
  });

  test("an answer larger than a value of Google's cache is remembered in parts", () => {
    const { platform, google } = connected();
    const many = [
      ["Partner", "Plan"],
      ...Array.from({ length: 2_000 }, (_, place) => [`Partner 😀 ${"x".repeat(60)} ${place}`, 1]),
    ];
    const first = scoreRange("TABLE", many, tab, "", platform);
    expect(scoreRange("TABLE", many, tab, "", platform)).toEqual(first);
    expect(google.sent).toHaveLength(1);
  });
});

describe("words in the cell", () => {
  const shown = (answer: (sent: Sent) => Reply, options: unknown = "") =>
    scoreRange("LEVEL", answers, tab, options, connected(answer).platform);

  test.each([
    [401, "Levelsheet: the key is not accepted. Enter another one in Extensions > Levelsheet > Settings"],
    [413, "Levelsheet: these are too many answers for one request. Use a smaller range"],
    [429, "Levelsheet: too many requests at once. Try again in a minute"],
    [500, "Levelsheet: the service cannot answer now. Try again in a minute"],
  ])("for status %i", (status, words) => {
    expect(shown(() => ({ status, text: "<html>Exception: at Object.<anonymous>" }))).toBe(words);
  });

  test("for what the service says itself", () => {
    expect(shown(() => problem(404, "There is no model “x”."))).toBe("Levelsheet: There is no model “x”.");
    expect(shown(() => problem(422, "No", [{ location: "model.id", message: "must be an id" }]))).toBe(
      "Levelsheet: model.id must be an id",
    );
  });

  test.each([
    ["Exception: Address unavailable", "Levelsheet: the service did not answer. Try again in a minute"],
    [
      "Exception: Service invoked too many times for one day: urlfetch.",
      "Levelsheet: Google allows no more requests today. Try again tomorrow, or use fewer formulas",
    ],
  ])("where Google says “%s”", (message, words) => {
    expect(
      shown(() => {
        throw new Error(message);
      }),
    ).toBe(words);
  });

  test("for a page that is no service, and for an answer to something else", () => {
    expect(shown(() => ({ status: 200, text: "<html>" }))).toMatch(
      /^Levelsheet: there is no Levelsheet service at this address/,
    );
    expect(shown(() => ({ status: 200, text: '{"grid":[["Level"]],"problems":[],"problemCount":0}' }))).toMatch(
      /something else/,
    );
  });

  test.each([
    ["colour: red", "Levelsheet: “colour” is no option here. Use language, header, such as “language: de”"],
    ["header: perhaps", "Levelsheet: “header” must be yes or no"],
    ["de", "Levelsheet: the option “de” has no value. Write it as “language: de”"],
  ])("for the option “%s”", (options, words) => {
    expect(shown(serve, options)).toBe(words);
  });

  test("for a slip in the Model tab, with its cell", () => {
    const { platform } = connected();
    const spoilt = tab.map((row) => row.map((cell) => (cell === "plan" ? "" : cell)));
    expect(scoreRange("LEVEL", answers, spoilt, "", platform)).toMatch(/^Levelsheet: B\d+ of the model: “Id” is blank/);
  });
});

describe("a connection in the workbook", () => {
  test("wins, and its address never gets the other connection's key", () => {
    const { google, platform } = connected();
    google.properties.set("levelsheet.key", "secret");
    scoreRange("LEVEL", answers, tab, "", platform);
    google.book.setNamedRange(
      "Levelsheet_address",
      google.book.insertSheet("Settings").getRange(1, 1).setValue("https://other.example"),
    );
    scoreRange("LEVEL", answers, tab, "", platform);
    expect(google.sent.map(({ address, headers }) => [address.slice(0, 20), headers.authorization])).toEqual([
      [ADDRESS.slice(0, 20), "Bearer secret"],
      ["https://other.exampl", undefined],
    ]);
  });
});

describe("what was saved", () => {
  function saved(partners: number, periods: readonly string[] = ["2026-Q4"]) {
    const google = new FakeGoogle();
    const key = connect(google);
    ask(key, "PUT", "/v1/models/small", model);
    for (const [quarter, period] of periods.entries()) {
      const assessments = Array.from({ length: partners }, (_, place) => ({
        partner: place === 0 ? "Acme & Co" : `p${place}`,
        region: place < 5 ? "EMEA" : "APAC",
        answers: { plan: 20 + 10 * place + 5 * quarter, staff: 40 },
      }));
      ask(key, "POST", "/v1/assessments", { model: "small", period, assessments });
    }
    return { google, platform: google.platform() };
  }
  const HEADER = [
    "Measure",
    "Value",
    "Percentile",
    "Lower quartile",
    "Median",
    "Upper quartile",
    "Median one level up",
  ];

  test("places a partner in a cohort, with an en dash for what is not known", () => {
    const { google, platform } = saved(7);
    const all = benchmark([["Acme & Co"]], "small", "", platform) as unknown[][];
    expect(all.map(([name]) => name)).toEqual(["Measure", "Index", "all", "plan", "staff"]);
    expect(all[0]).toEqual(HEADER);
    // Indexes are 30, 35 ... 60: the one of seven that is lowest has half of itself below it, 100 x 0.5 / 7.
    expect(all[1]).toEqual(["Index", 30, 7.1, 37.5, 45, 52.5, "–"]);
    const region = benchmark("Acme & Co", "small", "cohort: region; name: EMEA", platform) as unknown[][];
    expect(region[1]?.[4]).toBe(40);
    expect(google.sent.at(-1)?.address).toContain("partner=Acme%20%26%20Co&cohort=region%3AEMEA");
    expect(benchmark("", "small", "", platform)).toEqual([HEADER, ...Array(4).fill(expect.anything())]);
  });

  test("says what is wrong with the question", () => {
    const { platform } = saved(4);
    expect(benchmark("Acme & Co", "small", "", platform)).toBe(
      "Levelsheet: fewer than 5 partners are saved, too few for a benchmark",
    );
    expect(benchmark("Nobody", "small", "", platform)).toMatch(/^Levelsheet: /);
    expect(benchmark("Acme & Co", "small", "cohort: region", platform)).toBe(
      "Levelsheet: “cohort: region” needs a name, such as “cohort: region; name: EMEA”",
    );
    expect(benchmark("Acme & Co", "small", "cohort: planet", platform)).toMatch(/^Levelsheet: “cohort” must be one of/);
    expect(benchmark("Acme & Co", "nowhere", "", platform)).toMatch(/^Levelsheet: There is no model “nowhere”/);
    expect(benchmark([["a", "b"]], "small", "", platform)).toBe("Levelsheet: name one partner, such as A3");
  });

  test("forecasts, or says that there is too little to go on", () => {
    const { platform } = saved(1, ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]);
    const rows = forecast("Acme & Co", tab, "periods: 2", platform) as unknown[][];
    expect(rows.map(([name]) => name)).toEqual(["Period", "2027-Q1", "2027-Q2"]);
    for (const [, index, low, high] of rows.slice(1) as [string, number, number, number][]) {
      expect(low).toBeLessThanOrEqual(index);
      expect(high).toBeGreaterThanOrEqual(index);
    }
    expect(rows[1]?.[1]).toBeGreaterThan(37);
    const few = saved(1);
    expect(forecast("Acme & Co", tab, "", few.platform)).toBe(
      "Levelsheet: 1 period is saved for “Acme & Co”, and a forecast needs 3",
    );
    expect(forecast("Nobody", tab, "", few.platform)).toBe(
      "Levelsheet: There is no assessment of this partner under this model.",
    );
  });
});
