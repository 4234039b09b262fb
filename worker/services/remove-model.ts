import { archiveModel, deleteModel, findModelUse } from "../db/models.ts";
import { Conflict, UnknownModel } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { catalogEntries } from "./catalog.ts";
import { NOTHING_SENT, type Outcome, once } from "./once.ts";

export interface RemovedModel {
  id: string;
  /** `archived` where assessments name it: it is listed no more, and its revisions stay for ever. */
  outcome: "archived" | "deleted";
}

/** @throws UnknownModel, Conflict for a shipped model. */
export async function removeModel(caller: Caller, id: string): Promise<Outcome<RemovedModel>> {
  if ((await catalogEntries()).some(({ model }) => model.id === id)) {
    throw new Conflict(`“${id}” is a shipped model and cannot be removed.`);
  }
  return once<RemovedModel>(caller, NOTHING_SENT, async () => {
    const { revisions, used } = await findModelUse(caller.database, id);
    if (revisions === 0)
      throw new UnknownModel("There is no model of your own with this id. GET /v1/models lists every model.");
    const outcome = used ? "archived" : "deleted";
    const answer: RemovedModel = { id, outcome };
    return {
      answer,
      kept: answer,
      audit: { action: `model.${outcome}`, what: { model: id } },
      queries: [used ? archiveModel(id, caller.now) : deleteModel(id)],
    };
  });
}
