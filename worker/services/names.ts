/** Names and short texts as they are stored. */
import { foldName } from "../../models/engine/partner-name.ts";
import { uncell } from "./csv.ts";

export const MAX_NAME = 200;

/** Needs no more looking at, as nearly all names; no apostrophe comes first. */
const PLAIN_NAME = /^[!-&(-~](?:[ -~]{0,198}[!-~])?$/;

/**
 * The same name written in two ways of Unicode is one partner: canonical composition, without outer blanks, and without
 * the apostrophe that our tables put before what could be a formula.
 *
 * @returns null for what can be no name: blank, too long, or with control characters.
 */
export function readName(value: unknown): string | null {
  if (typeof value !== "string") return null;
  if (PLAIN_NAME.test(value)) return value;
  const name = uncell(value.toWellFormed().normalize("NFC").trim());
  return name === "" || name.length > MAX_NAME || /\p{Cc}/u.test(name) ? null : name;
}

export const NAME_FAULT = `must be a name of 1 to ${MAX_NAME} characters, without line breaks`;

/** An id as somebody asks for it: in the form in which it was stored, whatever the form it comes in. */
export const asStored = (id: string): string => readName(id) ?? id;

/** Partners of one request that a person would take for the same, but that are stored as two. */
export class Spellings {
  readonly #first = new Map<string, { partner: string; place: string }>();

  /**
   * @param place where the partner stands in the request.
   * @returns what to say of a partner that came before in other letters; null where there is nothing to say.
   */
  take(partner: string, place: string): string | null {
    const folded = foldName(partner);
    const first = this.#first.get(folded);
    if (first === undefined) this.#first.set(folded, { partner, place });
    if (first === undefined || first.partner === partner) return null;
    return `“${partner}” differs from “${first.partner}” in ${first.place} in case only. They are stored as two partners; send one if they are the same.`;
  }
}
