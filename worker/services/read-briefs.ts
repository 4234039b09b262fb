/** What a brief says of a partner: facts of the store and of the model, nothing else. */
import type { Gap } from "../../models/contract.ts";
import type { CompiledCriterion, CompiledModel, Variant } from "../../models/engine/compile.ts";
import { whyOf } from "../../models/engine/explain.ts";
import { describeGaps, rawGaps } from "../../models/engine/gaps.ts";
import { withheld } from "../../models/engine/level.ts";
import { reachedRank, reportedIndex } from "../../models/engine/network/member.ts";
import { cheapestPath, type Work } from "../../models/engine/path.ts";
import { targetRank } from "../../models/engine/score.ts";
import { type BriefAnswers, type BriefContext, readBriefContext } from "../db/briefs.ts";
import type { Caller } from "./caller.ts";
import { chooseLanguage, languagesOf } from "./open-link.ts";
import { type Period, readPeriod, SOURCES, type Source } from "./period.ts";
import { keptRanks } from "./ranks.ts";
import { type PathStep, stepsOf, strengthsOf } from "./read-scorecard.ts";
import { evaluateVersion, revisionsOf, type Version } from "./recall.ts";
import { compileModel, resolveModel, splitName } from "./resolve-model.ts";
import { REQUEST_WORK } from "./score-assessments.ts";

export interface BriefsRequest {
  /** `id`, or `id@revision` to score with that one; else with the revision of the answers. */
  model: string;
  partners: readonly string[];
  /** Without it that of the partner's links, else the model's own. */
  language: string | null;
  /** Null for each partner's latest. */
  period: Period | null;
}

export interface BriefFacts {
  partner: string;
  name: string;
  vendor: string;
  language: string;
  /** As it was asked for, `en-GB` for `en`: for dates. */
  locale: string;
  variant: Variant;
  period: Period;
  /** ISO 8601 date. */
  today: string;
  /** In scale units. */
  index: number | null;
  /** Ranks of the level the partner stands at and of the one its answers reach; -1 where there is none. */
  rank: number;
  reached: number;
  why: string;
  strengths: CompiledCriterion[];
  /** The whole way to the next level, what blocks it first; empty where there is none. */
  steps: PathStep[];
  /** Person-days of all steps. */
  effort: number;
  /** What else to work on, where there is no way to a next level. */
  gaps: Gap[];
  actions: BriefContext["actions"];
  links: BriefContext["links"];
}

export interface BriefProblem {
  /** Null for what is about all of them. */
  partner: string | null;
  message: string;
}

/** A way to the next level takes some 0.4 ms of CPU to find: as many as the free plan's 10 ms hold. */
export const MAX_BRIEFS = 10;
const STRENGTHS = 3;

/**
 * Facts in the order of the partners asked for. Two statements, and one more where a revision has to be looked up.
 *
 * @throws UnknownModel, UnknownRevision.
 */
export async function readBriefs(
  caller: Caller,
  { model, partners, language, period }: BriefsRequest,
): Promise<{ facts: BriefFacts[]; problems: BriefProblem[] }> {
  const resolved = await resolveModel(caller, model);
  const { reference } = resolved;
  const wanted = [...new Set(partners)];
  const contexts = await readBriefContext(caller.database, reference.id, wanted, period?.name ?? null, caller.now);
  const answers = new Map(wanted.map((partner) => [partner, mostTrusted(contexts.get(partner)?.answers ?? [])]));
  const isFixed = splitName(model).revision !== undefined;
  const revisions = await revisionsOf(
    caller,
    [...answers.values()].flatMap((row): [string, string][] =>
      row === null || isFixed ? [] : [[reference.id, row.revision]],
    ),
  );
  const work = { left: REQUEST_WORK };
  const facts: BriefFacts[] = [];
  const problems: BriefProblem[] = [];
  for (const partner of wanted) {
    const row = answers.get(partner) ?? null;
    const context = contexts.get(partner);
    const known = isFixed ? resolved.compiled : revisions.get(`${reference.id}@${row?.revision}`);
    const own = row === null ? null : readPeriod(row.period);
    if (row === null || context === undefined || known === undefined || own === null) {
      const when = period === null ? "" : ` in ${period.name}`;
      problems.push({ partner, message: `has no assessment under this model${when}` });
      continue;
    }
    const spoken = language ?? context.links.find((link) => link.language !== null)?.language ?? null;
    const chosen = chooseLanguage(languagesOf(known.model), spoken === null ? [] : [spoken]);
    const revision = isFixed ? reference.revision : row.revision;
    const { compiled } = compileModel(caller, { model: known.model, revision }, chosen);
    facts.push(factsOf(caller, compiled, partner, row, own, context, spoken, work));
  }
  return { facts, problems };
}

function factsOf(
  caller: Caller,
  compiled: CompiledModel,
  partner: string,
  row: BriefAnswers,
  period: Period,
  context: BriefContext,
  spoken: string | null,
  work: Work,
): BriefFacts {
  const { language } = compiled.plain;
  const version = versionOf(row);
  const { variant, state } = evaluateVersion(compiled, partner, version);
  const cohort = keptRanks(version.attributes[3]);
  const reached = reachedRank(variant, state, cohort);
  const target = targetRank(variant, reached, undefined);
  const gaps = describeGaps(variant, state, target, rawGaps(variant, state, reached, target));
  const hasWay = variant.levels[reached + 1] !== undefined && withheld(variant, state, state.index) === null;
  const path = hasWay ? cheapestPath(variant, state, reached + 1, work, cohort) : null;
  const place = ({ criterion }: PathStep): number => {
    const found = gaps.findIndex((gap) => gap.criterion === criterion.id);
    return found < 0 ? gaps.length : found;
  };
  const official = variant.levels.findIndex(({ id }) => id === row.level);
  return {
    partner,
    name: context.name || partner,
    vendor: caller.workspace.name,
    language,
    locale: spoken?.toLowerCase().startsWith(`${language.toLowerCase()}-`) ? spoken : language,
    variant,
    period,
    today: caller.now.slice(0, 10),
    index: reportedIndex(variant, state),
    rank: official >= 0 ? official : reached,
    reached,
    why: whyOf(variant, state, reached, cohort),
    strengths: strengthsOf(variant, state).slice(0, STRENGTHS),
    steps: stepsOf(variant, path).sort((a, b) => place(a) - place(b)),
    effort: path?.effort ?? 0,
    gaps,
    actions: context.actions,
    links: context.links,
  };
}

function mostTrusted(rows: readonly BriefAnswers[]): BriefAnswers | null {
  const trust = ({ source }: BriefAnswers): number => SOURCES.indexOf(source as Source);
  return [...rows].sort((a, b) => trust(a) - trust(b))[0] ?? null;
}

const versionOf = ({ revision, answers, attributes, savedAt, savedBy }: BriefAnswers): Version => ({
  revision,
  answers: JSON.parse(answers) as Version["answers"],
  attributes: JSON.parse(attributes) as Version["attributes"],
  savedAt,
  savedBy,
});
