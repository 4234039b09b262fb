/** Stored assessments, scored again with the revision they were saved under. */
import type { Detail, Result } from "../../models/contract.ts";
import type { CompiledModel } from "../../models/engine/compile.ts";
import { isStale } from "../../models/engine/freshness.ts";
import { describe, dimensionScores, evaluateAssessment } from "../../models/engine/score.ts";
import type { Model } from "../../models/format.ts";
import type { AssessmentRow } from "../db/assessments.ts";
import { findRevisions } from "../db/revisions.ts";
import type { Caller } from "./caller.ts";
import { catalogEntries } from "./catalog.ts";
import { answeredAt, readPeriod } from "./period.ts";
import { compileModel } from "./resolve-model.ts";
import { plainAnswers, type StoredAnswer } from "./stored-answers.ts";

/** One version of the answers of a partner, period and source. */
export interface Version {
  revision: string;
  answers: Record<string, StoredAnswer>;
  attributes: [segment: string | null, region: string | null, type: string | null];
  savedAt: string;
  savedBy: string;
}

export interface RecalledVersion extends Omit<Version, "attributes"> {
  /** Null only where the revision is no longer known. */
  result: Result | null;
}

export interface Recalled extends RecalledVersion {
  model: string;
  partner: string;
  period: string;
  source: string;
  /** When the answers count as given: on the period's last day, or when they were saved before it. */
  answeredAt: string;
  /** Older than the model's review interval. */
  stale: boolean;
  /** Where they were asked for; null only where the revision is no longer known. */
  dimensions?: { id: string; score: number | null }[] | null;
}

const presentVersion = (row: AssessmentRow): Version => ({
  revision: row.revision,
  answers: JSON.parse(row.answers) as Version["answers"],
  attributes: JSON.parse(row.attributes) as Version["attributes"],
  savedAt: row.saved_at,
  savedBy: row.saved_by,
});

export const earlierVersions = (row: AssessmentRow): Version[] => JSON.parse(row.earlier) as Version[];

/** Compiled models by `id@revision`: those shipped now, and what one statement finds of the others. */
export async function revisionsOf(
  caller: Caller,
  wanted: Iterable<readonly [id: string, revision: string]>,
): Promise<Map<string, CompiledModel>> {
  const shipped = await catalogEntries();
  const compiled = new Map<string, CompiledModel>();
  const missing = new Map<string, readonly [string, string]>();
  for (const [id, revision] of wanted) {
    const name = `${id}@${revision}`;
    const entry = shipped.find((candidate) => candidate.model.id === id && candidate.revision === revision);
    if (entry) compiled.set(name, compileModel(caller, entry).compiled);
    else missing.set(name, [id, revision]);
  }
  if (missing.size > 0) {
    for (const { id, revision, document } of await findRevisions(caller.database, [...missing.values()])) {
      if (document === null) continue;
      compiled.set(
        `${id}@${revision}`,
        compileModel(caller, { model: JSON.parse(document) as Model, revision }).compiled,
      );
    }
  }
  return compiled;
}

export function evaluateVersion(
  compiled: CompiledModel,
  partner: string,
  { answers, attributes }: Pick<Version, "answers" | "attributes">,
) {
  const [segment, region, type] = attributes;
  return evaluateAssessment(compiled, {
    partner,
    answers: plainAnswers(answers),
    ...(segment !== null && { segment }),
    ...(region !== null && { region }),
    ...(type !== null && { type }),
  });
}

export function recallVersion(
  compiled: CompiledModel | undefined,
  partner: string,
  version: Version,
  detail: Detail,
): RecalledVersion {
  const { attributes: _, ...shown } = version;
  if (compiled === undefined) return { ...shown, result: null };
  const { variant, state } = evaluateVersion(compiled, partner, version);
  return { ...shown, result: describe(variant, state, partner, { detail }) };
}

export function recall(row: AssessmentRow, compiled: CompiledModel | undefined, detail: Detail, now: string): Recalled {
  return { ...placed(row, compiled, now), ...recallVersion(compiled, row.partner, presentVersion(row), detail) };
}

/** With level and dimensions, and neither gaps nor paths: little enough for a list. */
export function recallWithDimensions(row: AssessmentRow, compiled: CompiledModel | undefined, now: string): Recalled {
  const { attributes, ...version } = presentVersion(row);
  const place = placed(row, compiled, now);
  if (compiled === undefined) return { ...place, ...version, result: null, dimensions: null };
  const { variant, state } = evaluateVersion(compiled, row.partner, { ...version, attributes });
  const result = describe(variant, state, row.partner, { detail: "level" });
  return { ...place, ...version, result, dimensions: dimensionScores(variant, state) };
}

function placed(row: AssessmentRow, compiled: CompiledModel | undefined, now: string) {
  const period = readPeriod(row.period);
  const given = period === null ? row.saved_at : answeredAt(period, row.saved_at);
  return {
    model: row.model,
    partner: row.partner,
    period: row.period,
    source: row.source,
    answeredAt: given,
    stale: isStale(given, compiled?.model.review?.every, now),
  };
}
