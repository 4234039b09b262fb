import type { Assessment, Detail, ModelReference, Problem, Result } from "../../models/contract.ts";
import { readCohort } from "../../models/engine/network/cohort.ts";
import { type Standing, standingOf } from "../../models/engine/network/standing.ts";
import { DEFAULT_WORK } from "../../models/engine/path.ts";
import {
  type PendingDemotion,
  type PolicyResult,
  type StandingLevel,
  standingAfter,
} from "../../models/engine/policy.ts";
import { describe, evaluateAssessment } from "../../models/engine/score.ts";
import type { Model } from "../../models/format.ts";
import { saveAssessments as saveAssessmentsQuery } from "../db/assessments.ts";
import type { Query } from "../db/database.ts";
import { readSaveContext, type SaveContextRow } from "../db/save-context.ts";
import { type StandingWrite, saveStandings } from "../db/standings.ts";
import { Conflict, InvalidRequest, TooLarge } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { catalogEntries } from "./catalog.ts";
import { CohortBook, cohortDocumentKey } from "./cohorts.ts";
import { type FoundModel, findModel } from "./find-model.ts";
import { type Outcome, once } from "./once.ts";
import { answeredAt, type Period, SOURCES, type Source } from "./period.ts";
import { keptRanks, type Newcomer, rankedBy, ranksOf } from "./ranks.ts";
import { namedPartners, readSentAssessments, type Sent, type SentAssessment } from "./read-sent-assessments.ts";
import type { Attributes } from "./recall.ts";
import { compileModel, type ResolvedModel, splitName } from "./resolve-model.ts";
import { REQUEST_WORK, Report, requireLevel } from "./score-assessments.ts";
import { plainAnswers, type StoredAnswer, shortAnswers } from "./stored-answers.ts";

export interface SaveRequest extends Sent {
  /** `id` or `id@revision`. */
  model: string;
  period: Period;
  source: Source;
  detail?: Detail | undefined;
  target?: string | undefined;
  language?: string | undefined;
}

/** Where a partner stands after a save. */
export interface StandingChange {
  partner: string;
  /** After the model's promotion policy. */
  level: string | null;
  changed: PolicyResult["changed"];
  pending: PendingDemotion | null;
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

/** D1 takes 2 MB for each value that is bound. */
const MAX_PARAMETER = 1_900_000;

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
      const present = standingsOf(rows);
      const scored = score(resolved, request, (items) => {
        const attributes = items.map((item): Attributes => {
          const [segment = null, region = null, type = null] = stored.get(item.partner) ?? [];
          return [item.segment ?? segment, item.region ?? region, item.type ?? type];
        });
        return withRanks(resolved, request, rows, present, items, attributes);
      });
      const settled = settle(caller, request, resolved, scored, rows, present, models);
      const answer = { ...answerOf(resolved, request, scored), standings: settled.changes };
      const { compiled } = resolved;
      const attributes =
        compiled.overlays.length > 0 || rankedBy(compiled).length > 0
          ? scored.items.map((item) => item.attributes)
          : null;
      const changes = new Map(settled.changes.map(({ partner, ...change }) => [partner, change]));
      const standings = scored.items.map(({ sent: { partner } }) => changes.get(partner) ?? null);
      return {
        answer,
        kept: { revision: found.revision, attributes, standings },
        audit: {
          action: "assessments.saved",
          what: {
            model: id,
            revision: found.revision,
            period: request.period.name,
            source: request.source,
            assessments: scored.items.length,
          },
        },
        documents: [
          ...settled.cohorts.writes(),
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
        queries: settled.queries,
      };
    },
    async ({ revision: used, attributes, standings }) => {
      const resolved = compileModel(caller, await findModel(caller, id, used), request.language);
      const scored = score(resolved, request, (items) =>
        items.map(
          (item, place) => attributes?.[place] ?? [item.segment ?? null, item.region ?? null, item.type ?? null],
        ),
      );
      const changes = scored.items.flatMap(({ sent: { partner } }, place): StandingChange[] => {
        const change = standings[place];
        return change == null ? [] : [{ partner, ...change }];
      });
      return { ...answerOf(resolved, request, scored), standings: changes };
    },
  );
}

function modelsOf(rows: readonly SaveContextRow[]): Map<string, FoundModel> {
  const models = new Map<string, FoundModel>();
  for (const { kind, key, body, more } of rows) {
    if ((kind !== "model" && kind !== "shipped") || body === null) continue;
    const [, archivedAt = null] = JSON.parse(more ?? "[]") as [string?, (string | null)?];
    models.set(key, { model: JSON.parse(body) as Model, revision: key, own: kind === "model", archivedAt });
  }
  return models;
}

/** The own revision that was published last; blank where there is none. */
function presentOf(rows: readonly SaveContextRow[]): string {
  const published = rows.flatMap(({ kind, key, more }) =>
    kind === "model" ? [{ key, at: (JSON.parse(more ?? "[]") as string[])[0] ?? "" }] : [],
  );
  return published.sort((a, b) => (a.at < b.at ? 1 : -1))[0]?.key ?? "";
}

interface ScoredItem {
  sent: SentAssessment;
  /** As they are kept. */
  answers: Record<string, StoredAnswer>;
  attributes: Attributes;
  result: Result;
  standing: Standing;
}

interface Scored {
  items: ScoredItem[];
  report: Report;
  ignored: string[];
}

function score(
  resolved: ResolvedModel,
  request: SaveRequest,
  attributesOf: (items: readonly SentAssessment[]) => Attributes[],
): Scored {
  const { compiled } = resolved;
  requireLevel(resolved, request.target);
  const report = new Report();
  const { items, ignored } = readSentAssessments(compiled, request, report);
  const detail = request.detail ?? "level";
  let work = REQUEST_WORK;
  const all = attributesOf(items);
  const scored = items.map((sent, place): ScoredItem => {
    const attributes = all[place] ?? [null, null, null];
    const assessment = assessmentOf(sent, attributes);
    const { variant, state, problems } = evaluateAssessment(compiled, assessment);
    for (const problem of problems) report.add(problem);
    const share = { left: Math.min(DEFAULT_WORK, work) };
    const given = share.left;
    const cohort = keptRanks(attributes[3]);
    const result = describe(variant, state, sent.partner, { detail, target: request.target, work: share, cohort });
    work -= given - share.left;
    const rank = variant.levels.findIndex(({ id }) => id === result.level);
    return {
      sent,
      answers: shortAnswers(sent.answers, variant, state, compiled.positions),
      attributes,
      result,
      standing: standingOf(variant, state, rank, sent.partner, assessment),
    };
  });
  return { items: scored, report, ignored };
}

function assessmentOf(sent: SentAssessment, [segment, region, type]: Attributes): Assessment {
  return {
    partner: sent.partner,
    answers: plainAnswers(sent.answers),
    ...(segment !== null && { segment }),
    ...(region !== null && { region }),
    ...(type !== null && { type }),
  };
}

/** The attributes with the ranks that this save gives the partners; as they are for a model that asks for none. */
function withRanks(
  { compiled, reference: { id, revision } }: ResolvedModel,
  request: SaveRequest,
  rows: readonly SaveContextRow[],
  present: ReadonlyMap<string, PresentStanding>,
  items: readonly SentAssessment[],
  attributes: Attributes[],
): Attributes[] {
  if (rankedBy(compiled).length === 0) return attributes;
  const key = cohortDocumentKey(id, revision, "all");
  const body = rows.find((row) => row.kind === "cohort" && row.key === key)?.body ?? null;
  const ranks = ranksOf(
    compiled,
    body === null ? null : readCohort(compiled, JSON.parse(body)),
    items.map((sent, place): Newcomer => {
      const known = present.get(sent.partner);
      return {
        assessment: assessmentOf(sent, attributes[place] ?? [null, null, null]),
        former: known?.revision === revision ? known.data : null,
        decides: decides(request, known),
      };
    }),
  );
  return attributes.map(([segment, region, type], place) => [segment, region, type, ranks[place] ?? null]);
}

/** Whether answers of this period and source say where the partner stands. */
function decides({ period, source }: SaveRequest, known: PresentStanding | undefined): boolean {
  if (known === undefined || period.starts > known.starts) return true;
  return period.starts === known.starts && trustOf(source) >= trustOf(known.source);
}

function answerOf({ reference }: ResolvedModel, { period, source }: SaveRequest, { items, report, ignored }: Scored) {
  return {
    model: reference,
    period: period.name,
    source,
    saved: items.length,
    results: items.map(({ result }) => result),
    problems: report.listed,
    problemCount: report.count,
    ignored,
  };
}

interface PresentStanding {
  revision: string;
  source: string;
  starts: string;
  level: string | null;
  pending: PendingDemotion | null;
  before: StandingLevel;
  data: Standing;
  version: number;
}

function standingsOf(rows: readonly SaveContextRow[]): Map<string, PresentStanding> {
  return new Map(
    rows.flatMap(({ kind, key, body, version, more }) => {
      if (kind !== "standing") return [];
      const [revision, , source, starts, level, pending, before] = JSON.parse(more ?? "[]") as [
        string,
        string,
        string,
        string,
        string | null,
        PendingDemotion | null,
        StandingLevel,
      ];
      const data = { ...(JSON.parse(body ?? "{}") as Standing), partner: key };
      return [[key, { revision, source, starts, level, pending, before, data, version }] as const];
    }),
  );
}

const trustOf = (source: string): number => SOURCES.length - SOURCES.indexOf(source as Source);

/** Decides where the partners stand now, and makes the queries that write it all. */
function settle(
  caller: Caller,
  request: SaveRequest,
  { compiled, reference }: ResolvedModel,
  { items }: Scored,
  rows: readonly SaveContextRow[],
  present: ReadonlyMap<string, PresentStanding>,
  models: ReadonlyMap<string, FoundModel>,
) {
  const { period, source } = request;
  const { id, revision } = reference;
  const { now } = caller;
  const cohorts = new CohortBook(
    rows.flatMap(({ kind, key, body, version }) => (kind === "cohort" ? [{ key, body: body ?? "", version }] : [])),
  );
  const levels = compiled.model.levels.map((level) => level.id);
  const changes: StandingChange[] = [];
  const writes: StandingWrite[] = [];
  for (const { sent, standing, result } of items) {
    const known = present.get(sent.partner);
    const isLater = known === undefined || period.starts > known.starts;
    if (!decides(request, known)) continue;
    const before: StandingLevel =
      known === undefined
        ? { level: null, pending: null }
        : isLater
          ? { level: known.level, pending: known.pending }
          : known.before;
    const { level, pending, changed } = standingAfter(levels, compiled.model.review, before, result.level, now);
    changes.push({ partner: sent.partner, level, changed, pending });
    if (known) {
      const former = known.revision === revision ? compiled : formerModel(caller, models.get(known.revision));
      if (former) cohorts.remove(id, known.revision, former, known.data);
    }
    cohorts.add(id, revision, compiled, standing);
    const { partner: _, ...data } = standing;
    const { index, level: reached, next, position, coverage } = result;
    writes.push({
      partner: sent.partner,
      level,
      pending,
      before,
      result: { index, level: reached, next, position, coverage },
      data,
      expected: known?.version ?? 0,
    });
  }
  const queries: Query[] = [];
  if (items.length > 0) {
    queries.push(
      saveAssessmentsQuery({
        model: id,
        period: period.name,
        source,
        starts: period.starts,
        revision,
        savedAt: now,
        savedBy: caller.key.id,
        rows: JSON.stringify(items.map(({ sent, answers, attributes }) => [sent.partner, answers, attributes])),
      }),
    );
  }
  if (writes.length > 0) {
    queries.push(
      saveStandings({
        model: id,
        revision,
        period: period.name,
        source,
        starts: period.starts,
        answeredAt: answeredAt(period, now),
        rows: writes,
      }),
    );
  }
  const tooLong = queries.some(({ parameters }) =>
    parameters.some((text) => typeof text === "string" && isTooLong(text)),
  );
  if (tooLong) throw new TooLarge("These assessments are too large to be stored in one request. Send half of them.");
  return { changes, queries, cohorts };
}

/** A character takes up to three bytes. */
function isTooLong(text: string): boolean {
  return text.length * 3 > MAX_PARAMETER && new TextEncoder().encode(text).byteLength > MAX_PARAMETER;
}

function formerModel(caller: Caller, found: FoundModel | undefined) {
  return found === undefined ? null : compileModel(caller, found).compiled;
}

/** @throws InvalidRequest unless exactly one of the two shapes was sent. */
export function requireOneShape({ assessments, grid }: Sent): void {
  if ((assessments === undefined) === (grid === undefined)) {
    throw new InvalidRequest([{ location: "body", message: "must have either “assessments” or “grid”" }]);
  }
}
