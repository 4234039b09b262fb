/** Parts of sentences that the network functions share. */
import { yesNoWords } from "../answers.ts";
import type { CompiledCriterion, Variant } from "../compile.ts";
import { whyOf } from "../explain.ts";
import { writeNumber } from "../numbers.ts";
import type { Cohort, State } from "../state.ts";
import { networkWordsOf } from "./words.ts";

/** What holds an evaluated state at a rank, without "Held at Silver: " before it. */
export function reasonOf(variant: Variant, state: State, rank: number, cohort?: Cohort): string {
  return withoutOpening(variant, whyOf(variant, state, rank, cohort), rank);
}

/** A blocker's sentence without "Held at Silver: " before it. */
export function withoutOpening({ levels, words }: Variant, sentence: string, rank: number): string {
  const level = levels[rank];
  const openings = [words.noLevel, level === undefined ? words.below(levels[0]?.name ?? "") : words.heldAt(level.name)];
  const opening = openings.find((text) => sentence.startsWith(text + words.colon));
  return opening === undefined ? sentence : sentence.slice(opening.length + words.colon.length);
}

/** The name of the level at a rank, null for none. */
export function levelAfter({ levels }: Variant, rank: number): string | null {
  return levels[rank]?.name ?? null;
}

/** An answer in words: a number with its unit, options by their labels. */
export function answerText(variant: Variant, { answer }: CompiledCriterion, measure: number): string {
  const { words, language } = variant;
  if (Number.isNaN(measure)) return "–";
  if (answer.options.length === 0) {
    const text = writeNumber(measure, 2, language);
    return answer.unit === "%" ? words.percent(text) : text;
  }
  const chosen = answer.options.filter((_, place) => answer.includes(measure, place));
  const labels = chosen.map((option) => (answer.kind === "yesno" ? yesNo(language, option.value) : option.label));
  return labels.length === 0 ? "–" : networkWordsOf(language).quoted(labels.join(", "));
}

function yesNo(language: string, value: number): string {
  const { yes, no } = yesNoWords(language);
  return value > 0 ? yes : no;
}
