/** Why a partner is held where it is: each unmet requirement as data and as one plain sentence. */
import type { Blocker } from "../contract.ts";
import { ANSWERED, UNANSWERED } from "./answers.ts";
import type { Condition, Variant } from "./compile.ts";
import { holds, memberHolds, percentileOf, reached, routeReached, scoreHolds, scoreOf } from "./conditions.ts";
import { coverage } from "./evaluate.ts";
import { type Withheld, withheld } from "./level.ts";
import { roundHalfUp, writeNumber, writePair } from "./numbers.ts";
import type { Cohort, State } from "./state.ts";
import type { Bound } from "./words.ts";

/** A blocker without its sentence. */
type Facts = Omit<Blocker, "sentence">;

interface Context {
  variant: Variant;
  state: State;
  cohort: Cohort | undefined;
}

/** More reasons than this do not fit a cell. */
export const REASONS_IN_A_CELL = 3;

/** Everything that keeps the answers from the level after `rank`; empty at the top level. */
export function blockersOf(variant: Variant, state: State, rank: number, cohort?: Cohort): Blocker[] {
  const context = { variant, state, cohort };
  const why = rank < 0 ? withheld(variant, state, state.index) : null;
  if (why !== null) {
    return [
      {
        ...withheldFacts(context, why),
        sentence: `${variant.words.noLevel}${variant.words.colon}${withheldText(context, why)}`,
      },
    ];
  }
  const opening = openingOf(variant, rank);
  const blockers: Blocker[] = [];
  for (const condition of variant.levels[rank + 1]?.conditions ?? []) {
    if (!holds(variant, condition, state, cohort)) blockers.push(blockerOf(context, condition, opening));
  }
  return blockers;
}

/** By condition, then by what is decisive for the sentence. A condition belongs to one level, so its opening is fixed. */
const remembered = new WeakMap<Condition, Map<number, Blocker>>();
const REMEMBERED_BLOCKERS = 1_024;

/** Blockers are shared by the partners they hold, so nobody may change one. */
function blockerOf(context: Context, condition: Condition, opening: string): Blocker {
  const make = (): Blocker => ({
    ...factsOf(context, condition),
    sentence: `${opening}${context.variant.words.colon}${textOf(context, condition)}`,
  });
  const key = keyOf(context, condition);
  if (key === null) return make();
  let known = remembered.get(condition);
  if (known === undefined) {
    known = new Map();
    remembered.set(condition, known);
  }
  let blocker = known.get(key);
  if (blocker === undefined) {
    blocker = make();
    if (known.size < REMEMBERED_BLOCKERS) known.set(key, blocker);
  }
  return blocker;
}

/** The answer to one criterion, or one score as it is shown; null where a blocker depends on more. */
function keyOf({ variant, state }: Context, condition: Condition): number | null {
  if (condition.kind === "criteria" && isSingle(condition))
    return state.measure[condition.members[0] as number] ?? null;
  if (condition.kind !== "scores" || condition.dimensions.length !== 1) return null;
  const { min, width, decimals } = variant.scale;
  const shown = roundHalfUp(scoreOf(state, condition.dimensions[0] ?? -1) * width + min, decimals);
  // A score that would read like what is needed is told with more decimals.
  return Number.isNaN(shown) || shown === roundHalfUp(condition.needed * width + min, 6) ? null : shown;
}

/** The same in one sentence, for a cell: "Held at Silver: certified staff 5 of 6; index 47.8 of 48". */
export function whyOf(variant: Variant, state: State, rank: number, cohort?: Cohort): string {
  const context = { variant, state, cohort };
  const why = rank < 0 ? withheld(variant, state, state.index) : null;
  if (why !== null) return `${variant.words.noLevel}${variant.words.colon}${withheldText(context, why)}`;
  const next = variant.levels[rank + 1];
  if (next === undefined) return variant.words.top(variant.levels[rank]?.name ?? "");
  let text = "";
  let count = 0;
  for (const condition of next.conditions) {
    if (holds(variant, condition, state, cohort)) continue;
    if (++count > REASONS_IN_A_CELL) continue;
    text += (count === 1 ? "" : variant.words.semicolon) + textOf(context, condition);
  }
  if (count > REASONS_IN_A_CELL) text = variant.words.more(text, count - REASONS_IN_A_CELL);
  return `${openingOf(variant, rank)}${variant.words.colon}${text}`;
}

/** How the sentence begins: "Held at Silver", "Below Bronze". */
export function openingOf({ levels, words }: Variant, rank: number): string {
  const level = levels[rank];
  return level === undefined ? words.below(levels[0]?.name ?? "") : words.heldAt(level.name);
}

function unmet({ variant, state, cohort }: Context, conditions: readonly Condition[]): Condition[] {
  return conditions.filter((condition) => !holds(variant, condition, state, cohort));
}

function withheldFacts({ variant, state }: Context, why: NonNullable<Withheld>): Facts {
  if (why !== "required") {
    return { of: "coverage", actual: coverage(variant, state), needed: variant.coverage, bound: "min" };
  }
  const required = variant.criteria.filter((criterion) => criterion.required && !criterion.omitted).length;
  return { of: "required", actual: required - missingRequired(variant, state).length, needed: required, bound: "min" };
}

function withheldText({ variant, state }: Context, why: NonNullable<Withheld>): string {
  const { words, language } = variant;
  if (why === "coverage") {
    const answered = Math.floor(coverage(variant, state) * 100 + 1e-9);
    return words.coverage(
      words.percent(writeNumber(answered, 0, language)),
      words.percent(writeNumber(variant.coverage * 100, 1, language)),
    );
  }
  if (why === "required") {
    const missing = missingRequired(variant, state);
    return words.required(
      missing.length,
      missing.map((criterion) => criterion.spoken),
    );
  }
  return words.nothingAnswered;
}

function missingRequired(variant: Variant, state: State): Variant["criteria"] {
  return variant.criteria.filter((criterion) => criterion.required && state.status[criterion.position] === UNANSWERED);
}

function factsOf(context: Context, condition: Condition): Facts {
  switch (condition.kind) {
    case "scores":
      return scoreFacts(context, condition);
    case "criteria":
      return isSingle(condition) ? criterionFacts(context, condition) : criteriaFacts(context, condition);
    case "percentile":
      return percentileFacts(context, condition);
    case "any":
      return routesFacts(context, condition);
  }
}

/** Why one condition does not hold, without the opening: "certified staff 5 of 6". */
export function reasonOf(variant: Variant, state: State, condition: Condition): string {
  return textOf({ variant, state, cohort: undefined }, condition);
}

function textOf(context: Context, condition: Condition): string {
  switch (condition.kind) {
    case "scores":
      return scoreText(context, condition);
    case "criteria":
      return isSingle(condition) ? criterionText(context, condition) : criteriaText(context, condition);
    case "percentile":
      return percentileText(context, condition);
    case "any":
      return routesText(context, condition);
  }
}

/** Two numbers against each other in the words of the bound. */
function compare({ words }: Variant, bound: Bound, name: string, actual: string, needed: string): string {
  switch (bound) {
    case "min":
      return words.pair(name, actual, needed);
    case "above":
      return words.mustBeAbove(name, actual, needed);
    case "max":
      return words.atMost(name, actual, needed);
    case "below":
      return words.mustBeBelow(name, actual, needed);
  }
}

type ScoresCondition = Extract<Condition, { kind: "scores" }>;

/** The dimension farthest from what is needed (-1 for the index), and how many fall short. */
function farthest({ variant, state }: Context, { dimensions, bound, needed }: ScoresCondition): [number, number] {
  const sign = bound === "min" || bound === "above" ? 1 : -1;
  let worst = -1;
  let least = Number.POSITIVE_INFINITY;
  let count = 0;
  for (const dimension of dimensions) {
    if (scoreHolds(variant, state, dimension, bound, needed)) continue;
    count++;
    const score = sign * (scoreOf(state, dimension) || 0);
    if (score < least) {
      least = score;
      worst = dimension;
    }
  }
  return [worst, count];
}

function scoreText(context: Context, condition: ScoresCondition): string {
  const { variant, state } = context;
  const { words, language } = variant;
  const [worst, count] = farthest(context, condition);
  const name = worst < 0 ? words.index : (variant.dimensions[worst]?.spoken ?? "");
  const { min, width, decimals } = variant.scale;
  const score = scoreOf(state, worst);
  const needed = condition.needed * width + min;
  let text: string;
  if (!Number.isNaN(score)) {
    const [actual, wanted] = writePair(score * width + min, needed, decimals, language);
    text = compare(variant, condition.bound, name, actual, wanted);
  } else text = words.unanswered(name, words.asked(condition.bound, writeNumber(needed, 6, language)));
  return count > 1 ? words.more(text, count - 1) : text;
}

function scoreFacts(context: Context, condition: ScoresCondition): Facts {
  const { variant, state } = context;
  const [worst] = farthest(context, condition);
  const dimension = variant.dimensions[worst];
  const { min, width, decimals } = variant.scale;
  const score = scoreOf(state, worst);
  return {
    of: condition.source.of,
    ...(dimension === undefined ? {} : { id: dimension.id }),
    actual: !Number.isNaN(score) ? roundHalfUp(score * width + min, decimals) : null,
    needed: roundHalfUp(condition.needed * width + min, 9),
    bound: condition.bound,
  };
}

type CriteriaCondition = Extract<Condition, { kind: "criteria" }>;

const isSingle = (condition: CriteriaCondition): boolean => condition.source.of === "criterion";

function criterionText({ variant, state }: Context, condition: CriteriaCondition): string {
  const { words, language } = variant;
  const member = condition.members[0] as number;
  const criterion = variant.criteria[member] as Variant["criteria"][number];
  const answered = state.status[member] === ANSWERED;
  if (condition.on === "options") {
    const { options } = criterion.answer;
    const measure = state.measure[member] as number;
    const chosen = options.filter((_, place) => answered && criterion.answer.includes(measure, place));
    const wanted = [...condition.positions].sort((a, b) => (options[a]?.value ?? 0) - (options[b]?.value ?? 0));
    return words.option(
      criterion.spoken,
      answered ? chosen.map((option) => option.label).join(", ") : null,
      wanted.map((place) => options[place]?.label ?? ""),
    );
  }
  const percent = condition.on === "attainment";
  const factor = percent ? 100 : 1;
  const unit = (text: string) => (percent || criterion.answer.unit === "%" ? words.percent(text) : text);
  if (!answered) {
    const needed = unit(writeNumber(condition.needed * factor, 2, language));
    return words.unanswered(criterion.spoken, words.asked(condition.bound, needed));
  }
  const actual = (percent ? state.attainment : state.measure)[member] as number;
  const [written, needed] = writePair(actual * factor, condition.needed * factor, percent ? 0 : 2, language);
  return compare(variant, condition.bound, criterion.spoken, written, unit(needed));
}

function criterionFacts({ variant, state }: Context, condition: CriteriaCondition): Facts {
  const member = condition.members[0] as number;
  const criterion = variant.criteria[member] as Variant["criteria"][number];
  const answered = state.status[member] === ANSWERED;
  const measure = state.measure[member] as number;
  const common = { of: "criterion", id: criterion.id } as const;
  if (condition.on === "options") {
    const ids = (keep: (place: number) => boolean) =>
      criterion.answer.options.filter((_, place) => keep(place)).map((option) => option.id);
    return {
      ...common,
      actual: answered ? ids((place) => criterion.answer.includes(measure, place)) : null,
      needed: ids((place) => condition.positions.includes(place)),
      bound: "is",
    };
  }
  const actual = condition.on === "measure" ? measure : (state.attainment[member] as number);
  return { ...common, actual: answered ? actual : null, needed: condition.needed, bound: condition.bound };
}

function criteriaText({ variant, state }: Context, condition: CriteriaCondition): string {
  const { words, language } = variant;
  const missing = condition.members.filter((member) => !memberHolds(variant, condition, state, member));
  const met = condition.members.length - missing.length;
  const names = missing.map((member) => variant.criteria[member]?.spoken ?? "");
  const reach = words.reach(condition.bound, words.percent(writeNumber(condition.needed * 100, 1, language)));
  const { source } = condition;
  if (source.of !== "practices") return words.criteria(met, condition.count, reach, names);
  const level = variant.levels.find((candidate) => candidate.id === source.level)?.name ?? source.level;
  return words.practices(level, met, condition.count, reach, names);
}

function criteriaFacts({ variant, state }: Context, condition: CriteriaCondition): Facts {
  const { source } = condition;
  const id = source.of === "practices" ? source.level : source.of === "criteria" ? source.dimension : undefined;
  return {
    of: source.of,
    ...(id === undefined ? {} : { id }),
    actual: condition.members.filter((member) => memberHolds(variant, condition, state, member)).length,
    needed: condition.count,
    bound: "min",
  };
}

type PercentileCondition = Extract<Condition, { kind: "percentile" }>;

function percentileText({ variant, state, cohort }: Context, condition: PercentileCondition): string {
  const { words, language } = variant;
  const criterion = variant.criteria[condition.criterion];
  const name = criterion?.spoken ?? words.index;
  if (criterion !== undefined && state.status[criterion.position] !== ANSWERED) return words.unanswered(name);
  const rank = percentileOf(variant, condition, state, cohort);
  if (rank === null) return words.noBenchmark(name);
  return words.percentile(name, ...writePair(rank, condition.needed, 0, language));
}

function percentileFacts({ variant, state, cohort }: Context, condition: PercentileCondition): Facts {
  const criterion = variant.criteria[condition.criterion];
  const rank = percentileOf(variant, condition, state, cohort);
  return {
    of: "percentile",
    ...(criterion === undefined ? {} : { id: criterion.id }),
    actual: rank,
    needed: condition.needed,
    bound: condition.bound,
    ...(rank === null ? { undecided: true } : {}),
  };
}

type AnyCondition = Extract<Condition, { kind: "any" }>;

/** Names what is missing on every route. */
function routesText(context: Context, { routes }: AnyCondition): string {
  const { words } = context.variant;
  return routes
    .map((route) =>
      unmet(context, route)
        .map((condition) => textOf(context, condition))
        .join(` ${words.and} `),
    )
    .join(`, ${words.or} `);
}

/** Carries the nearest route as blockers of its own. */
function routesFacts(context: Context, condition: AnyCondition): Facts {
  const { variant, state, cohort } = context;
  const shares = condition.routes.map((route) => routeReached(variant, route, state, cohort));
  const nearest = condition.routes[shares.indexOf(Math.max(...shares))] ?? [];
  return {
    of: "anyOf",
    actual: reached(variant, condition, state, cohort),
    needed: 1,
    bound: "min",
    route: unmet(context, nearest).map((part) => ({ ...factsOf(context, part), sentence: textOf(context, part) })),
  };
}
