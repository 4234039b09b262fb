/** Conditional formats. */
import type { IStyleBase } from "@univerjs/core";
import type { FWorksheet } from "@univerjs/sheets/facade";
import {
  CFNumberOperator,
  CFRuleType,
  CFSubRuleType,
  CFTextOperator,
  CFValueType,
  type IConditionFormattingRule,
} from "@univerjs/sheets-conditional-formatting";
import { asGoogle, GoogleFailure } from "./as-google.ts";
import type { Book } from "./book.ts";
import { Range } from "./range.ts";

type GoogleRule = GoogleAppsScript.Spreadsheet.ConditionalFormatRule;
type GoogleBuilder = GoogleAppsScript.Spreadsheet.ConditionalFormatRuleBuilder;
type GoogleRange = GoogleAppsScript.Spreadsheet.Range;
type Interpolation = GoogleAppsScript.Spreadsheet.InterpolationType;

interface Scale {
  min: { colour: string; value: string | null };
  max: { colour: string; value: string | null };
}

interface FormatRecord {
  ranges: Range[];
  /** The condition, without its style. */
  condition: Condition | null;
  style: IStyleBase;
  scale: Partial<Scale>;
}

type Condition =
  | { subType: CFSubRuleType.text; operator: CFTextOperator; value: string }
  | { subType: CFSubRuleType.formula; value: string }
  | { subType: CFSubRuleType.number; operator: CFNumberOperator; value: number };

export class ConditionalFormatRule implements Pick<GoogleRule, "getRanges" | "copy"> {
  readonly record: FormatRecord;

  constructor(record: FormatRecord) {
    this.record = record;
  }

  getRanges = () => this.record.ranges.map((range) => asGoogle<GoogleRange>(range));

  copy(): GoogleBuilder {
    return asGoogle(new ConditionalFormatRuleBuilder({ ...this.record, style: { ...this.record.style } }));
  }
}

type Offered =
  | "setRanges"
  | "whenTextEqualTo"
  | "whenTextContains"
  | "whenFormulaSatisfied"
  | "whenNumberGreaterThan"
  | "whenNumberLessThan"
  | "setBackground"
  | "setFontColor"
  | "setBold"
  | "setItalic"
  | "setGradientMinpointWithValue"
  | "setGradientMaxpointWithValue"
  | "setGradientMinpoint"
  | "setGradientMaxpoint"
  | "build";

export class ConditionalFormatRuleBuilder implements Pick<GoogleBuilder, Offered> {
  readonly #record: FormatRecord;

  constructor(record: FormatRecord = { ranges: [], condition: null, style: {}, scale: {} }) {
    this.#record = record;
  }

  setRanges(ranges: GoogleRange[]): GoogleBuilder {
    return this.#set({ ranges: ranges.map((range) => asGoogle<Range>(range)) });
  }

  whenTextEqualTo(value: string): GoogleBuilder {
    return this.#set({ condition: { subType: CFSubRuleType.text, operator: CFTextOperator.equal, value } });
  }

  whenTextContains(value: string): GoogleBuilder {
    return this.#set({ condition: { subType: CFSubRuleType.text, operator: CFTextOperator.containsText, value } });
  }

  whenFormulaSatisfied(value: string): GoogleBuilder {
    return this.#set({ condition: { subType: CFSubRuleType.formula, value } });
  }

  whenNumberGreaterThan(value: number): GoogleBuilder {
    return this.#set({ condition: { subType: CFSubRuleType.number, operator: CFNumberOperator.greaterThan, value } });
  }

  whenNumberLessThan(value: number): GoogleBuilder {
    return this.#set({ condition: { subType: CFSubRuleType.number, operator: CFNumberOperator.lessThan, value } });
  }

  setBackground(colour: string | null): GoogleBuilder {
    return this.#look({ bg: colour === null ? null : { rgb: colour } });
  }

  setFontColor(colour: string | null): GoogleBuilder {
    return this.#look({ cl: colour === null ? null : { rgb: colour } });
  }

  setBold(bold: boolean): GoogleBuilder {
    return this.#look({ bl: bold ? 1 : 0 });
  }

  setItalic(italic: boolean): GoogleBuilder {
    return this.#look({ it: italic ? 1 : 0 });
  }

  setGradientMinpointWithValue(colour: string, _type: Interpolation, value: string): GoogleBuilder {
    return this.#set({ scale: { ...this.#record.scale, min: { colour, value } } });
  }

  setGradientMaxpointWithValue(colour: string, _type: Interpolation, value: string): GoogleBuilder {
    return this.#set({ scale: { ...this.#record.scale, max: { colour, value } } });
  }

  setGradientMinpoint(colour: string): GoogleBuilder {
    return this.#set({ scale: { ...this.#record.scale, min: { colour, value: null } } });
  }

  setGradientMaxpoint(colour: string): GoogleBuilder {
    return this.#set({ scale: { ...this.#record.scale, max: { colour, value: null } } });
  }

  build(): GoogleRule {
    const { ranges, condition, scale } = this.#record;
    if (ranges.length === 0) throw new GoogleFailure("Conditional format rule must have at least one range.");
    if (condition === null && (scale.min === undefined || scale.max === undefined)) {
      throw new GoogleFailure("Conditional format rule must have a condition or a gradient.");
    }
    return asGoogle(new ConditionalFormatRule({ ...this.#record }));
  }

  #set(given: Partial<FormatRecord>): GoogleBuilder {
    Object.assign(this.#record, given);
    return asGoogle(this);
  }

  #look(style: IStyleBase): GoogleBuilder {
    return this.#set({ style: { ...this.#record.style, ...style } });
  }
}

/** The first rule that holds wins in both; Univer applies the last one added first. */
export function writeRules(tab: FWorksheet, rules: readonly ConditionalFormatRule[]): void {
  for (const { cfId } of tab.getConditionalFormattingRules()) tab.deleteConditionalFormattingRule(cfId);
  [...rules].reverse().forEach((rule, place) => {
    tab.addConditionalFormattingRule(univerRule(rule.record, `cf-${rules.length - place}`));
  });
}

function univerRule({ ranges, condition, style, scale }: FormatRecord, cfId: string): IConditionFormattingRule {
  const ownRanges = ranges.map(({ area }) => ({ ...area }));
  const common = { cfId, stopIfTrue: false, ranges: ownRanges };
  if (condition !== null) {
    // Univer's union is by operator; the pairs above are among it.
    const rule = { type: CFRuleType.highlightCell, style, ...condition } as IConditionFormattingRule["rule"];
    return { ...common, rule };
  }
  const point = ({ colour, value }: Scale["min"], index: number, end: CFValueType) => ({
    index,
    color: colour,
    value: value === null ? { type: end } : { type: CFValueType.num, value: Number(value) },
  });
  const { min = { colour: "#ffffff", value: null }, max = { colour: "#ffffff", value: null } } = scale;
  return {
    ...common,
    rule: { type: CFRuleType.colorScale, config: [point(min, 0, CFValueType.min), point(max, 1, CFValueType.max)] },
  };
}

export function readRules(book: Book, tab: FWorksheet): ConditionalFormatRule[] {
  return tab.getConditionalFormattingRules().map(({ ranges, rule }) => {
    const own = ranges.map(
      ({ startRow, endRow, startColumn, endColumn }) =>
        new Range(book, tab, { startRow, endRow, startColumn, endColumn }),
    );
    if (rule.type === CFRuleType.colorScale && "config" in rule) return new ConditionalFormatRule(scaleOf(own, rule));
    const { style = {}, type: _type, ...condition } = rule as { style?: IStyleBase; type: string };
    return new ConditionalFormatRule({ ranges: own, condition: condition as Condition, style, scale: {} });
  });
}

function scaleOf(ranges: Range[], rule: IConditionFormattingRule["rule"]): FormatRecord {
  const { config } = rule as { config: { color: string; value: { value?: number | string } }[] };
  const point = (place: number) => ({
    colour: config[place]?.color ?? "#ffffff",
    value: config[place]?.value.value === undefined ? null : String(config[place]?.value.value),
  });
  return { ranges, condition: null, style: {}, scale: { min: point(0), max: point(config.length - 1) } };
}
