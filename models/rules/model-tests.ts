/** The model's own tests: answers whose result its author knows, scored the way partners are. */
import { quote } from "../engine/answers.ts";
import type { CompiledModel } from "../engine/compile.ts";
import { scoreAssessment } from "../engine/score.ts";
import type { Finding, ModelTest } from "../format.ts";
import { type FAILING_TEST, type UnmetExpectation, unmetExpectations } from "./expectations.ts";
import { plainNumber } from "./words.ts";

type Value = UnmetExpectation["expected"];

export function modelTests(compiled: CompiledModel): Finding[] {
  return (compiled.model.tests ?? []).flatMap((test, count) => {
    const { result, problems } = scoreAssessment(
      compiled,
      { ...test, partner: test.name },
      { detail: test.expect.dimensions ? "gaps" : "level" },
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
      ...unmetExpectations(test, result, compiled.plain.scale.decimals).map((unmet) =>
        failing(test, `tests.${count}.expect.${unmet.place}`, unmet),
      ),
    ];
  });
}

function failing(test: ModelTest, place: string, { of, dimension, expected, got }: UnmetExpectation): Finding {
  const what = {
    overlay: "overlay",
    index: "an index of",
    level: "level",
    dimension: `for ${quote(dimension)} a score of`,
  }[of];
  return {
    severity: "error",
    rule: "failing-test" satisfies typeof FAILING_TEST,
    place,
    message: `Test ${quote(test.name)} expects ${what} ${inWords(expected)} and gets ${inWords(got)}. Correct the test or the model.`,
    example: { answers: asExample(test.answers), result: `These answers give ${what} ${inWords(got)}.` },
  };
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
