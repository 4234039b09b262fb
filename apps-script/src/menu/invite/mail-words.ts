/** What mails to partners say, in the languages the shipped models speak. People change it in the Mail texts tab. */
import type { Page } from "../../layout/keys.ts";
import { german } from "./mail-words-de.ts";
import { spanish } from "./mail-words-es.ts";
import { french } from "./mail-words-fr.ts";

/** What stands in braces, and what it is. */
export const placeholders = {
  partner: "the partner's name",
  vendor: "the name of your workspace",
  model: "the model's name",
  period: "such as 2026-Q4; not in a scorecard's mail",
  questions: "how many questions there are; not in a scorecard's mail",
  minutes: "about how long they take; not in a scorecard's mail",
  link: "the address of the page",
  until: "the last day on which the link works",
} as const;
export type Placeholder = keyof typeof placeholders;

export interface MailWords {
  code: string;
  /** @param day ISO 8601. */
  date(day: string): string;
  mails: Record<Page, { subject: string; text: string }>;
}

const MONTHS = "January February March April May June July August September October November December".split(" ");

const english: MailWords = {
  code: "en",
  date: (day) => `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`,
  mails: {
    "self-assessment": {
      subject: "{vendor} asks {partner} for a self-assessment: {period}",
      text: `Hello,

{vendor} asks {partner} to assess itself for {period}: {model}. We put your view beside ours, so that we support you where it helps most.

There are {questions} questions, which take about {minutes} minutes. Your answers are saved as you go. You can stop, come back, and pass the link on to colleagues:

{link}

The link works until {until}.

What is stored: your answers, comments and evidence. Who sees it: {vendor}, and everyone who has this link. So please pass it on within your company only.

Kind regards`,
    },
    scorecard: {
      subject: "{partner}: where you stand with {vendor}",
      text: `Hello,

this page shows where {partner} stands in our {model}: your level and what holds you there, the next level and the shortest way to it, what you do well, and what we offer.

{link}

The link works until {until}, and shows the latest result each time. You can print the page or save it as a PDF.

Whoever has the link can read it. It names {partner} and no other partner.

Kind regards`,
    },
  },
};

const languages: readonly MailWords[] = [english, german, french, spanish];

/** English first. */
export const mailLanguages = languages;

/** A day as a language writes it; as it is where the language is not spoken here. */
export function dateIn(language: string, day: string): string {
  return languages.find(({ code }) => code === language.slice(0, 2).toLowerCase())?.date(day) ?? day;
}
