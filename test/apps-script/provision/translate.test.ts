/**
 * One definition, two writers: what the command asks of Google's REST API against what the add-on writes into a
 * spreadsheet. They must not drift apart.
 */
import type { sheets_v4 } from "@googleapis/sheets";
import { beforeAll, describe, expect, test } from "vitest";
import { addPartners } from "../../../apps-script/provision/add-partners.ts";
import { RestBook } from "../../../apps-script/provision/rest-book.ts";
import { createRequest, dressRequests } from "../../../apps-script/provision/translate/spreadsheet.ts";
import { area, TAB_NAMES, tab, type WorkbookDefinition } from "../../../apps-script/src/layout/definition.ts";
import { workbookOf } from "../../../apps-script/src/layout/workbook.ts";
import { writeWorkbook } from "../../../apps-script/src/layout/write-workbook.ts";
import { catalog } from "../../../models/catalog/index.ts";
import type { Assessment } from "../../../models/contract.ts";
import type { Model } from "../../../models/format.ts";
import { Discovery } from "../../support/google-discovery.ts";
import { KeptSpreadsheet, type KeptTab } from "../../support/google-spreadsheet.ts";
import { canStandIn, MISSING } from "../../support/sheet-command.ts";
import { FakeGoogle } from "../../support/sheet-google.ts";
import type { FakeRange, FakeSheet } from "../../support/sheet-spreadsheet.ts";
import { criterion, levelsOf, modelOf, yesno } from "../../support/small-model.ts";

if (process.env.CI === "true") test(MISSING, () => expect(canStandIn).toBe(true));

const model = modelOf({
  name: "=Tiers",
  dimensions: [
    { id: "sell", name: "Selling" },
    { id: "all", name: "-All else" },
  ],
  criteria: [
    criterion(
      "staff",
      {
        kind: "number",
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
    criterion("plan", {
      kind: "choice",
      options: [
        { id: "no", label: "None", value: 0 },
        { id: "yes", label: "+Plan", value: 1 },
      ],
    }),
  ],
  levels: levelsOf([{ of: "criterion", id: "staff", min: 4 }]),
});
const partners: Assessment[] = [
  { partner: "3-4", region: "007", answers: { plan: "yes", staff: 5, sponsor: true } },
  { partner: '=HYPERLINK("http://evil")', answers: { plan: null, staff: "N/A", sponsor: "no" } },
  { partner: "'t Hooft", segment: "+1", answers: {} },
];

/** Through SpreadsheetApp. */
function written(definition: WorkbookDefinition): FakeGoogle["book"] {
  const google = new FakeGoogle();
  const platform = google.platform();
  writeWorkbook(platform.spreadsheet(), definition, platform.builders());
  return google.book;
}

/** Through the REST API, every request held against Google's schemas. */
function made(own: Model, given: readonly Assessment[]): KeptSpreadsheet {
  const definition = workbookOf(own, given);
  const discovery = new Discovery("sheets-v4");
  const check = (path: string, body: unknown) =>
    discovery.checkBody(discovery.match("POST", path, new URLSearchParams()).method, JSON.parse(JSON.stringify(body)));
  const request = createRequest(definition, { title: "Partners", timeZone: "Etc/UTC" });
  check("/v4/spreadsheets", request);
  const kept = new KeptSpreadsheet("id", JSON.parse(JSON.stringify(request)));
  const book = RestBook.planned(kept.described(), new Map(kept.tabs.map((tab) => [tab.title, tab.values()])));
  const requests = dressRequests(definition, book.sizes);
  check("/v4/spreadsheets/id:batchUpdate", { requests });
  for (const change of requests) kept.change(change, discovery);
  addPartners(given, own, book);
  for (const data of book.take().blocks) {
    check("/v4/spreadsheets/id/values:batchUpdate", { valueInputOption: "RAW", data });
    for (const { range, values } of data) {
      const { tab, top, left } = kept.located(range);
      values.forEach((row, down) => {
        row.forEach((value, right) => {
          tab.enter(top + down, left + right, value, "RAW");
        });
      });
    }
  }
  return kept;
}

type Call = Record<string, unknown[]>;

/** What SpreadsheetApp's builder was told, as the API's rule. */
function ruleOf(calls: Call): sheets_v4.Schema$DataValidationRule {
  const [list] = (calls.requireValueInList ?? []) as [string[]?];
  const [formula] = (calls.requireFormulaSatisfied ?? []) as [string?];
  const [range] = (calls.requireValueInRange ?? []) as [FakeRange?];
  const value = (text: string) => ({ userEnteredValue: text });
  const condition =
    list !== undefined
      ? { type: "ONE_OF_LIST", values: list.map(value) }
      : formula !== undefined
        ? { type: "CUSTOM_FORMULA", values: [value(formula)] }
        : range !== undefined
          ? { type: "ONE_OF_RANGE", values: [value(`=Answers!$A$${range.row}:$A$${range.getLastRow()}`)] }
          : { type: "DATE_IS_VALID" };
  return {
    condition,
    inputMessage: calls.setHelpText?.[0] as string,
    strict: calls.setAllowInvalid?.[0] === false,
    ...((list !== undefined || range !== undefined) && { showCustomUi: true }),
  };
}

const hex = (style: sheets_v4.Schema$ColorStyle | undefined): string | undefined => {
  const { red, green, blue } = style?.rgbColor ?? {};
  if (style === undefined) return undefined;
  return `#${[red, green, blue]
    .map((part) =>
      Math.round((part ?? 0) * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
};

/** The look of a cell, in SpreadsheetApp's words. */
function lookOf(cell: sheets_v4.Schema$CellData | undefined): Record<string, unknown> {
  const { textFormat, backgroundColorStyle, horizontalAlignment, verticalAlignment, wrapStrategy, numberFormat } =
    cell?.userEnteredFormat ?? {};
  return {
    pattern: numberFormat?.pattern ?? "General",
    fontWeight: textFormat?.bold ? "bold" : undefined,
    fontSize: textFormat?.fontSize ?? undefined,
    fontColor: hex(textFormat?.foregroundColorStyle),
    background: hex(backgroundColorStyle),
    horizontalAlignment: horizontalAlignment?.toLowerCase(),
    verticalAlignment: verticalAlignment?.toLowerCase(),
    wrap: wrapStrategy === "WRAP" ? true : undefined,
  };
}

const covers = ({ row, column, rows, columns }: FakeRange, atRow: number, atColumn: number): boolean =>
  atRow >= row && atRow < row + rows && atColumn >= column && atColumn < column + columns;

function styledLook(sheet: FakeSheet, row: number, column: number): Record<string, unknown> {
  const look: Record<string, unknown> = { pattern: sheet.patterns[row - 1]?.[column - 1] ?? "General" };
  for (const { range, name, value } of sheet.styles) if (covers(range, row, column)) look[name] = value;
  return { ...lookOf(undefined), ...look };
}

/** Cells worth a look: all near the top, and those at the end of what the definition formats. */
function places(sheet: FakeSheet, rows: number): [row: number, column: number][] {
  const looked = [...Array.from({ length: Math.min(40, rows) }, (_, place) => place + 1), rows - 1, rows, rows + 1];
  return looked
    .filter((row) => row >= 1 && row <= sheet.maxRows)
    .flatMap((row) => Array.from({ length: sheet.maxColumns }, (_, place): [number, number] => [row, place + 1]));
}

describe.skipIf(!canStandIn).each([
  ["a small model", model, partners],
  ["the partner maturity model", catalog[0] as Model, []],
] as const)("%s by REST is what the add-on writes", (_, own, given) => {
  const definition = workbookOf(own, given);
  const book = written(definition);
  let kept: KeptSpreadsheet;
  beforeAll(() => {
    kept = made(own, given);
  });
  const each = (visit: (tab: KeptTab, sheet: FakeSheet, rows: number) => void) => {
    for (const { name, rows } of definition.tabs) visit(kept.tab(name), book.getSheetByName(name) as FakeSheet, rows);
  };

  test("tabs, their sizes, colours, frozen panes and widths", () => {
    expect(kept.tabs.map(({ title }) => title)).toEqual([...TAB_NAMES]);
    each((tab, sheet) => {
      expect([tab.rows, tab.columns], tab.title).toEqual([sheet.maxRows, sheet.maxColumns]);
      const { tabColorStyle, gridProperties } = tab.source.properties ?? {};
      expect(hex(tabColorStyle)).toBe(sheet.tabColour);
      expect(gridProperties).toMatchObject({
        frozenRowCount: sheet.frozen.rows,
        frozenColumnCount: sheet.frozen.columns,
      });
      const columns = tab.source.data?.[0]?.columnMetadata ?? [];
      expect(columns.map(({ pixelSize }) => pixelSize).slice(0, sheet.widths.length)).toEqual(sheet.widths);
      const hidden = columns.flatMap(({ hiddenByUser }, place) => (hiddenByUser ? [place + 1] : []));
      expect(new Set(hidden)).toEqual(sheet.hidden);
    });
  });

  test("values and formulas, no text of which is a formula", () => {
    each((tab, sheet) => {
      const expected = sheet.grid().map((row, at) => {
        const cells = row.map((value, column) => sheet.formulas[at]?.[column] || value);
        return cells.slice(0, cells.findLastIndex((cell) => cell !== "") + 1);
      });
      expect(tab.values(), tab.title).toEqual(expected);
      const formulas = tab.cells.flatMap((row) => row.filter((cell) => cell?.userEnteredValue?.formulaValue)).length;
      expect(formulas).toBe(sheet.formulas.flat().filter((formula) => formula).length);
      const ours = definition.tabs.find(({ name }) => name === tab.title)?.cells.flat() ?? [];
      expect(formulas).toBe(ours.filter((cell) => typeof cell === "object").length);
    });
  });

  test("notes, keys of columns, names and warnings", () => {
    each((tab, sheet) => {
      const notes = tab.cells.flatMap((row, at) =>
        row.flatMap((cell, column) => (cell?.note ? [[at, column, cell.note]] : [])),
      );
      const expected = sheet.notes.flatMap((row, at) =>
        row.flatMap((note, column) => (note ? [[at, column, note]] : [])),
      );
      expect(notes, tab.title).toEqual(expected);
      const keys = (tab.source.data?.[0]?.columnMetadata ?? []).flatMap(({ developerMetadata }, place) =>
        (developerMetadata ?? []).map(({ metadataKey, metadataValue, visibility }) => {
          expect(visibility).toBe("DOCUMENT");
          return { key: metadataKey, value: metadataValue, column: place + 1 };
        }),
      );
      expect(keys, tab.title).toEqual(sheet.metadata);
      const warned = (tab.source.protectedRanges ?? []).map(({ range, description, warningOnly }) => ({
        at: [range?.startRowIndex, range?.startColumnIndex, range?.endRowIndex, range?.endColumnIndex],
        description,
        warningOnly,
      }));
      expect(warned, tab.title).toEqual(
        sheet.protections.map(({ range, description, warningOnly }) => ({
          at: [range.row - 1, range.column - 1, range.getLastRow(), range.getLastColumn()],
          description,
          warningOnly,
        })),
      );
    });
    const names = (kept.source.namedRanges ?? []).map(({ name, range }) => [
      name,
      kept.tabs.find(({ sheetId }) => sheetId === range?.sheetId)?.title,
      (range?.startRowIndex ?? 0) + 1,
      (range?.startColumnIndex ?? 0) + 1,
    ]);
    expect(names).toEqual([...book.names].map(([name, range]) => [name, range.sheet.name, range.row, range.column]));
  });

  test("drop-downs and looks, in the first rows and the last ones", () => {
    each((tab, sheet, rows) => {
      for (const [row, column] of places(sheet, rows)) {
        const at = `${tab.title} ${row}, ${column}`;
        const cell = tab.look(row - 1, column - 1);
        expect(lookOf(cell), at).toEqual(styledLook(sheet, row, column));
        const rule = sheet.validations.findLast(({ range }) => covers(range, row, column))?.rule as Call | undefined;
        expect(cell.dataValidation, at).toEqual(rule === undefined ? undefined : ruleOf(rule));
      }
    });
  });

  test("conditional formats, in their order", () => {
    each((tab, sheet) => {
      const rules = (sheet.conditional as Call[]).map((calls) => {
        const [range] = (calls.setRanges?.[0] ?? []) as FakeRange[];
        return {
          at: [range?.row, range?.column, range?.getLastRow(), range?.getLastColumn()],
          text: calls.whenTextEqualTo?.[0] ?? calls.whenFormulaSatisfied?.[0],
          colours: [calls.setBackground?.[0], calls.setFontColor?.[0], calls.setBold?.[0]],
          heat: [calls.setGradientMinpointWithValue, calls.setGradientMaxpointWithValue],
        };
      });
      const asked = (tab.source.conditionalFormats ?? []).map(({ ranges, booleanRule, gradientRule }) => {
        const range = ranges?.[0] ?? {};
        const { backgroundColorStyle, textFormat } = booleanRule?.format ?? {};
        const point = (own: sheets_v4.Schema$InterpolationPoint | undefined) =>
          own === undefined ? undefined : [hex(own.colorStyle), own.type, own.value];
        return {
          at: [
            (range.startRowIndex ?? 0) + 1,
            (range.startColumnIndex ?? 0) + 1,
            range.endRowIndex,
            range.endColumnIndex,
          ],
          text: booleanRule?.condition?.values?.[0]?.userEnteredValue,
          colours: [hex(backgroundColorStyle), hex(textFormat?.foregroundColorStyle), textFormat?.bold ?? undefined],
          heat: [point(gradientRule?.minpoint), point(gradientRule?.maxpoint)],
        };
      });
      expect(asked, tab.title).toEqual(rules);
    });
  });

  test("a chart of the levels, of the sums that follow the scores", () => {
    const [chart, ...others] = kept.tab("Dashboard").source.charts ?? [];
    expect(others).toEqual([]);
    const { chartType, series, domains } = chart?.spec?.basicChart ?? {};
    expect(chartType).toBe("COLUMN");
    const rows = (data: sheets_v4.Schema$ChartData | undefined) => {
      const { startRowIndex, endRowIndex, startColumnIndex } = data?.sourceRange?.sources?.[0] ?? {};
      return kept
        .tab("Dashboard")
        .values()
        .slice(startRowIndex ?? 0, endRowIndex ?? 0)
        .map((row) => row[startColumnIndex ?? 0]);
    };
    expect(rows(domains?.[0]?.domain)).toEqual(["Level", ...own.levels.map(({ name }) => name).reverse()]);
    expect(rows(series?.[0]?.series)).toEqual([
      "Partners",
      ...own.levels.map((_level, place) => `=COUNTIF(Scores!$C$2:$C,A${6 + place})`),
    ]);
    expect(series?.[0]?.styleOverrides).toHaveLength(own.levels.length);
  });
});

test.skipIf(!canStandIn)("what is said later of a cell wins, however long the area before it was", () => {
  const right = { align: "right" } as const;
  const styles = [
    { area: area(1, 1, 300), style: { align: "center" } as const },
    { area: area(2, 1), style: right },
    { area: area(1, 2), style: right },
  ];
  const definition: WorkbookDefinition = {
    model: "x",
    language: "en",
    tabs: [tab({ name: "Scores", colour: "#000000", cells: [], widths: [100, 100], rows: 300, styles })],
  };
  const kept = new KeptSpreadsheet("id", createRequest(definition, { title: "x", timeZone: "Etc/UTC" }));
  const book = RestBook.planned(kept.described(), new Map());
  for (const change of dressRequests(definition, book.sizes)) kept.change(change, new Discovery("sheets-v4"));
  const aligned = (row: number, column: number) =>
    kept.tab("Scores").look(row, column).userEnteredFormat?.horizontalAlignment;
  expect([aligned(0, 0), aligned(1, 0), aligned(299, 0), aligned(0, 1), aligned(1, 1)]).toEqual([
    "CENTER",
    "RIGHT",
    "CENTER",
    "RIGHT",
    undefined,
  ]);
});

test("Draw dashboard takes over the chart that the command drew", async () => {
  const { drawChart } = await import("../../../apps-script/src/menu/dashboard/draw-chart.ts");
  const { PROVISIONED } = await import("../../../apps-script/src/layout/dashboard-charts.ts");
  const google = new FakeGoogle();
  const platform = google.platform();
  writeWorkbook(platform.spreadsheet(), workbookOf(model), platform.builders());
  const sheet = platform.spreadsheet().getSheetByName("Dashboard") as GoogleAppsScript.Spreadsheet.Sheet;
  google.book.charts = (PROVISIONED.levels as number) - 1;
  const area = sheet.getRange(5, 1, 3, 2);
  sheet.insertChart(
    sheet.newChart().setChartType(platform.chartTypes().COLUMN).addRange(area).setPosition(2, 10, 0, 0).build(),
  );
  drawChart("levels", sheet.getRange(40, 1, 3, 3), model, sheet, platform);
  const charts = google.book.getSheetByName("Dashboard")?.charts ?? [];
  expect(charts.map(({ id, ranges }) => [id, ranges[0]?.row])).toEqual([[PROVISIONED.levels, 40]]);
});
