import { updateAction } from "../db/actions.ts";
import { InvalidRequest, PreconditionFailed, PreconditionRequired } from "../errors.ts";
import { findAction, type ShownAction, shown } from "./actions.ts";
import type { Caller } from "./caller.ts";
import { type Outcome, once } from "./once.ts";

/** What is left out stays as it is; null clears it. */
export type ActionChange = { [Name in "text" | "owner" | "due" | "status" | "effort"]?: ShownAction[Name] | undefined };

/**
 * Changes an action that nobody else has changed since it was read.
 *
 * @param ifMatch the `If-Match` header: versions in quotes, or `*` for whichever it has.
 * @throws UnknownThing; PreconditionRequired without `ifMatch`; PreconditionFailed where it names another version.
 */
export function changeAction(
  caller: Caller,
  sent: Uint8Array,
  id: string,
  ifMatch: string | undefined,
  change: ActionChange,
): Promise<Outcome<ShownAction>> {
  if (ifMatch === undefined) {
    throw new PreconditionRequired('Send the version that you have read, such as If-Match: "1".');
  }
  const versions = ifMatch.split(",").map((part) => part.trim());
  if (!versions.every((version) => version === "*" || /^(W\/)?"[\x21\x23-\x7e]*"$/.test(version))) {
    throw new InvalidRequest([
      { location: "header.if-match", message: 'must be a version in quotes, such as “"1"”, or “*”' },
    ]);
  }
  return once<ShownAction, string>(
    caller,
    sent,
    async () => {
      const present = await findAction(caller, id);
      if (!versions.includes("*") && !versions.includes(`"${present.version}"`)) {
        throw new PreconditionFailed(`The action has version ${present.version} by now.`, {
          ...shown(caller, present),
        });
      }
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const next = { ...present, ...given };
      return {
        answer: shown(caller, { ...next, version: present.version + 1, updatedAt: caller.now }),
        kept: id,
        audit: { action: "action.changed", what: { id, fields: Object.keys(given) } },
        queries: [updateAction(next, caller.now)],
      };
    },
    async (kept) => shown(caller, await findAction(caller, kept)),
  );
}
