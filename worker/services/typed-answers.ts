/** What a person types into a form, as an answer: numbers as they are written in the reader's language. */
import type { AnswerValue } from "../../models/contract.ts";
import { ANSWERED, NOT_APPLICABLE, UNANSWERED } from "../../models/engine/answers.ts";
import { writeNumber } from "../../models/engine/numbers.ts";
import type { Question } from "./questionnaire.ts";

export const NOT_APPLICABLE_VALUE = "N/A";
/** A ticked box that says that no option of a checklist holds; nothing ticked is no answer. */
export const NONE = "@none";

export const MAX_COMMENT = 10_000;
const MAX_TYPED_NUMBER = 100;

/** An answer as it is kept in a draft. `value` of a number that cannot be read is what was typed. */
export interface DraftAnswer {
  value: AnswerValue;
  note: string;
  evidence: string;
  /** When it was saved, ISO 8601. */
  at: string;
}

export type AnswerFault = "not-a-number" | "too-low" | "too-high" | "no-option" | "exclusive" | "too-long";

export const BLANK: Omit<DraftAnswer, "at"> = { value: null, note: "", evidence: "" };

/** @param typed every value that the form has for the question. */
export function readTyped(question: Question, typed: readonly string[], language: string): AnswerValue {
  const values = typed
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => (text.toUpperCase() === NOT_APPLICABLE_VALUE ? NOT_APPLICABLE_VALUE : text));
  if (question.mayBeNotApplicable && values.includes(NOT_APPLICABLE_VALUE)) return NOT_APPLICABLE_VALUE;
  const { kind } = question.compiled.answer;
  if (kind === "checklist") {
    const ticked = values.filter((value) => value !== NONE);
    return ticked.length > 0 ? ticked : values.length > 0 ? [] : null;
  }
  const [text] = values;
  if (text === undefined) return null;
  return kind === "number" ? (readLocalNumber(text, language) ?? text.slice(0, MAX_TYPED_NUMBER)) : text;
}

/** What keeps an answer from counting; null where it counts or is blank. */
export function faultOf({ compiled, mayBeNotApplicable }: Question, value: AnswerValue): AnswerFault | null {
  const { answer } = compiled;
  if (answer.kind === "number") {
    if (value === null || (value === NOT_APPLICABLE_VALUE && mayBeNotApplicable)) return null;
    if (typeof value !== "number") return "not-a-number";
    if (answer.accepts !== null && value < answer.accepts.min) return "too-low";
    return answer.accepts !== null && value > answer.accepts.max ? "too-high" : null;
  }
  if (value === NOT_APPLICABLE_VALUE && !mayBeNotApplicable) return "no-option";
  const { status } = answer.read(value);
  if (status === ANSWERED || status === NOT_APPLICABLE || status === UNANSWERED) return null;
  const known = new Set(answer.options.map(({ id }) => id));
  return Array.isArray(value) && value.every((id) => known.has(id)) ? "exclusive" : "no-option";
}

/** Whether a question counts as answered. */
export function isAnswered(question: Question, value: AnswerValue): boolean {
  return value !== null && faultOf(question, value) === null;
}

/**
 * Reads a number with the separators of a language: `1.234,5` is 1234.5 in German. A lone separator that cannot group
 * digits is a decimal one, whichever it is: many type the point of their keypad.
 *
 * @returns null for what is no number.
 */
export function readLocalNumber(text: string, language: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f'’_]/g, "").replace("−", "-");
  if (!/^[+-]?[\d.,]*\d[\d.,]*(e[+-]?\d{1,3})?$/i.test(plain)) return null;
  const decimal = writeNumber(0.5, 1, language).charAt(1);
  const group = decimal === "," ? "." : ",";
  const grouped = new RegExp(`^[+-]?\\d{1,3}(\\${group}\\d{3})+(\\${decimal}\\d*)?$`);
  const whole = grouped.test(plain) ? plain.replaceAll(group, "") : plain;
  const pointed = whole.replace(/[.,]/g, ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(pointed) ? Number(pointed) : null;
}

/** A number so that `readLocalNumber` gives the same one back. */
export function writeLocalNumber(value: number, language: string): string {
  return String(value).replace(".", writeNumber(0.5, 1, language).charAt(1));
}

/** A text as it is kept: one way of ending lines, no control characters, no halves of characters. */
export function readComment(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .trim();
}

/** Eight hex digits that change when an answer does (FNV-1a, 32 bits): a person's change names what it replaces. */
export function versionOf(answer: Omit<DraftAnswer, "at"> | undefined): string {
  const { value, note, evidence } = answer ?? BLANK;
  return fingerprint(JSON.stringify([value, note, evidence]));
}

export function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
