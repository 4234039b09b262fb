import { readLimited } from "./body.ts";
import { TransportError } from "./problem.ts";

/** 20,000 partners with 40 answers as labels have 11 MB. */
export const MAX_CSV_BYTES = 15_000_000;

/**
 * The bytes of a table file; what they are encoded in is read from them.
 *
 * @throws TransportError for another type or a compressed body, TooLarge over 15 MB.
 */
export function readCsvBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const { headers } = request;
  const type = headers.get("content-type") ?? "";
  const isTable = /^text\/(csv|tab-separated-values)\s*(;|$)/i.test(type.trim());
  if (!isTable || (headers.get("content-encoding") ?? "identity").toLowerCase() !== "identity") {
    const message = "Send the file as it is, not compressed, with “content-type: text/csv”.";
    throw new TransportError("unsupported-media-type", message, { accept: "text/csv, text/tab-separated-values" });
  }
  return readLimited(request, MAX_CSV_BYTES);
}
