/** From the bytes of a body to text: in UTF-8, or not at all. */
import { MalformedJson } from "../errors.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/**
 * A mark at the beginning that says “this is UTF-8” is left out.
 *
 * @throws MalformedJson with line and column: characters put in the place of what cannot be read would be stored and
 *   compared as if somebody had sent them.
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    const { line, column } = firstFault(bytes);
    const place = `line ${line}, column ${column}`;
    const message = `The body is not valid UTF-8 at ${place}. Save or send it as UTF-8.`;
    throw new MalformedJson(message, [{ location: place, message: "no character in UTF-8 begins here." }]);
  }
}

/** Where a lenient reader puts a character of its own; lines and columns count from 1. */
function firstFault(bytes: Uint8Array): { line: number; column: number } {
  const text = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(bytes);
  const isSent = (at: number) => bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd;
  let at = 0;
  let line = 1;
  let column = 1;
  for (const character of text) {
    if (character === "\ufffd" && !isSent(at)) break;
    const point = character.codePointAt(0) as number;
    at += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    column = character === "\n" ? 1 : column + 1;
    if (character === "\n") line++;
  }
  return { line, column };
}
