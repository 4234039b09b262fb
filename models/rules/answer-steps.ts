/** Answers whose values fall back on the way up, or never get to the top. */
import { optionsOf, quote, TOLERANCE } from "../engine/answers.ts";
import type { Answer, Finding, Model, Option } from "../format.ts";
import { writtenAnswers, writtenOptions } from "./places.ts";
import { plainNumber } from "./words.ts";

/** Number lines that neither only rise nor only fall. */
export function numberLines(model: Model): Finding[] {
  return writtenAnswers(model).flatMap(({ place, criterion, answer }): Finding[] => {
    if (answer.kind !== "number") return [];
    const { name, id } = criterion;
    const points = [...answer.points].sort((a, b) => a[0] - b[0]);
    const falls = points.findIndex((point, count) => count > 0 && point[1] < (points[count - 1]?.[1] ?? 0));
    const rises = points.some((point, count) => count > 0 && point[1] > (points[count - 1]?.[1] ?? 0));
    const [before, after] = [points[falls - 1], points[falls]];
    if (rises && before && after) {
      const fall = `${plainNumber(after[0])} counts ${percent(after[1])}, less than ${plainNumber(before[0])} with ${percent(before[1])}`;
      return [
        {
          severity: "warning",
          rule: "steps-fall-back",
          place: `${place}.points`,
          message: `The values of ${quote(name)} rise and fall: ${fall}. Correct the points, so that more is always better or always worse.`,
          example: { answers: { [id]: after[0] }, result: `${fall}.` },
        },
      ];
    }
    return outOfRange(place, name, answer);
  });
}

const percent = (share: number): string => `${plainNumber(share * 100)} %`;

/** The best point lies where `min` and `max` accept no answer. */
function outOfRange(place: string, name: string, answer: Extract<Answer, { kind: "number" }>): Finding[] {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = answer;
  const most = Math.max(...answer.points.map((point) => point[1]));
  const best = answer.points.filter((point) => point[1] === most);
  // The line is flat outside its points, so a last point below `min` or a first one above `max` can still be had.
  const leftmost = answer.points.reduce((left, point) => (point[0] < left[0] ? point : left));
  const rising = leftmost[1] < most;
  if (best.some(([x]) => (rising ? x <= max : x >= min))) return [];
  const end = rising ? `at most ${plainNumber(max)}` : `at least ${plainNumber(min)}`;
  const x = plainNumber(best[0]?.[0] ?? 0);
  return [
    {
      severity: "warning",
      rule: "best-answer-out-of-range",
      place: `${place}.${rising ? "max" : "min"}`,
      message: `${quote(name)} accepts ${end}, but its best value takes ${x}, so nobody can have it. Change the range or the points.`,
    },
  ];
}

/** Options that look like steps but are not in order. */
export function optionOrder(model: Model): Finding[] {
  const used = setsUsedBy(model, "choice");
  return writtenOptions(model).flatMap(({ place, of, kind, options }): Finding[] => {
    if (kind === "checklist" || (kind === "set" && !used.has(of))) return [];
    const fall = stepOutOfOrder(options);
    if (fall === null) return [];
    return [
      {
        severity: "warning",
        rule: "options-not-in-order",
        place: `${place}.${fall.option.id}.value`,
        message: `The options of ${quote(of)} are not in rising order: ${quote(fall.option.label)} (${plainNumber(fall.option.value)}) comes after ${quote(fall.before.label)} (${plainNumber(fall.before.value)}). Correct the value or move the option.`,
      },
    ];
  });
}

/** Lists may run either way, and may end in a “don't know” that counts nothing. */
function stepOutOfOrder(options: readonly Option[]): { option: Option; before: Option } | null {
  const last = options.at(-1);
  const steps =
    options.length > 2 && last?.value === 0 && (options[0]?.value ?? 0) <= (options[1]?.value ?? 0)
      ? options.slice(0, -1)
      : options;
  const change = (count: number): number =>
    count === 0 ? 0 : (steps[count]?.value ?? 0) - (steps[count - 1]?.value ?? 0);
  const rises = steps.some((_, count) => change(count) > 0);
  const fall = steps.findIndex((_, count) => change(count) < 0);
  const [option, before] = [steps[fall], steps[fall - 1]];
  return rises && option && before ? { option, before } : null;
}

/** Checklists: shares that miss 1 by rounding, and labels that a typed list would cut apart. */
export function checklists(model: Model): Finding[] {
  const used = setsUsedBy(model, "checklist");
  return writtenOptions(model).flatMap(({ place, of, kind, options }): Finding[] => {
    if (kind === "choice" || (kind === "set" && !used.has(of))) return [];
    const sum = options.reduce((total, option) => total + (option.exclusive ? 0 : option.value), 0);
    const findings: Finding[] = [];
    if (sum >= 0.9 && sum < 1 - TOLERANCE) {
      findings.push({
        severity: "warning",
        rule: "checklist-below-full",
        place,
        message: `All options of ${quote(of)} together count ${plainNumber(sum)}, just short of 1, so nobody has it in full. Round one of the values up.`,
      });
    }
    const cut = options.find((option) => /[;\n]/.test(option.label.trim()));
    if (cut) {
      findings.push({
        severity: "warning",
        rule: "label-with-separator",
        place: `${place}.${cut.id}.label`,
        message: `The label ${quote(cut.label)} holds a “;” or a line break, which separates ticked options in a cell. Use a comma or other words.`,
      });
    }
    return findings;
  });
}

function setsUsedBy(model: Model, kind: "choice" | "checklist"): Set<string> {
  return new Set(
    writtenAnswers(model).flatMap(({ answer }) =>
      answer.kind === kind && typeof answer.options === "string" && optionsOf(model, answer).length > 0
        ? [answer.options]
        : [],
    ),
  );
}
