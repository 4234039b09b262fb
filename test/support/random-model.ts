/**
 * Random model documents and answers for property tests. Values lie on coarse grids, so that ties and exact
 * thresholds happen often; every document satisfies `parseModel` and refers only to ids that exist.
 */
import fc from "fast-check";
import type { AnswerValue } from "../../models/contract.ts";
import type {
  Answer,
  Combine,
  Criterion,
  Model,
  Option,
  Overlay,
  PlainRequirement,
  Requirement,
} from "../../models/format.ts";

type Arbitrary<Value> = fc.Arbitrary<Value>;
interface Between {
  min: number;
  max: number;
}
type RequirementKind = PlainRequirement["of"] | "anyOf";
type CombineName = Extract<Combine, string> | "points";
type BoundName = "min" | "above" | "max" | "below";
type Missing = NonNullable<Model["missing"]>;

export interface RandomModelOptions {
  criteria?: Between;
  dimensions?: Between;
  levels?: Between;
  /** Requirements of each level but the lowest. */
  requirements?: Between;
  /** Options of a choice or checklist, points of a number. */
  options?: Between;
  kinds?: readonly Answer["kind"][];
  combines?: readonly CombineName[];
  requirementKinds?: readonly RequirementKind[];
  bounds?: readonly BoundName[];
  unanswered?: readonly NonNullable<Missing["unanswered"]>[];
  notApplicable?: readonly NonNullable<Missing["notApplicable"]>[];
  /** Whether a share of the weight may have to be answered. */
  coverage?: boolean;
  overlays?: boolean;
  /** Thresholds rise from level to level, attainments rise along options, weights and efforts are never 0: what a careful author writes. */
  plausible?: boolean;
}

const defaults: Required<RandomModelOptions> = {
  criteria: { min: 1, max: 8 },
  dimensions: { min: 1, max: 4 },
  levels: { min: 1, max: 4 },
  requirements: { min: 0, max: 3 },
  options: { min: 1, max: 4 },
  kinds: ["choice", "checklist", "yesno", "number"],
  combines: ["mean", "min", "max", "median", "stack", "points"],
  requirementKinds: ["index", "dimension", "dimensions", "criterion", "criteria", "practices", "anyOf"],
  bounds: ["min", "above", "max", "below"],
  unanswered: ["zero", "exclude", "block"],
  notApplicable: ["exclude", "zero", "full"],
  coverage: true,
  overlays: false,
  plausible: false,
};

/** Absent, or one of the values: documents leave fields out as often as they write them. */
const maybe = <Field extends string, Value>(
  field: Field,
  value: Arbitrary<Value>,
  freq = 1,
): Arbitrary<{ [name in Field]?: Value }> =>
  fc
    .option(value, { nil: undefined, freq })
    .map((drawn) => (drawn === undefined ? {} : { [field]: drawn }) as { [name in Field]?: Value });

const grid = (parts: number): Arbitrary<number> => fc.integer({ min: 0, max: parts }).map((part) => part / parts);
/**
 * Anywhere between 0 and 1, in steps far above the engine's tolerance: two correct ways of adding up must not be
 * told apart by their last bits.
 */
const fine: Arbitrary<number> = grid(1_000_003);
/** Attainments mostly on a grid of twentieths, now and then anywhere. */
const attainment: Arbitrary<number> = fc.oneof(
  { arbitrary: grid(4), weight: 3 },
  { arbitrary: grid(20), weight: 3 },
  { arbitrary: fine, weight: 1 },
);

/** A random model document. Options that are left out take the full range of the format. */
export function randomModel(options: RandomModelOptions = {}): Arbitrary<Model> {
  const limits = { ...defaults, ...options };
  return fc
    .record({
      criteria: fc.integer(limits.criteria),
      dimensions: fc.integer(limits.dimensions),
      levels: fc.integer(limits.levels),
      scale: fc.constantFrom(...scales),
    })
    .chain((sizes) => skeleton(limits, sizes.criteria, sizes.dimensions, sizes.levels, sizes.scale))
    .chain((model) => withLevels(limits, model));
}

type Limits = Required<RandomModelOptions>;
type Scale = Model["scale"];

const scales: readonly Scale[] = [
  { min: 0, max: 100 },
  { min: 1, max: 5, decimals: 2 },
  { min: -1, max: 1 },
  { min: 0, max: 3 },
];

function skeleton(
  limits: Limits,
  criteria: number,
  dimensions: number,
  levels: number,
  scale: Scale,
): Arbitrary<Model> {
  return fc
    .record({
      dimensions: fc.tuple(...Array.from({ length: dimensions }, (_, place) => dimensionOf(limits, place))),
      criteria: fc.tuple(
        ...Array.from({ length: criteria }, (_, place) => criterionOf(limits, place, dimensions, levels)),
      ),
      combine: combineOf(limits),
      missing: fc.record({
        unanswered: fc.constantFrom(...limits.unanswered),
        notApplicable: fc.constantFrom(...limits.notApplicable),
        coverage: limits.coverage
          ? fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, { arbitrary: grid(10), weight: 2 })
          : fc.constant(0),
      }),
      ladder: fc.constantFrom("cumulative" as const, "independent" as const),
      shared: optionsOf(limits, false),
    })
    .map(({ dimensions, criteria, combine, missing, ladder, shared }) => ({
      id: "random",
      name: "Random model",
      scale,
      missing,
      combine,
      answerSets: { shared },
      dimensions,
      criteria,
      ladder,
      levels: Array.from({ length: levels }, (_, rank) => ({ id: levelId(rank), name: `Level ${rank}` })),
    }));
}

const levelId = (rank: number): string => `l${rank}`;
const dimensionId = (place: number): string => `d${place}`;
const criterionId = (place: number): string => `c${place}`;

function weightOf(limits: Limits): Arbitrary<number> {
  if (limits.plausible) return fc.integer({ min: 1, max: 5 });
  return fc.oneof(
    { arbitrary: fc.integer({ min: 0, max: 5 }), weight: 4 },
    { arbitrary: fine.map((part) => part * 10), weight: 1 },
  );
}

function combineOf(limits: Limits): Arbitrary<Combine> {
  return fc
    .constantFrom(...limits.combines)
    .chain(
      (name): Arbitrary<Combine> =>
        name === "points" ? fc.integer({ min: 1, max: 8 }).map((points) => ({ points })) : fc.constant(name),
    );
}

/** A dimension may only have an earlier one as its parent: no cycles. */
function dimensionOf(limits: Limits, place: number): Arbitrary<Model["dimensions"][number]> {
  const parent =
    place === 0
      ? fc.constant(null)
      : fc.option(fc.integer({ min: 0, max: place - 1 }).map(dimensionId), { nil: null, freq: 1 });
  return fc
    .record({ parent, weight: maybe("weight", weightOf(limits), 2), combine: maybe("combine", combineOf(limits), 3) })
    .map(({ parent, weight, combine }) => ({
      id: dimensionId(place),
      name: `Dimension ${place}`,
      parent,
      ...weight,
      ...combine,
    }));
}

function criterionOf(limits: Limits, place: number, dimensions: number, levels: number): Arbitrary<Criterion> {
  const effort = limits.plausible
    ? fc.integer({ min: 1, max: 10 })
    : fc.oneof(
        fc.integer({ min: 0, max: 6 }),
        fine.map((part) => part * 5),
      );
  return fc
    .record({
      dimension: fc.integer({ min: 0, max: dimensions - 1 }).map(dimensionId),
      weight: maybe("weight", weightOf(limits), 3),
      effort: maybe("effort", effort, 4),
      level: maybe("level", fc.integer({ min: 0, max: levels - 1 }).map(levelId), 2),
      required: maybe("required", fc.boolean()),
      answer: answerOf(limits),
    })
    .map(({ dimension, weight, effort, level, required, answer }) => ({
      id: criterionId(place),
      name: `Criterion ${place}`,
      question: `How is criterion ${place}?`,
      dimension,
      answer,
      ...weight,
      ...effort,
      ...level,
      ...required,
    }));
}

function optionsOf(limits: Limits, exclusives: boolean): Arbitrary<Option[]> {
  return fc
    .array(fc.record({ value: attainment, exclusive: fc.boolean() }), {
      minLength: limits.options.min,
      maxLength: limits.options.max,
    })
    .map((drawn) => {
      const values = drawn.map((option) => option.value);
      if (limits.plausible) {
        values.sort((a, b) => a - b);
        if (values.length > 1) values[0] = 0;
        values[values.length - 1] = 1;
      }
      return values.map((value, position): Option => {
        const exclusive = exclusives && position === 0 && drawn[0]?.exclusive === true;
        return {
          id: `o${position}`,
          label: `Option ${position}`,
          value: exclusive ? 0 : value,
          ...(exclusive ? { exclusive } : {}),
        };
      });
    });
}

function answerOf(limits: Limits): Arbitrary<Answer> {
  return fc.constantFrom(...limits.kinds).chain((kind): Arbitrary<Answer> => {
    switch (kind) {
      case "yesno":
        return fc.constant({ kind });
      case "choice":
        return fc.oneof(
          { arbitrary: optionsOf(limits, false).map((options) => ({ kind, options })), weight: 3 },
          { arbitrary: fc.constant({ kind, options: "shared" }), weight: 1 },
        );
      case "checklist":
        return optionsOf(limits, true).map((options) => ({ kind, options }));
      case "number":
        return numberOf(limits);
    }
  });
}

function numberOf(limits: Limits): Arbitrary<Answer> {
  return fc
    .record({
      xs: fc.uniqueArray(fc.integer({ min: 0, max: 20 }), {
        minLength: Math.max(1, limits.options.min),
        maxLength: limits.options.max,
      }),
      ys: fc.array(attainment, { minLength: limits.options.max, maxLength: limits.options.max }),
      shape: limits.plausible
        ? fc.constantFrom("rising", "rising", "falling")
        : fc.constantFrom("rising", "falling", "free"),
      step: maybe("step", fc.boolean()),
      limited: fc.boolean(),
    })
    .map(({ xs, ys, shape, step, limited }): Answer => {
      const measures = [...xs].sort((a, b) => a - b);
      const attainments = ys.slice(0, measures.length);
      if (shape !== "free") attainments.sort((a, b) => (shape === "rising" ? a - b : b - a));
      if (limits.plausible && measures.length > 1) {
        const last = measures.length - 1;
        attainments[shape === "rising" ? 0 : last] = 0;
        attainments[shape === "rising" ? last : 0] = 1;
      }
      const points = measures.map((measure, place): [number, number] => [measure, attainments[place] ?? 0]);
      return { kind: "number", points, ...step, ...(limited ? { min: 0, max: 25 } : {}) };
    });
}

/** Requirements can only be drawn when the criteria are known: thresholds are in the answer's own unit. */
function withLevels(limits: Limits, model: Model): Arbitrary<Model> {
  const overlays: Arbitrary<Overlay[]> = limits.overlays
    ? fc.array(overlayOf(limits, model), { maxLength: 2 })
    : fc.constant([]);
  return fc
    .record({
      requires: fc.tuple(
        ...model.levels.map((_, rank) => {
          const lowest = rank === 0;
          return fc.array(requirementOf(limits, model, rank), {
            minLength: lowest ? 0 : limits.requirements.min,
            maxLength: lowest ? (limits.plausible ? 0 : Math.min(1, limits.requirements.max)) : limits.requirements.max,
          });
        }),
      ),
      overlays,
    })
    .map(({ requires, overlays }) => ({
      ...model,
      levels: model.levels.map((level, rank) => ({ ...level, requires: requires[rank] ?? [] })),
      ...(overlays.length > 0 ? { overlays: overlays.map((overlay, place) => ({ ...overlay, id: `v${place}` })) } : {}),
    }));
}

function requirementOf(limits: Limits, model: Model, rank: number): Arbitrary<Requirement> {
  return fc.constantFrom(...limits.requirementKinds).chain((kind): Arbitrary<Requirement> => {
    if (kind !== "anyOf") return plainOf(limits, model, rank, kind);
    const kinds = limits.requirementKinds.filter((name): name is PlainRequirement["of"] => name !== "anyOf");
    const plain = fc
      .constantFrom(...(kinds.length > 0 ? kinds : (["index"] as const)))
      .chain((name) => plainOf(limits, model, rank, name));
    return fc
      .array(fc.array(plain, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
      .map((routes) => ({ anyOf: routes }));
  });
}

/** How far up the ladder a rank is, for thresholds that rise with it. */
const height = (model: Model, rank: number): number => rank / Math.max(1, model.levels.length);

function plainOf(
  limits: Limits,
  model: Model,
  rank: number,
  kind: PlainRequirement["of"],
): Arbitrary<PlainRequirement> {
  const share = limits.plausible
    ? fc
        .integer({ min: -2, max: 2 })
        .map((offset) => Math.min(0.9, Math.max(0.1, height(model, rank) * 0.9 + offset / 20)))
    : attainment;
  const { min, max } = model.scale ?? { min: 0, max: 100 };
  const score = share.map((part) => min + part * (max - min));
  const bounded = (value: Arbitrary<number>, falling = false): Arbitrary<{ [name in BoundName]?: number }> =>
    fc.record({ name: boundOf(limits, falling), value }).map(({ name, value }) => ({ [name]: value }));
  switch (kind) {
    case "index":
    case "dimensions":
      return bounded(score).map((bound) => ({ of: kind, ...bound }));
    case "dimension":
      return fc
        .record({ id: pick(model.dimensions), bound: bounded(score) })
        .map(({ id, bound }) => ({ of: kind, id, ...bound }));
    case "criterion":
      return fc.constantFrom(...model.criteria).chain(({ id, answer }): Arbitrary<PlainRequirement> => {
        if (answer.kind === "number") {
          const first = answer.points[0]?.[1] ?? 0;
          const last = answer.points.at(-1)?.[1] ?? 0;
          const measure = limits.plausible
            ? fc.constantFrom(...answer.points.map((point) => point[0]))
            : fc.integer({ min: 0, max: 22 });
          return bounded(measure, first > last).map((bound) => ({ of: kind, id, ...bound }));
        }
        const ids = idsOf(model, answer);
        const named = limits.plausible
          ? fc.integer({ min: 0, max: ids.length - 1 }).map((from) => ids.slice(from))
          : fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 2 });
        return fc.oneof(
          { arbitrary: named.map((is) => ({ of: kind, id, is })), weight: 1 },
          { arbitrary: bounded(share).map((bound) => ({ of: kind, id, ...bound })), weight: 2 },
        );
      });
    case "criteria": {
      const least = limits.plausible ? share.map((part) => part / 3) : share;
      return fc
        .record({ dimension: maybe("dimension", pick(model.dimensions), 3), bound: bounded(least) })
        .map(({ dimension, bound }) => ({ of: kind, ...dimension, ...bound }));
    }
    case "practices": {
      const levels = limits.plausible ? model.levels.slice(0, rank + 1) : model.levels;
      return fc
        .record({
          level: pick(levels),
          share: maybe("share", limits.plausible ? fc.constantFrom(0.5, 0.6, 0.75) : attainment, 2),
          bound: bounded(share),
        })
        .map(({ level, share, bound }) => ({ of: kind, level, ...share, ...bound }));
    }
    case "percentile":
      return fc
        .record({ id: maybe("id", pick(model.criteria)), bound: bounded(fc.integer({ min: 0, max: 100 })) })
        .map(({ id, bound }) => ({ of: kind, ...id, ...bound }));
  }
}

const pick = (items: readonly { id: string }[]): Arbitrary<string> => fc.constantFrom(...items.map((item) => item.id));

/** A lower bound most of the time; plausible models bound from above only what is better when less. */
function boundOf(limits: Limits, falling: boolean): Arbitrary<BoundName> {
  const lower = limits.bounds.filter((name) => name === "min" || name === "above");
  const upper = limits.bounds.filter((name) => name === "max" || name === "below");
  if (upper.length === 0) return fc.constantFrom(...lower);
  if (lower.length === 0) return fc.constantFrom(...upper);
  if (limits.plausible) return fc.constantFrom(...(falling ? upper : lower));
  return fc.oneof(
    { arbitrary: fc.constantFrom(...lower), weight: 3 },
    { arbitrary: fc.constantFrom(...upper), weight: 1 },
  );
}

function idsOf(model: Model, answer: Exclude<Answer, { kind: "number" }>): string[] {
  if (answer.kind === "yesno") return ["no", "yes"];
  const options = typeof answer.options === "string" ? (model.answerSets?.[answer.options] ?? []) : answer.options;
  return options.map((option) => option.id);
}

function overlayOf(limits: Limits, model: Model): Arbitrary<Overlay> {
  const change = fc
    .record({
      omit: maybe("omit", fc.boolean()),
      weight: maybe("weight", weightOf(limits)),
      effort: maybe("effort", fc.integer({ min: 0, max: 6 })),
    })
    .map(({ omit, weight, effort }) => ({ ...omit, ...weight, ...effort }));
  return fc.record({
    id: fc.constant("v"),
    when: fc.constantFrom({ region: ["latam"] }, { segment: ["smb", "enterprise"] }),
    criteria: fc.dictionary(pick(model.criteria), change, { maxKeys: 3 }),
  });
}

export interface RandomAnswersOptions {
  /** Of 10 answers, about this many are blank. */
  unanswered?: number;
  /** Of 10 answers, about this many are `N/A`. */
  notApplicable?: number;
}

/** Answers by criterion id, as a person would type them: ids or labels, numbers or numeric text, blank, `N/A`. */
export function randomAnswers(
  model: Model,
  options: RandomAnswersOptions = {},
): Arbitrary<Record<string, AnswerValue>> {
  const { unanswered = 2, notApplicable = 1 } = options;
  return fc
    .tuple(
      ...model.criteria.map(({ answer }) =>
        fc.oneof(
          { arbitrary: fc.constantFrom<AnswerValue>(null, ""), weight: unanswered },
          { arbitrary: fc.constantFrom<AnswerValue>("N/A", " n/a "), weight: notApplicable },
          { arbitrary: givenOf(model, answer), weight: Math.max(0, 10 - unanswered - notApplicable) },
        ),
      ),
    )
    .map((values) => Object.fromEntries(model.criteria.map(({ id }, place) => [id, values[place] ?? null])));
}

function givenOf(model: Model, answer: Answer): Arbitrary<AnswerValue> {
  if (answer.kind === "yesno") return fc.constantFrom<AnswerValue>("yes", "no", true, false, " YES ");
  if (answer.kind === "number") {
    const { min = -5, max = 25 } = answer;
    return fc.oneof(
      { arbitrary: fc.integer({ min, max }), weight: 4 },
      { arbitrary: fine.map((part) => min + part * (max - min)), weight: 1 },
      { arbitrary: fc.integer({ min, max }).map(String), weight: 1 },
    );
  }
  const options = typeof answer.options === "string" ? (model.answerSets?.[answer.options] ?? []) : answer.options;
  const name = fc.constantFrom(...options).chain((option) => fc.constantFrom(option.id, option.label.toUpperCase()));
  if (answer.kind === "choice") return name;
  const open = options.filter((option) => option.exclusive !== true).map((option) => option.id);
  const ticked = fc.subarray(open);
  const alone = options.filter((option) => option.exclusive === true).map((option) => [option.id]);
  return fc.oneof(
    { arbitrary: ticked.map((ids): AnswerValue => ids), weight: 3 },
    { arbitrary: ticked.map((ids): AnswerValue => ids.join("; ")), weight: 1 },
    ...alone.map((ids) => ({ arbitrary: fc.constant<AnswerValue>(ids), weight: 1 })),
  );
}
