/**
 * A change that takes effect once, however often it is sent with the same Idempotency-Key within 30 days. Rows, audit
 * entry and the answer to be repeated are written in one transaction, so there is none without the others.
 */
import { v7 as uuidv7 } from "uuid";
import type { Query } from "../db/database.ts";
import { type DocumentWrite, findDocument, writeDocuments } from "../db/documents.ts";
import { Busy, IdempotencyMismatch, StaleWrite } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { sha256Of } from "./secrets.ts";

export interface AuditEntry {
  /** `partners.saved` */
  action: string;
  /** What was changed, in counts and ids; never answers or personal data beyond an id. */
  what: Record<string, unknown>;
}

export interface Change<Answer, Kept = Answer> {
  answer: Answer;
  /** From which the same answer can be given again. */
  kept: Kept;
  /** Null where nothing changes. */
  audit: AuditEntry | null;
  documents?: readonly DocumentWrite[] | undefined;
  queries?: readonly Query[] | undefined;
  /** Writes the documents, audit entry and kept answer among them, together with rows of its own in one statement. */
  together?: ((documents: readonly DocumentWrite[]) => Query) | undefined;
}

export interface Outcome<Answer> {
  answer: Answer;
  replayed: boolean;
}

interface Recorded {
  /** ISO 8601; after 30 days it may be forgotten. */
  at: string;
  fingerprint: string;
  kept: unknown;
}

/** Of a request without a body. */
export const NOTHING_SENT = new Uint8Array();

/** Readings that others overtook, before the caller is asked to come back. */
const ATTEMPTS = 6;

/**
 * @param sent the request's body, by which a repeated request is known.
 * @param change reads what it needs and says what to write; run again when others were faster.
 * @param repeat makes the answer of what was kept.
 * @throws IdempotencyMismatch, Busy; what `change` throws.
 */
export async function once<Answer, Kept = Answer>(
  caller: Caller,
  sent: Uint8Array,
  change: () => Promise<Change<Answer, Kept>>,
  repeat: (kept: Kept) => Promise<Answer> | Answer = (kept) => kept as unknown as Answer,
): Promise<Outcome<Answer>> {
  const { repeatable, database } = caller;
  const fingerprint = repeatable === null ? "" : await sha256Of(sent);
  const again = async (found: unknown): Promise<Outcome<Answer>> => {
    const recorded = found as Recorded;
    if (recorded.fingerprint !== fingerprint) throw new IdempotencyMismatch();
    return { answer: await repeat(recorded.kept as Kept), replayed: true };
  };
  if (repeatable !== null && repeatable.found !== null) return again(repeatable.found);

  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { answer, kept, audit, documents = [], queries = [], together = writeDocuments } = await change();
    const all = [...documents, ...auditEntry(caller, audit)];
    if (repeatable !== null) {
      all.push({
        kind: "answer",
        key: repeatable.answerKey,
        expected: 0,
        body: { at: caller.now, fingerprint, kept } satisfies Recorded,
      });
    }
    try {
      const batch = all.length === 0 ? queries : [...queries, together(all)];
      if (batch.length > 0) await database.batch(batch);
      return { answer, replayed: false };
    } catch (error) {
      if (!(error instanceof StaleWrite)) throw error;
      const found = repeatable === null ? null : await findDocument(database, "answer", repeatable.answerKey);
      if (found !== null) return again(found);
    }
  }
  throw new Busy();
}

function auditEntry({ now, key }: Caller, audit: AuditEntry | null): DocumentWrite[] {
  if (audit === null) return [];
  return [{ kind: "audit", key: uuidv7(), expected: 0, body: { at: now, by: key.id, ...audit } }];
}
