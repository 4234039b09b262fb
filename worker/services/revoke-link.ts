import { findLink, type Link, revokeLink } from "../db/links.ts";
import { UnknownThing } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { NOTHING_SENT, type Outcome, once } from "./once.ts";

/**
 * Lets a link open nothing from now on; what was answered on it stays.
 *
 * @throws UnknownThing.
 */
export function revokeOneLink(caller: Caller, id: string): Promise<Outcome<{ link: Link }>> {
  const read = async (): Promise<Link> => {
    const link = await findLink(caller.database, id);
    if (link === null) throw new UnknownThing("There is no link with this id. GET /v1/links lists every link.");
    return link;
  };
  return once<{ link: Link }, null>(
    caller,
    NOTHING_SENT,
    async () => {
      const link = await read();
      return {
        answer: { link: { ...link, revokedAt: link.revokedAt ?? caller.now } },
        // The link names its partner, and erasing the partner finds it in the link alone.
        kept: null,
        audit: { action: "link.revoked", what: { link: id } },
        queries: [revokeLink(id, caller.now)],
      };
    },
    async () => ({ link: await read() }),
  );
}
