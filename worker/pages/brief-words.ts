/** The words of a brief for one partner, in the languages the shipped models speak. */
import { german } from "./brief-words-de.ts";
import { spanish } from "./brief-words-es.ts";
import { french } from "./brief-words-fr.ts";

export const BRIEF_SECTIONS = ["opening", "stand", "steps", "offer", "dates"] as const;
export type BriefSectionId = (typeof BRIEF_SECTIONS)[number];

export interface BriefWords {
  headings: Record<BriefSectionId, string>;
  subject(partner: string, level: string | null, period: string): string;
  opening(partner: string, vendor: string, model: string, period: string): string;
  stand(level: string, index: string, max: string): string;
  /** Where no level can be given. */
  noLevel(index: string, max: string): string;
  answersReach(level: string): string;
  strengths(names: string): string;
  /** Before all steps there are, and before the first of more. */
  way(level: string, days: string): string;
  wayBegins(level: string, days: string, shown: string, all: string): string;
  /** Where there is no next level, or no way to it. */
  worth: string;
  nothingOpen: string;
  change(from: string, to: string): string;
  aim(to: string): string;
  yours(level: string): string;
  adds(level: string): string;
  overdue(date: string): string;
  ends(period: string, date: string): string;
  ended(period: string, date: string): string;
  links: Record<"self-assessment" | "scorecard", (date: string) => string>;
}

const english: BriefWords = {
  headings: {
    opening: "Opening",
    stand: "Where you stand",
    steps: "What to do next",
    offer: "What we offer",
    dates: "Dates",
  },
  subject: (partner, level, period) => `${partner}: ${level === null ? "" : `${level}, `}${period}`,
  opening: (partner, vendor, model, period) =>
    `Dear ${partner} team,\n\nThis is how ${vendor} sees you in “${model}” for ${period}: where you stand and why, what takes you further, and what you can expect of us.`,
  stand: (level, index, max) => `You stand at ${level}, with an index of ${index} of ${max}.`,
  noLevel: (index, max) => `Your index is ${index} of ${max}.`,
  answersReach: (level) => `Your latest answers reach ${level}.`,
  strengths: (names) => `Your strengths: ${names}.`,
  way: (level, days) => `The shortest way to ${level} takes about ${days} of work:`,
  wayBegins: (level, days, shown, all) =>
    `The shortest way to ${level} has ${all} steps and takes about ${days} of work. Begin with these ${shown}:`,
  worth: "These steps bring you most:",
  nothingOpen: "Nothing is open. Keep it up.",
  change: (from, to) => `from ${from} to ${to}`,
  aim: (to) => `aim at ${to}`,
  yours: (level) => `At ${level} you get:`,
  adds: (level) => `${level} adds:`,
  overdue: (date) => `${date} (overdue)`,
  ends: (period, date) => `${period} ends on ${date}.`,
  ended: (period, date) => `The answers are those for ${period}, which ended on ${date}.`,
  links: {
    "self-assessment": (date) => `Your link to the self-assessment works until ${date}.`,
    scorecard: (date) => `Your link to the scorecard works until ${date}.`,
  },
};

const languages: Record<string, BriefWords> = { en: english, de: german, fr: french, es: spanish };

/** English where the language is not spoken here. */
export function briefWords(language: string): BriefWords {
  return languages[language.slice(0, 2)] ?? english;
}
