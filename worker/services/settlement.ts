/** What becomes of the partners' standings when their assessments are saved, and all that is to be written. */
import type { Result } from "../../models/contract.ts";
import type { CompiledModel } from "../../models/engine/compile.ts";
import type { Standing } from "../../models/engine/network/standing.ts";
import {
  type PendingDemotion,
  type PolicyResult,
  type StandingLevel,
  standingAfter,
} from "../../models/engine/policy.ts";
import type { Query } from "../db/database.ts";
import type { DocumentWrite } from "../db/documents.ts";
import type { SaveContextRow, StandingRow } from "../db/save-context.ts";
import { type AssessmentWrite, type StandingWrite, writeSave } from "../db/saves.ts";
import { TooLarge } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { CohortBook } from "./cohorts.ts";
import type { FoundModel } from "./find-model.ts";
import { answeredAt, type Period, SOURCES, type Source } from "./period.ts";
import type { Attributes } from "./recall.ts";
import { compileModel, type ResolvedModel } from "./resolve-model.ts";

export interface ScoredAssessment {
  /** As they are kept: JSON text. */
  answers: string;
  attributes: Attributes;
  result: Result;
  standing: Standing;
}

/** Where a partner stands after a save. */
export interface StandingChange {
  partner: string;
  /** After the model's promotion policy. */
  level: string | null;
  changed: PolicyResult["changed"];
  pending: PendingDemotion | null;
}

/** A partner that stands elsewhere after a save than before it. */
export interface LevelMove {
  partner: string;
  /** Null where it stood or stands at none. */
  from: string | null;
  to: string | null;
  direction: "promoted" | "demoted";
}

/** D1 takes 2 MB for each value that is bound. */
const MAX_PARAMETER = 1_900_000;

/** Takes one scored assessment after the other. */
export class Settlement {
  /** Of the partners whose standing this save decides: it is their latest period. */
  readonly changes: StandingChange[] = [];
  readonly moves: LevelMove[] = [];
  readonly cohorts: CohortBook;
  readonly #caller: Caller;
  readonly #request: { period: Period; source: Source };
  readonly #resolved: ResolvedModel;
  readonly #models: ReadonlyMap<string, FoundModel>;
  readonly #assessments: AssessmentWrite[] = [];
  readonly #standings: StandingWrite[] = [];
  readonly #present = new Map<string, StandingRow>();
  readonly #levels: readonly string[];

  /**
   * @param rows what `readSaveContext` found.
   * @param models those that partners stand at now, by revision.
   */
  constructor(
    caller: Caller,
    request: { period: Period; source: Source },
    resolved: ResolvedModel,
    rows: readonly SaveContextRow[],
    models: ReadonlyMap<string, FoundModel>,
  ) {
    this.#caller = caller;
    this.#request = request;
    this.#resolved = resolved;
    this.#models = models;
    this.#levels = resolved.compiled.model.levels.map(({ id }) => id);
    for (const row of rows) if (row.kind === "standing") this.#present.set(row.key, row);
    this.cohorts = new CohortBook(
      rows.flatMap(({ kind, key, body, version }) => (kind === "cohort" ? [{ key, body: body ?? "", version }] : [])),
    );
  }

  /** Whether answers of this period and source say where the partner stands. */
  decides(partner: string): boolean {
    const { period, source } = this.#request;
    const known = this.#present.get(partner);
    if (known === undefined || period.starts > known.starts) return true;
    return period.starts === known.starts && trustOf(source) >= trustOf(known.source);
  }

  /** Where the partner has stood under the revision that is saved with; null for nowhere. */
  formerOf(partner: string): Standing | null {
    const known = this.#present.get(partner);
    if (known === undefined || known.revision !== this.#resolved.reference.revision) return null;
    return standingIn(known);
  }

  add({ answers, attributes, result, standing }: ScoredAssessment): void {
    const { partner } = standing;
    this.#assessments.push({ partner, answers, attributes });
    if (!this.decides(partner)) return;
    const { compiled, reference } = this.#resolved;
    const known = this.#present.get(partner);
    const isLater = known === undefined || this.#request.period.starts > known.starts;
    const previous = standingBefore(known, isLater);
    const { review } = compiled.model;
    const { level, pending, changed } = standingAfter(this.#levels, review, previous, result.level, this.#caller.now);
    this.changes.push({ partner, level, changed, pending });
    const from = known?.level ?? null;
    if (from !== level)
      this.moves.push({ partner, from, to: level, direction: directionOf(this.#levels, from, level) });
    const { partner: _, ...rest } = standing;
    const data = JSON.stringify(rest);
    // Answers that come again, as from a nightly copy, change no cohort.
    if (known === undefined || known.revision !== reference.revision || known.body !== data) {
      if (known !== undefined) this.#leave(known);
      this.cohorts.add(reference.id, reference.revision, compiled, standing);
    }
    const { index, level: reached, next, position, coverage } = result;
    this.#standings.push({
      partner,
      level,
      pending,
      before: previous,
      result: { index, level: reached, next, position, coverage },
      data,
      expected: known?.version ?? 0,
    });
  }

  /** @throws TooLarge. */
  write(documents: readonly DocumentWrite[]): Query {
    const { period, source } = this.#request;
    const { now, key } = this.#caller;
    const { id: model, revision } = this.#resolved.reference;
    const query = writeSave({
      model,
      revision,
      period: period.name,
      source,
      starts: period.starts,
      savedAt: now,
      savedBy: key.id,
      answeredAt: answeredAt(period, now),
      assessments: this.#assessments,
      standings: this.#standings,
      documents,
    });
    if (query.parameters.some((text) => typeof text === "string" && isTooLong(text)))
      throw new TooLarge("These assessments are too large to be stored in one request. Send half of them.");
    return query;
  }

  /** Takes a partner out of the cohorts it was in, by the model it was counted with. */
  #leave(known: StandingRow): void {
    const { revision } = known;
    const { compiled, reference } = this.#resolved;
    const former = revision === reference.revision ? compiled : this.#formerModel(revision);
    if (former === null) return;
    this.cohorts.remove(reference.id, revision, former, standingIn(known));
  }

  #formerModel(revision: string): CompiledModel | null {
    const found = this.#models.get(revision);
    return found === undefined ? null : compileModel(this.#caller, found).compiled;
  }
}

/** By the model's present levels; one that it does not have any more is below all of them. */
export function directionOf(levels: readonly string[], from: string | null, to: string | null): LevelMove["direction"] {
  const rank = (level: string | null) => (level === null ? -1 : levels.indexOf(level));
  return rank(to) < rank(from) ? "demoted" : "promoted";
}

/** The partner stands in the key, not in the data. */
function standingIn({ key, body }: StandingRow): Standing {
  const standing = JSON.parse(body ?? "{}") as Standing;
  standing.partner = key;
  return standing;
}

/** The standing that another assessment of the same period starts from as well. */
function standingBefore(known: StandingRow | undefined, isLater: boolean): StandingLevel {
  if (known === undefined) return { level: null, pending: null };
  if (!isLater) return JSON.parse(known.before) as StandingLevel;
  const { level, pending } = known;
  return { level, pending: pending === null ? null : (JSON.parse(pending) as PendingDemotion) };
}

const trustOf = (source: string): number => SOURCES.length - SOURCES.indexOf(source as Source);

/** A character takes up to three bytes. */
function isTooLong(text: string): boolean {
  if (text.length > MAX_PARAMETER) return true;
  if (text.length * 3 <= MAX_PARAMETER) return false;
  return new TextEncoder().encodeInto(text, new Uint8Array(MAX_PARAMETER)).read < text.length;
}
