import type { ModelReference } from "../../models/contract.ts";
import { type CompiledModel, compile } from "../../models/engine/compile.ts";
import type { Model } from "../../models/format.ts";
import { localize } from "../../models/translate.ts";
import { InvalidModel } from "../errors.ts";
import { findModel } from "./find-model.ts";
import { readModel } from "./read-model.ts";
import { Recent } from "./recent.ts";
import { revisionOf } from "./revision.ts";

export interface ResolvedModel {
  reference: ModelReference;
  compiled: CompiledModel;
}

/** Compiling takes longer than scoring a partner, so an isolate keeps what it compiled. */
const compiledModels = new Recent<CompiledModel>(32);

/**
 * @param wanted a catalogue id, `id@revision`, or a whole model document.
 * @param language of names and sentences in the result; the model's own where it has no translation.
 * @throws UnknownModel, UnknownRevision, InvalidModel, TooLarge.
 */
export async function resolveModel(wanted: string | object, language?: string): Promise<ResolvedModel> {
  const { model, revision } = typeof wanted === "string" ? await findByName(wanted) : await readDocument(wanted);
  const shown = language === undefined ? model : localize(model, language);
  const key = `${revision} ${shown.language ?? ""}`;
  let compiled = compiledModels.get(key);
  if (compiled === undefined) {
    compiled = compile(shown);
    compiledModels.set(key, compiled);
  }
  return { reference: { id: model.id, revision, name: shown.name }, compiled };
}

function findByName(name: string): Promise<{ model: Model; revision: string }> {
  const at = name.indexOf("@");
  return at < 0 ? findModel(name) : findModel(name.slice(0, at), name.slice(at + 1));
}

async function readDocument(document: object): Promise<{ model: Model; revision: string }> {
  const read = readModel(document);
  if (read.model === null) {
    throw new InvalidModel(
      read.findings.map(({ place, message }) => ({ location: place === "" ? "model" : `model.${place}`, message })),
    );
  }
  return { model: read.model, revision: await revisionOf(document) };
}
