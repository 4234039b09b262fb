/** The plain scorer's reading of answers: what a person typed as an attainment of 0..1. */
import type { AnswerValue } from "../../models/contract.ts";
import type { Answer, Criterion, Model, Option } from "../../models/format.ts";

/** Only an answered criterion has an attainment (0..1), the number given and the options chosen. */
export interface Answered {
  state: "answered";
  attainment: number;
  measured: number | null;
  options: string[];
}

export type Reading =
  | Answered
  | { state: "unanswered" }
  | { state: "refused" }
  | { state: "notApplicable" }
  | { state: "omitted" };

export const unanswered: Reading = { state: "unanswered" };
const refused: Reading = { state: "refused" };

export function readAnswer(model: Model, criterion: Criterion, given: AnswerValue): Reading {
  if (typeof given === "string" && same(given, "N/A")) return { state: "notApplicable" };
  if (given === null || (typeof given === "string" && given.trim() === "")) return unanswered;
  const { answer } = criterion;
  switch (answer.kind) {
    case "choice":
      return readChoice(model, criterion, given);
    case "checklist":
      return readChecklist(model, criterion, given);
    case "yesno":
      return readYesOrNo(model, given);
    case "number":
      return readNumber(answer, given);
  }
}

function readChoice(model: Model, criterion: Criterion, given: AnswerValue): Reading {
  const option = Array.isArray(given) ? undefined : optionNamed(model, criterion, String(given));
  return option === undefined ? refused : chosen([option]);
}

function readChecklist(model: Model, criterion: Criterion, given: AnswerValue): Reading {
  const options = Array.isArray(given)
    ? given.map((name) => optionNamed(model, criterion, name))
    : optionsInText(model, criterion, String(given));
  if (!options.every((option) => option !== undefined)) return refused;
  const distinct = [...new Set(options)];
  const contradicts = distinct.length > 1 && distinct.some((option) => option.exclusive === true);
  return contradicts ? refused : chosen(distinct);
}

const YES: Option = { id: "yes", label: "Yes", value: 1 };
const NO: Option = { id: "no", label: "No", value: 0 };
const YES_AND_NO: Record<string, { yes: string; no: string }> = {
  en: { yes: "yes", no: "no" },
  de: { yes: "ja", no: "nein" },
  fr: { yes: "oui", no: "non" },
  es: { yes: "sí", no: "no" },
};

function readYesOrNo(model: Model, given: AnswerValue): Reading {
  const languages = [model.language ?? "en", ...Object.keys(model.translations ?? {})];
  const words = languages.flatMap((language) => YES_AND_NO[language.split("-")[0] ?? ""] ?? []);
  const word = String(given);
  if (["yes", "true", ...words.map(({ yes }) => yes)].some((name) => same(name, word))) return chosen([YES]);
  if (["no", "false", ...words.map(({ no }) => no)].some((name) => same(name, word))) return chosen([NO]);
  return refused;
}

/** Larger numbers are no longer exact. */
const LARGEST = 1e15;

function readNumber(answer: Answer & { kind: "number" }, given: AnswerValue): Reading {
  const measured = typeof given === "number" ? given : typeof given === "string" ? numberIn(given) : Number.NaN;
  if (!(Math.abs(measured) <= LARGEST)) return refused;
  if (answer.min !== undefined && measured < answer.min) return refused;
  if (answer.max !== undefined && measured > answer.max) return refused;
  return { state: "answered", attainment: along(answer, measured), measured, options: [] };
}

/** Digits with a decimal point; neither a decimal comma nor what may be a thousands separator. */
function numberIn(text: string): number {
  const digits = text.trim();
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(digits)) return Number.NaN;
  return /^[+-]?[1-9]\d{0,2}(\.\d{3})+$/.test(digits) ? Number.NaN : Number(digits);
}

function along(answer: Answer & { kind: "number" }, measured: number): number {
  const points = [...answer.points].sort(([a], [b]) => a - b);
  const left = points.filter(([x]) => x <= measured).at(-1);
  const right = points.find(([x]) => x > measured);
  if (left === undefined) return points[0]?.[1] ?? 0;
  if (right === undefined || answer.step === true) return left[1];
  return left[1] + ((measured - left[0]) / (right[0] - left[0])) * (right[1] - left[1]);
}

function chosen(options: Option[]): Answered {
  const sum = options.reduce((total, option) => total + option.value, 0);
  return {
    state: "answered",
    attainment: Math.min(1, sum),
    measured: null,
    options: options.map((option) => option.id),
  };
}

export function optionsOf(model: Model, criterion: Criterion): Option[] {
  const { answer } = criterion;
  if (answer.kind === "number") return [];
  if (answer.kind === "yesno") return [YES, NO];
  return typeof answer.options === "string" ? (model.answerSets?.[answer.options] ?? []) : answer.options;
}

function optionNamed(model: Model, criterion: Criterion, name: string): Option | undefined {
  const { answer } = criterion;
  const isShared = "options" in answer && typeof answer.options === "string";
  const place = isShared ? `answerSets.${answer.options}` : `criteria.${criterion.id}.options`;
  const options = optionsOf(model, criterion);
  return (
    options.find((option) => same(option.id, name)) ??
    options.find((option) => same(option.label, name)) ??
    options.find((option) =>
      Object.values(model.translations ?? {})
        .flatMap((texts) => texts[`${place}.${option.id}`] ?? [])
        .some((label) => same(label, name)),
    )
  );
}

/** Reads options one after the other, each the longest stretch of text between separators that names one. */
function optionsInText(model: Model, criterion: Criterion, text: string): (Option | undefined)[] {
  if (text.trim() === "") return [];
  const separators = [...text.matchAll(/[;,\n]/g)].map((match) => match.index);
  for (const end of [text.length, ...separators.reverse()]) {
    const piece = text.slice(0, end);
    const rest = text.slice(end + 1);
    if (piece.trim() === "") return optionsInText(model, criterion, rest);
    const option = optionNamed(model, criterion, piece);
    if (option !== undefined) return [option, ...optionsInText(model, criterion, rest)];
  }
  return [undefined];
}

/** Answers among which the one of least and the one of most attainment are found. */
export function possibleAnswers(model: Model, criterion: Criterion): Answered[] {
  const { answer } = criterion;
  const options = optionsOf(model, criterion);
  switch (answer.kind) {
    case "choice":
    case "yesno":
      return options.map((option) => chosen([option]));
    case "checklist":
      return [[], options.filter(({ exclusive }) => exclusive !== true), ...options.map((option) => [option])].map(
        chosen,
      );
    case "number":
      return [answer.min, answer.max, ...answer.points.map(([x]) => x)]
        .filter((x) => x !== undefined)
        .filter((x) => x >= (answer.min ?? x) && x <= (answer.max ?? x))
        .map((measured) => ({ ...chosen([]), attainment: along(answer, measured), measured }));
  }
}

/** Case and outer blanks do not matter. */
export function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
