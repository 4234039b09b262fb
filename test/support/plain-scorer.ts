/**
 * The engine's oracle: scores a partner straight from the model document, by recursion, without compiling anything.
 * It is written for reading, from the design's words alone, and shares no code with `models/engine`.
 *
 * Values are not rounded. Scores are 0..1 inside this file and in scale units in what it returns.
 */

import type { Assessment } from "../../models/contract.ts";
import type {
  Combine,
  Criterion,
  Dimension,
  Level,
  Model,
  Overlay,
  PlainRequirement,
  Requirement,
} from "../../models/format.ts";
import {
  type Answered,
  optionsOf,
  possibleAnswers,
  type Reading,
  readAnswer,
  same,
  unanswered,
} from "./plain-answers.ts";

export interface PlainDimension {
  id: string;
  score: number | null;
  level: string | null;
}

export interface PlainStanding {
  index: number | null;
  level: string | null;
}

export interface PlainResult {
  overlay: string | null;
  index: number | null;
  level: string | null;
  next: string | null;
  position: number | null;
  coverage: number;
  dimensions: PlainDimension[];
  /** The next level's requirements that do not hold. */
  unmet: Requirement[];
  /** The criteria whose answer could not be read; they count as unanswered. */
  refused: string[];
  range: { worst: PlainStanding; best: PlainStanding };
}

const TOLERANCE = 1e-9;

type Readings = Map<string, Reading>;

/** The model as it stands for one partner (overlay laid on), and what is known of each criterion. */
interface Case {
  model: Model;
  omitted: Set<string>;
  readings: Readings;
}

/** Where a ladder is climbed: the whole model (null) or one top-level dimension. */
type Scope = Dimension | null;

export function scorePlainly(document: Model, assessment: Omit<Assessment, "partner">): PlainResult {
  const overlay = document.overlays?.find((candidate) => applies(candidate, assessment)) ?? null;
  const model = overlay === null ? document : lay(overlay, document);
  const omitted = new Set(
    Object.entries(overlay?.criteria ?? {})
      .filter(([, change]) => change.omit === true)
      .map(([id]) => id),
  );
  const readings: Readings = new Map();
  const refused: string[] = [];
  for (const criterion of model.criteria) {
    const given = Object.hasOwn(assessment.answers, criterion.id) ? assessment.answers[criterion.id] : null;
    const reading: Reading = omitted.has(criterion.id)
      ? { state: "omitted" }
      : readAnswer(model, criterion, given ?? null);
    if (reading.state === "refused") refused.push(criterion.id);
    readings.set(criterion.id, reading.state === "refused" ? unanswered : reading);
  }
  const present: Case = { model, omitted, readings };
  return {
    overlay: overlay?.id ?? null,
    ...stand(present),
    dimensions: model.dimensions.map((dimension) => {
      const score = dimensionScore(present, dimension);
      const rank = isTopLevel(dimension) ? rankOf(present, dimension, score) : null;
      return { id: dimension.id, score: inScale(model, score), level: levelAt(model, rank)?.id ?? null };
    }),
    refused,
    range: {
      worst: standing(completed(present, "least")),
      best: standing(completed(present, "most")),
    },
  };
}

function stand(present: Case): Pick<PlainResult, "index" | "level" | "next" | "position" | "coverage" | "unmet"> {
  const { model } = present;
  const score = indexScore(present);
  const rank = rankOf(present, null, score);
  const next = rank === null ? model.levels[0] : model.levels[rank + 1];
  const requirements = next?.requires ?? [];
  return {
    index: inScale(model, score),
    level: levelAt(model, rank)?.id ?? null,
    next: next?.id ?? null,
    position: rank === null ? null : next === undefined ? rank : rank + reachedOfAll(present, requirements),
    coverage: coverageOf(present, null),
    unmet: requirements.filter((requirement) => !holds(present, null, requirement)),
  };
}

function standing(present: Case): PlainStanding {
  const { index, level } = stand(present);
  return { index, level };
}

// Overlays

function applies(overlay: Overlay, assessment: Omit<Assessment, "partner">): boolean {
  return (["segment", "region", "type"] as const).every((attribute) => {
    const wanted = overlay.when[attribute];
    const own = assessment[attribute];
    return wanted === undefined || (own !== undefined && wanted.some((name) => same(name, own)));
  });
}

function lay(overlay: Overlay, model: Model): Model {
  return {
    ...model,
    dimensions: model.dimensions.map((dimension) => ({ ...dimension, ...overlay.dimensions?.[dimension.id] })),
    criteria: model.criteria.map((criterion) => {
      const { omit: _, answer, ...fields } = overlay.criteria?.[criterion.id] ?? {};
      // The overlay's fields are those of the criterion's own kind of answer, which TypeScript cannot know.
      return { ...criterion, ...fields, answer: { ...criterion.answer, ...answer } } as Criterion;
    }),
    levels: model.levels.map((level) => ({ ...level, ...overlay.levels?.[level.id] })),
  };
}

// Index and dimension scores, 0..1

function isTopLevel(dimension: Dimension): boolean {
  return (dimension.parent ?? null) === null;
}

function indexScore(present: Case): number | null {
  const children = present.model.dimensions
    .filter(isTopLevel)
    .map((dimension) => ({ score: dimensionScore(present, dimension), weight: dimension.weight ?? 1 }));
  return combined(present.model.combine ?? "mean", children);
}

function dimensionScore(present: Case, dimension: Dimension): number | null {
  const { model } = present;
  return combined(dimension.combine ?? "mean", [
    ...model.criteria
      .filter((criterion) => criterion.dimension === dimension.id)
      .map((criterion) => ({ score: criterionScore(present, criterion), weight: criterion.weight ?? 1 })),
    ...model.dimensions
      .filter((child) => child.parent === dimension.id)
      .map((child) => ({ score: dimensionScore(present, child), weight: child.weight ?? 1 })),
  ]);
}

function criterionScore(present: Case, criterion: Criterion): number | null {
  const { missing } = present.model;
  const reading = readingOf(present, criterion);
  switch (reading.state) {
    case "answered":
      return reading.attainment;
    case "notApplicable":
      return { exclude: null, zero: 0, full: 1 }[missing?.notApplicable ?? "exclude"];
    case "omitted":
      return null;
    default:
      return { zero: 0, exclude: null, block: null }[missing?.unanswered ?? "zero"];
  }
}

function combined(combine: Combine, children: { score: number | null; weight: number }[]): number | null {
  const counted = children.flatMap(({ score, weight }) => (score === null ? [] : [{ score, weight }]));
  const scores = counted.map(({ score }) => score);
  if (scores.length === 0) return null;
  const weightedSum = counted.reduce((sum, { score, weight }) => sum + weight * score, 0);
  if (typeof combine === "object") return Math.min(1, weightedSum / combine.points);
  switch (combine) {
    case "mean": {
      const weights = counted.reduce((sum, { weight }) => sum + weight, 0);
      return weights === 0 ? null : weightedSum / weights;
    }
    case "min":
      return Math.min(...scores);
    case "max":
      return Math.max(...scores);
    case "median": {
      const sorted = [...scores].sort((a, b) => a - b);
      const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
      const upper = sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0;
      return (lower + upper) / 2;
    }
    case "stack": {
      const firstNotFull = scores.findIndex((score) => score < 1 - TOLERANCE);
      return firstNotFull === -1 ? 1 : (firstNotFull + (scores[firstNotFull] ?? 0)) / scores.length;
    }
  }
}

/** Without a scale the index is a percentage. */
function scaleOf(model: Model): { min: number; max: number } {
  return model.scale ?? { min: 0, max: 100 };
}

function inScale(model: Model, score: number | null): number | null {
  const { min, max } = scaleOf(model);
  return score === null ? null : min + score * (max - min);
}

// Levels

function rankOf(present: Case, scope: Scope, score: number | null): number | null {
  const { levels, ladder, missing } = present.model;
  const isBlocked =
    missing?.unanswered === "block" &&
    criteriaWithin(present, scope).some(
      (criterion) => criterion.required !== false && readingOf(present, criterion).state === "unanswered",
    );
  if (score === null || isBlocked) return null;
  if (coverageOf(present, scope) < (missing?.coverage ?? 0) - TOLERANCE) return null;
  const held = levels.map((level) => (level.requires ?? []).every((requirement) => holds(present, scope, requirement)));
  const firstMissed = held.indexOf(false);
  const rank = ladder === "independent" ? held.lastIndexOf(true) : (firstMissed === -1 ? held.length : firstMissed) - 1;
  return rank === -1 ? null : rank;
}

function levelAt(model: Model, rank: number | null): Level | undefined {
  return rank === null ? undefined : model.levels[rank];
}

function coverageOf(present: Case, scope: Scope): number {
  const applicable = criteriaWithin(present, scope).filter((criterion) =>
    ["answered", "unanswered"].includes(readingOf(present, criterion).state),
  );
  const answered = applicable.filter((criterion) => readingOf(present, criterion).state === "answered");
  const weightOf = (criteria: Criterion[]) => criteria.reduce((sum, criterion) => sum + (criterion.weight ?? 1), 0);
  if (applicable.length === 0) return 1;
  if (weightOf(applicable) === 0) return answered.length / applicable.length;
  return weightOf(answered) / weightOf(applicable);
}

function criteriaWithin(present: Case, scope: Scope): Criterion[] {
  return present.model.criteria.filter((criterion) => scope === null || isInside(present, criterion.dimension, scope));
}

/** True for the scope's own id, its sub-dimensions' and their criteria's. */
function isInside(present: Case, id: string, scope: Dimension): boolean {
  if (id === scope.id) return true;
  const parent = present.model.dimensions.find((dimension) => dimension.id === id)?.parent ?? null;
  return parent !== null && isInside(present, parent, scope);
}

function readingOf(present: Case, criterion: Criterion): Reading {
  return present.readings.get(criterion.id) ?? unanswered;
}

function named<Named extends { id: string }>(things: Named[], id: string): Named {
  const thing = things.find((candidate) => candidate.id === id);
  if (thing === undefined) throw new Error(`The model has nothing of id ${id}`);
  return thing;
}

// Requirements

interface Bounds {
  min?: number | undefined;
  above?: number | undefined;
  max?: number | undefined;
  below?: number | undefined;
}

interface Comparison {
  holds: boolean;
  /** 0..1, how far on the way to holding. */
  reached: number;
}

function compare(actual: number, bounds: Bounds, tolerance: number): Comparison {
  const { min, above, max, below } = bounds;
  const held =
    (min === undefined || actual >= min - tolerance) &&
    (above === undefined || actual > above + tolerance) &&
    (max === undefined || actual <= max + tolerance) &&
    (below === undefined || actual < below - tolerance);
  const lower = min ?? above;
  const upper = max ?? below;
  const reached = lower !== undefined ? ratio(actual, lower) : upper !== undefined ? ratio(upper, actual) : 0;
  return { holds: held, reached: held ? 1 : reached };
}

function ratio(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, part / whole));
}

const satisfied: Comparison = { holds: true, reached: 1 };
const unmet: Comparison = { holds: false, reached: 0 };

function compareScore(present: Case, score: number | null, criteriaBehind: Criterion[], bounds: Bounds): Comparison {
  const scale = scaleOf(present.model);
  if (score !== null) {
    return compare(inScale(present.model, score) ?? 0, bounds, TOLERANCE * (scale.max - scale.min));
  }
  const nothingApplies = criteriaBehind.every((criterion) =>
    ["notApplicable", "omitted"].includes(readingOf(present, criterion).state),
  );
  return nothingApplies ? satisfied : unmet;
}

function compareCriterion(
  present: Case,
  criterion: Criterion,
  compareAnswer: (reading: Answered) => Comparison,
): Comparison {
  const reading = readingOf(present, criterion);
  if (reading.state === "answered") return compareAnswer(reading);
  return reading.state === "unanswered" ? unmet : satisfied;
}

function compareAttainment(present: Case, criterion: Criterion, bounds: Bounds): Comparison {
  return compareCriterion(present, criterion, ({ attainment }) => compare(attainment, bounds, TOLERANCE));
}

/** At least `needed` of the criteria; a single one counts as far as it has come. */
function compareSeveral(present: Case, criteria: Criterion[], needed: number, bounds: Bounds): Comparison {
  const comparisons = criteria.map((criterion) => compareAttainment(present, criterion, bounds));
  const held = comparisons.filter((comparison) => comparison.holds).length;
  if (held >= needed) return satisfied;
  const [only] = comparisons;
  return { holds: false, reached: comparisons.length === 1 && only !== undefined ? only.reached : held / needed };
}

/** How one requirement stands: left out where it names something outside the scope, undecided for want of a cohort. */
function comparePlain(
  present: Case,
  scope: Scope,
  requirement: PlainRequirement,
): Comparison | "leftOut" | "undecided" {
  const { model } = present;
  const isOutside = (id: string) => scope !== null && !isInside(present, id, scope);
  switch (requirement.of) {
    case "index":
      return scope === null
        ? compareScore(present, indexScore(present), model.criteria, requirement)
        : compareDimension(present, scope, requirement);
    case "dimension":
      if (isOutside(requirement.id)) return "leftOut";
      return compareDimension(present, named(model.dimensions, requirement.id), requirement);
    case "dimensions": {
      const dimensions = scope === null ? model.dimensions.filter(isTopLevel) : [scope];
      const comparisons = dimensions.map((dimension) => compareDimension(present, dimension, requirement));
      return {
        holds: comparisons.every((comparison) => comparison.holds),
        reached: Math.min(...comparisons.map((comparison) => comparison.reached)),
      };
    }
    case "criterion": {
      const criterion = named(model.criteria, requirement.id);
      if (isOutside(criterion.dimension)) return "leftOut";
      const wanted = requirement.is;
      if (wanted !== undefined) {
        const values = optionsOf(model, criterion)
          .filter((option) => wanted.includes(option.id))
          .map((option) => option.value);
        return compareCriterion(present, criterion, ({ options, attainment }) =>
          options.some((option) => wanted.includes(option))
            ? satisfied
            : { holds: false, reached: ratio(attainment, Math.min(...values)) },
        );
      }
      if (criterion.answer.kind !== "number") return compareAttainment(present, criterion, requirement);
      const needed = requirement.min ?? requirement.above ?? requirement.max ?? requirement.below ?? 0;
      return compareCriterion(present, criterion, ({ measured }) =>
        compare(measured ?? Number.NaN, requirement, TOLERANCE * Math.max(1, Math.abs(needed))),
      );
    }
    case "criteria": {
      if (requirement.dimension !== undefined && isOutside(requirement.dimension)) return "leftOut";
      const within = requirement.dimension === undefined ? scope : named(model.dimensions, requirement.dimension);
      const criteria = criteriaWithin(present, within);
      return compareSeveral(present, criteria, criteria.length, requirement);
    }
    case "practices": {
      const practices = criteriaWithin(present, scope).filter((criterion) => criterion.level === requirement.level);
      const needed = Math.ceil((requirement.share ?? 1) * practices.length - TOLERANCE);
      return compareSeveral(present, practices, needed, requirement);
    }
    case "percentile": {
      if (requirement.id === undefined) return scope === null ? "undecided" : "leftOut";
      const criterion = named(model.criteria, requirement.id);
      if (isOutside(criterion.dimension)) return "leftOut";
      return ["notApplicable", "omitted"].includes(readingOf(present, criterion).state) ? satisfied : "undecided";
    }
  }
}

function compareDimension(present: Case, dimension: Dimension, bounds: Bounds): Comparison {
  return compareScore(present, dimensionScore(present, dimension), criteriaWithin(present, dimension), bounds);
}

function holds(present: Case, scope: Scope, requirement: Requirement): boolean {
  if ("anyOf" in requirement) {
    return requirement.anyOf.some((route) => route.every((part) => holds(present, scope, part)));
  }
  const comparison = comparePlain(present, scope, requirement);
  return comparison === "leftOut" || (comparison !== "undecided" && comparison.holds);
}

/** The mean share reached over the requirements of a level or a route, undecided ones left out. */
function reachedOfAll(present: Case, requirements: Requirement[]): number {
  const shares = requirements.map((requirement) => reachedOf(present, requirement)).filter((share) => share !== null);
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function reachedOf(present: Case, requirement: Requirement): number | null {
  if (holds(present, null, requirement)) return 1;
  if ("anyOf" in requirement) return Math.max(...requirement.anyOf.map((route) => reachedOfAll(present, route)));
  const comparison = comparePlain(present, null, requirement);
  return typeof comparison === "string" ? null : comparison.reached;
}

// Range

function completed(present: Case, extreme: "least" | "most"): Case {
  const readings = new Map(present.readings);
  for (const criterion of present.model.criteria) {
    if (readingOf(present, criterion).state === "unanswered") {
      const possible = possibleAnswers(present.model, criterion);
      const attainments = possible.map((reading) => reading.attainment);
      const wanted = extreme === "least" ? Math.min(...attainments) : Math.max(...attainments);
      readings.set(criterion.id, possible.find((reading) => reading.attainment === wanted) ?? unanswered);
    }
  }
  return { ...present, readings };
}
