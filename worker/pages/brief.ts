/** A brief for one partner as plain text, from templates that are filled with facts alone. */
import type { AnswerValue } from "../../models/contract.ts";
import type { CompiledCriterion } from "../../models/engine/compile.ts";
import { networkWordsOf } from "../../models/engine/network/words.ts";
import { writeNumber } from "../../models/engine/numbers.ts";
import type { BriefFacts } from "../services/read-briefs.ts";
import { NOT_APPLICABLE_VALUE } from "../services/typed-answers.ts";
import { answerText } from "./answer-words.ts";
import { type BriefSectionId, type BriefWords, briefWords } from "./brief-words.ts";
import { dayText } from "./partner-page.ts";
import { partnerWords } from "./partner-words.ts";

export interface BriefSection {
  id: BriefSectionId;
  heading: string;
  text: string;
  /** What stands in the text as it is in store and model, in the order of the text: no wording may change it. */
  facts: string[];
}

export interface WrittenBrief {
  partner: string;
  language: string;
  subject: string;
  /** Those that have something to say, in the order of `BRIEF_SECTIONS`. */
  sections: BriefSection[];
  /** Names of levels: a text that names another one than it did says something else. */
  levels: string[];
}

interface Text {
  text: string;
  facts: string[];
}

const STEPS = 3;
const ACTIONS = 5;

export function writeBrief(facts: BriefFacts): WrittenBrief {
  const { language, variant, name, period, rank } = facts;
  const words = briefWords(language);
  const written: Record<BriefSectionId, Text> = {
    opening: opening(facts, words),
    stand: stand(facts, words),
    steps: steps(facts, words),
    offer: offer(facts, words),
    dates: dates(facts, words),
  };
  return {
    partner: facts.partner,
    language,
    subject: oneLine(words.subject(name, variant.levels[rank]?.name ?? null, period.name)),
    sections: Object.entries(written).flatMap(([id, section]): BriefSection[] =>
      section.text === ""
        ? []
        : [{ id: id as BriefSectionId, heading: words.headings[id as BriefSectionId], ...section }],
    ),
    levels: variant.levels.map((level) => level.name),
  };
}

/** The whole brief; the opening has no heading. */
export function briefText(sections: readonly Pick<BriefSection, "id" | "heading" | "text">[]): string {
  return sections.map(({ id, heading, text }) => (id === "opening" ? text : `${heading}\n${text}`)).join("\n\n");
}

/** Names come from anywhere: a line break in one would begin a line, and a change of direction would turn the rest. */
const oneLine = (text: string): string =>
  text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();

function opening({ name, vendor, variant, period }: BriefFacts, words: BriefWords): Text {
  const facts = [name, vendor, variant.model.name, period.name].map(oneLine);
  const [partner = "", by = "", model = "", when = ""] = facts;
  return { text: words.opening(partner, by, model, when), facts };
}

function stand({ variant, index, rank, reached, why, strengths, language }: BriefFacts, words: BriefWords): Text {
  const { min, width, decimals } = variant.scale;
  const level = variant.levels[rank]?.name;
  const facts: string[] = [];
  const lines: string[] = [];
  if (index !== null) {
    const [own, most] = [index, min + width].map((value) => writeNumber(value, decimals, language));
    lines.push(level === undefined ? words.noLevel(own ?? "", most ?? "") : words.stand(level, own ?? "", most ?? ""));
    facts.push(...(level === undefined ? [] : [level]), own ?? "", most ?? "");
  }
  const other = variant.levels[reached]?.name;
  if (rank !== reached && other !== undefined) {
    lines.push(words.answersReach(other));
    facts.push(other);
  }
  lines.push(`${why}.`);
  facts.push(why);
  if (strengths.length > 0) {
    const names = strengths.map((criterion) => oneLine(criterion.name));
    lines.push(words.strengths(names.join(", ")));
    facts.push(...names);
  }
  return { text: lines.join(" "), facts };
}

interface Line {
  criterion: CompiledCriterion;
  from: AnswerValue | undefined;
  to: AnswerValue;
  effort: number;
  guidance: string | null;
}

function steps(facts: BriefFacts, words: BriefWords): Text {
  const { variant, language } = facts;
  const days = (effort: number) => variant.words.days(writeNumber(effort, 1, language));
  const next = variant.levels[facts.reached + 1]?.name;
  if (next !== undefined && facts.steps.length > 0) {
    const lines = facts.steps.slice(0, STEPS);
    const [shown, all] = [lines.length, facts.steps.length].map((count) => writeNumber(count, 0, language));
    const isAll = lines.length === facts.steps.length;
    const first = isAll
      ? { text: words.way(next, days(facts.effort)), facts: [next, days(facts.effort)] }
      : {
          text: words.wayBegins(next, days(facts.effort), shown ?? "", all ?? ""),
          facts: [next, days(facts.effort)],
        };
    return numbered(first, lines, facts, words);
  }
  const lines = facts.gaps.slice(0, STEPS).flatMap(({ criterion: id, answer, effort, guidance }): Line[] => {
    const criterion = variant.criteria.find((candidate) => candidate.id === id);
    return criterion === undefined ? [] : [{ criterion, from: undefined, to: answer, effort, guidance }];
  });
  if (lines.length === 0) return { text: words.nothingOpen, facts: [] };
  return numbered({ text: words.worth, facts: [] }, lines, facts, words);
}

function numbered(first: Text, lines: readonly Line[], { variant, language }: BriefFacts, words: BriefWords): Text {
  const { quoted } = networkWordsOf(language);
  const isOption = ({ answer: { kind } }: CompiledCriterion, value: AnswerValue) =>
    kind !== "number" && value !== null && value !== NOT_APPLICABLE_VALUE;
  const answer = (criterion: CompiledCriterion, value: AnswerValue) => {
    const text = oneLine(answerText({ compiled: criterion }, value, language, partnerWords(language)));
    return isOption(criterion, value) ? quoted(text) : text;
  };
  // Before a goal in the same unit the number is enough: “from 1 to 2 people”.
  const startOf = (criterion: CompiledCriterion, value: AnswerValue) =>
    typeof value === "number" ? writeNumber(value, 9, language) : answer(criterion, value);
  const facts = [...first.facts];
  const texts = lines.map(({ criterion, from, to, effort, guidance }, place) => {
    const name = oneLine(criterion.name);
    const days = variant.words.days(writeNumber(effort, 1, language));
    const goal = answer(criterion, to);
    const start = from === undefined ? null : startOf(criterion, from);
    facts.push(name, ...(start === null ? [] : [start]), goal, days);
    const change = start === null ? words.aim(goal) : words.change(start, goal);
    const advice = guidance === null ? "" : ` ${oneLine(guidance)}`;
    return `${place + 1}. ${name}${variant.words.colon}${change} (${days}).${advice}`;
  });
  return { text: [first.text, ...texts].join("\n"), facts };
}

function offer({ variant, rank }: BriefFacts, words: BriefWords): Text {
  const parts: string[] = [];
  const facts: string[] = [];
  const list = (place: number, heading: (level: string) => string) => {
    const { name = "", programme = [] } = variant.model.levels[place] ?? {};
    if (programme.length === 0) return;
    const items = programme.map(oneLine);
    parts.push([heading(name), ...items.map((item) => `• ${item}`)].join("\n"));
    facts.push(name, ...items);
  };
  list(rank, words.yours);
  list(rank + 1, words.adds);
  return { text: parts.join("\n"), facts };
}

function dates({ actions, links, period, today, locale }: BriefFacts, words: BriefWords): Text {
  const lines = actions.slice(0, ACTIONS).map(({ due, text }) => {
    const day = dayText(due, locale);
    return `• ${due < today ? words.overdue(day) : day}: ${oneLine(text)}`;
  });
  const say = period.ends >= today ? words.ends : words.ended;
  lines.push(say(period.name, dayText(period.ends, locale)));
  for (const kind of ["self-assessment", "scorecard"] as const) {
    const link = links.find((candidate) => candidate.kind === kind);
    if (link !== undefined) lines.push(words.links[kind](dayText(link.expiresAt, locale)));
  }
  return { text: lines.join("\n"), facts: [] };
}
