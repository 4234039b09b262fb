import type { Detail } from "../../models/contract.ts";
import { findHistory } from "../db/assessments.ts";
import { UnknownThing } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { earlierVersions, type Recalled, type RecalledVersion, recall, recallVersion, revisionsOf } from "./recall.ts";

export interface History {
  partner: string;
  model: string;
  /** The latest period first. */
  periods: (Recalled & { earlier: RecalledVersion[] })[];
}

/**
 * All that was stored of a partner under a model, replaced answers too, each scored with the revision of its time.
 *
 * @throws UnknownThing.
 */
export async function readHistory(caller: Caller, partner: string, model: string, detail: Detail): Promise<History> {
  const rows = await findHistory(caller.database, model, partner);
  if (rows.length === 0) throw new UnknownThing("There is no assessment of this partner under this model.");
  const versions = rows.map((row) => ({ row, earlier: earlierVersions(row) }));
  const revisions = versions.flatMap(({ row, earlier }) => [row.revision, ...earlier.map(({ revision }) => revision)]);
  const compiled = await revisionsOf(
    caller,
    revisions.map((revision) => [model, revision]),
  );
  const at = (revision: string) => compiled.get(`${model}@${revision}`);
  return {
    partner,
    model,
    periods: versions.map(({ row, earlier }) => ({
      ...recall(row, at(row.revision), detail, caller.now),
      earlier: earlier.map((version) => recallVersion(at(version.revision), partner, version, detail)),
    })),
  };
}
