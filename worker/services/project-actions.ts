import type { ModelReference } from "../../models/contract.ts";
import { reportedIndex } from "../../models/engine/network/member.ts";
import { type Projection, projected } from "../../models/engine/network/plan.ts";
import { roundHalfUp } from "../../models/engine/numbers.ts";
import { listActions } from "../db/actions.ts";
import { UnknownThing } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { readMembers } from "./network.ts";
import { resolveModel } from "./resolve-model.ts";

export interface ActionsProjection {
  model: ModelReference;
  partner: string;
  /** Open actions and those being done, and their person-days. */
  actions: number;
  effort: number;
  /** Those of them that aim at no answer, so that nothing is known of what they bring. */
  withoutAnswer: number;
  now: { index: number | null; level: string | null };
  projected: Projection;
}

/** More for one partner is no plan. */
const MAX_PROJECTED = 500;

/**
 * Index and level of a partner if all its open actions were done and everything else stayed.
 *
 * @throws UnknownModel, UnknownRevision; UnknownThing for a partner without an assessment.
 */
export async function projectActions(caller: Caller, wanted: string, partner: string): Promise<ActionsProjection> {
  const resolved = await resolveModel(caller, wanted);
  const { members, cohort } = await readMembers(caller, resolved, { partners: 1 }, [partner]);
  const [member] = members;
  if (member === undefined) throw new UnknownThing("There is no assessment of this partner under this model.");
  const filter = { model: resolved.reference.id, partner, unfinished: true };
  const actions = await listActions(caller.database, filter, "", MAX_PROJECTED);
  const changes = actions.flatMap(({ criterion, answer }) =>
    criterion === null || answer === null ? [] : [{ criterion, to: answer }],
  );
  const { variant, state, rank } = member;
  return {
    model: resolved.reference,
    partner,
    actions: actions.length,
    effort: roundHalfUp(
      actions.reduce((sum, { effort }) => sum + (effort ?? 0), 0),
      2,
    ),
    withoutAnswer: actions.length - changes.length,
    now: { index: reportedIndex(variant, state), level: variant.levels[rank]?.id ?? null },
    projected: projected(variant, state, changes, cohort),
  };
}
