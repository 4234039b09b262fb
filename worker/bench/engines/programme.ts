/**
 * The bench's model as any rule engine could be given it: numbers in, formulas, thresholds out.
 *
 * Choices and ticks arrive as the values they stand for, and every criterion is answered: blanks, N/A, words to
 * understand, coverage and reasons would only make the general engines slower.
 */
import { answerKind } from "../../../models/engine/answers.ts";
import type { Criterion, Model, PlainRequirement, Requirement } from "../../../models/format.ts";

export interface Figures {
  /** In scale units, not rounded. */
  index: number;
  /** Levels passed above the lowest. */
  level: number;
}

/** A partner's numbers by variable. */
export type Inputs = Record<string, number>;

export interface NumberLine {
  variable: string;
  /** Attainments at measures, by rising measure. */
  points: readonly (readonly [number, number])[];
}

export interface Mean {
  variable: string;
  of: readonly { variable: string; weight: number }[];
}

/** A variable that must reach a number: all that the bench's model asks. */
export interface Threshold {
  variable: string;
  least: number;
}

/** Every entry must hold; of an entry, one of its routes. */
export type Conditions = readonly (readonly (readonly Threshold[])[])[];

export interface Programme {
  inputs: readonly string[];
  lines: readonly NumberLine[];
  /** 0..1, each of variables before it. */
  dimensions: readonly Mean[];
  index: Mean;
  scale: { min: number; width: number };
  /** Of the levels above the lowest, each on top of those before it. */
  levels: readonly Conditions[];
}

/** What an engine offers to the comparison. */
export interface Contestant {
  name: string;
  run(partners: readonly Inputs[]): Figures[] | Promise<Figures[]>;
}

const DUST = 1e-9;
export const input = (position: number): string => `c${position}`;
const attained = (model: Model, position: number): string =>
  model.criteria[position]?.answer.kind === "number" ? `a${position}` : input(position);

export function programmeOf(model: Model): Programme {
  const [min, max] = [model.scale?.min ?? 0, model.scale?.max ?? 100];
  const tops = model.dimensions.map((dimension, place) => ({ variable: `d${place}`, weight: dimension.weight ?? 1 }));
  const toUnit = (score: number) => (score - min) / (max - min);
  const positionOf = (id: string) => model.criteria.findIndex((criterion) => criterion.id === id);

  const thresholds = (requirement: PlainRequirement): Threshold[] => {
    const least = (requirement as { min?: number }).min ?? Number.NaN;
    switch (requirement.of) {
      case "index":
        return [{ variable: "index", least: toUnit(least) - DUST }];
      case "dimensions":
        return tops.map(({ variable }) => ({ variable, least: toUnit(least) - DUST }));
      case "dimension": {
        const place = model.dimensions.findIndex((dimension) => dimension.id === requirement.id);
        return [{ variable: `d${place}`, least: toUnit(least) - DUST }];
      }
      case "criterion": {
        const position = positionOf(requirement.id);
        const { is } = requirement;
        if (is === undefined) return [{ variable: input(position), least: least - DUST }];
        const { options } = answerKind(model, model.criteria[position] as Criterion);
        const values = options.flatMap(({ id, value }) => (is.includes(id) ? [value] : []));
        return [{ variable: input(position), least: Math.min(...values) - DUST }];
      }
      default:
        throw new Error(
          `The bench's model has come to ask for “${requirement.of}”; write it for the other engines too.`,
        );
    }
  };
  const routes = (requirement: Requirement): Threshold[][] =>
    "anyOf" in requirement ? requirement.anyOf.map((route) => route.flatMap(thresholds)) : [thresholds(requirement)];

  return {
    inputs: model.criteria.map((_, position) => input(position)),
    lines: model.criteria.flatMap(({ answer }, position) =>
      answer.kind === "number" ? [{ variable: input(position), points: answer.points }] : [],
    ),
    dimensions: model.dimensions.map((dimension, place) => ({
      variable: `d${place}`,
      of: model.criteria.flatMap((criterion, position) =>
        criterion.dimension === dimension.id
          ? [{ variable: attained(model, position), weight: criterion.weight ?? 1 }]
          : [],
      ),
    })),
    index: { variable: "index", of: tops },
    scale: { min, width: max - min },
    levels: model.levels.slice(1).map((level) => (level.requires ?? []).map(routes)),
  };
}

/** `c4` gives `a4`. */
export const attainmentOf = (variable: string): string => `a${variable.slice(1)}`;

/** How an engine writes what all of them know. */
export interface Dialect {
  name(variable: string): string;
  when(condition: string, then: string, otherwise: string): string;
  and(conditions: readonly string[]): string;
  or(conditions: readonly string[]): string;
}

/** The formulas of a programme in an engine's language, each of variables before it. */
export function formulasOf(programme: Programme, dialect: Dialect): { variable: string; formula: string }[] {
  const { name, when, and, or } = dialect;
  const lines = programme.lines.map(({ variable, points }) => {
    const own = name(variable);
    const [last] = points.slice(-1);
    const formula = points.reduceRight(
      (otherwise, [measure, attainment], place) => {
        const before = points[place - 1];
        if (before === undefined) return when(`${own} <= ${measure}`, String(attainment), otherwise);
        // Rise and run apart: a slope such as 6.7e-7 is no number in every language.
        const along = `${before[1]} + (${own} - ${before[0]}) * (${attainment - before[1]}) / ${measure - before[0]}`;
        return when(`${own} <= ${measure}`, along, otherwise);
      },
      String(last?.[1] ?? 0),
    );
    return { variable: attainmentOf(variable), formula };
  });
  const means = [...programme.dimensions, programme.index].map(({ variable, of }) => {
    const weights = of.reduce((sum, { weight }) => sum + weight, 0);
    const sum = of.map((child) => `${child.weight} * ${name(child.variable)}`).join(" + ");
    return { variable, formula: `(${sum}) / ${weights}` };
  });
  const holds = ({ variable, least }: Threshold) => `${name(variable)} >= ${least}`;
  const levels = programme.levels.map((conditions, place) => {
    const all = conditions.map((entry) => {
      const ways = entry.map((route) => and(route.map(holds)));
      return ways.length === 1 ? (ways[0] as string) : or(ways);
    });
    // Cumulative: a level counts on top of those below it.
    const below = place === 0 ? [] : [`${name(`l${place}`)} >= ${place}`];
    const otherwise = place === 0 ? "0" : name(`l${place}`);
    return { variable: `l${place + 1}`, formula: when(and([...below, ...all]), String(place + 1), otherwise) };
  });
  return [...lines, ...means, ...levels];
}

/** The figures out of what an engine worked out. */
export function figuresOf({ scale, levels }: Programme, value: (variable: string) => unknown): Figures {
  return { index: scale.min + Number(value("index")) * scale.width, level: Number(value(`l${levels.length}`)) };
}
