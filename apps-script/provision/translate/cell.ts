/** Styles, number formats and rules of the layout as the fields of a cell in the Sheets API. */
import type { sheets_v4 } from "@googleapis/sheets";
import type { Area, Rule, Style } from "../../src/layout/definition.ts";
import { ANSWERS_HEADER } from "../../src/layout/keys.ts";

type CellFormat = sheets_v4.Schema$CellFormat;

/** @param hex such as `#1f6feb`. */
export function colourOf(hex: string): sheets_v4.Schema$ColorStyle {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  return { rgbColor: { red, green, blue } };
}

/** Half open and from 0, as the API counts. */
export function gridRange(sheetId: number, { row, column, rows, columns }: Area): sheets_v4.Schema$GridRange {
  return {
    sheetId,
    startRowIndex: row - 1,
    endRowIndex: row - 1 + rows,
    startColumnIndex: column - 1,
    endColumnIndex: column - 1 + columns,
  };
}

export function formatOf({ bold, size, colour, background, align, wrap }: Style): CellFormat {
  const textFormat = {
    ...(bold && { bold }),
    ...(size !== undefined && { fontSize: size }),
    ...(colour !== undefined && { foregroundColorStyle: colourOf(colour) }),
  };
  return {
    ...(Object.keys(textFormat).length > 0 && { textFormat }),
    ...(background !== undefined && { backgroundColorStyle: colourOf(background) }),
    ...(align !== undefined && { horizontalAlignment: align.toUpperCase() }),
    ...(wrap && { wrapStrategy: "WRAP" }),
  };
}

/** Null for the automatic format, which cells have anyway. */
export function numberFormatOf(pattern: string): CellFormat | null {
  if (pattern === "General") return null;
  const type = pattern === "@" ? "TEXT" : pattern.includes("%") ? "PERCENT" : /y/.test(pattern) ? "DATE" : "NUMBER";
  return { numberFormat: { type, pattern } };
}

/** Both formats in one; the second wins where they differ. */
export function merged(one: CellFormat, other: CellFormat): CellFormat {
  const textFormat = { ...one.textFormat, ...other.textFormat };
  return { ...one, ...other, ...(Object.keys(textFormat).length > 0 && { textFormat }) };
}

/** The paths of what a format sets, so that nothing else in a cell is touched. */
export function fieldsOf(format: CellFormat): string {
  return Object.entries(format)
    .flatMap(([name, value]) =>
      name === "textFormat" ? Object.keys(value as object).map((part) => `textFormat.${part}`) : [name],
    )
    .map((path) => `userEnteredFormat.${path}`)
    .join(",");
}

/** @param answerRows rows of the Answers tab: its partners are a list to choose from. */
export function validationOf(rule: Rule, answerRows: number): sheets_v4.Schema$DataValidationRule {
  const condition = conditionOf(rule, answerRows);
  return {
    condition,
    inputMessage: rule.help,
    strict: rule.kind === "partners" ? false : rule.kind === "date" ? true : rule.strict,
    ...(rule.kind !== "formula" && rule.kind !== "date" && { showCustomUi: true }),
  };
}

function conditionOf(rule: Rule, answerRows: number): sheets_v4.Schema$BooleanCondition {
  switch (rule.kind) {
    case "list":
      return { type: "ONE_OF_LIST", values: rule.values.map((value) => ({ userEnteredValue: value })) };
    case "formula":
      return { type: "CUSTOM_FORMULA", values: [{ userEnteredValue: rule.formula }] };
    case "date":
      return { type: "DATE_IS_VALID" };
    case "partners":
      // A list of values may have 500, a network has more partners.
      return {
        type: "ONE_OF_RANGE",
        values: [{ userEnteredValue: `=Answers!$A$${ANSWERS_HEADER + 1}:$A$${answerRows}` }],
      };
  }
}
