/** Ways to a level past its questions: a gate answered with `N/A`, a level for a single answer. */
import { ANSWERED, UNANSWERED } from "../engine/answers.ts";
import { evaluate } from "../engine/evaluate.ts";
import { rankOf, withheld } from "../engine/level.ts";
import type { Finding, Model } from "../format.ts";
import { plainRequirements } from "./places.ts";
import { answerAt, candidateAt, type Subject, spend } from "./subject.ts";
import { inScale, levelName } from "./words.ts";

/** A criterion that a level names and only the partner answers: “N/A” satisfies every requirement. */
export function notApplicableGates(model: Model): Finding[] {
  const gates = new Map<string, string>();
  for (const level of model.levels) {
    for (const { requirement } of plainRequirements("", level.requires)) {
      if (requirement.of === "criterion" && !gates.has(requirement.id)) gates.set(requirement.id, level.name);
    }
  }
  return model.criteria
    .filter((criterion) => criterion.askedOf === "partner" && gates.has(criterion.id))
    .map((criterion) => ({
      severity: "warning",
      rule: "not-applicable-passes-gate",
      place: `criteria.${criterion.id}.askedOf`,
      message: `“${gates.get(criterion.id)}” asks for “${criterion.name}”, which only the partner answers, and “N/A” satisfies it. Ask the vendor too (“both”), so that somebody else decides what does not apply.`,
      example: { answers: { [criterion.id]: "N/A" }, result: `The requirement counts as satisfied.` },
    }));
}

/** Unanswered questions leave the sum and nothing asks for a share of answers: one answer can make a level. */
export function levelForOneAnswer(subject: Subject): Finding[] {
  const { variant, state } = subject;
  if (variant.coverage > 0 || variant.unanswered !== "exclude" || variant.criteria.length === 1) return [];
  let highest = { rank: 0, position: -1, index: 0 };
  state.status.fill(UNANSWERED);
  state.attainment.fill(0);
  state.measure.fill(Number.NaN);
  for (const { position, omitted } of variant.criteria) {
    if (omitted) continue;
    if (!spend(subject)) return [];
    const best = candidateAt(subject, position, subject.best[position] as number);
    state.status[position] = ANSWERED;
    state.measure[position] = best.measure;
    state.attainment[position] = best.attainment;
    evaluate(variant, state);
    const rank = withheld(variant, state, state.index) === null ? rankOf(variant, state) : -1;
    if (rank > highest.rank) highest = { rank, position, index: state.index };
    state.status[position] = UNANSWERED;
  }
  if (highest.position < 0) return [];
  const criterion = variant.criteria[highest.position];
  const answer = answerAt(subject, highest.position, subject.best[highest.position] as number);
  return [
    {
      severity: "warning",
      rule: "one-answer-gives-level",
      place: "missing.coverage",
      message: `Unanswered questions are left out and no coverage is asked for, so that one answer (“${criterion?.name}”) already gives “${levelName(variant, highest.rank)}”. Set “coverage”, for example to 0.6.`,
      example: {
        answers: { [criterion?.id ?? ""]: answer },
        result: `This one answer gives an index of ${inScale(variant, highest.index)} and ${levelName(variant, highest.rank)}.`,
      },
    },
  ];
}
