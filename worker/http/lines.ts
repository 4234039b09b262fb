import { TooLarge } from "../errors.ts";
import { MAX_BODY_BYTES } from "./body.ts";
import { TransportError } from "./problem.ts";
import { decodeText } from "./text.ts";

/**
 * A body of JSON lines, or of CSV.
 *
 * @throws TransportError for another type, TooLarge over 2 MB, MalformedJson where it is not UTF-8.
 */
export async function readLines(request: Request): Promise<{ text: string; sent: Uint8Array; csv: boolean }> {
  const type = request.headers.get("content-type") ?? "";
  const csv = /^text\/csv\s*(;|$)/i.test(type);
  if (!csv && !/^application\/(x-ndjson|jsonl|x-jsonlines)\s*(;|$)/i.test(type)) {
    throw new TransportError(
      "unsupported-media-type",
      "Send JSON lines with “content-type: application/x-ndjson”, or CSV with “content-type: text/csv”.",
      { accept: "application/x-ndjson, text/csv" },
    );
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > MAX_BODY_BYTES)
      throw new TooLarge("The body is larger than 2 MB (2,000,000 bytes). Send fewer lines per request.");
    chunks.push(chunk);
  }
  const sent = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    sent.set(chunk, at);
    at += chunk.byteLength;
  }
  return { text: decodeText(sent), sent, csv };
}
