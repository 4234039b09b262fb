/** Answers that deserve a second look before anybody acts on them. A flag is a question to ask, not a finding. */
import { ANSWERED, TOLERANCE, UNANSWERED } from "../answers.ts";
import type { CompiledCriterion } from "../compile.ts";
import { roundHalfUp, writeNumber } from "../numbers.ts";
import type { Member } from "./member.ts";
import { networkWordsOf } from "./words.ts";

export interface Flag {
  partner: string;
  kind: "straight-lining" | "without-foundation" | "spend-without-activity";
  /** The criteria concerned; those that carry the claim first. */
  criteria: string[];
  sentence: string;
}

export interface FlagOptions {
  /** Ids or tags of criteria that stand for money spent and for things done. */
  spend?: readonly string[] | undefined;
  activity?: readonly string[] | undefined;
}

/** Tags that are looked for when the caller names no criteria. */
export const SPEND_TAG = "spend";
export const ACTIVITY_TAG = "activity";

export function flagsOf(member: Member, options: FlagOptions = {}): Flag[] {
  return [
    ...straightLining(member),
    ...withoutFoundation(member),
    ...spendWithoutActivity(member, options.spend ?? [SPEND_TAG], options.activity ?? [ACTIVITY_TAG]),
  ];
}

/** Fewer choice answers than this may agree by chance. */
export const STRAIGHT_LINE_ANSWERS = 8;
/** The share of the choice answers that stand at the same place. */
export const STRAIGHT_LINE_SHARE = 0.9;
/** Yes and no, and lists of two, are too short to draw a line through. */
const STRAIGHT_LINE_OPTIONS = 3;

/**
 * The same place in nearly all lists: of at least 8 answered choices with three options or more, at least 90 %
 * counted from the top of the list, or counted from its end, where lists differ in length. Eight answers drawn at random from four
 * options agree once in 16,384 times. Weak and strong partners do answer alike, so this asks for a check. On such
 * rules: Curran, Methods for the detection of carelessly invalid responses in survey data, Journal of Experimental
 * Social Psychology 66, 2016.
 */
export function straightLining({ partner, variant, state }: Member): Flag[] {
  const fromTop = new Map<number, string[]>();
  const fromEnd = new Map<number, string[]>();
  let answers = 0;
  for (const { position, id, answer } of variant.criteria) {
    if (
      answer.kind !== "choice" ||
      answer.options.length < STRAIGHT_LINE_OPTIONS ||
      state.status[position] !== ANSWERED
    )
      continue;
    answers++;
    const place = state.measure[position] as number;
    append(fromTop, place, id);
    append(fromEnd, answer.options.length - 1 - place, id);
  }
  if (answers < STRAIGHT_LINE_ANSWERS) return [];
  const longest = [...fromTop.values(), ...fromEnd.values()].reduce(
    (most, ids) => (ids.length > most.length ? ids : most),
    [],
  );
  if (longest.length < STRAIGHT_LINE_SHARE * answers - TOLERANCE) return [];
  const sentence = networkWordsOf(variant.language).straightLine(longest.length, answers);
  return [{ partner, kind: "straight-lining", criteria: longest, sentence }];
}

function append(groups: Map<number, string[]>, key: number, id: string): void {
  const group = groups.get(key);
  if (group) group.push(id);
  else groups.set(key, [id]);
}

/**
 * A practice of a higher level claimed in full while a practice of a lower level in the same dimension is empty: at
 * attainment 0, or unanswered where the model counts that as 0. One flag for each practice so claimed.
 */
export function withoutFoundation({ partner, variant, state }: Member): Flag[] {
  const words = networkWordsOf(variant.language);
  const isEmpty = ({ position }: CompiledCriterion): boolean =>
    state.status[position] === UNANSWERED
      ? variant.unanswered === "zero"
      : state.status[position] === ANSWERED && (state.attainment[position] as number) <= TOLERANCE;
  return variant.dimensions.flatMap((dimension) => {
    const practices = dimension.criteria.flatMap((position) => {
      const criterion = variant.criteria[position];
      return criterion === undefined || criterion.level < 0 ? [] : [criterion];
    });
    const empty = practices.filter(isEmpty).sort((a, b) => a.level - b.level);
    if (empty.length === 0) return [];
    return practices.flatMap((claimed): Flag[] => {
      if (state.status[claimed.position] !== ANSWERED || (state.attainment[claimed.position] as number) < 1 - TOLERANCE)
        return [];
      const below = empty.filter(({ level }) => level < claimed.level);
      const lowest = below[0];
      if (lowest === undefined) return [];
      return [
        {
          partner,
          kind: "without-foundation",
          criteria: [claimed.id, ...below.map(({ id }) => id)],
          sentence: words.withoutFoundation(
            claimed.name,
            lowest.name,
            variant.levels[lowest.level]?.name ?? "",
            below.length - 1,
          ),
        },
      ];
    });
  });
}

/** Attainment above which money counts as spent, and mean attainment up to which next to nothing was done. */
export const SPENT = 0.5;
export const INACTIVE = 0.1;

/**
 * Money is used, but nothing comes of it: a criterion of spending attains more than one half while the criteria of
 * activity that are answered attain 0.1 or less on average. Without an answered criterion of activity nothing is said.
 *
 * @param spend ids or tags of the model's criteria; which they are is the model's or the caller's to say.
 */
export function spendWithoutActivity(
  { partner, variant, state }: Member,
  spend: readonly string[],
  activity: readonly string[],
): Flag[] {
  const answered = (names: readonly string[]): CompiledCriterion[] =>
    variant.criteria.filter(
      ({ position, id }) =>
        state.status[position] === ANSWERED &&
        (names.includes(id) || (variant.model.criteria[position]?.tags ?? []).some((tag) => names.includes(tag))),
    );
  const done = answered(activity);
  const attained = done.reduce((sum, { position }) => sum + (state.attainment[position] as number), 0);
  if (done.length === 0 || attained / done.length > INACTIVE + TOLERANCE) return [];
  const { words, language } = variant;
  return answered(spend)
    .filter(
      ({ position, id }) =>
        (state.attainment[position] as number) > SPENT + TOLERANCE && !done.some((other) => other.id === id),
    )
    .map(({ position, id, name }) => ({
      partner,
      kind: "spend-without-activity",
      criteria: [id, ...done.map((criterion) => criterion.id)],
      sentence: networkWordsOf(language).spendWithoutActivity(
        name,
        words.percent(writeNumber(roundHalfUp((state.attainment[position] as number) * 100, 0), 0, language)),
        done.map((criterion) => criterion.spoken),
      ),
    }));
}
