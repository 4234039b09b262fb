/** UTF-8 by hand: the platform's encoder is not part of the language, and models/ knows no platform. */

const CHUNK = 4_096;
/** Most texts are labels: these are put together without a detour through a list. */
const SHORT = 64;
const units = new Uint16Array(CHUNK + 2);

/** @returns null where the bytes are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string | null {
  let text = "";
  let count = 0;
  let at = from;
  for (; at + 8 <= to && at < from + SHORT; at += 8) {
    const a = bytes[at] as number;
    const b = bytes[at + 1] as number;
    const c = bytes[at + 2] as number;
    const d = bytes[at + 3] as number;
    const e = bytes[at + 4] as number;
    const f = bytes[at + 5] as number;
    const g = bytes[at + 6] as number;
    const h = bytes[at + 7] as number;
    if ((a | b | c | d | e | f | g | h) >= 0x80) break;
    text += String.fromCharCode(a, b, c, d, e, f, g, h);
  }
  while (at < to) {
    const first = bytes[at] as number;
    if (first < 0x80) {
      units[count++] = first;
      at++;
    } else {
      const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
      const point = pointAt(bytes, at, Math.min(at + length, to), length);
      if (point < 0) return null;
      if (point >= 0x10000) units[count++] = 0xd7c0 + (point >> 10);
      units[count++] = point < 0x10000 ? point : 0xdc00 + (point & 0x3ff);
      at += length;
    }
    if (count >= CHUNK) {
      text += textOf(count);
      count = 0;
    }
  }
  return count === 0 ? text : text + textOf(count);
}

function textOf(count: number): string {
  return String.fromCharCode.apply(null, units.subarray(0, count) as unknown as number[]);
}

const LEAST = [0, 0, 0x80, 0x800, 0x10000];

/** The code point of a sequence of more than one byte, -1 where it is cut short, too long for it, or no character. */
function pointAt(bytes: Uint8Array, at: number, end: number, length: number): number {
  const first = bytes[at] as number;
  if (first < 0xc2 || first > 0xf4 || end - at < length) return -1;
  let point = first & (0x7f >> length);
  for (let next = at + 1; next < end; next++) {
    const byte = bytes[next] as number;
    if ((byte & 0xc0) !== 0x80) return -1;
    point = (point << 6) | (byte & 0x3f);
  }
  const isSurrogate = point >= 0xd800 && point <= 0xdfff;
  return point < (LEAST[length] as number) || point > 0x10ffff || isSurrogate ? -1 : point;
}

/** Writes well-formed text at a place and returns the place after it; three bytes per UTF-16 unit are enough room. */
export function encodeUtf8(text: string, bytes: Uint8Array, at: number): number {
  let place = at;
  for (let unit = 0; unit < text.length; unit++) {
    const point = text.codePointAt(unit) as number;
    if (point < 0x80) bytes[place++] = point;
    else if (point < 0x800) {
      bytes[place++] = 0xc0 | (point >> 6);
      bytes[place++] = 0x80 | (point & 0x3f);
    } else if (point < 0x10000) {
      bytes[place++] = 0xe0 | (point >> 12);
      bytes[place++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[place++] = 0x80 | (point & 0x3f);
    } else {
      bytes[place++] = 0xf0 | (point >> 18);
      bytes[place++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[place++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[place++] = 0x80 | (point & 0x3f);
      unit++;
    }
  }
  return place;
}
