/**
 * The compiled engine against the plain scorer, over random models and answers: whatever the document says, both must
 * say the same of a partner.
 */
import fc from "fast-check";
import { describe, test } from "vitest";
import type { AnswerValue } from "../../models/contract.ts";
import type { Answer, Model, Overlay } from "../../models/format.ts";
import { agree, type Partner } from "../support/agreement.ts";
import { awsServicesPath } from "../support/published/aws-services-path.ts";
import { microsoftCapabilityScore } from "../support/published/microsoft-capability-score.ts";
import { owaspSamm } from "../support/published/owasp-samm.ts";
import { processCapability } from "../support/published/process-capability.ts";
import { type RandomModelOptions, randomAnswers, randomModel } from "../support/random-model.ts";

const everyKind: RandomModelOptions = {
  requirementKinds: ["index", "dimension", "dimensions", "criterion", "criteria", "practices", "percentile", "anyOf"],
};

/** Answers nobody can read: each must be reported and count as unanswered. */
const unreadable = fc.constantFrom<AnswerValue>(
  "no such option",
  "4,5",
  "1.000",
  Number.NaN,
  Number.POSITIVE_INFINITY,
  ["o0", "?"],
);

function partnerOf(model: Model): fc.Arbitrary<Partner> {
  return fc
    .record({
      answers: randomAnswers(model),
      bad: fc.dictionary(fc.constantFrom(...model.criteria.map(({ id }) => id)), unreadable, { maxKeys: 1 }),
      absent: fc.subarray(
        model.criteria.map(({ id }) => id),
        { maxLength: 1 },
      ),
      segment: fc.constantFrom(undefined, "smb", " SMB ", "public"),
      region: fc.constantFrom(undefined, "latam", "emea"),
    })
    .map(({ answers, bad, absent, segment, region }) => ({
      answers: Object.fromEntries(Object.entries({ ...answers, ...bad }).filter(([id]) => !absent.includes(id))),
      segment,
      region,
    }));
}

function randomCase(options: RandomModelOptions): fc.Arbitrary<{ model: Model; partner: Partner }> {
  return randomModel(options)
    .chain(variationOf)
    .chain((model) => partnerOf(model).map((partner) => ({ model, partner })));
}

/** The model with dimensions nested at random, optional questions, numbers in steps and overlays that change everything they may. */
function variationOf(model: Model): fc.Arbitrary<Model> {
  return fc
    .record({
      parents: fc.tuple(...model.dimensions.map((_, place) => fc.integer({ min: -1, max: place - 1 }))),
      optional: fc.subarray(model.criteria.map(({ id }) => id)),
      stepped: fc.boolean(),
      overlays: fc.array(overlayOf(model), { maxLength: 2 }),
    })
    .map(({ parents, optional, stepped, overlays }) => ({
      ...model,
      dimensions: model.dimensions.map((dimension, place) => ({
        ...dimension,
        parent: model.dimensions[parents[place] ?? -1]?.id ?? null,
      })),
      criteria: model.criteria.map((criterion) => ({
        ...criterion,
        required: !optional.includes(criterion.id),
        answer: criterion.answer.kind === "number" ? { ...criterion.answer, step: stepped } : criterion.answer,
      })),
      overlays: overlays.map((overlay, place) => ({ ...overlay, id: `v${place}` })),
    }));
}

function overlayOf(model: Model): fc.Arbitrary<Overlay> {
  const anyOf = <Id extends { id: string }>(things: Id[]) => fc.constantFrom(...things.map(({ id }) => id));
  const numbers = model.criteria.filter(({ answer }) => answer.kind === "number").map(({ id }) => id);
  return fc
    .record({
      when: fc.constantFrom<Overlay["when"]>(
        { region: ["latam"] },
        { segment: ["SMB", "enterprise"] },
        { region: ["emea"], segment: ["smb"] },
      ),
      criteria: fc.dictionary(
        anyOf(model.criteria),
        fc.constantFrom({ omit: true }, { omit: false }, { weight: 0 }, { weight: 4 }),
        { maxKeys: 3 },
      ),
      remeasured: fc.subarray(numbers),
      dimensions: fc.dictionary(anyOf(model.dimensions), fc.record({ weight: fc.integer({ min: 0, max: 5 }) }), {
        maxKeys: 2,
      }),
      swapped: fc.dictionary(anyOf(model.levels), fc.constantFrom(...model.levels), { maxKeys: 1 }),
    })
    .map(({ when, criteria, remeasured, dimensions, swapped }) => ({
      id: "v",
      when,
      criteria: {
        ...criteria,
        ...Object.fromEntries(
          remeasured.map((id) => [
            id,
            {
              answer: {
                points: [
                  [2, 0.25],
                  [12, 1],
                ],
                min: 0,
              } satisfies Partial<Answer>,
            },
          ]),
        ),
      },
      dimensions,
      levels: Object.fromEntries(
        Object.entries(swapped).map(([id, level]) => [id, { requires: level.requires ?? [] }]),
      ),
    }));
}

const runs = { seed: 20_261_122, numRuns: 400 };

describe("the engine says what the plain scorer says", () => {
  test("of models with every kind of answer, combination, requirement, overlay and missing answer", () => {
    fc.assert(
      fc.property(randomCase(everyKind), ({ model, partner }) => agree(model, partner)),
      { ...runs, numRuns: 1500 },
    );
  });

  test("of models with many nested dimensions", () => {
    const nested = { ...everyKind, dimensions: { min: 4, max: 8 }, criteria: { min: 1, max: 14 } };
    fc.assert(
      fc.property(randomCase(nested), ({ model, partner }) => agree(model, partner)),
      runs,
    );
  });

  test.each(["zero", "exclude", "block"] as const)("of mostly blank answers that count as %s", (unanswered) => {
    const blank = randomModel({ unanswered: [unanswered] })
      .chain(variationOf)
      .chain((model) =>
        randomAnswers(model, { unanswered: 6, notApplicable: 2 }).map((answers) => ({ model, partner: { answers } })),
      );
    fc.assert(
      fc.property(blank, ({ model, partner }) => agree(model, partner)),
      runs,
    );
  });

  test.each(["exclude", "zero", "full"] as const)(
    "of mostly not-applicable criteria that count as %s",
    (notApplicable) => {
      const inapplicable = randomModel({ notApplicable: [notApplicable] })
        .chain(variationOf)
        .chain((model) =>
          randomAnswers(model, { unanswered: 1, notApplicable: 7 }).map((answers) => ({ model, partner: { answers } })),
        );
      fc.assert(
        fc.property(inapplicable, ({ model, partner }) => agree(model, partner)),
        runs,
      );
    },
  );

  test("of models that a careful author writes", () => {
    fc.assert(
      fc.property(
        randomCase({ plausible: true, levels: { min: 3, max: 5 }, criteria: { min: 4, max: 12 } }),
        ({ model, partner }) => agree(model, partner),
      ),
      runs,
    );
  });

  test.each(
    [awsServicesPath, microsoftCapabilityScore, owaspSamm, processCapability].map(
      (model) => [model.name, model] as const,
    ),
  )("of %s", (_, model) => {
    fc.assert(
      fc.property(partnerOf(model), (partner) => agree(model, partner)),
      { ...runs, numRuns: 100 },
    );
  });
});
