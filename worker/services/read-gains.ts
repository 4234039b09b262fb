import type { ModelReference } from "../../models/contract.ts";
import { type PointCost, pointCostOf } from "../../models/engine/network/roi.ts";
import { type Standing, standingOf } from "../../models/engine/network/standing.ts";
import { roundHalfUp } from "../../models/engine/numbers.ts";
import { type GainsRow, listGains } from "../db/insights.ts";
import { InvalidRequest } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { readFigure } from "./figure.ts";
import { NETWORK_PAGE, type NetworkPage } from "./network.ts";
import { fromCursor, pageOf } from "./paging.ts";
import { PERIOD_FAULT, readPeriod, SOURCES, type Source } from "./period.ts";
import { evaluateVersion, type Version } from "./recall.ts";
import { type ResolvedModel, resolveModel } from "./resolve-model.ts";

export interface GainsRequest extends NetworkPage {
  /** Money spent: id of a number criterion, or `field:` with the name of one of the partners' own fields. */
  spend: string;
  from: string;
  to: string;
}

/** One partner's way between the periods. Index points in the model's scale. */
export interface Gain {
  partner: string;
  before: number | null;
  after: number | null;
  points: number | null;
  spend: number | null;
}

export interface GainsAnswer {
  model: ModelReference;
  from: string;
  to: string;
  spend: string;
  /** How many partners were looked at. */
  partners: number;
  /** Over those of them that have an index in both periods and a known spend. */
  total: PointCost;
  gains: Gain[];
  cursor: string | null;
}

/**
 * What a point of the index has cost between two periods, over a page of partners. Both periods are scored with the
 * model at hand, each by its most trusted source: about 1 ms of CPU for 25 partners. Sums of several pages add up.
 *
 * @throws UnknownModel, UnknownRevision; InvalidRequest for what is no period, figure or cursor, and for a second period
 *   that does not begin after the first.
 */
export async function readGains(caller: Caller, wanted: string, request: GainsRequest): Promise<GainsAnswer> {
  const [from, to] = [readPeriod(request.from), readPeriod(request.to)];
  if (from === null) throw new InvalidRequest([{ location: "query.from", message: PERIOD_FAULT }]);
  if (to === null) throw new InvalidRequest([{ location: "query.to", message: PERIOD_FAULT }]);
  if (to.starts <= from.starts) {
    throw new InvalidRequest([{ location: "query.to", message: "must begin after the period in “from”" }]);
  }
  const resolved = await resolveModel(caller, wanted);
  const { reference, compiled } = resolved;
  const figure = readFigure(resolved, request.spend, "query.spend");
  const { partners = NETWORK_PAGE, cursor } = request;
  const [after = ""] = fromCursor(cursor, 1);
  const periods = { from: from.name, to: to.name };
  const rows = await listGains(caller.database, reference.id, periods, figure.field, after, partners + 1);
  const byPartner = Map.groupBy(rows, ({ partner }) => partner);
  const page = pageOf([...byPartner], partners, ([partner]) => [partner]);
  const position = figure.criterion === null ? -1 : (compiled.positions.get(figure.criterion) ?? -1);
  const ways = page.items.map(([partner, own]) => {
    const later = standingIn(resolved, own, to.name);
    const spend = figure.criterion === null ? (own[0]?.spend ?? null) : (later?.measures[position] ?? null);
    return { partner, before: standingIn(resolved, own, from.name), later, spend };
  });
  const { min, width, decimals } = compiled.plain.scale;
  const shown = (index: number | null | undefined) =>
    index == null ? null : roundHalfUp(index * width + min, decimals);
  return {
    model: reference,
    from: from.name,
    to: to.name,
    spend: request.spend,
    partners: page.items.length,
    total: pointCostOf(
      compiled.plain,
      ways.flatMap(({ before }) => before ?? []),
      ways.flatMap(({ later }) => later ?? []),
      new Map(ways.flatMap(({ partner, spend }) => (spend === null ? [] : [[partner, spend] as const]))),
    ),
    gains: ways.map(({ partner, before, later, spend }) => {
      const [start, end] = [before?.index ?? null, later?.index ?? null];
      const points = start === null || end === null ? null : roundHalfUp((end - start) * width, decimals);
      return { partner, before: shown(start), after: shown(end), points, spend };
    }),
    cursor: page.cursor,
  };
}

const trust = ({ source }: GainsRow): number => SOURCES.indexOf(source as Source);

/** Of the most trusted source of a period; null where there is none. */
function standingIn({ compiled }: ResolvedModel, rows: readonly GainsRow[], period: string): Standing | null {
  const [row] = rows.filter((candidate) => candidate.period === period).sort((a, b) => trust(a) - trust(b));
  if (row === undefined || row.answers === null || row.attributes === null) return null;
  const { variant, state } = evaluateVersion(compiled, row.partner, {
    answers: JSON.parse(row.answers) as Version["answers"],
    attributes: JSON.parse(row.attributes) as Version["attributes"],
  });
  return standingOf(variant, state, -1, row.partner, {});
}
