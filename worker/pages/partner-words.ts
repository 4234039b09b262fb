/** The words of the pages that partners see, in the languages the shipped models speak. */
import type { AnswerFault } from "../services/typed-answers.ts";
import { german } from "./partner-words-de.ts";
import { spanish } from "./partner-words-es.ts";
import { french } from "./partner-words-fr.ts";

export interface PartnerWords {
  code: string;
  languageOfThePage: string;
  selfAssessment: string;
  /** Who asks whom about what. */
  asked(vendor: string, partner: string, period: string): string;
  howTo: string;
  whoIsWho(vendor: string, partner: string): string;
  openUntil(date: string): string;
  progress(answered: number, asked: number): string;
  topics: string;
  whatCounts: string;
  noAnswer: string;
  notApplicable: string;
  none: string;
  chooseAny: string;
  number: string;
  between(min: string, max: string): string;
  atLeast(min: string): string;
  atMost(max: string): string;
  commentAndEvidence: string;
  evidenceNeeded: string;
  comment: string;
  evidence: string;
  evidenceHelp: string;
  save: string;
  review: string;
  savedNow: string;
  faults: Record<AnswerFault, string>;
  faultsTitle(count: number): string;
  conflictsTitle(count: number): string;
  conflict(theirs: string): string;
  keepTheirs: string;
  keepMine: string;
  blank: string;
  reviewTitle: string;
  missing(count: number): string;
  nothingMissing: string;
  unreadable(count: number): string;
  evidenceMissing(count: number): string;
  answersTitle: string;
  question: string;
  answer: string;
  back: string;
  submit: string;
  submitAgain: string;
  submitHelp(vendor: string): string;
  nothingToSubmit: string;
  submittedTitle: string;
  submitted(time: string, vendor: string): string;
  changeUntil(date: string): string;
  changedSince: string;
  closed: string;
  print: string;
  /** What is stored, and who sees it. */
  privacy(vendor: string): string;
  gone: { title: string; text: string };
  trouble: { title: string; busy: string; tooLarge: string; tooMany: string; closed: string };
  /** Said while answers are on their way. */
  live: { saving: string; saved: string; offline: string; kept: string; conflict: string };
}

const english: PartnerWords = {
  code: "en",
  languageOfThePage: "Language",
  selfAssessment: "Self-assessment",
  asked: (vendor, partner, period) => `${vendor} asks ${partner} for ${period}`,
  howTo:
    "Answer what you know and leave the rest. Your answers are saved as you go; you can stop and come back with the same link, and pass it on to colleagues.",
  whoIsWho: (vendor, partner) => `“The partner” in the questions is you, ${partner}; “the vendor” is ${vendor}.`,
  openUntil: (date) => `The link works until ${date}.`,
  progress: (answered, asked) => `${answered} of ${asked} answered`,
  topics: "Topics",
  whatCounts: "What counts",
  noAnswer: "No answer yet",
  notApplicable: "Does not apply to us",
  none: "None of these",
  chooseAny: "Tick all that apply.",
  number: "Number",
  between: (min, max) => `From ${min} to ${max}.`,
  atLeast: (min) => `At least ${min}.`,
  atMost: (max) => `At most ${max}.`,
  commentAndEvidence: "Comment and evidence",
  evidenceNeeded: "evidence needed",
  comment: "Comment",
  evidence: "Evidence",
  evidenceHelp: "A web address, or where it can be seen.",
  save: "Save",
  review: "Review and submit",
  savedNow: "Your answers are saved.",
  faults: {
    "not-a-number": "This is not a number. Enter digits only, such as 12.5.",
    "too-low": "This number is too low.",
    "too-high": "This number is too high.",
    "no-option": "Choose one of the options.",
    exclusive: "The ticked options exclude each other. Keep only those that hold.",
    "too-long": "This text is longer than 10,000 characters and was not saved. Shorten it.",
  },
  faultsTitle: (count) => (count === 1 ? "One answer needs another look" : `${count} answers need another look`),
  conflictsTitle: (count) =>
    count === 1
      ? "Somebody else has changed one answer meanwhile"
      : `Somebody else has changed ${count} answers meanwhile`,
  conflict: (theirs) => `Meanwhile somebody else has answered: ${theirs}. Your answer below is not saved yet.`,
  keepTheirs: "Keep the other answer",
  keepMine: "Use my answer",
  blank: "no answer",
  reviewTitle: "Review your answers",
  missing: (count) => (count === 1 ? "One question has no answer" : `${count} questions have no answer`),
  nothingMissing: "Every question has an answer.",
  unreadable: (count) =>
    count === 1
      ? "One answer cannot be read. Correct it first."
      : `${count} answers cannot be read. Correct them first.`,
  evidenceMissing: (count) =>
    count === 1 ? "One answer lacks the evidence it needs" : `${count} answers lack the evidence they need`,
  answersTitle: "Your answers",
  question: "Question",
  answer: "Answer",
  back: "Back to the questions",
  submit: "Submit",
  submitAgain: "Submit the changes",
  submitHelp: (vendor) => `${vendor} then sees your answers and how they score. You can still change them.`,
  nothingToSubmit: "Answer at least one question, then you can submit.",
  submittedTitle: "Submitted",
  submitted: (time, vendor) => `${vendor} received your answers on ${time}.`,
  changeUntil: (date) => `You can change them and submit again until ${date}, unless the period is closed earlier.`,
  changedSince: "You have changed answers since. Submit again, so that they count.",
  closed: "This period is closed. You see what was answered; it cannot be changed any more.",
  print: "Print this page to keep a copy.",
  privacy: (vendor) =>
    `What is stored: your answers, comments and evidence with the time they were saved. Who sees it: ${vendor}, and everyone who has this link. This page sets no cookies and asks nobody else. Until an answer has arrived, a copy of it stays in this browser.`,
  gone: {
    title: "This link does not work",
    text: "It may have expired or been replaced, or a part of it was lost on the way. Ask whoever sent it to you for a new one. Nothing you submitted is lost.",
  },
  trouble: {
    title: "That did not work",
    busy: "The service does not answer at present. Go back, wait a minute and save again.",
    tooLarge: "The comments are too long together. Go back and shorten some of them.",
    tooMany: "Too many requests came from your network. Wait ten seconds, then load the page again.",
    closed: "This period has been closed and takes no answers any more.",
  },
  live: {
    saving: "Saving …",
    saved: "Saved",
    offline: "Not connected. Your answers are kept in this browser and sent as soon as it works again.",
    kept: "Answers from your last visit had not arrived. They are back below and are being sent.",
    conflict: "Somebody else has changed an answer meanwhile. Decide below which one counts.",
  },
};

const languages: Record<string, PartnerWords> = { en: english, de: german, fr: french, es: spanish };

/** English where the language is not spoken here. */
export function partnerWords(language: string): PartnerWords {
  return languages[language.slice(0, 2)] ?? english;
}
