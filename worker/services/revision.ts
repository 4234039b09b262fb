import canonicalize from "canonicalize";

/**
 * The name of a document's content: the first 12 hex digits of the SHA-256 of its canonical JSON (RFC 8785), so that
 * order of fields and white space do not matter.
 *
 * @param document a JSON value of modest depth.
 */
export async function revisionOf(document: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalize(document));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest.subarray(0, 6), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
