/** The shipped models, with their revisions computed once per isolate. */
import leadManagement from "../../models/catalog/lead-management-maturity.json" with { type: "json" };
import execution from "../../models/catalog/marketing-execution-maturity.json" with { type: "json" };
import marketingIndex from "../../models/catalog/marketing-maturity-index.json" with { type: "json" };
import partnerMaturity from "../../models/catalog/partner-maturity.json" with { type: "json" };
import prmPerformance from "../../models/catalog/prm-performance.json" with { type: "json" };
import type { Model } from "../../models/format.ts";
import { revisionOf } from "./revision.ts";

export interface CatalogEntry {
  model: Model;
  revision: string;
}

const models = [partnerMaturity, prmPerformance, marketingIndex, execution, leadManagement] as unknown as Model[];

let entries: Promise<readonly CatalogEntry[]> | undefined;

export function catalogEntries(): Promise<readonly CatalogEntry[]> {
  entries ??= Promise.all(models.map(async (model) => ({ model, revision: (await revisionOf(model)).revision })));
  return entries;
}
