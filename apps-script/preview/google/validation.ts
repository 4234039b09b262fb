/** Rules for what a cell may hold. */
import {
  DataValidationErrorStyle,
  DataValidationOperator,
  DataValidationRenderMode,
  DataValidationType,
} from "@univerjs/core";
import type { FUniver } from "@univerjs/core/facade";
import type { FRange } from "@univerjs/sheets/facade";
import type { FDataValidation } from "@univerjs/sheets-data-validation/facade";
import { asGoogle, GoogleFailure } from "./as-google.ts";
import { serialOf } from "./cell.ts";
import { readCellFormula } from "./cell-formula.ts";

type GoogleRule = GoogleAppsScript.Spreadsheet.DataValidation;
type GoogleBuilder = GoogleAppsScript.Spreadsheet.DataValidationBuilder;
type Criteria = GoogleAppsScript.Spreadsheet.DataValidationCriteria;

interface RuleRecord {
  criteria: string;
  values: unknown[];
  allowInvalid: boolean;
  help: string;
}

/** Google takes no longer lists. */
const MOST_ITEMS = 500;

export class DataValidation
  implements Pick<GoogleRule, "getAllowInvalid" | "getCriteriaType" | "getCriteriaValues" | "getHelpText" | "copy">
{
  readonly record: RuleRecord;

  constructor(record: RuleRecord) {
    this.record = record;
  }

  getAllowInvalid = () => this.record.allowInvalid;
  getCriteriaType = () => asGoogle<Criteria>(this.record.criteria);
  getCriteriaValues = () => this.record.values;
  getHelpText = () => this.record.help;

  copy(): GoogleBuilder {
    return asGoogle(new DataValidationBuilder({ ...this.record }));
  }
}

export class DataValidationBuilder
  implements
    Pick<
      GoogleBuilder,
      | "requireValueInList"
      | "requireValueInRange"
      | "requireFormulaSatisfied"
      | "requireDate"
      | "requireNumberBetween"
      | "setAllowInvalid"
      | "setHelpText"
      | "build"
    >
{
  readonly #record: RuleRecord;

  constructor(record: RuleRecord = { criteria: "", values: [], allowInvalid: true, help: "" }) {
    this.#record = record;
  }

  /** The second argument shows the drop-down's arrow; Univer's second one would allow several answers. */
  requireValueInList(values: string[], showDropdown = true): GoogleBuilder {
    if (values.length > MOST_ITEMS) {
      throw new GoogleFailure(`The data validation rule has more items than the limit of ${MOST_ITEMS}.`);
    }
    return this.#set("VALUE_IN_LIST", [values, showDropdown]);
  }

  requireValueInRange(range: GoogleAppsScript.Spreadsheet.Range, showDropdown = true): GoogleBuilder {
    return this.#set("VALUE_IN_RANGE", [range, showDropdown]);
  }

  requireFormulaSatisfied(formula: string): GoogleBuilder {
    return this.#set("CUSTOM_FORMULA", [formula]);
  }

  requireDate(): GoogleBuilder {
    return this.#set("DATE_IS_VALID_DATE", []);
  }

  requireNumberBetween(start: number, end: number): GoogleBuilder {
    return this.#set("NUMBER_BETWEEN", [start, end]);
  }

  setAllowInvalid(allowInvalid: boolean): GoogleBuilder {
    this.#record.allowInvalid = allowInvalid;
    return asGoogle(this);
  }

  setHelpText(help: string): GoogleBuilder {
    this.#record.help = help;
    return asGoogle(this);
  }

  build(): GoogleRule {
    if (this.#record.criteria === "") throw new GoogleFailure("The data validation rule has no criteria.");
    return asGoogle(new DataValidation({ ...this.#record }));
  }

  #set(criteria: string, values: unknown[]): GoogleBuilder {
    Object.assign(this.#record, { criteria, values });
    return asGoogle(this);
  }
}

/** From the first day Univer counts; every date is later. */
const FIRST_DAY = serialOf(new Date(1900, 0, 1));

export function setRule(range: FRange, rule: DataValidation, univer: FUniver): void {
  const { criteria, values, allowInvalid, help } = rule.record;
  const builder = univer.newDataValidation();
  if (criteria === "VALUE_IN_LIST") builder.requireValueInList(values[0] as string[], false, values[1] === true);
  else if (criteria === "VALUE_IN_RANGE") {
    const given = asGoogle<{ inUniver(): FRange }>(values[0]).inUniver();
    builder.requireValueInRange(given, false, values[1] === true);
  } else if (criteria === "CUSTOM_FORMULA") builder.requireFormulaSatisfied(String(values[0]));
  else if (criteria === "NUMBER_BETWEEN") builder.requireNumberBetween(Number(values[0]), Number(values[1]));
  else builder.requireDateOnOrAfter(new Date(1900, 0, 1));
  builder.setAllowBlank(true).setOptions({
    showErrorMessage: true,
    error: help,
    // Google shows an arrow; Univer's chips would wrap, and make rows tall.
    renderMode: DataValidationRenderMode.ARROW,
    errorStyle: allowInvalid ? DataValidationErrorStyle.WARNING : DataValidationErrorStyle.STOP,
  });
  const built = builder.build();
  if (criteria === "DATE_IS_VALID_DATE") built.rule.formula1 = String(FIRST_DAY);
  // Without its sign, or Univer would work it out as one of its own.
  if (isCellRule(rule)) Object.assign(built.rule, { type: CELL_RULE, formula1: String(values[0]).replace(/^=/, "") });
  range.setDataValidation(built);
}

/** The kind of a rule that is a formula about its own cell. */
export const CELL_RULE = "levelsheetCellFormula";

const isCellRule = ({ record }: DataValidation): boolean =>
  record.criteria === "CUSTOM_FORMULA" && readCellFormula(String(record.values[0])) !== null;

/** Univer works any other formula out for every cell of its range, blank ones too, again and again. */
const FORMULA_ROWS = 300;

/** How many of the rows that a rule is given for it can have here. */
export const rowsOfRule = (rule: DataValidation, rows: number): number =>
  rule.record.criteria === "CUSTOM_FORMULA" && !isCellRule(rule) ? Math.min(FORMULA_ROWS, rows) : rows;

export function removeRules(range: FRange): void {
  if (range.getDataValidations().length > 0) range.setDataValidation(null);
}

/** @param rangeAt finds a range of the workbook by its notation. */
export function ruleAt(range: FRange, rangeAt: (a1: string) => unknown): DataValidation | null {
  const found = range.getDataValidation();
  return found === null || found === undefined ? null : new DataValidation(recordOf(found, rangeAt));
}

function recordOf({ rule }: FDataValidation, rangeAt: (a1: string) => unknown): RuleRecord {
  const common = { allowInvalid: rule.errorStyle !== DataValidationErrorStyle.STOP, help: rule.error ?? "" };
  switch (rule.type) {
    case CELL_RULE:
      return { criteria: "CUSTOM_FORMULA", values: [`=${rule.formula1 ?? ""}`], ...common };
    case DataValidationType.LIST:
      if (rule.formula1?.startsWith("=")) {
        return {
          criteria: "VALUE_IN_RANGE",
          values: [rangeAt(rule.formula1.slice(1)), rule.showDropDown === true],
          ...common,
        };
      }
      return {
        criteria: "VALUE_IN_LIST",
        values: [listOf(rule.formula1 ?? ""), rule.showDropDown === true],
        ...common,
      };
    case DataValidationType.DATE:
      return { criteria: "DATE_IS_VALID_DATE", values: [], ...common };
    case DataValidationType.DECIMAL:
      if (rule.operator === DataValidationOperator.BETWEEN) {
        return { criteria: "NUMBER_BETWEEN", values: [Number(rule.formula1), Number(rule.formula2)], ...common };
      }
      break;
  }
  return { criteria: "CUSTOM_FORMULA", values: [rule.formula1 ?? ""], ...common };
}

/** Univer keeps lists as JSON, and as text with commas where somebody typed one. */
function listOf(text: string): string[] {
  try {
    return JSON.parse(text) as string[];
  } catch {
    return text.split(",");
  }
}
