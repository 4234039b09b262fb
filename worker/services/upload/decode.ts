/** From the bytes of a table file to text, whichever program wrote it. Runs in the Worker and on the page. */
import { InvalidRequest } from "../../errors.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export interface Decoded {
  text: string;
  encoding: Encoding;
}

/** Bytes that Windows-1252 leaves undefined: text has none. */
const NO_CHARACTER = new Set([0x00, 0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * By the mark at its beginning; without one UTF-8, and what cannot be that is taken for Windows-1252, in which Excel
 * saves “CSV” in the West.
 *
 * @throws InvalidRequest for what is no text, such as a workbook, or UTF-16 without its mark.
 */
export function decodeTable(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: decoded(bytes, "utf-16le"), encoding: "utf-16le" };
  if (first === 0xfe && second === 0xff) return { text: decoded(bytes, "utf-16be"), encoding: "utf-16be" };
  if (first === 0x50 && second === 0x4b) {
    throw fault("is a workbook or an archive. In Excel choose File, Save as, “CSV UTF-8”, and send that file.");
  }
  if (bytes.includes(0)) {
    throw fault("is no text that can be read here: it has NUL characters. Save it as “CSV UTF-8” and send it again.");
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes), encoding: "utf-8" };
  } catch {
    // Not UTF-8: see whether it can be the other.
  }
  if (bytes.some((byte) => NO_CHARACTER.has(byte))) {
    throw fault("is neither UTF-8 nor Windows-1252. Save it as “CSV UTF-8” and send it again.");
  }
  return { text: decoded(bytes, "windows-1252"), encoding: "windows-1252" };
}

function decoded(bytes: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding, { fatal: false, ignoreBOM: false }).decode(bytes).toWellFormed();
}

const fault = (message: string): InvalidRequest => new InvalidRequest([{ location: "body", message }]);
