import type { ModelReference } from "../../models/contract.ts";
import { cohortKeys } from "../../models/engine/network/benchmark.ts";
import {
  type CriterionDiagnosis,
  type CutCounts,
  diagnose,
  diagnosisOf,
  MINIMUM_CUT,
  programmeFaults,
} from "../../models/engine/network/diagnosis.ts";
import { type SetAside, setAsideIndexes } from "../../models/engine/network/set-aside.ts";
import {
  newShortfallCounts,
  readShortfallCounts,
  type ShortfallCounts,
} from "../../models/engine/network/shortfall-counts.ts";
import { findShortfalls, listStandingData } from "../db/insights.ts";
import type { Caller } from "./caller.ts";
import { cohortDocumentKey } from "./cohorts.ts";
import { NETWORK_PAGE, type NetworkPage, readCohortName } from "./network.ts";
import { fromCursor, pageOf } from "./paging.ts";
import { placed } from "./read-benchmark.ts";
import type { ResolvedModel } from "./resolve-model.ts";

export interface DiagnosisRequest extends NetworkPage {
  cohort: string;
  /** Whose index to show with the programme's faults set aside. */
  partner?: string | undefined;
  /** Whether to name those who fall short, out of a page of partners. */
  named: boolean;
  /** How many to name for each criterion. */
  limit: number;
}

export interface DiagnosisAnswer {
  model: ModelReference;
  cohort: string;
  /** How many partners the counts are of. */
  partners: number;
  criteria: CriterionDiagnosis[];
  setAside: SetAside | null;
  /** Where the next page of named partners begins. */
  cursor: string | null;
}

/** Longer lists of names help nobody. */
export const MAX_NAMED = 200;

/**
 * Programme or partner, criterion by criterion, from the counts that each save keeps with the cohorts: one row of the
 * cohort asked for, and of `all` the row of each segment, region, type and level with at least 20 partners (64 at
 * most, their counts alone): about 1 ms of CPU, however many partners there are.
 *
 * Names are not kept: they are looked for in a page of the partners who stand under this revision, which costs about
 * 1 ms for 100 of them.
 *
 * @throws UnknownModel, UnknownRevision; UnknownThing for a partner that does not stand under the revision;
 *   InvalidRequest for what is no cohort or cursor.
 */
export async function readDiagnosis(
  caller: Caller,
  wanted: string,
  request: DiagnosisRequest,
): Promise<DiagnosisAnswer> {
  const { resolved, standing } = await placed(caller, wanted, request.partner);
  const { compiled, reference } = resolved;
  const { key } = readCohortName(compiled, request.cohort);
  const { partners, whole, cuts } = await readShortfalls(caller, resolved, key);
  const names = request.named ? await nameShort(caller, resolved, request, key) : null;
  const diagnosis = diagnosisOf(compiled, whole, cuts, names?.partners);
  return {
    model: reference,
    cohort: key,
    partners,
    criteria: diagnosis,
    setAside: standing === null ? null : (setAsideIndexes(compiled, [standing], programmeFaults(diagnosis))[0] ?? null),
    cursor: names?.cursor ?? null,
  };
}

/**
 * The counts of a cohort, and for all partners those of every group that is large enough: one statement.
 *
 * @param key as `readCohortName` gives it.
 */
export async function readShortfalls(
  caller: Caller,
  { compiled, reference }: ResolvedModel,
  key: string,
): Promise<{ partners: number; whole: ShortfallCounts; cuts: CutCounts[] }> {
  const prefix = cohortDocumentKey(reference.id, reference.revision, "");
  const found = await findShortfalls(caller.database, prefix, key, key === "all", MINIMUM_CUT);
  const criteria = compiled.plain.criteria.length;
  const counts = found.flatMap(({ cohort, partners, shortfalls }) => {
    const read = readShortfallCounts(JSON.parse(shortfalls), criteria);
    return read === null ? [] : [{ cohort, partners, counts: read }];
  });
  const whole = counts.find(({ cohort }) => cohort === key);
  const cuts = counts.flatMap(({ cohort, counts: own }): CutCounts[] => {
    const by = (["segment", "region", "type", "level"] as const).find((name) => cohort.startsWith(`${name}:`));
    return by === undefined || cohort === key ? [] : [{ by, name: cohort.slice(by.length + 1), counts: own }];
  });
  return { partners: whole?.partners ?? 0, whole: whole?.counts ?? newShortfallCounts(criteria), cuts };
}

/** Those who fall short, by criterion position, out of a page of the network. */
async function nameShort(
  caller: Caller,
  { compiled, reference }: ResolvedModel,
  { cursor, partners = NETWORK_PAGE, limit }: DiagnosisRequest,
  cohort: string,
): Promise<{ partners: string[][]; cursor: string | null }> {
  const [after = ""] = fromCursor(cursor, 1);
  const found = await listStandingData(caller.database, reference.id, reference.revision, after, partners + 1);
  const page = pageOf(found, partners, ({ partner }) => [partner]);
  const inCohort = page.items.filter((standing) => cohortKeys(compiled.plain, standing).includes(cohort));
  return { partners: diagnose(compiled, inCohort, limit).map((criterion) => criterion.partners), cursor: page.cursor };
}
