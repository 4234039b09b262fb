/** The model's own tests: answers whose result its author knows. */
import { REFUSED, quote } from "../engine/answers.ts";
import { type CompiledModel, type Variant, variantFor } from "../engine/compile.ts";
import { evaluate } from "../engine/evaluate.ts";
import { rankOf, withheld } from "../engine/level.ts";
import { newState, setAnswer, type State } from "../engine/state.ts";
import type { Finding, ModelTest } from "../format.ts";

export function modelTests(compiled: CompiledModel): Finding[] {
  return (compiled.model.tests ?? []).flatMap((test, count) => {
    const variant = variantFor(compiled, test);
    const { state, findings } = scored(variant, test, count);
    return [...findings, ...unexpected(variant, state, test, count)];
  });
}

function scored(variant: Variant, test: ModelTest, count: number): { state: State; findings: Finding[] } {
  const state = newState(variant);
  const findings = variant.criteria.flatMap((criterion): Finding[] => {
    if (!Object.hasOwn(test.answers, criterion.id)) return [];
    const reading = criterion.answer.read(test.answers[criterion.id]);
    setAnswer(variant, state, criterion.position, reading);
    if (reading.status !== REFUSED) return [];
    return [
      {
        severity: "error",
        rule: "test-answer-refused",
        place: `tests.${count}.answers.${criterion.id}`,
        message: `Test ${quote(test.name)}: ${reading.message}`,
      },
    ];
  });
  evaluate(variant, state);
  return { state, findings };
}

function unexpected(variant: Variant, state: State, { name, expect, answers }: ModelTest, count: number): Finding[] {
  const findings: Finding[] = [];
  const compare = (field: string, what: string, expected: string | number | null | undefined, got: string | number | null): void => {
    if (expected === undefined || expected === got) return;
    findings.push({
      severity: "error",
      rule: "failing-test",
      place: `tests.${count}.expect.${field}`,
      message: `Test ${quote(name)} expects ${what} ${inWords(expected)} and gets ${inWords(got)}. Correct the test or the model.`,
      example: { answers: asExample(answers), result: `${what} ${inWords(got)}` },
    });
  };
  const score = (value: number): number | null => (value === value ? rounded(value * variant.scale.width + variant.scale.min, variant) : null);
  const expectedScore = (value: number | null | undefined) => (typeof value === "number" ? rounded(value, variant) : value);
  const rank = withheld(variant, state, state.index) === null ? rankOf(variant, state) : -1;
  compare("overlay", "overlay", expect.overlay, variant.overlay);
  compare("index", "index", expectedScore(expect.index), score(state.index));
  compare("level", "level", expect.level, variant.levels[rank]?.id ?? null);
  for (const dimension of variant.dimensions) {
    if (expect.dimensions === undefined || !Object.hasOwn(expect.dimensions, dimension.id)) continue;
    const what = `for ${quote(dimension.name)} a score of`;
    compare(`dimensions.${dimension.id}`, what, expectedScore(expect.dimensions[dimension.id]), score(state.dimension[dimension.position] as number));
  }
  return findings;
}

const inWords = (value: string | number | null): string => (value === null ? "none" : typeof value === "number" ? String(value) : quote(value));

/** Half up; the tolerance keeps a sum such as 61.25 from falling to 61.2 by a rounding error. */
function rounded(value: number, variant: Variant): number {
  const factor = 10 ** variant.scale.decimals;
  return Math.floor(value * factor + 0.5 + 1e-9 * variant.scale.width) / factor;
}

function asExample(answers: ModelTest["answers"]): NonNullable<Finding["example"]>["answers"] {
  return Object.fromEntries(
    Object.entries(answers).map(([criterion, answer]) => [criterion, typeof answer === "boolean" ? (answer ? "yes" : "no") : answer]),
  );
}
