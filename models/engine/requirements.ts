/** Requirements as conditions over positions, one function for each kind. */
import type { Criterion, Model, PlainRequirement, Requirement } from "../format.ts";
import { type AnswerKind, TOLERANCE } from "./answers.ts";
import type { Condition } from "./compile.ts";
import type { Line } from "./line.ts";
import type { Bound } from "./words.ts";

/** What requirements refer to, by position. */
export interface Outline {
  model: Model;
  answers: readonly AnswerKind[];
  /** Position of each criterion's dimension. */
  homes: readonly number[];
  /** Positions of the top-level dimensions. */
  tops: readonly number[];
  /** Whether a dimension is another one or lies below it. */
  within(dimension: number, ancestor: number): boolean;
  /** Position by id. @throws Error when there is no such thing. */
  dimension(id: string): number;
  criterion(id: string): number;
  level(id: string): number;
  /** Scale units to 0..1. */
  toUnit(score: number): number;
}

type Compiler<Of extends PlainRequirement["of"]> = (
  outline: Outline,
  requirement: Extract<PlainRequirement, { of: Of }>,
  scope: number | null,
) => Condition | null;

const compilers: { [Of in PlainRequirement["of"]]: Compiler<Of> } = {
  index: (outline, requirement, scope) => scores(outline, requirement, [scope ?? -1]),

  dimension(outline, requirement, scope) {
    const position = outline.dimension(requirement.id);
    return isInside(outline, position, scope) ? scores(outline, requirement, [position]) : null;
  },

  dimensions: (outline, requirement, scope) => scores(outline, requirement, scope === null ? outline.tops : [scope]),

  criterion(outline, requirement, scope) {
    const position = outline.criterion(requirement.id);
    if (!isInside(outline, outline.homes[position] ?? -1, scope)) return null;
    const { kind, options } = outline.answers[position] as AnswerKind;
    const [bound, needed] = boundOf(requirement);
    const { is } = requirement;
    if (is === undefined) {
      const on = kind === "number" ? "measure" : "attainment";
      return { kind: "criteria", members: [position], on, bound, needed, positions: [], count: 1, source: requirement };
    }
    return {
      kind: "criteria",
      members: [position],
      on: "options",
      bound,
      needed: Math.min(1, ...options.filter((option) => is.includes(option.id)).map((option) => option.value)),
      positions: options.flatMap((option, place) => (is.includes(option.id) ? [place] : [])),
      count: 1,
      source: requirement,
    };
  },

  criteria(outline, requirement, scope) {
    const root = requirement.dimension === undefined ? null : outline.dimension(requirement.dimension);
    if (root !== null && !isInside(outline, root, scope)) return null;
    const members = positionsWhere(
      outline,
      (_, home) => isInside(outline, home, scope) && isInside(outline, home, root),
    );
    return attainments(requirement, members, members.length);
  },

  practices(outline, requirement, scope) {
    outline.level(requirement.level);
    const members = positionsWhere(
      outline,
      (position, home) =>
        outline.model.criteria[position]?.level === requirement.level && isInside(outline, home, scope),
    );
    return attainments(requirement, members, Math.ceil((requirement.share ?? 1) * members.length - TOLERANCE));
  },

  percentile(outline, requirement, scope) {
    const criterion = requirement.id === undefined ? -1 : outline.criterion(requirement.id);
    const home = outline.homes[criterion] ?? -1;
    if (scope !== null && (criterion < 0 || !isInside(outline, home, scope))) return null;
    const [bound, needed] = boundOf(requirement);
    return { kind: "percentile", criterion, bound, needed, source: requirement };
  },
};

/**
 * @param scope position of the top-level dimension whose own level is asked: requirements that name another thing are
 *   left out, which counts as satisfied. Null for the level of the whole.
 */
export function compileRequirements(
  outline: Outline,
  requirements: readonly Requirement[],
  scope: number | null,
): Condition[] {
  return requirements.flatMap((requirement): Condition[] => {
    if (!("anyOf" in requirement)) return compilePlain(outline, requirement, scope) ?? [];
    const routes = requirement.anyOf.map((route) => compileRequirements(outline, route, scope));
    return [{ kind: "any", routes, source: requirement }];
  });
}

function compilePlain<Of extends PlainRequirement["of"]>(
  outline: Outline,
  requirement: Extract<PlainRequirement, { of: Of }>,
  scope: number | null,
): Condition[] | null {
  const compiler: Compiler<Of> = compilers[requirement.of as Of];
  const condition = compiler(outline, requirement, scope);
  return condition === null ? null : [condition];
}

function isInside(outline: Outline, dimension: number, scope: number | null): boolean {
  return scope === null || outline.within(dimension, scope);
}

function positionsWhere(outline: Outline, keep: (position: number, home: number) => boolean): number[] {
  return outline.homes.flatMap((home, position) => (keep(position, home) ? [position] : []));
}

function scores(outline: Outline, requirement: PlainRequirement, dimensions: readonly number[]): Condition {
  const [bound, needed] = boundOf(requirement);
  return { kind: "scores", dimensions, bound, needed: outline.toUnit(needed), source: requirement };
}

function attainments(requirement: PlainRequirement, members: readonly number[], count: number): Condition {
  const [bound, needed] = boundOf(requirement);
  return { kind: "criteria", members, on: "attainment", bound, needed, positions: [], count, source: requirement };
}

export function boundOf(requirement: PlainRequirement): [Bound, number] {
  if (requirement.min !== undefined) return ["min", requirement.min];
  if (requirement.above !== undefined) return ["above", requirement.above];
  if (requirement.max !== undefined) return ["max", requirement.max];
  return ["below", requirement.below ?? 0];
}

/**
 * Measures of a number criterion that requirements of any level name: in its own unit, or as an attainment that
 * `criteria` and `practices` ask, read back along its line. A strict bound needs a value beyond the threshold: one more
 * where the model counts in whole numbers, else a thousandth of the scored width.
 */
export function thresholdsOf(model: Model, criterion: Criterion, line: Line): number[] {
  const requirements = model.levels
    .flatMap((level) => level.requires ?? [])
    .flatMap((requirement) => ("anyOf" in requirement ? requirement.anyOf.flat() : [requirement]));
  const named = requirements
    .filter((requirement) => requirement.of === "criterion" && requirement.id === criterion.id && !requirement.is)
    .map(boundOf);
  const attained = requirements
    .filter(
      ({ of, ...rest }) =>
        of === "criteria" || (of === "practices" && "level" in rest && rest.level === criterion.level),
    )
    .map(boundOf)
    .flatMap(([bound, needed]) => line.measuresAt(needed).map((measure): [Bound, number] => [bound, measure]));
  const whole = [...line.xs, ...named.map(([, needed]) => needed)].every(Number.isInteger);
  const width = (line.xs.at(-1) ?? 0) - (line.xs[0] ?? 0);
  const excess = whole ? 1 : Math.max(width, Number.EPSILON) / 1000;
  const up = (measure: number) => (whole ? Math.ceil(measure - TOLERANCE) : measure);
  const down = (measure: number) => (whole ? Math.floor(measure + TOLERANCE) : measure);
  return [
    ...named.map(([bound, needed]) =>
      bound === "above" ? needed + excess : bound === "below" ? needed - excess : needed,
    ),
    ...attained.flatMap(([bound, measure]) => {
      const strict = bound === "above" || bound === "below" ? excess : 0;
      const better = (bound === "min" || bound === "above") !== line.falling;
      return [better ? up(measure) + strict : down(measure) - strict];
    }),
  ];
}
