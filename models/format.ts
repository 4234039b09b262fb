/**
 * The model document, version 1: one zod schema from which the TypeScript types and `model.schema.json` are made.
 * The schema says what a document may look like; `check.ts` says whether it makes sense.
 */
import * as z from "zod";

export const MAX_CRITERIA = 500;
export const MAX_MODEL_BYTES = 500_000;

const text = z
  .string({ error: "must be text" })
  .regex(/\S/, "must not be empty")
  .max(4_000, "must be at most 4,000 characters");
const number = z.number({ error: "must be a number, for example 2.5" });
const weight = number.min(0, "must be 0 or more").max(1e9, "must be at most 1,000,000,000");
const share = number.min(0, "must be between 0 and 1").max(1, "must be between 0 and 1");

/** Ids name things for ever: letters, digits, `-` and `_`, beginning with a letter or digit. */
const id = z
  .string({ error: "must be an id such as “sales-plan”" })
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    "must begin with a letter or digit and hold only letters, digits, “-” and “_” (64 at most)",
  );

/** BCP 47 language tags such as `en` or `pt-BR`. */
const language = z
  .string({ error: "must be a language such as “en” or “pt-BR”" })
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language such as “en” or “pt-BR”");

const source = z.strictObject({
  title: text,
  url: z
    .string({ error: "must be a web address" })
    .regex(/^https?:\/\/\S+$/, "must be a web address that begins with https://")
    .optional(),
});
/** One source or several: a figure may rest on more than one. */
const sources = z.union([source, z.array(source).min(1, "must name at least one source")], {
  error: "must be a source { title, url } or a list of sources",
});

const option = z.strictObject({
  id,
  label: text,
  value: number.min(0, "must be between 0 and 1").max(1, "must be between 0 and 1"),
  exclusive: z.boolean({ error: "must be true or false" }).optional(),
  help: text.optional(),
});
const optionList = z
  .array(option, { error: "must be a list of options" })
  .min(1, "needs at least one option")
  .max(50, "must be at most 50 options");
const options = z.union([optionList, id], { error: "must be a list of options or the name of an answer set" });

const point = z.tuple([number, share], { error: "must be a pair [measured value, attainment 0 to 1]" });
const points = z
  .array(point, { error: "must be a list of pairs [measured value, attainment 0 to 1]" })
  .min(1, "needs at least one point")
  .max(100, "must be at most 100 points");
const unit = text.max(40, "must be at most 40 characters");

const answer = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("choice"), options }),
    z.strictObject({ kind: z.literal("checklist"), options }),
    z.strictObject({ kind: z.literal("yesno") }),
    z.strictObject({
      kind: z.literal("number"),
      unit: unit.optional(),
      min: number.optional(),
      max: number.optional(),
      points,
      step: z.boolean({ error: "must be true or false" }).optional(),
    }),
  ],
  { error: "must be one of “choice”, “checklist”, “yesno”, “number”" },
);

const combine = z.union(
  [z.enum(["mean", "min", "max", "median", "stack"]), z.strictObject({ points: number.gt(0, "must be more than 0") })],
  { error: 'must be “mean”, “min”, “max”, “median”, “stack” or { "points": cap }' },
);

const bound = { min: number.optional(), above: number.optional(), max: number.optional(), below: number.optional() };
const BOUNDS = ["min", "above", "max", "below"];
const boundsOf = (requirement: object): string[] =>
  [...BOUNDS, "is"].filter((name) => fieldOf(requirement, name) !== undefined);
const hasOneBound = (requirement: object): boolean => boundsOf(requirement).length === 1;
const oneBound = {
  error({ input }: { input?: unknown }): string {
    const given = boundsOf(Object(input));
    if (given.length > 1) {
      const names = `${given.slice(0, -1).join(", ")} and ${given.at(-1)}`;
      return `has ${names}, but a requirement has one threshold; write a requirement for each`;
    }
    return `needs a threshold: ${fieldOf(input, "of") === "criterion" ? "min, above, max, below or is" : "min, above, max or below"}`;
  },
};

const plainRequirement = z.discriminatedUnion(
  "of",
  [
    z.strictObject({ of: z.literal("index"), ...bound }).refine(hasOneBound, oneBound),
    z.strictObject({ of: z.literal("dimension"), id, ...bound }).refine(hasOneBound, oneBound),
    z.strictObject({ of: z.literal("dimensions"), ...bound }).refine(hasOneBound, oneBound),
    z
      .strictObject({
        of: z.literal("criterion"),
        id,
        ...bound,
        is: z.array(id, { error: "must be a list of option ids" }).min(1, "needs at least one option id").optional(),
      })
      .refine(hasOneBound, oneBound),
    z.strictObject({ of: z.literal("criteria"), dimension: id.optional(), ...bound }).refine(hasOneBound, oneBound),
    z
      .strictObject({ of: z.literal("practices"), level: id, share: share.optional(), ...bound })
      .refine(hasOneBound, oneBound),
    z.strictObject({ of: z.literal("percentile"), id: id.optional(), ...bound }).refine(hasOneBound, oneBound),
  ],
  {
    error: ({ input }) =>
      fieldOf(input, "anyOf") === undefined
        ? "must name what it is of: “index”, “dimension”, “dimensions”, “criterion”, “criteria”, “practices” or “percentile”"
        : "is missing, for an “anyOf” cannot stand inside another; write every combination as a route of its own in the outer one",
  },
);

const anyOf = z.strictObject({
  anyOf: z
    .array(
      z
        .array(plainRequirement, { error: "must be a list of requirements" })
        .min(1, "needs at least one requirement")
        .max(50, "must be at most 50 requirements"),
      {
        error: "must be a list of routes, each a list of requirements",
      },
    )
    .min(1, "needs at least one route")
    .max(10, "must be at most 10 routes"),
});
const requirement = z.union([plainRequirement, anyOf], {
  error: 'must be a requirement such as { "of": "index", "min": 30 } or { "anyOf": [[…], […]] }',
});
const requires = z
  .array(requirement, { error: "must be a list of requirements" })
  .max(50, "must be at most 50 requirements");

const dimension = z.strictObject({
  id,
  name: text,
  parent: id.nullable().optional(),
  weight: weight.optional(),
  combine: combine.optional(),
  help: text.optional(),
});

const criterion = z.strictObject({
  id,
  name: text,
  question: text,
  help: text.optional(),
  dimension: id,
  weight: weight.optional(),
  level: id.optional(),
  answer,
  guidance: z.record(z.string(), text, { error: "must hold one text per level id" }).optional(),
  effort: number.min(0, "must be 0 person-days or more").optional(),
  owner: text.optional(),
  stages: z.array(id, { error: "must be a list of lifecycle stages" }).optional(),
  askedOf: z.enum(["partner", "vendor", "both"], { error: "must be “partner”, “vendor” or “both”" }).optional(),
  evidence: z.enum(["none", "optional", "required"], { error: "must be “none”, “optional” or “required”" }).optional(),
  required: z.boolean({ error: "must be true or false" }).optional(),
  source: sources.optional(),
  tags: z.array(text, { error: "must be a list of words" }).optional(),
});

const level = z.strictObject({
  id,
  name: text,
  descriptor: text.optional(),
  requires: requires.optional(),
  programme: z.array(text, { error: "must be a list of texts" }).optional(),
  growth: text.optional(),
});

const attribute = z.array(text, { error: "must be a list of names" }).min(1, "needs at least one name");
const overlay = z.strictObject({
  id,
  name: text.optional(),
  when: z
    .strictObject({ segment: attribute.optional(), region: attribute.optional(), type: attribute.optional() })
    .refine((when) => Object.values(when).some((names) => names !== undefined), "needs a segment, a region or a type"),
  dimensions: z.record(z.string(), z.strictObject({ weight })).optional(),
  criteria: z
    .record(
      z.string(),
      z.strictObject({
        omit: z.boolean({ error: "must be true or false" }).optional(),
        weight: weight.optional(),
        effort: number.min(0, "must be 0 person-days or more").optional(),
        question: text.optional(),
        help: text.optional(),
        guidance: z.record(z.string(), text).optional(),
        answer: z
          .strictObject({
            points: points.optional(),
            step: z.boolean().optional(),
            min: number.optional(),
            max: number.optional(),
            unit: unit.optional(),
            options: options.optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  levels: z.record(z.string(), z.strictObject({ requires })).optional(),
});

/** ISO 8601 durations in whole years, months, weeks or days, such as `P3M`. */
const duration = z
  .string({ error: "must be a duration such as “P3M”" })
  .regex(/^P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/, "must be a duration such as “P3M” (three months) or “P1Y”");

const answerValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

const modelTest = z.strictObject({
  name: text,
  answers: z.record(z.string(), answerValue),
  segment: text.optional(),
  region: text.optional(),
  type: text.optional(),
  expect: z.strictObject({
    index: number.nullable().optional(),
    level: id.nullable().optional(),
    overlay: id.nullable().optional(),
    dimensions: z.record(z.string(), number.nullable()).optional(),
  }),
});

export const modelSchema = z
  .strictObject({
    $schema: z.string().optional(),
    id,
    name: text,
    summary: text.optional(),
    language: language.optional(),
    source: sources.optional(),
    scale: z
      .strictObject({
        min: number,
        max: number,
        decimals: number.int("must be a whole number").min(0, "must be 0 to 6").max(6, "must be 0 to 6").optional(),
      })
      .refine((scale) => scale.min < scale.max, "min must be less than max")
      .optional(),
    missing: z
      .strictObject({
        unanswered: z.enum(["zero", "exclude", "block"], { error: "must be “zero”, “exclude” or “block”" }).optional(),
        notApplicable: z.enum(["exclude", "zero", "full"], { error: "must be “exclude”, “zero” or “full”" }).optional(),
        coverage: share.optional(),
      })
      .optional(),
    combine: combine.optional(),
    answerSets: z.record(z.string(), optionList).optional(),
    dimensions: z
      .array(dimension, { error: "must be a list of dimensions" })
      .min(1, "needs at least one dimension")
      .max(MAX_CRITERIA, `must be at most ${MAX_CRITERIA} dimensions`),
    criteria: z
      .array(criterion, { error: "must be a list of criteria" })
      .min(1, "needs at least one criterion")
      .max(MAX_CRITERIA, `must be at most ${MAX_CRITERIA} criteria`),
    ladder: z.enum(["cumulative", "independent"], { error: "must be “cumulative” or “independent”" }).optional(),
    levels: z
      .array(level, { error: "must be a list of levels" })
      .min(1, "needs at least one level")
      .max(50, "must be at most 50 levels"),
    curve: z.strictObject({ midpoint: number, steepness: number.gt(0, "must be more than 0") }).optional(),
    review: z
      .strictObject({
        every: duration.optional(),
        promotion: z.enum(["any", "one-step"], { error: "must be “any” or “one-step”" }).optional(),
        demotion: z
          .enum(["immediate", "pending", "sticky"], { error: "must be “immediate”, “pending” or “sticky”" })
          .optional(),
      })
      .optional(),
    overlays: z
      .array(overlay, { error: "must be a list of overlays" })
      .max(50, "must be at most 50 overlays")
      .optional(),
    translations: z.record(language, z.record(z.string(), text)).optional(),
    tests: z.array(modelTest, { error: "must be a list of tests" }).optional(),
  })
  .meta({ title: "Levelsheet model, version 1" });

export type Model = z.infer<typeof modelSchema>;
export type Dimension = Model["dimensions"][number];
export type Criterion = Model["criteria"][number];
export type Answer = Criterion["answer"];
export type Option = z.infer<typeof option>;
export type Combine = z.infer<typeof combine>;
export type Level = Model["levels"][number];
export type Requirement = z.infer<typeof requirement>;
export type PlainRequirement = z.infer<typeof plainRequirement>;
export type Overlay = NonNullable<Model["overlays"]>[number];
export type ModelTest = NonNullable<Model["tests"]>[number];
export type Source = z.infer<typeof source>;

/** One thing that is wrong or doubtful in a model document. */
export interface Finding {
  severity: "error" | "warning";
  /** A stable word for the rule, such as `unknown-id`. */
  rule: string;
  /** The offending place as a path with ids in place of numbers, such as `criteria.certified.weight`. */
  place: string;
  /** What is wrong and what to do, in one or two sentences. */
  message: string;
  /** Answers (by criterion id) that show the fault. */
  example?: { answers: Record<string, string | number | string[] | null>; result: string } | undefined;
}

export type ParsedModel = { model: Model; findings: [] } | { model: null; findings: Finding[] };

/**
 * Reads an unknown value as a model document. Never throws.
 *
 * @returns the document itself (no defaults are filled in, so its revision is that of what was sent), or one
 *   finding of rule `format` for each place that does not fit the schema, 100 at most.
 */
export function parseModel(document: unknown): ParsedModel {
  const parsed = modelSchema.safeParse(document);
  if (parsed.success) return { model: parsed.data, findings: [] };
  return {
    model: null,
    findings: parsed.error.issues
      .flatMap((issue) => meantIssues(document, issue))
      .slice(0, 100)
      .map((issue) => ({
        severity: "error",
        rule: "format",
        place: placeOf(document, issue.path),
        message: messageOf(issue),
      })),
  };
}

/**
 * Where a value may be one of several shapes, and it has the fields of one of them, the faults within that one: they
 * say more than that the value is none of the shapes.
 */
function meantIssues(document: unknown, issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const sent = issue.path.reduce(fieldOf, document);
  // A field that would tell the shapes apart is missing: that is none of this shape's faults.
  const isWithin = ({ code, path: [first, ...rest] }: z.core.$ZodIssue): boolean =>
    first !== undefined && (rest.length > 0 || code !== "invalid_union" || fieldOf(sent, first) !== undefined);
  const meant = issue.errors.filter((issues) => issues.every(isWithin));
  if (meant.length !== 1 || meant[0]?.length === 0) return [issue];
  return (meant[0] ?? []).flatMap((one) => meantIssues(document, { ...one, path: [...issue.path, ...one.path] }));
}

/**
 * `["criteria", 3, "weight"]` as `criteria.certified.weight`: an author knows ids, not numbers. Requirements keep their
 * number, because the id they hold is that of another thing.
 */
export function placeOf(document: unknown, path: readonly PropertyKey[]): string {
  let value: unknown = document;
  const parts: string[] = [];
  for (const key of path) {
    value = fieldOf(value, key);
    const own = typeof key === "number" && fieldOf(value, "of") === undefined ? fieldOf(value, "id") : undefined;
    parts.push(typeof own === "string" ? own : String(key));
  }
  return parts.join(".");
}

function fieldOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys
      .slice(0, 5)
      .map((key) => `“${key}”`)
      .join(", ");
    return `has ${issue.keys.length === 1 ? "a field" : "fields"} the format does not know: ${names}. Check the spelling or remove it.`;
  }
  if (issue.code === "invalid_key") return "is not a valid name";
  if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input")) {
    return `must be ${issue.expected === "array" ? "a list" : issue.expected === "object" || issue.expected === "record" ? "an object { … }" : issue.expected}`;
  }
  return issue.message;
}
