/** Names and short texts as they are stored. */
import { uncell } from "./csv.ts";

export const MAX_NAME = 200;

/**
 * The same name written in two ways of Unicode is one partner: canonical composition, without outer blanks, and without
 * the apostrophe that our tables put before what could be a formula.
 *
 * @returns null for what can be no name: blank, too long, or with control characters.
 */
export function readName(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const name = uncell(value.toWellFormed().normalize("NFC").trim());
  return name === "" || name.length > MAX_NAME || /\p{Cc}/u.test(name) ? null : name;
}

export const NAME_FAULT = `must be a name of 1 to ${MAX_NAME} characters, without line breaks`;
