import { findPartner, type Partner, type PartnerStanding } from "../db/partners.ts";
import { UnknownThing } from "../errors.ts";
import type { Caller } from "./caller.ts";

/** @throws UnknownThing where it was neither stored nor assessed. */
export async function readPartner(
  { database }: Caller,
  id: string,
): Promise<{ partner: Partner | null; standings: PartnerStanding[] }> {
  const found = await findPartner(database, id);
  if (found.partner !== null || found.standings.length > 0) return found;
  throw new UnknownThing("There is no partner with this id. GET /v1/partners lists every partner.");
}
