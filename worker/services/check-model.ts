import { checkModel as findingsOf } from "../../models/check.ts";
import type { CheckResponse } from "../../models/contract.ts";
import { readModel } from "./read-model.ts";
import { revisionOf } from "./revision.ts";

/**
 * All findings about a model document; the document may be anything.
 *
 * @throws TooLarge over 500 kB or 500 criteria.
 */
export async function checkModel(document: unknown): Promise<CheckResponse> {
  const read = readModel(document);
  if (read.model === null) return { valid: false, revision: null, findings: read.findings };
  const findings = findingsOf(read.model);
  const valid = findings.every((finding) => finding.severity !== "error");
  return { valid, revision: await revisionOf(document), findings };
}
