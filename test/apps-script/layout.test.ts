/** The workbook of a model: as data, and as it stands in the spreadsheet. */
import { describe, expect, test } from "vitest";
import { columnName } from "../../apps-script/src/cells.ts";
import { briefsTab } from "../../apps-script/src/layout/briefs-tab.ts";
import { compareTab } from "../../apps-script/src/layout/compare-tab.ts";
import type { TabDefinition } from "../../apps-script/src/layout/definition.ts";
import { LATER_TABS, TAB_NAMES } from "../../apps-script/src/layout/definition.ts";
import { invitationsTab } from "../../apps-script/src/layout/invitations-tab.ts";
import { mailTextsTab } from "../../apps-script/src/layout/mail-texts-tab.ts";
import { viewsTab } from "../../apps-script/src/layout/views-tab.ts";
import { workbookOf } from "../../apps-script/src/layout/workbook.ts";
import { writeWorkbook } from "../../apps-script/src/layout/write-workbook.ts";
import { modelOf as modelOfTab } from "../../apps-script/src/model-tab/model-of.ts";
import { contrast } from "../../models/appearance.ts";
import { catalog } from "../../models/catalog/index.ts";
import type { Assessment } from "../../models/contract.ts";
import type { Criterion, Model } from "../../models/format.ts";
import { FakeGoogle } from "../support/sheet-google.ts";
import { criterion, levelsOf, modelOf, percent, yesno } from "../support/small-model.ts";

const model = modelOf({
  name: "=Tiers",
  dimensions: [
    { id: "sell", name: "Selling" },
    { id: "all", name: "-All else" },
  ],
  criteria: [
    criterion("plan", {
      kind: "choice",
      options: [
        { id: "no", label: "None", value: 0 },
        { id: "yes", label: "+Plan", value: 1 },
      ],
    }),
    criterion(
      "staff",
      {
        kind: "number",
        unit: "people",
        min: 0,
        max: 50,
        points: [
          [0, 0],
          [6, 1],
        ],
      },
      { dimension: "sell" },
    ),
    yesno("sponsor"),
    criterion("tools", {
      kind: "checklist",
      options: [
        { id: "crm", label: "CRM", value: 0.5 },
        { id: "web", label: "Web", value: 0.5 },
      ],
    }),
  ],
  levels: levelsOf([{ of: "criterion", id: "staff", min: 4 }]),
});
const partners: Assessment[] = [
  { partner: "3-4", region: "007", answers: { plan: "yes", staff: 5, sponsor: true, tools: ["crm", "web"] } },
  { partner: "=Acme", answers: { plan: null, staff: "N/A", sponsor: "no" } },
];

const tabOf = (name: string, of = model, with_ = partners): TabDefinition =>
  workbookOf(of, with_).tabs.find((tab) => tab.name === name) as TabDefinition;

function written(of = model, with_ = partners) {
  const google = new FakeGoogle();
  const platform = google.platform();
  const result = writeWorkbook(platform.spreadsheet(), workbookOf(of, with_), platform.builders());
  return { google, book: google.book, result, platform };
}

describe.each(catalog.map((own) => [own.id, own] as const))("the workbook of %s", (_, own: Model) => {
  const { tabs } = workbookOf(own);

  test("shows a formula that reads every question", () => {
    const answers = tabs.find(({ name }) => name === "Answers") as TabDefinition;
    const start = tabs.find(({ name }) => name === "Start") as TabDefinition;
    const [, formula] = start.cells.find(([label]) => label === "In a formula") ?? [];
    expect(formula).toBe(`=MATURITY_TABLE(Answers!A2:${columnName(answers.columns)}, Model!A:Z)`);
  });

  test("has the eight tabs, and later four more, each within its own size", () => {
    expect(tabs.map(({ name }) => name)).toEqual([...TAB_NAMES]);
    expect(later.map(({ name }) => name)).toEqual([...LATER_TABS]);
    for (const tab of [...tabs, ...later]) {
      const areas = [
        ...tab.styles,
        ...tab.formats,
        ...tab.validations,
        ...tab.conditional,
        ...tab.protections,
        ...tab.names,
        ...tab.notes.map(({ row, column }) => ({ area: { row, column, rows: 1, columns: 1 } })),
      ].map(({ area }) => area);
      for (const { row, column, rows, columns } of areas) {
        expect(row + rows - 1, tab.name).toBeLessThanOrEqual(tab.rows);
        expect(column + columns - 1, tab.name).toBeLessThanOrEqual(tab.columns);
        expect(Math.min(row, column, rows, columns), tab.name).toBeGreaterThan(0);
      }
      expect(tab.cells.length).toBeLessThanOrEqual(tab.rows);
      expect(new Set(tab.columnKeys.map(({ key }) => key)).size).toBe(tab.columnKeys.length);
    }
  });

  test("can be read: colours with enough contrast, names of levels in words", () => {
    for (const { conditional } of [...tabs, ...later]) {
      for (const { format } of conditional) {
        if (format.kind !== "heat")
          expect(contrast(format.background ?? "#ffffff", format.colour)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test("gives the model back from the spreadsheet", () => {
    const { book } = written(own, []);
    const values = book.getSheetByName("Model")?.getDataRange().getValues() ?? [];
    expect(modelOfTab(values)).toMatchObject({ problems: [], model: own });
  });
});

test("the Start tab says what the model is, and that a connection is made once there is one", () => {
  const { cells, names } = tabOf("Start");
  const connection = names.find(({ name }) => name === "Levelsheet_connection")?.area.row ?? 0;
  expect(cells[connection - 1]?.[0]).toBe("Connection");
  expect(cells.find(([label]) => label === "4. Connect")?.[1]).toEqual({
    formula: expect.stringMatching(
      `^=IF\\(LEFT\\(B${connection},12\\)="Connected to","Done: .*","Choose Extensions .*"\\)$`,
    ),
  });
});

/** Tabs that come with the first command that writes into them. */
const later = [
  compareTab(model, "2026-Q3", "2026-Q4"),
  briefsTab(),
  invitationsTab(),
  mailTextsTab([{ page: "Scorecard", language: "en", subject: "{link}", mail: "=1+1" }], { link: "the address" }),
  viewsTab(),
];

describe("the Answers tab", () => {
  test("shows questions side by side with those of their dimension", () => {
    const { cells, notes, frozenRows, frozenColumns } = tabOf("Answers");
    expect(cells.slice(0, 2)).toEqual([
      ["", "", "", "", "Selling", "-All else", "", ""],
      ["Partner", "Segment", "Region", "Type", "staff (people)", "plan", "sponsor", "tools"],
    ]);
    expect([frozenRows, frozenColumns]).toEqual([2, 1]);
    expect(notes.map(({ text }) => text)).toEqual([
      "staff?\n\nIn people.",
      "plan?",
      "sponsor?",
      "tools?\n\nAny of these, separated by “;”:\n• CRM\n• Web",
    ]);
  });

  test("is wide enough for every option, and for the name of every dimension", () => {
    const long = "A signed plan that is checked against results each quarter";
    const answer: Criterion["answer"] = { kind: "choice", options: [{ id: "plan", label: long, value: 1 }] };
    const wide = modelOf({
      dimensions: [{ id: "all", name: "Everything that a partner does with its customers" }],
      criteria: [criterion("plan", answer)],
    });
    const narrow = modelOf({ ...wide, criteria: [yesno("plan")] });
    const width = (of: Model) => tabOf("Answers", of, []).widths[4] ?? 0;
    expect(width(wide)).toBeGreaterThan(long.length * 6);
    expect(width(narrow)).toBeGreaterThan((wide.dimensions[0]?.name.length ?? 0) * 6);
  });

  test("groups the digits of large numbers alone, and puts every number below its header", () => {
    const money: Criterion["answer"] = {
      kind: "number",
      unit: "EUR",
      points: [
        [0, 0],
        [1_000, 1],
      ],
    };
    const { formats, styles } = tabOf(
      "Answers",
      modelOf({ criteria: [criterion("revenue", money), percent("staff")] }),
      [],
    );
    expect(formats.filter(({ pattern }) => pattern !== "@")).toEqual([
      { area: { row: 3, column: 5, rows: 2_000, columns: 1 }, pattern: "#,##0" },
    ]);
    const right = styles.filter(({ style }) => style.align === "right").map(({ area }) => [area.column, area.row]);
    expect(right).toEqual([
      [5, 2],
      [5, 3],
      [6, 2],
      [6, 3],
    ]);
  });

  test("offers each kind of answer, and N/A", () => {
    expect(tabOf("Answers").validations.map(({ rule }) => rule)).toMatchObject([
      { kind: "formula", formula: '=OR(UPPER(TRIM(E3))="N/A",AND(ISNUMBER(E3),E3>=0,E3<=50))' },
      { kind: "list", values: ["None", "+Plan", "N/A"] },
      { kind: "list", values: ["Yes", "No", "N/A"] },
    ]);
  });

  test("writes answers as people read them, and text as text", () => {
    const answers = written().book.getSheetByName("Answers");
    expect(answers?.grid().slice(2)).toEqual([
      ["3-4", "", "007", "", 5, "+Plan", "Yes", "CRM; Web"],
      ["=Acme", "", "", "", "N/A", "", "No", ""],
    ]);
    expect(answers?.formulas.flat().filter((formula) => formula)).toEqual([]);
  });

  test("has room for 2,000 partners and 60 questions", () => {
    const many = modelOf({ criteria: Array.from({ length: 60 }, (_, place) => yesno(`q${place}`)) });
    const { maxRows, maxColumns } = written(many, []).book.getSheetByName("Answers") ?? { maxRows: 0, maxColumns: 0 };
    expect(maxRows).toBeGreaterThanOrEqual(2_002);
    // And for three columns of the reader's own.
    expect(maxColumns).toBe(67);
  });
});

describe("the tabs of results", () => {
  test("know their columns by keys", () => {
    expect(
      written()
        .book.getSheetByName("Scores")
        ?.metadata.map(({ value }) => value),
    ).toEqual(["partner", "index", "level", "next", "why", "coverage", "dimension:sell", "dimension:all", "check"]);
  });

  test("warn before a header is edited, and lock nobody out", () => {
    const { book } = written();
    const protections = book.sheets.flatMap((sheet) => sheet.protections);
    expect(protections.length).toBeGreaterThan(2);
    expect(
      protections.every(({ warningOnly, description }) => warningOnly && description.startsWith("Levelsheet: ")),
    ).toBe(true);
  });

  test("count and average on the dashboard, by the columns of the scores", () => {
    const { cells } = tabOf("Dashboard");
    const formulas = cells.flat().flatMap((cell) => (typeof cell === "object" ? [cell.formula] : []));
    expect(formulas.slice(0, 3)).toEqual([
      '=COUNTIF(Scores!$A$2:$A,"?*")',
      '=IFERROR(AVERAGE(Scores!$B$2:$B),"–")',
      "=COUNTIF(Scores!$C$2:$C,A6)",
    ]);
    expect(formulas.some((formula) => formula.includes("Scores!$G$2:$G"))).toBe(true);
    expect(formulas.join()).not.toMatch(/ARRAYFORMULA|QUERY|SPARKLINE|IMPORTDATA|JOIN/);
  });

  test("name the settings, the partner of the charts, and the lines of the Start tab that commands write", () => {
    const { book } = written();
    expect([...book.names.keys()]).toEqual([
      "Levelsheet_connection",
      "Levelsheet_last_run",
      "Levelsheet_partner",
      "Levelsheet_address",
      "Levelsheet_key",
      "Levelsheet_model",
      "Levelsheet_language",
      "Levelsheet_gaps",
    ]);
    expect(book.getRangeByName("Levelsheet_model")?.getValue()).toBe("small");
  });
});

describe("writing a workbook twice", () => {
  test("leaves every tab that holds something as it is", () => {
    const { book, platform } = written();
    const before = JSON.stringify(book.sheets.map((sheet) => sheet.grid()));
    const again = writeWorkbook(platform.spreadsheet(), workbookOf(catalog[0] as Model), platform.builders());
    expect(again).toEqual({ written: [], kept: [...TAB_NAMES] });
    expect(JSON.stringify(book.sheets.map((sheet) => sheet.grid()))).toBe(before);
  });
});
