/** Everything a partner's scorecard shows: its own results, and of others only what a benchmark of 5 or more says. */
import type { AnswerValue, FullResult, Path } from "../../models/contract.ts";
import { ANSWERED } from "../../models/engine/answers.ts";
import type { CompiledCriterion, Variant } from "../../models/engine/compile.ts";
import { whyOf } from "../../models/engine/explain.ts";
import { guidanceFor } from "../../models/engine/gaps.ts";
import { type Benchmark, benchmarkOf, nextLevelKey } from "../../models/engine/network/benchmark.ts";
import { reachedRank } from "../../models/engine/network/member.ts";
import { standingOf } from "../../models/engine/network/standing.ts";
import { DEFAULT_WORK } from "../../models/engine/path.ts";
import { describe } from "../../models/engine/score.ts";
import type { State } from "../../models/engine/state.ts";
import { type AssessmentRow, findHistory } from "../db/assessments.ts";
import { findModel } from "./find-model.ts";
import { readCohorts } from "./network.ts";
import type { OpenedLink } from "./open-link.ts";
import { readPeriod } from "./period.ts";
import { countedRows, forecastFrom, type PartnerForecast } from "./read-forecast.ts";
import { evaluateVersion, type Version } from "./recall.ts";
import { compileModel } from "./resolve-model.ts";
import { plainAnswers } from "./stored-answers.ts";

const HORIZON = 4;
const STRENGTHS = 5;
/** From this attainment on an answer counts as a strength. */
const STRONG = 0.8;

export interface PathStep {
  criterion: CompiledCriterion;
  from: AnswerValue;
  to: AnswerValue;
  /** Person-days. */
  effort: number;
  guidance: string | null;
}

export interface TwoAnswers {
  criterion: CompiledCriterion;
  own: AnswerValue;
  vendor: AnswerValue;
  /** The partner's attainment minus the vendor's, -1..1. */
  difference: number;
}

export interface Scorecard {
  period: string;
  variant: Variant;
  /** With gaps, path and curve. */
  result: FullResult;
  /** "Held at Silver: certified staff 5 of 6" */
  why: string;
  /** Ranks of the level the partner stands at and of the one its answers reach; -1 where there is none. */
  rank: number;
  reached: number;
  steps: PathStep[];
  strengths: CompiledCriterion[];
  benchmark: Benchmark | null;
  forecast: PartnerForecast;
  /** Mean attainment 0..1 of what is answered, by lifecycle stage in the order of the model. */
  stages: { id: string; attainment: number; answered: number }[];
  /** Both sides' answers to what both are asked; null where only one side has answered. */
  views: { same: number; different: TwoAnswers[] } | null;
}

/**
 * The latest period, or that of the link. Four statements, whatever the history holds.
 *
 * @returns null where the partner has not been assessed.
 */
export async function readScorecard(opened: OpenedLink): Promise<Scorecard | null> {
  const { caller, link } = opened;
  const partner = link.partner ?? "";
  const until = link.period === null ? null : readPeriod(link.period);
  const history = (await findHistory(caller.database, link.model, partner)).filter(
    ({ starts }) => until === null || starts <= until.starts,
  );
  const counted = countedRows(history);
  const last = counted.at(-1);
  if (last === undefined) return null;
  const found =
    last.revision === opened.revision
      ? { model: opened.compiled.model, revision: opened.revision }
      : await findModel(caller, link.model, last.revision);
  const resolved = compileModel(caller, found, opened.compiled.plain.language);
  const { compiled } = resolved;
  const version = versionOf(last);
  const { variant, state } = evaluateVersion(compiled, partner, version);
  const result = describe(variant, state, partner, { detail: "full", work: { left: DEFAULT_WORK } }) as FullResult;
  const reached = reachedRank(variant, state);
  const [segment, region, type] = version.attributes;
  const standing = standingOf(variant, state, reached, partner, {
    segment: segment ?? undefined,
    region: region ?? undefined,
    type: type ?? undefined,
  });
  const above = nextLevelKey(compiled.plain, standing);
  const cohorts = await readCohorts(caller, resolved, above === null ? ["all"] : ["all", above]);
  const cohort = cohorts.get("all");
  const official = variant.levels.findIndex(({ id }) => id === opened.standing?.level);
  const isLatest = until === null;
  return {
    period: last.period,
    variant,
    result,
    why: whyOf(variant, state, reached),
    rank: isLatest && official >= 0 ? official : reached,
    reached,
    steps: stepsOf(variant, result.path),
    strengths: strengthsOf(variant, state),
    benchmark:
      cohort === undefined
        ? null
        : benchmarkOf(compiled.plain, cohort, standing, (above === null ? null : cohorts.get(above)) ?? null),
    forecast: await forecastFrom(caller, partner, link.model, counted, HORIZON),
    stages: stagesOf(variant, state),
    views: viewsOf(
      partner,
      history.filter(({ starts }) => starts === last.starts),
      (row) => evaluateVersion(compiled, partner, versionOf(row)),
    ),
  };
}

const versionOf = (row: AssessmentRow): Version => ({
  revision: row.revision,
  answers: JSON.parse(row.answers) as Version["answers"],
  attributes: JSON.parse(row.attributes) as Version["attributes"],
  savedAt: row.saved_at,
  savedBy: row.saved_by,
});

/** @param path null where there is no next level. */
export function stepsOf(variant: Variant, path: Path | null): PathStep[] {
  if (path === null) return [];
  const target = variant.levels.findIndex(({ id }) => id === path.level);
  return path.changes.flatMap(({ criterion: id, from, to, effort }) => {
    const criterion = variant.criteria.find((candidate) => candidate.id === id);
    if (criterion === undefined) return [];
    return [{ criterion, from, to, effort, guidance: guidanceFor(variant, criterion.position, target) }];
  });
}

/** What is answered best, the weightiest first. */
export function strengthsOf({ criteria }: Variant, state: State): CompiledCriterion[] {
  const attained = ({ position }: CompiledCriterion) => state.attainment[position] ?? 0;
  return criteria
    .filter((criterion) => state.status[criterion.position] === ANSWERED && attained(criterion) >= STRONG)
    .sort((a, b) => b.weight - a.weight || attained(b) - attained(a) || a.position - b.position)
    .slice(0, STRENGTHS);
}

function stagesOf({ model }: Variant, state: State): Scorecard["stages"] {
  const stages = new Map<string, number[]>();
  model.criteria.forEach(({ stages: named = [] }, position) => {
    if (state.status[position] !== ANSWERED) return;
    for (const id of named) stages.set(id, [...(stages.get(id) ?? []), state.attainment[position] ?? 0]);
  });
  return Array.from(stages, ([id, attainments]) => ({
    id,
    attainment: attainments.reduce((sum, value) => sum + value, 0) / attainments.length,
    answered: attainments.length,
  }));
}

function viewsOf(
  partner: string,
  rows: readonly AssessmentRow[],
  evaluated: (row: AssessmentRow) => { variant: Variant; state: State },
): Scorecard["views"] {
  const own = rows.find(({ source }) => source === "partner");
  const vendor = rows.find(({ source }) => source === "vendor");
  if (own === undefined || vendor === undefined || partner === "") return null;
  const [mine, theirs] = [evaluated(own), evaluated(vendor)];
  const [ownAnswers, vendorAnswers] = [own, vendor].map((row) => plainAnswers(versionOf(row).answers));
  const different: TwoAnswers[] = [];
  let same = 0;
  for (const criterion of mine.variant.criteria) {
    const { position, id } = criterion;
    if ((mine.variant.model.criteria[position]?.askedOf ?? "both") !== "both") continue;
    if (mine.state.status[position] !== ANSWERED || theirs.state.status[position] !== ANSWERED) continue;
    const difference = (mine.state.attainment[position] ?? 0) - (theirs.state.attainment[position] ?? 0);
    if (Math.abs(difference) < 1e-9) same++;
    else different.push({ criterion, own: ownAnswers?.[id] ?? null, vendor: vendorAnswers?.[id] ?? null, difference });
  }
  different.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  return { same, different };
}
