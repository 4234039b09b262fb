/** What the page decides by itself: formulas about one cell, what a protection covers, what a chart draws. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emptyAnnex } from "../../../apps-script/preview/google/book.ts";
import { readCellFormula } from "../../../apps-script/preview/google/cell-formula.ts";
import type { ChartRecord } from "../../../apps-script/preview/google/chart-record.ts";
import { type Move, move } from "../../../apps-script/preview/google/follow-moves.ts";
import { tableOf } from "../../../apps-script/preview/page/chart-table.ts";
import { areasOf, protectionAt } from "../../../apps-script/preview/page/guard.ts";
import { type Desk, prepareDesks } from "../../support/preview-headless.ts";

describe("a formula about one cell", () => {
  const holds = (formula: string, value: string | number | boolean): unknown => readCellFormula(formula)?.(value);

  test.each([
    [
      '=OR(UPPER(TRIM(E3))="N/A",AND(ISNUMBER(E3),E3>=0,E3<=50))',
      [
        [0, 51, " n/a", "x"],
        [true, false, true, false],
      ],
    ],
    [
      "=AND(ISNUMBER(B6),B6>=-1.5,B6<>0)",
      [
        [-1.5, -1.6, 0, "1"],
        [true, false, false, false],
      ],
    ],
    [
      "=LEN(A1)>1",
      [
        ["ab", "a", 12, ""],
        [true, false, true, false],
      ],
    ],
    [
      '=A1="a ""b"""',
      [
        ['A "B"', "a"],
        [true, false],
      ],
    ],
    [
      "=NOT(ISBLANK(A1))",
      [
        ["", 0],
        [false, true],
      ],
    ],
    [
      "=A1=TRUE",
      [
        [true, false, "TRUE"],
        [true, false, false],
      ],
    ],
    [
      "=(A1<2)",
      [
        [1, 2, "text"],
        [true, false, false],
      ],
    ],
  ] as const)("%s", (formula, [values, expected]) => {
    expect(values.map((value) => holds(formula, value))).toEqual(expected);
  });

  test.each(["=A1>B1", "=$A1>1", "=SUM(A1)", "=A1:A9=1", "=A1>", "=AND(", "=A1 B1", "", "=Other!A1=1", "=A1+1>2"])(
    "leaves %j to the spreadsheet's own formulas",
    (formula) => {
      expect(readCellFormula(formula)).toBeNull();
    },
  );
});

describe("a protection", () => {
  const area = (startRow: number, startColumn: number, endRow = startRow, endColumn = startColumn) => ({
    startRow,
    endRow,
    startColumn,
    endColumn,
  });
  const own = { id: "1", sheet: "s", area: area(0, 0, 0, 5), description: "Headers", warningOnly: true };

  test("is found where an area touches it, on its own tab", () => {
    expect(protectionAt([own], "s", [area(0, 5, 9, 9)])).toBe(own);
    expect(protectionAt([own], "s", [area(1, 0, 9, 9), area(0, 6)])).toBeUndefined();
    expect(protectionAt([own], "t", [area(0, 0)])).toBeUndefined();
    expect(protectionAt([{ ...own, area: null }], "s", [area(99, 99)])).toBeDefined();
  });

  test("is about what a command names, else about what is selected", () => {
    expect(areasOf({ range: area(1, 1) }, [area(0, 0)])).toEqual([area(1, 1)]);
    expect(areasOf({ value: { 3: { 4: { v: 1 }, 6: { v: 2 } } } }, [area(0, 0)])).toEqual([area(3, 4), area(3, 6)]);
    expect(areasOf({ value: { v: 1 } }, [area(0, 0)])).toEqual([area(0, 0)]);
  });

  test("is about every cell that a pasted text fills", () => {
    expect(areasOf({ textContent: "a\tb\tc\r\nd\r\n" }, [area(2, 3)])).toEqual([area(2, 3, 3, 5)]);
  });
});

describe("rows and columns that come and go", () => {
  const lines = (startRow: number, endRow: number) => ({ startRow, endRow, startColumn: 0, endColumn: 3 });
  const movedBy = (rows: ReturnType<typeof lines>, at: number, count: number, axis: Move["axis"] = "Row") => {
    const annex = emptyAnnex();
    annex.protections = [{ id: "1", sheet: "s", area: rows, description: "", warningOnly: true }];
    const chart = { sheet: "s", row: 10, column: 2, ranges: [{ sheet: "s", area: rows }] };
    annex.charts = [chart as ChartRecord];
    move(annex, { sheet: "s", axis, at, count });
    const [range] = chart.ranges;
    expect(annex.protections[0]?.area).toEqual(range?.area);
    return { rows: range && [range.area.startRow, range.area.endRow], row: chart.row, column: chart.column };
  };

  test.each([
    ["rows before", 0, 2, [7, 9], 12],
    ["rows within", 6, 2, [5, 9], 12],
    ["rows after", 8, 2, [5, 7], 12],
    ["rows before that go", 0, -2, [3, 5], 8],
    ["rows within that go", 6, -1, [5, 6], 9],
    ["the last rows that go", 7, -4, [5, 6], 7],
    ["the first rows that go", 4, -2, [4, 5], 8],
    ["all rows that go", 5, -3, undefined, 7],
  ] as const)("%s move what stands in them", (_, at, count, rows, row) => {
    expect(movedBy(lines(5, 7), at, count)).toEqual({ rows, row, column: 2 });
  });

  test("move nothing to the side, and nothing in another tab", () => {
    expect(movedBy(lines(5, 7), 0, 3, "Column")).toEqual({ rows: [5, 7], row: 10, column: 5 });
    const annex = emptyAnnex();
    annex.protections = [{ id: "1", sheet: "s", area: lines(5, 7), description: "", warningOnly: true }];
    move(annex, { sheet: "t", axis: "Row", at: 0, count: 9 });
    expect(annex.protections[0]?.area).toEqual(lines(5, 7));
  });
});

describe("in the workbook", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = (await prepareDesks())();
  }, 60_000);
  afterAll(() => desk.dispose());

  test("a protection stays with its cells when somebody inserts a row", () => {
    const sheet = desk.services("FULL").SpreadsheetApp.getActiveSpreadsheet().insertSheet();
    sheet.getRange("A3:B4").protect();
    sheet.insertRowsBefore(2, 2);
    expect(desk.memory.annex.protections.at(-1)?.area).toMatchObject({ startRow: 4, endRow: 5 });
  });

  function drawn(values: unknown[][], formats: [string, string][] = [], own: Partial<ChartRecord> = {}) {
    const sheet = desk.services("FULL").SpreadsheetApp.getActiveSpreadsheet().insertSheet();
    for (const [range, format] of formats) sheet.getRange(range).setNumberFormat(format);
    sheet.getRange(1, 1, values.length, values[0]?.length ?? 0).setValues(values);
    const area = { startRow: 0, endRow: values.length - 1, startColumn: 0, endColumn: (values[0]?.length ?? 1) - 1 };
    const tab = desk.workbook.getSheetByName(sheet.getName());
    const ranges = [{ sheet: tab?.getSheetId() ?? "", area }];
    return tableOf(desk.workbook, { ranges, headers: 1, transpose: false, ...own } as ChartRecord);
  }

  test("a chart has labels as the cells show them, and blanks and texts as gaps", () => {
    const table = drawn(
      [
        ["Day", "Share", "Note"],
        [new Date(2026, 10, 22), 0.5, "–"],
        [new Date(2026, 10, 23), "", 7],
      ],
      [["B2:B3", "0%"]],
    );
    expect(table.series).toEqual(["Share", "Note"]);
    expect(table.rows.map(({ label, values }) => [label, ...values])).toEqual([
      ["2026-11-22", 0.5, null],
      ["2026-11-23", null, 7],
    ]);
  });

  test("a chart takes no number from plain text, as Google's charts do not", () => {
    const table = drawn(
      [
        ["Name", "Count"],
        ["Acme", "12"],
      ],
      [["B2", "@"]],
    );
    expect(table.rows[0]?.values).toEqual([null]);
  });

  test("a chart takes a number that the spreadsheet keeps as text", () => {
    const table = drawn([
      ["Name", "Count"],
      ["Acme", 1],
    ]);
    expect(table.rows[0]?.values).toEqual([1]);
    const sheet = desk.workbook.getActiveSheet();
    sheet.getRange(0, 0, 2, 2).setValues([
      [{ v: "Name" }, { v: "Count" }],
      [{ v: "Acme" }, { v: "12.5", t: 2 }],
    ]);
    const area = { startRow: 0, endRow: 1, startColumn: 0, endColumn: 1 };
    const ranges = [{ sheet: sheet.getSheetId(), area }];
    expect(tableOf(desk.workbook, { ranges, headers: 1, transpose: false } as ChartRecord).rows[0]?.values).toEqual([
      12.5,
    ]);
  });
});
