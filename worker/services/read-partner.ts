import { isStale } from "../../models/engine/freshness.ts";
import { findPartner, type Partner, type PartnerStanding } from "../db/partners.ts";
import { UnknownThing } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { revisionsOf } from "./recall.ts";

/** @throws UnknownThing where it was neither stored nor assessed. */
export async function readPartner(
  caller: Caller,
  id: string,
): Promise<{ partner: Partner | null; standings: (PartnerStanding & { stale: boolean })[] }> {
  const { partner, standings } = await findPartner(caller.database, id);
  if (partner !== null || standings.length > 0) {
    const compiled = await revisionsOf(
      caller,
      standings.map(({ model, revision }) => [model, revision]),
    );
    const staleness = standings.map((standing) => {
      const review = compiled.get(`${standing.model}@${standing.revision}`)?.model.review;
      return { ...standing, stale: isStale(standing.answeredAt, review?.every, caller.now) };
    });
    return { partner, standings: staleness };
  }
  throw new UnknownThing("There is no partner with this id. GET /v1/partners lists every partner.");
}
