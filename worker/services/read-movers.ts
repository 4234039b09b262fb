import type { ModelReference } from "../../models/contract.ts";
import { addDuration } from "../../models/engine/freshness.ts";
import { type Movers, movers } from "../../models/engine/network/movers.ts";
import type { Caller } from "./caller.ts";
import { type NetworkPage, readMembers } from "./network.ts";
import { resolveModel } from "./resolve-model.ts";
import { REQUEST_WORK } from "./score-assessments.ts";

export interface MoversRequest extends NetworkPage {
  /** How many of each are listed. */
  limit: number;
  /** ISO 8601 date; answers that are stale on that day count as unanswered. */
  staleBy?: string | undefined;
}

export interface MoversAnswer extends Movers {
  model: ModelReference;
  /** How many partners were looked at. */
  partners: number;
  staleBy: string;
  cursor: string | null;
}

/** How far ahead an answer that goes stale is a risk, when no day is named. */
const AHEAD = "P30D";

/**
 * Partners one step below the next level, and partners that would fall by one slip, out of a page of the network.
 *
 * Every partner's answers are read, scored and tried, and the paths of those listed (`limit`) searched: measured at 7 ms
 * of CPU for a page of 100 partners with 40 criteria and 10 listed, 10 ms with 20 listed, in a warm isolate; hard paths
 * may take 50 ms more. Larger networks go page by page.
 *
 * @throws UnknownModel, UnknownRevision; InvalidRequest for what is no cursor.
 */
export async function readMovers(caller: Caller, wanted: string, request: MoversRequest): Promise<MoversAnswer> {
  const resolved = await resolveModel(caller, wanted);
  const { members, cohort, cursor } = await readMembers(caller, resolved, request);
  const today = caller.now.slice(0, 10);
  const staleBy = request.staleBy ?? addDuration(today, AHEAD) ?? today;
  const found = movers(members, {
    limit: request.limit,
    staleBy,
    work: { left: REQUEST_WORK },
    ...(cohort && { cohort }),
  });
  return { model: resolved.reference, partners: members.length, staleBy, ...found, cursor };
}
