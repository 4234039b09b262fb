/** Everything the network page shows, in 12 statements and 4 to 7 ms of CPU, whatever the number of partners. */
import type { CompiledModel } from "../../models/engine/compile.ts";
import { addDuration, daysBetween } from "../../models/engine/freshness.ts";
import { benchmarkOf, type Placement } from "../../models/engine/network/benchmark.ts";
import { type CriterionDiagnosis, diagnose, diagnosisOf } from "../../models/engine/network/diagnosis.ts";
import { type Driver, driversOf, outcomeOf } from "../../models/engine/network/drivers.ts";
import { type Member, reachedRank } from "../../models/engine/network/member.ts";
import { type Movers, movers } from "../../models/engine/network/movers.ts";
import type { Cohort } from "../../models/engine/state.ts";
import {
  type Cut,
  type GroupRow,
  listClosest,
  listGroups,
  listMoved,
  listNumberFields,
  listOverdue,
  type MovedRow,
  type OverdueRow,
  readSpread,
  sampleStandings,
} from "../db/network.ts";
import { findModel } from "./find-model.ts";
import { readCohorts, readPercentiles, versionOf } from "./network.ts";
import {
  byRank,
  type CutChoice,
  choicesOf,
  foldedCohort,
  groupsOf,
  movesOf,
  type NetworkGroup,
  sum,
} from "./network-counts.ts";
import type { OpenedLink } from "./open-link.ts";
import { readShortfalls } from "./read-diagnosis.ts";
import { evaluateVersion } from "./recall.ts";
import { compileModel, type ResolvedModel } from "./resolve-model.ts";

/** What the reader has chosen in the page's address; what names nothing is left out. */
export interface NetworkRequest {
  /** `segment:`, `region:` or `type:` with a name. */
  cohort: string | null;
  /** Id of a number criterion, or `field:` with one of the partners' own. */
  outcome: string | null;
}

export interface OutcomeChoice {
  key: string;
  name: string;
}

export interface NetworkView {
  compiled: CompiledModel;
  /** Null where all partners are shown. */
  cut: CutChoice | null;
  choices: CutChoice[];
  partners: number;
  /** The latest one, and how many partners stand by it. */
  period: { name: string; partners: number } | null;
  /** Partners whose latest answers were saved under another revision; the diagnosis and the drivers are without them. */
  elsewhere: number;
  /** The index, in scale units; null for fewer than 5 partners. */
  index: Placement | null;
  /** Partners by rank of the level; the last one has none. */
  levels: number[];
  groups: NetworkGroup[];
  moved: { rose: number; fell: number; stayed: number; fresh: number; listed: MovedRow[] };
  /** Demotions that wait for a decision. */
  pending: number;
  /** Programme faults first, then by share, criteria that somebody answered. */
  diagnosis: CriterionDiagnosis[];
  /** Fewer partners looked at than there are means: those most likely to move. */
  close: Movers & { looked: number; staleBy: string; names: Map<string, string> };
  overdue: { count: number; listed: (OverdueRow & { daysLate: number })[] };
  outcomes: OutcomeChoice[];
  drivers: { outcome: OutcomeChoice; compared: number; partners: number; drivers: Driver[] } | null;
}

const MAX_GROUPS = 400;
const LISTED = 6;
/** Looking at a partner's answers takes 0.03 ms of CPU, and at its way up 0.1 ms. */
const LOOKED_AT = 60;
const COMPARED = 100;
const PATH_WORK = 2_000;
const AHEAD = "P30D";
const NUMBER_FIELDS = 20;

export async function readNetwork(opened: OpenedLink, request: NetworkRequest): Promise<NetworkView> {
  const { caller, link } = opened;
  const { database } = caller;
  const groups = await listGroups(database, link.model, MAX_GROUPS);
  const resolved = await shownModel(opened, groups);
  const { compiled, reference } = resolved;
  const choices = choicesOf(groups);
  const chosen = choices.find(({ key }) => key === foldedCohort(request.cohort)) ?? null;
  const cut: Cut = { by: chosen?.by ?? null, names: chosen?.names ?? [] };
  const spread = await readSpread(database, link.model, cut, MAX_GROUPS * (compiled.plain.levels.length + 1));
  const ranks = Object.fromEntries(compiled.plain.levels.map(({ id, rank }) => [id, rank]));
  const listed = await listMoved(database, link.model, cut, ranks, LISTED);
  const cohort = (await readCohorts(caller, resolved, [chosen?.key ?? "all"])).get(chosen?.key ?? "all");
  const fields = await listNumberFields(database, NUMBER_FIELDS);
  const outcomes = outcomesOf(compiled, fields);
  const period = spread.find(({ of }) => of === "period");
  return {
    compiled,
    cut: chosen,
    choices,
    partners: sum(spread.filter(({ of }) => of === "former")),
    period: period === undefined ? null : { name: period.name ?? "", partners: period.partners },
    elsewhere: sum(groups.filter(({ of, name }) => of === "revision" && name !== reference.revision)),
    index: cohort === undefined ? null : (benchmarkOf(compiled.plain, cohort, null, null)?.index ?? null),
    levels: byRank(
      ranks,
      spread.filter(({ of }) => of === "former"),
    ),
    groups: groupsOf(ranks, spread),
    moved: { ...movesOf(ranks, spread), listed },
    pending: sum(spread.filter(({ of }) => of === "pending")),
    diagnosis: inOrder(await diagnosisFor(opened, resolved, cut, chosen?.key ?? "all", cohort !== undefined)),
    close: await closeOnes(opened, resolved, cut),
    overdue: await overdueOnes(opened, cut),
    outcomes,
    drivers: await driversFor(opened, resolved, cut, outcomeWanted(outcomes, fields, request.outcome)),
  };
}

/** The revision the link names; else that under which most partners stand, in the language of the page. */
async function shownModel({ caller, link, compiled, revision }: OpenedLink, groups: readonly GroupRow[]) {
  const most = link.revision === null ? groups.find(({ of }) => of === "revision")?.name : undefined;
  const { language } = compiled.plain;
  if (most === undefined || most === revision)
    return { compiled, reference: { id: link.model, revision, name: compiled.model.name } };
  return compileModel(caller, await findModel(caller, link.model, most), language);
}

/** From the counts that are kept; of the groups beyond those that are, from some of their partners. */
async function diagnosisFor(
  { caller, link }: OpenedLink,
  resolved: ResolvedModel,
  cut: Cut,
  key: string,
  isKept: boolean,
): Promise<CriterionDiagnosis[]> {
  const { compiled, reference } = resolved;
  if (isKept || cut.by === null) {
    const { whole, cuts } = await readShortfalls(caller, resolved, key);
    return diagnosisOf(compiled, whole, cuts);
  }
  const { rows } = await sampleStandings(caller.database, link.model, reference.revision, cut, null, COMPARED);
  return diagnose(
    compiled,
    rows.map(({ standing }) => standing),
    0,
  );
}

const faultsFirst = ({ verdict }: CriterionDiagnosis): number => (verdict === "programme" ? 0 : 1);
const inOrder = (diagnosis: readonly CriterionDiagnosis[]): CriterionDiagnosis[] =>
  diagnosis
    .filter(({ answered }) => answered > 0)
    .sort((a, b) => faultsFirst(a) - faultsFirst(b) || (b.share ?? 0) - (a.share ?? 0));

async function closeOnes(
  { caller, link }: OpenedLink,
  resolved: ResolvedModel,
  cut: Cut,
): Promise<NetworkView["close"]> {
  const { compiled } = resolved;
  const levels = compiled.plain.levels.map(({ id }) => id);
  const rows = await listClosest(caller.database, link.model, cut, levels, LOOKED_AT);
  const cohort: Cohort | undefined = await readPercentiles(caller, resolved);
  const members = rows.map((row): Member => {
    const { variant, state } = evaluateVersion(compiled, row.partner, versionOf(row));
    const rank = reachedRank(variant, state, cohort);
    return { partner: row.partner, variant, state, rank, answeredAt: row.answered_at };
  });
  const today = caller.now.slice(0, 10);
  const staleBy = addDuration(today, AHEAD) ?? today;
  const found = movers(members, { limit: LISTED, staleBy, work: { left: PATH_WORK }, ...(cohort && { cohort }) });
  return { ...found, looked: rows.length, staleBy, names: new Map(rows.map(({ partner, name }) => [partner, name])) };
}

async function overdueOnes({ caller, link }: OpenedLink, cut: Cut): Promise<NetworkView["overdue"]> {
  const today = caller.now.slice(0, 10);
  const rows = await listOverdue(caller.database, link.model, cut, today, LISTED);
  return {
    count: rows[0]?.found ?? 0,
    listed: rows.map((row) => ({ ...row, daysLate: daysBetween(row.due, today) ?? 0 })),
  };
}

const FIELD = "field:";

function outcomesOf({ plain }: CompiledModel, fields: readonly string[]): OutcomeChoice[] {
  return [
    ...fields.map((name) => ({ key: FIELD + name, name })),
    ...plain.criteria.filter(({ answer }) => answer.kind === "number").map(({ id, name }) => ({ key: id, name })),
  ];
}

/** What was asked for; without it the one figure that the partners have of their own, where there is just one. */
function outcomeWanted(
  outcomes: readonly OutcomeChoice[],
  fields: readonly string[],
  asked: string | null,
): OutcomeChoice | null {
  const wanted = asked ?? (fields.length === 1 ? FIELD + fields[0] : null);
  return outcomes.find(({ key }) => key === wanted) ?? null;
}

async function driversFor(
  { caller, link }: OpenedLink,
  { compiled, reference }: ResolvedModel,
  cut: Cut,
  outcome: OutcomeChoice | null,
): Promise<NetworkView["drivers"]> {
  if (outcome === null) return null;
  const field = outcome.key.startsWith(FIELD) ? outcome.key.slice(FIELD.length) : null;
  const { rows, partners } = await sampleStandings(
    caller.database,
    link.model,
    reference.revision,
    cut,
    field,
    COMPARED,
  );
  const standings = rows.map(({ standing }) => standing);
  const figures = field === null ? outcomeOf(compiled.plain, standings, outcome.key) : rows.map((row) => row.outcome);
  const drivers = driversOf(compiled.plain, standings, figures, field === null ? { outcome: outcome.key } : {});
  return { outcome, compared: rows.length, partners, drivers };
}
