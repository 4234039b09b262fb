/** Why a partner is held where it is: each unmet requirement as data and as one plain sentence. */
import type { Blocker } from "../contract.ts";
import { ANSWERED, UNANSWERED } from "./answers.ts";
import { holds, memberHolds, percentileOf, reached, routeReached, scoreHolds, scoreOf } from "./conditions.ts";
import type { Bound, Condition, Variant } from "./compile.ts";
import { coverage } from "./evaluate.ts";
import { type Withheld, withheld } from "./level.ts";
import { roundHalfUp, writeNumber, writePair } from "./numbers.ts";
import type { Cohort, State } from "./state.ts";
import { inSentence, type Words, wordsOf } from "./words.ts";

/** A blocker before the opening words ("Held at Silver: ") are put in front of its sentence. */
type Reason = Omit<Blocker, "sentence"> & { text: string };

interface Context {
  variant: Variant;
  state: State;
  cohort: Cohort | undefined;
  words: Words;
  language: string;
}

/** Everything that keeps the answers from the level after `rank`; empty at the top level. */
export function blockersOf(variant: Variant, state: State, rank: number, cohort?: Cohort): Blocker[] {
  const opening = openingOf(variant, state, rank);
  return reasonsOf(variant, state, rank, cohort).map(({ text, ...reason }) => ({
    ...reason,
    sentence: `${opening}: ${text}`,
  }));
}

/** The same in one sentence, for a cell: "Held at Silver: certified staff 5 of 6; index 47.8 of 48". */
export function whyOf(variant: Variant, state: State, rank: number, cohort?: Cohort): string {
  const reasons = reasonsOf(variant, state, rank, cohort);
  const level = variant.levels[rank];
  if (reasons.length === 0) {
    return level === undefined ? "" : wordsOf(variant.model.language ?? "en").top(level.name);
  }
  return `${openingOf(variant, state, rank)}: ${reasons.map((reason) => reason.text).join("; ")}`;
}

function openingOf(variant: Variant, state: State, rank: number): string {
  const words = wordsOf(variant.model.language ?? "en");
  const level = variant.levels[rank];
  if (level !== undefined) return words.heldAt(level.name);
  return withheld(variant, state, state.index) === null ? words.below(variant.levels[0]?.name ?? "") : words.noLevel;
}

function reasonsOf(variant: Variant, state: State, rank: number, cohort: Cohort | undefined): Reason[] {
  const language = variant.model.language ?? "en";
  const context: Context = { variant, state, cohort, words: wordsOf(language), language };
  if (rank < 0) {
    const why = withheld(variant, state, state.index);
    if (why !== null) return [withheldReason(context, why)];
  }
  const next = variant.levels[rank + 1];
  if (next === undefined) return [];
  return next.conditions
    .filter((condition) => !holds(variant, condition, state, cohort))
    .map((condition) => reasonOf(context, condition));
}

function withheldReason({ variant, state, words, language }: Context, why: NonNullable<Withheld>): Reason {
  const percent = (share: number) => `${writeNumber(Math.floor(share * 100 + 1e-9), 0, language)} %`;
  const answered = coverage(variant, state);
  if (why === "coverage") {
    const needed = `${writeNumber(variant.coverage * 100, 1, language)} %`;
    return { of: "coverage", actual: answered, needed: variant.coverage, bound: "min", text: words.coverage(percent(answered), needed) };
  }
  if (why === "required") {
    const required = variant.criteria.filter((criterion) => criterion.required && !criterion.omitted);
    const missing = required.filter((criterion) => state.status[criterion.position] === UNANSWERED);
    return {
      of: "required",
      actual: required.length - missing.length,
      needed: required.length,
      bound: "min",
      text: words.required(missing.length, missing.map((criterion) => inSentence(criterion.name, words))),
    };
  }
  return { of: "coverage", actual: 0, needed: variant.coverage, bound: "min", text: words.nothingAnswered };
}

function reasonOf(context: Context, condition: Condition): Reason {
  switch (condition.kind) {
    case "scores":
      return scoreReason(context, condition);
    case "criteria":
      return condition.members.length === 1 && condition.source.of === "criterion"
        ? criterionReason(context, condition, condition.members[0] as number)
        : criteriaReason(context, condition);
    case "percentile":
      return percentileReason(context, condition);
    case "any":
      return routesReason(context, condition);
  }
}

/** Two numbers against each other in the words of the bound. */
function compare(words: Words, bound: Bound, name: string, actual: string, needed: string): string {
  const phrase = { min: words.pair, above: words.mustBeAbove, max: words.atMost, below: words.mustBeBelow }[bound];
  return phrase(name, actual, needed);
}

function scoreReason({ variant, state, words, language }: Context, condition: Extract<Condition, { kind: "scores" }>): Reason {
  const { bound, needed, source } = condition;
  const short = condition.dimensions
    .filter((dimension) => !scoreHolds(variant, state, dimension, bound, needed))
    .sort((a, b) => (scoreOf(state, a) || 0) - (scoreOf(state, b) || 0));
  const worst = (bound === "min" || bound === "above" ? short[0] : short.at(-1)) ?? -1;
  const dimension = variant.dimensions[worst];
  const name = dimension === undefined ? words.index : inSentence(dimension.name, words);
  const { min, width, decimals } = variant.scale;
  const score = scoreOf(state, worst);
  const neededInScale = needed * width + min;
  const actual = score === score ? score * width + min : null;
  const text =
    actual === null
      ? words.unanswered(name)
      : compare(words, bound, name, ...writePair(actual, neededInScale, decimals, language));
  return {
    of: source.of,
    ...(dimension === undefined ? {} : { id: dimension.id }),
    actual: actual === null ? null : roundHalfUp(actual, decimals),
    needed: roundHalfUp(neededInScale, 9),
    bound,
    text: short.length > 1 ? words.more(text, short.length - 1) : text,
  };
}

type CriteriaCondition = Extract<Condition, { kind: "criteria" }>;

function criterionReason({ variant, state, words, language }: Context, condition: CriteriaCondition, member: number): Reason {
  const criterion = variant.criteria[member] as Variant["criteria"][number];
  const name = inSentence(criterion.name, words);
  const answered = state.status[member] === ANSWERED;
  const measure = state.measure[member] as number;
  const common = { of: "criterion", id: criterion.id } as const;
  if (condition.on === "options") {
    const { options } = criterion.answer;
    const labels = (keep: (place: number) => boolean) => options.filter((_, place) => keep(place)).map((option) => option.label);
    const ids = (keep: (place: number) => boolean) => options.filter((_, place) => keep(place)).map((option) => option.id);
    const chosen = (place: number) => answered && criterion.answer.includes(measure, place);
    const wanted = (place: number) => condition.positions.includes(place);
    const least = [...condition.positions].sort((a, b) => (options[a]?.value ?? 0) - (options[b]?.value ?? 0));
    return {
      ...common,
      actual: answered ? ids(chosen) : null,
      needed: ids(wanted),
      bound: "is",
      text: words.option(
        name,
        answered ? labels(chosen).join(", ") : null,
        least.map((place) => options[place]?.label ?? ""),
      ),
    };
  }
  const { bound, needed } = condition;
  const actual = condition.on === "measure" ? measure : (state.attainment[member] as number);
  const percent = condition.on === "attainment";
  const [written, writtenNeeded] = percent
    ? writePair(actual * 100, needed * 100, 0, language)
    : writePair(actual, needed, 2, language);
  const unit = percent || criterion.answer.unit === "%" ? " %" : "";
  return {
    ...common,
    actual: answered ? actual : null,
    needed,
    bound,
    text: answered
      ? compare(words, bound, name, written, writtenNeeded + unit)
      : words.unanswered(name, writeNumber(percent ? needed * 100 : needed, 2, language) + unit),
  };
}

function criteriaReason({ variant, state, words, language }: Context, condition: CriteriaCondition): Reason {
  const missing = condition.members.filter((member) => !memberHolds(variant, condition, state, member));
  const met = condition.members.length - missing.length;
  const names = missing.map((member) => inSentence(variant.criteria[member]?.name ?? "", words));
  const { source } = condition;
  if (source.of === "practices") {
    const level = variant.levels.find((candidate) => candidate.id === source.level)?.name ?? source.level;
    return {
      of: "practices",
      id: source.level,
      actual: met,
      needed: condition.count,
      bound: "min",
      text: words.practices(level, met, condition.count, names),
    };
  }
  return {
    of: source.of,
    ...(source.of === "criteria" && source.dimension !== undefined ? { id: source.dimension } : {}),
    actual: met,
    needed: condition.count,
    bound: "min",
    text: words.criteria(met, condition.count, `${writeNumber(condition.needed * 100, 1, language)} %`, names),
  };
}

function percentileReason(
  { variant, state, cohort, words, language }: Context,
  condition: Extract<Condition, { kind: "percentile" }>,
): Reason {
  const criterion = variant.criteria[condition.criterion];
  const name = criterion === undefined ? words.index : inSentence(criterion.name, words);
  const rank = percentileOf(variant, condition, state, cohort);
  const answered = criterion === undefined || state.status[criterion.position] === ANSWERED;
  const common = {
    of: "percentile",
    ...(criterion === undefined ? {} : { id: criterion.id }),
    actual: rank,
    needed: condition.needed,
    bound: condition.bound,
  } as const;
  if (rank === null) {
    return { ...common, undecided: true, text: answered ? words.noBenchmark(name) : words.unanswered(name) };
  }
  return { ...common, text: words.percentile(name, ...writePair(rank, condition.needed, 0, language)) };
}

/** The sentence names what is missing on every route; the data carries the nearest one. */
function routesReason(context: Context, condition: Extract<Condition, { kind: "any" }>): Reason {
  const { variant, state, cohort, words } = context;
  const routes = condition.routes.map((route) => ({
    share: routeReached(variant, route, state, cohort),
    reasons: route
      .filter((part) => !holds(variant, part, state, cohort))
      .map((part) => reasonOf(context, part)),
  }));
  const nearest = routes.reduce((best, route) => (route.share > best.share ? route : best));
  return {
    of: "anyOf",
    actual: reached(variant, condition, state, cohort),
    needed: 1,
    bound: "min",
    route: nearest.reasons.map(({ text, ...reason }) => ({ ...reason, sentence: text })),
    text: routes.map((route) => route.reasons.map((reason) => reason.text).join(` ${words.and} `)).join(`, ${words.or} `),
  };
}
