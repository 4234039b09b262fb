/** What it means that the compiled engine and the plain scorer agree on a partner. */
import { expect } from "vitest";
import type { Assessment, FullResult } from "../../models/contract.ts";
import { compile } from "../../models/engine/compile.ts";
import { scoreAssessment } from "../../models/engine/score.ts";
import type { Model, Requirement } from "../../models/format.ts";
import { type PlainResult, scorePlainly } from "./plain-scorer.ts";

export type Partner = Omit<Assessment, "partner">;

/** Half up at the model's decimals, within the engine's tolerance. */
function rounded(model: Model, score: number | null): number | null {
  if (score === null) return null;
  const factor = 10 ** (model.scale?.decimals ?? 1);
  const scaled = score * factor;
  return Math.floor(scaled + 0.5 + 1e-9 * Math.max(1, Math.abs(scaled))) / factor + 0;
}

function scoreWithEngine(model: Model, partner: Partner): { result: FullResult; refused: string[] } {
  const { result, problems } = scoreAssessment(
    compile(model),
    { partner: "p", ...partner },
    { detail: "full", work: { left: 0 } },
  );
  return { result: result as FullResult, refused: problems.flatMap(({ criterion }) => criterion ?? []) };
}

/** Throws an assertion error at the first thing they say differently. */
export function agree(model: Model, partner: Partner): void {
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
  if (!isWithheld)
    expect(kinds).toEqual(plain.unmet.map((requirement) => ("anyOf" in requirement ? "anyOf" : requirement.of)));
}

/** Several answers can be equally bad or good: the index is the same for all of them, the level need not be. */
function agreeOnRange(model: Model, result: FullResult, plain: PlainResult): void {
  for (const extreme of ["worst", "best"] as const) {
    expect(result.range[extreme].index).toBe(rounded(model, plain.range[extreme].index));
    if (
      !model.levels.some((level) => level.requires?.some((requirement) => looksAtTheAnswerItself(model, requirement)))
    ) {
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
