/** One answer step down, by answer kind: the smallest setback that is worth a warning. */
import type { Answer } from "../../format.ts";
import { TOLERANCE } from "../answers.ts";
import type { CompiledCriterion, Variant } from "../compile.ts";

/**
 * A number slips by this share of the range its points span: numbers have no steps of their own, and 5 % is what
 * near misses allow as well. Where all points are whole numbers people are counted, or deals: then by whole
 * numbers and at least 1.
 */
export const SLIP = 0.05;

export interface Slip {
  /** The measures an answer may slip to; empty where it is the worst already. */
  to(measure: number): readonly number[];
  /** No slip costs more attainment than this, 0..1. */
  most: number;
}

/** The option of the next lower value; of several, the first in the list. */
function toNextOption({ answer }: CompiledCriterion): Slip {
  const values = answer.options.map((option) => option.value);
  const targets = values.map((value): readonly number[] => {
    const lower = values.filter((other) => other < value - TOLERANCE);
    return lower.length === 0 ? [] : [values.indexOf(Math.max(...lower))];
  });
  return {
    to: (measure) => targets[measure] ?? [],
    most: Math.max(
      0,
      ...targets.flatMap(([target], place) =>
        target === undefined ? [] : (values[place] ?? 0) - (values[target] ?? 0),
      ),
    ),
  };
}

/** Any one tick is lost. */
function toOneTickLess({ answer }: CompiledCriterion): Slip {
  const { options } = answer;
  return {
    to: (measure) =>
      options.flatMap((option, place) =>
        !option.exclusive && answer.includes(measure, place) ? [measure - 2 ** place] : [],
      ),
    most: Math.min(1, Math.max(0, ...options.map((option) => option.value))),
  };
}

function alongTheLine({ answer }: CompiledCriterion): Slip {
  const { line, accepts } = answer;
  if (line === null || accepts === null) return { to: () => [], most: 0 };
  const { xs, ys, step } = line;
  const first = xs[0] ?? 0;
  const range = (xs[xs.length - 1] ?? first) - first;
  const whole = xs.every(Number.isInteger);
  const size = whole ? Math.max(1, Math.round(range * SLIP)) : range * SLIP;
  const change = line.falling ? size : -size;
  let most = step || xs.length < 2 ? Math.max(...ys) - Math.min(...ys) : 0;
  for (let place = 1; !step && place < xs.length; place++) {
    const slope =
      Math.abs((ys[place] as number) - (ys[place - 1] as number)) / ((xs[place] as number) - (xs[place - 1] as number));
    most = Math.max(most, Math.min(1, slope * size));
  }
  return {
    to(measure) {
      const slipped = Math.min(Math.max(measure + change, accepts.min), accepts.max);
      return slipped === measure || slipped > measure !== change > 0 ? [] : [slipped];
    },
    most: Number.isFinite(most) ? most : 1,
  };
}

const kinds: Record<Answer["kind"], (criterion: CompiledCriterion) => Slip> = {
  choice: toNextOption,
  yesno: toNextOption,
  checklist: toOneTickLess,
  number: alongTheLine,
};

const made = new WeakMap<Variant, readonly Slip[]>();

/** The slip of each criterion by position; made once per variant. */
export function slipsOf(variant: Variant): readonly Slip[] {
  let slips = made.get(variant);
  if (slips === undefined) {
    slips = variant.criteria.map((criterion) => kinds[criterion.answer.kind](criterion));
    made.set(variant, slips);
  }
  return slips;
}
