/** An answer as a person reads it, and as a form's fields hold it. */
import type { AnswerValue } from "../../models/contract.ts";
import { yesNoWords } from "../../models/engine/answers.ts";
import { writeNumber } from "../../models/engine/numbers.ts";
import type { Question } from "../services/questionnaire.ts";
import { type DraftAnswer, NONE, NOT_APPLICABLE_VALUE, writeLocalNumber } from "../services/typed-answers.ts";
import type { PartnerWords } from "./partner-words.ts";

/** A question, or a criterion of the scorecard. */
type Asked = Pick<Question, "compiled">;

export interface ShownOption {
  id: string;
  label: string;
  help: string | null;
}

/** The options of a choice, a checklist or a yes-or-no question in the language of the page. */
export function optionsShown({ compiled }: Asked, language: string): ShownOption[] {
  const { kind, options } = compiled.answer;
  if (kind !== "yesno") return options.map(({ id, label, help }) => ({ id, label, help: help ?? null }));
  const words = yesNoWords(language);
  return [
    { id: "yes", label: words.yes, help: null },
    { id: "no", label: words.no, help: null },
  ];
}

/** Every value of the fields that would give this answer. */
export function fieldValues(value: AnswerValue, language: string): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.length > 0 ? value : [NONE];
  return [typeof value === "number" ? writeLocalNumber(value, language) : String(value)];
}

export function answerText(question: Asked, value: AnswerValue, language: string, words: PartnerWords): string {
  if (value === null) return words.blank;
  if (value === NOT_APPLICABLE_VALUE) return words.notApplicable;
  const { answer } = question.compiled;
  if (answer.kind === "number") {
    const unit = answer.unit === null ? "" : ` ${answer.unit}`;
    return typeof value === "number" ? `${writeNumber(value, 9, language)}${unit}` : `“${String(value)}”`;
  }
  const chosen = Array.isArray(value) ? value : [String(value)];
  if (chosen.length === 0) return words.none;
  const options = optionsShown(question, language);
  return chosen.map((id) => options.find((option) => option.id === id)?.label ?? id).join("; ");
}

/** With comment and evidence, for somebody who has to decide between two answers. */
export function wholeAnswerText(
  question: Question,
  { value, note, evidence }: Omit<DraftAnswer, "at">,
  language: string,
  words: PartnerWords,
): string {
  const parts = [answerText(question, value, language, words)];
  if (note !== "") parts.push(`${words.comment}: ${note}`);
  if (evidence !== "") parts.push(`${words.evidence}: ${evidence}`);
  return parts.join(" · ");
}
