/** Number answers that no measured value could satisfy, or whose line cannot be drawn. */
import { quote } from "../engine/answers.ts";
import type { Answer, Finding, Model } from "../format.ts";
import { MAX_MAGNITUDE } from "./limits.ts";
import { writtenAnswers } from "./places.ts";

export function numberRanges(model: Model): Finding[] {
  return writtenAnswers(model).flatMap(({ place, criterion, answer }) =>
    answer.kind === "number" ? rangeFaults(place, criterion.name, answer) : [],
  );
}

function rangeFaults(place: string, name: string, answer: Extract<Answer, { kind: "number" }>): Finding[] {
  const { min = -MAX_MAGNITUDE, max = MAX_MAGNITUDE } = answer;
  const xs = answer.points.map((point) => point[0]);
  const error = (rule: string, field: string, message: string): Finding => ({
    severity: "error",
    rule,
    place: `${place}.${field}`,
    message,
  });
  if ([...xs, min, max].some((value) => Math.abs(value) > MAX_MAGNITUDE)) {
    return [
      error(
        "number-too-large",
        "points",
        `${quote(name)} holds a number too large to count on. Use a larger unit, such as thousands.`,
      ),
    ];
  }
  if (min > max) {
    return [
      error(
        "min-above-max",
        "min",
        `The least ${quote(name)} can be (${min}) is more than the most (${max}). Swap or correct them.`,
      ),
    ];
  }
  const findings: Finding[] = [];
  if (xs.every((x) => x < min || x > max)) {
    const range = `${answer.min ?? "anything"} to ${answer.max ?? "anything"}`;
    findings.push(
      error(
        "points-out-of-range",
        "points",
        `No point of ${quote(name)} lies within the answers it accepts (${range}). Correct the points, or min and max.`,
      ),
    );
  }
  const twice = answer.step ? xs.find((x, count) => xs.indexOf(x) !== count) : undefined;
  if (twice !== undefined) {
    findings.push(error("duplicate-point", "points", `${quote(name)} has two steps at ${twice}. Keep one of them.`));
  }
  return findings;
}
