/** `SpreadsheetApp` of one run. */
import { asGoogle } from "./as-google.ts";
import type { Book } from "./book.ts";
import { ConditionalFormatRuleBuilder } from "./conditional.ts";
import { Spreadsheet } from "./spreadsheet.ts";
import { DataValidationBuilder } from "./validation.ts";

type App = GoogleAppsScript.Spreadsheet.SpreadsheetApp;
type Offered =
  | "getActiveSpreadsheet"
  | "getActive"
  | "getActiveSheet"
  | "getActiveRange"
  | "getCurrentCell"
  | "getUi"
  | "flush"
  | "newDataValidation"
  | "newConditionalFormatRule";

/** Google's enumerations are their own names here. */
const named = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as { [Key in Name]: Key };

export class SpreadsheetApp implements Pick<App, Offered> {
  readonly BorderStyle = named("DOTTED", "DASHED", "SOLID", "SOLID_MEDIUM", "SOLID_THICK", "DOUBLE");
  readonly DataValidationCriteria = named("VALUE_IN_LIST", "CUSTOM_FORMULA", "DATE_IS_VALID_DATE", "NUMBER_BETWEEN");
  readonly DeveloperMetadataVisibility = named("DOCUMENT", "PROJECT");
  readonly Dimension = named("COLUMNS", "ROWS");
  readonly InterpolationType = named("NUMBER", "PERCENT", "PERCENTILE", "MIN", "MAX");
  readonly ProtectionType = named("RANGE", "SHEET");
  readonly WrapStrategy = named("WRAP", "OVERFLOW", "CLIP");
  readonly #book: Book;
  readonly #ui: () => GoogleAppsScript.Base.Ui;

  constructor(book: Book, ui: () => GoogleAppsScript.Base.Ui) {
    this.#book = book;
    this.#ui = ui;
  }

  getActiveSpreadsheet(): GoogleAppsScript.Spreadsheet.Spreadsheet {
    this.#book.execution.use("spreadsheet", "SpreadsheetApp.getActiveSpreadsheet");
    return asGoogle(new Spreadsheet(this.#book));
  }

  getActive(): GoogleAppsScript.Spreadsheet.Spreadsheet {
    return this.getActiveSpreadsheet();
  }

  getActiveSheet(): GoogleAppsScript.Spreadsheet.Sheet {
    return this.getActiveSpreadsheet().getActiveSheet();
  }

  getActiveRange(): GoogleAppsScript.Spreadsheet.Range {
    return asGoogle(this.getActiveSpreadsheet().getActiveRange());
  }

  getCurrentCell(): GoogleAppsScript.Spreadsheet.Range {
    return asGoogle(this.getActiveSpreadsheet().getCurrentCell());
  }

  getUi(): GoogleAppsScript.Base.Ui {
    this.#book.execution.use("ui", "SpreadsheetApp.getUi");
    return this.#ui();
  }

  /** Cells are written at once here. */
  flush(): void {
    this.#book.execution.use("spreadsheet", "SpreadsheetApp.flush");
  }

  newDataValidation(): GoogleAppsScript.Spreadsheet.DataValidationBuilder {
    return asGoogle(new DataValidationBuilder());
  }

  newConditionalFormatRule(): GoogleAppsScript.Spreadsheet.ConditionalFormatRuleBuilder {
    return asGoogle(new ConditionalFormatRuleBuilder());
  }
}
