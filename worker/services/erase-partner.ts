import type { Standing } from "../../models/engine/network/standing.ts";
import type { Model } from "../../models/format.ts";
import { erasePartner as erasePartnerQueries, findHoldings } from "../db/partners.ts";
import { UnknownThing } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { catalogEntries } from "./catalog.ts";
import { CohortBook } from "./cohorts.ts";
import { NOTHING_SENT, type Outcome, once } from "./once.ts";
import { compileModel, splitName } from "./resolve-model.ts";

export interface ErasedPartner {
  partner: string;
  erased: { partner: number; assessments: number; standings: number; actions: number };
}

/**
 * Erases all that is stored of a partner: its place in the benchmarks, and its name where the audit log has it. What
 * remains is that somebody erased a partner.
 *
 * @throws UnknownThing.
 */
export function erasePartner(caller: Caller, id: string): Promise<Outcome<ErasedPartner>> {
  const change = async () => {
    const rows = await findHoldings(caller.database, id);
    const of = (kind: string) => rows.filter((row) => row.kind === kind);
    const standings = of("standing");
    const counts = JSON.parse(of("counts")[0]?.body ?? "[]") as number[];
    const [partner = 0, assessments = 0, actions = 0] = counts;
    const erased = { partner, assessments, standings: standings.length, actions };
    if (Object.values(erased).every((count) => count === 0)) {
      throw new UnknownThing("There is no partner with this id. GET /v1/partners lists every partner.");
    }
    const shipped = await catalogEntries();
    const documents = new Map(of("model").map(({ key, body }) => [key, body]));
    const cohorts = new CohortBook(
      of("cohort").map(({ key, body, number }) => ({ key, body: body ?? "", version: number })),
    );
    for (const { key, body } of standings) {
      const { id: model, revision = "" } = splitName(key);
      const entry = shipped.find((candidate) => candidate.model.id === model && candidate.revision === revision);
      const document = documents.get(key);
      const found = entry ?? (document ? { model: JSON.parse(document) as Model, revision } : null);
      if (found === null) continue;
      const data = { ...(JSON.parse(body ?? "{}") as Standing), partner: id };
      cohorts.remove(model, revision, compileModel(caller, found).compiled, data);
    }
    const answer = { partner: id, erased };
    return {
      answer,
      kept: erased,
      audit: { action: "partner.erased", what: erased },
      documents: cohorts.writes(),
      queries: erasePartnerQueries(id, caller.now),
    };
  };
  return once<ErasedPartner, ErasedPartner["erased"]>(caller, NOTHING_SENT, change, (erased) => ({
    partner: id,
    erased,
  }));
}
