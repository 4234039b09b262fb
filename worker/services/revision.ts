import canonicalize from "canonicalize";
import { sha256 } from "./secrets.ts";

/**
 * The name of a document's content: the first 12 hex digits of the SHA-256 of its canonical JSON (RFC 8785), so that
 * order of fields and white space do not matter.
 *
 * @param document a JSON value of modest depth.
 */
export async function revisionOf(document: unknown): Promise<string> {
  return (await sha256(canonicalize(document) ?? "")).slice(0, 12);
}
