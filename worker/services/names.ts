/** Names and short texts as they are stored. */

export const MAX_NAME = 200;

/** Needs no more looking at, as nearly all names. */
const PLAIN_NAME = /^[!-~](?:[ -~]{0,198}[!-~])?$/;

/**
 * The same name written in two ways of Unicode is one partner: canonical composition, without outer blanks.
 *
 * @returns null for what can be no name: blank, too long, or with control characters.
 */
export function readName(value: unknown): string | null {
  if (typeof value !== "string") return null;
  if (PLAIN_NAME.test(value)) return value;
  const name = value.toWellFormed().normalize("NFC").trim();
  return name === "" || name.length > MAX_NAME || /\p{Cc}/u.test(name) ? null : name;
}

export const NAME_FAULT = `must be a name of 1 to ${MAX_NAME} characters, without line breaks`;
