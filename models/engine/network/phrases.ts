/** Parts of sentences that the network functions share. */
import { TOLERANCE } from "../answers.ts";
import type { CompiledCriterion, Variant } from "../compile.ts";
import { whyOf } from "../explain.ts";
import { writeNumber } from "../numbers.ts";
import { type Cohort, type State } from "../state.ts";
import { networkWordsOf } from "./words.ts";

/** What holds an evaluated state at a rank, without "Held at Silver: " before it. */
export function reasonOf(variant: Variant, state: State, rank: number, cohort?: Cohort): string {
  return withoutOpening(variant, whyOf(variant, state, rank, cohort), rank);
}

/** A blocker's sentence without "Held at Silver: " before it. */
export function withoutOpening({ levels, words }: Variant, sentence: string, rank: number): string {
  const level = levels[rank];
  const openings = [words.noLevel, level === undefined ? words.below(levels[0]?.name ?? "") : words.heldAt(level.name)];
  const opening = openings.find((text) => sentence.startsWith(`${text}: `));
  return opening === undefined ? sentence : sentence.slice(opening.length + 2);
}

/** The name of the level at a rank, null for none. */
export function levelAfter({ levels }: Variant, rank: number): string | null {
  return levels[rank]?.name ?? null;
}

/** An answer in words: a number with its unit, options by their labels. */
export function answerText(variant: Variant, { answer }: CompiledCriterion, measure: number): string {
  const { words, language } = variant;
  if (measure !== measure) return "–";
  if (answer.options.length === 0) {
    const text = writeNumber(measure, 2, language);
    return answer.unit === "%" ? words.percent(text) : text;
  }
  const network = networkWordsOf(language);
  if (answer.kind === "yesno") return network.quoted(network.yesno[measure > TOLERANCE ? 1 : 0]);
  const labels = answer.options.flatMap((option, place) => (answer.includes(measure, place) ? [option.label] : []));
  return labels.length === 0 ? "–" : network.quoted(labels.join(", "));
}
