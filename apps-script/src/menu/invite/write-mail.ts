/** Fills a mail's text in for one partner, and makes the link that opens it in the reader's own mail program. */
import { WARNING_SIGN } from "../../../../models/appearance.ts";
import type { Page } from "../../layout/keys.ts";
import { dateIn, type Placeholder, placeholders } from "./mail-words.ts";

export interface MailFacts {
  page: Page;
  language: string;
  partner: string;
  vendor: string;
  model: string;
  period: string;
  /** How many the partner is asked. */
  questions: number;
  link: string;
  /** ISO 8601. */
  until: string;
}

/** A text with placeholders, and the cell it stands in. */
export interface Template {
  text: string;
  /** Such as `Mail texts!C3`. */
  place: string;
}

/** Most characters that Google takes in a cell. */
const CELL = 50_000;
const NAME = 200;
const SECONDS_PER_QUESTION = 45;
const MINUTES_STEP = 5;

/** @returns the text, or what is wrong with the template, beginning with the warning sign. */
export function fillIn({ text, place }: Template, facts: MailFacts): string {
  const values = valuesOf(facts);
  const unknown = unknownPlaceholders(text, facts.page);
  if (unknown.length > 0) return `${WARNING_SIGN} ${place}: ${unknownWords(unknown, facts.page)}`;
  // In one pass, so that a name with braces in it stays a name.
  const filled = text.replace(PLACEHOLDER, (_, name: string) => values[keyOf(name)]);
  return filled.length <= CELL
    ? filled
    : `${WARNING_SIGN} ${place}: the text is longer than the ${CELL.toLocaleString("en")} characters that a cell holds. Shorten it.`;
}

/** Whether a cell says what is wrong in place of a text. */
export const isFault = (cell: string): boolean => cell.startsWith(WARNING_SIGN);

const PLACEHOLDER = /\{([^{}]*)\}/g;
const keyOf = (name: string): Placeholder => name.trim().toLowerCase() as Placeholder;

/** A scorecard is of no period and asks nothing. */
const NOT_OF_SCORECARDS: readonly Placeholder[] = ["period", "questions", "minutes"];

const known = (page: Page): Placeholder[] =>
  (Object.keys(placeholders) as Placeholder[]).filter(
    (name) => page !== "scorecard" || !NOT_OF_SCORECARDS.includes(name),
  );

/** As they stand in the text, each once. */
export function unknownPlaceholders(text: string, page: Page): string[] {
  const names = known(page);
  const found = [...text.matchAll(PLACEHOLDER)].filter(([, name = ""]) => !names.includes(keyOf(name)));
  return [...new Set(found.map(([whole]) => whole))];
}

const SHOWN = 40;

export function unknownWords(unknown: readonly string[], page: Page): string {
  const named = unknown.slice(0, 3).map((name) => (name.length > SHOWN ? `${name.slice(0, SHOWN)}…` : name));
  const usable = known(page).map((name) => `{${name}}`);
  return `${named.join(", ")} is not known here. Use ${usable.join(", ")}.`;
}

function valuesOf(facts: MailFacts): Record<Placeholder, string> {
  const { questions } = facts;
  const minutes = Math.max(1, Math.ceil((questions * SECONDS_PER_QUESTION) / 60 / MINUTES_STEP)) * MINUTES_STEP;
  return {
    partner: oneLine(facts.partner),
    vendor: oneLine(facts.vendor),
    model: oneLine(facts.model),
    period: facts.period,
    questions: String(questions),
    minutes: String(minutes),
    link: facts.link,
    until: dateIn(facts.language, facts.until),
  };
}

/** A name that cannot break a subject in two, turn the letters around it, or fill the mail. */
export function oneLine(name: string): string {
  const plain = wellFormed(name)
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .trim();
  return plain.length > NAME ? `${wellFormed(plain.slice(0, NAME)).replace(/\ufffd$/, "")}…` : plain;
}

/** Halves of characters, of which no address can be made, become one that says so. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) =>
    found.length === 2 ? found : "\ufffd",
  );
}

/** What the link is called in its cell. */
export const OPEN_MAIL = "Open mail";
/** Longer ones are cut off by mail programs, without a word. */
const LONGEST_LINK = 2_000;
const ADDRESS = /^[^\s@<>"'(),;:?&%\\]+@[^\s@<>"'(),;:?&%\\]+$/;
const LONGEST_ADDRESS = 254;

/**
 * A formula of our own making: everything in it that others wrote is percent-encoded, so no quotation mark is left in it.
 *
 * @param address blank, or one that is no address, leaves the recipient open.
 */
export function mailLink(address: string, subject: string, text: string): string {
  const encode = (part: string): string => encodeURIComponent(wellFormed(part).replace(/\r?\n/g, "\r\n"));
  const isAddress = ADDRESS.test(address) && address.length <= LONGEST_ADDRESS;
  const to = isAddress ? encode(address).replace("%40", "@") : "";
  const target = `mailto:${to}?subject=${encode(subject.replace(/\s+/g, " "))}&body=${encode(text)}`;
  return target.length > LONGEST_LINK
    ? `${WARNING_SIGN} Too long to open: copy the subject and the text.`
    : `=HYPERLINK("${target}","${OPEN_MAIL}")`;
}
