/** The shipped models, in the order they are listed. */
import type { Model } from "../format.ts";
import leadManagementMaturity from "./lead-management-maturity.json" with { type: "json" };
import marketingExecutionMaturity from "./marketing-execution-maturity.json" with { type: "json" };
import marketingMaturityIndex from "./marketing-maturity-index.json" with { type: "json" };
import partnerMaturity from "./partner-maturity.json" with { type: "json" };
import prmPerformance from "./prm-performance.json" with { type: "json" };

/**
 * TypeScript reads the words of a JSON file as plain strings, so the documents are taken as models here, once;
 * `test/models/catalog.test.ts` parses and checks each of them.
 */
const asModels = (documents: readonly unknown[]): readonly Model[] => documents as readonly Model[];

export const catalog = asModels([
  partnerMaturity,
  prmPerformance,
  marketingMaturityIndex,
  marketingExecutionMaturity,
  leadManagementMaturity,
]);
