import type { Assessment, ModelReference } from "../../models/contract.ts";
import { type Replay, replay } from "../../models/engine/network/replay.ts";
import type { Caller } from "./caller.ts";
import { type NetworkPage, readLatest, readPercentiles, versionOf } from "./network.ts";
import { resolveModel } from "./resolve-model.ts";
import { plainAnswers } from "./stored-answers.ts";

export interface ReplayRequest extends NetworkPage {
  /** The changed model: id, `id@revision`, or a whole document. */
  model: string | object;
  /** How many moves are described; all are counted. */
  limit: number;
}

export interface ReplayAnswer extends Replay {
  model: ModelReference;
  /** The changed model. */
  changed: ModelReference;
  /** How many partners were looked at. */
  partners: number;
  cursor: string | null;
}

/**
 * A page of the network under a changed model: who moves, and why. Stores nothing.
 *
 * Every partner is scored twice: about 1 ms of CPU for 25 partners and 40 criteria. Where a requirement asks for a
 * rank, partners are ranked in the cohort of the present model under both.
 *
 * @throws what resolveModel throws; InvalidRequest for what is no cursor.
 */
export async function replayModel(caller: Caller, wanted: string, request: ReplayRequest): Promise<ReplayAnswer> {
  const before = await resolveModel(caller, wanted);
  const after = await resolveModel(caller, request.model);
  const cohort = await readPercentiles(caller, before);
  const { rows, cursor } = await readLatest(caller, before.reference.id, request);
  const assessments = rows.map((row): Assessment => {
    const { answers, attributes } = versionOf(row);
    const [segment, region, type] = attributes;
    return {
      partner: row.partner,
      answers: plainAnswers(answers),
      ...(segment !== null && { segment }),
      ...(region !== null && { region }),
      ...(type !== null && { type }),
    };
  });
  return {
    model: before.reference,
    changed: after.reference,
    partners: assessments.length,
    ...replay(before.compiled, after.compiled, assessments, request.limit, { before: cohort, after: cohort }),
    cursor,
  };
}
