/** The options of a function: `language: de; header: no`, or a range with names beside values. */
import { gridOf, isBlank } from "../cells.ts";
import { Trouble } from "../service.ts";

export type Options = Map<string, string>;

/** @throws Trouble that names the options there are. */
export function readOptions(argument: unknown, known: readonly string[]): Options {
  const options: Options = new Map();
  for (const [name, value] of pairsOf(argument)) {
    if (!known.includes(name)) {
      throw new Trouble(
        `“${name.slice(0, 40)}” is no option here. Use ${known.join(", ")}, such as “${EXAMPLES[known[0] ?? ""] ?? ""}”`,
      );
    }
    options.set(name, value);
  }
  return options;
}

const EXAMPLES: Record<string, string> = {
  language: "language: de",
  header: "header: no",
  gaps: "gaps: 5",
  cohort: "cohort: region",
  periods: "periods: 4",
};

function pairsOf(argument: unknown): [string, string][] {
  if (isBlank(argument)) return [];
  if (!Array.isArray(argument)) {
    return String(argument)
      .split(";")
      .filter((part) => part.trim() !== "")
      .map((part) => pairOf(part, part.indexOf(":")));
  }
  return gridOf(argument)
    .filter((row) => !isBlank(row[0]))
    .map((row) => [String(row[0]).trim().toLowerCase(), isBlank(row[1]) ? "" : String(row[1]).trim()]);
}

function pairOf(part: string, colon: number): [string, string] {
  if (colon < 0) throw new Trouble(`the option “${part.trim().slice(0, 40)}” has no value. Write it as “language: de”`);
  return [part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 1).trim()];
}

/** @throws Trouble unless it is a whole number in the range. */
export function wholeNumber(options: Options, name: string, most: number, otherwise: number): number {
  const text = options.get(name) ?? "";
  if (text === "") return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Trouble(`“${name}” must be a whole number from 1 to ${most}`);
}

export function yesOrNo(options: Options, name: string, otherwise: boolean): boolean {
  const text = (options.get(name) ?? "").toLowerCase();
  if (text === "") return otherwise;
  if (text === "yes" || text === "true") return true;
  if (text === "no" || text === "false") return false;
  throw new Trouble(`“${name}” must be yes or no`);
}
