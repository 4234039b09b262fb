/**
 * Arrays for one call, used again by the next: scoring a grid takes hundreds of them, and making and collecting them
 * would cost as much as a tenth of the scoring. What is in them when they are taken is left from before.
 */

class Shelf<List> {
  readonly #make: (length: number) => List;
  /** By the power of two that their length is. */
  readonly #lists: List[][] = Array.from({ length: 32 }, () => []);
  readonly #taken = new Int32Array(32);

  constructor(make: (length: number) => List) {
    this.#make = make;
  }

  take(length: number): List {
    const power = 32 - Math.clz32(Math.max(length, 16) - 1);
    if (power > LARGEST) return this.#make(length);
    const lists = this.#lists[power] as List[];
    const place = this.#taken[power] as number;
    this.#taken[power] = place + 1;
    if (place === lists.length) lists.push(this.#make(2 ** power));
    return lists[place] as List;
  }

  putBack(): void {
    this.#taken.fill(0);
  }
}

/** Larger ones are rare and not kept: 2^13 numbers are 64 kB. */
const LARGEST = 13;

const floats = new Shelf((length) => new Float64Array(length));
const integers = new Shelf((length) => new Int32Array(length));
const bytes = new Shelf((length) => new Uint8Array(length));

/** At least as long as asked. */
export const takeFloats = (length: number): Float64Array => floats.take(length);
export const takeIntegers = (length: number): Int32Array => integers.take(length);
export const takeBytes = (length: number): Uint8Array => bytes.take(length);

/** Nothing that was taken may be used from here on. */
export function putBackAll(): void {
  floats.putBack();
  integers.putBack();
  bytes.putBack();
}
