/** Brings the stored cohorts of a model up to date with the standings that change. */
import type { CompiledModel } from "../../models/engine/compile.ts";
import { cohortKeys } from "../../models/engine/network/benchmark.ts";
import {
  addCounted,
  type CohortSummary,
  compactCohort,
  countedOf,
  newCohort,
  readCohort,
  removeCounted,
} from "../../models/engine/network/cohort.ts";
import type { Standing } from "../../models/engine/network/standing.ts";
import type { DocumentWrite } from "../db/documents.ts";

/** Of one revision. More would be names that somebody mistyped, and every save reads and writes them all. */
export const MAX_COHORTS = 64;

/** With `full` some partners have names for which there is no cohort; none is begun any more, it would lack them. */
export type StoredCohort = ReturnType<typeof compactCohort> & { full?: boolean };

interface Entry {
  version: number;
  stored: unknown;
  cohort: CohortSummary | null;
  full: boolean;
  changed: boolean;
}

/** @returns the key under which a cohort is stored. */
export const cohortDocumentKey = (model: string, revision: string, cohort: string): string =>
  `${model}@${revision}|${cohort}`;

export class CohortBook {
  readonly #entries = new Map<string, Entry>();
  readonly #counts = new Map<string, number>();

  /** @param rows every cohort of the revisions that will be named. */
  constructor(rows: readonly { key: string; body: string; version: number }[]) {
    for (const { key, body, version } of rows) {
      const stored = JSON.parse(body) as StoredCohort;
      this.#entries.set(key, { version, stored, cohort: null, full: stored.full === true, changed: false });
      this.#count(key);
    }
  }

  add(model: string, revision: string, compiled: CompiledModel, standing: Standing): void {
    const all = this.#entryOf(compiled, cohortDocumentKey(model, revision, "all"), true);
    const counted = countedOf(compiled, standing);
    for (const name of cohortKeys(compiled.plain, standing)) {
      const key = cohortDocumentKey(model, revision, name);
      const isLevel = name.startsWith("level:");
      const room = !all?.full && (this.#counts.get(prefixOf(key)) ?? 0) < MAX_COHORTS;
      const entry = this.#entryOf(compiled, key, room || isLevel || name === "all");
      if (entry?.cohort) {
        addCounted(entry.cohort, counted);
        entry.changed = true;
      } else if (all) all.full = true;
    }
  }

  remove(model: string, revision: string, compiled: CompiledModel, standing: Standing): void {
    const counted = countedOf(compiled, standing);
    for (const name of cohortKeys(compiled.plain, standing)) {
      const entry = this.#entryOf(compiled, cohortDocumentKey(model, revision, name), false);
      if (!entry?.cohort) continue;
      removeCounted(entry.cohort, counted);
      entry.changed = true;
    }
  }

  writes(): DocumentWrite[] {
    return [...this.#entries].flatMap(([key, { version, cohort, full, changed }]): DocumentWrite[] =>
      changed && cohort !== null
        ? [{ kind: "cohort", key, expected: version, body: { ...compactCohort(cohort), ...(full && { full }) } }]
        : [],
    );
  }

  #entryOf(compiled: CompiledModel, key: string, create: boolean): Entry | null {
    const known = this.#entries.get(key);
    if (known) {
      known.cohort ??= readCohort(compiled, known.stored) ?? newCohort(compiled);
      return known;
    }
    if (!create) return null;
    const entry = { version: 0, stored: null, cohort: newCohort(compiled), full: false, changed: false };
    this.#entries.set(key, entry);
    this.#count(key);
    return entry;
  }

  #count(key: string): void {
    const prefix = prefixOf(key);
    this.#counts.set(prefix, (this.#counts.get(prefix) ?? 0) + 1);
  }
}

const prefixOf = (key: string): string => key.slice(0, key.indexOf("|") + 1);
