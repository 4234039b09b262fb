import type { ModelReference } from "../../models/contract.ts";
import { type CapacityPlan, liftsOf, type PathLift, planCapacity } from "../../models/engine/network/capacity.ts";
import type { Member } from "../../models/engine/network/member.ts";
import { type DaysPaid, whereDaysPay } from "../../models/engine/network/where-days-pay.ts";
import { findFields } from "../db/insights.ts";
import type { Caller } from "./caller.ts";
import { readFigure } from "./figure.ts";
import { type NetworkPage, readMembers } from "./network.ts";
import { type ResolvedModel, resolveModel } from "./resolve-model.ts";
import { REQUEST_WORK } from "./score-assessments.ts";

export interface PlanRequest extends NetworkPage {
  model: string;
  /** Person-days at hand. */
  days: number;
  /** These partners only. */
  only?: readonly string[] | undefined;
  /**
   * What a level more is worth, by partner: id of a number criterion, or `field:` with the name of one of the partners'
   * own fields. Without it each counts 1.
   */
  weight?: string | undefined;
}

export interface PlanAnswer extends CapacityPlan<PathLift> {
  model: ModelReference;
  /** How many partners were looked at. */
  partners: number;
  days: number;
  weight: string | null;
  /** Partners that are never chosen, because their weight is not known or not above 0. */
  withoutWeight: string[];
  whereDaysPay: DaysPaid[];
  cursor: string | null;
}

/** Paths that are searched: those of the partners whose way up looks cheapest. */
const MAX_PATHS = 200;

/**
 * Which partners to take to their next level with the days at hand, by which answers, so that most levels are gained,
 * or most of what they are weighted by.
 * Stores nothing. Looks at a page of partners, as `readMovers` does; the paths of at most 200 of them are
 * searched, measured at 65 to 105 ms of CPU for 250 partners: more than the free plan's 10 ms, which `only` or
 * `partners` of about 20 keep to.
 *
 * @throws UnknownModel, UnknownRevision; InvalidRequest for what is no cursor or figure.
 */
export async function planDays(
  caller: Caller,
  { model, days, only, weight, ...page }: PlanRequest,
): Promise<PlanAnswer> {
  const resolved = await resolveModel(caller, model);
  const { members, cohort, cursor } = await readMembers(caller, resolved, page, only ?? null);
  const worth = weight === undefined ? () => 1 : await readWorth(caller, resolved, weight, members);
  const lifts = liftsOf(members, MAX_PATHS, { left: REQUEST_WORK }, worth, cohort);
  return {
    model: resolved.reference,
    partners: members.length,
    days,
    weight: weight ?? null,
    withoutWeight: members.map(({ partner }) => partner).filter((partner) => !(worth(partner) > 0)),
    ...planCapacity(lifts, days),
    whereDaysPay: whereDaysPay(members, days, cohort),
    cursor,
  };
}

async function readWorth(
  caller: Caller,
  resolved: ResolvedModel,
  weight: string,
  members: readonly Member[],
): Promise<(partner: string) => number> {
  const { criterion, field } = readFigure(resolved, weight, "weight");
  const position = criterion === null ? -1 : (resolved.compiled.positions.get(criterion) ?? -1);
  const numbers =
    field === null
      ? new Map(members.map(({ partner, state }) => [partner, state.measure[position] ?? Number.NaN]))
      : await findFields(
          caller.database,
          field,
          members.map(({ partner }) => partner),
        );
  return (partner) => numbers.get(partner) ?? Number.NaN;
}
