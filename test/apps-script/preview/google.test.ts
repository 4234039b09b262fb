/** The services of the preview, against what Google's reference says of each. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Desk, prepareDesks } from "../../support/preview-headless.ts";

let open: Awaited<ReturnType<typeof prepareDesks>>;
let desk: Desk;
let book: GoogleAppsScript.Spreadsheet.Spreadsheet;
let sheet: GoogleAppsScript.Spreadsheet.Sheet;
let count = 0;

beforeAll(async () => {
  open = await prepareDesks();
  desk = open();
  book = desk.services("FULL").SpreadsheetApp.getActiveSpreadsheet();
}, 60_000);
afterAll(() => desk.dispose());
beforeEach(() => {
  sheet = book.insertSheet(`Tab ${++count}`);
});

describe("values", () => {
  test("come back as they were written; a blank is an empty text", () => {
    sheet.getRange("A1:E1").setValues([["text", 1.5, true, "", null]]);
    expect(sheet.getRange("A1:E1").getValues()).toEqual([["text", 1.5, true, "", ""]]);
    expect(sheet.getRange("A1").getValue()).toBe("text");
    expect(sheet.getRange("D1:E1").isBlank()).toBe(true);
  });

  test("are read as if somebody had typed them, but not in plain text", () => {
    sheet.getRange("A2:D2").setNumberFormat("@");
    const typed = ["12", "50%", "TRUE", "=1+1"];
    sheet.getRange("A1:D2").setValues([typed, typed]);
    expect(sheet.getRange("A1:C1").getValues()).toEqual([[12, 0.5, true]]);
    expect(sheet.getRange("A1:D1").getFormulas()).toEqual([["", "", "", "=1+1"]]);
    expect(sheet.getRange("A2:D2").getValues()).toEqual([typed]);
    expect(sheet.getRange("A2:D2").getFormulas()).toEqual([["", "", "", ""]]);
  });

  test("that begin with a sign and are no number are formulas, as Google reads them", () => {
    sheet.getRange("A1:E1").setValues([["-5", "+1.5", "-A9+1", "+49 30", "-"]]);
    expect(sheet.getRange("A1:B1").getValues()).toEqual([[-5, 1.5]]);
    expect(sheet.getRange("A1:E1").getFormulas()).toEqual([["", "", "=-A9+1", "=+49 30", ""]]);
  });

  test("are sorted with what stands beside them, blanks last", () => {
    sheet.getRange("A1:C5").setValues([
      ["name", "points", "note"],
      ["b", 2, "=B2*10"],
      ["c", "", "three"],
      ["a", 10, "one"],
      ["d", "text", "four"],
    ]);
    sheet.getRange("A4").setNote("of a");
    sheet.getRange("A2:C5").sort({ column: 2, ascending: false });
    const names = () => sheet.getRange("A2:A5").getValues().flat();
    expect(names()).toEqual(["d", "a", "b", "c"]);
    expect(sheet.getRange("C4").getFormula()).toBe("=B4*10");
    sheet.getRange("A2:C5").sort(2);
    expect(names()).toEqual(["b", "a", "d", "c"]);
    expect(sheet.getRange("A2:A5").getNotes().flat()).toEqual(["", "of a", "", ""]);
    expect(() => sheet.getRange("A2:C5").sort(9)).toThrow("outside the range");
  });

  test("lose a leading apostrophe, which makes them text", () => {
    sheet.getRange("A1:C1").setValues([["'=1+1", "'12", "''quoted'"]]);
    expect(sheet.getRange("A1:C1").getValues()).toEqual([["=1+1", "12", "'quoted'"]]);
    expect(sheet.getRange("A1").getFormula()).toBe("");
  });

  test("of days are dates, in the local time", () => {
    sheet.getRange("A1:B1").setValues([[new Date(2026, 10, 22), "2026-02-28"]]);
    const [[written, typed] = []] = sheet.getRange("A1:B1").getValues();
    expect([written, typed]).toEqual([new Date(2026, 10, 22), new Date(2026, 1, 28)]);
    expect(sheet.getRange("A1").getDisplayValue()).toBe("2026-11-22");
  });

  test("can be hidden with their column, which selects nothing", () => {
    sheet.getRange("B2").activate();
    sheet.hideColumns(3, 2);
    expect(sheet.getActiveRange()?.getA1Notation()).toBe("B2");
    const { columnData } =
      Object.values(desk.workbook.save().sheets).find(({ name }) => name === sheet.getName()) ?? {};
    expect(Object.entries(columnData ?? {}).flatMap(([place, column]) => (column.hd === 1 ? [place] : []))).toEqual([
      "2",
      "3",
    ]);
  });

  test("must have the size of the range", () => {
    const range = sheet.getRange("A1:B2");
    expect(() => range.setValues([[1, 2]])).toThrow(
      "The number of rows in the data does not match the number of rows in the range. The data has 1 but the range has 2.",
    );
    expect(() => range.setValues([[1, 2], [1]])).toThrow("The data has 1 but the range has 2.");
  });

  test("go away without their formats", () => {
    sheet.getRange("A1").setValue(5).setBackground("#ff0000").clearContent();
    expect([sheet.getRange("A1").getValue(), sheet.getRange("A1").getBackground()]).toEqual(["", "#ff0000"]);
    expect(sheet.getRange("A1").clearFormat().getBackground()).toBe("#ffffff");
  });
});

describe("formulas", () => {
  test("have their value after the run, and read as they were written", async () => {
    sheet.getRange("A1:A3").setValues([[1], [2], [3]]);
    sheet.getRange("B1").setFormula("SUM(A1:A)");
    sheet.getRange("B2").setFormula('="A1:A "&COUNT($A$2:$A)');
    await desk.settled();
    expect(sheet.getRange("B1:B2").getValues()).toEqual([[6], ["A1:A 2"]]);
    expect(sheet.getRange("B1:B2").getFormulas()).toEqual([["=SUM(A1:A)"], ['="A1:A "&COUNT($A$2:$A)']]);
  });

  test("of other cells fill theirs, which count as content", async () => {
    sheet.getRange("A1:B2").setValues([
      ["partner", "target"],
      ["Acme", 82],
    ]);
    sheet.getRange("D1").setFormula('=MATURITY_LEVEL(A1:B2, "prm-performance")');
    await desk.settled();
    expect(sheet.getRange("D1").getValue()).toBe("Levelsheet: not connected. Open Extensions > Levelsheet > Settings");
  });
});

describe("places", () => {
  test("count from 1 and go by A1 notation", () => {
    const range = sheet.getRange(2, 3, 4, 5);
    expect(range.getA1Notation()).toBe("C2:G5");
    expect([range.getRow(), range.getColumn(), range.getLastRow(), range.getLastColumn()]).toEqual([2, 3, 5, 7]);
    expect(sheet.getRange("C:C").getA1Notation()).toBe("C1:C1000");
    expect(sheet.getRange("B3:D").getNumRows()).toBe(998);
    expect(range.offset(1, 1, 1, 1).getA1Notation()).toBe("D3");
    expect(book.getRange(`'${sheet.getName()}'!A1:B2`).getSheet().getName()).toBe(sheet.getName());
  });

  test("outside the tab are refused", () => {
    expect(() => sheet.getRange(1_001, 1)).toThrow("outside the dimensions of the sheet");
    expect(() => sheet.getRange(1, 27)).toThrow("outside the dimensions of the sheet");
    expect(() => sheet.getRange(1, 1, 0, 1)).toThrow("must be at least 1");
    expect(() => sheet.getRange("no range")).toThrow("Range not found");
  });

  test("with content end the data; formats do not count", () => {
    expect([sheet.getLastRow(), sheet.getLastColumn(), sheet.getDataRange().getA1Notation()]).toEqual([0, 0, "A1"]);
    sheet.getRange("F9").setBackground("#00ff00").setNumberFormat("0.0");
    sheet.getRange("C4").setValue(0);
    expect(sheet.getDataRange().getA1Notation()).toBe("A1:C4");
  });

  test("keep names, which move with the tab's name", () => {
    book.setNamedRange("A_name", sheet.getRange("B2"));
    sheet.getRange("B2").setValue("here");
    sheet.setName(`Other ${count}`);
    expect(book.getRangeByName("A_name")?.getValue()).toBe("here");
    expect(book.getRangeByName("no_name")).toBeNull();
    expect(() => book.setNamedRange("no name", sheet.getRange("A1"))).toThrow("invalid");
    book.removeNamedRange("A_name");
    expect(book.getRangeByName("A_name")).toBeNull();
  });

  test("grow where rows and columns are added, and keep their content", () => {
    sheet.getRange("A1:B1").setValues([["a", "b"]]);
    sheet.insertColumnsAfter(1, 2).insertRowsBefore(1, 1).insertRowsAfter(sheet.getMaxRows(), 10);
    expect(sheet.getRange("A2:D2").getValues()).toEqual([["a", "", "", "b"]]);
    expect([sheet.getMaxRows(), sheet.getMaxColumns()]).toEqual([1_011, 28]);
    expect(() => sheet.deleteRows(1, 1_011)).toThrow("all the rows");
    expect(() => sheet.insertRowsAfter(1, 1_000_000)).toThrow("10000000 cells");
  });
});

describe("tabs", () => {
  test("have names of their own", () => {
    expect(() => book.insertSheet(sheet.getName())).toThrow("already exists");
    expect(book.getSheetByName("nothing")).toBeNull();
    expect(book.getSheets().map((own) => own.getName())).toContain(sheet.getName());
  });

  test("freeze, hide and colour", () => {
    sheet.setFrozenRows(2);
    sheet.setFrozenColumns(1);
    expect([sheet.getFrozenRows(), sheet.getFrozenColumns()]).toEqual([2, 1]);
  });

  test("append below the content", () => {
    sheet.appendRow(["a", 1]).appendRow(["b", 2]);
    expect(sheet.getDataRange().getValues()).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
  });
});

describe("notes, rules and formats", () => {
  test("notes are read where they were put", () => {
    sheet.getRange("A1:B1").setNotes([["one", ""]]);
    expect(sheet.getRange("A1:B1").getNotes()).toEqual([["one", ""]]);
    expect(sheet.getRange("A1").clearNote().getNote()).toBe("");
  });

  test("a list shows its drop-down, refuses what is not on it, and keeps commas", () => {
    const { SpreadsheetApp } = desk.services("FULL");
    const rule = SpreadsheetApp.newDataValidation()
      .requireValueInList(["one, two", "three"], true)
      .setAllowInvalid(false)
      .setHelpText("Choose.")
      .build();
    sheet.getRange("A2:A9").setDataValidation(rule);
    const found = sheet.getRange("A5").getDataValidation();
    expect(String(found?.getCriteriaType())).toBe("VALUE_IN_LIST");
    expect(found?.getCriteriaValues()).toEqual([["one, two", "three"], true]);
    expect([found?.getAllowInvalid(), found?.getHelpText()]).toEqual([false, "Choose."]);
    expect(sheet.getRange("A1").getDataValidation()).toBeNull();
    sheet.getRange("A2:A9").clearDataValidations();
    expect(sheet.getRange("A5").getDataValidation()).toBeNull();
    const long = Array.from({ length: 501 }, (_, place) => String(place));
    expect(() => SpreadsheetApp.newDataValidation().requireValueInList(long)).toThrow("500");
  });

  test("a rule by formula and one for dates come back", () => {
    const { SpreadsheetApp } = desk.services("FULL");
    sheet
      .getRange("A1")
      .setDataValidation(SpreadsheetApp.newDataValidation().requireFormulaSatisfied("=ISNUMBER(A1)").build());
    sheet.getRange("B1").setDataValidation(SpreadsheetApp.newDataValidation().requireDate().build());
    expect(sheet.getRange("A1").getDataValidation()?.getCriteriaValues()).toEqual(["=ISNUMBER(A1)"]);
    expect(String(sheet.getRange("B1").getDataValidation()?.getCriteriaType())).toBe("DATE_IS_VALID_DATE");
    expect(() => SpreadsheetApp.newDataValidation().build()).toThrow("no criteria");
  });

  test("a rule about its own cell reaches every row, and says which of them do not hold", async () => {
    const { SpreadsheetApp } = desk.services("FULL");
    sheet.insertRowsAfter(sheet.getMaxRows(), 1_100);
    const formula = '=OR(UPPER(TRIM(A2))="N/A",AND(ISNUMBER(A2),A2>=0,A2<=50))';
    const rule = SpreadsheetApp.newDataValidation().requireFormulaSatisfied(formula).setAllowInvalid(false).build();
    sheet.getRange(2, 1, 2_000, 1).setDataValidation(rule);
    expect(sheet.getRange(2_001, 1).getDataValidation()?.getCriteriaValues()).toEqual([formula]);
    sheet.getRange(1_997, 1, 5, 1).setValues([[50], [50.1], [" n/a"], ["many"], [""]]);
    const tab = desk.workbook.getSheetByName(sheet.getName());
    const states = await tab?.getRange(1_996, 0, 5, 1).getValidatorStatus();
    expect(states?.flat()).toEqual(["valid", "invalid", "valid", "invalid", "valid"]);
  });

  test("conditional formats are replaced as a whole, in their order", () => {
    const { SpreadsheetApp } = desk.services("FULL");
    const text = SpreadsheetApp.newConditionalFormatRule()
      .setRanges([sheet.getRange("A1:A9")])
      .whenTextEqualTo("Gold")
      .setBackground("#123456")
      .build();
    const scale = SpreadsheetApp.newConditionalFormatRule()
      .setRanges([sheet.getRange("B1:B9")])
      .setGradientMinpointWithValue("#ffffff", SpreadsheetApp.InterpolationType.NUMBER as never, "0")
      .setGradientMaxpointWithValue("#000000", SpreadsheetApp.InterpolationType.NUMBER as never, "100")
      .build();
    sheet.setConditionalFormatRules([text, scale]);
    const ranges = () =>
      sheet.getConditionalFormatRules().map((rule) => rule.getRanges().map((range) => range.getA1Notation()));
    expect(ranges()).toEqual([["A1:A9"], ["B1:B9"]]);
    sheet.setConditionalFormatRules([scale]);
    expect(ranges()).toEqual([["B1:B9"]]);
    expect(() => SpreadsheetApp.newConditionalFormatRule().whenTextEqualTo("x").build()).toThrow("at least one range");
  });

  test("formats are read back", () => {
    const cell = sheet
      .getRange("B2")
      .setFontWeight("bold")
      .setFontColor("#112233")
      .setFontSize(14)
      .setNumberFormat("0.0");
    cell.setValue(2.25);
    expect([cell.getFontWeight(), cell.getFontColor(), cell.getFontSize(), cell.getNumberFormat()]).toEqual([
      "bold",
      "#112233",
      14,
      "0.0",
    ]);
    expect(cell.getValue()).toBe(2.25);
  });

  test("protections are listed and can only warn where they say so", () => {
    const protection = sheet.getRange("A1:B2").protect().setDescription("mine").setWarningOnly(true);
    const found = () =>
      sheet.getProtections("RANGE" as never).map((one) => [one.getDescription(), one.isWarningOnly()]);
    expect(found()).toEqual([["mine", true]]);
    protection.remove();
    expect(found()).toEqual([]);
  });
});

describe("developer metadata", () => {
  const find = (key: string) =>
    sheet
      .createDeveloperMetadataFinder()
      .withKey(key)
      .find()
      .map((one) => [one.getValue(), one.getLocation().getColumn()?.getColumn()]);

  test("stays with its column, whatever is inserted or deleted before it", () => {
    sheet.getRange("B:B").addDeveloperMetadata("key", "of B", "DOCUMENT" as never);
    sheet.getRange("H:H").addDeveloperMetadata("key", "of H", "DOCUMENT" as never);
    sheet.insertColumnsBefore(1, 2);
    expect(find("key")).toEqual([
      ["of B", 4],
      ["of H", 10],
    ]);
    sheet.deleteColumns(3, 2);
    expect(find("key")).toEqual([["of H", 8]]);
    expect(find("other")).toEqual([]);
  });

  test("is for whole columns only", () => {
    expect(() => sheet.getRange("B1:B2").addDeveloperMetadata("key")).toThrow("not currently supported");
  });

  test("can be changed and removed", () => {
    sheet.getRange("A:A").addDeveloperMetadata("key", "old");
    sheet.createDeveloperMetadataFinder().withKey("key").find()[0]?.setValue("new");
    expect(find("key")).toEqual([["new", 1]]);
    sheet.createDeveloperMetadataFinder().withKey("key").find()[0]?.remove();
    expect(find("key")).toEqual([]);
  });
});

describe("charts", () => {
  test("get an id where they stand, and are changed and removed by it", () => {
    const { Charts } = desk.services("FULL");
    const range = sheet.getRange("A1:B3");
    sheet.insertChart(
      sheet
        .newChart()
        .setChartType(Charts.ChartType.RADAR as never)
        .addRange(range)
        .setPosition(2, 3, 0, 0)
        .setOption("title", "T")
        .build(),
    );
    const [chart] = sheet.getCharts();
    expect(chart?.getRanges().map((own) => own.getA1Notation())).toEqual(["A1:B3"]);
    expect(desk.memory.annex.charts.at(-1)).toMatchObject({
      type: "RADAR",
      row: 1,
      column: 2,
      options: { title: "T" },
    });
    if (chart !== undefined) sheet.updateChart(chart.modify().setOption("title", "U").build());
    expect(sheet.getCharts().map((own) => own.getChartId())).toEqual([chart?.getChartId()]);
    expect(desk.memory.annex.charts.at(-1)?.options).toEqual({ title: "U" });
    for (const own of sheet.getCharts()) sheet.removeChart(own);
    expect(sheet.getCharts()).toEqual([]);
    expect(() => sheet.newChart().build()).toThrow("no range");
  });
});

describe("who may do what", () => {
  test("before the add-on is used in a file: the menu, and nothing else", () => {
    const { SpreadsheetApp, UrlFetchApp, PropertiesService, CacheService } = desk.services("NONE");
    expect(() => SpreadsheetApp.getUi().createAddonMenu()).not.toThrow();
    expect(() => SpreadsheetApp.getActiveSpreadsheet()).toThrow("You do not have permission");
    expect(() => PropertiesService.getDocumentProperties()).toThrow("You do not have permission");
    expect(() => UrlFetchApp.fetch("https://example.com")).toThrow("You do not have permission");
    expect(CacheService.getDocumentCache()).toBeNull();
  });

  test("on opening: the workbook, but no network and no sidebar", () => {
    const { SpreadsheetApp, UrlFetchApp, HtmlService } = desk.services("LIMITED");
    expect(SpreadsheetApp.getActiveSpreadsheet().getSheets().length).toBeGreaterThan(0);
    expect(() => UrlFetchApp.fetch("https://example.com")).toThrow("You do not have permission");
    expect(() => SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput("x"))).toThrow("Cannot call");
  });

  test("in a cell: read, ask the network, write nothing", () => {
    const { SpreadsheetApp } = desk.services("CUSTOM_FUNCTION");
    const own = SpreadsheetApp.getActiveSpreadsheet().getSheetByName(sheet.getName());
    expect(own?.getRange("A1").getValue()).toBe("");
    expect(() => own?.getRange("A1").setValue(1)).toThrow("You do not have permission to call Range.setValues.");
    expect(() => own?.setFrozenRows(1)).toThrow("You do not have permission");
    expect(() => SpreadsheetApp.getUi()).toThrow("Cannot call SpreadsheetApp.getUi() from this context.");
  });

  test("no longer than six minutes, and 30 seconds in a cell", () => {
    const command = desk.services("FULL");
    const cell = desk.services("CUSTOM_FUNCTION");
    desk.clock.time += 31_000;
    expect(() => cell.SpreadsheetApp.getActiveSpreadsheet()).toThrow("Exceeded maximum execution time");
    expect(() => command.SpreadsheetApp.getActiveSpreadsheet()).not.toThrow();
    desk.clock.time += 330_000;
    expect(() => command.SpreadsheetApp.getActiveSpreadsheet()).toThrow("Exceeded maximum execution time");
  });
});
