/**
 * The compiled engine against the plain scorer, over random models and answers: whatever the document says, both must
 * say the same of a partner.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnswerValue, Assessment, FullResult } from "../../models/contract.ts";
import { compile } from "../../models/engine/compile.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
import type { Model, Requirement } from "../../models/format.ts";
import { type PlainResult, scorePlainly } from "../support/plain-scorer.ts";
import { awsServicesPath } from "../support/published/aws-services-path.ts";
import { microsoftCapabilityScore } from "../support/published/microsoft-capability-score.ts";
import { owaspSamm } from "../support/published/owasp-samm.ts";
import { processCapability } from "../support/published/process-capability.ts";
import { randomAnswers, randomModel, type RandomModelOptions } from "../support/random-model.ts";

const everyKind: RandomModelOptions = {
  overlays: true,
  requirementKinds: ["index", "dimension", "dimensions", "criterion", "criteria", "practices", "percentile", "anyOf"],
};

/** Answers nobody can read: each must be reported and count as unanswered. */
const unreadable = fc.constantFrom<AnswerValue>("no such option", "4,5", "1.000", Number.NaN, Number.POSITIVE_INFINITY, ["o0", "?"]);

type Partner = Omit<Assessment, "partner">;

function partnerOf(model: Model): fc.Arbitrary<Partner> {
  return fc
    .record({
      answers: randomAnswers(model),
      bad: fc.dictionary(fc.constantFrom(...model.criteria.map(({ id }) => id)), unreadable, { maxKeys: 1 }),
      absent: fc.subarray(model.criteria.map(({ id }) => id), { maxLength: 1 }),
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
  return randomModel(options).chain((model) => partnerOf(model).map((partner) => ({ model, partner })));
}

/** Half up at the model's decimals, within the engine's tolerance. */
function rounded(model: Model, score: number | null): number | null {
  if (score === null) return null;
  const factor = 10 ** (model.scale.decimals ?? 1);
  const scaled = score * factor;
  return Math.floor(scaled + 0.5 + 1e-9 * Math.max(1, Math.abs(scaled))) / factor + 0;
}

function scoreWithEngine(model: Model, partner: Partner): { result: FullResult; refused: string[] } {
  const { result, problems } = scoreAssessment(compile(model), { partner: "p", ...partner }, { detail: "full", work: { left: 0 } });
  return { result: result as FullResult, refused: problems.flatMap(({ criterion }) => criterion ?? []) };
}

function agree(model: Model, partner: Partner): void {
  const plain = scorePlainly(model, partner);
  const { result, refused } = scoreWithEngine(model, partner);
  expect({
    overlay: result.overlay,
    index: result.index,
    level: result.level,
    next: result.next,
    dimensions: result.dimensions,
    refused,
  }).toEqual({
    overlay: plain.overlay,
    index: rounded(model, plain.index),
    level: plain.level,
    next: plain.next,
    dimensions: plain.dimensions.map((dimension) => ({ ...dimension, score: rounded(model, dimension.score) })),
    refused: plain.refused,
  });
  expect(result.coverage).toBeCloseTo(plain.coverage, 5);
  expect(result.position === null).toBe(plain.position === null);
  expect(result.position ?? 0).toBeCloseTo(plain.position ?? 0, 5);
  agreeOnBlockers(result, plain);
  agreeOnRange(model, result, plain);
}

/** Where no level can be given at all, the blockers say why instead of naming requirements. */
function agreeOnBlockers(result: FullResult, plain: PlainResult): void {
  const kinds = result.blockers.map((blocker) => blocker.of);
  const isWithheld = kinds.length === 1 && (kinds[0] === "coverage" || kinds[0] === "required");
  if (!isWithheld) expect(kinds).toEqual(plain.unmet.map((requirement) => ("anyOf" in requirement ? "anyOf" : requirement.of)));
}

/** Several answers can be equally bad or good: the index is the same for all of them, the level need not be. */
function agreeOnRange(model: Model, result: FullResult, plain: PlainResult): void {
  for (const extreme of ["worst", "best"] as const) {
    expect(result.range[extreme].index).toBe(rounded(model, plain.range[extreme].index));
    if (!model.levels.some((level) => level.requires?.some((requirement) => looksAtTheAnswerItself(model, requirement)))) {
      expect(result.range[extreme].level).toBe(plain.range[extreme].level);
    }
  }
}

function looksAtTheAnswerItself(model: Model, requirement: Requirement): boolean {
  if ("anyOf" in requirement) return requirement.anyOf.flat().some((part) => looksAtTheAnswerItself(model, part));
  if (requirement.of !== "criterion") return false;
  const criterion = model.criteria.find(({ id }) => id === requirement.id);
  return requirement.is !== undefined || criterion?.answer.kind === "number";
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
    const blank = randomModel({ unanswered: [unanswered] }).chain((model) =>
      randomAnswers(model, { unanswered: 6, notApplicable: 2 }).map((answers) => ({ model, partner: { answers } })),
    );
    fc.assert(
      fc.property(blank, ({ model, partner }) => agree(model, partner)),
      runs,
    );
  });

  test.each(["exclude", "zero", "full"] as const)("of mostly not-applicable criteria that count as %s", (notApplicable) => {
    const inapplicable = randomModel({ notApplicable: [notApplicable] }).chain((model) =>
      randomAnswers(model, { unanswered: 1, notApplicable: 7 }).map((answers) => ({ model, partner: { answers } })),
    );
    fc.assert(
      fc.property(inapplicable, ({ model, partner }) => agree(model, partner)),
      runs,
    );
  });

  test("of models that a careful author writes", () => {
    fc.assert(
      fc.property(randomCase({ plausible: true, levels: { min: 3, max: 5 }, criteria: { min: 4, max: 12 } }), ({ model, partner }) =>
        agree(model, partner),
      ),
      runs,
    );
  });

  test.each([awsServicesPath, microsoftCapabilityScore, owaspSamm, processCapability].map((model) => [model.name, model] as const))(
    "of %s",
    (_, model) => {
      fc.assert(
        fc.property(partnerOf(model), (partner) => agree(model, partner)),
        { ...runs, numRuns: 100 },
      );
    },
  );
});
