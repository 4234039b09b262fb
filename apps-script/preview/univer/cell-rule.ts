/** A kind of rule that Univer lacks: a formula about the cell alone, which costs nothing for blank rows. */
import {
  type CellValueType,
  type IDataValidationRule,
  Injector,
  Plugin,
  setDependencies,
  UniverInstanceType,
} from "@univerjs/core";
import { BaseDataValidator, DataValidatorRegistryService, type IValidatorCellInfo } from "@univerjs/data-validation";
import { googleValueOf } from "../google/cell.ts";
import { readCellFormula } from "../google/cell-formula.ts";
import { CELL_RULE } from "../google/validation.ts";

class CellRuleValidator extends BaseDataValidator {
  readonly id = CELL_RULE;
  readonly title = "sheets-data-validation.custom.title";
  readonly operators = [];
  /** Nobody chooses it in Univer's own panel. */
  readonly scopes: string[] = [];
  readonly order = 100;

  override parseFormula() {
    return Promise.resolve({ formula1: undefined, formula2: undefined, isFormulaValid: true });
  }

  validatorFormula({ formula1 }: IDataValidationRule) {
    return { success: readCellFormula(formula1 ?? "") !== null };
  }

  override isValidType({ value, t }: IValidatorCellInfo, _formula: unknown, { formula1 }: IDataValidationRule) {
    const formula = readCellFormula(formula1 ?? "");
    // Univer's protocol numbers the kinds of values as its core does.
    const cell = { v: value ?? null, t: (t ?? null) as CellValueType | null };
    return Promise.resolve(formula === null || formula(googleValueOf(cell, "")) === true);
  }
}

/** After Univer's plugin for rules, whose registry it adds to. */
export class CellRulePlugin extends Plugin {
  static override pluginName = "LEVELSHEET_CELL_RULE";
  static override type = UniverInstanceType.UNIVER_SHEET;
  protected override readonly _injector: Injector;

  constructor(_config: unknown, injector: Injector) {
    super();
    this._injector = injector;
  }

  override onStarting(): void {
    const registry = this._injector.get(DataValidatorRegistryService);
    this.disposeWithMe(registry.register(this._injector.createInstance(CellRuleValidator)));
  }
}

// In place of the decorators that Univer's own plugins have: the first argument is the plugin's configuration.
setDependencies(CellRulePlugin, [Injector], 1);
