/**
 * Which names of a column are one partner, however they are written. Names are told apart by a hash of their bytes that
 * does not see case, so that hardly any of them has to be decoded.
 */
import { foldName } from "../partner-name.ts";
import { FIRST_TEXT } from "./table.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** Up to here bytes belong to characters whose small letter differs in the bit that `hashOf` sets, if it has any. */
const LATIN = 0xc3;
/** A slot that is taken this often is no accident: somebody made the hashes collide. */
const MOST_PROBES = 64;

/**
 * @param bytes with a name in UTF-8 from `from` to `to`, without blanks around it.
 * @returns the same number for all ways to write it, never 0.
 */
export function nameHash(bytes: DataView, from: number, to: number): number {
  if (isLatin(bytes, from, to)) return hashOf(bytes, from, to);
  const name = foldName(decodeUtf8(new Uint8Array(bytes.buffer, bytes.byteOffset), from, to) ?? "");
  const folded = new Uint8Array(name.length * 3);
  return hashOf(new DataView(folded.buffer), 0, encodeUtf8(name, folded, 0));
}

function isLatin(bytes: DataView, from: number, to: number): boolean {
  let at = from;
  while (at + 4 <= to && (bytes.getInt32(at, true) & 0x80808080) === 0) at += 4;
  while (at < to && bytes.getUint8(at) <= LATIN) at++;
  return at === to;
}

function hashOf(bytes: DataView, from: number, to: number): number {
  let hash = 0;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    hash = Math.imul(hash ^ (bytes.getInt32(at, true) | 0x20202020), 0x01000193);
    hash ^= hash >>> 13;
  }
  for (; at < to; at++) hash = Math.imul(hash ^ (bytes.getUint8(at) | 0x20), 0x01000193);
  return hash === 0 ? 1 : hash;
}

/**
 * @param hashes by code less `FIRST_TEXT`.
 * @returns by code, the first code of the same partner; null where all are different.
 */
export function sameNames(hashes: Int32Array, textOf: (code: number) => string): Int32Array | null {
  const shared = sharedHashes(hashes);
  if (shared.size === 0) return null;
  const same = new Int32Array(FIRST_TEXT + hashes.length);
  const firsts = new Map<string, number>();
  for (let code = 0; code < same.length; code++) {
    same[code] = code;
    if (code < FIRST_TEXT || !shared.has(hashes[code - FIRST_TEXT] as number)) continue;
    const name = foldName(textOf(code));
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, code);
    else same[code] = first;
  }
  return same;
}

/** Those that occur twice, and those that found their place taken too often to know. */
function sharedHashes(hashes: Int32Array): Set<number> {
  const shared = new Set<number>();
  const slots = new Int32Array(2 ** (33 - Math.clz32(hashes.length)));
  const mask = slots.length - 1;
  for (let place = 0; place < hashes.length; place++) {
    const hash = hashes[place] as number;
    let slot = (hash ^ (hash >>> 15)) & mask;
    let probes = 0;
    while (slots[slot] !== 0 && slots[slot] !== hash && probes++ < MOST_PROBES) slot = (slot + 1) & mask;
    if (slots[slot] === 0) slots[slot] = hash;
    else shared.add(hash);
  }
  return shared;
}
