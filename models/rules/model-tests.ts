/** The model's own tests: answers whose result its author knows, scored the way partners are. */
import type { DimensionResult } from "../contract.ts";
import { quote } from "../engine/answers.ts";
import type { CompiledModel } from "../engine/compile.ts";
import { roundHalfUp } from "../engine/numbers.ts";
import { scoreAssessment } from "../engine/score.ts";
import type { Finding, ModelTest } from "../format.ts";
import { plainNumber } from "./words.ts";

type Value = string | number | null;

export function modelTests(compiled: CompiledModel): Finding[] {
  return (compiled.model.tests ?? []).flatMap((test, count) => {
    const { expect } = test;
    const { result, problems } = scoreAssessment(
      compiled,
      { ...test, partner: test.name },
      { detail: expect.dimensions ? "gaps" : "level" },
    );
    const scores: readonly DimensionResult[] = "dimensions" in result ? result.dimensions : [];
    const decimals = compiled.plain.scale.decimals;
    const index = [expect.index, result.index].map((value) =>
      typeof value === "number" ? roundHalfUp(value, decimals) : value,
    );
    return [
      ...problems.map(
        ({ criterion, message }): Finding => ({
          severity: "error",
          rule: "test-answer-refused",
          place: `tests.${count}.answers.${criterion}`,
          message: `Test ${quote(test.name)}: ${message}`,
        }),
      ),
      ...unexpected(test, `tests.${count}.expect.overlay`, "overlay", expect.overlay, result.overlay),
      ...unexpected(test, `tests.${count}.expect.index`, "an index of", index[0], index[1] ?? null),
      ...unexpected(test, `tests.${count}.expect.level`, "level", expect.level, result.level),
      ...scores.flatMap(({ id, score }) => {
        const expected = expect.dimensions && Object.hasOwn(expect.dimensions, id) ? expect.dimensions[id] : undefined;
        const rounded = typeof expected === "number" ? roundHalfUp(expected, decimals) : expected;
        return unexpected(
          test,
          `tests.${count}.expect.dimensions.${id}`,
          `for ${quote(id)} a score of`,
          rounded,
          score,
        );
      }),
    ];
  });
}

function unexpected(test: ModelTest, place: string, what: string, expected: Value | undefined, got: Value): Finding[] {
  if (expected === undefined || expected === got) return [];
  return [
    {
      severity: "error",
      rule: "failing-test",
      place,
      message: `Test ${quote(test.name)} expects ${what} ${inWords(expected)} and gets ${inWords(got)}. Correct the test or the model.`,
      example: { answers: asExample(test.answers), result: `These answers give ${what} ${inWords(got)}.` },
    },
  ];
}

const inWords = (value: Value): string =>
  value === null ? "none" : typeof value === "number" ? plainNumber(value) : quote(value);

function asExample(answers: ModelTest["answers"]): NonNullable<Finding["example"]>["answers"] {
  return Object.fromEntries(
    Object.entries(answers).map(([criterion, answer]) => [
      criterion,
      typeof answer === "boolean" ? (answer ? "yes" : "no") : answer,
    ]),
  );
}
