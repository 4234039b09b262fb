/** Answers as they are stored: plain, or with a note and a piece of evidence. */
import type { AnswerValue } from "../../models/contract.ts";
import type { Report } from "./score-assessments.ts";

export type StoredAnswer = AnswerValue | { value: AnswerValue; note?: string; evidence?: string };

const MAX_TEXT = 10_000;
const MAX_ITEMS = 200;
const DETAILS = ["note", "evidence"] as const;

/**
 * @param answers as they were sent; what can be no answer is reported and counts as unanswered.
 * @returns the very object that was sent where every answer is plain, which is the usual case.
 */
export function readAnswers(
  partner: string,
  answers: Record<string, unknown>,
  report: Report,
): Record<string, StoredAnswer> {
  let faults = false;
  for (const criterion in answers) {
    const value = answers[criterion];
    if (typeof value === "number" || typeof value === "boolean" || value === null) continue;
    if (typeof value === "string" && value.length <= MAX_TEXT) continue;
    faults = true;
    break;
  }
  if (!faults) return answers as Record<string, StoredAnswer>;
  return Object.fromEntries(
    Object.entries(answers).map(([criterion, sent]) => {
      const read = readAnswer(sent);
      if (read.fault !== null) report.add({ partner, criterion, message: read.fault });
      return [criterion, read.answer];
    }),
  );
}

function readAnswer(sent: unknown): { answer: StoredAnswer; fault: string | null } {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent)) {
    return isPlain(sent)
      ? { answer: sent, fault: null }
      : {
          answer: null,
          fault: `${ANSWER}, or an object with “value”, “note” and “evidence”. This one counts as unanswered.`,
        };
  }
  const { value = null, ...details } = sent as Record<string, unknown>;
  const unknown = Object.keys(details).find((name) => !DETAILS.some((detail) => detail === name));
  if (!isPlain(value) || unknown !== undefined) {
    return {
      answer: null,
      fault: `${ANSWER}, or an object with “value”, “note” and “evidence”. This one counts as unanswered.`,
    };
  }
  const answer: Exclude<StoredAnswer, AnswerValue> = { value };
  let fault: string | null = null;
  for (const detail of DETAILS) {
    const text = details[detail];
    if (text === undefined || text === null || text === "") continue;
    if (typeof text === "string" && text.length <= MAX_TEXT) answer[detail] = text;
    else fault = `“${detail}” must be text of at most ${MAX_TEXT} characters; it is left out.`;
  }
  return { answer, fault };
}

const ANSWER = "An answer is text, a number, true or false, null, or a list of option ids";

function isPlain(value: unknown): value is AnswerValue {
  if (typeof value === "string") return value.length <= MAX_TEXT;
  if (Array.isArray(value)) {
    return value.length <= MAX_ITEMS && value.every((item) => typeof item === "string" && item.length <= MAX_TEXT);
  }
  return typeof value === "number" || typeof value === "boolean" || value === null;
}

/** The values alone, for scoring. */
export function plainAnswers(answers: Record<string, StoredAnswer>): Record<string, AnswerValue> {
  let plain = true;
  for (const criterion in answers) {
    const answer = answers[criterion];
    if (typeof answer === "object" && answer !== null && !Array.isArray(answer)) {
      plain = false;
      break;
    }
  }
  if (plain) return answers as Record<string, AnswerValue>;
  return Object.fromEntries(
    Object.entries(answers).map(([criterion, answer]) => [
      criterion,
      typeof answer === "object" && answer !== null && !Array.isArray(answer) ? answer.value : answer,
    ]),
  );
}
