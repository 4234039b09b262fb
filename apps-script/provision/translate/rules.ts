/** What the layout says about a tab as a whole: conditional formats, protection, names. */
import type { sheets_v4 } from "@googleapis/sheets";
import type { ConditionalFormat, TabDefinition } from "../../src/layout/definition.ts";
import { colourOf, formatOf, gridRange } from "./cell.ts";

export function conditionalFormats(tab: TabDefinition, sheetId: number): sheets_v4.Schema$ConditionalFormatRule[] {
  return tab.conditional.map(({ area, format }) => ({ ranges: [gridRange(sheetId, area)], ...ruleOf(format) }));
}

function ruleOf(format: ConditionalFormat): sheets_v4.Schema$ConditionalFormatRule {
  if (format.kind === "heat") {
    const point = (colour: string, value: number) => ({
      colorStyle: colourOf(colour),
      type: "NUMBER",
      value: `${value}`,
    });
    return {
      gradientRule: { minpoint: point(format.low, format.min), maxpoint: point(format.high, format.max) },
    };
  }
  const condition =
    format.kind === "text"
      ? { type: "TEXT_EQ", values: [{ userEnteredValue: format.text }] }
      : { type: "CUSTOM_FORMULA", values: [{ userEnteredValue: format.formula }] };
  return { booleanRule: { condition, format: formatOf(format) } };
}

/** Warns before somebody edits; nobody is locked out. */
export function protectedRanges(tab: TabDefinition, sheetId: number): sheets_v4.Schema$ProtectedRange[] {
  return tab.protections.map(({ area, description }) => ({
    range: gridRange(sheetId, area),
    description: `Levelsheet: ${description}`,
    warningOnly: true,
  }));
}

export function namedRanges(tab: TabDefinition, sheetId: number): sheets_v4.Schema$NamedRange[] {
  return tab.names.map(({ name, area }) => ({ name, range: gridRange(sheetId, area) }));
}
