import type { CheckResponse } from "../../models/contract.ts";
import { MAX_MODEL_BYTES, parseModel } from "../../models/format.ts";
import { TooLarge } from "../errors.ts";
import { revisionOf } from "./revision.ts";

/**
 * All findings about a model document; the document may be anything.
 *
 * @throws TooLarge over 500 kB.
 */
export async function checkModel(document: unknown): Promise<CheckResponse> {
  const { model, findings } = parseModel(document);
  if (model === null) return { valid: false, revision: null, findings };
  const { revision, bytes } = await revisionOf(document);
  if (bytes > MAX_MODEL_BYTES) {
    throw new TooLarge(`The model document has ${bytes.toLocaleString("en")} bytes; at most 500,000 are allowed.`);
  }
  return { valid: true, revision, findings };
}
