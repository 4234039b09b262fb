/**
 * A row of the plan against the action it stands for: what goes to the service, what comes from it, and what both have
 * changed. Field by field, each held against what both had when they last agreed.
 */
import { WARNING_SIGN } from "../../../../models/appearance.ts";
import { type Decision, decisionWords } from "../../layout/keys.ts";
import { type Action, type ActionFields, type FieldName, fieldNames, headerOf, inWords } from "./fields.ts";

/** What a row remembers of the last time it was synchronised. */
export interface Synced {
  base: ActionFields;
  /** The version that a shown conflict was about: a decision counts for no later one. */
  seen?: number;
}

export interface Merged {
  /** For the service; empty where there is nothing to change. */
  outgoing: Partial<ActionFields>;
  /** For the row. */
  incoming: Partial<ActionFields>;
  /** Fields that both have changed, each to something else. */
  conflicts: FieldName[];
  /** What to remember, once `outgoing` is stored. */
  synced: Synced;
}

/**
 * @param mine as the row has it.
 * @param synced null where the row remembers nothing: then whatever differs is a conflict.
 * @param decision what the reader chose about the conflict that the row shows.
 */
export function mergeRow(mine: ActionFields, synced: Synced | null, theirs: Action, decision: Decision | null): Merged {
  const outgoing: Partial<ActionFields> = {};
  const incoming: Partial<ActionFields> = {};
  const base: Partial<ActionFields> = {};
  const conflicts: FieldName[] = [];
  const chosen = synced?.seen === theirs.version ? decision : null;
  for (const name of fieldNames) {
    const before = synced?.base[name];
    const settle = (target: Partial<ActionFields>, side: ActionFields): void => {
      Object.assign(target, { [name]: side[name] });
      Object.assign(base, { [name]: side[name] });
    };
    if (mine[name] === theirs[name]) settle({}, theirs);
    else if (synced !== null && mine[name] === before) settle(incoming, theirs);
    else if ((synced !== null && theirs[name] === before) || chosen === "mine") settle(outgoing, mine);
    else if (chosen === "theirs") settle(incoming, theirs);
    else {
      conflicts.push(name);
      Object.assign(base, { [name]: before ?? null });
    }
  }
  return {
    outgoing,
    incoming,
    conflicts,
    synced: { base: base as ActionFields, ...(conflicts.length > 0 && { seen: theirs.version }) },
  };
}

/** Both values, and what to do. */
export function conflictWords(conflicts: readonly FieldName[], mine: ActionFields, theirs: ActionFields): string {
  if (conflicts.length === 0) return "";
  const each = conflicts.map(
    (name) => `${headerOf(name)} is ${inWords(name, mine)} here and ${inWords(name, theirs)} on the server.`,
  );
  return `${WARNING_SIGN} ${each.join(" ")} Choose “${decisionWords.mine}” or “${decisionWords.theirs}” in this cell, then synchronise again.`;
}
