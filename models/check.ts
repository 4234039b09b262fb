/**
 * The linter: what no schema can say about a model. Each rule has a file in `rules/`; they only look, and none of them
 * throws for a document that fits the schema.
 */
import { type CompiledModel, compile, type Variant } from "./engine/compile.ts";
import type { Finding, Model } from "./format.ts";
import { checklists, numberLines, optionOrder } from "./rules/answer-steps.ts";
import { betterAnswers } from "./rules/better-answers.ts";
import { duplicateIds, headerNames, optionLabels, reservedAttributes, reservedIds } from "./rules/duplicates.ts";
import { missingGuidance } from "./rules/guidance.ts";
import { influence } from "./rules/influence.ts";
import { ladderSteps } from "./rules/ladder.ts";
import { limits } from "./rules/limits.ts";
import { modelTests } from "./rules/model-tests.ts";
import { nesting } from "./rules/nesting.ts";
import { numberRanges } from "./rules/number-ranges.ts";
import { overlays } from "./rules/overlays.ts";
import { reachLevels, unreachableLevels } from "./rules/reach.ts";
import { alwaysHolding, neverHolding } from "./rules/requirements.ts";
import { type Subject, subjectOf } from "./rules/subject.ts";
import { translations } from "./rules/translations.ts";
import { levelForOneAnswer, notApplicableGates } from "./rules/unanswered.ts";
import { overlayAnswers, unknownIds } from "./rules/unknown-ids.ts";
import { weights } from "./rules/weights.ts";

/** Findings of one rule that are listed; the rest are counted. */
const MOST_PER_RULE = 25;

/** Criteria looked at while searching for answers, over the model and all its overlays: some 5 ms. */
const WORK = 600_000;

const REFERENCE_RULES: readonly ((model: Model) => Finding[])[] = [
  duplicateIds,
  unknownIds,
  nesting,
  reservedIds,
  optionLabels,
  numberRanges,
  overlayAnswers,
  limits,
];

/** Rules about the document as it is written. */
const DOCUMENT_RULES: readonly ((model: Model) => Finding[])[] = [
  headerNames,
  reservedAttributes,
  numberLines,
  optionOrder,
  checklists,
  notApplicableGates,
  missingGuidance,
  overlays,
  translations,
];

/**
 * What must hold before `compile` may run and scoring makes sense: ids that exist, once each, and answers that can be
 * read. Cheap; all findings are errors.
 */
export function checkReferences(model: Model): Finding[] {
  return shortened(REFERENCE_RULES.flatMap((rule) => rule(model)).filter(({ severity }) => severity === "error"));
}

/** Everything the linter knows, errors first. Without sound references only those are reported. */
export function checkModel(model: Model): Finding[] {
  const references = checkReferences(model);
  if (references.length > 0) return references;
  const compiled = compile(model);
  const subjects = subjectsOf(compiled);
  const findings = [
    ...scoringFindings(subjects),
    ...influence(subjects),
    ...REFERENCE_RULES.flatMap((rule) => rule(model)),
    ...DOCUMENT_RULES.flatMap((rule) => rule(model)),
    ...modelTests(compiled),
  ];
  return shortened([
    ...findings.filter((finding) => finding.severity === "error"),
    ...findings.filter((finding) => finding.severity === "warning"),
  ]);
}

/** The plain model, then the model under each overlay; each gets an equal share of the work. */
function subjectsOf({ plain, overlays: overlaid }: CompiledModel): Subject[] {
  const variants: Variant[] = [plain, ...overlaid.map(({ variant }) => variant)];
  return variants.map((variant) => subjectOf(variant, { left: Math.floor(WORK / variants.length) }));
}

/** An overlay is checked as a model of its own; what is wrong with the plain model already is not said again. */
function scoringFindings(subjects: readonly Subject[]): Finding[] {
  const [plain = [], ...overlaid] = subjects.map(findingsOf);
  const known = new Set(plain.map(identity));
  return [
    ...plain,
    ...overlaid.flatMap((findings, count) =>
      findings
        .filter((finding) => !known.has(identity(finding)))
        .map((finding) => ({ ...finding, place: `overlays.${subjects[count + 1]?.variant.overlay}.${finding.place}` })),
    ),
  ];
}

function findingsOf(subject: Subject): Finding[] {
  const reached = reachLevels(subject);
  return [
    ...neverHolding(subject),
    ...unreachableLevels(subject, reached),
    ...alwaysHolding(subject),
    ...weights(subject),
    ...ladderSteps(subject),
    ...levelForOneAnswer(subject),
    ...betterAnswers(subject, reached),
  ];
}

const identity = ({ rule, place }: Finding): string => `${rule} ${place}`;

function shortened(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const listed = new Map<string, number>();
  return findings.flatMap((finding): Finding[] => {
    const count = (listed.get(finding.rule) ?? 0) + 1;
    listed.set(finding.rule, count);
    if (count <= MOST_PER_RULE) return [finding];
    if (count > MOST_PER_RULE + 1) return [];
    const more = (counts.get(finding.rule) ?? 0) - MOST_PER_RULE;
    return more === 1
      ? [finding]
      : [{ ...finding, message: `${finding.message} There are ${more - 1} more findings of this kind.` }];
  });
}
