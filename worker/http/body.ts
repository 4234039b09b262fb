/** Reading a JSON body: once, within a limit, with a message that names the place of a mistake. */
import { MalformedJson, TooLarge } from "../errors.ts";
import { locateSyntaxError } from "./json-syntax.ts";
import { TransportError } from "./problem.ts";
import { decodeText } from "./text.ts";

export const MAX_BODY_BYTES = 2_000_000;

/**
 * @returns the parsed body.
 * @throws TransportError unless the body is uncompressed JSON, TooLarge over 2 MB, MalformedJson.
 */
export async function readJson(request: Request): Promise<unknown> {
  return parseJson(await readBytes(request));
}

/** @throws MalformedJson with line and column, also for what is not UTF-8. */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decodeText(bytes);
  try {
    return JSON.parse(text);
  } catch {
    if (text.trim() === "") throw new MalformedJson("The body is empty. Send a JSON document.");
    const fault = locateSyntaxError(text);
    const location = `line ${fault.line}, column ${fault.column}`;
    throw new MalformedJson(`The body is not valid JSON: ${location}: ${fault.message}`, [
      { location, message: fault.message },
    ]);
  }
}

/** NaN where the sender does not say. With a length, the platform holds the sender to it. */
function declaredLength({ headers }: Request): number {
  return Number(headers.get("content-length") ?? Number.NaN);
}

/** @throws TransportError unless the body is uncompressed JSON, TooLarge over 2 MB. */
export function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  requireJsonType(request.headers);
  return readLimited(request);
}

/**
 * A body of any type. Without a declared length the bytes are counted as they come.
 *
 * @param most bytes.
 * @throws TooLarge.
 */
export async function readLimited(request: Request, most = MAX_BODY_BYTES): Promise<Uint8Array<ArrayBuffer>> {
  const length = declaredLength(request);
  if (length > most) throw tooLarge(most);
  if (length >= 0 || request.body === null) {
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > most) throw tooLarge(most);
    return bytes;
  }
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  const bytes = new Uint8Array(most);
  let used = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, used);
    if (used + value.byteLength > most) {
      await reader.cancel();
      throw tooLarge(most);
    }
    bytes.set(value, used);
    used += value.byteLength;
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

function tooLarge(most: number): TooLarge {
  const size = `${most / 1_000_000} MB (${most.toLocaleString("en")} bytes)`;
  return new TooLarge(`The body is larger than ${size}. Send fewer partners per request.`);
}
