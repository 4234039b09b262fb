import { checkModel } from "../../models/check.ts";
import type { ModelReference } from "../../models/contract.ts";
import type { Finding } from "../../models/format.ts";
import { findStoredModel, publishModel } from "../db/models.ts";
import { Conflict, InvalidModel, InvalidRequest } from "../errors.ts";
import type { Caller } from "./caller.ts";
import { catalogEntries } from "./catalog.ts";
import { type Outcome, once } from "./once.ts";
import { readModel } from "./read-model.ts";
import { revisionOf } from "./revision.ts";

export interface SavedModel {
  model: ModelReference;
  /** False where this very document was the present revision. */
  changed: boolean;
  /** Warnings; a document with errors is not stored. */
  findings: Finding[];
}

/**
 * Publishes a document as the present revision of a model. Earlier revisions stay.
 *
 * @throws InvalidModel with the findings that are errors, InvalidRequest where the ids differ, Conflict for the id of a
 *   shipped model, TooLarge.
 */
export async function saveModel(
  caller: Caller,
  sent: Uint8Array,
  id: string,
  document: unknown,
): Promise<Outcome<SavedModel>> {
  const read = readModel(document);
  if (read.model === null) throw invalid(read.findings);
  const { model } = read;
  if (model.id !== id) {
    throw new InvalidRequest([
      { location: "id", message: "must be the id in the address, or the model would be lost under another name" },
    ]);
  }
  if ((await catalogEntries()).some((entry) => entry.model.id === id)) {
    throw new Conflict(`“${id}” is the id of a shipped model. Give your own model another id.`);
  }
  const findings = checkModel(model);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw invalid(errors);
  const revision = await revisionOf(document);
  return once(caller, sent, async () => {
    const present = await findStoredModel(caller.database, id, null);
    const changed = present?.revision !== revision || present.archivedAt !== null;
    const answer = { model: { id, revision, name: model.name }, changed, findings: findings.slice(0, 100) };
    return {
      answer,
      kept: answer,
      audit: changed ? { action: "model.published", what: { model: id, revision } } : null,
      queries: changed ? [publishModel(id, revision, JSON.stringify(document), caller.now)] : [],
    };
  });
}

function invalid(findings: readonly Finding[]): InvalidModel {
  return new InvalidModel(
    findings.slice(0, 100).map(({ place, message }) => ({ location: place === "" ? "body" : place, message })),
  );
}
