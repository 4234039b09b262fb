import type { ModelReference } from "../../models/contract.ts";
import { type Benchmark, benchmarkOf, cohortKey, nextLevelKey } from "../../models/engine/network/benchmark.ts";
import type { Standing } from "../../models/engine/network/standing.ts";
import { findStanding } from "../db/insights.ts";
import { UnknownThing } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { readCohortName, readCohorts } from "./network.ts";
import { type ResolvedModel, resolveModel, splitName } from "./resolve-model.ts";

export interface BenchmarkAnswer {
  model: ModelReference;
  cohort: string;
  partner: string | null;
  /** Null for fewer than 5 partners. */
  benchmark: Benchmark | null;
}

/**
 * How a cohort is spread, where a partner stands in it, and what the partners one level up reach.
 *
 * Costs one row for the cohort, one for the next level's and one for the partner, however many partners and
 * assessments there are: under a millisecond of CPU.
 *
 * @param wanted a model's id or `id@revision`; by the id alone a partner is placed under the revision it stands at.
 * @throws UnknownModel, UnknownRevision; UnknownThing for a partner that does not stand under that revision;
 *   InvalidRequest for what is no cohort.
 */
export async function readBenchmark(
  caller: Caller,
  wanted: string,
  asked: { cohort: string; partner?: string | undefined },
): Promise<BenchmarkAnswer> {
  const { resolved, standing } = await placed(caller, wanted, asked.partner);
  const { plain } = resolved.compiled;
  const { kind, key } = readCohortName(resolved.compiled, asked.cohort);
  const own = plain.levels.findIndex(({ id }) => kind === "level" && cohortKey("level", id) === key);
  const next = plain.levels[own + 1];
  const above =
    standing !== null
      ? nextLevelKey(plain, standing)
      : own < 0 || next === undefined
        ? null
        : cohortKey("level", next.id);
  const cohorts = await readCohorts(caller, resolved, above === null ? [key] : [key, above]);
  const cohort = cohorts.get(key);
  return {
    model: resolved.reference,
    cohort: key,
    partner: standing?.partner ?? null,
    benchmark:
      cohort === undefined
        ? null
        : benchmarkOf(plain, cohort, standing, (above === null ? null : cohorts.get(above)) ?? null),
  };
}

/** The model, and where a partner stands under it; without a partner the model alone. */
export async function placed(
  caller: Caller,
  wanted: string,
  partner: string | undefined,
): Promise<{ resolved: ResolvedModel; standing: Standing | null }> {
  const { id, revision } = splitName(wanted);
  if (partner === undefined) return { resolved: await resolveModel(caller, wanted), standing: null };
  const found = await findStanding(caller.database, id, partner);
  const resolved = await resolveModel(caller, `${id}@${revision ?? found?.revision ?? ""}`.replace(/@$/, ""));
  if (found === null || found.revision !== resolved.reference.revision) {
    throw new UnknownThing("There is no assessment of this partner under this model.");
  }
  return { resolved, standing: found.standing };
}
