/** The words of the vendor's network page, in the languages the shipped models speak. */
import { german } from "./network-words-de.ts";
import { spanish } from "./network-words-es.ts";
import { french } from "./network-words-fr.ts";

/** A count, and the same as it is written. */
type Counted = (count: number, text: string) => string;

export interface NetworkWords {
  network: string;
  assessed: Counted;
  latest(period: string, count: string): string;
  median(value: string, lower: string, upper: string): string;
  /** In place of what takes more partners. */
  noMedian: string;
  nothingYet: { title: string; text(vendor: string): string };
  choice: string;
  everyone: string;
  show: string;
  cuts: Record<"segment" | "region" | "type", string>;
  levels: string;
  level: string;
  noLevel: string;
  partner: string;
  partners: string;
  share: string;
  figures: string;
  moved: string;
  rose: Counted;
  fell: Counted;
  stayed: Counted;
  fresh: Counted;
  onlyFresh: string;
  up: string;
  down: string;
  /** From one period to the next. */
  between(since: string, period: string): string;
  pending: Counted;
  groups: string;
  fromLeft: string;
  diagnosis: string;
  diagnosisHelp: string;
  programme: string;
  noFaults: string;
  partnerSide: string;
  noVerdict: string;
  nothingAnswered: string;
  criterion: string;
  fallShort: string;
  /** Of so many who answered. */
  ofAnswers(short: string, answered: string): string;
  answered: string;
  interval: string;
  range(low: string, high: string): string;
  mostly: string;
  /** Before the parts of the programme that a criterion names. */
  lookAt: string;
  majority: string;
  elsewhere: Counted;
  near: string;
  nearNone: string;
  risk: string;
  riskNone: string;
  /** Only a part was looked at. */
  looked(looked: string, all: string): string;
  more: Counted;
  overdue: string;
  overdueNone: string;
  action: string;
  owner: string;
  due: string;
  late: Counted;
  drivers: string;
  driversHelp(outcome: string): string;
  outcome: string;
  ownFields: string;
  criteria: string;
  noOutcome: string;
  chooseOutcome: string;
  driversNone: string;
  driversFew: string;
  correlation: string;
  noLink: string;
  compared(compared: string, all: string): string;
  print: string;
  privacy(vendor: string): string;
}

const english: NetworkWords = {
  network: "Partner network",
  assessed: (count, text) => `${text} ${count === 1 ? "partner" : "partners"} assessed`,
  latest: (period, count) => `latest period ${period}, with ${count} of them`,
  median: (value, lower, upper) => `median index ${value}, middle half ${lower} to ${upper}`,
  noMedian: "a median takes at least 5 partners",
  nothingYet: {
    title: "No partner has been assessed yet",
    text: (vendor) => `As soon as ${vendor} saves a period, the network is shown here.`,
  },
  choice: "Partners shown",
  everyone: "All partners",
  show: "Show",
  cuts: { segment: "Segment", region: "Region", type: "Type" },
  levels: "Levels",
  level: "Level",
  noLevel: "No level yet",
  partner: "Partner",
  partners: "Partners",
  share: "Share",
  figures: "Figures",
  moved: "Who moved",
  rose: (_, text) => `${text} rose`,
  fell: (_, text) => `${text} fell`,
  stayed: (_, text) => `${text} stayed`,
  fresh: (_, text) => `${text} new`,
  onlyFresh: "There is one period so far. Moves show from the second one on.",
  up: "Rose",
  down: "Fell",
  between: (since, period) => `${since} to ${period}`,
  pending: (count, text) =>
    count === 1 ? "One demotion waits for a decision." : `${text} demotions wait for a decision.`,
  groups: "By segment and region",
  fromLeft: "From left to right:",
  diagnosis: "Programme or partner",
  diagnosisHelp: "Where a majority falls short, look at the programme, not at the partners.",
  programme: "The programme is at fault",
  noFaults: "No criterion speaks against the programme.",
  partnerSide: "Partners fall short",
  noVerdict: "A verdict takes at least 5 answers to a question.",
  nothingAnswered: "No question was answered under this version of the model.",
  criterion: "Criterion",
  fallShort: "Fall short",
  ofAnswers: (short, answered) => `${short} of ${answered} partners`,
  answered: "Answered",
  interval: "95 % interval",
  range: (low, high) => `${low} to ${high}`,
  mostly: "Most often:",
  lookAt: "Look at:",
  majority: "majority",
  elsewhere: (count, text) =>
    `${text} ${count === 1 ? "partner stands" : "partners stand"} under another version of the model and ${count === 1 ? "is" : "are"} not part of this.`,
  near: "Nearly at the next level",
  nearNone: "Nobody is one step away from the next level.",
  risk: "At risk of falling",
  riskNone: "Nobody’s level hangs on a single answer.",
  looked: (looked, all) => `Looked at: the ${looked} of ${all} partners that are closest to a move.`,
  more: (_, text) => `and ${text} more`,
  overdue: "Overdue actions",
  overdueNone: "Nothing is overdue.",
  action: "Action",
  owner: "Owner",
  due: "Due",
  late: (count, text) => `${text} ${count === 1 ? "day" : "days"} late`,
  drivers: "What moves with the outcome",
  driversHelp: (outcome) =>
    `Rank correlation with ${outcome}, from -1 to 1. What moves together need not be cause and effect.`,
  outcome: "Outcome",
  ownFields: "Figures of the partners",
  criteria: "Questions of the model",
  noOutcome: "None",
  chooseOutcome: "Choose an outcome, such as revenue, to see what moves with it.",
  driversNone: "Nothing shows a clear link with this outcome.",
  driversFew: "This takes at least 10 partners with this figure.",
  correlation: "Correlation",
  noLink: "no clear link",
  compared: (compared, all) => `Compared: ${compared} of ${all} partners, evenly chosen.`,
  print: "This page prints; your browser also saves it as a PDF.",
  privacy: (vendor) =>
    `This page names all partners. It is meant for ${vendor}; everyone who has this link sees it. It sets no cookies and asks nobody else.`,
};

const languages: Record<string, NetworkWords> = { en: english, de: german, fr: french, es: spanish };

/** English where the language is not spoken here. */
export function networkWords(language: string): NetworkWords {
  return languages[language.slice(0, 2)] ?? english;
}
