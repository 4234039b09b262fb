/** Answers as they are stored: plain, or with a note and a piece of evidence. */
import type { AnswerValue } from "../../models/contract.ts";
import { ANSWERED, type AnswerKind, NOT_APPLICABLE } from "../../models/engine/answers.ts";
import type { Variant } from "../../models/engine/compile.ts";
import type { State } from "../../models/engine/state.ts";
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

/**
 * JSON text of the answers as they are kept: option ids in place of labels, nothing for what is blank. They score the
 * same, in every language, and the row stays below 1 kB, beyond which SQLite gives each row of such a table a page of
 * its own.
 *
 * @param state of the evaluated answers. What could not be read is kept as it was sent.
 */
export function keptAnswers(
  answers: Record<string, StoredAnswer>,
  variant: Variant,
  state: State,
  positions: ReadonlyMap<string, number>,
): string {
  const criteria = keptCriteria(variant);
  // Pieces of text, joined once: forty thousand answers as objects, or as texts of texts, are what a save waits for.
  const pieces: string[] = [];
  for (const id in answers) {
    const sent = answers[id] as StoredAnswer;
    const position = positions.get(id) ?? -1;
    const criterion = criteria[position];
    const piece =
      criterion === undefined
        ? `${JSON.stringify(id)}:${JSON.stringify(sent)}`
        : keptAnswer(sent, criterion, state, position);
    if (piece !== null) pieces.push(piece);
  }
  return `{${pieces.join(",")}}`;
}

interface KeptCriterion {
  /** The id as JSON text, with its colon. */
  name: string;
  answer: AnswerKind;
  /** Name and answer by measure; null where only what was sent says it all. Numbers are too many to remember. */
  pieces: Map<number, string | null>;
}

/** Different answers to one criterion whose text is remembered. */
const REMEMBERED = 256;
const keptByVariant = new WeakMap<Variant, (KeptCriterion | undefined)[]>();

/** By position; none for what an overlay leaves out. */
function keptCriteria(variant: Variant): (KeptCriterion | undefined)[] {
  let criteria = keptByVariant.get(variant);
  if (criteria === undefined) {
    criteria = variant.criteria.map(({ id, answer, omitted }) =>
      omitted ? undefined : { name: `${JSON.stringify(id)}:`, answer, pieces: new Map() },
    );
    keptByVariant.set(variant, criteria);
  }
  return criteria;
}

/** @returns name and answer as JSON text; null for a blank answer, of which nothing is kept. */
function keptAnswer(sent: StoredAnswer, criterion: KeptCriterion, state: State, position: number): string | null {
  const { name } = criterion;
  if (typeof sent === "number") return name + JSON.stringify(sent);
  if (sent === null) return null;
  if (typeof sent === "object" && !Array.isArray(sent)) {
    const piece = keptAnswer(sent.value, criterion, state, position) ?? `${name}null`;
    return name + JSON.stringify({ ...sent, value: JSON.parse(piece.slice(name.length)) as AnswerValue });
  }
  if (state.status[position] === NOT_APPLICABLE) return `${name}"N/A"`;
  if (state.status[position] !== ANSWERED) {
    return typeof sent === "string" && sent.trim() === "" ? null : name + JSON.stringify(sent);
  }
  return shortPiece(criterion, state.measure[position] as number) ?? name + JSON.stringify(sent);
}

/** With option ids or a number; null where they would be read as another answer. */
function shortPiece({ name, answer, pieces }: KeptCriterion, measure: number): string | null {
  const known = pieces.get(measure);
  if (known !== undefined) return known;
  const short = answer.write(measure);
  const piece = answer.read(short).measure === measure ? name + JSON.stringify(short) : null;
  if (answer.kind !== "number" && pieces.size < REMEMBERED) pieces.set(measure, piece);
  return piece;
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
