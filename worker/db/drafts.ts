/** What a partner answers about itself, kept while it is being written. */
import { inWorkspace, type Query } from "./database.ts";

export interface DraftKey {
  model: string;
  partner: string;
  period: string;
}

export interface DraftWrite extends DraftKey {
  /** JSON text. */
  answers: string;
  answered: number;
  asked: number;
  /** The version that is replaced, 0 for none; another one fails the batch. */
  expected: number;
}

const SAVE = inWorkspace(`
  INSERT INTO drafts (workspace, model, partner, period, answers, answered, asked, version, updated_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 + 1, ?9)
  ON CONFLICT (workspace, model, partner, period) DO UPDATE SET
    answers = excluded.answers, answered = excluded.answered, asked = excluded.asked, updated_at = excluded.updated_at,
    version = CASE WHEN drafts.version = excluded.version - 1 THEN excluded.version END`);

export function saveDraft(draft: DraftWrite, now: string): Query {
  const { model, partner, period, answers, answered, asked, expected } = draft;
  return { sql: SAVE, parameters: [model, partner, period, answers, answered, asked, expected, now] };
}

const SUBMIT = inWorkspace(`
  UPDATE drafts SET submitted = ?5, submitted_at = ?6
  WHERE workspace = ?1 AND model = ?2 AND partner = ?3 AND period = ?4 AND (submitted IS NULL OR submitted < ?5)`);

/** @param version the one whose answers were stored as an assessment. */
export function submitDraft({ model, partner, period }: DraftKey, version: number, now: string): Query {
  return { sql: SUBMIT, parameters: [model, partner, period, version, now] };
}
