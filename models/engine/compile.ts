/**
 * Turns a model document into flat arrays, once per revision: ids become positions, scale units become 0..1,
 * requirements become conditions over positions. Everything else in the engine reads this form.
 */
import type { Combine, Model, Overlay, PlainRequirement, Requirement } from "../format.ts";
import { type AnswerKind, answerKind, type Step, TOLERANCE } from "./answers.ts";
import { type Attributes, applyOverlay, overlayMatches } from "./overlay.ts";
import { compileRequirements, type Outline, thresholdsOf } from "./requirements.ts";
import { type Bound, inSentence, type Words, wordsOf } from "./words.ts";

/** What a requirement asks, over positions. Scores and attainments are 0..1, measures in the answer's own unit. */
export type Condition =
  | {
      kind: "criteria";
      /** Positions of the criteria it looks at. */
      members: readonly number[];
      /** What of them: `options` holds when the answer includes one of `positions`. */
      on: "attainment" | "measure" | "options";
      bound: Bound;
      needed: number;
      positions: readonly number[];
      /** How many of the members must hold. */
      count: number;
      source: PlainRequirement;
    }
  | {
      kind: "scores";
      /** Positions of dimensions that must all hold; -1 is the index. */
      dimensions: readonly number[];
      bound: Bound;
      needed: number;
      source: PlainRequirement;
    }
  | { kind: "percentile"; criterion: number; bound: Bound; needed: number; source: PlainRequirement }
  | { kind: "any"; routes: readonly (readonly Condition[])[]; source: Requirement };

export interface CompiledCriterion {
  position: number;
  id: string;
  name: string;
  /** The name in the middle of a sentence. */
  spoken: string;
  weight: number;
  /** Position of its dimension. */
  dimension: number;
  /** Rank of the level its practice belongs to, -1 if none. */
  level: number;
  answer: AnswerKind;
  /** Person-days per step. */
  effort: number;
  /** Left out by the overlay: excluded from every sum, satisfies every requirement. */
  omitted: boolean;
  required: boolean;
  /** Every answer worth moving to; for a checklist those from nothing ticked. */
  steps: readonly Step[];
  /** The least laborious of the answers with the highest attainment. */
  best: Step;
  /** Measures that requirements name, each with the least excess that satisfies a strict bound. */
  thresholds: readonly number[];
}

export interface CompiledDimension {
  position: number;
  id: string;
  name: string;
  /** The name in the middle of a sentence. */
  spoken: string;
  weight: number;
  combine: Combine;
  /** Position of the parent, -1 for top-level ones. */
  parent: number;
  /** Position of the top-level dimension above it, itself if it is one. */
  top: number;
  /** Children in document order: criteria first, then dimensions. */
  criteria: readonly number[];
  dimensions: readonly number[];
  /** Every criterion of its subtree. */
  subtree: readonly number[];
}

export interface CompiledLevel {
  rank: number;
  id: string;
  name: string;
  conditions: readonly Condition[];
  /** The same level for each top-level dimension (by its place in `tops`), read on that dimension alone. */
  byTop: readonly (readonly Condition[])[];
}

/** One model, or one model under one overlay. */
export interface Variant {
  model: Model;
  overlay: string | null;
  criteria: readonly CompiledCriterion[];
  /** In document order. */
  dimensions: readonly CompiledDimension[];
  /** Positions of the dimensions, children before parents. */
  order: readonly number[];
  /** Positions of the top-level dimensions, in document order. */
  tops: readonly number[];
  combine: Combine;
  levels: readonly CompiledLevel[];
  cumulative: boolean;
  unanswered: "zero" | "exclude" | "block";
  notApplicable: "exclude" | "zero" | "full";
  coverage: number;
  scale: { min: number; width: number; decimals: number };
  words: Words;
  language: string;
  /** Weights by position, for the inner loops. */
  criterionWeights: Float64Array;
  dimensionWeights: Float64Array;
}

export interface CompiledModel {
  model: Model;
  plain: Variant;
  overlays: readonly { overlay: Overlay; variant: Variant }[];
  /** Criterion position by id. */
  positions: ReadonlyMap<string, number>;
}

/**
 * @param model a document that `parseModel` and `checkReferences` accept.
 * @throws Error when an id it refers to does not exist or dimensions form a cycle.
 */
export function compile(model: Model): CompiledModel {
  return {
    model,
    plain: compileVariant(model, null, new Set()),
    overlays: (model.overlays ?? []).map((overlay) => {
      let variant: Variant | undefined;
      return {
        overlay,
        /** Compiled when the first partner needs it. */
        get variant() {
          if (variant === undefined) {
            const applied = applyOverlay(model, overlay);
            variant = compileVariant(applied.model, overlay.id, applied.omitted);
          }
          return variant;
        },
      };
    }),
    positions: new Map(model.criteria.map((criterion, position) => [criterion.id, position])),
  };
}

/** The first overlay whose `when` matches, else the plain model. */
export function variantFor(compiled: CompiledModel, attributes: Attributes): Variant {
  for (const { overlay, variant } of compiled.overlays) {
    if (overlayMatches(overlay, attributes)) return variant;
  }
  return compiled.plain;
}

function compileVariant(model: Model, overlay: string | null, omitted: ReadonlySet<string>): Variant {
  const dimensionPositions = positionsOf(model.dimensions);
  const criterionPositions = positionsOf(model.criteria);
  const levelRanks = positionsOf(model.levels);
  const scale = {
    min: model.scale?.min ?? 0,
    width: (model.scale?.max ?? 100) - (model.scale?.min ?? 0),
    decimals: model.scale?.decimals ?? 1,
  };

  const words = wordsOf(model.language ?? "en");

  const parents = model.dimensions.map((dimension) =>
    dimension.parent == null ? -1 : find(dimensionPositions, dimension.parent, "dimension"),
  );
  const tops = parents.flatMap((parent, position) => (parent < 0 ? [position] : []));
  const topOf = (position: number): number => {
    let top = position;
    for (let climbed = 0; (parents[top] ?? -1) >= 0; climbed++) {
      if (climbed > parents.length) throw new Error(`dimensions form a cycle at “${model.dimensions[position]?.id}”`);
      top = parents[top] ?? -1;
    }
    return top;
  };
  const homes = model.criteria.map((criterion) => find(dimensionPositions, criterion.dimension, "dimension"));
  const within = (position: number, ancestor: number): boolean => {
    for (let at = position; at >= 0; at = parents[at] ?? -1) if (at === ancestor) return true;
    return false;
  };

  const dimensions = model.dimensions.map(
    (dimension, position): CompiledDimension => ({
      position,
      id: dimension.id,
      name: dimension.name,
      spoken: inSentence(dimension.name, words),
      weight: dimension.weight ?? 1,
      combine: dimension.combine ?? "mean",
      parent: parents[position] ?? -1,
      top: topOf(position),
      criteria: homes.flatMap((home, criterion) => (home === position ? [criterion] : [])),
      dimensions: parents.flatMap((parent, child) => (parent === position ? [child] : [])),
      subtree: homes.flatMap((home, criterion) => (within(home, position) ? [criterion] : [])),
    }),
  );
  const depth = (position: number): number => {
    let steps = 0;
    for (let at = position; (parents[at] ?? -1) >= 0; at = parents[at] ?? -1) steps++;
    return steps;
  };
  const order = dimensions.map((_, position) => position).sort((a, b) => depth(b) - depth(a) || a - b);

  const answers = model.criteria.map((criterion) => answerKind(model, criterion));
  const outline: Outline = {
    model,
    answers,
    homes,
    tops,
    within,
    dimension: (id) => find(dimensionPositions, id, "dimension"),
    criterion: (id) => find(criterionPositions, id, "criterion"),
    level: (id) => find(levelRanks, id, "level"),
    toUnit: (score) => (score - scale.min) / scale.width,
  };
  const levels = model.levels.map(
    (level, rank): CompiledLevel => ({
      rank,
      id: level.id,
      name: level.name,
      conditions: compileRequirements(outline, level.requires ?? [], null),
      byTop: tops.map((top) => compileRequirements(outline, level.requires ?? [], top)),
    }),
  );

  const criteria = model.criteria.map((criterion, position): CompiledCriterion => {
    const answer = answers[position] as AnswerKind;
    const thresholds = answer.line === null ? [] : thresholdsOf(model, criterion, answer.line);
    const steps = answer.steps(thresholds, null);
    return {
      position,
      id: criterion.id,
      name: criterion.name,
      spoken: inSentence(criterion.name, words),
      weight: criterion.weight ?? 1,
      dimension: homes[position] ?? -1,
      level: criterion.level === undefined ? -1 : find(levelRanks, criterion.level, "level"),
      answer,
      effort: criterion.effort ?? 1,
      omitted: omitted.has(criterion.id),
      required: criterion.required ?? true,
      steps,
      best: bestOf(steps),
      thresholds,
    };
  });

  return {
    model,
    overlay,
    criteria,
    dimensions,
    order,
    tops,
    combine: model.combine ?? "mean",
    levels,
    cumulative: (model.ladder ?? "cumulative") === "cumulative",
    unanswered: model.missing?.unanswered ?? "zero",
    notApplicable: model.missing?.notApplicable ?? "exclude",
    coverage: model.missing?.coverage ?? 0,
    scale,
    words,
    language: model.language ?? "en",
    criterionWeights: Float64Array.from(criteria, (criterion) => criterion.weight),
    dimensionWeights: Float64Array.from(dimensions, (dimension) => dimension.weight),
  };
}

/** The least laborious of the answers with the highest attainment. */
export function bestOf(steps: readonly Step[]): Step {
  return steps.reduce((best, step) =>
    step.attainment > best.attainment + TOLERANCE ||
    (step.attainment > best.attainment - TOLERANCE && step.effort < best.effort)
      ? step
      : best,
  );
}

function positionsOf(items: readonly { id: string }[]): Map<string, number> {
  return new Map(items.map((item, position) => [item.id, position]));
}

function find(positions: Map<string, number>, id: string, what: string): number {
  const position = positions.get(id);
  if (position === undefined) throw new Error(`there is no ${what} “${id}”`);
  return position;
}
