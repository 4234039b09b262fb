/** Reading a JSON body: once, within a limit, with a message that names the place of a mistake. */
import { MalformedJson, TooLarge } from "../errors.ts";
import { locateSyntaxError } from "./json-syntax.ts";
import { TransportError } from "./problem.ts";

export const MAX_BODY_BYTES = 2_000_000;

/**
 * @returns the parsed body.
 * @throws TransportError unless the body is uncompressed JSON, TooLarge over 2 MB, MalformedJson.
 */
export async function readJson(request: Request): Promise<unknown> {
  requireJsonType(request.headers);
  const text = await readText(request);
  if (text.trim() === "") throw new MalformedJson("The body is empty. Send a JSON document.");
  try {
    return JSON.parse(text);
  } catch {
    const fault = locateSyntaxError(text);
    throw new MalformedJson(`The body is not valid JSON: line ${fault.line}, column ${fault.column}: ${fault.message}`, [
      { location: `line ${fault.line}, column ${fault.column}`, message: fault.message },
    ]);
  }
}

/** A browser form or a forgotten header must not be taken for JSON by accident. */
function requireJsonType(headers: Headers): void {
  const type = headers.get("content-type") ?? "";
  if (!/^application\/([a-z0-9.-]+\+)?json\s*(;|$)/i.test(type.trim())) {
    throw new TransportError(
      "unsupported-media-type",
      type === ""
        ? "The request has no content-type. Send it with “content-type: application/json”."
        : `The content-type is “${type.slice(0, 100)}”. Send JSON with “content-type: application/json”.`,
      { accept: "application/json" },
    );
  }
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    throw new TransportError("unsupported-media-type", "Compressed bodies are not read here. Send the body as it is.");
  }
}

/** With a length the platform holds the sender to it; without one the bytes are counted as they come. */
async function readText(request: Request): Promise<string> {
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (length > MAX_BODY_BYTES) throw tooLarge();
  if (length >= 0) {
    const text = await request.text();
    if (text.length > MAX_BODY_BYTES) throw tooLarge();
    return text;
  }
  if (request.body === null) return "";
  const decoder = new TextDecoder();
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel();
      throw tooLarge();
    }
    text += decoder.decode(value, { stream: true });
  }
}

function tooLarge(): TooLarge {
  return new TooLarge("The body is larger than 2 MB (2,000,000 bytes). Send fewer partners per request.");
}
