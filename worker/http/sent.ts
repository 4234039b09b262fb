import { parseJson, readBytes } from "./body.ts";

/** A JSON body as a value, and its bytes, by which a repeated request is known. */
export async function readSent(request: Request): Promise<{ value: unknown; sent: Uint8Array<ArrayBuffer> }> {
  const sent = await readBytes(request);
  return { value: parseJson(sent), sent };
}
