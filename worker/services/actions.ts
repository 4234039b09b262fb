/** An action as it is shown, and where one is looked up. */
import { daysBetween } from "../../models/engine/freshness.ts";
import { CLOSED } from "../../models/engine/network/plan.ts";
import { type Action, findActions } from "../db/actions.ts";
import { UnknownThing } from "../errors.ts";
import type { Caller } from "./caller.ts";

export interface ShownAction extends Action {
  /** Days since it was due; null where it is closed, not due yet, or never due. */
  daysLate: number | null;
}

export function shown({ now }: Caller, action: Action): ShownAction {
  const late = action.due === null || CLOSED.includes(action.status) ? null : daysBetween(action.due, now.slice(0, 10));
  return { ...action, daysLate: late !== null && late > 0 ? late : null };
}

/** @throws UnknownThing. */
export async function findAction(caller: Caller, id: string): Promise<Action> {
  const [action] = await findActions(caller.database, [id]);
  if (action === undefined)
    throw new UnknownThing("There is no action with this id. GET /v1/actions lists every action.");
  return action;
}
