/**
 * Reading answers: each answer kind brings its own way from what a person typed to a measure and an attainment.
 *
 * A *measure* is what requirements in the answer's own unit look at: the number itself for `number`, the position of
 * the option for `choice` and `yesno`, a sum of 2^position over the ticked options for `checklist`.
 */
import type { AnswerValue } from "../contract.ts";
import type { Answer, Model, Option } from "../format.ts";
import { Line } from "./line.ts";

/** Attainment and measure comparisons allow this much, so that 15 + 16 + 7.5 + 20 + 11.5 is 70. */
export const TOLERANCE = 1e-9;

export const UNANSWERED = 0;
export const ANSWERED = 1;
export const NOT_APPLICABLE = 2;
export const REFUSED = 3;

export interface Reading {
  status: typeof UNANSWERED | typeof ANSWERED | typeof NOT_APPLICABLE | typeof REFUSED;
  measure: number;
  attainment: number;
  /** Steps of effort from the worst answer. */
  effort: number;
  /** What is wrong and what to do, when refused. */
  message: string;
}

/** One of the answers a person can move to. */
export interface Step {
  answer: AnswerValue;
  measure: number;
  attainment: number;
  /** Steps of effort from the worst answer; fractional between the points of a number. */
  effort: number;
}

/** What the engine asks of an answer kind. */
export interface AnswerKind {
  kind: Answer["kind"];
  unit: string | null;
  /** The numbers it takes as they are; null for kinds that take words. */
  accepts: { min: number; max: number } | null;
  line: Line | null;
  /** The options in document order; empty for numbers. */
  options: readonly Option[];
  read(value: unknown): Reading;
  attain(measure: number): number;
  /** The answer as a person would give it: option id, list of ids or number. */
  write(measure: number): AnswerValue;
  /** Effort in steps from the worst answer to this one. */
  effortAt(measure: number): number;
  /** Whether an answer with this measure includes the option at this position. */
  includes(measure: number, position: number): boolean;
  /**
   * Every answer worth moving to, from worst to best attainment; `thresholds` are the measures that requirements
   * name. For checklists it is one way for each number of ticks: the options of highest value first.
   */
  steps(thresholds: readonly number[], from: number | null): Step[];
}

const unanswered: Reading = { status: UNANSWERED, measure: Number.NaN, attainment: 0, effort: 0, message: "" };
const notApplicable: Reading = { status: NOT_APPLICABLE, measure: Number.NaN, attainment: 0, effort: 0, message: "" };
const refused = (message: string): Reading => ({
  status: REFUSED,
  measure: Number.NaN,
  attainment: 0,
  effort: 0,
  message,
});

const LONE_SURROGATES = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Marks that turn the direction of the text after them, and so of the sentence around a quotation. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;

/** Long or hostile text is cut before it goes into a message. */
export function quote(value: unknown, limit = 40): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const points = Array.from(text.slice(0, 200).replace(LONE_SURROGATES, "\uFFFD").replace(TURNS, ""));
  return `“${points.length > limit ? `${points.slice(0, limit).join("")}…` : points.join("")}”`;
}

/** Case, outer blanks, typographic apostrophes and no-break spaces make no difference. */
const fold = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u00a0\u202f]/g, " ");

/** Blank and N/A mean the same for every kind. */
function readCommon(value: unknown): Reading | null {
  if (value === null || value === undefined || value === "") return unanswered;
  if (value === "N/A") return notApplicable;
  if (typeof value !== "string") return null;
  const folded = fold(value);
  if (folded === "") return unanswered;
  if (folded === "n/a") return notApplicable;
  return null;
}

/** Position of an option by id, then by label, then by a translated label. */
function optionFinder(options: readonly Option[], translated: readonly [number, string][]): Map<string, number> {
  const positions = new Map<string, number>();
  const add = (key: string, position: number) => {
    if (!positions.has(key)) positions.set(key, position);
  };
  options.forEach((option, position) => {
    add(fold(option.id), position);
  });
  options.forEach((option, position) => {
    add(fold(option.label), position);
  });
  for (const [position, label] of translated) add(fold(label), position);
  return positions;
}

/** Readings of texts that are told apart by their length first: making a hash of a text costs more than comparing it. */
class KnownTexts {
  readonly #byLength: { text: string; reading: Reading }[][] = [];

  find(text: string): Reading | null {
    const known = this.#byLength[text.length];
    if (known === undefined) return null;
    for (const one of known) if (one.text === text) return one.reading;
    return null;
  }

  add(text: string, reading: Reading): void {
    if (text.length > LONGEST_KNOWN || this.find(text) !== null) return;
    while (this.#byLength.length <= text.length) this.#byLength.push([]);
    this.#byLength[text.length]?.push({ text, reading });
  }
}

const LONGEST_KNOWN = 200;
/** Different answers to a checklist that are remembered. */
const REMEMBERED_CHECKLISTS = 256;

function listOptions(options: readonly Option[]): string {
  const labels = options.slice(0, 8).map((option) => quote(option.label, 100));
  return labels.join(", ") + (options.length > labels.length ? ", …" : "");
}

function choice(name: string, options: readonly Option[], translated: readonly [number, string][]): AnswerKind {
  const positions = optionFinder(options, translated);
  const order = options
    .map((_, position) => position)
    .sort((a, b) => optionValue(options, a) - optionValue(options, b) || a - b);
  const rank: number[] = [];
  order.forEach((position, place) => {
    rank[position] = place;
  });
  const readings = options.map(
    (option, position): Reading => ({
      status: ANSWERED,
      measure: position,
      attainment: option.value,
      effort: rank[position] ?? 0,
      message: "",
    }),
  );
  // Nearly all answers are written exactly as an id or a label is: those need no folding.
  const exact = new KnownTexts();
  for (const text of ["", "N/A", ...options.flatMap(({ id, label }) => [id, label])]) {
    const reading = readCommon(text) ?? readings[positions.get(fold(text)) ?? -1];
    if (reading) exact.add(text, reading);
  }
  const step = (measure: number): Step => ({
    answer: options[measure]?.id ?? null,
    measure,
    attainment: optionValue(options, measure),
    effort: rank[measure] ?? 0,
  });
  return {
    kind: "choice",
    unit: null,
    accepts: null,
    line: null,
    options,
    read(value) {
      const known = typeof value === "string" ? exact.find(value) : null;
      if (known) return known;
      const common = readCommon(value);
      if (common) return common;
      const reading = typeof value === "object" ? undefined : readings[positions.get(fold(String(value))) ?? -1];
      return (
        reading ?? refused(`${quote(value)} is not an answer to “${name}”. Choose one of: ${listOptions(options)}.`)
      );
    },
    attain: (measure) => optionValue(options, measure),
    write: (measure) => options[measure]?.id ?? null,
    effortAt: (measure) => rank[measure] ?? 0,
    includes: (measure, position) => measure === position,
    steps: () => order.map(step),
  };
}

const optionValue = (options: readonly Option[], position: number): number => options[position]?.value ?? 0;

const YES_NO: Record<string, readonly [yes: string, no: string]> = {
  en: ["Yes", "No"],
  de: ["Ja", "Nein"],
  fr: ["Oui", "Non"],
  es: ["Sí", "No"],
};
const yesNoOptions: readonly Option[] = [
  { id: "no", label: "No", value: 0 },
  { id: "yes", label: "Yes", value: 1 },
];

/** The words for yes and no in a language, English where it is not known. */
export function yesNoWords(language: string): { yes: string; no: string } {
  const [yes, no] = YES_NO[language.split("-")[0] ?? ""] ?? ["Yes", "No"];
  return { yes, no };
}

function yesno(name: string, languages: readonly string[]): AnswerKind {
  const translated = languages.flatMap((language): [number, string][] => {
    const words = yesNoWords(language);
    return [
      [1, words.yes],
      [0, words.no],
    ];
  });
  // A checkbox that went through a CSV file comes back as text.
  translated.push([1, "true"], [0, "false"]);
  const asChoice = choice(name, yesNoOptions, translated);
  return {
    ...asChoice,
    kind: "yesno",
    read: (value) => asChoice.read(typeof value === "boolean" ? (value ? "yes" : "no") : value),
  };
}

const BITS = Float64Array.from({ length: 53 }, (_, position) => 2 ** position);
const bitOf = (position: number): number => BITS[position] ?? 2 ** position;

function checklist(name: string, options: readonly Option[], translated: readonly [number, string][]): AnswerKind {
  const positions = optionFinder(options, translated);
  const includes = (measure: number, position: number) => Math.floor(measure / bitOf(position)) % 2 === 1;
  const attain = (measure: number): number => {
    let sum = 0;
    for (let position = 0; position < options.length; position++) {
      if (includes(measure, position)) sum += optionValue(options, position);
    }
    return sum >= 1 - TOLERANCE ? 1 : sum;
  };
  const ticks = (measure: number): number => {
    let count = 0;
    for (let position = 0; position < options.length; position++) {
      if (includes(measure, position) && !options[position]?.exclusive) count++;
    }
    return count;
  };
  const write = (measure: number): string[] =>
    options.filter((_, position) => includes(measure, position)).map((option) => option.id);
  /** The longest run of comma-separated parts that is a label wins, because labels may hold commas. */
  const split = (text: string): string[] => {
    const parts = text.split(",");
    const found: string[] = [];
    for (let start = 0; start < parts.length; ) {
      let end = parts.length;
      while (end > start + 1 && !positions.has(fold(parts.slice(start, end).join(",")))) end--;
      found.push(parts.slice(start, end).join(","));
      start = end;
    }
    return found;
  };
  // Nearly all items are written exactly as a label is: those need no folding and no look for commas.
  const exact = new Map<unknown, number>();
  for (const { label } of options) {
    const position = readCommon(label) === null ? positions.get(fold(label)) : undefined;
    if (position !== undefined) exact.set(label, position);
  }
  const hasPlainLabels = !Array.from(positions.keys()).some((name) => /[;\n]/.test(name));
  const exactItemsOf = (value: unknown): string[] | null => {
    if (!hasPlainLabels || typeof value !== "string" || value.length > 5_000) return null;
    const items = value.split(";").map((item) => item.trim());
    return items.every((item) => exact.has(item)) ? items : null;
  };
  const itemsOf = (value: unknown): unknown[] => {
    if (Array.isArray(value)) return value.slice(0, 200);
    if (typeof value !== "string") return [value];
    if (positions.has(fold(value))) return [value];
    return value
      .slice(0, 5_000)
      .split(/[;\n]/)
      .flatMap(split)
      .filter((item) => item.trim() !== "");
  };
  const noOption = (item: unknown) =>
    `${quote(item)} is not an option of “${name}”. Choose any of: ${listOptions(options)}, separated by “;”.`;
  const remembered = new Map<string, Reading>();
  const readAnew = (value: unknown): Reading => {
    const exactItems = exactItemsOf(value);
    const common = exactItems === null ? readCommon(value) : null;
    if (common) return common;
    let measure = 0;
    let exclusive = -1;
    const items = exactItems ?? itemsOf(value);
    // Nothing but separators; an empty list, on the other hand, says that none is ticked.
    if (items.length === 0 && typeof value === "string") return refused(noOption(value));
    for (const item of items) {
      const position = exact.get(item) ?? (typeof item === "object" ? undefined : positions.get(fold(String(item))));
      if (position === undefined) return refused(noOption(item));
      if (options[position]?.exclusive) exclusive = position;
      if (!includes(measure, position)) measure += bitOf(position);
    }
    if (exclusive >= 0 && measure !== bitOf(exclusive)) {
      return refused(
        `${quote(options[exclusive]?.label)} excludes every other option of “${name}”. Keep it alone or remove it.`,
      );
    }
    return { status: ANSWERED, measure, attainment: attain(measure), effort: ticks(measure), message: "" };
  };
  return {
    kind: "checklist",
    unit: null,
    accepts: null,
    line: null,
    options,
    read(value) {
      const known = typeof value === "string" ? remembered.get(value) : undefined;
      if (known) return known;
      const reading = readAnew(value);
      const isShort = typeof value === "string" && value.length <= LONGEST_KNOWN;
      if (isShort && reading.status !== REFUSED && remembered.size < REMEMBERED_CHECKLISTS)
        remembered.set(value, reading);
      return reading;
    },
    attain,
    write,
    effortAt: ticks,
    includes,
    steps(_thresholds, from) {
      const ticked = from === null || Number.isNaN(from) ? 0 : from;
      const kept = options.reduce(
        (sum, option, position) => (includes(ticked, position) && !option.exclusive ? sum + bitOf(position) : sum),
        0,
      );
      const open = options
        .map((_, position) => position)
        .filter(
          (position) =>
            !options[position]?.exclusive && !includes(kept, position) && optionValue(options, position) > 0,
        )
        .sort((a, b) => optionValue(options, b) - optionValue(options, a) || a - b);
      const steps: Step[] = [];
      let measure = kept;
      steps.push({ answer: write(measure), measure, attainment: attain(measure), effort: ticks(measure) });
      for (const position of open) {
        measure += bitOf(position);
        steps.push({ answer: write(measure), measure, attainment: attain(measure), effort: ticks(measure) });
        if (attain(measure) >= 1 - TOLERANCE) break;
      }
      return steps;
    },
  };
}

/** Larger numbers are no longer exact, and sums of them overflow. */
const LARGEST = 1e15;
const NUMERIC_TEXT = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/;

function number(name: string, answer: Extract<Answer, { kind: "number" }>): AnswerKind {
  const line = new Line(answer.points, answer.step ?? false);
  const unit = answer.unit ? ` ${answer.unit}` : "";

  const refuse = (value: unknown): Reading => {
    const text = typeof value === "string" ? value.trim() : "";
    const comma = commaAdvice(text);
    return refused(
      `${quote(value)} is not a number for “${name}”.${comma || ` Enter a number${unit ? ` in${unit}` : ""}, without unit or separators.`}`,
    );
  };
  const read = (value: unknown): Reading => {
    let measure: number;
    if (typeof value === "number") measure = value;
    else {
      const common = readCommon(value);
      if (common) return common;
      if (typeof value !== "string" || !NUMERIC_TEXT.test(value.trim())) return refuse(value);
      if (/^[+-]?[1-9]\d{0,2}(\.\d{3})+$/.test(value.trim())) {
        return refused(
          `${quote(value)} can be read in two ways for “${name}”. Enter it as a number, without thousands separators.`,
        );
      }
      measure = Number(value.trim());
    }
    if (!(Math.abs(measure) <= LARGEST)) return refused(`“${name}” needs a finite number of at most 15 digits.`);
    if (answer.min !== undefined && measure < answer.min) {
      return refused(`${measure}${unit} is less than ${answer.min}${unit}, the least “${name}” can be.`);
    }
    if (answer.max !== undefined && measure > answer.max) {
      return refused(`${measure}${unit} is more than ${answer.max}${unit}, the most “${name}” can be.`);
    }
    return { status: ANSWERED, measure, attainment: line.attain(measure), effort: line.effort(measure), message: "" };
  };

  const allowed = (measure: number): boolean =>
    (answer.min === undefined || measure >= answer.min) && (answer.max === undefined || measure <= answer.max);

  return {
    kind: "number",
    unit: answer.unit ?? null,
    accepts: { min: Math.max(answer.min ?? -LARGEST, -LARGEST), max: Math.min(answer.max ?? LARGEST, LARGEST) },
    options: [],
    line,
    read,
    attain: (measure) => line.attain(measure),
    write: (measure) => measure,
    effortAt: (measure) => line.effort(measure),
    includes: () => false,
    steps(thresholds) {
      const nearest = Array.from(line.xs, (x) => Math.min(Math.max(x, answer.min ?? x), answer.max ?? x));
      const measures = [...new Set([...nearest, ...thresholds.filter(allowed)])];
      return measures
        .map(
          (measure): Step => ({
            answer: measure,
            measure,
            attainment: line.attain(measure),
            effort: line.effort(measure),
          }),
        )
        .sort((a, b) => a.effort - b.effort || a.measure - b.measure);
    },
  };
}

/** "1,000" may be a thousand or one, so both are offered. */
function commaAdvice(text: string): string {
  if (/^[+-]?[1-9]\d{0,2}(,\d{3})+$/.test(text)) {
    const single =
      text.split(",").length === 2 ? ` or ${text.replace(",", ".")} if the comma stands for the point` : "";
    return ` Write ${text.replaceAll(",", "")} without separators,${single || " as one number"}.`;
  }
  if (!/^[+-]?\d+,\d+$/.test(text)) return "";
  return ` Write ${text.replace(",", ".")} with a point, or format the cell as a number.`;
}

/** The answer kind of a criterion, with options of the model's answer sets and labels in all its languages. */
export function answerKind(model: Model, criterion: Model["criteria"][number]): AnswerKind {
  const { answer } = criterion;
  switch (answer.kind) {
    case "yesno":
      return yesno(criterion.name, [model.language ?? "en", ...Object.keys(model.translations ?? {})]);
    case "number":
      return number(criterion.name, answer);
    default: {
      const options = optionsOf(model, answer);
      if (options.length === 0) throw new Error(`“${criterion.id}” has no options`);
      const read = answer.kind === "choice" ? choice : checklist;
      return read(criterion.name, options, translatedLabels(model, criterion.id, answer, options));
    }
  }
}

/** The options of an answer, wherever they are written; empty for numbers and unknown answer sets. */
export function optionsOf(model: Model, answer: Answer): readonly Option[] {
  if (answer.kind === "yesno") return yesNoOptions;
  if (answer.kind === "number") return [];
  if (typeof answer.options !== "string") return answer.options;
  const sets = model.answerSets ?? {};
  return Object.hasOwn(sets, answer.options) ? (sets[answer.options] ?? []) : [];
}

/** Keys are `criteria.<id>.options.<option>`, `answerSets.<set>.<option>`, and the former below `overlays.<overlay>`. */
function translatedLabels(model: Model, id: string, answer: Answer, options: readonly Option[]): [number, string][] {
  const set = "options" in answer && typeof answer.options === "string" ? answer.options : null;
  return Object.values(model.translations ?? {}).flatMap((texts) =>
    options.flatMap((option, position): [number, string][] => {
      const keys = [set === null ? `criteria.${id}.options.${option.id}` : `answerSets.${set}.${option.id}`];
      for (const overlay of model.overlays ?? [])
        keys.push(`overlays.${overlay.id}.criteria.${id}.options.${option.id}`);
      return keys.flatMap((key) => (texts[key] === undefined ? [] : [[position, texts[key]]]));
    }),
  );
}
