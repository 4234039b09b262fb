import type { ModelReference } from "../../models/contract.ts";
import { type CompiledModel, compile } from "../../models/engine/compile.ts";
import { MAX_MODEL_BYTES, type Model, parseModel } from "../../models/format.ts";
import { InvalidModel, TooLarge } from "../errors.ts";
import { findModel } from "./find-model.ts";
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
 * @throws UnknownModel, UnknownRevision, InvalidModel, TooLarge.
 */
export async function resolveModel(wanted: string | object): Promise<ResolvedModel> {
  const { model, revision } = typeof wanted === "string" ? await findByName(wanted) : await readDocument(wanted);
  let compiled = compiledModels.get(revision);
  if (compiled === undefined) {
    compiled = compile(model);
    compiledModels.set(revision, compiled);
  }
  return { reference: { id: model.id, revision, name: model.name }, compiled };
}

function findByName(name: string): Promise<{ model: Model; revision: string }> {
  const at = name.indexOf("@");
  return at < 0 ? findModel(name) : findModel(name.slice(0, at), name.slice(at + 1));
}

async function readDocument(document: object): Promise<{ model: Model; revision: string }> {
  const { model, findings } = parseModel(document);
  if (model === null) {
    throw new InvalidModel(findings.map(({ place, message }) => ({ location: `model.${place}`, message })));
  }
  const { revision, bytes } = await revisionOf(document);
  if (bytes > MAX_MODEL_BYTES) {
    throw new TooLarge(`The model document has ${bytes.toLocaleString("en")} bytes; at most 500,000 are allowed.`);
  }
  return { model, revision };
}
