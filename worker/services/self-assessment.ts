/** A partner answers about itself: answers are kept as they come, and stored as an assessment when they are handed in. */

import type { Database } from "../db/database.ts";
import { saveDraft, submitDraft } from "../db/drafts.ts";
import { type Draft, findLinkByHash, noteOpened } from "../db/links.ts";
import { Busy, Conflict, StaleWrite, TooLarge } from "../errors.ts";
import { NOTHING_SENT } from "./once.ts";
import type { OpenedLink } from "./open-link.ts";
import { readPeriod } from "./period.ts";
import { type Question, type QuestionGroup, questionnaireOf, questionsOf } from "./questionnaire.ts";
import { saveAssessments } from "./save-assessments.ts";
import type { StoredAnswer } from "./stored-answers.ts";
import {
  type AnswerFault,
  BLANK,
  type DraftAnswer,
  faultOf,
  isAnswered,
  MAX_COMMENT,
  versionOf,
} from "./typed-answers.ts";

/** The database takes 2 MB a value. */
const MAX_DRAFT = 1_500_000;
const ATTEMPTS = 6;

export type DraftAnswers = Readonly<Record<string, DraftAnswer>>;

/** What the page shows. */
export interface SelfAssessment {
  groups: readonly QuestionGroup[];
  questions: readonly Question[];
  answers: DraftAnswers;
  answered: number;
  submittedAt: string | null;
  /** Whether answers have changed since they were handed in. */
  changed: boolean;
}

export function readSelfAssessment({ variant, draft }: Pick<OpenedLink, "variant" | "draft">): SelfAssessment {
  const groups = questionnaireOf(variant);
  const questions = questionsOf(groups);
  const answers = answersOf(draft);
  return {
    groups,
    questions,
    answers,
    answered: countAnswered(questions, answers),
    submittedAt: draft?.submittedAt ?? null,
    changed: draft !== null && draft.submitted !== null && draft.submitted < draft.version,
  };
}

const answersOf = (draft: Draft | null): DraftAnswers =>
  draft === null ? {} : (JSON.parse(draft.answers) as DraftAnswers);

const countAnswered = (questions: readonly Question[], answers: DraftAnswers): number =>
  questions.filter((question) => isAnswered(question, answers[question.criterion.id]?.value ?? null)).length;

/** An answer a person sends, with the version it was shown in place of. */
export interface SentAnswer extends Omit<DraftAnswer, "at"> {
  question: Question;
  base: string;
}

export interface SavedAnswers {
  draft: Draft | null;
  /** Criteria of answers that somebody else has changed meanwhile; theirs stay. */
  conflicts: string[];
  /** What keeps an answer from counting; one of `too-long` or `no-option` was not kept. */
  faults: Record<string, AnswerFault>;
}

/**
 * Keeps answers. One that is as it was shown changes nothing; one that somebody else has changed since it was shown is
 * a conflict and stays theirs, unless both say the same.
 *
 * @throws Conflict where the period is closed, TooLarge, Busy.
 */
export async function saveAnswers(
  database: Database,
  opened: OpenedLink,
  sent: readonly SentAnswer[],
): Promise<SavedAnswers> {
  if (opened.closed) throw new Conflict("This period is closed and takes no answers any more.");
  const { link, caller } = opened;
  const questions = questionsOf(questionnaireOf(opened.variant));
  let { draft } = opened;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const merged = merge(answersOf(draft), sent, caller.now);
    const { answers, conflicts, faults } = merged;
    if (!merged.changed) return { draft, conflicts, faults };
    const text = JSON.stringify(answers);
    if (text.length > MAX_DRAFT) throw new TooLarge("The comments are too long together. Shorten some of them.");
    const version = (draft?.version ?? 0) + 1;
    const write = {
      ...draftKey(opened),
      answers: text,
      answered: countAnswered(questions, answers),
      asked: questions.length,
      expected: version - 1,
    };
    try {
      const opening = link.openedAt === null ? [noteOpened(link.id, caller.now)] : [];
      await caller.database.batch([saveDraft(write, caller.now), ...opening]);
      const kept = { answers: text, version, submitted: draft?.submitted ?? null };
      return { draft: { ...kept, submittedAt: draft?.submittedAt ?? null }, conflicts, faults };
    } catch (error) {
      if (!(error instanceof StaleWrite)) throw error;
      draft = (await findLinkByHash(database, opened.hash))?.draft ?? null;
    }
  }
  throw new Busy();
}

function merge(present: DraftAnswers, sent: readonly SentAnswer[], at: string) {
  const answers: Record<string, DraftAnswer> = { ...present };
  const conflicts: string[] = [];
  const faults: Record<string, AnswerFault> = {};
  let changed = false;
  for (const { question, base, ...answer } of sent) {
    const { id } = question.criterion;
    const fault = faultOf(question, answer.value);
    const isTooLong = answer.note.length > MAX_COMMENT || answer.evidence.length > MAX_COMMENT;
    const version = versionOf(answer);
    const known = versionOf(present[id]);
    if (fault !== null) faults[id] = fault;
    if (version === known || version === base) continue;
    if (isTooLong || fault === "no-option") {
      faults[id] = isTooLong ? "too-long" : "no-option";
    } else if (base !== known) {
      conflicts.push(id);
    } else {
      answers[id] = { ...answer, at };
      changed = true;
    }
  }
  return { answers, conflicts, faults, changed };
}

function draftKey({ link }: OpenedLink) {
  return { model: link.model, partner: link.partner ?? "", period: link.period ?? "" };
}

/** Noted once, by the first visit. */
export async function noteVisit({ link, caller }: OpenedLink): Promise<void> {
  if (link.openedAt === null) await caller.database.batch([noteOpened(link.id, caller.now)]);
}

/**
 * Stores the answers as the partner's assessment of the period. Handed in twice they count once.
 *
 * @returns criteria whose answers cannot be read, by which nothing was stored; none where it was.
 * @throws Conflict where the period is closed or nothing was answered; what saveAssessments throws.
 */
export async function submitSelfAssessment(opened: OpenedLink): Promise<string[]> {
  const { link, caller, draft } = opened;
  if (opened.closed) throw new Conflict("This period is closed and takes no answers any more.");
  const { questions, answers, answered } = readSelfAssessment(opened);
  const period = readPeriod(link.period ?? "");
  if (draft === null || period === null || answered === 0) throw new Conflict("Nothing is answered yet.");
  const unread = questions.filter(
    (question) => faultOf(question, answers[question.criterion.id]?.value ?? null) !== null,
  );
  if (unread.length > 0) return unread.map(({ criterion }) => criterion.id);
  if (draft.submitted === draft.version) return [];
  const given: Record<string, StoredAnswer> = {};
  for (const { criterion } of questions) {
    const { value, note, evidence } = answers[criterion.id] ?? BLANK;
    if (note !== "" || evidence !== "") {
      given[criterion.id] = { value, ...(note !== "" && { note }), ...(evidence !== "" && { evidence }) };
    } else if (value !== null) given[criterion.id] = value;
  }
  await saveAssessments(caller, NOTHING_SENT, {
    model: `${link.model}@${opened.revision}`,
    period,
    source: "partner",
    assessments: [{ partner: link.partner, answers: given }],
    also: [submitDraft(draftKey(opened), draft.version, caller.now)],
    news: [
      {
        type: "invitation.completed",
        head: { model: { id: link.model, revision: opened.revision }, period: period.name },
        entries: () => [{ partner: link.partner ?? "", link: link.id, again: draft.submitted !== null }],
      },
    ],
  });
  return [];
}
