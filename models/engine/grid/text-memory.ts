/**
 * What texts mean, by their bytes, from one request to the next: most sheets give the same answers as the last one did,
 * and a text that is known need not be decoded to be understood.
 */
export class TextMemory<Meaning> {
  readonly #known = new Map<number, { bytes: Uint8Array; meaning: Meaning }>();

  /** @param hash of the bytes; two texts that share one cannot both be remembered. */
  find(hash: number, bytes: Uint8Array, start: number, end: number): Meaning | undefined {
    const known = this.#known.get(hash);
    if (known === undefined || known.bytes.length !== end - start) return undefined;
    for (let at = start; at < end; at++) if (bytes[at] !== known.bytes[at - start]) return undefined;
    return known.meaning;
  }

  keep(hash: number, bytes: Uint8Array, start: number, end: number, meaning: Meaning): void {
    if (this.#known.size >= MOST || end - start > LONGEST) return;
    this.#known.set(hash, { bytes: bytes.slice(start, end), meaning });
  }
}

/** So many texts of so many bytes: answers that a criterion knows are fewer and shorter. */
const MOST = 128;
const LONGEST = 128;
