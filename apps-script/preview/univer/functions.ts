/** Functions of the script as functions of Univer's formula engine. */
import type { IRange } from "@univerjs/core";
import {
  ArrayValueObject,
  BaseFunction,
  type BaseReferenceObject,
  type BaseValueObject,
  BooleanValueObject,
  ErrorType,
  ErrorValueObject,
  type FunctionVariantType,
  type IFunctionInfo,
  type IFunctionNames,
  NumberValueObject,
  StringValueObject,
} from "@univerjs/engine-formula";
import { dateOf, isDatePattern } from "../google/cell.ts";

/** How a function is worked out, and what the cells of a reference look like. */
export interface Computing {
  compute(name: string, args: readonly unknown[]): unknown;
  /** @returns the number format of a cell of the workbook. */
  patternOf(sheetId: string, row: number, column: number): string;
  /** @returns how many rows a tab has. */
  rowsOf(sheetId: string): number;
}

type Cells = Pick<Computing, "patternOf" | "rowsOf">;

/** Google refuses longer texts in a cell. */
const LONGEST = 50_000;

/**
 * @param computing is asked for when the first formula is worked out: the workbook comes after its functions.
 */
export function customFunctions(
  help: readonly IFunctionInfo[],
  computing: () => Computing,
): [new (name: IFunctionNames) => BaseFunction, string][] {
  return help.map(({ functionName, functionParameter }) => {
    class CustomFunction extends BaseFunction {
      // Values would come with blanks as 0, dates as numbers and one cell as a table.
      override needsReferenceObject = true;
      override minParams = functionParameter.filter(({ require }) => require === 1).length;
      override maxParams = functionParameter.length;

      override calculate(...variants: BaseValueObject[]): BaseValueObject {
        const { compute, ...cells } = computing();
        try {
          return resultOf(
            compute(
              functionName,
              variants.map((variant) => argumentOf(variant, cells)),
            ),
          );
        } catch {
          return ErrorValueObject.create(ErrorType.VALUE);
        }
      }
    }
    return [CustomFunction, functionName];
  });
}

/** What Google hands to the function: a table for a range, a bare value for a cell, nothing for what is left out. */
function argumentOf(variant: FunctionVariantType, cells: Cells): unknown {
  if (variant.isReferenceObject()) return rangeArgument(variant as BaseReferenceObject, cells);
  const value = variant as BaseValueObject;
  if (!value.isArray()) return bareValue(value, "");
  const rows: unknown[][] = [];
  (value as ArrayValueObject).iterator((cell, row, column) => {
    rows[row] ??= [];
    (rows[row] as unknown[])[column] = cell === null || cell === undefined ? "" : bareValue(cell, "");
  });
  return rows;
}

function rangeArgument(reference: BaseReferenceObject, { patternOf, rowsOf }: Cells): unknown {
  const { startRow, endRow: last, startColumn, endColumn }: IRange = reference.getRangePosition();
  const sheetId = reference.getForcedSheetId() || reference.getDefaultSheetId();
  const endRow = Math.max(startRow, Math.min(last, rowsOf(sheetId) - 1));
  const width = endColumn - startColumn + 1;
  const rows: unknown[][] = Array.from({ length: endRow - startRow + 1 }, () => new Array<unknown>(width).fill(""));
  reference.iterator((cell, row, column) => {
    if (cell === null || cell === undefined) return;
    const target = rows[row - startRow];
    if (target !== undefined) {
      target[column - startColumn] = bareValue(cell, cell.isNumber() ? patternOf(sheetId, row, column) : "");
    }
  });
  return rows.length === 1 && width === 1 ? rows[0]?.[0] : rows;
}

function bareValue(value: BaseValueObject, pattern: string): unknown {
  if (value.isNull()) return "";
  const plain: unknown = value.getValue();
  return typeof plain === "number" && isDatePattern(pattern) ? dateOf(plain) : plain;
}

function resultOf(result: unknown): BaseValueObject {
  if (!Array.isArray(result)) return cellResult(result);
  const rows: unknown[][] = result.map((row: unknown) => (Array.isArray(row) ? row : [row]));
  const width = Math.max(1, ...rows.map((row) => row.length));
  return new ArrayValueObject({
    calculateValueList: rows.map((row) => Array.from({ length: width }, (_, column) => cellResult(row[column]))),
    rowCount: rows.length,
    columnCount: width,
    unitId: "",
    sheetId: "",
    row: -1,
    column: -1,
  });
}

/** Text is never taken for a formula. */
function cellResult(value: unknown): BaseValueObject {
  if (typeof value === "number") return NumberValueObject.create(value);
  if (typeof value === "boolean") return BooleanValueObject.create(value);
  const text = value === null || value === undefined ? "" : String(value);
  return text.length > LONGEST ? ErrorValueObject.create(ErrorType.VALUE) : StringValueObject.create(text);
}
