import type { Assessment, Detail, ModelReference, Problem, Result } from "../../models/contract.ts";
import { readCohort } from "../../models/engine/network/cohort.ts";
import { standingOf } from "../../models/engine/network/standing.ts";
import { DEFAULT_WORK } from "../../models/engine/path.ts";
import { describe, evaluateInTurn } from "../../models/engine/score.ts";
import type { Model } from "../../models/format.ts";
import type { Query } from "../db/database.ts";
import { readSaveContext, type SaveContextRow } from "../db/save-context.ts";
import { Conflict, InvalidRequest } from "../errors.ts";
import { announce, type News } from "./announce.ts";
import type { Caller } from "./caller.ts";
import { catalogEntries } from "./catalog.ts";
import { cohortDocumentKey } from "./cohorts.ts";
import { type FoundModel, findModel } from "./find-model.ts";
import { type Outcome, once } from "./once.ts";
import type { Period, Source } from "./period.ts";
import { keptRanks, rankedBy, ranksOf } from "./ranks.ts";
import { namedPartners, readSentAssessments, type Sent, type SentAssessment } from "./read-sent-assessments.ts";
import type { Attributes } from "./recall.ts";
import { compileModel, type ResolvedModel, splitName } from "./resolve-model.ts";
import { REQUEST_WORK, Report, requireLevel } from "./score-assessments.ts";
import { type ScoredAssessment, Settlement, type StandingChange } from "./settlement.ts";
import { keptAnswers, plainAnswers } from "./stored-answers.ts";

export interface SaveRequest extends Sent {
  /** `id` or `id@revision`. */
  model: string;
  period: Period;
  source: Source;
  detail?: Detail | undefined;
  target?: string | undefined;
  language?: string | undefined;
  /** Written in the same transaction. */
  also?: readonly Query[] | undefined;
  /** Told to webhooks together with the save. */
  news?: readonly News[] | undefined;
}

export interface SavedAssessments {
  model: ModelReference;
  period: string;
  source: Source;
  saved: number;
  results: Result[];
  /** Of the partners whose standing this save decides: it is their latest period. */
  standings: StandingChange[];
  problems: Problem[];
  problemCount: number;
  ignored: string[];
}

/** With the body it gives the same answer again: results follow from answers, revision and attributes. */
interface Kept {
  revision: string;
  /** In the order of the assessments; null where neither an overlay nor a rank looks at them. */
  attributes: Attributes[] | null;
  /** In the order of the assessments, null for those that decide nothing; without names, which erasing could not find. */
  standings: (Omit<StandingChange, "partner"> | null)[];
}

/**
 * Stores assessments of one period and scores them, in one transaction. Saving a period again replaces its answers and
 * keeps the earlier ones in the history.
 *
 * @throws InvalidRequest, TooLarge; UnknownModel, UnknownRevision; Conflict for an archived model; what `once` throws.
 */
export async function saveAssessments(
  caller: Caller,
  sent: Uint8Array,
  request: SaveRequest,
): Promise<Outcome<SavedAssessments>> {
  const partners = namedPartners(request);
  const { id, revision } = splitName(request.model);
  const shipped = (await catalogEntries()).find((entry) => entry.model.id === id);
  const wanted = revision ?? shipped?.revision ?? null;

  return once<SavedAssessments, Kept>(
    caller,
    sent,
    async () => {
      const rows = await readSaveContext(caller.database, id, wanted, partners, shipped ? [shipped.revision] : []);
      const models = modelsOf(rows);
      const isPresent = shipped !== undefined && wanted === shipped.revision;
      const found: FoundModel = isPresent
        ? { ...shipped, own: false, archivedAt: null }
        : (models.get(wanted ?? presentOf(rows)) ?? (await findModel(caller, id, revision)));
      if (found.archivedAt !== null) {
        throw new Conflict(
          `The model “${id}” is archived and takes no new assessments. Publish it again to bring it back.`,
        );
      }
      if (shipped) models.set(shipped.revision, { ...shipped, own: false, archivedAt: null });
      models.set(found.revision, found);
      const resolved = compileModel(caller, found, request.language);
      const stored = new Map(
        rows.flatMap(({ kind, key, body }) =>
          kind === "partner" ? [[key, JSON.parse(body ?? "[]") as Attributes] as const] : [],
        ),
      );
      const settlement = new Settlement(caller, request, resolved, rows, models);
      const attributesOf = (items: readonly SentAssessment[]): Attributes[] => {
        const attributes = items.map((item): Attributes => {
          const [segment = null, region = null, type = null] = stored.get(item.partner) ?? [];
          return [item.segment ?? segment, item.region ?? region, item.type ?? type];
        });
        return withRanks(resolved, settlement, rows, items, attributes);
      };
      const scored = score(resolved, request, attributesOf, (item) => settlement.add(item));
      const { compiled } = resolved;
      const needed = compiled.overlays.length > 0 || rankedBy(compiled).length > 0;
      const changes = new Map(settlement.changes.map(({ partner, ...change }) => [partner, change]));
      return {
        answer: { ...answerOf(resolved, request, scored), standings: settlement.changes },
        kept: {
          revision: found.revision,
          attributes: needed ? scored.attributes : null,
          standings: scored.results.map(({ partner }) => changes.get(partner) ?? null),
        },
        audit: {
          action: "assessments.saved",
          what: {
            model: id,
            revision: found.revision,
            period: request.period.name,
            source: request.source,
            assessments: scored.results.length,
          },
        },
        documents: [
          ...settlement.cohorts.writes(),
          // The next release may ship another revision.
          ...(isPresent &&
          !models.get(found.revision)?.own &&
          !rows.some(({ kind, key }) => kind === "shipped" && key === found.revision)
            ? [
                {
                  kind: "revision" as const,
                  key: `${id}@${found.revision}`,
                  expected: "any" as const,
                  body: found.model,
                },
              ]
            : []),
        ],
        queries: [...(request.also ?? []), ...announce(caller, newsOf(resolved, request, scored, settlement))],
        together: (documents) => settlement.write(documents),
      };
    },
    async ({ revision: used, attributes, standings }) => {
      const resolved = compileModel(caller, await findModel(caller, id, used), request.language);
      const scored = score(resolved, request, (items) =>
        items.map(
          (item, place) => attributes?.[place] ?? [item.segment ?? null, item.region ?? null, item.type ?? null],
        ),
      );
      const changes = scored.results.flatMap(({ partner }, place): StandingChange[] => {
        const change = standings[place];
        return change == null ? [] : [{ partner, ...change }];
      });
      return { ...answerOf(resolved, request, scored), standings: changes };
    },
  );
}

function modelsOf(rows: readonly SaveContextRow[]): Map<string, FoundModel> {
  const models = new Map<string, FoundModel>();
  for (const row of rows) {
    if ((row.kind !== "model" && row.kind !== "shipped") || row.body === null) continue;
    const { key: revision, archived_at: archivedAt } = row;
    models.set(revision, { model: JSON.parse(row.body) as Model, revision, own: row.kind === "model", archivedAt });
  }
  return models;
}

/** The own revision that was published last; blank where there is none. */
function presentOf(rows: readonly SaveContextRow[]): string {
  const published = rows.flatMap((row) => (row.kind === "model" ? [{ key: row.key, at: row.published_at ?? "" }] : []));
  return published.sort((a, b) => (a.at < b.at ? 1 : -1))[0]?.key ?? "";
}

interface Scored {
  results: Result[];
  attributes: Attributes[];
  report: Report;
  ignored: string[];
}

/** @param keep is given each assessment as it is scored; a standing is not held any longer than that. */
function score(
  resolved: ResolvedModel,
  request: SaveRequest,
  attributesOf: (items: readonly SentAssessment[]) => Attributes[],
  keep?: (scored: ScoredAssessment) => void,
): Scored {
  const { compiled } = resolved;
  requireLevel(resolved, request.target);
  const report = new Report();
  const { items, ignored } = readSentAssessments(compiled, request, report);
  const detail = request.detail ?? "level";
  const results: Result[] = [];
  const used = attributesOf(items);
  let work = REQUEST_WORK;
  items.forEach((item, place) => {
    const { partner, answers } = item;
    const attributes = used[place] ?? [null, null, null];
    const assessment = assessmentOf(item, attributes);
    const { variant, state, problems } = evaluateInTurn(compiled, assessment);
    for (const problem of problems) report.add(problem);
    const share = { left: Math.min(DEFAULT_WORK, work) };
    const given = share.left;
    const cohort = keptRanks(attributes[3]);
    const result = describe(variant, state, partner, { detail, target: request.target, work: share, cohort });
    work -= given - share.left;
    results.push(result);
    if (keep === undefined) return;
    const rank = variant.levels.findIndex(({ id }) => id === result.level);
    const standing = standingOf(variant, state, rank, partner, assessment);
    keep({ answers: keptAnswers(answers, variant, state, compiled.positions), attributes, result, standing });
  });
  return { results, attributes: used, report, ignored };
}

function assessmentOf({ partner, answers }: SentAssessment, [segment, region, type]: Attributes): Assessment {
  return {
    partner,
    answers: plainAnswers(answers),
    ...(segment !== null && { segment }),
    ...(region !== null && { region }),
    ...(type !== null && { type }),
  };
}

/** The attributes with the ranks that this save gives the partners; as they are for a model that asks for none. */
function withRanks(
  { compiled, reference: { id, revision } }: ResolvedModel,
  settlement: Settlement,
  rows: readonly SaveContextRow[],
  items: readonly SentAssessment[],
  attributes: Attributes[],
): Attributes[] {
  if (rankedBy(compiled).length === 0) return attributes;
  const key = cohortDocumentKey(id, revision, "all");
  const body = rows.find((row) => row.kind === "cohort" && row.key === key)?.body ?? null;
  const ranks = ranksOf(
    compiled,
    body === null ? null : readCohort(compiled, JSON.parse(body)),
    items.map((item, place) => ({
      assessment: assessmentOf(item, attributes[place] ?? [null, null, null]),
      former: settlement.formerOf(item.partner),
      decides: settlement.decides(item.partner),
    })),
  );
  return attributes.map(([segment, region, type], place) => [segment, region, type, ranks[place] ?? null]);
}

/** What webhooks are told of a save. */
function newsOf(
  { reference: { id, revision } }: ResolvedModel,
  { period, source, news = [] }: SaveRequest,
  { results }: Scored,
  { moves }: Settlement,
): News[] {
  const model = { id, revision };
  const about = { model, period: period.name, source };
  return [
    {
      type: "assessment.saved",
      head: about,
      entries: () => results.map(({ partner, index, level, next }) => ({ partner, index, level, next })),
    },
    { type: "level.changed", head: about, entries: () => moves.map((move) => ({ ...move })) },
    ...news,
  ];
}

function answerOf({ reference }: ResolvedModel, { period, source }: SaveRequest, scored: Scored) {
  const { results, report, ignored } = scored;
  return {
    model: reference,
    period: period.name,
    source,
    saved: results.length,
    results,
    problems: report.listed,
    problemCount: report.count,
    ignored,
  };
}

/** @throws InvalidRequest unless exactly one of the two shapes was sent. */
export function requireOneShape({ assessments, grid }: Sent): void {
  if ((assessments === undefined) === (grid === undefined)) {
    throw new InvalidRequest([{ location: "body", message: "must have either “assessments” or “grid”" }]);
  }
}
